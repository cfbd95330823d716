"""Names without a record are listed, and ordinary words are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.policy.candidates import candidates
from corridors.policy.library import Library
from corridors.vocabulary import Kind


def found(library: Library, text: str) -> dict[str, Kind]:
    return {one.text: one.kind for one in candidates(text, library.linker.gazetteer)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("推动瓜达尔港项目建设。", "瓜达尔港", Kind.PORT),
        ("扩建海拉尔国际机场。", "海拉尔国际机场", Kind.PORT),
        ("经霍尔木兹海峡运输。", "霍尔木兹海峡", Kind.STRAIT),
        ("建设苏州工业园区。", "苏州工业园区", Kind.ZONE),
        ("开通至大阪、东京的航线。", "大阪", Kind.CITY),
        ("通过绥芬河口岸。", "绥芬河口岸", Kind.CROSSING),
        ("支持郑州综合保税区。", "郑州综合保税区", Kind.BONDED),
    ],
)
def test_names_without_a_record(library: Library, text: str, name: str, kind: Kind) -> None:
    assert found(library, text).get(name) is kind


@pytest.mark.parametrize(
    "text",
    [
        "加快建设境外经贸合作区和国内产业园区。",
        "支持国家级开发区、沿海港口和边境口岸发展。",
        "统筹国内国际两个市场，参与各国合作，促进全国进口。",
        "在俄罗斯、蒙古、印尼和东盟加强合作，经白令海峡到欧洲。",
        "内蒙古、吉林、黑龙江、辽宁加强协作。",
        "推动东北地区、华东地区和中东部内河港口协作，面向远东。",
        "推进口岸通关便利化，完善综合保税区政策。",
    ],
)
def test_ordinary_words_and_known_names_are_no_candidates(library: Library, text: str) -> None:
    assert found(library, text) == {}


def test_the_shipped_documents_yield_few_candidates(library: Library) -> None:
    catalog = library.catalog
    named = {one for clause in catalog.clauses.values() for one in found(library, clause.text)}
    assert named == {"辽鲁", "辽宁工业园区", "中关村"}


def test_each_name_once_with_its_place_and_a_reason(library: Library) -> None:
    text = "瓜达尔港与瓜达尔港。"
    (one,) = candidates(text, library.linker.gazetteer)
    assert (one.start, text[one.start : one.end]) == (0, one.text)
    assert one.why == "以“港”结尾"


@settings(deadline=None)
@given(st.text(st.sampled_from("瓜达尔港国口岸海峡的与东京首尔俄罗斯蒙古工业园区，。 a😀"), max_size=30))
def test_candidates_lie_where_they_say_and_touch_no_known_name(library: Library, text: str) -> None:
    taken = library.linker.gazetteer.covered(text)
    for one in candidates(text, library.linker.gazetteer):
        assert text[one.start : one.end] == one.text
        assert not any(one.start < end and start < one.end for start, end in taken)
