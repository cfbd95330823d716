"""The audit finds what advisories cover, whatever way they say it, and says what it did not do."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts import audit


def record(name: str = "Some_Pkg", **affected: Any) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": name}
    return {
        "id": "X-1",
        "aliases": ["CVE-1"],
        "summary": "bad",
        "affected": [{"package": package, **affected}],
    }


def events(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": [{kind: version} for kind, version in pairs]}]


# Two stretches, not in order.
TWICE = events(("introduced", "2"), ("fixed", "2.2"), ("introduced", "0"), ("fixed", "1"))


@pytest.mark.parametrize(
    ("version", "affected", "expected"),
    [
        ("1.2", {"versions": ["1.2"]}, True),
        ("1.2", {"versions": ["1.20"]}, False),
        ("1.2", {"ranges": events(("introduced", "0"))}, True),
        ("1.2", {"ranges": events(("introduced", "0"), ("fixed", "1.2"))}, False),
        ("1.2rc1", {"ranges": events(("introduced", "0"), ("fixed", "1.2"))}, True),
        ("1.10", {"ranges": events(("introduced", "0"), ("fixed", "1.9"))}, False),
        ("1.2", {"ranges": events(("introduced", "1.3"))}, False),
        ("1.2", {"ranges": events(("introduced", "0"), ("last_affected", "1.2"))}, True),
        ("1.2.1", {"ranges": events(("introduced", "0"), ("last_affected", "1.2"))}, False),
        ("2.1", {"ranges": TWICE}, True),
        ("1.5", {"ranges": TWICE}, False),
        ("1.2", {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
        ("1.2", {"ranges": events(("introduced", "0"), ("fixed", "no version"))}, True),
    ],
)  # fmt: skip
def test_versions(version: str, affected: dict[str, Any], expected: bool) -> None:
    assert audit.is_affected(version, affected) is expected


def test_findings_name_package_and_advisory() -> None:
    pinned = {"some-pkg": {"1.2", "1.3"}}
    (line,) = audit.findings(pinned, [record(versions=["1.2"])])
    assert line == "some-pkg 1.2: X-1 (CVE-1) bad"
    assert list(audit.findings(pinned, [record(versions=["1.2"]) | {"withdrawn": "2026-01-01"}])) == []
    assert list(audit.findings(pinned, [record("other", versions=["1.2"])])) == []


def test_pins_are_read_with_extras_markers_and_hashes() -> None:
    text = 'a==1 \\\n    --hash=sha256:0\nB.b[c]==2.0 ; python_version < "3.12"\nb-b==2.1\n# d==1\n'
    assert audit.pins(text) == {"a": {"1"}, "b-b": {"2.0", "2.1"}}


@pytest.mark.parametrize("packed", [False, True])
def test_a_folder_or_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str], packed: bool) -> None:
    source = tmp_path / ("all.zip" if packed else "all")
    content = json.dumps(record(versions=["1.2"]))
    if packed:
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("X-1.json", content)
    else:
        source.mkdir()
        (source / "X-1.json").write_text(content, encoding="utf-8")
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("some-pkg==1.2\n", encoding="utf-8")
    assert audit.main(["--advisories", str(source), str(pinned)]) == 1
    assert "some-pkg 1.2: X-1" in capsys.readouterr().out
    pinned.write_text("some-pkg==1.4\n", encoding="utf-8")
    assert audit.main(["--advisories", str(source), str(pinned)]) == 0
    assert "against 1 advisories and " in capsys.readouterr().out


def test_without_advisories_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("some-pkg==1.2\n", encoding="utf-8")
    assert audit.main([str(pinned)]) == 0
    assert "against NO advisories" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "no pins here"])
def test_nothing_to_compare_is_an_error(tmp_path: Path, content: str) -> None:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text(content, encoding="utf-8")
    assert audit.main([str(pinned)]) == 2
    assert audit.main(["--advisories", str(tmp_path / "none.zip"), str(pinned)]) == 2


def test_those_read_by_hand_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noted = audit.read_by_hand()
    assert len(noted) >= 10
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("starlette==0.49.1\n", encoding="utf-8")
    assert audit.main([str(pinned)]) == 1
    assert "starlette 0.49.1: CVE-2026-48710" in capsys.readouterr().out


def test_what_we_pin_is_covered_by_none_of_them() -> None:
    pinned = audit.pins((audit.ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert {"streamlit", "starlette", "pillow"} <= set(pinned)
    assert list(audit.findings(pinned, audit.read_by_hand())) == []
