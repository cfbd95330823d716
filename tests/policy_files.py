"""Small Word and PDF files for tests, built byte by byte."""

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str, inside: str = "") -> str:
    """A Word paragraph; ``inside`` is XML put behind the text."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>{inside}</w:p>'


def docx(body: str, prolog: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A Word document with this body."""
    document = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return stream.getvalue()


def pdf(pages: list[list[str]], encrypt: str = "") -> bytes:
    """A PDF whose pages hold these lines of text, in a font that every reader knows; ``[]`` is a scan."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
        "/DescendantFonts [4 0 R] >>"
    )
    objects.append(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    objects.append(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    kids = []
    for lines in pages:
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
        content = f"BT /F1 12 Tf 60 780 Td\n{shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _assembled(objects, encrypt)


def _assembled(objects: list[str], encrypt: str) -> bytes:
    if encrypt:
        objects = [*objects, encrypt]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = len(out)
    lines = "".join(f"{place:010d} 00000 n \n" for place in places)
    guard = f"/Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>] " if encrypt else ""
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{lines}".encode("ascii")
    return (
        out
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {guard}>>\nstartxref\n{table}\n%%EOF\n".encode(
            "ascii"
        )
    )


# The standard handler with a password that nobody has.
ENCRYPTED = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
