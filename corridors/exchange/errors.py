"""What can go wrong with a whole file. What is wrong with single rows is in ``messages``."""


class ImportFileError(ValueError):
    """A file cannot be read, or not safely. ``zh`` and ``en`` say why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Cancelled(Exception):  # noqa: N818 - stopping on request is no error
    """Raised by a progress callback to stop reading; nothing has been kept."""
