"""Closed vocabularies. Every term is defined where it is declared.

A term is its own value (a string that goes into files, JSON and URLs) and carries a Chinese
label, an English label and a definition that says where its edges are; terms that readers meet
on the sources page also carry that definition in Chinese (``meaning``). Colours belong to the
corridors because a colour here always means a corridor, on screen, in charts and on paper.
"""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A string term with labels in two languages and a definition."""

    zh: str
    en: str
    definition: str
    meaning: str

    def __new__(cls, value: str, zh: str = "", en: str = "", definition: str = "", meaning: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.zh = zh
        term.en = en
        term.definition = definition
        term.meaning = meaning or definition
        return term


class Kind(Term):
    """What an entity is; the part of its id before the colon."""

    CORRIDOR = "corridor", "通道", "Corridor", "One of the three trade corridors the policies name."
    COUNTRY = "country", "国家", "Country", "A country or territory with an ISO 3166 alpha-3 code."
    GROUP = "group", "国家组", "Country group", "Several countries the policies name by one word."
    ZONE = (
        "zone",
        "合作区",
        "Cooperation zone",
        "An overseas cooperation zone, one the policies want, or a border economic zone.",
    )
    BONDED = (
        "bonded",
        "保税区域",
        "Bonded area",
        "Customs-supervised area, bonded logistics centre or bonded warehouse in Liaoning.",
    )
    PORT = "port", "港口", "Port", "Sea port, ferry port or airport."
    CROSSING = (
        "crossing",
        "口岸",
        "Border crossing",
        "Rail or road border crossing, or a gauge-change yard beside one.",
    )
    STRAIT = "strait", "海峡航道", "Strait or passage", "Named strait, sea or sea passage on a sea route."
    CITY = "city", "城市", "City", "City, town or station that a corridor passes or a clause names."
    MARKET = "market", "商品市场", "Market", "Commodity market that serves domestic and foreign trade."
    PLATFORM = (
        "platform",
        "电商平台",
        "E-commerce platform",
        "Cross-border e-commerce platform or speciality.",
    )
    AGENCY = "agency", "部门", "Agency", "Department or government that leads or supports a measure."
    TARGET = "target", "目标", "Target", "A figure to be reached by 2020."
    INDUSTRY = "industry", "产业", "Industry", "Industry, product or resource the policies name."


class Precision(Term):
    """How well a point is known."""

    SITE = (
        "site",
        "具体地点",
        "Site",
        "The place itself, good to about 2 km.",
        "地点本身，误差约 2 公里以内。",
    )
    TOWN = (
        "town",
        "城镇",
        "Town",
        "The town or district it lies in, good to about 10 km.",
        "所在城镇或区，误差约 10 公里以内。",
    )
    REGION = (
        "region",
        "地区",
        "Region",
        "Somewhere in a province or district; the point is only a stand-in.",
        "只知道大致地区，点位仅作示意。",
    )
    COUNTRY = (
        "country",
        "国家",
        "Country",
        "Only the country is known; never drawn as a point.",
        "只知道国家；不画点，按国家着色。",
    )


class State(Term):
    """State of a place at a date."""

    WANTED = (
        "wanted",
        "拟建",
        "Wanted",
        "A policy wants it built; no site, no approval.",
        "政策要求建设，尚无选址或批复。",
    )
    APPLIED = (
        "applied",
        "申建",
        "Applied for",
        "An application is to be made or is under way.",
        "拟申请或正在申请设立。",
    )
    BUILDING = (
        "building",
        "在建",
        "Under construction",
        "Work on the ground has begun; not yet in use.",
        "已动工，尚未投用。",
    )
    OPERATING = "operating", "运行", "Operating", "In use.", "已投入使用。"
    SUSPENDED = (
        "suspended",
        "中止",
        "Suspended",
        "Was in use, is not at that date.",
        "曾经使用，该日期时已停。",
    )
    SUPERSEDED = (
        "superseded",
        "已并入",
        "Superseded",
        "Replaced by or merged into another area.",
        "已被取代或并入其他区域。",
    )
    NOT_FOUND = (
        "not-found",
        "未查到",
        "Not found",
        "Looked for; no evidence either way was found.",
        "查找过，没有找到任何一方的证据。",
    )


class Mode(Term):
    """How goods move on a leg."""

    SEA = "sea", "海运", "Sea", "Sea-going vessel on the sea network."
    RORO = "roro", "滚装甩挂", "Ro-ro", "Ferry that carries trailers or wagons across a short sea."
    RAIL = "rail", "铁路", "Rail", "Train on a railway line."
    ROAD = "road", "公路", "Road", "Lorry on a road."


class LegStatus(Term):
    """Whether goods can move on a leg the way it is drawn."""

    OPERATING = "operating", "运营", "Operating", "In use; drawn solid.", "在用；画实线。"
    ROAD_ONLY = (
        "road-only",
        "仅公路",
        "Road only",
        "A railway is wanted here, goods go by road; drawn dotted.",
        "此处希望修铁路，目前货物走公路；画点线。",
    )
    PLANNED = (
        "planned",
        "规划",
        "Planned",
        "Wanted or begun, not in use; drawn dashed.",
        "希望建设或已开工，尚不能用；画虚线。",
    )
    COMPARISON = (
        "comparison",
        "对照",
        "Comparison",
        "Not part of a corridor; a grey line to compare with.",
        "不属于任何通道，仅作对照的灰线。",
    )


class Basis(Term):
    """Where the drawn line of a leg comes from."""

    SEAROUTE = "searoute", "海运网络", "Sea network", "Shortest path on the searoute maritime network."
    OSM_RAIL = "osm-rail", "铁路网络", "Rail network", "Shortest path on the OpenStreetMap rail network."
    OSM_ROAD = "osm-road", "公路网络", "Road network", "Shortest path on the OpenStreetMap highway network."
    RECORD = (
        "record",
        "人工节点",
        "Recorded points",
        "Straight lines between sourced points where the network has a gap.",
    )


class Measure(Term):
    """How the length of a leg is known, best first."""

    PUBLISHED = "published", "公布里程", "Published", "A source other than general knowledge gives it."
    TRACK = "track", "线网量算", "Track", "Sum of the track lengths in the rail network."
    DRAWN = "drawn", "图上量算", "Drawn", "Geodesic length of the drawn line; bends may be missing."


class Grade(Term):
    """How a clause supports an entity."""

    STATED = "stated", "原文", "Stated", "The clause's own words name it.", "条款原文点了名。"
    INFERRED = (
        "inferred",
        "推及",
        "Inferred",
        "A group or collective name that the clause uses includes it.",
        "条款用的是国家组或统称，它包含在内。",
    )


class Relation(Term):
    """What the clause does with the entity."""

    MENTION = "mention", "提及", "Mention", "Named without a task of its own."
    LEAD = "lead", "牵头", "Lead", "Agency that leads the measure."
    SUPPORT = "support", "配合", "Support", "Agency that co-operates in the measure."
    ROUTE = "route", "通道节点", "Route", "Named as a part of a corridor."
    OPENING = "opening", "开放方向", "Opening direction", "Named as a direction of opening or co-operation."
    ZONE_GOAL = (
        "zone-goal",
        "建设合作区",
        "Zone goal",
        "A cooperation zone or industrial park is to be built there.",
    )
    RESOURCE = "resource", "资源基地", "Resource base", "Resource extraction or a resource base there."
    MARKET = "market", "市场", "Market", "A market to keep, to open or to sell in."
    CONTRACTING = "contracting", "承包工程", "Contracting", "Engineering works to be contracted there."
    MERGER = "merger", "并购", "Merger", "Firms, brands or research to be acquired there."
    INVESTMENT = "investment", "投资合作", "Investment", "Industrial investment or co-operation."
    DEVELOP = (
        "develop",
        "建设推进",
        "Develop",
        "To be built, applied for, brought into use or promoted at home.",
    )
    GOAL = "goal", "目标", "Goal", "The clause sets this target."


class Layer(Term):
    """What can be switched on and off on the map."""

    CORRIDORS = "corridors", "通道", "Corridors", "Lines of the three corridors."
    NODES = (
        "nodes",
        "节点",
        "Nodes",
        "Ports, crossings, straits and cities on the corridors or named in a clause.",
    )
    COUNTRIES = (
        "countries",
        "目标国家",
        "Goal countries",
        "Countries shaded because a policy wants a zone there.",
    )
    ZONES = "zones", "合作区", "Zones", "Cooperation zones with a known site."
    BONDED = "bonded", "保税区域", "Bonded areas", "Bonded areas in Liaoning."
    MARKETS = "markets", "市场与平台", "Markets", "Commodity markets and e-commerce platforms."
    COMPARISON = (
        "comparison",
        "苏伊士对照线",
        "Suez comparison",
        "The sea route via Suez, which is no part of a corridor.",
    )


class ZoneType(Term):
    """What kind of cooperation zone it is."""

    GOAL = "goal", "政策目标", "Policy goal", "A zone the policies want; a shaded country, never a point."
    ASSESSED = "assessed", "通过考核", "Assessed", "On the list of zones that passed the national assessment."
    LIAONING = "liaoning", "辽宁企业", "Liaoning-run", "Run by or linked with a Liaoning company."
    BORDER = "border", "边境合作区", "Border zone", "Border economic cooperation zone inside China."
    FTZ = "ftz", "自贸试验区", "Pilot free-trade zone", "Pilot free-trade zone inside China."


class BondedType(Term):
    """Customs form of a bonded area."""

    COMPREHENSIVE = "comprehensive", "综合保税区", "Comprehensive bonded zone", "综合保税区."
    BONDED_ZONE = "bonded-zone", "保税区", "Bonded zone", "保税区."
    BONDED_PORT = "bonded-port", "保税港区", "Bonded port", "保税港区."
    EXPORT = "export-processing", "出口加工区", "Export processing zone", "出口加工区."
    PARK = "logistics-park", "保税物流园区", "Bonded logistics park", "保税物流园区."
    CENTRE = "logistics-centre", "保税物流中心", "Bonded logistics centre", "保税物流中心（B型）."
    WAREHOUSE = "warehouse", "保税仓库", "Bonded warehouse", "保税仓库."


class SourceKind(Term):
    """What kind of evidence a source is."""

    POLICY = "policy", "政策文本", "Policy text", "One of the policy texts shipped in data/policy."
    DATASET = "dataset", "数据包", "Dataset", "A published package or dataset that was read or run."
    WEB = "web", "网页", "Web page", "A web page of which an excerpt was read, never the whole."
    CALC = "calc", "推算", "Calculation", "Our own arithmetic or inference from other sources."
    UNVERIFIED = "unverified", "未核实", "Unverified", "General knowledge; no source found."
