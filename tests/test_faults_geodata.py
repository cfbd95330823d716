"""Each built file damaged in each way: named with the way out, and what can be shown is shown."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corridors import integrity, paths, shapes
from corridors.maps.ground import ground
from corridors.network import graph, places
from corridors.policy.library import open_library
from corridors.ui.texts import text

FILES = sorted(p.name for p in paths.GEO.iterdir())
DAMAGE: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda _: None,
    "empty": lambda _: b"",
    "cut": lambda whole: whole[: len(whole) // 2],
    "garbage": lambda _: bytes((n * 37 + 11) % 256 for n in range(4000)),
    "something else": lambda _: b'[1, {"features": null}]',
    "one byte": lambda whole: whole[:200] + bytes([whole[200] ^ 1]) + whole[201:],
}
WORKER = Path(__file__).parent / "damaged_app.py"
# Pages that use a file, each with a map; of every other page one stands for all.
USERS = {
    "countries.geojson": sorted(p.stem for p in (paths.ROOT / "pages").glob("*.py")),
    "labels.csv": ["map"],
    "legs.geojson": ["map", "corridor", "country"],
    "lengths.csv": ["corridor"],
    "liaoning.geojson": ["map", "liaoning"],
    "lines.geojson": ["map", "brief"],
    "network.npz": ["compare"],
    "provinces.geojson": ["zones"],
    "towns.csv.gz": ["compare", "about"],
    "versions.csv": ["about"],
}
# Without these a map of the world would be wrong, so none is shown.
WITHOUT_MAP = {"about", "brief"}
NEEDED_BY_MAPS = {"countries.geojson", "lines.geojson"}
# How a file is damaged where pages are opened: each way at least once.
WAYS = {
    "countries.geojson": "something else",
    "labels.csv": "one byte",
    "legs.geojson": "cut",
    "lengths.csv": "garbage",
    "liaoning.geojson": "missing",
    "lines.geojson": "empty",
    "network.npz": "cut",
    "provinces.geojson": "garbage",
    "towns.csv.gz": "one byte",
    "versions.csv": "missing",
}


def put(file: Path, way: str) -> None:
    content = DAMAGE[way](file.read_bytes())
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)


@pytest.fixture
def geo(tmp_path: Path) -> Path:
    shutil.copytree(paths.GEO, tmp_path / "geo")
    return tmp_path / "geo"


def test_every_file_is_here() -> None:
    assert sorted(USERS) == FILES


def test_whole_files_are_whole() -> None:
    assert list(integrity.damaged(paths.GEO)) == []


@pytest.mark.parametrize("way", DAMAGE)
@pytest.mark.parametrize("name", FILES)
def test_damage_is_named_with_the_way_out(geo: Path, name: str, way: str) -> None:
    if (name, way) == ("versions.csv", "one byte"):
        return  # whatever it says of other files is noticed on them
    put(geo / name, way)
    found = list(integrity.damaged(geo))
    assert [p for p in found if p.file == f"data/geo/{name}"], found
    for problem in found:
        assert f"git checkout -- {problem.file}" in problem.message
        assert str(geo) not in str(problem)


@pytest.mark.parametrize("name", FILES)
def test_the_library_opens_all_the_same(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data, ignore=shutil.ignore_patterns("fonts"))
    put(data / "geo" / name, WAYS[name])
    opened = open_library(data)
    assert f"data/geo/{name}" in {p.file for p in opened.problems}
    assert opened.catalog.entities
    assert opened.catalog.links


@pytest.mark.parametrize("way", [way for way in DAMAGE if way != "one byte"])
def test_damaged_shapes_are_one_kind_of_error(geo: Path, way: str) -> None:
    put(geo / "lines.geojson", way)
    for reader in (shapes.read, ground):
        with pytest.raises(OSError if way == "missing" else ValueError, match=r"lines\.geojson"):
            reader(geo / "lines.geojson")


@pytest.mark.parametrize("way", [way for way in DAMAGE if way != "missing"])
def test_a_damaged_network_is_one_kind_of_error(geo: Path, way: str) -> None:
    for name, load in (("network.npz", graph.load), ("towns.csv.gz", places._town_names)):
        put(geo / name, way)
        with pytest.raises(ValueError, match=re.escape(f"{name} is damaged")):
            load(geo / name)


# Whole apps


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app in a folder of its own."""
    root = tmp_path_factory.mktemp("app")
    for folder in ("corridors", "pages", ".streamlit"):
        shutil.copytree(paths.ROOT / folder, root / folder)
    shutil.copytree(paths.DATA, root / "data", ignore=shutil.ignore_patterns("fonts"))
    (root / "data" / "fonts").symlink_to(paths.DATA / "fonts")
    (root / "static").mkdir()
    shutil.copy(paths.ROOT / "app.py", root)
    return root


Look = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def look(tree: Path) -> Iterator[Look]:
    """Opens the pages that use a file while it is damaged."""
    environment = {**os.environ, "CORRIDORS_STORE": str(tree / "store")}
    pipe = subprocess.PIPE
    command = [sys.executable, WORKER]
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    ) as worker:

        def ask(name: str) -> dict[str, Any]:
            assert worker.stdin is not None
            assert worker.stdout is not None
            content = DAMAGE[WAYS[name]]((paths.GEO / name).read_bytes())
            packed = None if content is None else base64.b64encode(content).decode()
            task = {"file": f"data/geo/{name}", "content": packed, "pages": USERS[name]}
            worker.stdin.write(json.dumps(task) + "\n")
            worker.stdin.flush()
            answer: dict[str, Any] = json.loads(worker.stdout.readline())
            return answer

        yield ask
        assert worker.stdin is not None
        worker.stdin.close()


@pytest.mark.parametrize("name", FILES)
def test_every_page_opens_and_names_the_file_and_the_way_out(look: Look, name: str) -> None:
    lead = text("damaged_built", "zh", files=f"data/geo/{name}")
    for page, seen in look(name).items():
        assert seen["exceptions"] == [], page
        notices = " ".join(seen["notices"])
        assert lead in notices, page
        assert "git checkout -- data/geo" in notices
        no_map = text("map_failed", "zh", error="").partition("：")[0]
        assert (no_map in notices) == (name in NEEDED_BY_MAPS and page not in WITHOUT_MAP), page
        if page == "compare":
            broken = text("compare_broken", "zh", error="network.npz is damaged")
            assert (broken in notices) == (name == "network.npz")
        if page == "brief":
            assert text("brief_failed", "zh", error="").partition("：")[0] in notices
        if page == "country":
            assert "哈萨克斯坦" in seen["html"]


def test_the_command_line_names_the_file(tree: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "corridors", *arguments]
        return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)

    for name in ("network.npz", "towns.csv.gz"):
        file = tree / "data" / "geo" / name
        whole = file.read_bytes()
        put(file, "cut")
        try:
            checked, asked = run("check"), run("route", "大连", "乌法", "--json")
        finally:
            file.write_bytes(whole)
        assert checked.returncode == 1
        assert f"data/geo/{name}: is damaged" in checked.stdout
        assert f"git checkout -- data/geo/{name}" in checked.stdout
        assert asked.returncode == 1
        assert asked.stdout == ""
        assert asked.stderr.splitlines() == [f"error: routes cannot be computed: {name} is damaged"]
