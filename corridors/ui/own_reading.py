"""Own layers read from the store, each anew only if it has changed itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from corridors.exchange.store import Layer, Row, Store, StoreError
from corridors.maps import palette

PREFIX = "own:"
# Notes of this kind hold how a layer is drawn, under the layer's id.
LOOK = "own-look"


@dataclass(frozen=True)
class Kept:
    """A layer of the store with everything the pages need of it.

    ``rows`` are by id, ``look`` is the version of the note that holds its colour, 0 without one.
    ``error`` says why its rows cannot be read; there are none then.
    """

    layer: Layer
    rows: Mapping[str, Row]
    color: str
    look: int
    error: StoreError | None = None

    @property
    def slug(self) -> str:
        """The id as addresses have it."""
        return self.layer.id.removeprefix(PREFIX)


@dataclass(frozen=True)
class Reading:
    """All layers as they were at one moment, and the last change of each at that time."""

    kept: tuple[Kept, ...] = ()
    stamps: Mapping[str, int] = field(default_factory=dict)

    def again(self, store: Store) -> "Reading":
        """Read the store; rows of layers that have not changed since are those of this reading.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        stamps = store.stamps()  # before the rows: what changes in between is read again next time
        looks = {note.key: note for note in store.notes(LOOK)}
        before = {each.layer.id: each for each in self.kept if each.error is None}
        found = []
        for layer in store.layers():
            note = looks.get(layer.id)
            color = palette.OWN.get(str(note.value.get("color")) if note else "", palette.OWN_DEFAULT)
            error: StoreError | None = None
            same = layer.id in before and stamps.get(layer.id) == self.stamps.get(layer.id)
            if same:
                rows = before[layer.id].rows
            else:
                rows, error = _rows(store, layer)
            found.append(Kept(layer, rows, color, note.version if note else 0, error))
        return Reading(tuple(found), stamps)


def _rows(store: Store, layer: Layer) -> tuple[Mapping[str, Row], StoreError | None]:
    try:
        return MappingProxyType({row.id: row for row in store.rows(layer.id)}), None
    except StoreError as error:  # one damaged layer must not hide the others
        return MappingProxyType({}), error
