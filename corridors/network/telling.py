"""Which straits, canals and borders tell ways apart, and which only lie along them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from corridors.network.graph import Gate, Network
from corridors.network.layout import Ints

TELLING = ("passage", "border")
HOME = "CHN"
# Passages that decide where a sea route goes; the others only lie along it.
DECIDING = frozenset(
    {
        "strait:northeast-passage",
        "strait:northwest-passage",
        "strait:suez",
        "strait:panama",
        "strait:cape-of-good-hope",
        "strait:cape-horn",
        "strait:magellan",
    }
)


@lru_cache(maxsize=2)
def gate_edges(network: Network) -> dict[str, Ints]:
    """Edges on gates that tell ways apart, by kind.

    Returns
    -------
    dict of str to int64
        ``deciding`` and ``minor`` passages, ``home`` borders, and ``gauge`` borders elsewhere where
        the gauge changes. Other borders tell nothing by themselves.
    """
    kinds = np.array([*(kind_of_gate(gate) for gate in network.gates), ""])
    return {
        kind: np.flatnonzero(kinds[network.gate] == kind) for kind in ("deciding", "minor", "home", "gauge")
    }


def kind_of_gate(gate: Gate) -> str:
    """Kind of a gate as :func:`gate_edges` sorts them, empty if it tells nothing."""
    if gate.kind == "passage":
        return "deciding" if DECIDING & {gate.id, gate.within} else "minor"
    if gate.kind == "border" and HOME in gate.countries:
        return "home"
    return "gauge" if gate.kind == "border" and len(set(gate.gauges)) > 1 else ""


def exits_between(network: Network, ends: tuple[int, int]) -> str:
    """Kind of border that tells ways on land apart: China's, if one end lies in China."""
    inside = [network.countries[network.country[node]] == HOME for node in ends]
    return "home" if sum(inside) == 1 else "gauge"


def exits(gates: Sequence[Gate]) -> list[str]:
    """Borders that tell ways on land apart: where they leave China, else where the gauge changes."""
    by_kind = {kind: [gate.id for gate in gates if kind_of_gate(gate) == kind] for kind in ("home", "gauge")}
    return by_kind["home"] or by_kind["gauge"]
