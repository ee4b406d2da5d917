"""A client that calls the application in the same process, with nothing in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SILENT = {"voice": "silent/default"}
"""Of a request: the voice that takes no time."""
SCRIPT = """\
# mine, and it stays
voiceguide: 1
title: Two breaths
voice: silent/default
length: 40s
steps:
  - chapter: One
  - say: Breathe.   # slowly
  - hold: {for: 10s..40s, chimes: {start: start, end: stop}}
  - chapter: Two
  - say: That was it.
  - pause: 1s..20s
"""


class Client:
    """Asks an application, and keeps its cookies; where the application fails, it gets the answer to that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("POST", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.ask("DELETE", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)  # type: ignore[arg-type]
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost", cookies=self.cookies, timeout=60
            ) as client:
                found = await client.request(method, path, **options)
                self.cookies.update(client.cookies)
                return found

        return asyncio.run(answer())
