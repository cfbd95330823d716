"""What a file is, told by its content; its name is only compared with it."""

import io
import re
import zipfile
from pathlib import PurePath
from types import MappingProxyType

from corridors.exchange import encoding as encodings
from corridors.exchange.errors import ImportFileError
from corridors.exchange.source import Format, Notice

EXTENSIONS: MappingProxyType[str, Format] = MappingProxyType(
    {
        "csv": "csv", "tsv": "csv", "tab": "csv", "txt": "csv",
        "xlsx": "xlsx",
        "geojson": "geojson", "json": "geojson",
        "gpkg": "gpkg",
        "kml": "kml", "kmz": "kmz",
    }
)  # fmt: skip
NAMES: MappingProxyType[Format, tuple[str, str]] = MappingProxyType(
    {
        "csv": ("CSV 文本表格", "a CSV table"),
        "xlsx": ("XLSX 工作簿", "an XLSX workbook"),
        "geojson": ("GeoJSON", "GeoJSON"),
        "gpkg": ("GeoPackage", "a GeoPackage"),
        "kml": ("KML", "KML"),
        "kmz": ("KMZ", "KMZ"),
    }
)
ACCEPTED_ZH = "可导入：CSV、XLSX、GeoJSON、GeoPackage、KML、KMZ。"
ACCEPTED_EN = "CSV, XLSX, GeoJSON, GeoPackage, KML and KMZ can be imported"
# First bytes of files that are sent by mistake.
OTHERS = (
    (b"%PDF", "PDF 文件", "a PDF"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "GZIP 压缩包", "a gzip archive"),
    (b"\x00\x00\x27\x0a", "Shapefile 的一部分", "a part of a Shapefile"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(r"<(\?xml|!--|!doctype|[a-z:]+)", re.IGNORECASE)
_XML_HEAD = 4096


def identify(data: bytes) -> Format:
    """The format of a file.

    Raises
    ------
    ImportFileError
        If it is none that can be imported; it says what it is if that can be told.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise ImportFileError("文件是空的。", "the file is empty")
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(b"SQLite format 3\0"):
        return "gpkg"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_office(data)
    for start, zh, en in OTHERS:
        if data.startswith(start):
            raise _not_ours(zh, en)
    return _text(data)


def name_notice(found: Format, filename: str) -> tuple[Notice, ...]:
    """A notice if the name promises another format than was found."""
    extension = PurePath(filename).suffix.lower().lstrip(".")
    if EXTENSIONS.get(extension) == found:
        return ()
    zh, en = NAMES[found]
    return (
        Notice(
            f"文件名以“.{extension}”结尾，内容是 {zh}，已按内容读取。",
            f"the name ends in .{extension}, the content is {en} and was read as such",
        ),
    )


def _zipped(data: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ImportFileError(
            "压缩文件已损坏或不完整。请重新保存或重新传送。",
            "the zipped file is damaged or cut off; save or send it again",
        ) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ImportFileError(
            "工作簿含有宏，不予读取。请另存为不含宏的 .xlsx。",
            "the workbook holds macros; save it as .xlsx without macros",
        )
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(name.lower().endswith(".kml") for name in names):
        return "kmz"
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise ImportFileError(
            "这种表格格式不支持。请另存为 .xlsx。",
            "this kind of spreadsheet is not supported; save it as .xlsx",
        )
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise _not_ours("文档或幻灯片", "a document or slides")
    raise _not_ours("压缩包，请先解压", "an archive; unpack it first")


def _old_office(data: bytes) -> ImportFileError:
    if _ENCRYPTED in data:
        return ImportFileError("工作簿有密码。请取消密码后再试。", "the workbook has a password; remove it")
    return ImportFileError(
        "这是旧版 Office 文件（如 .xls）。请另存为 .xlsx。",
        "this is an old Office file such as .xls; save it as .xlsx",
    )


def _text(data: bytes) -> Format:
    encoding = encodings.find(data)
    head = data[:_XML_HEAD].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if "\0" in head:
        raise _not_ours("二进制文件", "a binary file")
    if head.startswith(("{", "[")):
        return "geojson"
    if not _MARKUP.match(head):
        return "csv"
    if re.search(r"<([a-z]+:)?kml[\s>]", head, re.IGNORECASE):
        return "kml"
    if re.search(r"<(html|table|body)[\s>]", head, re.IGNORECASE):
        raise ImportFileError(
            "这是网页（HTML）。如原来是表格，请用表格软件打开并另存为 .xlsx。",
            "this is a web page (HTML); open it in a spreadsheet program and save it as .xlsx",
        )
    if re.search(r"<!(doctype|entity)", head, re.IGNORECASE):
        return "kml"  # whose reader refuses it and says why
    raise _not_ours("XML 文件", "an XML file")


def _not_ours(zh: str, en: str) -> ImportFileError:
    return ImportFileError(f"这是{zh}，不能导入。{ACCEPTED_ZH}", f"this is {en}; {ACCEPTED_EN}")
