"""What many tests share: the library as shipped, opened once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from corridors.catalog import Catalog
from corridors.exchange.store import Store, open_store
from corridors.policy.library import Library, open_library
from tests import postgres

# What a property says does not depend on how busy the machine is.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests never touch the store of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORRIDORS_STORE", str(tmp_path_factory.mktemp("store")))
        patch.delenv("CORRIDORS_DATABASE_URL", raising=False)
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="session")
def catalog(library: Library) -> Catalog:
    return library.catalog


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty store, once in each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'own.sqlite'}"
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()
