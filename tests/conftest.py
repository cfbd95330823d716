"""What many tests share: the library as shipped, opened once."""

import pytest

from corridors.catalog import Catalog
from corridors.policy.library import Library, open_library


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="session")
def catalog(library: Library) -> Catalog:
    return library.catalog
