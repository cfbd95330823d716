"""A start loads what it needs and no more: budgets for the command line, the first page and the server.

What is loaded is counted and the processor's time is taken, because a busy machine changes neither much.
``python scripts/bench/starting.py`` prints the figures, those by the clock too.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from corridors import cli, paths

# Packages that take long to load, and what they are for.
SCREEN = frozenset({"streamlit", "folium", "branca", "streamlit_folium"})
TABLES = frozenset({"pandas", "pyarrow", "geopandas", "pyogrio", "xlsxwriter"})
FOREIGN = frozenset({"openpyxl", "ijson", "lxml", "pypdfium2"})
STORE = frozenset({"sqlalchemy", "alembic", "pg8000"})
ROUTES = frozenset({"scipy"})
PAPERS = frozenset({"matplotlib", "PIL", "fontTools", "pptx", "docx", "typst"})
SEARCH = frozenset({"pypinyin"})
EVERYTHING = SCREEN | TABLES | FOREIGN | STORE | ROUTES | PAPERS | SEARCH
MOST_MODULES, MOST_MEGABYTES = 550, 150
# What a command may load beyond the records, and how much it may load at most.
NEEDS: dict[str, tuple[frozenset[str], int, int]] = {
    "check": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "measures": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "links": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "places": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "corridor": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "link-text": (frozenset(), MOST_MODULES, MOST_MEGABYTES),
    "route": (ROUTES, 900, 200),
    "import": (FOREIGN | {"PIL"}, 800, 170),  # openpyxl loads Pillow where it is installed
    "export csv": (frozenset({"xlsxwriter"}), 600, MOST_MEGABYTES),
}
PAGE_MODULES, PAGE_MEGABYTES = 2_000, 320
SERVER_MEGABYTES = 350


@pytest.fixture(scope="module")
def starting() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(paths.ROOT) / "scripts" / "bench"))
        yield import_module("starting")


@pytest.mark.parametrize("name", NEEDS)
def test_a_command_loads_only_what_it_needs(starting: ModuleType, name: str) -> None:
    allowed, modules, megabytes = NEEDS[name]
    spent = starting.call(name)
    assert "corridors" in spent.packages
    assert spent.packages & (EVERYTHING - allowed) == frozenset()
    assert spent.modules <= modules
    assert spent.peak <= megabytes


def test_the_map_page_loads_only_what_it_needs(starting: ModuleType) -> None:
    spent = starting.spend(starting.PAGE)
    # Streamlit itself loads pandas, and Pillow by way of plotly where that is installed.
    needless = (TABLES - {"pandas", "pyarrow"}) | FOREIGN | ROUTES | (PAPERS - {"PIL"}) | SEARCH
    assert spent.packages >= SCREEN
    assert spent.packages & needless == frozenset()
    assert spent.modules <= PAGE_MODULES
    assert spent.peak <= PAGE_MEGABYTES


def test_every_command_is_where_the_table_says() -> None:
    class Commands:
        def __init__(self) -> None:
            self.names: list[str] = []

        def add_parser(self, name: str, **_: object) -> cli.Parser:
            self.names.append(name)
            return cli.Parser(prog=name)

    assert len(cli.FAMILIES) >= 6
    for family, names in cli.FAMILIES.items():
        commands = Commands()
        import_module(f"corridors.cli.{family}").add(commands, cli.Parser(add_help=False))
        assert tuple(commands.names) == names


def test_one_family_is_loaded_for_a_command_and_all_for_help() -> None:
    assert cli.families(["places", "--json"]) == ["catalog"]
    assert cli.families(["brief", "impl-13"]) == ["brief"]
    assert cli.families(["--help"]) == cli.families([]) == cli.families(["nothing"]) == list(cli.FAMILIES)


def test_a_command_costs_little_more_than_two_imports_of_streamlit(starting: ModuleType) -> None:
    floor = min(starting.spend("import streamlit\n").processor for _ in range(2))
    assert min(starting.call("measures").processor for _ in range(2)) <= 2.2 * floor


def test_the_first_page_takes_at_most_five_empty_ones(starting: ModuleType, tmp_path: Path) -> None:
    empty = min(starting.serve(starting.empty_server(str(tmp_path))).processor for _ in range(2))
    ours = [starting.serve(starting.app_server()) for _ in range(2)]
    assert min(started.processor for started in ours) <= 5.0 * empty
    assert min(started.memory for started in ours) <= SERVER_MEGABYTES
