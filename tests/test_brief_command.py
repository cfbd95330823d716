"""The command that writes briefings."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from corridors.briefing import make
from corridors.cli import main
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import open_store
from tests.brief_files import picture

STARTS = {"pptx": b"PK", "docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "png": b"\x89PNG"}


@pytest.fixture(autouse=True)
def _quick_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "_draw", lambda *_: picture())


@pytest.mark.parametrize("fmt", STARTS)
def test_a_briefing_is_written(fmt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"简报.{fmt}"
    assert main(["brief", "impl-13", "--format", fmt, "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    content = out.read_bytes()
    assert content.lstrip().startswith(STARTS[fmt])
    assert answer["bytes"] == len(content)
    assert (answer["select"], answer["format"], answer["out"]) == ("impl-13", fmt, str(out))
    assert answer["sections"] == (["map"] if fmt == "png" else answer["sections"])
    assert "map" in answer["sections"]


def test_choices_are_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, logo = tmp_path / "a.html", tmp_path / "logo.png"
    logo.write_bytes(picture(40, 40))
    options = [
        "--lang",
        "en",
        "--title",
        "A & B",
        "--author",
        "Me",
        "--date",
        "2020-02-29",
        "--logo",
        str(logo),
    ]
    arguments = ["brief", "country:IDN", "--format", "html", "--out", str(out), *options]
    assert main([*arguments, "--without", "map", "zones", "--json"]) == 0
    assert not {"map", "zones"} & set(json.loads(capsys.readouterr().out)["sections"])
    text = out.read_text(encoding="utf-8")
    assert "<h1>A &amp; B</h1>" in text
    assert "2020-02-29" in text
    assert "our gloss: " in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["country:XXX", "--format", "pdf"], "no entity or clause 'country:XXX'"),
        (["impl-13", "--format", "pdf", "--without", "soup"], "no section 'soup'"),
        (["impl-13", "--format", "pdf", "--logo", "/nowhere.png"], "cannot read /nowhere.png"),
        (["impl-13", "--format", "pdf", "--dpi", "9999"], "dpi must be 50 to 600"),
        (["", "--format", "pdf"], "name an entity or clause, e.g. country:IDN"),
        (["impl-13", "--format", "png", "--branch", "arctic"], "only corridors have branches"),
        (["corridor:liao-hai-ou", "--format", "png", "--branch", "x"], "there are south, arctic, suez"),
        (["impl-13", "--format", "pdf", "--month", "1"], "go with --compare FROM TO"),
        (["impl-13", "--format", "pdf", "--compare", "nowhere", "沈阳"], "no place 'nowhere'"),
        (["impl-13", "--format", "pdf", "--own", "nothing"], "no own layer 'nothing'"),
    ],
)
def test_an_error_is_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "f"
    assert main(["brief", *arguments, "--out", str(out)]) == 1
    told = capsys.readouterr()
    assert not told.out
    assert told.err.startswith("error: ")
    assert words in told.err
    assert told.err.count("\n") == 1
    assert not out.exists()


def test_an_unknown_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["brief", "impl-13", "--format", "odt", "--out", str(tmp_path / "f")])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "no" / "f.pdf"
    assert main(["brief", "guide-1-5", "--format", "pdf", "--out", str(out)]) == 1
    assert f"cannot write {out}" in capsys.readouterr().err


def test_ways_and_own_layers_come_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_store()) as store:
        store.add_layer("项目清单", [OwnPlace(name_zh="雅加达项目", lon=106.8, lat=-6.2)], "tester")
    out = tmp_path / "a.html"
    options = ["--compare", "大连", "雅加达", "--avoid", "马六甲", "--month", "1", "--own", "项目清单"]
    arguments = ["brief", "country:IDN", "--format", "html", "--out", str(out), *options, "--json"]
    assert main(arguments) == 0, capsys.readouterr().err
    assert {"comparison", "own"} <= set(json.loads(capsys.readouterr().out)["sections"])
    text = out.read_text(encoding="utf-8")
    assert "雅加达项目" in text
    assert "绕开：马六甲" in text
