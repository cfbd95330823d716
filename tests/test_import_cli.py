"""``python -m corridors import``: what it prints, when it fails, when it stores."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from corridors import cli
from corridors.exchange.store import open_store
from corridors.policy.library import Library
from tests.import_files import GOOD, csv_bytes, xlsx_bytes

BAD = ("乙", "火星", "x", "1")


@pytest.fixture
def folder(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli, "open_library", lambda: library)
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path / "var"))
    (tmp_path / "list.csv").write_bytes(csv_bytes(GOOD, BAD))
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert cli.main(["import", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_rows_and_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, folder / "list.csv")
    assert (found.keys(), found["rows"], found["accepted"]) == ({"rows", "accepted", "problems"}, 2, 1)
    first, second = found["problems"]
    assert {"row", "field", "value", "message"} <= first.keys()
    assert (first["row"], first["field"], first["value"]) == (3, "country", "火星")
    assert first["message"].startswith("is no country that is known here; use")
    assert first["message_zh"].startswith("没有找到这个国家。请")
    assert (second["field"], second["level"]) == ("lon", "error")
    assert not (folder / "var").exists()


def test_plain_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(folder / "list.csv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("row 3\tcountry\t火星\t")
    assert lines[-1] == "2 rows, 1 accepted"


def test_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, folder / "list.csv", "--store", "--layer", "Parks 2026")["accepted"] == 1
    store = open_store()
    (layer,) = store.layers()
    assert (layer.title, layer.rows) == ("Parks 2026", 1)
    assert store.rows(layer.id)[0].place.name == "甲园"
    store.close()


def test_nothing_good_is_not_stored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.csv").write_bytes(csv_bytes(BAD))
    assert answer(capsys, folder / "bad.csv", "--store")["accepted"] == 0
    assert not (folder / "var").exists()


def test_sheet_and_coordinate_system(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.xlsx").write_bytes(xlsx_bytes(GOOD))
    assert answer(capsys, folder / "a.xlsx", "--sheet", "表", "--crs", "gcj02")["accepted"] == 1


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("none.csv", [], "none.csv: cannot be opened: no such file or directory"),
        (".", [], "cannot be opened: is a directory"),
        ("list.csv", ["--encoding", "klingon"], "list.csv: the file cannot be read as klingon"),
        ("a.xlsx", ["--sheet", "x"], "a.xlsx: there is no sheet 'x'; there are 表"),
        ("a.pdf", [], "a.pdf: this is a PDF"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, arguments: list[str], reason: str
) -> None:
    (folder / "a.xlsx").write_bytes(xlsx_bytes(GOOD))
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    assert cli.main(["import", str(folder / name), *arguments, "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert reason in err
    assert err.count("\n") == 1


def test_a_large_file_is_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.truncate(folder / "list.csv", 64 << 30)  # takes no room on the disk, but would in memory
    assert cli.main(["import", str(folder / "list.csv")]) == 1
    assert "CORRIDORS_IMPORT_BYTES" in capsys.readouterr().err
