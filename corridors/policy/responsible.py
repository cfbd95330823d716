"""Who leads a clause and who supports it, as the clause writes it.

Departments stand in a bracket at the end of a paragraph (（省商务厅牵头，各市政府配合）, or with a
label: （责任单位：…）), or behind a label on a line of their own (牵头单位：…；配合单位：…). In a bracket
without verb or label (（省商务厅、省财政厅）) every part must look like a department.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]

INSIDE = r"[^（）()\n]*(?:[（(][^（）()\n]*[）)][^（）()\n]*)*"
BRACKET = re.compile(rf"[（(](?P<words>{INSIDE})[）)][。；;]?[ \t\u3000\r]*$", re.MULTILINE)
LEAD_LABEL = r"(?:牵头|责任|主办|主责|承办|落实|实施)(?:单位|部门|处室)|责任分工|责任主体"
SUPPORT_LABEL = r"(?:配合|协办|协作|参与|参加|协同|支持)(?:单位|部门)"
LABEL = re.compile(rf"(?:(?P<lead>{LEAD_LABEL})|(?P<support>{SUPPORT_LABEL}))[：:]")
LINE = re.compile(rf"(?:{LEAD_LABEL}|{SUPPORT_LABEL})[：:][^\n）)]*")
OTHER_LABEL = re.compile(r"[^，,；;。：:]{2,6}[：:].*")

VERB = re.compile(
    r"(?:分别|共同|联合|等(?:部门|单位)?|按(?:照)?(?:各自)?职责(?:分工)?|按(?:照)?分工|依职责|具体)*"
    r"(?:(?P<lead>牵头负责|牵头落实|牵头|组织实施|负责)|(?P<support>配合|参与|协助|参加|协办))$"
)
NO_VERB = re.compile(r"(?:按(?:照)?(?:各自)?职责(?:分工)?|等(?:部门|单位)?)$")
WITH = re.compile(r"会同|商(?=有关|相关|省|各|市)")
AND = re.compile(r"(?:以及|和|及|与)(?=省|市|各|县|国家|辽宁|沈阳|大连|有关|相关)")
DEPARTMENT = re.compile(
    r"^(?:各|省|市|县|区|国家|有关|相关|中国|人民|[\u4e00-\u9fff]{2,12})[\u4e00-\u9fff（）()]{0,20}"
    r"(?:厅|局|委|办|部|院|署|政府|海关|管委会|委员会|部门|单位|分行|总队|中心|会|公司|集团)$"
)


class Responsible(NamedTuple):
    """Names as written, and the spans of the clause in which they have these roles."""

    lead: tuple[str, ...]
    support: tuple[str, ...]
    spans: tuple[Span, ...]


def responsible(text: str) -> Responsible:
    """Read who is in charge of a clause.

    Parameters
    ----------
    text : str
        A clause. Brackets count where they end a paragraph, never in mid-sentence.

    Returns
    -------
    Responsible
        Names split at 、 as written, each once and in order; empty where nothing is said.
    """
    lead: dict[str, None] = {}
    support: dict[str, None] = {}
    spans = []
    for span, words in _statements(text):
        found = _roles(words)
        if not found:
            continue
        spans.append(span)
        for role, name in found:
            (lead if role == "lead" else support).setdefault(name)
    return Responsible(tuple(lead), tuple(support), tuple(spans))


def _statements(text: str) -> Iterator[tuple[Span, str]]:
    brackets = [(found.span(), found["words"]) for found in BRACKET.finditer(text)]
    yield from brackets
    for found in LINE.finditer(text):
        if not any(start <= found.start() < end for (start, end), _ in brackets):
            yield found.span(), found[0]


def _roles(words: str) -> list[tuple[str, str]]:
    if LABEL.search(words):
        return list(_labelled(words))
    with_verbs = list(_with_verbs(words))
    return with_verbs or list(_bare(words))


def _labelled(words: str) -> Iterator[tuple[str, str]]:
    labels = list(LABEL.finditer(words))
    ends = [label.start() for label in labels[1:]] + [len(words)]
    for label, end in zip(labels, ends, strict=True):
        role = "lead" if label["lead"] else "support"
        for part in _parts(words[label.end() : end]):
            if OTHER_LABEL.fullmatch(part):
                break
            yield from ((role, name) for name in _names(VERB.sub("", part)))


def _with_verbs(words: str) -> Iterator[tuple[str, str]]:
    waiting: list[str] = []
    for part in _parts(words):
        verb = VERB.search(part)
        if not verb:
            waiting.extend(_names(part))
            continue
        role = "lead" if verb["lead"] else "support"
        main, *others = WITH.split(part[: verb.start()], maxsplit=1)
        yield from ((role, name) for name in (*waiting, *_names(main)))
        yield from (("support", name) for other in others for name in _names(other))
        waiting = []


def _bare(words: str) -> Iterator[tuple[str, str]]:
    names = [name for part in _parts(words) for name in _names(NO_VERB.sub("", part))]
    if names and all(DEPARTMENT.match(name) for name in names):
        yield from (("lead", name) for name in names)


def _parts(words: str) -> list[str]:
    return [part for part in re.split(r"[，,；;。\s]", words) if part]


def _names(words: str) -> list[str]:
    names = (name for listed in words.split("、") for name in AND.split(listed))
    return [stripped for name in names if (stripped := re.sub(r"等(?:部门|单位)?$", "", name))]
