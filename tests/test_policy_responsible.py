"""Who is in charge of a clause, in every wording met so far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.policy.responsible import responsible

WORDINGS = [
    ("（甲、乙牵头，丙配合）", ("甲", "乙"), ("丙",)),
    ("（甲牵头负责；丙、丁参与）。", ("甲",), ("丙", "丁")),
    ("(甲负责,丙协助)", ("甲",), ("丙",)),
    ("（亚太经合组织）", (), ()),
    ("（责任单位：大连海关、沈阳海关、省商务厅）", ("大连海关", "沈阳海关", "省商务厅"), ()),
    ("（牵头单位：省商务厅；配合单位：省财政厅、各市政府）", ("省商务厅",), ("省财政厅", "各市政府")),
    ("\n牵头单位：省商务厅 配合单位：省财政厅", ("省商务厅",), ("省财政厅",)),
    ("\n责任部门：省商务厅，各市政府；完成时限：2016年底", ("省商务厅", "各市政府"), ()),
    ("（省商务厅、省财政厅按职责分工负责）", ("省商务厅", "省财政厅"), ()),
    ("（省商务厅会同省财政厅、省外办负责）", ("省商务厅",), ("省财政厅", "省外办")),
    ("（省商务厅、省财政厅等部门负责）", ("省商务厅", "省财政厅"), ()),
    ("（省商务厅，省财政厅负责）", ("省商务厅", "省财政厅"), ()),
    ("（省商务厅和省财政厅牵头）", ("省商务厅", "省财政厅"), ()),
    ("（省商务厅、省财政厅）", ("省商务厅", "省财政厅"), ()),
    ("（省经济和信息化委、省工商局牵头）", ("省经济和信息化委", "省工商局"), ()),
    ("（省发展改革委（省物价局）牵头，省商务厅配合）", ("省发展改革委（省物价局）",), ("省商务厅",)),
    ("（以下简称合作区）", (), ()),
    ("（见附件）", (), ()),
]


@pytest.mark.parametrize(("ending", "lead", "support"), WORDINGS)
def test_wordings(ending: str, lead: tuple[str, ...], support: tuple[str, ...]) -> None:
    found = responsible("做好工作。" + ending)
    assert (found.lead, found.support) == (lead, support)
    assert bool(found.spans) == bool(lead or support)


def test_a_bracket_in_mid_sentence_says_nothing() -> None:
    assert responsible("（由甲牵头）抓好落实。") == ((), (), ())


def test_each_paragraph_may_name_its_own() -> None:
    found = responsible("第一项工作。（甲厅牵头）\n第二项工作。（乙厅牵头，甲厅配合）\n")
    assert (found.lead, found.support) == (("甲厅", "乙厅"), ("甲厅",))
    assert len(found.spans) == 2


@given(st.text(st.sampled_from("省商务厅、，；：（）()牵头配合负责单位\n 。a"), max_size=60))
def test_any_text_is_read_without_error_and_spans_lie_in_it(text: str) -> None:
    found = responsible(text)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert all(name and name in text for name in (*found.lead, *found.support))
