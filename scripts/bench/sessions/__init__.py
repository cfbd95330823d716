"""Visits to a running app without a browser, for what asks for many at once."""
