"""The pictures of the README are those that scripts/gallery.py makes, small, and told with their command."""

import importlib.util
import sys
from types import ModuleType

import pytest
from PIL import Image

from corridors import paths


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", paths.ROOT / "scripts" / "gallery.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module
    spec.loader.exec_module(module)
    return module


def test_every_picture_is_shown_with_its_command(gallery: ModuleType) -> None:
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert len(gallery.SHOTS) >= 4
    for shot in gallery.SHOTS:
        file = gallery.IMAGES / f"{shot.name}.png"
        assert file.stat().st_size <= 200_000
        with Image.open(file) as opened:
            assert max(opened.size) == gallery.WIDTH
        assert f"docs/images/{shot.name}.png" in readme
        assert f"`brief {shot.command.partition(' --without')[0]}`" in readme
