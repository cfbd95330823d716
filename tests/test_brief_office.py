"""Briefings opened with real programs: LibreOffice for slides and documents, poppler for PDF."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from corridors.briefing import docx, pdf, pptx
from corridors.catalog import Catalog
from tests.brief_files import LONGEST, NASTY_ID, SHORTEST, briefing, pictures, quotes, with_nasty

SELECTIONS = (SHORTEST, LONGEST, "country:ISL", "country:RUS", "corridor:liao-man-ou", NASTY_ID)

pytestmark = pytest.mark.slow


def plain(text: str) -> str:
    """Letters and digits of a text, without compatibility forms."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def converted(files: list[Path], folder: Path) -> list[pypdfium2.PdfDocument]:
    """Files as LibreOffice prints them."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=240)
    return [pypdfium2.PdfDocument(folder / f"{file.stem}.pdf") for file in files]


@pytest.mark.parametrize("writer", [pptx, docx], ids=["pptx", "docx"])
def test_libreoffice_shows_every_quote(catalog: Catalog, tmp_path: Path, writer: object) -> None:
    nasty = with_nasty(catalog)
    made = [briefing(nasty, select) for select in SELECTIONS]
    files = []
    for number, one in enumerate(made):
        files.append(tmp_path / f"{number}.{'pptx' if writer is pptx else 'docx'}")
        files[-1].write_bytes(writer.write(one, pictures(one)))  # type: ignore[attr-defined]
    for one, printed in zip(made, converted(files, tmp_path), strict=True):
        # LibreOffice writes some characters, quotation marks among them, as others.
        said = plain("".join(page.get_textpage().get_text_range() for page in printed))
        assert len(printed) >= 2
        for quote in quotes(one):
            assert plain(quote.sentences[0])[:12] in said


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("select", SELECTIONS)
def test_every_font_of_the_pdf_is_embedded(catalog: Catalog, tmp_path: Path, select: str, lang: str) -> None:
    file = tmp_path / "a.pdf"
    made = briefing(with_nasty(catalog), select, lang=lang)
    file.write_bytes(pdf.write(made, pictures(made)))
    listed = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True).stdout
    rows = [line for line in listed.splitlines()[2:] if line]
    assert rows
    assert all(re.search(r"\+Noto(Sans|Serif)(SC)?-\w+ .* yes yes yes ", row) for row in rows)
