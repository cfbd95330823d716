import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import paths, records
from corridors.clauses import Document
from corridors.policy import parse
from corridors.policy.numbering import numeral

GUIDE_ITEMS = {1: 5, 2: 2, 3: 8, 4: 5, 5: 6}


def document(identity="doc", file="doc.txt"):
    return Document(
        id=identity,
        file=file,
        issuer="省政府",
        date="2015-01-21",
        sha256="0" * 64,
        title_zh="拟题",
        title_en="Title",
        title_is_ours=True,
        source=identity,
    )


@pytest.fixture(scope="module")
def documents():
    found = {d.id: d for d in records.load().of(Document)}
    assert set(found) >= {"guide", "impl"}
    return found


@pytest.fixture(scope="module")
def texts(documents):
    return {key: (paths.POLICY / d.file).read_bytes().decode("utf-8") for key, d in documents.items()}


@pytest.fixture(scope="module")
def clauses(documents):
    return {c.id: c for d in documents.values() for c in parse.read(d)}


def test_the_texts_are_the_ones_the_records_describe(documents):
    for record in documents.values():
        assert hashlib.sha256((paths.POLICY / record.file).read_bytes()).hexdigest() == record.sha256


def test_number_is_unknown_and_the_title_says_that_it_is_ours(documents):
    for record in documents.values():
        assert record.number == ""
        assert record.title_is_ours
        assert record.title_zh.endswith("（拟题）")


def test_all_59_clauses_have_the_agreed_ids(clauses):
    impl = [f"impl-g{n}" for n in range(1, 4)] + [f"impl-{n:02d}" for n in range(1, 31)]
    guide = [f"guide-{chapter}-{n}" for chapter, count in GUIDE_ITEMS.items() for n in range(1, count + 1)]
    assert (len(impl), len(guide)) == (33, 26)
    assert sorted(clauses) == sorted(impl + guide)


def test_every_clause_is_verbatim_in_its_document(clauses, texts):
    assert clauses
    for clause in clauses.values():
        document_text = texts[clause.doc]
        assert document_text[clause.start : clause.start + len(clause.text)] == clause.text
        assert clause.text.startswith(clause.title)
        assert document_text[: clause.start].endswith(clause.number)
        assert clause.chapter in document_text


def test_clauses_chapters_and_marks_leave_nothing_of_the_body_out(clauses, texts):
    for doc, text in texts.items():
        body = text[text.index("一、") : text.rindex("\n\n辽宁省人民政府")]
        for clause in clauses.values():
            if clause.doc == doc:
                body = body.replace(clause.number + clause.text, "", 1)
        rest = [line.strip() for line in body.splitlines() if line.strip()]
        chapters = {clause.chapter for clause in clauses.values() if clause.doc == doc}
        assert set(rest) == chapters
        assert len(rest) == len(chapters)


def test_number_and_chapter_are_as_written(clauses):
    assert clauses["impl-13"].number == "（十三）"
    assert clauses["impl-13"].chapter == "四、提升开放型经济水平"
    assert clauses["impl-g3"].number == "（三）"
    assert clauses["impl-g3"].chapter == "一、总体要求"
    assert clauses["guide-4-5"].chapter == "四、“走出去”的重点区域"


def test_title_is_what_stands_before_the_first_stop(clauses):
    assert clauses["impl-11"].title == "打通中蒙俄韩日贸易大通道，深化与“一带一路”沿线国家的经贸合作"
    assert clauses["guide-2-1"].title == "指导原则"


def test_paragraphs_inside_a_clause_stay_as_they_are(clauses):
    assert clauses["impl-g2"].text.count("\n　　坚持") == 4
    assert clauses["guide-2-1"].text.count("\n　　") == 3


def test_last_clauses_stop_before_the_signature(clauses):
    assert clauses["impl-30"].text.endswith("各市政府配合）")
    assert clauses["guide-5-6"].text.endswith("健康有序发展。")


def test_first_chapter_does_not_collide_with_the_measures(clauses):
    assert clauses["impl-g1"].title == "指导思想"
    assert clauses["impl-01"].title == "优化国际市场布局"
    assert clauses["impl-05"].chapter == "三、实施培育外贸新优势工程"


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("impl-30", ("省商务厅",), ("各相关部门", "各市政府")),
        ("impl-28", ("省工商局",), ()),
        ("impl-22", ("省农委",), ("省商务厅", "辽宁出入境检验检疫局")),
        ("impl-26", ("省财政厅",), ("省发展改革委", "省商务厅", "省政府金融办")),
        ("impl-04", ("省商务厅",), ("大连海关", "辽宁出入境检验检疫局", "丹东市政府")),
        ("impl-g1", (), ()),
    ],
)
def test_lead_and_support_are_split_as_written(clauses, clause, lead, support):
    assert (clauses[clause].lead, clauses[clause].support) == (lead, support)


def test_every_measure_has_a_lead_and_the_guide_has_none(clauses):
    for clause in clauses.values():
        assert bool(clause.lead) == (clause.doc == "impl" and clause.id not in {"impl-g1", "impl-g2"})


@pytest.mark.parametrize(
    ("written", "value"),
    [("一", 1), ("十", 10), ("十九", 19), ("三十", 30), ("一百二十三", 123), ("一百零五", 105)],
)
def test_numeral(written, value):
    assert numeral(written) == value


def test_a_text_without_chapters_says_what_was_looked_for():
    with pytest.raises(ValueError, match="looked for chapters that begin a paragraph with 一、"):
        parse.parse(document(), "关于召开会议的通知。\n请按时参加。\n")


def test_a_number_used_twice_is_named():
    with pytest.raises(ValueError, match="doc-1-2"):
        parse.parse(document(), "一、要求\n（一）甲。\n（二）乙。\n（二）丙。\n")


def test_windows_line_ends_byte_order_mark_and_ascii_brackets():
    text = "\ufeff一、要求\r\n  (一)甲事。做好。\r\n　　接着做。\r\n(二)乙事。\r\n"
    text += "\r\n某市人民政府\r\n2016年3月1日\r\n"
    first, second = parse.parse(document(), text)
    assert (first.id, first.number, first.title) == ("doc-1-1", "(一)", "甲事")
    assert first.text == "甲事。做好。\r\n　　接着做。"
    assert second.text == "乙事。"
    assert text[second.start :].startswith("乙事。")


def test_a_chapter_without_items_is_a_clause_of_its_own():
    text = "一、要求。认真落实。（甲负责）\n二、任务\n先说几句。\n（一）甲。\n三、附则\n"
    found = {c.id: c for c in parse.parse(document(), text)}
    assert list(found) == ["doc-c1", "doc-c2", "doc-2-1", "doc-c3"]
    assert found["doc-c1"].lead == ("甲",)
    assert found["doc-c1"].number == "一、"
    assert found["doc-c2"].text == "任务\n先说几句。"


def test_numbers_that_run_on_give_two_digit_ids():
    text = "一、总则\n（一）甲。\n二、任务\n（一）乙。\n三、保障\n（二）丙。\n（三）丁。\n"
    assert [c.id for c in parse.parse(document(), text)] == ["doc-g1", "doc-01", "doc-02", "doc-03"]


words = st.text(st.sampled_from("推动开放合作建设，“、”（)a𠮷 　"), min_size=1, max_size=20).filter(
    lambda text: text.strip(" 　，、（)“”")
)


@given(st.lists(st.lists(words, min_size=1, max_size=9), min_size=1, max_size=9))
def test_any_numbered_document_comes_back_whole(chapters):
    numerals = "一二三四五六七八九"
    text = "".join(
        f"　　{numerals[i]}、第{i}章\n"
        + "".join(f"　　（{numerals[j]}）{item}。\n" for j, item in enumerate(items))
        for i, items in enumerate(chapters)
    )
    found = parse.parse(document(), text)
    assert [c.text for c in found] == [f"{item}。".lstrip() for items in chapters for item in items]
    for clause in found:
        assert text[clause.start : clause.start + len(clause.text)] == clause.text
