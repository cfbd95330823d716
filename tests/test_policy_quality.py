"""Precision and recall of stated links on labelled clauses, as ``scripts/bench/linking.py`` counts them."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from corridors import paths
from corridors.policy.library import Library
from corridors.vocabulary import Kind

LABELLED = paths.ROOT / "tests" / "labelled"
SIZES = {"documents": 59, "tuned": 140, "holdout": 60, "industries": 20}


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("linking", paths.ROOT / "scripts" / "bench" / "linking.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "least"), SIZES.items())
def test_precision_and_recall(bench: ModuleType, library: Library, name: str, least: int) -> None:
    cases = list(bench.read(LABELLED / f"{name}.txt"))
    assert len(cases) >= least
    kinds = frozenset({Kind.INDUSTRY}) if name == "industries" else frozenset(Kind) - bench.UNJUDGED
    result = bench.score(library, cases, kinds, errors=False)
    assert result.right > 40
    assert result.precision >= 0.98
    assert result.recall >= 0.98


def test_every_label_is_a_record_and_no_clause_stands_twice(bench: ModuleType, library: Library) -> None:
    texts: list[str] = []
    for name in SIZES:
        for case in bench.read(LABELLED / f"{name}.txt"):
            assert case.entities <= library.catalog.entities.keys(), case.text
            texts.append(case.text)
    assert len(texts) == len(set(texts)) > 300


def test_the_score_sees_what_is_missed_and_what_is_too_much(bench: ModuleType, library: Library) -> None:
    wrong = [
        bench.Labelled("与俄罗斯合作", frozenset({"country:RUS", "country:MNG"})),
        bench.Labelled("与日本合作", frozenset()),
    ]
    assert bench.score(library, wrong, frozenset({Kind.COUNTRY}), errors=False) == (1, 1, 1)


def test_a_clause_without_labels_is_an_error(bench: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("甲\n乙\n=\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no entities for '甲'"):
        list(bench.read(path))
