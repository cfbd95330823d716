"""The policy desk: its five views, what the address asks of them, and a policy that is added."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.catalog import Catalog
from corridors.exchange.store import address
from corridors.policy.added import suggest_meta
from corridors.policy.decisions import Action
from corridors.policy.library import Library
from corridors.policy.link_text import link_text
from corridors.ui import (
    documents,
    own_door,
    policy_coverage,
    policy_duty,
    policy_reading,
    policy_review,
    policy_targets,
)
from corridors.ui.documents import Added
from corridors.ui.policy_reading import Shown
from corridors.ui.policy_text import Choice

POLICY = """关于推进中蒙俄经济走廊建设的实施方案

一、总体要求
（一）指导思想。推进与蒙古、俄罗斯的互联互通。
二、重点任务
（一）建设通道。加快锦州港至乔巴山的铁路建设，对接帕德玛工业园。（省发展改革委牵头，锦州市政府配合）
（二）建设园区。<img src=x onerror=alert(1)>在乌兹别克斯坦建设合作区。（省商务厅牵头）

辽宁省人民政府
2026年3月5日
"""


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(address.FOLDER_VARIABLE, str(tmp_path / "store"))
    monkeypatch.delenv(address.URL_VARIABLE, raising=False)
    forget_store()
    yield
    forget_store()


def forget_store() -> None:
    own_door.door.clear()
    documents._read_store.clear()


def opened(**params: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/policy.py")
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def asked(app: AppTest, key: str) -> str:
    """Value in the address bar."""
    value = app.query_params[key]
    return value if isinstance(value, str) else value[0]


def words(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click()
    app.run()
    assert not app.exception


def test_reading_shows_the_documents_as_issued() -> None:
    shown = words(opened())
    assert "各市人民政府，省政府各厅委、各直属机构：" in shown
    assert "2015年12月30日" in shown
    assert shown.count('class="clause"') == 59
    assert 'href="?select=impl-13"' in shown
    assert 'href="?select=country:MNG"' in shown


def test_a_clause_from_the_address_is_marked_and_told() -> None:
    shown = words(opened(select="impl-13"))
    assert 'data-clause="impl-13"' in shown.split("policy-script")[1]
    assert "省级境外经贸合作区" in shown
    assert "guide-3-3~impl-13" in shown


def test_an_entity_from_the_address_has_its_card() -> None:
    assert "乌干达辽沈工业园" in words(opened(select="zone:uganda-liaoshen"))


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"doc": "impl"}, 33),
        ({"chapter": "guide.3"}, 8),
        ({"agency": "finance-department"}, 6),
        ({"kinds": "bonded", "doc": "impl"}, 1),
    ],
)
def test_filters_from_the_address(params: dict[str, str], count: int) -> None:
    app = opened(**params)
    assert words(app).count('class="clause"') == count
    for key, value in params.items():
        assert asked(app, key) == value


def test_a_filter_without_a_clause_says_so() -> None:
    assert "没有符合条件的条款" in words(opened(doc="guide", agency="finance-department"))


def test_search_counts_and_turns() -> None:
    app = opened(q="乔巴山")
    shown = words(app)
    assert 'data-hit="1"' in shown
    assert "1 / 1" in shown
    app = opened(q="蒙古", hit="2")
    before = words(app)
    assert "2 / " in before
    button(app, "下一处")
    assert "3 / " in words(app)
    assert asked(app, "hit") == "3"


def test_a_search_in_vain_says_so() -> None:
    assert "没有找到" in words(opened(q="登月计划"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("desk", "nonsense"),
        ("doc", "<b>"),
        ("chapter", "guide.99"),
        ("agency", "no-such"),
        ("pair", "impl-13~impl-99"),
        ("grid", "x"),
        ("hit", "-1"),
        ("item", "1e9"),
        ("q", "长" * 61),
    ],
)
def test_an_unknown_value_is_a_notice_and_the_default(key: str, value: str) -> None:
    app = opened(**{key: value})
    assert any(value[:5].replace("<", "\\<")[:3] in w.value for w in app.warning)
    assert 'class="clause"' in words(app)


def test_the_same_topic_side_by_side() -> None:
    app = opened(pair="guide-3-3~impl-13")
    shown = words(app)
    assert shown.count('class="issued"') == 2
    assert "后来新点名" in shown
    added = [part for part in shown.split("<a ") if " added" in part.split(">")[0]]
    assert any("东非</a>" in part for part in added)
    assert not any("印度</a>" in part for part in added)


def test_duties(catalog: Catalog) -> None:
    found = policy_duty.matrix(catalog)
    by_name = {row.load.name: row for row in found.rows}
    commerce = by_name["省商务厅"]
    assert len(found.clauses) == len(commerce.signs) == 31
    assert commerce.signs.count("●") == len(commerce.load.lead) == 23
    assert commerce.signs.count("○") == len(commerce.load.support) == 6
    assert policy_duty.silent(catalog) == ["guide"]
    shown = words(opened(desk="duty", agency="finance-department"))
    assert "●" in shown
    assert "○" in shown
    assert "原文没有列出负责部门" in shown
    assert "完善资金管理办法" in shown


def test_the_download_opens_in_excel(catalog: Catalog) -> None:
    found = policy_duty.matrix(catalog)
    data = policy_duty.as_csv(catalog, found, "agency:finance-department")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["角色"], row["条款"]) for row in rows].count(("牵头", "impl-29")) == 1
    assert len(rows) == 6
    assert len(list(csv.reader(io.StringIO(policy_duty.as_csv(catalog, found).decode("utf-8-sig"))))) > 100


def test_coverage_cells_open_their_evidence(catalog: Catalog) -> None:
    shown = words(opened(desk="coverage", cell="country:MNG~zone"))
    assert "建设合作区" in shown
    assert "<mark>" in shown
    heat = words(opened(desk="coverage", grid="kinds", cell="guide-3-1~port"))
    assert "<mark>大连港</mark>" in heat
    assert len(policy_coverage.cell_links(catalog, "guide-3-1~port")) >= 4


@pytest.mark.parametrize("cell", ["country:MNG~nonsense", "nonsense", "impl-13~", "~", "country:ISL~zone"])
def test_a_cell_that_does_not_exist_has_no_evidence(catalog: Catalog, cell: str) -> None:
    assert policy_coverage.cell_links(catalog, cell) == ()
    assert "点任一格" in words(opened(desk="coverage", cell=cell))


def test_every_cell_has_evidence(catalog: Catalog) -> None:
    rows = [*policy_coverage.country_rows(catalog), *policy_coverage.clause_rows(catalog)]
    cells = [cell for row in rows for cell in row.cells if cell]
    assert len(cells) > 200
    for cell in cells:
        links = policy_coverage.cell_links(catalog, cell.key)
        assert links
        assert cell.count in (len({link.measure for link in links}), len({link.entity for link in links}))


def test_gaps_list_both_sides() -> None:
    shown = words(opened(desk="coverage", grid="gaps"))
    assert "impl-28" in shown
    assert "没有条款支持的地点" in shown


def test_targets_say_what_is_not_known(catalog: Catalog) -> None:
    shown = words(opened(desk="targets"))
    assert "暂无数据" in shown
    assert "50.3 %" in shown
    assert "未达到" in shown
    assert "政策没有给出基数金额" in shown
    rows = {row.row.target.slug: row for row in policy_targets.rows(catalog)}
    assert [m.label for m in rows["outbound-investment-growth"].chart.marks] == [
        "100",
        "115",
        "132",
        "152",
        "175",
        "201",
    ]
    assert rows["high-tech-export-share"].row.reached is False
    assert rows["manufactured-export-share"].row.reached is None
    for row in rows.values():
        for mark in row.chart.marks:
            assert policy_targets.LEFT <= mark.x <= policy_targets.RIGHT
            assert policy_targets.TOP <= mark.y <= policy_targets.BOTTOM


def test_the_views_speak_english() -> None:
    for view, expected in (
        ("reading", "All documents"),
        ("duty", "Department"),
        ("coverage", "Resource base"),
        ("targets", "no data"),
        ("add", "Recognise"),
    ):
        app = opened(desk=view, lang="en")
        labels = [*(b.label for b in app.button), *(s.label for s in app.selectbox)]
        assert expected in words(app) + " ".join(labels)


def add(app: AppTest) -> AppTest:
    app.text_area(key="policy_pasted").set_value(POLICY)
    button(app, "识别")
    assert "帕德玛工业园" in words(app)
    button(app, "加入")
    return app


def test_a_policy_is_added_and_works_like_the_others() -> None:
    app = add(opened(desk="add"))
    shown = words(app)
    assert "关于推进中蒙俄经济走廊建设的实施方案" in shown
    assert "只在本次会话" in shown
    app.session_state["desk"] = "reading"
    app.session_state["doc"] = None
    app.run()
    shown = words(app)
    assert shown.count('class="clause"') > 59
    assert "&lt;img src=x" in shown
    assert "<img src=x" not in shown
    app.session_state["desk"] = "duty"
    app.run()
    assert "锦州市政府" in words(app)
    app.switch_page("pages/map.py").run()
    assert not app.exception
    assert "关于推进中蒙俄经济走廊建设的实施方案" in words(app)


def test_links_are_accepted_dropped_and_corrected() -> None:
    app = add(opened(desk="add"))
    assert "已审阅 0 / " in words(app)
    button(app, "接受")
    assert "已审阅 1 / " in words(app)
    button(app, "删除")
    assert "已审阅 2 / " in words(app)
    assert asked(app, "item") == "3"
    app.selectbox(key="instead_3").set_value("country:PAK").run()
    assert "已审阅 3 / " in words(app)
    assert "巴基斯坦" in words(app)


def test_decisions_change_the_links(library: Library) -> None:
    linked = link_text(library, POLICY)
    policy = Added(POLICY, suggest_meta(linked, "", "2026-11-22"), linked)
    first, second, *_ = policy_review.items(policy)
    policy = policy_review.decide(policy, first, Action.DROP)
    policy = policy_review.decide(policy, second, Action.CORRECT, "country:PAK")
    again = policy_review.items(policy)
    assert again[0].decided
    assert again[0].decided.action is Action.DROP
    assert again[1].decided
    assert again[1].decided.instead == "country:PAK"
    undone = policy_review.decide(policy, again[0], None)
    assert policy_review.items(undone)[0].decided is None
    assert len(undone.decisions) == 1


def test_a_long_document_is_shown_in_stretches(catalog: Catalog) -> None:
    clauses = list(catalog.clauses.values())
    many = [c.model_copy(update={"id": f"{c.id}-{n}"}) for n in range(9) for c in clauses]
    first = policy_reading.reading(catalog, Choice(), Shown(many, {}), "zh")
    assert f"第 1–{policy_reading.WINDOW} 条，共 {len(many)} 条" in first
    later = policy_reading.reading(catalog, Choice(), Shown(many, {}, many[-1].id), "zh")
    assert f"–{len(many)} 条" in later
    assert "后一段" not in later


def test_a_kept_policy_is_there_in_another_session_until_removed() -> None:
    app = add(opened(desk="add"))
    button(app, "保存")
    assert "已保存" in words(app)
    other = opened()
    assert other.session_state["desk"] == "reading"
    assert "关于推进中蒙俄经济走廊建设的实施方案" in words(other)
    button(app, "接受")
    assert "已审阅 1 / " in words(app)
    button(app, "移除")
    assert "关于推进中蒙俄经济走廊建设的实施方案" not in words(opened())


def test_a_policy_of_one_session_is_not_seen_by_another() -> None:
    add(opened(desk="add"))
    assert "关于推进中蒙俄经济走廊建设的实施方案" not in words(opened())


def test_a_store_that_cannot_be_used_loses_nothing(tmp_path: Path) -> None:
    app = add(opened(desk="add"))
    (tmp_path / "store").write_text("a file where the folder should be", encoding="utf-8")
    button(app, "保存")
    assert app.error
    assert "只在本次会话" in words(app)


def test_a_text_that_is_there_already_is_not_added_twice() -> None:
    app = opened(desk="add")
    text = (paths.POLICY / "impl-2015-12-30.txt").read_text(encoding="utf-8")
    app.text_area(key="policy_pasted").set_value(text)
    button(app, "识别")
    assert "已有的文件" in app.info[0].value


def test_an_empty_text_is_an_error() -> None:
    app = opened(desk="add")
    button(app, "识别")
    assert "没有读到文字" in app.error[0].value


def test_a_bad_date_is_an_error_and_nothing_is_lost() -> None:
    app = opened(desk="add")
    app.text_area(key="policy_pasted").set_value(POLICY)
    button(app, "识别")
    next(t for t in app.text_input if t.value == "2026-03-05").set_value("去年")
    button(app, "加入")
    assert "日期写法无法识别" in app.error[0].value
    button(app, "放弃")
    assert "或者粘贴文字" in [t.label for t in app.text_area]
