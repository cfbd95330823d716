"""Which country a point lies in, by the outlines the base map is made from."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from corridors.build.coverage import Units
from corridors.build.fetch import CNMAPS, WORLD_ATLAS, fetch, inputs_folder
from corridors.build.lines import Point
from corridors.build.units import chinese_units, foreign_units

# A pier or a bridge may lie outside every outline: so many degrees.
REACH = 0.3
CHINA = "CHN"


def outlines(description: str | None) -> Units:
    """Outline of each country and Chinese province in full detail, keyed by ``ISO3`` and a number."""
    with inputs_folder(description) as folder:
        cnmaps, atlas = fetch(CNMAPS, folder), fetch(WORLD_ATLAS, folder)
        chinese = chinese_units(cnmaps, atlas)
        foreign = foreign_units(cnmaps, atlas, chinese)
    parts = {f"{CHINA}{number}": shape for number, shape in enumerate(chinese.values())}
    return parts | {key.partition(":")[2]: shape for key, shape in foreign.items()}


def countries_of(points: Sequence[Point], units: Units) -> NDArray[np.str_]:
    """ISO alpha-3 code of the country of each point, "" far off every coast."""
    keys = [key[:3] for key in units]
    tree = shapely.STRtree(list(units.values()))
    spots = np.atleast_1d(np.asarray(shapely.points(np.asarray(points))))
    codes = np.full(len(points), "", dtype="U3")
    inside = tree.query(spots, predicate="intersects")
    for spot, unit in inside.T:
        codes[spot] = keys[unit]
    lost = np.flatnonzero(codes == "")
    if len(lost):
        near = tree.query_nearest(spots[lost], max_distance=REACH, all_matches=False)
        for spot, unit in near.T:
            codes[lost[spot]] = keys[unit]
    return codes
