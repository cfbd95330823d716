"""What the reader chooses before a briefing is made, checked where it comes in."""

import io
from dataclasses import dataclass, field
from datetime import date

from PIL import Image, UnidentifiedImageError

from corridors.analysis.rows import OwnLayer
from corridors.briefing.alternatives import Comparison
from corridors.briefing.words import Lang, say
from corridors.maps.scene import EVERYTHING, Filters

# Sections that can be left out. Sources and notes cannot: a fact without its source is none.
SECTIONS = (
    "map",
    "figures",
    "profile",
    "strip",
    "legs",
    "zones",
    "bonded",
    "clauses",
    "departments",
    "comparison",
    "own",
)
LOGO_BYTES = 5_000_000
LOGO_PIXELS = 25_000_000
LOGO_SIDE = 600
LONGEST = 300


class ChoiceError(ValueError):
    """A choice that cannot be followed; says so in Chinese and English.

    Parameters
    ----------
    key : str
        Of the words; ``values`` fill their blanks.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.zh, self.en = say(key, "zh", **values), say(key, "en", **values)
        super().__init__(self.en)


@dataclass(frozen=True)
class Choices:
    """How a briefing is to be.

    Attributes
    ----------
    without
        Keys of :data:`SECTIONS` to leave out.
    title, author
        Empty for the usual title and no author.
    logo
        PNG or JPEG as returned by :func:`checked_logo`.
    compared
        Ways to compare, in a table and on the maps.
    own
        Own layers whose places are to be listed.
    filters
        What maps and lists show besides the selection, as on screen.
    branch
        Id of a branch of the corridor, for a picture of that branch alone.
    dpi
        Of the pictures.
    """

    lang: Lang = "zh"
    without: frozenset[str] = frozenset()
    title: str = ""
    author: str = ""
    date: date = field(default_factory=date.today)
    logo: bytes = b""
    compared: Comparison | None = None
    own: tuple[OwnLayer, ...] = ()
    filters: Filters = EVERYTHING
    branch: str = ""
    dpi: int = 150

    def __post_init__(self) -> None:
        unknown = sorted(self.without - set(SECTIONS))
        if unknown:
            unknown_names, known = ", ".join(map(repr, unknown)), ", ".join(SECTIONS)
            raise ChoiceError("wrong_section", unknown=unknown_names, known=known)
        if max(len(self.title), len(self.author)) > LONGEST:
            raise ChoiceError("wrong_length", most=LONGEST)
        if not 50 <= self.dpi <= 600:
            raise ChoiceError("wrong_dpi")


def checked_logo(content: bytes) -> bytes:
    """Make a logo safe and small: a PNG of at most 600 pixels a side, from a PNG or JPEG.

    Raises
    ------
    ChoiceError
        If it is no such picture, or too large.
    """
    if len(content) > LOGO_BYTES:
        raise ChoiceError("logo_large", most=LOGO_BYTES // 1_000_000)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise ChoiceError("logo_pixels", most=LOGO_PIXELS // 1_000_000)
            small = picture.convert("RGBA")
            small.thumbnail((LOGO_SIDE, LOGO_SIDE))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ChoiceError("logo_other") from error
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()
