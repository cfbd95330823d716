"""Every word of the app and of the briefings is in the catalogs, in both languages, and is used."""

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from corridors import paths
from corridors.words import LOCALE, Words

PACKAGE = paths.ROOT / "corridors"
# Which code speaks the words of which catalog.
SPEAKERS = {
    "record": [PACKAGE / "analysis"],
    "app": [PACKAGE / "ui"],
    "briefing": [PACKAGE / "briefing", PACKAGE / "ui"],
    "map": [PACKAGE / "maps", PACKAGE / "briefing"],
}
SHOWN = [paths.ROOT / "app.py", paths.ROOT / "pages", *(PACKAGE / n for n in ("ui", "briefing", "maps"))]
# English words that are no text for readers, or that stand in one language on purpose.
NO_TEXT = {
    "corridors/briefing/glosses.py": "English glosses of clause titles, which are Chinese themselves",
    "corridors/briefing/deck.py": "names of typefaces",
    "corridors/briefing/docx.py": "names of typefaces and of a style of Word",
    "corridors/briefing/fonts.py": "names of typefaces",
    "corridors/ui/compare_tools.py": "words cut off the names of passages, in both languages",
}
CHINESE = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile(r"\b[A-Z][a-z]+ [A-Za-z]{2,}|\b[a-z]{2,} [a-z]{2,} [a-z]{2,}")
BLANK = re.compile(r"{(\w+)[^}]*}")


@cache
def messages(domain: str, lang: str) -> dict[str, Message]:
    with (LOCALE / lang / "LC_MESSAGES" / f"{domain}.po").open("rb") as stream:
        return {_id(message): message for message in read_po(stream) if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def name(path: Path) -> str:
    return path.relative_to(paths.ROOT).as_posix()


def files(places: list[Path], *endings: str) -> Iterator[Path]:
    for place in places:
        yield from (p for p in (place, *place.rglob("*")) if p.suffix in endings and p.is_file())


ALL = [(domain, key) for domain in SPEAKERS for key in messages(domain, "zh")]


def test_there_are_words() -> None:
    assert len(ALL) > 600


@pytest.mark.parametrize("domain", SPEAKERS)
def test_both_languages_have_the_same_messages(domain: str) -> None:
    assert messages(domain, "zh").keys() == messages(domain, "en").keys()


@pytest.mark.parametrize("domain", SPEAKERS)
def test_every_message_is_used(domain: str) -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in files(SPEAKERS[domain], ".py", ".html", ".typ"))
    quoted = set(re.findall(r"""["'](\w+)["']""", source))
    assert messages(domain, "zh").keys() - quoted == set()


@pytest.mark.parametrize(("domain", "key"), ALL)
def test_a_message_is_said_in_both_languages_with_the_same_blanks(domain: str, key: str) -> None:
    zh, en = (forms(messages(domain, lang)[key]) for lang in ("zh", "en"))
    assert all(zh)
    assert all(en)
    blanks = {frozenset(BLANK.findall(form)) for form in (*zh, *en)}
    assert len(blanks) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("domain", SPEAKERS)
def test_the_compiled_catalog_is_the_written_one(domain: str, lang: str) -> None:
    with (LOCALE / lang / "LC_MESSAGES" / f"{domain}.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for key, message in messages(domain, lang).items():
        if isinstance(message.id, str):
            assert compiled.gettext(key) == message.string, "run make words"
        else:
            assert (compiled.ngettext(key, key, 1), compiled.ngettext(key, key, 5)) == (
                message.string[0],
                message.string[-1],
            )


def test_an_unknown_message_is_an_error() -> None:
    words = Words("app")
    with pytest.raises(KeyError):
        words("no-such-text", "zh")
    with pytest.raises(KeyError):
        words.counted("no-such-text", "en", 2)


def test_a_number_chooses_the_form() -> None:
    words = Words("briefing")
    assert [words.counted("count_clauses", "en", n) for n in (0, 1, 2)] == ["clauses", "clause", "clauses"]
    assert words.counted("count_clauses", "zh", 1) == "条"


def untranslated(source: str) -> list[str]:
    """Strings of a Python source that look like words for readers: Chinese, or an English phrase."""
    tree = ast.parse(source)
    passed = set()
    for node in ast.walk(tree):
        first = getattr(node, "body", None)
        if isinstance(first, list) and first and isinstance(first[0], ast.Expr):
            passed.add(id(first[0].value))
        if isinstance(node, ast.Raise):  # for whoever reads the log
            passed |= {id(inner) for inner in ast.walk(node)}
    strings = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n.value for n in strings if id(n) not in passed and _speaks(n.value)]


def _speaks(value: str) -> bool:
    names = re.compile(r"shape [\w ]+|fill hatch|(left|right) bottom|{%.*%}|<[^>]*>?", re.DOTALL)
    return bool(CHINESE.search(value) or SENTENCE.search(names.sub("", value)))


@pytest.mark.parametrize("path", sorted(files(SHOWN, ".py")), ids=name)
def test_no_words_stand_in_the_code(path: Path) -> None:
    if name(path) in NO_TEXT:
        return
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(files(SHOWN, ".html", ".js")), ids=name)
def test_no_words_stand_in_templates_and_scripts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not CHINESE.search(text)
    if path.suffix == ".html":
        unseen = r"{% macro.*?endmacro %}|{#.*?#}|{%.*?%}|{{.*?}}|<(style|script)\b.*?</\1>|<!--.*?-->"
        bare = re.sub(unseen, "", text, flags=re.DOTALL)
        assert not re.search(r">[^<>]*[A-Za-z]{2,} [A-Za-z]{2,}[^<>]*<", bare)
        assert not re.search(r"""(aria-label|title|alt|placeholder)="[^"]*[A-Za-z]{2}""", bare)


def test_the_search_finds_words_in_code() -> None:
    assert untranslated('st.button("Save the layer")') == ["Save the layer"]
    assert untranslated('"""What it does."""\nst.button("保存")') == ["保存"]
    assert untranslated('st.button(text("save", lang), key="own_save")') == []
