"""Every word of the interface is there in both languages and is used."""

import re

import pytest

from corridors import paths
from corridors.ui.texts import MODULES, TEXTS, text

FILES = [*(paths.ROOT / "corridors" / "ui").rglob("*.py"), *(paths.ROOT / "corridors" / "ui").rglob("*.html")]
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in FILES if p.parent.name != "words")


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_is_used_and_fills_the_same_blanks(key: str) -> None:
    assert re.search(rf"""["']{key}["']""", SOURCE), f"{key} is used nowhere"
    zh, en = TEXTS[key]
    assert zh
    assert en
    blanks = re.compile(r"{(\w+)}")
    assert set(blanks.findall(zh)) == set(blanks.findall(en))


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no-such-text", "zh")


def test_no_text_hides_another() -> None:
    assert len(TEXTS) == sum(len(module.WORDS) for module in MODULES)
