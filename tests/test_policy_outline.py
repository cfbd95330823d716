"""Any policy text to clauses: the usual numberings, none at all, head and signature."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors import paths, records
from corridors.clauses import Document
from corridors.policy import parse
from corridors.policy.frame import Frame, frame
from corridors.policy.outline import outline


def cut(text: str) -> list[tuple[str, str, str]]:
    clauses = outline(text, "doc")
    for clause in clauses:
        assert text[clause.start : clause.start + len(clause.text)] == clause.text
    return [(clause.id, clause.number, clause.title) for clause in clauses]


FORMS = {
    "一、（一）": (
        "一、总则\n（一）甲。做。\n（二）乙。\n二、任务\n（一）丙。\n",
        [("doc-1-1", "（一）", "甲"), ("doc-1-2", "（二）", "乙"), ("doc-2-1", "（一）", "丙")],
    ),
    "一、1.": (
        "一、总则\n1.甲事。做好。\n2.乙事。做好。\n二、任务\n1．丙事。做好。\n",
        [("doc-1-1", "1.", "甲事"), ("doc-1-2", "2.", "乙事"), ("doc-2-1", "1．", "丙事")],
    ),
    "three levels": (
        "一、总则\n（一）甲\n1.子。丑。\n2.寅。卯。\n（二）乙。\n",
        [("doc-1-1-1", "1.", "子"), ("doc-1-1-2", "2.", "寅"), ("doc-1-2", "（二）", "乙")],
    ),
    "章条": (
        "第一章 总则\n第一条 为了甲。\n（一）子；\n（二）丑。\n第二条　乙。\n第二章 任务\n第三条 丙。\n",
        [("doc-1-1", "第一条", "为了甲"), ("doc-1-2", "第二条", "乙"), ("doc-2-3", "第三条", "丙")],
    ),
    "章节条": (
        "第一章 总则\n第一节 目的\n第一条 甲。\n第二节 范围\n第二条 乙。\n",
        [("doc-1-1-1", "第一条", "甲"), ("doc-1-2-2", "第二条", "乙")],
    ),
    "一、 alone": ("一、甲事。\n二、乙事。\n", [("doc-1", "一、", "甲事"), ("doc-2", "二、", "乙事")]),
    "1. alone": ("1.甲事\n2.乙事\n", [("doc-1", "1.", "甲事"), ("doc-2", "2.", "乙事")]),
    "(1) alone": ("（1）甲事\n(2) 乙事\n", [("doc-1", "（1）", "甲事"), ("doc-2", "(2)", "乙事")]),
    "① alone": ("①甲事\n②乙事\n", [("doc-1", "①", "甲事"), ("doc-2", "②", "乙事")]),
    "1、 full-width": ("１、甲事\n２、乙事\n", [("doc-1", "１、", "甲事"), ("doc-2", "２、", "乙事")]),
    "no brackets, space": ("1 甲事\n2 乙事\n", [("doc-1", "1", "甲事"), ("doc-2", "2", "乙事")]),
    "一）": ("一）甲事\n二）乙事\n", [("doc-1", "一）", "甲事"), ("doc-2", "二）", "乙事")]),
    "第二款": ("第一款 甲。\n第二款 乙。\n", [("doc-1", "第一款", "甲"), ("doc-2", "第二款", "乙")]),
    "1.1": (
        "1 总则\n1.1 甲事。做好。\n1.2 乙事。做好。\n2 任务\n2.1 丙事。做好。\n",
        [("doc-1-1", "1.1", "甲事"), ("doc-1-2", "1.2", "乙事"), ("doc-2-1", "2.1", "丙事")],
    ),
    "tabs and NBSP": (
        "\t一、\u00a0总则\n\u00a0\u00a0（一）\u00a0甲。\n\u3000\u3000（二）\t乙。\n",
        [("doc-1-1", "（一）", "甲"), ("doc-1-2", "（二）", "乙")],
    ),
    "title on the next line": ("第一章\n总则\n第一条\n甲。\n", [("doc-1-1", "第一条", "甲")]),
    "no numbers": (
        "第一段，与俄罗斯。\n\n　　第二段。\n",
        [("doc-p1", "", "第一段，与俄罗斯"), ("doc-p2", "", "第二段")],
    ),
    "one line without a stop": ("加强与蒙古国合作", [("doc-p1", "", "加强与蒙古国合作")]),
    "a figure is no number": (
        "一、甲\n1.5亿美元到位。\n2015年完成。\n二、乙\n",
        [("doc-1", "一、", "甲"), ("doc-2", "二、", "乙")],
    ),
    "words between heading and item": (
        "一、总则\n先说几句。\n（一）甲。\n",
        [("doc-1", "一、", "总则"), ("doc-1-1", "（一）", "甲")],
    ),
    "a number used twice": (
        "一、总则\n（一）甲。\n（一）乙。\n",
        [("doc-1-1", "（一）", "甲"), ("doc-1-1-x2", "（一）", "乙")],
    ),
    "points with departments": (
        "一、甲\n（1）子。（省商务厅牵头）\n（2）丑。（省财政厅牵头）\n",
        [("doc-1-1", "（1）", "子"), ("doc-1-2", "（2）", "丑")],
    ),
    "points without": (
        "（一）甲。\n（1）子；\n（2）丑。\n（二）乙。\n",
        [("doc-1", "（一）", "甲"), ("doc-2", "（二）", "乙")],
    ),
    "contents": (
        "目录\n一、总则……1\n二、任务……2\n一、总则\n甲。\n二、任务\n乙。\n",
        [("doc-p0", "", "目录"), ("doc-1", "一、", "总则"), ("doc-2", "二、", "任务")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS)
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert cut(text) == expected


def test_what_stands_before_the_first_number_is_kept_apart() -> None:
    first, *_ = outline("各市人民政府：\n为与俄罗斯合作，制定本意见。\n一、甲。\n", "doc")
    assert (first.id, first.text) == ("doc-p0", "各市人民政府：\n为与俄罗斯合作，制定本意见。")


def test_signature_and_notes_belong_to_no_clause() -> None:
    text = "一、甲。\n二、乙。\n\n某省人民政府\n某省人民政府办公厅\n2016年3月1日\n（此件公开发布）\n"
    assert [clause.text for clause in outline(text, "doc")] == ["甲。", "乙。"]
    assert [c.text for c in outline("一、甲。\n（此件公开发布）\n抄送：某厅。\n", "doc")] == ["甲。"]


def test_an_attachment_behind_the_signature_is_numbered_apart() -> None:
    text = "一、甲。\n\n某省人民政府\n2016年3月1日\n\n附件：任务清单\n一、乙。\n二、丙。\n"
    assert [c.id for c in outline(text, "doc")] == ["doc-1", "doc-a1-p0", "doc-a1-1", "doc-a1-2"]


@pytest.mark.parametrize("name", ["guide", "impl"])
def test_the_shipped_documents_have_the_same_clauses_either_way(name: str) -> None:
    document = next(d for d in records.load().of(Document) if d.id == name)
    text = (paths.POLICY / document.file).read_text(encoding="utf-8")
    preamble, *clauses = outline(text, "doc")
    agreed = parse.read(document)
    assert preamble.id == "doc-p0"
    fields = ("text", "number", "chapter", "title", "lead", "support", "start")
    assert [[getattr(c, f) for f in fields] for c in clauses] == [
        [getattr(c, f) for f in fields] for c in agreed
    ]
    assert len(clauses) > 20


HEADS = {
    "red head": (
        "某省人民政府文件\n某政发〔2016〕12号\n某省人民政府关于加快\n开放的实施意见\n各市人民政府：\n一、甲。\n\n"
        "某省人民政府\n2016年3月1日\n",
        Frame("某省人民政府关于加快开放的实施意见", "某政发〔2016〕12号", "某省人民政府", "2016-03-01"),
    ),
    "date and issuer at the head": (
        "关于促进贸易的若干措施\n某省商务厅\n2020年11月5日\n一、甲。\n",
        Frame("关于促进贸易的若干措施", "", "某省商务厅", "2020-11-05"),
    ),
    "date in Chinese": (
        "行动方案\n一、甲。\n\n某市人民政府\n二〇二一年十二月三十日\n",
        Frame("行动方案", "", "某市人民政府", "2021-12-30"),
    ),
    "nothing said": ("一、甲。\n二、乙。\n", Frame("", "", "", "")),
}


@pytest.mark.parametrize(("text", "expected"), HEADS.values(), ids=HEADS)
def test_head_and_signature(text: str, expected: Frame) -> None:
    assert frame(text) == expected


MARKS = ["一、", "（一）", "1.", "1.1", "(1)", "①", "第一章", "第一条"]
WORDS = [
    "甲",
    "与俄罗斯合作",
    "。",
    "；",
    "（省商务厅牵头）",
    "责任单位：省财政厅",
    "2016年3月1日",
    "某省人民政府",
]
pieces = st.sampled_from([*MARKS, *WORDS, "\n", "\n\n", "　　"])


@settings(deadline=None)
@given(st.lists(pieces, max_size=30).map("".join))
def test_any_text_is_cut_without_error_and_verbatim(text: str) -> None:
    clauses = outline(text, "doc")
    assert len({clause.id for clause in clauses}) == len(clauses)
    end = 0
    for clause in clauses:
        assert text[clause.start : clause.start + len(clause.text)] == clause.text != ""
        assert clause.start >= end
        end = clause.start + len(clause.text)
