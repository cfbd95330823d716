"""Zipped files looked at before anything in them is unpacked."""

import io
import zipfile
from typing import IO
from xml.parsers import expat

from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import MIB, Limits, too_many

MOST_PARTS = 10_000
CHUNK = 1 << 16


def damaged() -> ImportFileError:
    """The refusal of a zip that cannot be unpacked."""
    return ImportFileError(
        "压缩文件已损坏或不完整。请重新保存或重新传送。",
        "the zipped file is damaged or cut off; save or send it again",
    )


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """Look at the head of every XML part: none may declare a document type, which entities need.

    Raises
    ------
    ImportFileError
        If one does.
    """
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(part) as stream:
                _refuse_document_type(stream)


class _RootReachedError(Exception):
    """Nothing but the root element can follow."""


def _refuse_document_type(stream: IO[bytes]) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ImportFileError(
            "文件里声明了实体或文档类型（DTD），为安全起见不予读取。",
            "the file declares entities or a document type, which is not safe to read",
        )

    def stop(*_: object) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
    except (_RootReachedError, expat.ExpatError):
        return  # what is damaged is told by whoever reads on


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a zip after checking what it claims to hold; nothing goes to the disk.

    A part can never yield more than its entry claims, so the claims bound what is read.

    Raises
    ------
    ImportFileError
        If it is damaged, encrypted, or would unpack to more than the limits allow.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged() from error
    if len(parts) > MOST_PARTS:
        raise too_many(
            "压缩文件内的部分过多", "too many parts in the zipped file", len(parts), MOST_PARTS, "unzipped"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFileError("文件有密码。请取消密码后再试。", "the file has a password; remove it")
    total = sum(part.file_size for part in parts)
    if total > limits.unzipped:
        raise too_many("解压后字节数过多", "too many bytes when unpacked", total, limits.unzipped, "unzipped")
    for part in parts:
        if part.file_size > MIB and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise ImportFileError(
                f"文件内容压缩得异常紧（超过 {limits.ratio} 倍），为安全起见不予读取。",
                f"the file unpacks to more than {limits.ratio} times its size, which is not safe to read",
            )
    return archive
