"""Writes what the browser fetches once and keeps: Leaflet, our script, shapes and features.

File names carry a hash of their content, so a changed file has a new address and an unchanged one
stays in the browser's cache. The folder is derived from packages and data and may be deleted.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xstatic.pkg import leaflet

from corridors import paths, shapes
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.ground import ground, strokes
from corridors.maps.legend import words
from corridors.maps.palette import CORRIDOR
from corridors.maps.views import HOME, LIAONING
from corridors.models import Country, Entity, Label, Place
from corridors.vocabulary import Kind, LegStatus

ASSETS = Path(__file__).parent / "assets"
# The component that shows the map is served two levels below the app's root.
URL_PREFIX = "../../app/static/published/"
# Leaflet and our own files travel as one: the component loads scripts one after another.
PARTS = ("labels", "ground", "chrome", "overlay", "map")
SCRIPT, STYLE = "map.js", "map.css"
DECIMALS = 3
_LONG_AGO = 315_532_800  # 1980, in seconds
# The map does without these, but never without the countries and the dashes of the South China Sea.
DETAIL = ("provinces.geojson", "liaoning.geojson")


def publish(catalog: Catalog, static: Path = paths.STATIC, geo: Path = paths.GEO) -> Mapping[str, str]:
    """Write everything the map fetches and say where it is.

    Returns
    -------
    mapping of str to str
        Address of each asset, relative to the map component, by its plain name.

    Raises
    ------
    OSError
        If a shape file is missing or the folder cannot be written.
    """
    folder = static / "published"
    folder.mkdir(parents=True, exist_ok=True)
    library = Path(leaflet.BASE_DIR)
    fetched = {
        "ground.json": _dump(
            {"countries": ground(geo / "countries.geojson"), "strokes": strokes([geo / "lines.geojson"])}
        ),
        "detail.json": _dump(_detail(geo)),
        "features.json": _dump(features(catalog)),
    }
    urls = {name: _write_lasting(folder, name, content) for name, content in fetched.items()}
    style = _joined(library / "leaflet.css", ASSETS / STYLE)
    scripts = _joined(library / "leaflet.js", *(ASSETS / f"{name}.js" for name in PARTS))
    script = b"\n".join((_known(catalog, urls, style.decode()), (ASSETS / "ahead.js").read_bytes(), scripts))
    return MappingProxyType(urls | {SCRIPT: _write_lasting(folder, SCRIPT, script)})


def _detail(geo: Path) -> list[dict[str, Any]]:
    """Borders seen from near; without those whose file is damaged, which the reader is told elsewhere."""
    drawn: list[dict[str, Any]] = []
    for name in DETAIL:
        with suppress(OSError, ValueError):
            drawn += strokes([geo / name])
    return drawn


def _known(catalog: Catalog, urls: Mapping[str, str], style: str) -> bytes:
    """What the script knows before it is started; said here, it does not travel with each rerun."""
    known = {
        "urls": urls,
        "home": HOME,
        "liaoning": LIAONING,
        "words": {lang: words(catalog, lang) for lang in ("zh", "en")},
        "style": style,
    }
    return b"window.CorridorKnown = " + _dump(known) + b";"


def features(catalog: Catalog) -> dict[str, Any]:
    """Names, points and lines that the map draws, in the order that scene masks refer to."""
    drawn = scene.lines(catalog)
    return {
        "labels": [_label(label) for label in catalog.labels],
        "points": [_point(catalog, place) for place in scene.points(catalog)],
        "lines": [_line(catalog, line) for line in drawn],
        "legs": {
            line.leg: _coordinates(catalog, line.leg) for line in drawn if line.leg in catalog.leg_shapes
        },
        "countries": [_country(catalog, c) for c in catalog.entities.values() if isinstance(c, Country)],
    }


def _point(catalog: Catalog, place: Place) -> dict[str, Any]:
    assert place.lon is not None  # noqa: S101 - scene.points yields only places with a point
    return _named(place) | {
        "kind": place.kind,
        "corridors": len(catalog.corridors_of_entity.get(place.id, ())),
        "lat": place.lat,
        "lon": round(shapes.to_frame(place.lon), 4),
        "precision": place.precision,
        "minor": place.kind is not Kind.ZONE and not catalog.corridors_of_entity.get(place.id),
        "state": scene.state_of(place) or "",
    }


def _line(catalog: Catalog, line: scene.Line) -> dict[str, Any]:
    leg = catalog.legs[line.leg]
    ends = [catalog.entities.get(leg.start), catalog.entities.get(leg.end)]
    km = round(catalog.km(line.leg))
    return {
        "id": line.id,
        "leg": line.leg,
        "select": line.corridor,
        "color": None if line.status is LegStatus.COMPARISON else CORRIDOR.get(line.corridor),
        "status": line.status,
        "mode": leg.mode,
        "zh": f"{'—'.join(e.name_zh for e in ends if e)} · {leg.mode.zh} · {km:,} km · {line.status.zh}",
        "en": f"{'–'.join(e.name_en for e in ends if e)} · {leg.mode.en} · {km:,} km · {line.status.en}",
    }


def _coordinates(catalog: Catalog, leg: str) -> list[list[float]]:
    """Leaflet order: latitude, longitude; the Pacific frame keeps 4°E where it is."""
    line = catalog.leg_shapes[leg]
    return [[round(y, DECIMALS), round(x, DECIMALS)] for x, y in line.coords]


def _country(catalog: Catalog, country: Country) -> dict[str, Any]:
    lon = None if country.lon is None else round(shapes.to_frame(country.lon), 2)
    return _named(country) | {
        "lat": country.lat,
        "lon": lon,
        "named": any(link.grade == "stated" for link in catalog.links_by_entity.get(country.id, ())),
    }


def _label(label: Label) -> dict[str, Any]:
    names = {"id": label.id, "zh": label.name_zh, "en": label.name_en}
    return names | {"lat": label.lat, "lon": shapes.to_frame(label.lon), "zoom": label.min_zoom}


def _named(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "zh": entity.name_zh, "en": entity.name_en}


def _joined(*parts: Path) -> bytes:
    return b"\n".join(part.read_bytes() for part in parts)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write_lasting(folder: Path, name: str, content: bytes) -> str:
    """Write a file that browsers keep: unasked they do so for a tenth of its age, and none says longer."""
    url = _write(folder, name, content)
    with suppress(OSError):  # another user's file; it grows old by itself
        os.utime(folder / url.removeprefix(URL_PREFIX), (_LONG_AGO, _LONG_AGO))
    return url


def _write(folder: Path, name: str, content: bytes) -> str:
    """Write one file under a name with its hash; a reader never sees half a file."""
    stem, _, suffix = name.rpartition(".")
    target = folder / f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    if target.exists():
        target.touch()  # its age tells since when nobody wants it
    else:
        handle, draft = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
    return URL_PREFIX + target.name


def publish_own(
    places: list[dict[str, Any]], color: str, title: str, stem: str, static: Path = paths.STATIC
) -> str:
    """Write own places for the map to fetch and say where they are.

    Parameters
    ----------
    places : list of dict
        ``id``, ``name``, ``lat`` and ``lon`` (degrees, longitude in the map's frame); an area or
        a line also has ``line``, encoded rings or stretches, and ``closed`` for an area.
    color : str
    title : str
        What the layer is called; places without one can be seen but not selected.
    stem : str
        How the file's name begins: what :func:`prune_own` knows its files by.

    Returns
    -------
    str
        Address relative to the map component.
    """
    folder = static / "published"
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder, f"{stem}.json", _dump({"color": color, "title": title, "places": places}))


def prune_own(keep: Iterable[str], stem: str, static: Path = paths.STATIC, older: float = 0) -> None:
    """Remove files of own places that no address in ``keep`` names any more.

    Parameters
    ----------
    keep : iterable of str
        Addresses from :func:`publish_own`.
    stem : str
        Only files whose name begins so.
    older : float
        Leave files alone that are younger than this, in seconds.
    """
    names = {url.rpartition("/")[2] for url in keep}
    for file in (static / "published").glob(f"{stem}.*.json"):
        with suppress(FileNotFoundError):  # another reader was faster
            if file.name not in names and time.time() - file.stat().st_mtime >= older:
                file.unlink()
