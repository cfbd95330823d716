"""Text of a PDF that has a text layer: pages in order, running heads and page numbers left out.

A PDF knows lines, not paragraphs. Broken lines are joined again where a line is as long as the
page's lines are and ends in mid-sentence.
"""

import re
import threading
from collections import Counter
from typing import Any

from corridors.policy.numbering import marks
from corridors.policy.unreadable import Limits, UnreadableError

PAGE_NUMBER = re.compile(r"[-—–－·. ]*(?:第 ?)?[\dⅰ-ⅹ]{1,4}(?: ?页)?(?: ?/ ?\d+)?[-—–－·. ]*")
SENTENCE_END = "。；：！？:;"
WORD_SPACE = re.compile(r"(?<=[\u4e00-\u9fff，。、；：“”（）]) +(?=[\u4e00-\u9fff，。、；：“”（）])")
ASCII_END = re.compile(r"[A-Za-z0-9,.]$")
FEW_PAGES = 3
SHORT_HEAD = 40
# PDFium must not be called from two threads at once.
PDFIUM = threading.Lock()


def pdf_text(data: bytes, limits: Limits) -> str:
    """Text of a PDF.

    Raises
    ------
    UnreadableError
        If it is damaged, encrypted, too long or has no text layer.
    """
    with PDFIUM:
        pages = _pages(data, limits)
    if not any(page.strip() for page in pages):
        raise UnreadableError("scan")
    lines = [_clean(page) for page in pages]
    running = _running_heads(lines)
    body = [line for page in lines for line in page if line not in running]
    return "\n".join(_joined(body))


def _pages(data: bytes, limits: Limits) -> list[str]:
    import pypdfium2  # noqa: PLC0415 - a large shared library; only PDFs need it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            "encrypted" if "password" in str(error).lower() else "damaged", why=str(error)
        ) from error
    try:
        if len(document) > limits.pages:
            raise UnreadableError("too-many-pages", size=len(document), most=limits.pages)
        return _texts(document, limits)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged", why=str(error)) from error
    finally:
        document.close()


def _texts(document: Any, limits: Limits) -> list[str]:
    texts: list[str] = []
    for page in document:
        words = page.get_textpage()
        texts.append(words.get_text_bounded())
        words.close()
        page.close()
        if sum(map(len, texts)) > limits.characters:
            raise UnreadableError("too-long", size=sum(map(len, texts)), most=limits.characters)
    return texts


def _clean(page: str) -> list[str]:
    lines = [WORD_SPACE.sub("", line).rstrip() for line in page.replace("\r", "").split("\n")]
    while lines and (not lines[-1] or PAGE_NUMBER.fullmatch(lines[-1].strip())):
        lines.pop()
    while lines and (not lines[0] or PAGE_NUMBER.fullmatch(lines[0].strip())):
        lines.pop(0)
    return [line for line in lines if line.strip()]


def _running_heads(pages: list[list[str]]) -> set[str]:
    """Short lines that stand first or last on most pages."""
    if len(pages) < FEW_PAGES:
        return set()
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]} if len(line) <= SHORT_HEAD)
    return {line for line, count in edges.items() if 2 * count > len(pages)}


def _joined(lines: list[str]) -> list[str]:
    """Join lines that a page's width broke."""
    width = max((len(line.strip()) for line in lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        words = line.strip()
        indented = line[:1] in " \u3000"
        if goes_on and not indented and not marks(words):
            space = " " if ASCII_END.search(paragraphs[-1]) and words[:1].isascii() else ""
            paragraphs[-1] += space + words
        else:
            paragraphs.append(words)
        goes_on = len(words) >= 0.8 * width and words[-1] not in SENTENCE_END
    return paragraphs
