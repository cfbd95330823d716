"""Commands on texts of one's own: link-text."""

import argparse
import sys
from pathlib import Path

from corridors.cli.catalog import link_json, measure_json
from corridors.cli.common import Commands, Json, Parser, UsageError, print_json
from corridors.policy.library import Library
from corridors.policy.link_text import LinkedText, link_text
from corridors.policy.reading import read_policy
from corridors.policy.unreadable import UnreadableError


def add(commands: Commands, shared: Parser) -> None:
    """Add these commands to the command line."""
    link = commands.add_parser(
        "link-text", parents=[shared], help="split any policy text into clauses and link them"
    )
    link.add_argument("file", metavar="FILE", type=Path, help="txt, docx or pdf with a text layer")
    link.add_argument("--candidates", action="store_true", help="also names that no record has")
    link.set_defaults(run=_link_text)


def _link_text(library: Library, options: argparse.Namespace) -> int:
    try:
        text = read_policy(options.file).text
    except UnreadableError as error:
        raise UsageError(str(error)) from error
    progress = _show if sys.stderr.isatty() else None
    linked = link_text(library, text, progress=progress, with_candidates=options.candidates)
    if not linked.clauses:
        raise UsageError(f"{options.file.name}: no clause found")
    if options.json:
        print_json(linked_json(linked, options.candidates))
    else:
        _print(linked, options.candidates)
    return 0


def linked_json(linked: LinkedText, with_candidates: bool) -> Json:
    """A linked text as the ``link-text`` command prints it."""
    answer: Json = {
        "clauses": [measure_json(clause) for clause in linked.clauses],
        "links": [link_json(link) for link in linked.links],
    }
    if with_candidates:
        answer["candidates"] = [
            {"measure": clause, **one._asdict(), "kind": one.kind.value} for clause, one in linked.candidates
        ]
    return answer


def _print(linked: LinkedText, with_candidates: bool) -> None:
    for clause in linked.clauses:
        print(f"{clause.id}\t{clause.number}\t{clause.title}")
        for link in linked.links:
            if link.measure == clause.id:
                print(f"\t{link.entity}\t{link.relation}\t{link.grade}\t{link.evidence}")
        for owner, one in linked.candidates if with_candidates else ():
            if owner == clause.id:
                print(f"\t?\t{one.kind}\t{one.why}\t{one.text}")


def _show(done: int, total: int) -> None:
    print(f"\r{done} / {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
