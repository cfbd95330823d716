"""Runs the migrations inside the transaction that the store has opened."""

from alembic import context

from corridors.exchange.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
