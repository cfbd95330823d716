"""Damaged data is named, file and field, and never stops what is sound."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corridors import paths
from corridors.policy.library import open_library


def swap(path: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(data: Path) -> None:
        file = data / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} no longer holds {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def drop(path: str) -> Callable[[Path], None]:
    return lambda data: (data / path).unlink()


UGANDA = "places/zone/uganda-liaoshen.toml"
DAMAGE = {
    "unknown field": (swap(UGANDA, "name_zh", "nmae_zh"), UGANDA, "nmae_zh"),
    "missing source": (swap(UGANDA, "w32", "w99999"), UGANDA, "w99999"),
    "no sources at all": (swap(UGANDA, "sources = ", "sources = [] #"), UGANDA, "sources"),
    "outside its country": (swap(UGANDA, "lon = 32", "lon = 12"), UGANDA, "lon, lat"),
    "link to nothing": (
        swap("corridors/liao-meng-ou.toml", "legs = [", 'legs = ["no-such-leg",'),
        "corridors/liao-meng-ou.toml",
        "no-such-leg",
    ),
    "quote not in the text": (
        swap("places/zone/goal-india.toml", 'quote = "', 'quote = "杜撰'),
        "places/zone/goal-india.toml",
        "杜撰",
    ),
    "file in the wrong shape": (swap(UGANDA, "id =", "id"), UGANDA, "cannot be read"),
    "policy text changed": (
        swap("policy/impl-2015-12-30.txt", "印尼", "印度尼西亚"),
        "policy/impl.toml",
        "sha256",
    ),
    "policy text gone": (drop("policy/guide-2015-01-21.txt"), "policy/guide-2015-01-21.txt", ""),
    "shapes gone": (drop("geo/legs.geojson"), "geo/legs.geojson", ""),
    "records gone": (drop("places/cities.csv"), "places/cities.csv", ""),
    "file name is not the id": (swap(UGANDA, "zone:uganda-liaoshen", "zone:uganda-park"), UGANDA, "id"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(paths.DATA, tmp_path / "data")
    return tmp_path / "data"


def test_the_data_as_shipped_is_sound() -> None:
    assert [str(problem) for problem in open_library().problems] == []


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named(name: str, copy: Path) -> None:
    damage, file, word = DAMAGE[name]
    damage(copy)
    opened = open_library(copy)
    named = [str(p) for p in opened.problems if file in p.file and word in f"{p.field} {p.message}"]
    assert named, [str(p) for p in opened.problems]
    assert opened.catalog.entities


def test_all_problems_are_told_at_once(copy: Path) -> None:
    for name in ("unknown field", "quote not in the text", "link to nothing"):
        DAMAGE[name][0](copy)
    files = {p.file.split(" ")[0].removeprefix("data/") for p in open_library(copy).problems}
    assert {UGANDA, "places/zone/goal-india.toml", "corridors/liao-meng-ou.toml"} <= files


def test_check_exits_with_failure_and_names_the_file(tmp_path: Path) -> None:
    for folder in ("corridors", "data"):
        shutil.copytree(paths.ROOT / folder, tmp_path / folder)
    DAMAGE["unknown field"][0](tmp_path / "data")
    run = subprocess.run(
        [sys.executable, "-m", "corridors", "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "uganda-liaoshen.toml" in run.stdout
    assert "nmae_zh" in run.stdout
    assert "Traceback" not in run.stderr
