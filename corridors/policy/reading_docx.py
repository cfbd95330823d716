"""Text of a Word document: paragraphs and tables in reading order, tracked changes accepted.

Only ``word/document.xml`` is unpacked. Comments, headers, footers and footnotes are other parts and
stay out; automatic numbers are put back, because clauses are found by them.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from corridors.policy.numbered_lists import Numbers
from corridors.policy.unreadable import Limits, UnreadableError

MAIN = "word/document.xml"
NUMBERING = "word/numbering.xml"
# Deleted or moved away, and what repeats text that stands elsewhere.
LEFT_OUT = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "txbxContent"})
CHUNK = 65_536
ENCRYPTED = 0x1
# What the readers of zip and XML raise on damaged input, nesting without end included.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ValueError,
    struct.error,
    OSError,
    RuntimeError,
    EOFError,
)


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        super().__init__()
        self._stream, self._left, self._most = stream, most, most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(CHUNK if size is None or size < 0 else min(size, CHUNK))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError("zip-bomb", most=self._most)
        return data


def docx_text(data: bytes, limits: Limits) -> str:
    """Text of a Word document, a paragraph a line; the cells of a table row are joined by tabs.

    Raises
    ------
    UnreadableError
        If it is no Word document, damaged, encrypted, declares entities or unpacks to too much.
    """
    try:
        return _text(data, limits)
    except UnreadableError:
        raise
    except BROKEN as error:
        raise UnreadableError("damaged", why=str(error)) from error


def _text(data: bytes, limits: Limits) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if MAIN not in archive.namelist():
            raise UnreadableError("not-word")
        if archive.getinfo(MAIN).flag_bits & ENCRYPTED:
            raise UnreadableError("encrypted")
        numbers = Numbers.read(_part(archive, NUMBERING, limits))
        root = _part(archive, MAIN, limits)
    return "\n".join(_blocks(root, numbers)) if root is not None else ""


def _part(archive: zipfile.ZipFile, name: str, limits: Limits) -> Element | None:
    """Root of one part, or None where there is no such part."""
    if name not in archive.namelist():
        return None
    root: Element | None = None
    with archive.open(name) as stream:
        try:
            for _, element in iterparse(_Limited(stream, limits.unpacked_bytes), forbid_dtd=True):
                root = element
        except DefusedXmlException as error:
            raise UnreadableError("entities") from error
    return root


def _blocks(element: Element, numbers: Numbers) -> Iterator[str]:
    for child in element:
        match _name(child):
            case "p":
                yield from (numbers.mark(child) + _words(child)).split("\n")
            case "tr":
                yield "\t".join(_cells(child, numbers))
            case name if name not in LEFT_OUT:
                yield from _blocks(child, numbers)


def _cells(row: Element, numbers: Numbers) -> Iterator[str]:
    for cell in row.iter():
        if _name(cell) == "tc":
            yield " ".join(line.strip() for line in _blocks(cell, numbers) if line.strip())


def _words(element: Element) -> str:
    words = []
    for child in element:
        match _name(child):
            case "t":
                words.append(child.text or "")
            case "tab":
                words.append("\t")
            case "br" | "cr":
                words.append("\n")
            case "noBreakHyphen":
                words.append("-")
            case "pPr" | "rPr":
                continue
            case name if name not in LEFT_OUT:
                words.append(_words(child))
    return "".join(words)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
