"""Opens pages of an app whose data files are damaged one at a time: ``python damaged_app.py`` in its folder.

Reads one JSON task a line, ``{"file", "content", "pages"}`` with the content in base64 (null to remove the
file), and answers with the notices and exceptions of each page. The file is put back after each task.
"""

import base64
import functools
import gc
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path.cwd()
sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402 - the app to look at is the one in this folder
from streamlit.testing.v1 import AppTest  # noqa: E402


def main() -> None:
    """Answer tasks until there are no more."""
    for line in sys.stdin:
        task = json.loads(line)
        with redirect_stdout(sys.stderr):
            answer = look(ROOT / task["file"], task["content"], task["pages"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def look(file: Path, content: str | None, pages: list[str]) -> dict[str, Any]:
    """Open pages while a file is damaged."""
    whole = file.read_bytes()
    try:
        if content is None:
            file.unlink()
        else:
            file.write_bytes(base64.b64decode(content))
        forget()
        return {page: visit(page) for page in pages}
    finally:
        file.write_bytes(whole)


def visit(page: str) -> dict[str, Any]:
    """What a page says, and what went wrong on it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["select"] = "country:KAZ"
    app.switch_page(f"pages/{page}.py").run()
    return {
        "exceptions": [f"{e.message} {e.stack_trace[-2:]}" for e in app.exception],
        "notices": [e.value.replace("\\", "") for e in [*app.warning, *app.error]],
        "html": " ".join(h.proto.body for h in app.get("html") if "<style" not in h.proto.body),
    }


def forget() -> None:
    """Empty every cache, as a restart would."""
    st.cache_resource.clear()
    st.cache_data.clear()
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and str(found.__module__).startswith("corridors"):
            found.cache_clear()


if __name__ == "__main__":
    main()
