"""Why a policy file cannot be read, in the reader's language, and how large one may be."""

from dataclasses import dataclass

MEGABYTE = 1_000_000

# What happened and what to do: Chinese for the app, English for the command line.
MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("打不开文件 {name}：{why}。", "cannot open {name}: {why}"),
    "folder": ("{name} 是文件夹，请选择其中的一个文件。", "{name} is a folder; give one file"),
    "too-large": (
        "文件有 {size_mb} MB，超过上限 {most_mb} MB，没有读取。请拆成几份，或只保留正文。",
        "the file has {size_mb} MB, more than the limit of {most_mb} MB; it was not read: split it",
    ),
    "too-long": (
        "正文有 {size} 字，超过上限 {most} 字。请拆成几份。",
        "the text has {size} characters, more than the limit of {most}: split it",
    ),
    "empty": ("文件里没有文字。", "the file holds no text"),
    "encoding": (
        "认不出文字编码（试过 UTF-8、UTF-16、GB18030）。请另存为 UTF-8 文本再试。",
        "the encoding is none of UTF-8, UTF-16, GB18030: save the text as UTF-8",
    ),
    "picture": (
        "这是 {kind} 图片或压缩包，不是文本。请先做文字识别（OCR）。",
        "this is a {kind} file, not a text",
    ),
    "old-word": (
        "这是旧版 Word 或 RTF 文件。请在 Word 中另存为 .docx 再试。",
        "this is an old Word or RTF file: save it as .docx",
    ),
    "encrypted": ("文件有密码保护。请去掉密码再试。", "the file is protected by a password: remove it first"),
    "damaged": ("文件已损坏，读不出内容：{why}。", "the file is damaged: {why}"),
    "not-word": (
        "这是压缩文件，但不是 Word 文档（.docx）。",
        "this is a zip file but no Word document (.docx)",
    ),
    "zip-bomb": (
        "文档解压后超过 {most_mb} MB，没有读取。",
        "the document unpacks to more than {most_mb} MB; it was not read",
    ),
    "entities": (
        "文档的 XML 里有实体声明，为安全起见没有读取。",
        "the XML of the document declares entities; it was not read",
    ),
    "scan": (
        "PDF 里没有文字层，多半是扫描件。请先做文字识别（OCR）再试。",
        "the PDF has no text layer, probably a scan: run OCR first",
    ),
    "too-many-pages": (
        "PDF 有 {size} 页，超过上限 {most} 页。",
        "the PDF has {size} pages, more than the limit of {most}",
    ),
}


@dataclass(frozen=True)
class Limits:
    """How large a policy may be. A policy of 500 pages has about 400,000 characters.

    Attributes
    ----------
    file_bytes
        Size of the file.
    unpacked_bytes
        Size of the text part of a Word document once unpacked.
    characters
        Length of the text.
    pages
        Pages of a PDF.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 40 * MEGABYTE
    characters: int = 5_000_000
    pages: int = 3_000


class UnreadableError(ValueError):
    """A file that cannot be read. ``str(error)`` is English, ``error.zh`` Chinese."""

    def __init__(self, reason: str, **values: str | int) -> None:
        megabytes = {f"{k}_mb": round(v / MEGABYTE, 1) for k, v in values.items() if isinstance(v, int)}
        zh, en = (
            message.format(**({"name": "", "why": ""} | values | megabytes)) for message in MESSAGES[reason]
        )
        super().__init__(en)
        self.reason = reason
        self.zh = zh
