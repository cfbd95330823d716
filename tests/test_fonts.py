"""The fonts of the repository show every text of ours, and say where they come from."""

import csv
import gzip
import hashlib
from pathlib import Path

import pytest

from corridors import paths
from corridors.briefing import fonts
from corridors.build.fonts import CUTS, own_characters
from corridors.catalog import Catalog

# Signs of the app that no briefing shows, and that neither a Chinese font nor its companion has.
LACKING = set("↺∙✕")


def known(font: Path) -> set[str]:
    """What a Chinese font shows together with its Latin companion."""
    return set(map(chr, fonts.characters(font) | fonts.characters(fonts.COMPANION[font])))


@pytest.mark.parametrize("font", fonts.CHINESE, ids=lambda path: path.name)
def test_every_character_of_ours_is_in_each_font(font: Path) -> None:
    ours = {chr(code) for code in own_characters(paths.ROOT)}
    assert len(ours) > 1500
    assert ours - known(font) <= LACKING


@pytest.mark.parametrize("font", fonts.CHINESE, ids=lambda path: path.name)
def test_every_record_and_clause_can_be_shown(font: Path, catalog: Catalog) -> None:
    texts = [clause.text for clause in catalog.clauses.values()]
    texts += [name for e in catalog.entities.values() for name in (e.name_zh, e.name_en, *e.aliases)]
    assert len(texts) > 500
    assert set("".join(texts)) - set("\n") - known(font) == set()


@pytest.mark.parametrize("char", "①②●○→←°′″—“”《》Жαé鲅魟")
def test_sans_has_signs_and_rare_characters(char: str) -> None:
    assert fonts.covers(fonts.SANS, char)


def test_a_text_is_never_drawn_as_boxes() -> None:
    assert fonts.drawable("Małaszewicze Č ı ź Ș") == "Małaszewicze Č ı ź Ș"
    assert fonts.drawable("C\u030c") == "Č"
    assert fonts.drawable("园区🚢\x07 A") == "园区 A"
    assert fonts.drawable("🚢") == ""


def test_a_word_stays_in_one_font() -> None:
    assert fonts.runs("马拉舍维奇 Małaszewicze") == (
        (fonts.SANS, "马拉舍维奇"),
        (fonts.LATIN, " Małaszewicze"),
    )
    assert fonts.runs("沈阳 Shenyang", True) == ((fonts.SANS_BOLD, "沈阳"), (fonts.SANS_BOLD, " Shenyang"))


def test_a_rare_name_is_not_bold_rather_than_incomplete() -> None:
    assert fonts.runs("沈阳", True) == ((fonts.SANS_BOLD, "沈阳"),)
    assert fonts.runs("魟", True) == ((fonts.SANS, "魟"),)
    assert fonts.runs("Łódź", True) == ((fonts.LATIN_BOLD, "Łódź"),)


def test_every_town_of_the_network_has_its_letters() -> None:
    names = gzip.decompress((paths.GEO / "towns.csv.gz").read_bytes()).decode()
    assert len(names) > 100_000
    shown = known(fonts.SANS) & known(fonts.SERIF)
    lost = {char for char in set(names) - shown if not char.isspace()}
    assert len(lost) <= 8  # combining dots that no font of ours has alone


def test_the_fonts_stay_small_and_carry_their_licence() -> None:
    assert sum(font.stat().st_size for font in fonts.FILES) < 14e6
    for name in ("noto-sans-sc", "noto-serif-sc", "noto-sans", "noto-serif"):
        assert "SIL Open Font License" in (fonts.FOLDER / f"{name}-OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.file)
def test_the_register_holds_each_font(cut, catalog: Catalog) -> None:
    with (fonts.FOLDER / "versions.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = [row for row in csv.DictReader(stream) if row["file"] == cut.file]
    assert row["sha256"] == hashlib.sha256((fonts.FOLDER / cut.file).read_bytes()).hexdigest()
    assert row["input_sha256"] == cut.package.sha256
    assert row["source"] in catalog.sources
