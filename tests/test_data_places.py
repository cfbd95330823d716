"""The hand-written records: zones, bonded areas, markets and platforms."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corridors import paths
from corridors.clauses import Clause, Document
from corridors.models import Bonded, Entity, Market, Place, Platform, Source, Zone
from corridors.policy import parse
from corridors.records import Loaded, load
from corridors.vocabulary import Precision, State, ZoneType

OURS = ("data/places/zone/", "data/places/bonded/", "data/places/market/")
PLATFORM_FILE = "data/places/platforms.csv"

# Words each goal is named by in 指导意见三（三） and 实施意见（十三）.
GOALS = {
    "zone:goal-indonesia": "印尼",
    "zone:goal-india": "印度",
    "zone:goal-russia": "俄罗斯",
    "zone:goal-kazakhstan": "哈萨克斯坦",
    "zone:goal-mongolia": "蒙古",
    "zone:goal-serbia": "塞尔维亚",
    "zone:goal-romania": "罗马尼亚",
    "zone:goal-east-africa": "东非",
}
PARKS = {"zone:kazakhstan-liaoning-park", "zone:russia-liaoning-park", "zone:mongolia-liaoning-park"}
LIAONING_RUN = {"zone:uganda-liaoshen", "zone:tbea-karjan", "zone:djibouti-ftz"}
INSIDE_CHINA = {"zone:dandong-border", "zone:shanghai-ftz", "zone:liaoning-ftz"}
WITHOUT_POINT = {
    *GOALS,
    *PARKS,
    "zone:liaoning-ftz",
    "market:irkutsk-goal",
    "market:russian-far-east-goal",
    "platform:chukou-shidai",
}
# What 实施意见（二十三） asks for each of the six areas it names.
NAMED_BONDED = {
    "bonded:yingkou-comprehensive": State.APPLIED,
    "bonded:changxingdao-comprehensive": State.APPLIED,
    "bonded:shenyang-comprehensive-new-b": State.APPLIED,
    "bonded:tieling-logistics-centre": State.BUILDING,
    "bonded:panjin-logistics-centre": State.BUILDING,
    "bonded:tongerpu-warehouse": State.BUILDING,
}
EXISTING_BONDED = {
    "bonded:shenyang-comprehensive",
    "bonded:dalian-bonded-zone",
    "bonded:dalian-logistics-park",
    "bonded:dalian-dayaowan-comprehensive",
    "bonded:dalian-wanli-comprehensive",
    "bonded:yingkou-port-logistics-centre",
    "bonded:jinzhou-port-logistics-centre",
}
MARKETS = {
    f"market:{slug}" for slug in ("xiliu", "tongerpu", "wuai", "irkutsk-goal", "russian-far-east-goal")
}
PLATFORMS = {
    "platform:chukou-shidai",
    "platform:huludao-swimwear",
    "platform:shenyang-auto-parts",
    "platform:yingkou-auto-care",
    "platform:xiliu-garments",
    "platform:tongerpu-fur",
    "platform:shenyang-wuai",
    "platform:dandong-border-trade",
}
# Statements for which no source was found: whoever finds one changes the record and this list.
UNVERIFIED_FACTS = {
    ("bonded:yingkou-comprehensive", "批准"),
    ("bonded:yingkou-comprehensive", "验收"),
    ("bonded:shenyang-comprehensive", "批准"),
    ("bonded:panjin-logistics-centre", "类型"),
    ("bonded:dalian-wanli-comprehensive", "前身"),
    ("bonded:dalian-wanli-comprehensive", "批准（出口加工区）"),
    ("bonded:dalian-wanli-comprehensive", "转为综合保税区"),
    ("market:xiliu", "市场采购贸易试点"),
    ("zone:djibouti-ftz", "开园"),
    ("zone:tbea-karjan", "园区名称"),
    ("zone:zambia-zccz", "分区"),
    ("zone:julong", "认定消息"),
    *((goal, "国家级合作区") for goal in GOALS),
}
UNVERIFIED_STATES = {"bonded:yingkou-comprehensive", "zone:djibouti-ftz"}
# The only operators and start dates of assessed zones that a page was found for.
SOURCED_OPERATORS = {"zone:tomsk-timber": "w28", "zone:borsodchem": "w28"}
SOURCED_STARTS = {"zone:zambia-zccz": "w25", "zone:imip-morowali": "w29"}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load()


def is_ours(name: str) -> bool:
    return name.startswith(OURS) or name.partition(":")[0] == PLATFORM_FILE


def places(loaded: Loaded) -> list[Place]:
    return [p for p in loaded.of(Place) if isinstance(p, Zone | Bonded | Market | Platform)]


def ids(records: list[Entity]) -> set[str]:
    assert len({r.id for r in records}) == len(records), "an id stands twice"
    return {r.id for r in records}


def zones(loaded: Loaded, kind: ZoneType) -> set[str]:
    return ids([zone for zone in loaded.of(Zone) if zone.type is kind])


def clauses(loaded: Loaded) -> dict[str, Clause]:
    return {clause.id: clause for doc in loaded.of(Document) for clause in parse.read(doc)}


def sources_of(place: Place) -> Iterator[str]:
    """Sources a record leans on outside its ``sources`` field; a clause counts as its document."""
    yield from (fact.source for fact in place.facts)
    yield from (quote.clause.partition("-")[0] for quote in place.quotes)
    states = (place.status.policy, place.status.known)
    yield from (state.source.partition("-")[0] for state in states if state)
    named = (
        place.coord_source,
        getattr(place, "operator_source", None),
        getattr(place, "start_source", None),
    )
    yield from (source for source in named if source)


# Rules: each names the records that break it, so that the tests below can prove it is able to.


def with_unknown_sources(loaded: Loaded) -> list[str]:
    known = {source.id for source in loaded.of(Source)}
    return [p.id for p in places(loaded) if not {*p.sources, *sources_of(p)} <= known]


def with_unlisted_sources(loaded: Loaded) -> list[str]:
    ours = {"calc"}  # an inference leans on the other sources of the record
    return [p.id for p in places(loaded) if not set(sources_of(p)) - ours <= set(p.sources)]


def with_inexact_quotes(loaded: Loaded) -> list[str]:
    texts = clauses(loaded)
    return [p.id for p in places(loaded) for q in p.quotes if q.quote not in texts[q.clause].text]


def goals_with_a_point(loaded: Loaded) -> list[str]:
    goals = [z for z in loaded.of(Zone) if z.type is ZoneType.GOAL]
    return [
        z.id
        for z in goals
        if z.lon is not None or z.precision is not Precision.COUNTRY or not z.area or z.operator_zh
    ]


def with_wrong_points(loaded: Loaded) -> list[str]:
    """A point has a source and a known precision, and only the expected records have none."""
    return [
        p.id
        for p in places(loaded)
        if p.is_point == (p.id in WITHOUT_POINT) or p.is_point != (p.coord_source is not None)
    ]


def named_bonded_without_both_states(loaded: Loaded) -> list[str]:
    broken = []
    for area in loaded.of(Bonded):
        if area.id in NAMED_BONDED:
            policy, known = area.status.policy, area.status.known
            asked = policy and (policy.state, policy.source, policy.date)
            if asked != (NAMED_BONDED[area.id], "impl-23", "2015-12-30") or known is None:
                broken.append(area.id)
    return broken


def unverified_with_a_source(loaded: Loaded) -> list[str]:
    """General knowledge is never shown as if a source had been found for it."""
    by_id = {p.id: p for p in places(loaded)}
    facts = {(p.id, fact.label_zh): fact.source for p in by_id.values() for fact in p.facts}
    broken = [f"{entity} {label}" for entity, label in UNVERIFIED_FACTS if facts.get((entity, label)) != "gk"]
    for entity in UNVERIFIED_STATES:
        known = by_id[entity].status.known
        if known is None or known.source != "gk":
            broken.append(entity)
    for zone in loaded.of(Zone):
        if zone.type is ZoneType.ASSESSED:
            expected = (SOURCED_OPERATORS.get(zone.id, "gk"), SOURCED_STARTS.get(zone.id, "gk"))
            labels = [facts.get((zone.id, label)) for label in ("产业", "名录")]
            if (zone.operator_source, zone.start_source) != expected or labels != ["gk", "gk"]:
                broken.append(zone.id)
    return broken


RULES = (
    with_unknown_sources,
    with_unlisted_sources,
    with_inexact_quotes,
    goals_with_a_point,
    with_wrong_points,
    named_bonded_without_both_states,
    unverified_with_a_source,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_record_breaks(rule: Callable[[Loaded], list[str]], loaded: Loaded) -> None:
    assert places(loaded)
    assert rule(loaded) == []


def test_the_files_load(loaded: Loaded) -> None:
    assert [str(problem) for problem in loaded.problems if is_ours(problem.file)] == []
    assert len([kept for kept in loaded.kept if is_ours(kept.file)]) > 60


def test_every_expected_record_is_there(loaded: Loaded) -> None:
    assert zones(loaded, ZoneType.GOAL) == set(GOALS) | PARKS
    assert len(zones(loaded, ZoneType.ASSESSED)) == 20
    assert zones(loaded, ZoneType.LIAONING) >= LIAONING_RUN
    assert zones(loaded, ZoneType.BORDER) | zones(loaded, ZoneType.FTZ) >= INSIDE_CHINA
    assert ids(loaded.of(Bonded)) >= set(NAMED_BONDED) | EXISTING_BONDED
    assert ids(loaded.of(Market)) >= MARKETS
    assert ids(loaded.of(Platform)) >= PLATFORMS


def test_each_goal_is_quoted_with_its_country(loaded: Loaded) -> None:
    by_id = {zone.id: zone for zone in loaded.of(Zone)}
    quoted: Counter[str] = Counter()
    for goal, word in GOALS.items():
        zone = by_id[goal]
        assert zone.status.policy is not None
        assert (zone.status.policy.state, zone.status.policy.source) == (State.WANTED, "impl-13")
        for quote in zone.quotes:
            assert word in quote.quote
            quoted[quote.clause] += 1
    assert quoted == {"guide-3-3": 7, "impl-13": 8}


def test_the_six_named_bonded_areas_are_quoted(loaded: Loaded) -> None:
    quoted = {area.id for area in loaded.of(Bonded) for quote in area.quotes if quote.clause == "impl-23"}
    assert quoted == set(NAMED_BONDED)


def test_changxing_island_is_not_called_approved(loaded: Loaded) -> None:
    (area,) = [a for a in loaded.of(Bonded) if a.id == "bonded:changxingdao-comprehensive"]
    assert area.status.known is not None
    assert area.status.known.state is State.NOT_FOUND
    assert area.facts == ()


def test_no_policy_is_said_to_name_the_uganda_park(loaded: Loaded) -> None:
    (park,) = [zone for zone in loaded.of(Zone) if zone.id == "zone:uganda-liaoshen"]
    assert park.quotes == ()
    assert park.status.policy is None
    areas = {fact.value: fact.source for fact in park.facts if fact.label_zh.startswith("面积")}
    assert len(areas) >= 5
    assert len(set(areas.values())) >= 4


def test_two_records_never_claim_the_same_words(loaded: Loaded) -> None:
    claims = Counter(name for place in places(loaded) for name in {place.name_zh, *place.aliases})
    assert len(claims) > 60
    assert [name for name, count in claims.items() if count > 1] == []


def test_what_was_not_found_says_when_it_was_looked_for(loaded: Loaded) -> None:
    known = [(place.id, place.status.known) for place in places(loaded) if place.status.known]
    missing = [(key, state) for key, state in known if state.state is State.NOT_FOUND]
    assert missing
    assert [
        key for key, state in missing if state.source != "calc" or not state.date or not state.note_zh
    ] == []


POINT = 'lon = 20.5\nlat = 44.8\ncoord_source = "gk"\n'
DAMAGE = [
    (with_unknown_sources, "places/zone/ussuriysk.toml", '"w27"', '"w99"'),
    (with_unlisted_sources, "places/zone/ussuriysk.toml", ', "w27"]', "]"),
    (with_inexact_quotes, "places/bonded/tongerpu-warehouse.toml", "尽快投入运营", "尽快投入运行"),
    (goals_with_a_point, "places/zone/goal-serbia.toml", "precision", f"{POINT}precision"),
    (with_wrong_points, "places/zone/lekki.toml", 'precision = "town"', 'precision = "country"'),
    (named_bonded_without_both_states, "places/bonded/panjin-logistics-centre.toml", "building", "operating"),
    (unverified_with_a_source, "places/market/xiliu.toml", 'source = "gk"\ndate', 'source = "w21"\ndate'),
    (unverified_with_a_source, "places/zone/kitic.toml", 'operator_source = "gk"', 'operator_source = "w28"'),
]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for folder in ("sources", "policy", "places"):
        shutil.copytree(paths.DATA / folder, data / folder)
    return data


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}: choose another damage"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("rule", "file", "old", "new"), DAMAGE)
def test_the_rules_can_fail(
    rule: Callable[[Loaded], list[str]], file: str, old: str, new: str, copied: Path
) -> None:
    assert rule(load(copied)) == []
    damage(copied / file, old, new)
    (offender,) = set(rule(load(copied)))
    assert Path(file).stem in offender


def test_a_point_without_a_source_does_not_load(copied: Path) -> None:
    damage(copied / "places/zone/lekki.toml", 'coord_source = "gk"\n', "")
    problems = [problem for problem in load(copied).problems if "lekki" in problem.file]
    assert len(problems) == 1
    assert "coord_source" in problems[0].message


def test_a_lost_record_is_noticed(copied: Path) -> None:
    (copied / "places/zone/goal-romania.toml").unlink()
    assert zones(load(copied), ZoneType.GOAL) != set(GOALS) | PARKS
