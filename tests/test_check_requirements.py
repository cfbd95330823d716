"""The check of the requirements can fail: on an unpinned import, on a GPL licence."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from corridors import paths


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_requirements", paths.ROOT / "scripts" / "check_requirements.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_unpinned_import_is_named(
    check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "ROOT", tmp_path)
    page = tmp_path / "page.py"
    page.write_text("import os\nimport pytest\nfrom pandas import DataFrame\nimport corridors.models\n")
    assert list(check.unpinned_imports([page], {"pandas"})) == [
        "page.py: pytest (pytest) is not pinned in requirements.txt"
    ]


def test_each_pin_has_a_hash() -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-build.txt",
        "requirements-bundle.txt",
    ):
        blocks = (paths.ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pins = [line for line in blocks if "==" in line]
        assert pins
        assert [line for line in pins if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("GPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("AGPL-3.0-or-later", True),
        ("LGPL-2.1-or-later", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
        ("MPL-2.0", False),
    ],
)
def test_gpl_is_told_from_lgpl(check: ModuleType, licence: str, copyleft: bool) -> None:
    assert bool(check.STRONG_COPYLEFT.search(licence)) is copyleft
