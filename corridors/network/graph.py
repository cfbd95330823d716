"""The multimodal network: nodes, undirected edges with length and mode, and the gates on them.

One file of plain arrays, built by ``python -m corridors.build.multimodal``. Reading it needs
nothing but numpy, takes a fraction of a second, and nothing in it can be changed afterwards.
"""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors import paths

FILE = paths.GEO / "network.npz"
# Mode of an edge that only changes the mode: no vehicle moves.
TRANSFER = "transfer"
NO_GATE = -1
# Coordinates are stored as whole numbers, so many to a degree: some ten metres each.
STEPS = 10_000

Point = tuple[float, float]


@dataclass(frozen=True)
class Gate:
    """A place that a route may be told to avoid, or that costs time.

    Attributes
    ----------
    id : str
        Id of the catalog where it has the place (``strait:suez``), else one of the same form.
    name_zh, name_en : str
        Names to show.
    kind : str
        ``passage`` (strait, canal, sea passage), ``port``, ``border`` (between two countries) or
        ``gauge`` (change of gauge inside a country).
    countries : tuple of str
        ISO alpha-3 codes: both sides of a border, the country of a port; empty at sea.
    gauges : tuple of int
        Track gauges in mm. Two of them: wagons or goods change here.
    within : str
        Id of the gate this one is a part of: each strait of the Northeast Passage is within it.
    also : tuple of str
        Ids of catalog places that are the same gate, such as the station on the other side.
    """

    id: str
    name_zh: str
    name_en: str
    kind: str
    countries: tuple[str, ...] = ()
    gauges: tuple[int, ...] = ()
    within: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Network:
    """All nodes and edges. The arrays are read-only; N nodes, E undirected edges.

    Attributes
    ----------
    lon, lat : float64[N]
        WGS84 degrees, longitude -180 to 180.
    country : int16[N]
        Index into ``countries``; the entry "" stands for the sea.
    start, end : int32[E]
        Nodes of an edge.
    km : float64[E]
        Length in kilometres, bends included.
    mode, status, basis, measure, source : uint8[E]
        Index into ``modes``, ``statuses``, ``bases``, ``measures``, ``sources``: how goods move,
        whether they can, where the line comes from, how the length is known, and the source record.
    gauge : int16[E]
        Track gauge in mm, 0 for none or mixed.
    gate : int32[E]
        Index into ``gates``, -1 for none.
    node_of : mapping of str to int
        Node of each catalog place that is on the network, by id.
    nodes_of : mapping of str to tuple of int
        All its nodes, that of ``node_of`` first: a port has one on land and one at sea.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    country: NDArray[np.int16]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    km: NDArray[np.float64]
    mode: NDArray[np.uint8]
    status: NDArray[np.uint8]
    basis: NDArray[np.uint8]
    measure: NDArray[np.uint8]
    source: NDArray[np.uint8]
    gauge: NDArray[np.int16]
    gate: NDArray[np.int32]
    countries: tuple[str, ...]
    modes: tuple[str, ...]
    statuses: tuple[str, ...]
    bases: tuple[str, ...]
    measures: tuple[str, ...]
    sources: tuple[str, ...]
    gates: tuple[Gate, ...]
    node_of: Mapping[str, int]
    nodes_of: Mapping[str, tuple[int, ...]]
    bend_start: NDArray[np.int32]
    bends: NDArray[np.int32]

    def line(self, edge: int) -> list[Point]:
        """Vertices of an edge from its start to its end.

        Returns
        -------
        list of tuple of float
            Longitude and latitude, WGS84 degrees. The first is the start node's; longitudes go on
            from there without a break and may pass 180.
        """
        first, last = int(self.start[edge]), int(self.end[edge])
        steps = self.bends[self.bend_start[edge] : self.bend_start[edge + 1]]
        origin = (float(self.lon[first]), float(self.lat[first]))
        inner = np.cumsum(steps, axis=0) / STEPS + origin
        line = [origin, *((float(lon), float(lat)) for lon, lat in inner)]
        turns = round((line[-1][0] - self.lon[last]) / 360)
        return [*line, (float(self.lon[last]) + 360 * turns, float(self.lat[last]))]


def load(path: Path = FILE) -> Network:
    """Read the network.

    Raises
    ------
    ValueError
        If the file is not a network or is damaged.
    OSError
        If it cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (EOFError, zipfile.BadZipFile, zlib.error, AttributeError, ValueError) as error:
        raise ValueError(f"{path.name} is damaged") from error
    try:
        words: dict[str, Any] = json.loads(arrays.pop("words").tobytes())
        gates = tuple(_gate(row) for row in words.pop("gates"))
        nodes_of = MappingProxyType({key: tuple(nodes) for key, nodes in words.pop("nodes_of").items()})
        node_of = MappingProxyType({key: nodes[0] for key, nodes in nodes_of.items()})
        tables = {name: tuple(entries) for name, entries in words.items()}
        arrays["km"] = arrays["km"].astype(np.float64)
        for name in ("lon", "lat"):
            arrays[name] = arrays[name] / STEPS
        for array in arrays.values():
            array.setflags(write=False)
        fields: dict[str, Any] = {**arrays, **tables}
        return Network(**fields, gates=gates, node_of=node_of, nodes_of=nodes_of)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not a network: {error}") from error


def _gate(row: Mapping[str, Any]) -> Gate:
    lists = {"countries": tuple(row["countries"]), "gauges": tuple(row["gauges"]), "also": tuple(row["also"])}
    return Gate(**{**row, **lists})
