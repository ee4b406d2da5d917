"""The guard: what every request has to pass, and what every answer says about itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from voiceguide.web._network import Network

COOKIE: Final = "voiceguide_token"
MOST_BODY_BYTES: Final = 2 * 1024 * 1024
"""A script of 1 MiB, the largest that is read, as JSON."""
MOST_BODY_SECONDS: Final = 10.0
_YEAR_SECONDS: Final = 365 * 24 * 3600
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_HEADERS: Final = (
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class _Refused(Exception):
    """A request that goes no further."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Guard:
    """Middleware around the whole site.

    Parameters
    ----------
    app : ASGI application
    network : Network
        Hosts and token.
    body_seconds : float
        A body that takes longer is refused.
    """

    def __init__(self, app: ASGIApp, network: Network, body_seconds: float = MOST_BODY_SECONDS) -> None:
        self._app = app
        self._network = network
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._placed(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in _HEADERS if name not in there),
                ]
            await send(message)

        headers = _Headers(scope)
        try:
            self._check_host(headers)
            self._check_origin(scope, headers)
            if (location := self._check_token(scope, headers)) is not None:
                await self._let_in(scope, answer, location)
                return
            body = await self._body(scope, headers, receive)
        except _Refused as refused:
            text = str(refused).encode()
            plain = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(text)).encode()),
                (b"cache-control", b"no-store"),
                (b"connection", b"close"),
            ]
            await answer({"type": "http.response.start", "status": refused.status, "headers": plain})
            await answer({"type": "http.response.body", "body": text})
            return
        await self._app(scope, receive if body is None else _replay(body, receive), answer)

    def _placed(self, scope: Scope) -> Scope:
        """The request as if its path began with the site's own, which some proxies take off."""
        root, path = self._network.root, scope["path"]
        if not root:
            return scope
        whole = path if path == root or path.startswith(f"{root}/") else root + path
        return {**scope, "root_path": root, "path": whole}

    def _check_host(self, headers: _Headers) -> None:
        hosts = headers.all(b"host")
        if len(hosts) != 1 or not self._network.knows(hosts[0]):
            raise _Refused(421, "This server does not go by that name. Use the address that it printed.\n")

    def _check_origin(self, scope: Scope, headers: _Headers) -> None:
        """Refuse what another site's page asks for, but for a link that is followed."""
        site = headers.get(b"sec-fetch-site")
        if scope["method"] in _SAFE:
            if site in {"cross-site", "same-site"} and headers.get(b"sec-fetch-mode") != "navigate":
                raise _Refused(403, "Another site may not read this.\n")
            return
        origin = headers.get(b"origin")
        foreign = origin is not None and (
            urlsplit(origin).netloc.lower() != headers.all(b"host")[0].lower()
            or urlsplit(origin).scheme not in {"http", "https"}
        )
        if foreign or (site is not None and site != "same-origin"):
            raise _Refused(403, "Another site may not change anything here.\n")

    def _check_token(self, scope: Scope, headers: _Headers) -> str | None:
        """Refuse who has no token; where it stands in the address, return the address without it."""
        if self._network.token is None:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query)
        path = _path_of(scope)
        if "token" in given and scope["method"] == "GET":
            if not self._network.admits(given["token"]):
                raise _Refused(401, _NOT_LET_IN)
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            return f"{self._network.root}{path}" + (f"?{rest}" if rest else "")
        scheme, _, bearer = (headers.get(b"authorization") or "").partition(" ")
        if scheme.lower() == "bearer" and self._network.admits(bearer.strip()):
            return None
        if any(self._network.admits(value) for value in headers.cookies(COOKIE)):
            return None
        is_feed = path == "/feed.xml" or (path.startswith("/routines/") and path.endswith("/episode.mp3"))
        if is_feed and scope["method"] in _SAFE and self._network.admits_feed(given.get("key", "")):
            return None
        raise _Refused(401, _NOT_LET_IN)

    async def _let_in(self, scope: Scope, send: Send, location: str) -> None:
        """Put the token into a cookie, and take it out of the address."""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = (
            f"{COOKIE}={self._network.token}; Path={self._network.root or '/'}; Max-Age={_YEAR_SECONDS}; "
            f"HttpOnly; SameSite=Lax{secure}"
        )
        headers = [
            (b"location", location.encode("latin-1", "replace")),
            (b"set-cookie", cookie.encode()),
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _body(self, scope: Scope, headers: _Headers, receive: Receive) -> bytes | None:
        """The whole body of a write, within its limits; None for what has none."""
        if scope["method"] in _SAFE:
            return None
        declared = headers.get(b"content-length")
        if declared is not None and (not declared.isdecimal() or int(declared) > MOST_BODY_BYTES):
            raise _Refused(413, "That is too large.\n")
        data = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise _Refused(400, "The request broke off.\n")
                    data += message.get("body", b"")
                    if len(data) > MOST_BODY_BYTES:
                        raise _Refused(413, "That is too large.\n")
                    if not message.get("more_body"):
                        return bytes(data)
        except TimeoutError as error:
            raise _Refused(408, "That took too long.\n") from error


_NOT_LET_IN: Final = "This page needs its token: open the address that was printed, or scan its code.\n"


class _Headers:
    """The headers of a request."""

    def __init__(self, scope: Scope) -> None:
        self._headers = scope["headers"]

    def all(self, name: bytes) -> list[str]:
        return [value.decode("latin-1") for key, value in self._headers if key == name]

    def get(self, name: bytes) -> str | None:
        return next(iter(self.all(name)), None)

    def cookies(self, name: str) -> list[str]:
        pairs = (part.strip().partition("=") for text in self.all(b"cookie") for part in text.split(";"))
        return [value for key, _, value in pairs if key == name]


def _path_of(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read already."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
