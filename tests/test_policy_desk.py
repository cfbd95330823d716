"""What the policy desk computes from the two shipped documents."""

from dataclasses import replace

import pytest

from corridors.catalog import Catalog
from corridors.models import Target
from corridors.policy import desk
from corridors.policy.desk import Instrument
from corridors.vocabulary import Kind


def test_loads_count_every_lead_and_support_once(catalog: Catalog) -> None:
    loads = desk.loads(catalog)
    assert sum(len(one.lead) for one in loads) == sum(len(c.lead) for c in catalog.clauses.values()) > 30
    assert sum(len(one.support) for one in loads) == sum(len(c.support) for c in catalog.clauses.values())
    assert all(one.agency in catalog.entities for one in loads)
    commerce = loads[0]
    assert (commerce.name, commerce.agency) == ("省商务厅", "agency:commerce-department")
    assert "impl-13" in commerce.lead
    assert "impl-12" in commerce.support
    assert desk.loads(catalog, "guide") == ()


def test_a_department_without_a_record_keeps_its_name(catalog: Catalog) -> None:
    clause = catalog.clauses["impl-28"].model_copy(update={"lead": ("某某办",)})
    changed = replace(catalog, clauses={clause.id: clause}, links=())
    assert desk.loads(changed) == (desk.Load("某某办", "", ("impl-28",), ()),)


def test_coverage_counts_entities_by_kind(catalog: Catalog) -> None:
    covered = desk.coverage(catalog)
    assert len(covered) == 59
    assert covered["impl-23"] == {Kind.BONDED: 6, Kind.PORT: 1}
    assert covered["guide-1-1"] == {}
    assert desk.coverage(catalog, "guide").keys() == {
        c.id for c in catalog.clauses.values() if c.doc == "guide"
    }


def test_clauses_without_a_place_are_those_with_an_empty_row(catalog: Catalog) -> None:
    placeless = {clause.id for clause in desk.placeless_clauses(catalog)}
    assert placeless == {clause for clause, row in desk.coverage(catalog).items() if not row}
    assert "guide-1-1" in placeless
    assert "impl-13" not in placeless


def test_places_no_clause_supports(catalog: Catalog) -> None:
    ports = {entity.id for entity in desk.unsupported_places(catalog, [Kind.PORT])}
    assert "port:rotterdam" in ports
    assert not ports & {"port:dalian", "port:yingkou"}


@pytest.mark.parametrize(
    ("country", "instrument", "clauses"),
    [
        ("country:IDN", Instrument.ZONE, {"guide-3-3", "impl-13"}),
        ("country:IDN", Instrument.RESOURCE, {"guide-3-5", "impl-15"}),
        ("country:MNG", Instrument.CORRIDOR, {"guide-3-1", "guide-4-1"}),
        ("country:KOR", Instrument.MERGER, {"guide-4-5"}),
        ("country:RUS", Instrument.CONTRACTING, {"guide-4-1"}),
        ("group:africa", Instrument.RESOURCE, {"guide-3-5", "impl-15"}),
    ],
)
def test_each_cell_of_country_and_instrument_holds_its_links(
    catalog: Catalog, country: str, instrument: Instrument, clauses: set[str]
) -> None:
    assert {link.measure for link in desk.instruments(catalog)[country][instrument]} == clauses


def test_no_cell_is_empty(catalog: Catalog) -> None:
    cells = [links for row in desk.instruments(catalog).values() for links in row.values()]
    assert len(cells) > 50
    assert all(cells)


def test_search_finds_every_occurrence_whatever_width_and_case(catalog: Catalog) -> None:
    found = {one.clause.id: one for one in desk.search(catalog, "ａｐｅｃ")}
    assert found.keys() == {"guide-5-4", "impl-18"}
    for one in found.values():
        assert {one.clause.text[a:b] for a, b in one.spans} == {"APEC"}
    assert {one.clause.id for one in desk.search(catalog, "8.6%")} == {"impl-g3"}
    assert len(next(iter(desk.search(catalog, "印尼 境外经贸合作区", "impl"))).spans) > 2
    assert desk.search(catalog, "  ") == desk.search(catalog, "没有这几个字") == ()


def test_between_january_and_december_east_africa_was_added(catalog: Catalog) -> None:
    found = desk.compare(catalog, "guide-3-3", "impl-13", [Kind.COUNTRY, Kind.GROUP])
    assert found.dropped == ()
    assert found.added == ("group:east-africa",)
    assert len(found.shared) == 7
    assert desk.compare(catalog, "impl-13", "guide-3-3", [Kind.GROUP]).dropped == ("group:east-africa",)


def test_pairs_on_the_same_topic_are_found_by_what_they_share(catalog: Catalog) -> None:
    pairs = desk.similar(catalog, "guide", "impl")
    best = {pair.first: pair.second for pair in reversed(pairs)}
    expected = {
        "guide-3-3": "impl-13",
        "guide-3-5": "impl-15",
        "guide-3-2": "impl-12",
        "guide-3-6": "impl-14",
    }
    assert expected.items() <= best.items()
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert all(0 < pair.score <= 1 and pair.shared for pair in pairs)
    assert ("guide-5-2", "impl-06") not in {(p.first, p.second) for p in pairs}


def test_targets_say_whether_they_were_reached(catalog: Catalog) -> None:
    reached = {row.target.slug: (row.reached, row.clauses) for row in desk.targets(catalog)}
    assert reached == {
        "manufactured-export-share": (None, ("impl-g3",)),
        "mechanical-electrical-export-share": (True, ("impl-g3",)),
        "high-tech-export-share": (False, ("impl-g3",)),
        "outbound-investment-growth": (None, ("guide-2-2",)),
        "contracting-growth": (None, ("guide-2-2",)),
    }


def test_growth_of_15_per_cent_doubles_in_five_years(catalog: Catalog) -> None:
    target = catalog.entities["target:contracting-growth"]
    assert isinstance(target, Target)
    curve = dict(desk.growth_curve(target))
    assert list(curve) == [2015, 2016, 2017, 2018, 2019, 2020]
    assert curve[2015] == 100
    assert curve[2020] == pytest.approx(100 * 1.15**5)
    share = catalog.entities["target:high-tech-export-share"]
    assert isinstance(share, Target)
    assert desk.growth_curve(share) == ()
