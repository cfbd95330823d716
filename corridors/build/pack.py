"""The finished draft as the plain arrays that :func:`corridors.network.graph.load` reads."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.build import lines
from corridors.build.draft import Draft, Edge
from corridors.network.graph import NO_GATE, STEPS, TRANSFER, Gate
from corridors.vocabulary import Basis, LegStatus, Measure, Mode, Term

# Kilometres are kept to ten metres.
KM_DECIMALS = 2
TOLERANCE = 0.004


def numbering(draft: Draft) -> dict[int, int]:
    """New numbers of the nodes that edges use, in the old order."""
    used = {node for edge in draft.edges.values() for node in (edge.a, edge.b)}
    return {node: number for number, node in enumerate(sorted(used))}


def arrays(draft: Draft, gates: Sequence[Gate]) -> dict[str, NDArray[Any]]:
    """Arrays and tables of the network, nodes and edges renumbered.

    Raises
    ------
    ValueError
        If an edge names a gate that is not among ``gates``.
    """
    number = numbering(draft)
    edges = sorted(draft.edges.values(), key=lambda e: (number[e.a], number[e.b], e.kind.mode, e.km))
    used = {edge.kind.gate for edge in edges if edge.kind.gate}
    if missing := used - {gate.id for gate in gates}:
        raise ValueError(f"gates without a record: {', '.join(sorted(missing))}")
    kept = sorted((gate for gate in gates if gate.id in used), key=lambda gate: gate.id)
    at = {gate.id: index for index, gate in enumerate(kept)} | {"": NO_GATE}
    countries = tuple(sorted({draft.countries[node] for node in number} | {""}))
    sources = tuple(sorted({edge.kind.source for edge in edges}))
    modes = (*_values(Mode), TRANSFER)
    words: dict[str, Any] = {
        "countries": countries,
        "modes": modes,
        "statuses": _values(LegStatus),
        "bases": _values(Basis),
        "measures": _values(Measure),
        "sources": sources,
        "gates": [asdict(gate) for gate in kept],
        "nodes_of": {
            key: [number[n] for n in nodes if n in number]
            for key, nodes in sorted(draft.places.items())
            if any(n in number for n in nodes)
        },
    }
    points = np.array([draft.points[node] for node in number])
    bends = [_bends(edge) for edge in edges]
    kinds = [edge.kind for edge in edges]
    return {
        "lon": np.rint(points[:, 0] * STEPS).astype(np.int32),
        "lat": np.rint(points[:, 1] * STEPS).astype(np.int32),
        "country": np.array([countries.index(draft.countries[node]) for node in number], dtype=np.int16),
        "start": np.array([number[e.a] for e in edges], dtype=np.int32),
        "end": np.array([number[e.b] for e in edges], dtype=np.int32),
        "km": np.round([e.km for e in edges], KM_DECIMALS),
        "mode": _indices([k.mode for k in kinds], modes),
        "status": _indices([k.status for k in kinds], words["statuses"]),
        "basis": _indices([k.basis for k in kinds], words["bases"]),
        "measure": _indices([k.measure for k in kinds], words["measures"]),
        "source": _indices([k.source for k in kinds], sources),
        "gauge": np.array([k.gauge for k in kinds], dtype=np.int16),
        "gate": np.array([at[k.gate] for k in kinds], dtype=np.int32),
        "bend_start": np.cumsum([0, *(len(b) for b in bends)]).astype(np.int32),
        "bends": np.concatenate(bends).astype(np.int32),
        "words": np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8),
    }


def write(path: Path, stored: dict[str, NDArray[Any]]) -> None:
    """Write the arrays; the same arrays always make the same file."""
    with path.open("wb") as stream:
        fields: dict[str, Any] = dict(stored)
        np.savez_compressed(stream, **fields)


def _bends(edge: Edge) -> NDArray[np.int64]:
    """Steps from vertex to vertex between the ends of a line, in stored units."""
    line = _unbroken(edge.line)
    if len(line) > 2 and edge.kind.mode != Mode.SEA:  # at sea every bend keeps off the land
        line = lines.light(line, TOLERANCE)
    whole = np.rint(np.array(line) * STEPS).astype(np.int64)
    steps: NDArray[np.int64] = np.diff(whole[:-1], axis=0).reshape(-1, 2)
    return steps


def _unbroken(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    points = [line[0]]
    for lon, lat in line[1:]:
        points.append((lon + 360 * round((points[-1][0] - lon) / 360), lat))
    return points


def _values(terms: type[Term]) -> tuple[str, ...]:
    return tuple(term.value for term in terms)


def _indices(values: Sequence[str], table: Sequence[str]) -> NDArray[np.uint8]:
    at = {value: index for index, value in enumerate(table)}
    return np.array([at[value] for value in values], dtype=np.uint8)
