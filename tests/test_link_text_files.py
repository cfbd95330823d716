"""Policy files of every kind: what can be read, and a clear word about what cannot."""

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.policy.reading import read_policy, read_policy_bytes
from corridors.policy.unreadable import MEGABYTE, MESSAGES, Limits, UnreadableError
from tests.policy_files import ENCRYPTED, W, docx, paragraph, pdf

TEXT = "一、与俄罗斯合作。\n二、与蒙古国合作。"


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_policy_bytes(data, limits)
    assert caught.value.zh
    assert str(caught.value).isascii()
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.replace("\n", "\r\n").encode("utf-8"), "utf-8"),
        (TEXT.replace("\n", "\r").encode("gbk"), "gb18030"),
    ],
)
def test_plain_text_in_any_usual_encoding(data: bytes, encoding: str) -> None:
    found = read_policy_bytes(data)
    assert (found.text, found.format, found.encoding) == (TEXT, "txt", encoding)


def test_html_stays_text() -> None:
    text = "<script>alert(1)</script>\n<p>一、与俄罗斯合作。</p>"
    assert read_policy_bytes(text.encode()).text == text


BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t ", "empty"),
    "Big5": ("推動與俄羅斯、蒙古的貿易合作，加快通道建設。".encode("big5"), "encoding"),
    "Shift JIS": ("北東アジアの貿易と物流の回廊について。".encode("shift-jis"), "encoding"),
    "damaged UTF-8": ("一、与俄罗斯合作。".encode()[:-1] + b"\xff", "encoding"),
    "binary": (bytes(range(256)) * 20, "encoding"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 40, "picture"),
    "rtf": (b"{\\rtf1 x}", "old-word"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-word"),
    "Word with password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "encrypted",
    ),
    "scan": (pdf([[], []]), "scan"),
    "PDF with password": (pdf([["甲"]], ENCRYPTED), "encrypted"),
    "broken PDF": (pdf([["甲"]])[:200], "damaged"),
    "broken Word": (docx(paragraph("甲"))[:-40], "damaged"),
    "Word without text": (docx(""), "empty"),
    "broken XML": (docx("<w:p>"), "damaged"),
    "nested without end": (docx("<w:p>" * 20_000 + "</w:p>" * 20_000), "damaged"),
}


@pytest.mark.parametrize(("data", "expected"), BAD.values(), ids=BAD)
def test_bad_input_has_a_clear_message(data: bytes, expected: str) -> None:
    assert reason(data) == expected


def test_a_zip_that_is_no_word_document() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "甲")
    assert reason(stream.getvalue()) == "not-word"


def test_every_message_is_in_both_languages() -> None:
    assert all(zh and en and en.isascii() and not zh.isascii() for zh, en in MESSAGES.values())
    values = {"name": "a.txt", "why": "x", "size": 2 * MEGABYTE, "most": MEGABYTE, "kind": "PNG"}
    for key in MESSAGES:
        assert "{" not in str(UnreadableError(key, **values)) + UnreadableError(key, **values).zh


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        os.truncate(stream.fileno(), 1_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(UnreadableError, match=r"1000\.0 MB, more than the limit of 50\.0 MB"):
        read_policy(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"cannot open none\.txt"):
        read_policy(tmp_path / "none.txt")
    with pytest.raises(UnreadableError, match="is a folder"):
        read_policy(tmp_path)


def test_a_text_that_is_too_long() -> None:
    assert reason("甲".encode() * 11, Limits(characters=10)) == "too-long"
    assert reason(pdf([["甲"], ["乙"]]), Limits(pages=1)) == "too-many-pages"


# ------------------------------------------------------------------------------------------ Word


def test_paragraphs_and_tables_in_reading_order() -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("国家", "任务"))
    body = paragraph("一、甲。") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph("二、乙。")
    found = read_policy_bytes(docx(body))
    assert (found.text, found.format) == ("一、甲。\n国家\t任务\n二、乙。", "docx")


def test_tracked_changes_are_accepted_and_comments_stay_out() -> None:
    inserted = '<w:ins w:id="1"><w:r><w:t>蒙古国</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>日本</w:delText></w:r></w:del>'
    moved = (
        '<w:moveFrom w:id="3"><w:r><w:t>韩国</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t>印尼</w:t></w:r></w:moveTo>'
    )
    comment = '<w:r><w:commentReference w:id="5"/></w:r>'
    comments = {"word/comments.xml": f'<w:comments xmlns:w="{W}">{paragraph("法国")}</w:comments>'}
    text = read_policy_bytes(docx(paragraph("与", inserted + deleted + moved + comment), parts=comments)).text
    assert text == "与蒙古国印尼"


def test_breaks_tabs_and_instructions() -> None:
    inside = "<w:r><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert read_policy_bytes(docx(paragraph("甲", inside))).text == "甲\n乙\t丙"


def test_automatic_numbers_are_put_back() -> None:
    numbering = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
        <w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
        <w:lvlText w:val="（%2）"/></w:lvl>
      </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""

    def item(text: str, level: int) -> str:
        place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return paragraph(text).replace("<w:p>", f"<w:p>{place}")

    body = item("总则", 0) + item("甲。", 1) + item("乙。", 1) + item("任务", 0) + item("丙。", 1)
    text = read_policy_bytes(docx(body, parts={"word/numbering.xml": numbering})).text
    assert text == "一、总则\n（一）甲。\n（二）乙。\n二、任务\n（一）丙。"


def test_entities_are_refused_and_nothing_outside_is_fetched() -> None:
    prolog = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    assert reason(docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", prolog)) == "entities"
    laughs = '<!DOCTYPE a [<!ENTITY b "哈哈"><!ENTITY c "&b;&b;">]>'
    assert reason(docx("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", laughs)) == "entities"


def test_a_zip_bomb_is_stopped_on_the_way() -> None:
    bomb = docx(paragraph("甲" * 3 * MEGABYTE))
    assert len(bomb) < 100_000
    assert reason(bomb, Limits(unpacked_bytes=MEGABYTE)) == "zip-bomb"


# ------------------------------------------------------------------------------------------- PDF


def test_broken_lines_are_joined_and_running_heads_left_out() -> None:
    long = "　　一、与俄罗斯、蒙古国、哈萨克斯坦等国家加强经贸合作，建设境外经贸合"
    rest = "作区，支持企业走出去，推动印度尼西亚和塞尔维亚园区建设。（省商务厅牵头）"
    pages = [
        ["某某文件", long, rest, "- 1 -"],
        ["某某文件", "　　二、面向东盟。", "2"],
        ["某某文件", "　　三、完。", "第3页"],
    ]
    found = read_policy_bytes(pdf(pages))
    assert found.format == "pdf"
    assert found.text.split("\n") == [long.strip() + rest, "二、面向东盟。", "三、完。"]


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.tuples(
            st.sampled_from([docx(paragraph("甲")), pdf([["甲"]])]),
            st.integers(0, 900),
            st.binary(max_size=9),
        ).map(lambda t: t[0][: t[1]] + t[2] + t[0][t[1] + len(t[2]) :]),
    )
)
def test_any_bytes_give_a_text_or_a_clear_message(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert read_policy_bytes(data).text.strip()
