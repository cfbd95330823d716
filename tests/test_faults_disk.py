"""A disk that is full: one clear line, no half-written file, and what was there before stays whole."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from shapely.geometry import Point

from corridors import paths
from corridors.catalog import Catalog
from corridors.cli import main
from corridors.exchange.columns import OwnPlace
from corridors.exchange.errors import ImportFileError
from corridors.exchange.exporting import FORMATS
from corridors.exchange.reading import preview
from corridors.exchange.store import StoreError, Trouble, open_store
from corridors.maps.publish import publish, publish_own
from tests.import_files import csv_bytes, gpkg_bytes

FULL = "File too large"
OLD = b"what was there before"


@contextmanager
def no_room(beyond: int = 1024) -> Iterator[None]:
    """Files cannot grow beyond some bytes, for root too, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command ends with when it cannot write."""
    with no_room():
        code = main(arguments)
    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("error: ")
    return line


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_export_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fmt: str
) -> None:
    file = tmp_path / f"zones.{fmt}"
    for content in (None, OLD):
        if content:
            file.write_bytes(content)
        line = refused(capsys, "export", "zones", "--format", fmt, "--out", str(file), "--json")
        assert line == f"error: cannot write {file}: {FULL}"
        assert list(tmp_path.iterdir()) == ([file] if content else [])
    assert file.read_bytes() == OLD


@pytest.mark.parametrize("fmt", ["docx", "html", "svg"])
def test_a_briefing_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fmt: str
) -> None:
    file = tmp_path / f"brief.{fmt}"
    file.write_bytes(OLD)
    line = refused(capsys, "brief", "impl-13", "--format", fmt, "--out", str(file))
    assert line == f"error: cannot write {file}: {FULL}"
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [OLD]


@pytest.mark.parametrize("arguments", [("links", "--json"), ("places",), ("check", "--json")])
def test_output_that_cannot_be_written(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "corridors", *arguments]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            command, cwd=paths.ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert run.returncode == 1
    assert run.stderr == "error: cannot write the output: No space left on device\n"


def test_an_import_is_stored_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    with closing(open_store()) as store:
        store.add_layer("before", [OwnPlace(name_zh="甲", country="KEN", precision="country")], "a")
    rows = [(f"园{n}", "肯尼亚", "36.8", f"-1.{n}") for n in range(1, 900)]
    file = tmp_path / "list.csv"
    file.write_bytes(csv_bytes(*rows))
    with no_room(150_000):
        assert main(["import", str(file), "--store"]) == 1
    line = capsys.readouterr().err
    assert line.startswith(f"error: list.csv: {Trouble.FULL.en} ({tmp_path}/own.sqlite). ")
    assert line.count("\n") == 1
    with closing(open_store()) as store:
        assert [(layer.title, layer.rows) for layer in store.layers()] == [("before", 1)]
    assert main(["import", str(file), "--store"]) == 0
    with closing(open_store()) as store:
        assert [(layer.title, layer.rows) for layer in store.layers()] == [("before", 1), ("list", 899)]


def test_a_layer_that_needs_a_temporary_copy_is_told(tmp_path: Path) -> None:
    content = gpkg_bytes(tmp_path, [Point(36.8, -1.3)], name=["甲"])
    with no_room(), pytest.raises(ImportFileError) as caught:
        preview(content, "a.gpkg")
    assert FULL in caught.value.zh
    assert preview(content, "a.gpkg").headers


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with no_room(0), pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{tmp_path}/own.sqlite")
    assert caught.value.trouble is Trouble.FULL
    with closing(open_store(f"sqlite:///{tmp_path}/own.sqlite")) as store:
        assert store.layers() == ()


def test_files_for_the_map_are_whole_or_not_there(tmp_path: Path, catalog: Catalog) -> None:
    place = {"id": "own:a-1", "name": "甲" * 500, "lat": 0, "lon": 0}
    with no_room():
        with pytest.raises(OSError, match=FULL):
            publish(catalog, tmp_path)
        with pytest.raises(OSError, match=FULL):
            publish_own([place], "#000", "甲", "own-a", tmp_path)
    assert [file.name for file in (tmp_path / "published").iterdir()] == []
    for address in publish(catalog, tmp_path).values():
        assert (tmp_path / "published" / address.rpartition("/")[2]).stat().st_size > 1024
