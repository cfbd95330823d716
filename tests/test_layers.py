"""Imports point downward only."""

import ast
from pathlib import Path

import pytest

from corridors import paths

# From the ground up; a module may import its own layer and anything below it.
ORDER = (
    (
        "models",
        "clauses",
        "transport",
        "records",
        "vocabulary",
        "paths",
        "shapes",
        "integrity",
        "notices",
        "words",
    ),
    ("catalog", "checks"),
    ("exchange",),
    ("policy",),
    ("network",),
    ("analysis",),
    ("maps",),
    ("briefing",),
    ("build",),
    ("ui",),
    ("cli", "__main__"),
)
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}
FILES = sorted(
    p
    for p in (paths.ROOT / "corridors").rglob("*.py")
    if p.parent.name != "corridors" or p.stem != "__init__"
)


def own_imports(source: str) -> set[str]:
    """First module names below ``corridors`` that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "corridors":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("corridors."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("corridors.")}
    return found


def upward(layer: str, source: str) -> set[str]:
    return {name for name in own_imports(source) if LEVEL[name] > LEVEL[layer]}


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(paths.ROOT).as_posix())
def test_imports_point_downward(path: Path) -> None:
    layer = path.relative_to(paths.ROOT / "corridors").parts[0].removesuffix(".py")
    assert not upward(layer, path.read_text(encoding="utf-8"))


def test_the_check_can_fail() -> None:
    assert upward("catalog", "from corridors.ui import cards") == {"ui"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(paths.ROOT).as_posix())
def test_streamlit_and_folium_stay_in_their_layers(path: Path) -> None:
    layer = path.relative_to(paths.ROOT / "corridors").parts[0].removesuffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    modules |= {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert "streamlit" not in modules or layer == "ui"
    assert "folium" not in modules or layer == "maps"
