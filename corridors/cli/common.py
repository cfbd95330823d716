"""What every command shares: options, output, errors."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn, Protocol, TypeAlias

Json: TypeAlias = dict[str, Any]


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, like all others here."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call and exit with 2."""
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


class UsageError(ValueError):
    """Something asked for does not exist or cannot be done; the message says what can."""


class Commands(Protocol):
    """Where a command adds its parser."""

    def add_parser(self, name: str, *, help: str, parents: Sequence[Parser]) -> Parser: ...  # noqa: A002 - argparse calls it so


def known(identifier: str | None, records: Any, what: str) -> None:
    """Refuse an id that has no record.

    Raises
    ------
    UsageError
        If ``identifier`` is given and not among ``records``.
    """
    if identifier is not None and identifier not in records:
        raise UsageError(f"no {what} {identifier!r}")


def print_rows(rows: list[Json], columns: tuple[str, ...], options: argparse.Namespace) -> int:
    """Print rows as JSON if asked, else the named columns with tabs between."""
    if options.json:
        print_json(rows)
    else:
        for row in rows:
            print("\t".join(str(row[column]) for column in columns))
    return 0


def print_json(value: Any) -> None:
    """Print one JSON document and nothing else."""
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
