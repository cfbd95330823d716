"""The limits of an import are settings, and the page that lists them is right."""

import re
from dataclasses import fields

import pytest

from corridors import paths
from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import PREFIX, Limits


def test_the_page_lists_every_limit_with_its_default() -> None:
    text = (paths.ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.MULTILINE))
    assert listed == {PREFIX + field.name.upper(): str(field.default) for field in fields(Limits)}


def test_the_environment_sets_them() -> None:
    limits = Limits.from_environment({"CORRIDORS_IMPORT_ROWS": "7", "OTHER": "x"})
    assert limits == Limits(rows=7)


@pytest.mark.parametrize("text", ["0", "-1", "many", "", "1e3"])
def test_a_setting_that_is_no_number_is_told(text: str) -> None:
    with pytest.raises(ImportFileError, match="CORRIDORS_IMPORT_ROWS must be a whole number"):
        Limits.from_environment({"CORRIDORS_IMPORT_ROWS": text})
