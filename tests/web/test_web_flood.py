"""A thousand renders asked for at once: the real server refuses what is too much, and goes on answering."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import fetched, serving
from web_client import SCRIPT

from voiceguide.web._downloads import KINDS
from voiceguide.web._queue import MOST_WAITING

if TYPE_CHECKING:
    from browser import Server

pytestmark = pytest.mark.slow

RENDERS = 1000
AT_ONCE = 40
LONG = SCRIPT.replace("length: 40s", "length: 20m\nbed: rain").replace("10s..40s", "10s..25m")
MOST_GROWTH_MB = 100
"""Of the server, with a session under way on each core: not of what was refused."""


def call(server: Server, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    kind = {"content-type": "application/json"}
    asked = urllib.request.Request(server.url + path, data=data, headers=kind, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 (our own server)
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 429 and not error.headers["retry-after"]:
                return 0, "it does not say when to come again"
            return error.code, json.loads(error.read())


def megabytes(server: Server) -> float:
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def active(server: Server) -> list[dict[str, Any]]:
    jobs = call(server, "GET", "/api/jobs")[1]["jobs"]
    return [job for job in jobs if job["state"] in {"waiting", "running"}]


def test_a_thousand_renders_at_once(tmp_path: Path) -> None:
    with serving(tmp_path / "routines", tmp_path / "cache") as server:
        count = -(-RENDERS // len(KINDS))
        scripts = [LONG.replace("Two breaths", f"Routine {number}") for number in range(count)]
        routines = [call(server, "POST", "/api/routines", {"script": script})[1]["id"] for script in scripts]
        asked = [(routine, kind) for kind in ("wav", *KINDS) for routine in routines][:RENDERS]
        first = call(server, "POST", "/api/routines", {"script": SCRIPT + "bed: rain\n"})[1]["id"]
        fetched(f"{server.url}/routines/{first}/download.mp3")  # all that it needs is loaded now
        before, slowest = megabytes(server), 0.0
        with ThreadPoolExecutor(AT_ONCE) as clients:
            coming = [
                clients.submit(call, server, "POST", f"/api/routines/{routine}/files", {"format": kind})
                for routine, kind in asked
            ]
            # meanwhile the pages are there as ever
            while not all(one.done() for one in coming):
                began = time.monotonic()
                assert b"Make a routine" in fetched(f"{server.url}/")
                assert "jobs" in call(server, "GET", "/api/jobs")[1]
                slowest = max(slowest, time.monotonic() - began)
            answers = Counter(one.result()[0] for one in coming)
        assert set(answers) == {202, 429}
        assert sum(answers.values()) == RENDERS
        waiting = [job for job in active(server) if job["state"] == "waiting"]
        assert len(waiting) <= MOST_WAITING
        assert answers[202] < RENDERS / 4, "it made them all, so nothing was tested"
        print(f"{answers}, slowest page {slowest:.2f} s, {megabytes(server) - before:.0f} MB more")  # noqa: T201
        assert megabytes(server) - before < MOST_GROWTH_MB
        # all of it can be cancelled, and then there is room again
        for job in active(server):
            assert call(server, "DELETE", f"/api/jobs/{job['id']}")[0] in {204, 404}
        while active(server):
            time.sleep(0.05)
        assert fetched(f"{server.url}/routines/{routines[0]}/captions.vtt").startswith(b"WEBVTT")
        assert server.stop() == 0
