"""The export command writes whole files or none, and says in one line why not."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from corridors import paths
from corridors.cli.files import write_whole
from corridors.exchange.columns import OwnPlace
from corridors.exchange.exporting import FORMATS
from corridors.exchange.store import open_store


def run(
    *arguments: str | Path, limit: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    def no_large_files() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "corridors", "export", *arguments],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        preexec_fn=no_large_files,
        check=False,
    )


def assert_refused(result: subprocess.CompletedProcess[str], words: str, code: int = 1) -> None:
    assert result.returncode == code
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_layer_is_written_and_told(fmt: str, tmp_path: Path) -> None:
    out = tmp_path / f"zones.{fmt}"
    result = run("zones", "--format", fmt, "--out", out, "--country", "IDN", "UGA", "--json")
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told == {"layer": "zones", "format": fmt, "rows": told["rows"], "out": str(out)}
    assert told["rows"] > 2
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.stat().st_size > 1000


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    out = tmp_path / "x"
    assert_refused(run("moon", "--format", "csv", "--out", out), "no layer 'moon'; there are corridors,")
    assert_refused(run("zones", "--format", "doc", "--out", out), "invalid choice: 'doc'", code=2)
    assert_refused(run("zones", "--format", "csv", "--out", out, "--country", "ZZZ"), "country:ZZZ")
    assert_refused(run("zones", "--format", "csv", "--out", tmp_path), f"cannot write {tmp_path}")
    missing = tmp_path / "none" / "x"
    assert_refused(run("zones", "--format", "csv", "--out", missing), f"cannot write {missing}")
    assert_refused(run("zones", "--format", "csv", "--out", "/dev/full"), "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "zones.csv"
    out.write_text("old")
    assert_refused(run("zones", "--format", "csv", "--out", out, limit=5000), "cannot write")
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_own_layer_is_written_as_any_other(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    places = [OwnPlace(name_zh="甲", country="UGA", lon=32, lat=1), OwnPlace(name_zh="乙", lon=1, lat=2)]
    layer = store.add_layer("our list", places, who="a")
    store.close()
    out = tmp_path / "own.geojson"
    result = run(layer.id, "--format", "geojson", "--out", out, "--json", CORRIDORS_STORE=str(tmp_path))
    assert json.loads(result.stdout)["rows"] == 2
    assert [f["properties"]["name_zh"] for f in json.loads(out.read_text())["features"]] == ["甲", "乙"]
    missing = run("own:none", "--format", "csv", "--out", out, CORRIDORS_STORE=str(tmp_path))
    assert_refused(missing, "own:none")


def test_a_damaged_store_keeps_nothing_else_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "own.sqlite").write_text("damaged" * 999)
    out = tmp_path / "x.csv"
    own = run("own:x", "--format", "csv", "--out", out, CORRIDORS_STORE=str(tmp_path))
    assert_refused(own, "damaged")
    assert run("zones", "--format", "csv", "--out", out, CORRIDORS_STORE=str(tmp_path)).returncode == 0


def test_permissions_of_a_file_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "x", b"new")
    assert list(tmp_path.iterdir()) == []
