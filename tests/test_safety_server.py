"""What the running server refuses, and what the code that runs in it never does."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from corridors import paths
from tests.browser.conftest import serve

SOURCES = [p for p in (paths.ROOT / "corridors").rglob("*.py") if "build" not in p.parts]
UI = [p for p in SOURCES if "ui" in p.parts]
# They run what they are given, or give back objects that run something.
DANGEROUS = {"eval", "exec", "__import__", "pickle", "marshal", "shelve", "os.system", "os.popen", "yaml"}
# Modules of ui that name files, none of them from what a reader sent: their own assets and templates, the
# catalog's policy texts, Streamlit's list of settings files.
NAME_FILES = {"access", "cards", "documents", "frame", "own_door", "policy_desk", "story", "strip"}
PASSWORD = "geheim-of-a-test"  # noqa: S105 - looked for in what is printed


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    (paths.STATIC / "published").mkdir(parents=True, exist_ok=True)
    with serve(paths.ROOT / "app.py") as address:
        yield address


def answer(address: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Status and content."""
    try:
        with urlopen(Request(address, body, headers, method=method), timeout=10) as found:  # noqa: S310 - ours
            return int(found.status), found.read()
    except HTTPError as error:
        return error.code, error.read()


def test_an_upload_without_its_token_is_refused(server: str) -> None:
    where = f"{server}/_stcore/upload_file/anybody/anything"
    form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\na\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert answer(where, "PUT", form, **kind)[0] == 403
    assert answer(where, "DELETE")[0] == 403
    forged = {"X-Xsrftoken": "2|a|b|1", "Cookie": "_streamlit_xsrf=2|c|d|1"}
    assert answer(where, "PUT", form, **kind, **forged)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "app/static/../app.py",
        "app/static/%2e%2e/app.py",
        "app/static/%2e%2e%2fapp.py",
        "app/static/..%5capp.py",
        "app/static//etc/passwd",
        "app/static/%2fetc%2fpasswd",
        "app/static/published/../../.streamlit/config.toml",
        "app/static/.streamlit/secrets.toml",
        "app/static/published/",
        "app/static/published",
        "app/static/",
        "component/streamlit_folium.st_folium/../../../../etc/passwd",
        "media/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_nothing_but_published_files_is_served(server: str, path: str) -> None:
    code, body = answer(f"{server}/{path}")
    # Streamlit answers the address of an unknown page with its own page.
    assert 400 <= code < 500 or b"<title>Streamlit</title>" in body
    assert b"root:" not in body


def test_only_published_files_lie_in_the_static_folder(server: str) -> None:
    assert server
    assert [entry.name for entry in paths.STATIC.iterdir()] == ["published"]
    assert {file.suffix for file in (paths.STATIC / "published").iterdir()} <= {".js", ".css", ".json"}


def test_other_doors_of_streamlit_are_shut(server: str) -> None:
    for path in ("_stcore/agent/interact", "_stcore/agent/mcp"):
        assert answer(f"{server}/{path}", "POST", b"{}")[0] >= 400
    assert b"<title>Streamlit</title>" in answer(f"{server}/_stcore/script-health-check")[1]


def test_the_settings_that_keep_it_shut() -> None:
    config = tomllib.loads((paths.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["enableXsrfProtection"] is True
    assert config["server"].get("enableCORS", True) is True
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["maxUploadSize"] <= 50
    assert config["client"]["showErrorDetails"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    assert "cookieSecret" not in config["server"]
    assert "secrets.toml" in (paths.ROOT / ".gitignore").read_text(encoding="utf-8")


def test_every_way_to_send_a_file_has_a_limit() -> None:
    found = 0
    for file in UI:
        for call in calls(file):
            if ast.unparse(call.func).endswith("file_uploader"):
                found += 1
                given = {keyword.arg for keyword in call.keywords}
                assert {"type", "max_upload_size"} <= given, f"{file.name}:{call.lineno}"
            if ast.unparse(call.func).endswith(("text_area", "text_input")):
                given = {keyword.arg for keyword in call.keywords}
                assert given & {"max_chars", "live", "value", "placeholder"}, f"{file.name}:{call.lineno}"
    assert found >= 3


def calls(file: Path) -> list[ast.Call]:
    return [n for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]


def test_no_data_are_run() -> None:
    assert len(SOURCES) > 100
    for file in SOURCES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not names & DANGEROUS, file.name


def test_no_file_is_named_by_a_reader() -> None:
    reaching = set()
    for file in UI:
        names = {ast.unparse(call.func).rpartition(".")[2] for call in calls(file)}
        if names & {"open", "Path", "read_bytes", "read_text", "write_bytes", "write_text", "exists"}:
            reaching.add(file.stem)
    assert reaching <= NAME_FILES | {"own_reading", "state"}


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://someone:{PASSWORD}@127.0.0.1:1/x",
        f"postgresql://someone:{PASSWORD}@127.0.0.1:port/x",
    ],
)
def test_a_password_is_never_printed(url: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("名称,国家,经度,纬度\n甲园,哈萨克斯坦,71.43,51.13\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "corridors", "import", str(file), "--store"],
        cwd=paths.ROOT,
        env=os.environ | {"CORRIDORS_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.strip()
    assert PASSWORD not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
