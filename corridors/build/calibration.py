"""How long the tracks of a country really are, told by those with a published length."""

from collections import defaultdict
from collections.abc import Mapping

from corridors.build import lines
from corridors.build.tracks import TRACK, Tracks
from corridors.vocabulary import Basis

# So many kilometres of published length say something about the tracks of a country.
ENOUGH_KM = 1_000.0


def calibrate(tracks: Tracks, country: Mapping[int, str]) -> dict[str, float]:
    """Scale tracks without a published length as the published ones of their country came out.

    Returns
    -------
    dict of str to float
        Published kilometres over kilometres of track, of countries with enough of them.
    """
    published: defaultdict[str, float] = defaultdict(float)
    track: defaultdict[str, float] = defaultdict(float)
    for a, b, data in tracks.graph.edges(data=True):
        if "track" in data and data["kind"].basis == Basis.OSM_RAIL and country[a] == country[b]:
            published[country[a]] += data["km"]
            track[country[a]] += data["track"]
    ratios = {code: published[code] / track[code] for code in sorted(track) if track[code] > ENOUGH_KM}
    for a, b, data in tracks.graph.edges(data=True):
        if data["kind"] == TRACK and country[a] == country[b] and country[a] in ratios:
            direct = lines.distance_km(tracks.points[a], tracks.points[b])
            data["km"] = max(data["km"] * ratios[country[a]], direct)
    return ratios
