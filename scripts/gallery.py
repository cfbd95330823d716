"""Makes the pictures of the README with the app's own commands: `python scripts/gallery.py [NAME …]`.

Slides and pages become pictures through LibreOffice and poppler, which `make test` sets up.
"""

import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH = 1200
COLORS = 200


@dataclass(frozen=True)
class Shot:
    """A picture of the gallery: its name, the words after ``corridors brief``, and of a document the page."""

    name: str
    command: str
    page: int = 0


SHOTS = (
    Shot("liao-hai-ou-arctic", "corridor:liao-hai-ou --branch arctic --format png"),
    Shot("liao-meng-ou", "corridor:liao-meng-ou --format png"),
    Shot("indonesia", "country:IDN --format png --lang en"),
    Shot("shenyang-bonded", "bonded:shenyang-comprehensive --format png"),
    Shot("slide", "city:duisburg --format pptx --compare 沈阳 杜伊斯堡 --without map figures clauses", 2),
    Shot("page", "impl-13 --format pdf", 1),
)


def main() -> None:
    """Make every picture and print the command behind it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    for shot in (one for one in SHOTS if one.name in wanted or not wanted):
        with tempfile.TemporaryDirectory() as folder:
            made = _made(shot, Path(folder))
            size = _save(made, IMAGES / f"{shot.name}.png")
        print(  # noqa: T201 - it talks by printing
            f"{shot.name}.png  {size / 1000:.0f} kB  python -m corridors brief {shot.command}"
        )


def _made(shot: Shot, folder: Path) -> Path:
    """Run the command; of a document turn the page into a picture."""
    words = shlex.split(shot.command)
    out = folder / f"brief.{words[words.index('--format') + 1]}"
    _run(sys.executable, "-m", "corridors", "brief", *words, "--date", "2026-11-22", "--out", str(out))
    if out.suffix == ".pptx":
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(out))
        out = out.with_suffix(".pdf")
    if shot.page:
        pages = ("-f", str(shot.page), "-l", str(shot.page))
        _run("pdftoppm", "-png", "-r", "110", "-singlefile", *pages, str(out), str(folder / "page"))
        out = folder / "page.png"
    return out


def _run(*command: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)  # noqa: S603 - our own words


def _save(source: Path, target: Path) -> int:
    """Write a picture small enough for a repository; returns its size in bytes."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target.stat().st_size


if __name__ == "__main__":
    main()
