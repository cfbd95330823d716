"""Which encoding a text file is in.

A byte order mark decides; without one UTF-8 if the bytes are valid, else GB18030 (what Chinese Excel
writes) if they read as ordinary Chinese, else Windows' Western European.
"""

import codecs
import re

from corridors.exchange.errors import ImportFileError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHOICES = ("utf-8", "gb18030", "big5", "cp1252", "utf-16")
CHUNK = 1 << 20
SAMPLE = 4000
# Two bytes of GB 2312: signs, and the characters in daily use. Rare ones lie elsewhere.
_COMMON = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff][\x00-\xff]?")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


def find(data: bytes) -> str:
    """Name the encoding of a text file.

    Raises
    ------
    ImportFileError
        If a byte order mark promises an encoding that the bytes are not in.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            if not decodes(data, encoding):
                raise ImportFileError(
                    f"文件开头标明 {encoding}，内容却不是。请另存为 UTF-8 后再试。",
                    f"the file is marked as {encoding} but is not; save it as UTF-8",
                )
            return encoding
    if decodes(data, "utf-8") or _mostly_utf8(data):
        return "utf-8"
    return "gb18030" if decodes(data, "gb18030") and _ordinary_chinese(data) else "cp1252"


def decodes(data: bytes, encoding: str) -> bool:
    """Whether bytes are valid in an encoding, the last character perhaps cut off."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
    except UnicodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether some bytes were damaged in a text that is UTF-8 otherwise."""
    whole = len(_MULTIBYTE.findall(data, 0, CHUNK))
    text = data[:CHUNK].decode("utf-8", errors="replace")
    return whole > 10 * text.count("\ufffd")


def _ordinary_chinese(data: bytes) -> bool:
    """Whether most of what is not ASCII are pairs of bytes that Chinese texts are made of."""
    pairs = []
    for found in _HIGH.finditer(data):
        pairs.append(found[0])
        if len(pairs) == SAMPLE:
            break
    common = sum(1 for pair in pairs if _COMMON.fullmatch(pair))
    return common * 2 > len(pairs)
