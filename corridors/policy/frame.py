"""What stands around the clauses: title, number, issuer, date, signature, attachments."""

import re
from typing import NamedTuple

from corridors.policy.numbering import BLANK, INDENT, NUMERAL, marks, numeral

Span = tuple[int, int]

YEAR = r"[\d〇○零一二三四五六七八九０-９]{4}"
ONE_OR_TWO = rf"[\d０-９]{{1,2}}|{NUMERAL}"
DAY = (
    rf"(?P<year>{YEAR}){BLANK}*年{BLANK}*(?P<month>{ONE_OR_TWO}){BLANK}*月"
    rf"{BLANK}*(?P<day>{ONE_OR_TWO}){BLANK}*日"
)
DATE_LINE = re.compile(rf"{INDENT}[（(]?{DAY}(?:印发|发布|印)?[）)]?{BLANK}*\r?$", re.MULTILINE)
OFFICE = re.compile(r"(?:政府|厅|局|委|委员会|办公室|办公厅|部|院|署|会|海关|银行|中心|公司|管委会)$")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(【]\d{4}[〕\]］）)】] *(?:第 *)?\d+ *号")
KINDS = (
    "意见|方案|通知|办法|规划|措施|条例|规定|决定|计划|细则|要点|公告|函|批复|纲要|政策|清单|报告|通告|"
    "举措|指引|条"
)
TITLE = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]*[）)])?$")
TRAILER = re.compile(
    r"^[ \t\u3000]*(?:[（(]?此件|抄送|主题词|附件[:：]|信息公开选项|[（(]本文有删减)[^\n]*", re.MULTILINE
)


class Frame(NamedTuple):
    """What a document says of itself; empty where it does not."""

    title: str
    number: str
    issuer: str
    date: str


def frame(text: str) -> Frame:
    """Read title, number, issuer and date from the head and the signature of a text.

    Returns
    -------
    Frame
        ``date`` is ISO 8601. What is not written is the empty string, never a guess.
    """
    found = marks(text)
    head = text[: found[0].start] if found else text[:2000]
    lines = [line.strip(" \t\r\u3000\u00a0\ufeff#*") for line in head.split("\n")]
    number = next((m[0] for line in lines if (m := NUMBER.fullmatch(line))), "")
    signed = _signatures(text)
    date_line = DATE_LINE.search(text, signed[-1][0]) if signed else DATE_LINE.search(head)
    return Frame(
        title=_title(lines),
        number=number.replace(" ", ""),
        issuer=_issuer(text, lines, signed),
        date=_iso(date_line) if date_line else "",
    )


def parts(text: str) -> list[Span]:
    """Spans of the document proper and of each attachment behind a signature.

    Signatures, dates and notes to the printer below the text belong to none.
    """
    spans = []
    start = 0
    for signature_start, signature_end in _signatures(text):
        spans.append((start, signature_start))
        start = signature_end
    spans.append((start, len(text)))
    spans[0] = (spans[0][0], _before_trailer(text, *spans[0]))
    attachments = [(a, b) for a, b in spans[1:] if TRAILER.sub("", text[a:b]).strip()]
    return [spans[0], *attachments]


def _before_trailer(text: str, start: int, end: int) -> int:
    """Where notes to the printer begin, if nothing but such notes follows."""
    lines = text[start:end].split("\n")
    kept = len(lines)
    while kept > 1 and (not lines[kept - 1].strip() or TRAILER.fullmatch(lines[kept - 1])):
        kept -= 1
    return start + len("\n".join(lines[:kept]))


def _signatures(text: str) -> list[Span]:
    """Spans of issuer lines with the date below them, outside the head of the text."""
    found = marks(text)
    first = found[0].end if found else 0
    spans = []
    for date in DATE_LINE.finditer(text, first):
        start = date.start()
        issuers = 0
        while above := _line_above(text, start):
            if issuers and not OFFICE.search(text[above[0] : above[1]].strip()):
                break
            issuers += 1
            start = above[0]
        if issuers and start > first:
            spans.append((start, date.end()))
    return spans


def _line_above(text: str, end: int) -> Span | None:
    """The line above, blank lines passed over, if it may be an issuer's."""
    stop = len(text[:end].rstrip())
    start = text.rfind("\n", 0, stop) + 1
    line = text[start:stop]
    is_issuer = 2 <= len(line.strip()) <= 40 and not re.search("[，。；：、（）:;,]", line)
    return (start, stop) if is_issuer else None


def _title(lines: list[str]) -> str:
    collected: list[str] = []
    for line in lines:
        if line.endswith(("：", ":")) or "。" in line:
            break
        if not line or NUMBER.fullmatch(line) or DATE_LINE.match(line) or line.endswith("文件"):
            if collected and TITLE.search("".join(collected)):
                break
            collected = []
            continue
        collected.append(line)
        if TITLE.search(line):
            return "".join(collected)
    joined = "".join(collected)
    return joined if TITLE.search(joined) else ""


def _issuer(text: str, lines: list[str], signed: list[Span]) -> str:
    if signed:
        start, end = signed[-1]
        names = [line.strip() for line in text[start:end].split("\n") if line.strip()]
        return "、".join(names[:-1])
    red = next((line.removesuffix("文件") for line in lines if line.endswith("文件") and len(line) < 40), "")
    office = next((line for line in lines if 4 <= len(line) <= 30 and OFFICE.search(line)), "")
    return red or office


def _iso(date: re.Match[str]) -> str:
    return f"{_year(date['year']):04d}-{numeral(date['month']):02d}-{numeral(date['day']):02d}"


def _year(written: str) -> int:
    return int("".join(str(numeral(character)) for character in written.replace("○", "〇")))
