"""The command line as scripts use it: one JSON document, clear errors, honest exit codes."""

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from corridors import cli, paths
from corridors.policy.library import Library
from corridors.shapes import GEOD


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(cli, "open_library", lambda: library)

    def call(*arguments: str) -> tuple[int, Any]:
        code = cli.main([*arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_check_is_sound(run: Any) -> None:
    assert run("check") == (0, [])


def test_measures(run: Any) -> None:
    _, everything = run("measures")
    _, impl = run("measures", "--doc", "impl")
    _, guide = run("measures", "--doc", "guide")
    assert (len(everything), len(impl), len(guide)) == (59, 33, 26)
    assert set(everything[0]) == {"id", "doc", "chapter", "number", "title", "text", "lead", "support"}
    by_id = {m["id"]: m for m in everything}
    assert by_id["impl-28"]["lead"] == ["省工商局"]
    assert by_id["impl-28"]["support"] == []
    assert by_id["impl-g3"]["support"] == ["各相关部门", "各市政府"]


def test_links(run: Any) -> None:
    _, links = run("links")
    _, measures = run("measures")
    texts = {m["id"]: m["text"] for m in measures}
    assert len(links) > 1000
    assert all(texts[x["measure"]][x["start"] : x["end"]] == x["evidence"] for x in links)
    assert {x["grade"] for x in links} == {"stated", "inferred"}
    _, some = run("links", "--measure", "impl-13", "--entity", "country:IDN")
    assert {(x["measure"], x["entity"], x["evidence"]) for x in some} == {("impl-13", "country:IDN", "印尼")}


def test_places(run: Any) -> None:
    _, places = run("places")
    fields = ["id", "kind", "name_zh", "name_en", "country", "lon", "lat", "precision", "status", "sources"]
    assert all(list(p)[:10] == fields for p in places)
    assert all(p["sources"] for p in places)
    _, zones = run("places", "--kind", "zone", "--country", "IDN")
    assert zones
    assert all(z["kind"] == "zone" for z in zones)
    goals = [p for p in places if p["id"].startswith("zone:goal-")]
    assert len(goals) == 8
    assert all(g["lon"] is None for g in goals)


@pytest.mark.parametrize("slug", ["liao-hai-ou", "liao-man-ou", "liao-meng-ou"])
def test_corridor(run: Any, slug: str) -> None:
    _, corridor = run("corridor", f"corridor:{slug}")
    assert corridor["id"] == f"corridor:{slug}"
    legs = [leg for branch in corridor["branches"] for leg in branch["legs"]]
    assert legs
    for leg in legs:
        assert leg["sources"]
        xs, ys = zip(*leg["geometry"]["coordinates"], strict=True)
        assert all(abs(a - b) < 30 for a, b in pairwise(xs))
        drawn = GEOD.line_length(xs, ys) / 1000
        assert 0.65 * leg["km"] < drawn < 1.05 * leg["km"] + 5


def test_branches_name_what_is_planned_and_what_goes_by_road(run: Any) -> None:
    _, corridor = run("corridor", "corridor:liao-meng-ou")
    statuses = {leg["status"] for branch in corridor["branches"] for leg in branch["legs"]}
    assert statuses == {"operating", "planned", "road-only"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("corridor", "corridor:nowhere"),
        ("links", "--measure", "impl-31"),
        ("links", "--entity", "country:XXX"),
        ("places", "--kind", "planet"),
        ("places", "--country", "ZZZ"),
    ],
)
def test_what_is_not_there_is_one_line_of_error(
    arguments: tuple[str, ...],
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "open_library", lambda: library)
    assert cli.main([*arguments, "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["fly"], [], ["measures", "--doc", "third"], ["corridor"]])
def test_a_wrong_call_is_one_line_too(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "corridors", *arguments]
    said = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("error: ")
    assert said.stderr.count("\n") == 1


def test_output_is_utf8_and_may_be_cut_short() -> None:
    command = f"PYTHONIOENCODING=ascii {sys.executable} -m corridors places --json | head -c 2000"
    said = subprocess.run(["bash", "-c", command], cwd=paths.ROOT, capture_output=True, check=True)
    assert "阿鲁巴" in said.stdout.decode("utf-8", errors="ignore")
    assert said.stderr == b""
