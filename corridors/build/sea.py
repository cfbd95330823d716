"""The maritime network of searoute."""

from collections.abc import Sequence

import searoute

from corridors.build.lines import Point, length_km

# No passage is shut. Left to its default the package shuts "northwest", which is also its label
# for the Northeast Passage. It remembers the last list it was given, so each call gives one.
RESTRICTIONS: tuple[str, ...] = ()


class SeaNetwork:
    """Shortest paths at sea."""

    def path(self, a: Point, b: Point) -> list[Point]:
        """Vertices of the shortest path between the network nodes nearest ``a`` and ``b``.

        Parameters
        ----------
        a, b : tuple of float
            Longitude (-180 to 180) and latitude in degrees.

        Returns
        -------
        list of tuple of float
            Longitude and latitude; longitudes may jump by whole turns.

        Raises
        ------
        ValueError
            If the network holds no way between them.
        """
        feature = searoute.searoute(list(a), list(b), restrictions=list(RESTRICTIONS))
        path = [_turned(point) for point in feature["geometry"]["coordinates"]]
        if not path:
            raise ValueError(f"no way at sea from {a} to {b}")
        return path

    def track_km(self, a: Point, b: Point) -> float:
        """Length of :meth:`path` in kilometres."""
        return length_km(self.path(a, b))


def _turned(point: Sequence[float]) -> Point:
    return ((point[0] + 180) % 360 - 180, point[1])
