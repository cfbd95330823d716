"""How fast routes are found, by which library, and how near the model comes to published trips.

Run by ``make bench``. Libraries that are not installed are left out of the comparison.
"""

import importlib.util
import random
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from corridors.catalog import Catalog
from corridors.network import graph, model, places, router
from corridors.network.errors import RouteError
from corridors.network.graph import Network
from corridors.network.layout import layout
from corridors.network.model import KM_PER_NAUTICAL_MILE, NSR
from corridors.network.query import query
from corridors.policy.library import open_library
from corridors.vocabulary import LegStatus, Mode

SEED = 7
PAIRS = 200
SEA_PAIRS = 40


def say(*cells: object) -> None:
    """Write one line, cells apart."""
    sys.stdout.write("  ".join(str(cell) for cell in cells) + "\n")


def percentile(seconds: Sequence[float], share: float) -> float:
    """Milliseconds that a share of the runs stays within."""
    return float(np.quantile(seconds, share)) * 1000


def timed(call: Callable[[], object], times: int = 1) -> float:
    """Seconds of processor time of one call, the median of several.

    What else runs on the machine does not count, so that the figures can be compared.
    """
    spent = []
    for _ in range(times):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return median(spent)


def libraries(network: Network, ends: list[tuple[int, int]]) -> None:
    """Time one shortest path with length and edges, by each library that is installed."""
    planned = network.status == network.statuses.index(LegStatus.PLANNED)
    weights = np.where(planned, np.inf, network.km + router.TIE)
    runs: dict[str, Callable[[int, int], object]] = {
        "scipy.sparse.csgraph": lambda a, b: router.shortest(network, weights, a, b)
    }
    edges = list(zip(network.start.tolist(), network.end.tolist(), weights.tolist(), strict=True))
    edges = [edge for edge in edges if np.isfinite(edge[2])]
    if importlib.util.find_spec("rustworkx"):
        import rustworkx as rx  # noqa: PLC0415 - only if it is installed

        fast = rx.PyGraph()
        fast.add_nodes_from(range(len(network.lon)))
        fast.add_edges_from(edges)
        runs["rustworkx"] = lambda a, b: rx.dijkstra_shortest_paths(fast, a, b, weight_fn=float)
    if importlib.util.find_spec("networkx"):
        import networkx as nx  # noqa: PLC0415 - only if it is installed

        plain = nx.MultiGraph()
        plain.add_weighted_edges_from(edges)
        runs["networkx, from both ends"] = lambda a, b: _quiet(
            lambda: nx.bidirectional_dijkstra(plain, a, b), nx.NetworkXNoPath, nx.NodeNotFound
        )
    if importlib.util.find_spec("scgraph"):
        from scgraph import Graph  # noqa: PLC0415 - only if it is installed

        rows: list[dict[int, float]] = [{} for _ in network.lon]
        for a, b, km in edges:
            rows[a][b] = rows[b][a] = min(km, rows[a].get(b, np.inf))
        runs["scgraph"] = lambda a, b: _quiet(lambda: Graph.dijkstra_makowski(rows, a, b), Exception)
    for name, run in runs.items():
        spent = [timed(lambda a=a, b=b, run=run: run(a, b)) for a, b in ends]  # type: ignore[misc]
        say(f"{name:28}", f"p50 {percentile(spent, 0.5):7.2f} ms", f"p95 {percentile(spent, 0.95):7.2f} ms")


def _quiet(call: Callable[[], object], *errors: type[Exception]) -> object:
    try:
        return call()
    except errors:
        return None


def queries(catalog: Catalog, network: Network) -> None:
    """Time whole questions, names to geometry, over random pairs of places."""
    names = known_places(catalog, network)
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    waited, spent, answers = [], [], []
    for _ in range(PAIRS):
        a, b = chance.sample(names, 2)
        start, busy = time.perf_counter(), time.process_time()
        answers.append(count(catalog, network, a, b))
        waited.append(time.perf_counter() - start)
        spent.append(time.process_time() - busy)
    for name, seconds in (("by the clock", waited), ("processor time", spent)):
        p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
        say(f"{PAIRS} questions, {name:14}", f"p50 {p50:5.1f} ms", f"p95 {p95:5.1f} ms")
    say("alternatives a question", *(f"{n}: {answers.count(n)}" for n in sorted(set(answers))))


def count(catalog: Catalog, network: Network, start: str, end: str) -> int:
    """Ask one question, lines and all, and count the answers."""
    try:
        return len(query(catalog, network, start, end))
    except RouteError:
        return 0


def known_places(catalog: Catalog, network: Network) -> list[str]:
    """Ids of every place of the catalog and every town and port on the network."""
    own = [place.id for place in catalog.places() if place.id in network.node_of and place.is_point]
    return [*own, *(town.id for town in places.towns())]


def against_searoute(catalog: Catalog, network: Network) -> None:
    """Compare lengths and times of the same sea pairs; needs searoute."""
    if not importlib.util.find_spec("searoute"):
        say("searoute is not installed")
        return
    from sea.pairs import compare  # noqa: PLC0415 - only if it is installed

    pairs = compare(catalog, network, SEA_PAIRS, SEED)
    own, theirs = sum(pair.seconds for pair in pairs), sum(pair.other_seconds for pair in pairs)
    off = sorted(pair.off for pair in pairs)
    apart = [pair for pair in pairs if not pair.within]
    say(f"{len(pairs)} pairs of ports connected by sea")
    say(f"{1000 * own:.0f} ms against {1000 * theirs:.0f} ms: {theirs / own:.0f} times faster")
    cut = sum(pair.cut for pair in apart)
    say(f"lengths within 2 %: {len(pairs) - len(apart)} of {len(pairs)}")
    say(f"of the others, searoute crosses land on {cut}")
    say(f"median {median(off):+.2%}, {off[0]:+.1%} to {off[-1]:+.1%}")
    for pair in apart:
        say(f"{pair.off:+.1%}  {pair.start} to {pair.end}: {pair.why}")


def trips(catalog: Catalog, network: Network) -> None:
    """Compare the model with each published train and voyage."""
    chosen = model.defaults(catalog)
    for trip in catalog.trips.values():
        try:
            routes = query(catalog, network, trip.start, trip.end, limit=8)
        except RouteError as error:
            say(f"{trip.name_zh}: {error}")
            continue
        via = next((g for g in network.gates if trip.via in (g.id, *g.also)), None)
        near = [r for r in routes if via and via.name_zh in (*r.passages, *r.border_names)]
        best = min(near or routes, key=lambda r: r.hours)
        speed = chosen.speeds()[NSR if trip.mode is Mode.SEA else Mode.RAIL]
        stated = (
            f"{trip.km / speed / 24 / trip.days - 1:+.0%} on the published km"
            if trip.km
            else "no km published"
        )
        length = f"{best.km / trip.km - 1:+.1%}" if trip.km else "-"
        say(
            f"{trip.name_zh:24}",
            f"{best.km:,.0f} km ({length})",
            f"{best.hours / 24:.1f} d against {trip.days:.0f} ({best.hours / 24 / trip.days - 1:+.0%})",
            stated,
            "" if near else f"not via {trip.via}",
        )


def main() -> None:
    """Print every table."""
    catalog = open_library().catalog
    start = time.perf_counter()
    network = graph.load()
    say(f"network: {len(network.lon)} nodes, {len(network.km)} edges, {len(network.gates)} gates")
    say(f"loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    say(f"laid out in {timed(lambda: layout(network)) * 1000:.0f} ms")
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    ends = [(a, b) for a, b in (chance.sample(range(len(network.lon)), 2) for _ in range(40))]
    query(catalog, network, "city:shenyang", "city:duisburg")
    say("\none shortest path, by library")
    libraries(network, ends)
    say("\nwhole questions")
    queries(catalog, network)
    say("\nsea, against searoute")
    against_searoute(catalog, network)
    say("\npublished trips; one nautical mile is", KM_PER_NAUTICAL_MILE, "km")
    trips(catalog, network)


if __name__ == "__main__":
    main()
