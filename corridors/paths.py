"""Where things lie in the repository, independent of the current folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
POLICY = DATA / "policy"
PLACES = DATA / "places"
CORRIDORS = DATA / "corridors"
GEO = DATA / "geo"
SOURCES = DATA / "sources"
STATIC = ROOT / "static"
