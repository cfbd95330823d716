"""The same pairs of ports on our network and on searoute's: lengths, times, and whose line runs over land.

searoute cuts capes and islands, and sails through the Corinth Canal, which is too narrow for cargo ships; our
ways lead round. Where its line crosses more land than ours, it is the shorter one for that reason.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import searoute

from corridors.build import coast, lines
from corridors.catalog import Catalog
from corridors.network import costs, graph, places, router
from corridors.network.graph import Network
from corridors.network.layout import Floats
from corridors.vocabulary import Mode

ARCTIC = ("strait:northeast-passage", "strait:northwest-passage")
WITHIN = 0.02
# So much more land under the other line is more than the grid's coarseness.
LAND_KM = 3.0
TIMES = 3


@dataclass(frozen=True)
class SeaPair:
    """Two ports, the lengths of both ways in km, the land under each, and the seconds each took."""

    start: str
    end: str
    km: float
    other_km: float
    land_km: float
    other_land_km: float
    seconds: float
    other_seconds: float

    @property
    def off(self) -> float:
        """How much longer our way is, as a share of the other."""
        return self.km / self.other_km - 1

    @property
    def within(self) -> bool:
        return abs(self.off) <= WITHIN

    @property
    def cut(self) -> bool:
        """Whether the other line crosses land that ours leads round."""
        return self.other_land_km - self.land_km > LAND_KM

    @property
    def why(self) -> str:
        """Why the two differ, in words."""
        if self.cut:
            return f"searoute crosses {self.other_land_km - self.land_km:.0f} km more of land"
        return "ours is shorter at sea" if self.off < 0 else "ours is longer at sea"


def compare(catalog: Catalog, network: Network, count: int, seed: int) -> list[SeaPair]:
    """Ask both for the same random pairs of ports; pairs that no sea way joins are left out."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    weights = sea_km(network)
    ready = router.matrix(network, weights)
    ports = sorted(gate.id for gate in network.gates if gate.kind == "port")
    found = []
    for _ in range(count):
        a, b = (places.find(name, catalog, network) for name in chance.sample(ports, 2))
        spent = []
        for _ in range(TIMES):
            begun = time.process_time()
            path = router.shortest(network, weights, a.node, b.node, ready)
            line = router.drawn(network, path)[0].tolist() if path else []
            spent.append(time.process_time() - begun)
        begun = time.process_time()
        other = searoute.searoute(
            [a.lon, a.lat], [b.lon, b.lat], units="km", restrictions=["northwest"], append_orig_dest=True
        )
        other_seconds = time.process_time() - begun
        if path:
            found.append(
                SeaPair(
                    start=a.id,
                    end=b.id,
                    km=float(network.km[list(path.edges)].sum()),
                    other_km=float(other.properties["length"]),
                    land_km=over_land(line),
                    other_land_km=over_land(other.geometry["coordinates"]),
                    seconds=sorted(spent)[TIMES // 2],
                    other_seconds=other_seconds,
                )
            )
    return found


def sea_km(network: Network) -> Floats:
    """Kilometres of sea edges and transfers, all others closed, and the Arctic as in searoute."""
    modes = [network.modes.index(name) for name in (Mode.SEA, graph.TRANSFER)]
    open_ = np.isin(network.mode, modes) & ~costs.on_gates(network, ARCTIC)
    return np.where(open_, network.km + router.TIE, np.inf)


def over_land(line: Sequence[Sequence[float]]) -> float:
    """Kilometres of a line (longitude, latitude in degrees) that lie on land."""
    points = [(float(lon), float(lat)) for lon, lat in line]
    return sum(
        lines.distance_km(a, b) * float(coast.is_land(coast.sampled(a, b)).mean())
        for a, b in pairwise(points)
    )
