"""How much an imported file may hold. Each limit can be set by an environment variable.

The defaults are generous for an office's lists and small enough that reading a file at the limit
stays below about a gigabyte of memory.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from corridors.exchange.errors import ImportFileError

PREFIX = "CORRIDORS_IMPORT_"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one import.

    Attributes
    ----------
    bytes
        Size of the file. ``CORRIDORS_IMPORT_BYTES``, 50 MiB.
    rows
        Rows or features. ``CORRIDORS_IMPORT_ROWS``, 100,000.
    columns
        Columns, or different properties of all features. ``CORRIDORS_IMPORT_COLUMNS``, 256.
    cell_chars
        Characters in one cell. ``CORRIDORS_IMPORT_CELL_CHARS``, 10,000.
    shape_points
        Points of one line or area. ``CORRIDORS_IMPORT_SHAPE_POINTS``, 50,000.
    unzipped
        Bytes in a zipped file (XLSX, KMZ) once unpacked. ``CORRIDORS_IMPORT_UNZIPPED``, 200 MiB.
    ratio
        How many times larger a part of more than a megabyte may be unpacked than packed.
        ``CORRIDORS_IMPORT_RATIO``, 200.
    seconds
        Time for one import. ``CORRIDORS_IMPORT_SECONDS``, 300.
    """

    bytes: int = 50 * MIB
    rows: int = 100_000
    columns: int = 256
    cell_chars: int = 10_000
    shape_points: int = 50_000
    unzipped: int = 200 * MIB
    ratio: int = 200
    seconds: int = 300

    @property
    def shape_chars(self) -> int:
        """Characters of a shape written as text: two numbers of 20 digits a point."""
        return 42 * self.shape_points

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The defaults, with what the environment sets instead.

        Raises
        ------
        ImportFileError
            If a variable is not a whole number above zero.
        """
        values = {}
        for field in fields(cls):
            name = PREFIX + field.name.upper()
            text = environment.get(name)
            if text is None:
                continue
            if not text.isdecimal() or int(text) == 0:
                raise ImportFileError(
                    f"环境变量 {name} 应为大于零的整数，现在是“{text}”。",
                    f"{name} must be a whole number above zero, not {text!r}",
                )
            values[field.name] = int(text)
        return cls(**values)


def too_many(what_zh: str, what_en: str, found: int, limit: int, setting: str) -> ImportFileError:
    """The refusal of a file that holds more than a limit allows."""
    name = PREFIX + setting.upper()
    return ImportFileError(
        f"{what_zh}：{found:,}，上限 {limit:,}。请拆分文件，或由管理员调整 {name}。",
        f"{what_en}: {found:,}, the limit is {limit:,}; split the file or raise {name}",
    )
