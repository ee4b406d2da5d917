"""The guard: who is let in, and what every answer says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from web_client import Client

from voiceguide.web import Network, make_app
from voiceguide.web._guard import COOKIE, MOST_BODY_BYTES

if TYPE_CHECKING:
    from voiceguide.web import Site

ADMISSION = "a-token-of-some-length"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("host", ["localhost", "localhost:8400", "127.0.0.1:1", "[::1]:8400", "LocalHost"])
def test_own_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/phone", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil", "", "[::1", "[]", ":80"]
)
def test_other_names_are_refused(client: Client, host: str) -> None:
    assert client.get("/phone", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"origin": "file://localhost"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_other_sites_change_nothing(client: Client, headers: dict[str, str]) -> None:
    answer = client.post("/api/routines", json={"request": {}}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/api/routines").json() == {"routines": []}


def test_other_sites_read_nothing_but_may_link(client: Client) -> None:
    reading = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.get("/api/routines", headers=reading).status_code == 403
    following = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/phone", headers=following).status_code == 200


def test_own_pages_may_write(client: Client) -> None:
    own = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert client.post("/api/check", json={"script": ""}, headers=own).status_code == 200


def test_every_answer_is_guarded(client: Client) -> None:
    for path in ("/phone", "/api", "/static/page.js", "/nothing", "/routines/aaaaaaaaaaaa"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.headers["x-content-type-options"] == "nosniff"


@pytest.fixture
def guarded(site: Site) -> Client:
    site.network = Network(token=ADMISSION)
    return Client(make_app(site))


def test_the_token_goes_into_a_cookie_and_out_of_the_address(guarded: Client) -> None:
    assert guarded.get("/").status_code == 401
    assert guarded.get("/?token=wrong").status_code == 401
    answer = guarded.get(f"/phone?a=1&token={ADMISSION}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/phone?a=1"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert guarded.get("/phone").status_code == 200


@pytest.mark.parametrize("cookie", ["", "wrong", ADMISSION[:-1], ADMISSION + "x", "\u00e9"])
def test_a_wrong_cookie_opens_nothing(guarded: Client, cookie: str) -> None:
    headers = {"cookie": f"{COOKIE}={cookie}".encode()}
    for path in ("/", "/api", "/feed.xml", "/static/page.js", "/routines/aaaaaaaaaaaa/episode.mp3"):
        assert guarded.get(path, headers=headers).status_code == 401


def test_programs_send_the_token_in_a_header(guarded: Client) -> None:
    assert guarded.get("/api", headers={"authorization": f"Bearer {ADMISSION}"}).status_code == 200
    assert guarded.get("/api", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_the_feeds_key_opens_the_feed_alone(guarded: Client, site: Site) -> None:
    key = site.network.feed_key
    assert key is not None
    assert guarded.get(f"/feed.xml?key={key}").status_code == 200
    assert guarded.get("/feed.xml?key=wrong").status_code == 401
    assert guarded.get(f"/?key={key}").status_code == 401
    assert guarded.get(f"/api/routines?key={key}").status_code == 401


def test_a_large_body_is_refused(client: Client) -> None:
    large = b"x" * (10 * 1024 * 1024)
    assert client.post("/script", content=large, headers=FORM).status_code == 413

    async def pieces() -> Any:
        for _ in range(MOST_BODY_BYTES // 65536 + 2):
            yield b"x" * 65536

    assert client.post("/script", content=pieces(), headers=FORM).status_code == 413
    assert client.post("/script", content=b"", headers={"content-length": "ten"}).status_code in {400, 413}


def test_a_slow_body_is_refused(site: Site) -> None:
    app, sent = make_app(site, body_seconds=0.01), []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http", "method": "POST", "path": "/script", "query_string": b"", "root_path": "",
        "scheme": "http", "headers": [(b"host", b"localhost")],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize("path", ["/routines", "/sessions/routines"])
def test_a_proxy_may_take_its_path_off_or_not(site: Site, path: str) -> None:
    site.network = Network(root="/sessions")
    answer = Client(make_app(site)).get(path)
    assert answer.status_code == 200
    assert 'href="/sessions/static/page.css"' in answer.text
    assert 'href="/static/' not in answer.text
