"""Cuts the fonts of the briefings from the full Noto fonts: ``python -m corridors.build.fonts``.

The licence (SIL OFL 1.1) lets a subset keep its name: the only reserved font name is "Source".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from corridors import paths
from corridors.build import versions
from corridors.build.fetch import Archive, Package, fetch, inputs_folder

FONTS = paths.DATA / "fonts"
SANS = Package(
    source="noto-sans-sc",
    registry="npm",
    name="@expo-google-fonts/noto-sans-sc",
    version="0.4.3",
    sha256="0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    licence="SIL OFL 1.1 (fonts); MIT (package)",
    credit="Noto Sans SC © Adobe",
)
SERIF = Package(
    source="noto-serif-sc",
    registry="npm",
    name="@expo-google-fonts/noto-serif-sc",
    version="0.4.3",
    sha256="ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    licence="SIL OFL 1.1 (fonts); MIT (package)",
    credit="Noto Serif SC © Adobe",
)
LATIN = Package(
    source="noto-sans",
    registry="npm",
    name="@expo-google-fonts/noto-sans",
    version="0.4.2",
    sha256="98cf14a19b8e67a0e76bfd4d5df98937b9734e6dde570bd750f2259042042548",
    licence="SIL OFL 1.1 (fonts); MIT (package)",
    credit="Noto Sans © The Noto Project Authors",
)
LATIN_SERIF = Package(
    source="noto-serif",
    registry="npm",
    name="@expo-google-fonts/noto-serif",
    version="0.4.2",
    sha256="78810a8143112a326def7ec976601ecb9855a9e79082c727246beec4f0531d0c",
    licence="SIL OFL 1.1 (fonts); MIT (package)",
    credit="Noto Serif © The Noto Project Authors",
)
LICENCE_MEMBER = "package/LICENSE_FONT"
# What carries text of ours; a character of any of these files is in every font.
TEXTS = (
    ("data", ("*.csv", "*.toml", "*.txt")),
    ("corridors", ("*.py", "*.js", "*.html", "*.css", "*.po", "*.typ")),
)
# Latin with accents, Greek, Cyrillic; then punctuation, units, numbers in circles, arrows, shapes.
COMMON = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x218F), (0x2190, 0x21FF)),
    *((0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF), (0x2600, 0x266F), (0x3000, 0x303F)),
    *((0x3040, 0x30FF), (0xFF00, 0xFFEF)),
)
# Latin with every accent and modifier, Greek, Cyrillic, and the punctuation between them.
LETTERS = (
    *((0x20, 0x7E), (0xA0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF)),
    *((0x2010, 0x2027), (0x2030, 0x2044), (0x2070, 0x209F), (0x20A0, 0x20BF)),
)
# Kerning and marks; without them vertical forms and alternates would bring thousands of glyphs.
FEATURES = ("kern", "ccmp", "mark", "mkmk")
LEAD_BYTES, TRAIL_BYTES = range(0x81, 0xFF), range(0x40, 0xFF)


@dataclass(frozen=True)
class Cut:
    """One font file: where it comes from and which Chinese character set it covers, if any."""

    file: str
    package: Package
    member: str
    charset: str = ""


CUTS = (
    Cut("NotoSansSC-Regular.ttf", SANS, "package/400Regular/NotoSansSC_400Regular.ttf", "gbk"),
    Cut("NotoSansSC-Bold.ttf", SANS, "package/700Bold/NotoSansSC_700Bold.ttf", "gb2312"),
    Cut("NotoSerifSC-Regular.ttf", SERIF, "package/400Regular/NotoSerifSC_400Regular.ttf", "gb2312"),
    Cut("NotoSans-Regular.ttf", LATIN, "package/400Regular/NotoSans_400Regular.ttf"),
    Cut("NotoSans-Bold.ttf", LATIN, "package/700Bold/NotoSans_700Bold.ttf"),
    Cut("NotoSerif-Regular.ttf", LATIN_SERIF, "package/400Regular/NotoSerif_400Regular.ttf"),
)


def characters(charset: str) -> set[int]:
    """Code points a font should cover: a Chinese character set, the common ranges, our own texts.

    Without a character set the letters of Europe alone: for what the Chinese fonts lack.
    """
    if not charset:
        return {code for first, last in LETTERS for code in range(first, last + 1)}
    common = {code for first, last in COMMON for code in range(first, last + 1)}
    return set(_encoded(charset)) | common | own_characters(paths.ROOT)


def own_characters(root: Path) -> set[int]:
    """Code points of every text in the data and in the code below ``root``."""
    files = (file for folder, globs in TEXTS for pattern in globs for file in (root / folder).rglob(pattern))
    return {ord(char) for file in files for char in file.read_text(encoding="utf-8") if char.isprintable()}


def cut(font: bytes, wanted: Iterable[int]) -> bytes:
    """Subset of a TrueType font, without hints and vertical metrics.

    Parameters
    ----------
    font : bytes
        A whole TrueType font.
    wanted : iterable of int
        Code points; what the font does not have is left out.
    """
    options = subset.Options(
        layout_features=list(FEATURES),
        hinting=False,
        name_IDs=["*"],
        notdef_outline=True,
        drop_tables=["vhea", "vmtx", "BASE", "STAT"],
    )
    loaded = TTFont(BytesIO(font), recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(loaded)
    target = BytesIO()
    loaded.save(target, reorderTables=True)
    return target.getvalue()


def build(archives: dict[Package, Archive], folder: Path) -> None:
    """Write every font and the licences into ``folder`` and enter the fonts in ``versions.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, archive in archives.items():
        licence = folder / f"{package.source}-OFL.txt"
        licence.write_bytes(archive.read(LICENCE_MEMBER))
    for wanted in CUTS:
        target = folder / wanted.file
        target.write_bytes(cut(archives[wanted.package].read(wanted.member), characters(wanted.charset)))
        versions.register(target, [wanted.package])
        print(f"{wanted.file}: {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Fetch the packages and write the fonts to ``data/fonts``."""
    with inputs_folder(__doc__) as folder:
        build({package: fetch(package, folder) for package in (SANS, SERIF, LATIN, LATIN_SERIF)}, FONTS)


def _encoded(charset: str) -> Iterator[int]:
    """Code points of the two-byte characters of a Chinese encoding."""
    for lead in LEAD_BYTES:
        for trail in TRAIL_BYTES:
            try:
                yield ord(bytes((lead, trail)).decode(charset))
            except (UnicodeDecodeError, TypeError):
                continue


if __name__ == "__main__":
    main()
