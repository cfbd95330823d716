"""Any policy text to clauses and links, and the command that does it."""

import json
from pathlib import Path
from typing import Any

import pytest

from corridors import cli, paths
from corridors.policy.library import Library
from corridors.policy.link_text import link_text
from corridors.vocabulary import Grade, Relation
from tests.policy_files import docx, paragraph, pdf

TEXT = """某省人民政府关于扩大开放的若干措施
各市人民政府：
为扩大开放，制定以下措施。
一、开拓市场
（一）开拓东盟市场。深化与俄罗斯、白俄罗斯的合作。（省商务厅牵头，省财政厅、各市政府配合）
（二）建设园区。在印尼建设境外经贸合作区。责任单位：省商务厅
二、畅通通道
1.建设辽蒙欧通道。经二连浩特连接蒙古。
2.对接内蒙古。与内蒙古自治区协作。

某省人民政府
2016年3月1日
"""


def stated(linked: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {clause.id.partition("-")[2]: set() for clause in linked.clauses}
    for link in linked.links:
        if link.grade is Grade.STATED and not link.entity.startswith("industry"):
            found[link.measure.partition("-")[2]].add(link.entity)
    return found


def test_clauses_and_links_of_a_text_never_seen(library: Library) -> None:
    linked = link_text(library, TEXT)
    assert stated(linked) == {
        "1-1": {
            "group:asean",
            "country:RUS",
            "country:BLR",
            "agency:commerce-department",
            "agency:finance-department",
            "agency:city-governments",
        },
        "1-2": {"country:IDN", "agency:commerce-department"},
        "2-1": {"corridor:liao-meng-ou", "crossing:erenhot", "country:MNG"},
        "2-2": set(),
    }
    texts = {clause.id: clause.text for clause in linked.clauses}
    assert all(texts[x.measure][x.start : x.end] == x.evidence for x in linked.links)
    assert linked.frame.title == "某省人民政府关于扩大开放的若干措施"
    assert linked.frame.date == "2016-03-01"


def test_roles_and_relations(library: Library) -> None:
    linked = link_text(library, TEXT)
    relations = {(x.entity, x.relation) for x in linked.links if x.grade is Grade.STATED}
    assert ("agency:commerce-department", Relation.LEAD) in relations
    assert ("agency:finance-department", Relation.SUPPORT) in relations
    assert ("country:IDN", Relation.ZONE_GOAL) in relations
    assert ("group:asean", Relation.MARKET) in relations
    inferred = {x.entity for x in linked.links if x.grade is Grade.INFERRED}
    assert "country:VNM" in inferred
    assert not inferred & {"country:RUS", "country:BLR"}


def test_ids_depend_on_the_text_alone(library: Library) -> None:
    ids = [clause.id for clause in link_text(library, TEXT).clauses]
    assert ids == [clause.id for clause in link_text(library, TEXT).clauses]
    assert ids == [clause.id for clause in link_text(library, "\ufeff" + TEXT.replace("\n", "\r\n")).clauses]
    assert ids != [clause.id for clause in link_text(library, TEXT + "二").clauses]


def test_a_preamble_that_names_a_place_is_a_clause(library: Library) -> None:
    linked = link_text(library, "为与韩国合作，制定本意见。\n一、甲。\n")
    assert stated(linked) == {"p0": {"country:KOR"}, "1": set()}


@pytest.mark.parametrize("name", ["guide", "impl"])
def test_a_shipped_document_comes_back_as_itself(library: Library, name: str) -> None:
    document = library.catalog.documents[name]
    linked = link_text(library, (paths.POLICY / document.file).read_text(encoding="utf-8"))
    assert linked.known == name
    assert linked.clauses == tuple(c for c in library.catalog.clauses.values() if c.doc == name)
    assert linked.links == tuple(x for x in library.catalog.links if x.measure.startswith(f"{name}-"))
    assert len(linked.links) > 400


def test_hard_line_breaks_wide_words_and_half_width_brackets(library: Library) -> None:
    text = (
        "加强与有关国家在装备制造和产能方面的合作重点是印度尼\n西亚和哈萨克斯坦等国家。\n"
        "韩　国、俄 罗 斯、刚果(金)、刚果（布）"
    )
    found = set().union(*stated(link_text(library, text)).values())
    assert found == {f"country:{iso3}" for iso3 in ("IDN", "KAZ", "KOR", "RUS", "COD", "COG")}


def test_html_is_text(library: Library) -> None:
    text = "<b>一、</b>与<i>俄罗斯</i>合作<script>alert('蒙古')</script>"
    linked = link_text(library, text)
    assert linked.clauses[0].text == text
    assert stated(linked) == {"p1": {"country:RUS", "country:MNG"}}


def test_progress_is_told_and_an_exception_from_it_ends_the_work(library: Library) -> None:
    text = "".join(f"{number % 99 + 1}.与俄罗斯合作。做好。\n" for number in range(120))
    told: list[tuple[int, int]] = []
    link_text(library, text, progress=lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    assert len(told) > 2

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link_text(library, text, progress=stop)


# ------------------------------------------------------------------------------- the command line


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(cli, "open_library", lambda: library)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = cli.main(["link-text", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize("kind", ["txt", "gb18030", "docx", "pdf"])
def test_link_text_prints_clauses_and_links(run: Any, tmp_path: Path, kind: str) -> None:
    lines = TEXT.strip().split("\n")
    data = {
        "txt": TEXT.encode(),
        "gb18030": TEXT.encode("gb18030"),
        "docx": docx("".join(paragraph(line) for line in lines)),
        "pdf": pdf([[line for line in lines if line]]),
    }[kind]
    path = tmp_path / "policy"
    path.write_bytes(data)
    code, out, err = run(path, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["clauses", "links"]
    fields = ["id", "doc", "chapter", "number", "title", "text", "lead", "support"]
    assert [sorted(clause) for clause in answer["clauses"]] == [sorted(fields)] * 4
    first = answer["clauses"][0]
    assert (first["number"], first["title"], first["chapter"]) == ("（一）", "开拓东盟市场", "一、开拓市场")
    assert (first["lead"], first["support"]) == (["省商务厅"], ["省财政厅", "各市政府"])
    texts = {clause["id"]: clause["text"] for clause in answer["clauses"]}
    keys = {"measure", "entity", "relation", "grade", "evidence", "start", "end"}
    assert all(set(link) == keys for link in answer["links"])
    assert all(texts[x["measure"]][x["start"] : x["end"]] == x["evidence"] for x in answer["links"])
    assert ("country:BLR", "stated") in {(x["entity"], x["grade"]) for x in answer["links"]}


def test_link_text_of_a_shipped_file_is_what_measures_and_links_print(run: Any, library: Library) -> None:
    document = library.catalog.documents["impl"]
    _, out, _ = run(paths.POLICY / document.file, "--json")
    answer = json.loads(out)
    assert [c["id"] for c in answer["clauses"]] == [
        c.id for c in library.catalog.clauses.values() if c.doc == "impl"
    ]
    assert answer["links"] == [
        x.model_dump(mode="json") for x in library.catalog.links if x.measure.startswith("impl-")
    ]


def test_candidates_are_printed_when_asked_for(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、推动瓜达尔港项目建设。\n", encoding="utf-8")
    _, out, _ = run(path, "--json", "--candidates")
    (one,) = json.loads(out)["candidates"]
    assert (one["text"], one["kind"]) == ("瓜达尔港", "port")
    _, out, _ = run(path, "--candidates")
    assert "瓜达尔港" in out


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text"),
        (b"\x89PNG\r\n\x1a\n", "PNG file"),
        (bytes(range(256)), "encoding"),
        (pdf([[]]), "scan"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_on_standard_error(
    run: Any, tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(data)
    code, out, err = run(path, "--json")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert message in err
    assert err.count("\n") == 1
