"""The fonts of the repository show every text of ours, and say where they come from."""

import csv
import hashlib
from pathlib import Path

import pytest

from corridors import paths
from corridors.briefing import fonts
from corridors.build.fonts import CUTS, own_characters
from corridors.catalog import Catalog

# Letters and signs that Noto Sans SC and Noto Serif SC do not have; they are drawn as their nearest.
LACKING = set("ČıŁłźʹʺ˚₂↺∙✕")


@pytest.mark.parametrize("font", fonts.FILES, ids=lambda path: path.name)
def test_every_character_of_ours_is_in_each_font(font: Path) -> None:
    ours = {chr(code) for code in own_characters(paths.ROOT)}
    assert len(ours) > 1500
    assert {char for char in ours if not fonts.covers(font, char)} <= LACKING


@pytest.mark.parametrize("font", fonts.FILES, ids=lambda path: path.name)
def test_every_record_and_clause_can_be_shown(font: Path, catalog: Catalog) -> None:
    texts = [clause.text for clause in catalog.clauses.values()]
    texts += [name for e in catalog.entities.values() for name in (e.name_zh, e.name_en, *e.aliases)]
    assert len(texts) > 500
    assert set("".join(texts)) - set("\n") - {chr(c) for c in fonts.characters(font)} <= LACKING


@pytest.mark.parametrize("char", "①②●○→←°′″—“”《》Жαé鲅魟")
def test_sans_has_signs_and_rare_characters(char: str) -> None:
    assert fonts.covers(fonts.SANS, char)


def test_a_text_is_never_drawn_as_boxes() -> None:
    assert fonts.drawable("Małaszewicze") == "Malaszewicze"
    assert fonts.drawable("CO₂e") == "CO2e"
    assert fonts.drawable("园区🚢\x07 A") == "园区 A"
    assert fonts.drawable("🚢") == ""


def test_a_rare_name_is_not_bold_rather_than_incomplete() -> None:
    assert fonts.bold_for("沈阳") == fonts.SANS_BOLD
    assert fonts.bold_for("魟") == fonts.SANS


def test_the_fonts_stay_small_and_carry_their_licence() -> None:
    assert sum(font.stat().st_size for font in fonts.FILES) < 14e6
    for name in ("noto-sans-sc-OFL.txt", "noto-serif-sc-OFL.txt"):
        assert "SIL Open Font License" in (fonts.FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.file)
def test_the_register_holds_each_font(cut, catalog: Catalog) -> None:
    with (fonts.FOLDER / "versions.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = [row for row in csv.DictReader(stream) if row["file"] == cut.file]
    assert row["sha256"] == hashlib.sha256((fonts.FOLDER / cut.file).read_bytes()).hexdigest()
    assert row["input_sha256"] == cut.package.sha256
    assert row["source"] in catalog.sources
