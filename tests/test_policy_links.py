from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors import records
from corridors.clauses import Abbreviation, Clause, Cue, Document, Phrase, Topic
from corridors.models import Agency, Country, Entity, Group, Industry, Quote, Target
from corridors.policy import links, parse
from corridors.policy.gazetteer import Gazetteer
from corridors.policy.responsible import responsible
from corridors.policy.review import review
from corridors.records import Kept
from corridors.vocabulary import Grade, Kind, Relation

# ---------------------------------------------------------------- the mechanics, on small records


def named(model, identity, name, *aliases, **fields):
    return model(id=identity, name_zh=name, name_en=name, aliases=aliases, sources=("gk",), **fields)


def country(iso3, name, *aliases):
    return named(Country, f"country:{iso3}", name, *aliases, precision="country")


def clause(text, **fields):
    return Clause(
        id="doc-1", doc="doc", chapter="一、", number="（一）", title="甲", text=text, start=0, **fields
    )


MONGOLIA, RUSSIA, SERBIA = country("MNG", "蒙古"), country("RUS", "俄罗斯"), country("SRB", "塞尔维亚")
EAST = named(Group, "group:east", "东欧", precision="region", members=("SRB", "RUS", "ZZZ"))
OFFICE = named(Agency, "agency:office", "省商务厅", level="province")
COAL = named(Industry, "industry:coal", "煤炭")


def pairs(found):
    return [(link.entity, link.relation, link.grade, link.evidence) for link in found]


def test_the_longest_name_wins_and_a_blocker_names_nothing():
    gazetteer = Gazetteer.build([MONGOLIA], [Phrase(surface="内蒙古")])
    assert [(h.start, h.surface) for h in gazetteer.find("内蒙古与蒙古")] == [(4, "蒙古")]


def test_a_phrase_names_several_and_overrides_an_alias():
    chad = country("TCD", "俄蒙")
    gazetteer = Gazetteer.build(
        [chad, MONGOLIA, RUSSIA], [Phrase(surface="俄蒙", entities=("country:RUS", "country:MNG"))]
    )
    assert [h.entities for h in gazetteer.find("俄蒙")] == [("country:MNG", "country:RUS")]


def test_an_entity_of_a_phrase_without_a_record_is_left_out():
    gazetteer = Gazetteer.build([MONGOLIA], [Phrase(surface="俄蒙", entities=("country:RUS", "country:MNG"))])
    assert [h.entities for h in gazetteer.find("俄蒙")] == [("country:MNG",)]


def test_offsets_count_code_points():
    (hit,) = Gazetteer.build([MONGOLIA], []).find("𠮷😀蒙古")
    assert (hit.start, hit.end) == (2, 4)


def test_the_day_of_a_date_is_no_part_of_a_name():
    japan, korea = country("JPN", "日本"), country("KOR", "韩国")
    both = Phrase(surface="日韩", entities=("country:JPN", "country:KOR"))
    gazetteer = Gazetteer.build([japan, korea], [both])
    assert gazetteer.find("1月21日本省印发，二月三日本办法施行") == []
    assert [h.surface for h in gazetteer.find("5月5日韩国和日本")] == ["韩国", "日本"]


def test_relation_is_that_of_the_narrowest_topic():
    topics = [
        Topic(clause="doc-1", relation=Relation.RESOURCE, quote="在蒙古、俄罗斯开发煤炭"),
        Topic(clause="doc-1", relation=Relation.MARKET, quote="俄罗斯"),
        Topic(clause="doc-2", relation=Relation.MERGER, quote="蒙古"),
    ]
    found = links.derive(
        [clause("在蒙古、俄罗斯开发煤炭，到塞尔维亚。")], [MONGOLIA, RUSSIA, SERBIA, COAL], [], topics
    )
    assert {link.entity: link.relation for link in found} == {
        "country:MNG": Relation.RESOURCE,
        "country:RUS": Relation.MARKET,
        "industry:coal": Relation.RESOURCE,
        "country:SRB": Relation.MENTION,
    }


def test_agencies_have_their_role_only_inside_the_bracket():
    text = "请省商务厅办理。（省商务厅牵头）"
    lead, support, _ = responsible(text)
    found = links.derive([clause(text, lead=lead, support=support)], [OFFICE], [], [])
    assert [(link.start, link.relation) for link in found] == [(1, Relation.MENTION), (9, Relation.LEAD)]


def test_a_quote_is_located_and_replaces_the_name_inside_it():
    quote = Quote(clause="doc-1", quote="去蒙古建设", relation=Relation.ZONE_GOAL)
    quoted = MONGOLIA.model_copy(update={"quotes": (quote,)})
    (first, second) = links.derive([clause("去蒙古建设，再去蒙古。")], [quoted], [], [])
    assert (first.evidence, first.relation) == ("去蒙古建设", Relation.ZONE_GOAL)
    assert (second.evidence, second.relation, second.start) == ("蒙古", Relation.MENTION, 8)


def test_a_group_reaches_known_members_that_the_clause_does_not_name():
    found = links.derive([clause("面向东欧和俄罗斯。")], [EAST, SERBIA, RUSSIA], [], [])
    assert pairs(found) == [
        ("group:east", Relation.MENTION, Grade.STATED, "东欧"),
        ("country:SRB", Relation.MENTION, Grade.INFERRED, "东欧"),
        ("country:RUS", Relation.MENTION, Grade.STATED, "俄罗斯"),
    ]


def test_a_group_named_twice_reaches_a_member_once_for_each_relation():
    topics = [Topic(clause="doc-1", relation=Relation.MARKET, quote="东欧市场")]
    found = links.derive([clause("东欧。东欧。东欧市场。")], [EAST, SERBIA], [], topics)
    inferred = [(link.relation, link.start) for link in found if link.grade is Grade.INFERRED]
    assert inferred == [(Relation.MENTION, 0), (Relation.MARKET, 6)]


def test_a_target_is_always_a_goal():
    goal = {"value": 15, "unit": "%", "source": "gk"}
    target = named(Target, "target:growth", "增长15%", goal=goal)
    topic = Topic(clause="doc-1", relation=Relation.MARKET, quote="年均增长15%以上")
    (found,) = links.derive([clause("年均增长15%以上")], [target], [], [topic])
    assert found.relation is Relation.GOAL


def test_order_of_the_records_does_not_matter():
    entities = [EAST, SERBIA, RUSSIA, MONGOLIA, country("XXX", "蒙古")]
    text = [clause("东欧、俄罗斯、蒙古、东欧。")]
    assert links.derive(text, entities, [], []) == links.derive(text, entities[::-1], [], [])


# ------------------------------------------------------------------- the review can actually fail


def test_review_names_everything_that_is_wrong():
    quote = Quote(clause="doc-1", quote="没有的话", relation=Relation.MARKET)
    lost = Quote(clause="doc-9", quote="蒙古", relation=Relation.MARKET)
    kept = [
        Kept(MONGOLIA, "a"),
        Kept(country("XXX", "另一国", "蒙古"), "b"),
        Kept(SERBIA.model_copy(update={"quotes": (quote, lost)}), "c"),
        Kept(Topic(clause="doc-1", relation=Relation.MARKET, quote="也没有"), "d"),
        Kept(Phrase(surface="中蒙", entities=("country:ZZZ",)), "e"),
        Kept(Phrase(surface="中蒙"), "f"),
    ]
    problems = [str(p) for p in review(kept, [clause("去蒙古。（省商务厅负责）", lead=("省商务厅",))])]
    assert problems == [
        "b: aliases: “蒙古” names both country:MNG and country:XXX",
        "c: quotes.0: “没有的话” is not in the text of doc-1",
        "c: quotes.1: there is no clause doc-9",
        "d: quote: “也没有” is not in the text of doc-1",
        "data/policy/agencies.csv: name_zh: doc-1 names 省商务厅, which has no record",
        "e: entities: “中蒙” names country:ZZZ, which has no record",
        "f: surface: “中蒙” stands already in e",
    ]


def test_a_phrase_settles_a_name_that_two_records_claim():
    kept = [
        Kept(MONGOLIA, "a"),
        Kept(country("XXX", "另一国", "蒙古"), "b"),
        Kept(Phrase(surface="蒙古", entities=("country:MNG",)), "c"),
    ]
    assert review(kept, []) == []


# ------------------------------------------------------------------------------- the real records


@pytest.fixture(scope="module")
def loaded():
    return records.load()


@pytest.fixture(scope="module")
def clauses(loaded):
    return {c.id: c for document in loaded.of(Document) for c in parse.read(document)}


@pytest.fixture(scope="module")
def gazetteer(loaded):
    return Gazetteer.build(loaded.of(Entity), loaded.of(Phrase), loaded.of(Abbreviation))


@pytest.fixture(scope="module")
def found(loaded, clauses):
    kinds = (Entity, Phrase, Topic, Abbreviation, Cue)
    return links.Linker.build(*(loaded.of(kind) for kind in kinds)).link(clauses.values())


def test_nothing_is_wrong_with_the_policy_data(loaded, clauses):
    assert len(clauses) == 59
    assert review(loaded.kept, clauses.values()) == []


def test_every_link_has_its_exact_words_and_stands_once(found, clauses, loaded):
    known = {entity.id for entity in loaded.of(Entity)}
    assert len(found) > 900
    for link in found:
        assert clauses[link.measure].text[link.start : link.end] == link.evidence != ""
        assert link.entity in known
    assert Counter(found).most_common(1)[0][1] == 1


def test_every_topic_gives_its_relation_to_something(loaded, found):
    used = {(link.measure, link.relation) for link in found}
    assert {(topic.clause, topic.relation) for topic in loaded.of(Topic)} <= used


def test_every_bracket_is_linked_name_by_name(found, clauses):
    roles = {
        (link.measure, link.relation, link.evidence)
        for link in found
        if link.relation in {Relation.LEAD, Relation.SUPPORT}
    }
    written = {(c.id, Relation.LEAD, name) for c in clauses.values() for name in c.lead}
    written |= {(c.id, Relation.SUPPORT, name) for c in clauses.values() for name in c.support}
    assert len(written) > 100
    assert roles == written


SENTENCES = [
    ("实现东北及内蒙古地区全域通关一体化", set()),
    ("与内蒙古和蒙古国开展合作", {"country:MNG"}),
    ("阜新蒙古族自治县、喀喇沁左翼蒙古族自治县", {"city:fuxin"}),
    ("印度尼西亚", {"country:IDN"}),
    ("印尼、印度", {"country:IDN", "country:IND"}),
    ("经印度洋进入红海", set()),
    ("中东欧", {"group:cee"}),
    ("中东", set()),
    ("东欧", {"group:eastern-europe"}),
    ("我国中东部地区", set()),
    ("大连海关、沈阳海关", {"agency:dalian-customs", "agency:shenyang-customs"}),
    ("丹东市政府", {"agency:dandong-government"}),
    ("今日本省印发通知", set()),
    ("近日本市召开会议", set()),
    ("2015年1月21日本省", set()),
    ("如今日本市场回暖", {"country:JPN"}),
    ("对日益增长的需求", set()),
    ("几内亚", {"country:GIN"}),
    ("几内亚比绍", {"country:GNB"}),
    ("赤道几内亚", {"country:GNQ"}),
    ("巴布亚新几内亚", {"country:PNG"}),
    ("新几内亚岛、几内亚湾", set()),
    ("刚果（金）", {"country:COD"}),
    ("刚果（布）", {"country:COG"}),
    ("刚果(金)、刚果(布)", {"country:COD", "country:COG"}),
    ("刚果", set()),
    ("南非", {"country:ZAF"}),
    ("东南非", set()),
    ("东非", {"group:east-africa"}),
    ("山东非遗、云南非公经济", set()),
    ("欧美", {"group:europe", "country:USA"}),
    ("日韩", {"country:JPN", "country:KOR"}),
    ("俄蒙", {"country:RUS", "country:MNG"}),
    ("中韩自贸区", {"country:CHN", "country:KOR"}),
    ("中蒙俄韩日", {"country:CHN", "country:MNG", "country:RUS", "country:KOR", "country:JPN"}),
    ("其中韩国、其中印尼", {"country:KOR", "country:IDN"}),
    ("中俄日益密切", {"country:CHN", "country:RUS"}),
    ("东南亚", {"group:asean"}),
    ("南亚", {"group:south-asia"}),
    ("苏丹、南苏丹", {"country:SDN", "country:SSD"}),
    ("尼日尔、尼日利亚", {"country:NER", "country:NGA"}),
    ("多米尼加、多米尼克", {"country:DOM", "country:DMA"}),
    ("白俄罗斯", {"country:BLR"}),
    ("马里、索马里", {"country:MLI", "country:SOM"}),
    ("沿海地区、上海地铁、渤海地质", set()),
    ("海地", {"country:HTI"}),
    ("增加纳税", set()),
    ("黑山县", set()),
    ("黑山", {"country:MNE"}),
    ("朝鲜族", set()),
    ("朝鲜半岛", {"country:PRK", "country:KOR"}),
    ("对朝贸易", {"country:PRK"}),
    ("支持朝阳产业", set()),
    ("非洲猪瘟", set()),
    ("执法国际合作", set()),
    ("湖南海关、云南海外仓", set()),
    ("过南海", {"strait:south-china-sea"}),
    ("沿海城市、上海城区", set()),
    ("扩大连锁经营", set()),
    ("大连通过营口港", {"city:dalian", "port:yingkou"}),
    ("经营口岸业务", set()),
    ("货物经营口港转运", {"port:yingkou"}),
    ("马鞍山", set()),
    ("打通辽蒙欧、连通辽宁", {"corridor:liao-meng-ou"}),
    ("新兴城市、振兴城区", set()),
    ("立法国家、各种方法国内外通行", set()),
    ("各级商务部门", set()),
    ("文化工作、信息化工程", set()),
    ("发展中国家、活动中国际客商、中国企业", {"country:CHN"}),
    ("发展中国家", set()),
    ("精细化工", {"industry:chemicals"}),
    ("互通信息", set()),
    ("三大通道", {"corridor:liao-hai-ou", "corridor:liao-man-ou", "corridor:liao-meng-ou"}),
    ("三大平台", set()),
]


@pytest.mark.parametrize(("text", "entities"), SENTENCES)
def test_names_that_deceive(gazetteer, text, entities):
    assert {entity for hit in gazetteer.find(text) for entity in hit.entities} == entities


def linked(found, clause_id, **wanted):
    return {
        link.entity
        for link in found
        if link.measure == clause_id and all(getattr(link, key) == value for key, value in wanted.items())
    }


LIAONING_GOALS = {"印尼": "IDN", "印度": "IND", "俄罗斯": "RUS", "哈萨克斯坦": "KAZ", "蒙古": "MNG"}
LIAONING_GOALS |= {"塞尔维亚": "SRB", "罗马尼亚": "ROU"}


@pytest.mark.parametrize(("clause_id", "extra"), [("guide-3-3", set()), ("impl-13", {"group:east-africa"})])
def test_zone_goals_are_the_countries_the_clause_lists(found, clause_id, extra):
    stated = linked(found, clause_id, relation=Relation.ZONE_GOAL, grade=Grade.STATED)
    places = {entity for entity in stated if not entity.startswith("zone:")}
    assert places == {f"country:{iso3}" for iso3 in LIAONING_GOALS.values()} | extra
    assert len(stated - places) == len(places)


def test_guide_3_1_names_every_node_of_the_corridors(found):
    assert linked(found, "guide-3-1", relation=Relation.ROUTE, grade=Grade.STATED) == {
        "port:dalian",
        "port:yingkou",
        "port:jinzhou",
        "port:dandong",
        "strait:south-china-sea",
        "strait:bering",
        "strait:northeast-passage",
        "country:IDN",
        "group:south-pacific",
        "group:europe",
        "city:dalian",
        "city:yingkou",
        "crossing:manzhouli",
        "country:RUS",
        "country:MNG",
        "city:choibalsan",
    }


def test_impl_11_opens_in_the_directions_it_names(found):
    assert linked(found, "impl-11", relation=Relation.OPENING, grade=Grade.STATED) == {
        "country:CHN",
        "country:MNG",
        "country:RUS",
        "country:KOR",
        "country:JPN",
        "group:asean",
        "group:north-america",
        "group:central-asia",
        "group:cee",
    }


def test_the_same_words_are_a_platform_in_impl_05_and_a_market_in_impl_07(found):
    kinds = {
        clause_id: {e for e in linked(found, clause_id) if e.startswith(("platform:", "market:"))}
        for clause_id in ("impl-05", "impl-07")
    }
    assert kinds["impl-05"] == {
        "platform:chukou-shidai",
        "platform:huludao-swimwear",
        "platform:shenyang-auto-parts",
        "platform:yingkou-auto-care",
        "platform:xiliu-garments",
        "platform:tongerpu-fur",
        "platform:shenyang-wuai",
        "platform:dandong-border-trade",
    }
    assert {"market:xiliu", "market:tongerpu", "market:wuai"} <= kinds["impl-07"]
    assert not any(entity.startswith("platform:") for entity in kinds["impl-07"])


def test_impl_23_names_six_bonded_areas_and_an_airport(found):
    places = {e for e in linked(found, "impl-23") if e.startswith(("bonded:", "port:", "city:"))}
    assert places == {
        "bonded:yingkou-comprehensive",
        "bonded:changxingdao-comprehensive",
        "bonded:shenyang-comprehensive-new-b",
        "bonded:tieling-logistics-centre",
        "bonded:panjin-logistics-centre",
        "bonded:tongerpu-warehouse",
        "port:shenyang-taoxian-airport",
    }


def test_targets_are_goals_of_the_two_clauses_that_set_them(found):
    goals = {(link.measure, link.entity) for link in found if link.relation is Relation.GOAL}
    assert goals == {
        ("impl-g3", "target:manufactured-export-share"),
        ("impl-g3", "target:mechanical-electrical-export-share"),
        ("impl-g3", "target:high-tech-export-share"),
        ("guide-2-2", "target:outbound-investment-growth"),
        ("guide-2-2", "target:contracting-growth"),
    }


@pytest.mark.parametrize(
    ("clause_id", "relation", "entities"),
    [
        (
            "impl-01",
            Relation.MARKET,
            {"country:JPN", "country:KOR", "country:USA", "group:eu", "group:asean"},
        ),
        ("impl-15", Relation.RESOURCE, {"country:RUS", "country:MNG", "country:IDN", "group:africa"}),
        ("guide-4-1", Relation.CONTRACTING, {"country:RUS", "industry:electric-power"}),
        ("guide-4-5", Relation.MERGER, {"group:europe", "country:USA", "country:JPN", "country:KOR"}),
        ("impl-04", Relation.DEVELOP, {"zone:dandong-border"}),
        ("impl-04", Relation.INVESTMENT, {"country:PRK"}),
        ("impl-24", Relation.MENTION, {"zone:shanghai-ftz"}),
    ],
)
def test_relations_of_the_clauses(found, clause_id, relation, entities):
    assert entities <= linked(found, clause_id, relation=relation, grade=Grade.STATED)


def test_inferred_links_reach_members_only(found, loaded):
    members = links.group_members(loaded.of(Entity))
    stated = [link for link in found if link.grade is Grade.STATED]
    inferred = [link for link in found if link.grade is Grade.INFERRED]
    assert len(inferred) > 100
    named = {(link.measure, link.entity) for link in stated}
    for link in inferred:
        assert (link.measure, link.entity) not in named
        via = [s for s in stated if (s.measure, s.start, s.end) == (link.measure, link.start, link.end)]
        assert any(link.entity in members.get(s.entity, ()) for s in via)
    assert ("impl-13", "country:UGA") in {(link.measure, link.entity) for link in inferred}


NAMED_COUNTRIES = {"RUS", "MNG", "KOR", "PRK", "JPN", "USA", "IDN", "IND", "KAZ", "KGZ", "UZB"}
NAMED_COUNTRIES |= {"SRB", "ROU", "POL", "CHN"}


def test_every_country_and_corridor_the_policies_name_is_linked(found):
    stated = {link.entity for link in found if link.grade is Grade.STATED}
    assert {e for e in stated if e.startswith("country:")} == {f"country:{iso3}" for iso3 in NAMED_COUNTRIES}
    assert {e for e in stated if e.startswith("corridor:")} == {
        "corridor:liao-hai-ou",
        "corridor:liao-man-ou",
        "corridor:liao-meng-ou",
    }


def test_agencies_targets_and_industries_cite_the_documents_that_name_them(found, loaded):
    documents = {document.id for document in loaded.of(Document)}
    kinds = {Kind.AGENCY, Kind.TARGET, Kind.INDUSTRY}
    cited = {e.id: documents.intersection(e.sources) for e in loaded.of(Entity) if e.kind in kinds}
    naming: dict[str, set[str]] = {identity: set() for identity in cited}
    for link in found:
        if link.entity in naming:
            naming[link.entity].add(link.measure.partition("-")[0])
    assert len([documents for documents in cited.values() if documents]) > 80
    assert naming == cited


noise = st.text(st.sampled_from("的与和、，。（）中日国大海东南化aZ3😀𠮷 \n"), max_size=6)


# No deadline: the first example pays for imports and the machine may be busy.
@settings(deadline=None)
@given(data=st.data())
def test_any_mixture_of_names_and_noise_has_exact_evidence(data, gazetteer, loaded):
    names = st.sampled_from(sorted(gazetteer.names))
    text = "".join(data.draw(st.lists(st.one_of(names, noise), max_size=12)))
    end = 0
    for hit in gazetteer.find(text):
        assert text[hit.start : hit.end] == hit.surface
        assert hit.start >= end
        end = hit.end
    lead, support, _ = responsible(text)
    for link in links.derive(
        [clause(text, lead=lead, support=support)], loaded.of(Entity), loaded.of(Phrase), []
    ):
        assert text[link.start : link.end] == link.evidence
