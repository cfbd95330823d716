"""The Makefile calls modules that are there."""

import importlib.util
import re

import pytest

from corridors import paths

MODULES = re.findall(r"-m (corridors[.\w]*)", (paths.ROOT / "Makefile").read_text(encoding="utf-8"))


def test_there_are_calls_to_look_at() -> None:
    assert len(MODULES) >= 4


@pytest.mark.parametrize("name", MODULES)
def test_a_called_module_can_be_run(name: str) -> None:
    package = importlib.util.find_spec(name)
    assert package
    if package.submodule_search_locations:
        assert importlib.util.find_spec(f"{name}.__main__")
