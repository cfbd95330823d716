"""Policy files to text: plain text in any usual encoding, Word, PDF with a text layer.

The content decides what a file is, never its name. Nothing in a file is run, no outside address is
fetched, and what would be too large is refused before it is read.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from corridors.policy.reading_docx import docx_text
from corridors.policy.reading_pdf import pdf_text
from corridors.policy.unreadable import Limits, UnreadableError

DOCX_OR_ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
RTF = b"{\\rtf"
OTHER = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"Rar!": "RAR",
}
BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Control characters that no text holds, and characters of private use: signs of a wrong encoding.
STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")
MOST_STRANGE = 0.01
HAN = re.compile("[\u4e00-\u9fff]")
# The 3,755 common characters of GB 2312 by their first and second byte.
COMMON = (0xB0, 0xD7)
SECOND = 0xA1
MOST_COMMON = 0.8


@dataclass(frozen=True)
class PolicyText:
    """A text and how it was read: ``format`` is txt, docx or pdf; ``encoding`` is empty but for txt."""

    text: str
    format: str
    encoding: str = ""


def read_policy(path: Path, limits: Limits | None = None) -> PolicyText:
    """Read a policy file.

    Parameters
    ----------
    path : Path
        Its size is checked before it is opened.
    limits : Limits, optional
        Largest file and text; see :class:`corridors.policy.unreadable.Limits`.

    Raises
    ------
    UnreadableError
        If the file is missing, too large, empty, damaged, encrypted, a picture, or no text.
    """
    limits = limits or Limits()
    try:
        size = os.stat(path).st_size  # noqa: PTH116 - one call for missing, folder and size
        if path.is_dir():
            raise UnreadableError("folder", name=path.name)
        if size > limits.file_bytes:
            raise UnreadableError("too-large", name=path.name, size=size, most=limits.file_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError("missing", name=path.name, why=error.strerror or "") from error
    return read_policy_bytes(data, limits)


def read_policy_bytes(data: bytes, limits: Limits | None = None) -> PolicyText:
    """Read the content of a policy file.

    Returns
    -------
    PolicyText
        Line ends are ``LF``; a byte order mark is gone; all else is as written.

    Raises
    ------
    UnreadableError
        See :func:`read_policy`.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise UnreadableError("too-large", size=len(data), most=limits.file_bytes)
    if not data.strip():
        raise UnreadableError("empty")
    found = _read(data, limits)
    if len(found.text) > limits.characters:
        raise UnreadableError("too-long", size=len(found.text), most=limits.characters)
    if not found.text.strip():
        raise UnreadableError("empty")
    return found


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of the bytes of a plain text: UTF-8, UTF-16 with a mark, or GB18030.

    Raises
    ------
    UnreadableError
        If none of them gives a plausible text.
    """
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return _decode(data.removeprefix(mark), encoding), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            text = _decode(data, encoding)
        except UnreadableError:
            continue
        if encoding == "utf-8" or _is_chinese(text):
            return text, encoding
    raise UnreadableError("encoding")


def _is_chinese(text: str) -> bool:
    """Are most characters common ones? Big5 or Shift JIS read as GB18030 gives rare ones."""
    codes = [character.encode("gb18030") for character in HAN.findall(text)]
    common = sum(len(code) == 2 and COMMON[0] <= code[0] <= COMMON[1] and code[1] >= SECOND for code in codes)
    return bool(codes) and common >= MOST_COMMON * len(codes)


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding") from error
    if len(STRANGE.findall(text)) > MOST_STRANGE * len(text):
        raise UnreadableError("encoding")
    return text


def _read(data: bytes, limits: Limits) -> PolicyText:
    if data.startswith(DOCX_OR_ZIP):
        return PolicyText(_lines(docx_text(data, limits)), "docx")
    if data[:1024].lstrip().startswith(PDF):
        return PolicyText(_lines(pdf_text(data, limits)), "pdf")
    if data.startswith(OLE):
        raise UnreadableError("encrypted" if ENCRYPTED in data else "old-word")
    if data.startswith(RTF):
        raise UnreadableError("old-word")
    kind = next((kind for mark, kind in OTHER.items() if data.startswith(mark)), "")
    if kind:
        raise UnreadableError("picture", kind=kind)
    text, encoding = decode(data)
    return PolicyText(_lines(text), "txt", encoding)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
