"""Write the hashes of the scripts that stand inside our pages into deploy/headers.conf.

Run it after an edit of corridors/ui/assets/*.js or an update of Streamlit; a test fails until then.
"""

import re
import sys
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADERS = ROOT / "deploy" / "headers.conf"
LISTED = re.compile(r"(?<='wasm-unsafe-eval')(?: 'sha256-[^']+')+")
# What corridors/ui/frame.py says of the page's language.
SPOKEN = ("zh-CN", "en")


def scripts() -> list[str]:
    """Return the scripts: Streamlit's own, ours as their templates set them, and the language's."""
    index = (files("streamlit") / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    for file in sorted((ROOT / "corridors" / "ui" / "assets").glob("*.js")):
        found.append(f"\n{file.read_text(encoding='utf-8')}\n")
    return [*found, *(f"document.documentElement.lang = '{code}';" for code in SPOKEN)]


def hashes() -> list[str]:
    """Return them as a Content-Security-Policy names them."""
    return [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts()]


def main() -> int:
    """Rewrite the file if need be; return the exit code."""
    before = HEADERS.read_text(encoding="utf-8")
    after, count = LISTED.subn("".join(f" {one}" for one in hashes()), before)
    if count != 1:
        sys.stderr.write(f"headers: no list of hashes in {HEADERS}\n")
        return 1
    HEADERS.write_text(after, encoding="utf-8")
    sys.stdout.write("headers: as they were\n" if after == before else "headers: hashes written anew\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
