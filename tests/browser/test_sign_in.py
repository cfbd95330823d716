"""Sign-in from end to end: a provider of our own, the real redirects, cookies and roles."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, expect

from corridors import paths
from tests.browser.conftest import READY, serve

pytestmark = pytest.mark.browser

CLIENT = "corridors"
KEY = RSAKey.generate_key(2048, {"kid": "test"})


class Provider(BaseHTTPRequestHandler):
    """The least that OpenID Connect asks of a provider; whoever comes is signed in as :attr:`person`."""

    person: ClassVar[str] = "wang@office.example"
    nonce: ClassVar[str] = ""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/authorize":
            Provider.nonce = query["nonce"]
            back = urlencode({"code": "c", "state": query["state"]})
            self._answer(302, {}, Location=f"{query['redirect_uri']}?{back}")
        elif asked.path == "/jwks":
            self._answer(200, {"keys": [KEY.as_dict(private=False)]})
        else:
            own = self._own
            endpoints = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self._answer(
                200,
                {f"{name}_endpoint": f"{own}/{path}" for name, path in endpoints.items()}
                | {"issuer": own, "jwks_uri": f"{own}/jwks", "response_types_supported": ["code"]}
                | {"id_token_signing_alg_values_supported": ["RS256"], "subject_types_supported": ["public"]},
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self._own, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 600}
        claims |= {"nonce": Provider.nonce, "email": Provider.person, "email_verified": True}
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, KEY)
        self._answer(200, {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    @property
    def _own(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _answer(self, status: int, body: dict[str, Any], **headers: str) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a sign-in by our provider."""
    folder = tmp_path_factory.mktemp("sign-in")
    provider = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    secrets = folder / "secrets.toml"
    _write(secrets, provider.server_address[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        patch.setenv("CORRIDORS_STORE", str(folder))
        with serve(paths.ROOT / "app.py") as address:
            yield address
    provider.shutdown()


def _write(file: Path, port: int) -> None:
    file.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "of-a-test-and-long-enough"
client_id = "{CLIENT}"
client_secret = "of-a-test"
server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"
[roles]
editors = ["wang@office.example"]
readers = ["@office.example"]
""",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("person", "role"),
    [("wang@office.example", "编辑"), ("li@office.example", "查看"), ("eve@elsewhere.example", "")],
)
def test_in_and_out(
    guarded: str, chromium: Browser, monkeypatch: pytest.MonkeyPatch, person: str, role: str
) -> None:
    monkeypatch.setattr(Provider, "person", person)
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{guarded}/policy?select=impl-13")
    page.get_by_role("button", name="登录").click()
    if role:
        page.wait_for_selector(".st-key-map iframe").content_frame().wait_for_selector(READY)
        page.locator(".st-key-sign_out button").first.hover()
        shown = person.replace("@", "@\u2060")  # no link to write a mail
        expect(page.get_by_test_id("stTooltipContent")).to_contain_text(f"{shown} · {role}")
    else:
        expect(page.locator(".st-key-sign_in")).to_contain_text("没有查看权限")
    assert all(cookie["httpOnly"] for cookie in context.cookies() if "user" in cookie["name"])
    page.locator(".st-key-sign_out button").first.click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    expect(page.locator(".st-key-map")).to_have_count(0)
    context.close()
