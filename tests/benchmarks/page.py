"""Times of the page, seen from outside: `python page.py first|seek|listeners|memory` asks a server it starts.

It is asked as a browser asks: for a range of the file, until there is as much as a player needs to begin. It
prints rows of the README's table. Only on a quiet machine do the figures mean anything.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 8431
BYTES_A_SECOND = 16_000
ENOUGH = 40_000
"""Bytes after which a player sounds: two and a half seconds."""
BUFFER_SECONDS = 5
SHORT = """\
voiceguide: 1
title: Routine {number}
voice: silent/default
length: {seconds}s
steps:
  - say: Breathe.
  - hold: {{for: 10s..3m, chimes: {{start: start, end: stop}}}}
  - say: That was it.
  - pause: 1s..20s
"""


class Page:
    """A server that runs."""

    def __init__(self, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{PORT}"
        words = ["serve", "--cache-dir", str(folder / "cache"), "--routines", str(folder / "routines")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voiceguide", *words, "--port", str(PORT)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path) as answer:  # noqa: S310 (our own server)
            return answer.read()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        data, kind = json.dumps(body).encode(), {"content-type": "application/json"}
        asked = urllib.request.Request(self.url + path, data=data, headers=kind)  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return json.loads(answer.read())

    def part(self, routine: str, second: int = 0) -> Any:
        """The file from a second on, as it comes."""
        start = {"Range": f"bytes={second * BYTES_A_SECOND}-"}
        asked = urllib.request.Request(f"{self.url}/routines/{routine}/audio.mp3", headers=start)  # noqa: S310
        return urllib.request.urlopen(asked)  # noqa: S310

    def sounds_after(self, routine: str, second: int = 0) -> float:
        began, got = time.monotonic(), 0
        with self.part(routine, second) as answer:
            while got < ENOUGH:
                got += len(answer.read(min(8192, ENOUGH - got)))
        return time.monotonic() - began

    def settle(self, routine: str) -> None:
        """Wait until all of a routine is spoken."""
        while not json.loads(self.get(f"/api/routines/{routine}"))["sound"]["settled"]:
            time.sleep(0.1)

    def megabytes(self) -> float:
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 1e6


def tell(row: str) -> None:
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


@contextmanager
def serving(folder: Path) -> Iterator[Page]:
    page = Page(folder)
    try:
        page.get("/")
        page.get("/api/plan?minutes=10&panel=1")  # as the page's script does, while somebody chooses
        yield page
    finally:
        page.process.send_signal(signal.SIGINT)
        page.process.communicate(timeout=30)


def first(folder: Path, times: int = 10) -> None:
    """From pressing play to the sound of ten minutes: nothing spoken yet, and all kept after a restart."""
    cold, kept, routine = [], [], ""
    for number in range(times):
        with serving(folder / str(number)) as page:
            time.sleep(1.5)  # somebody chooses
            routine = page.post("/api/routines", {"request": {"minutes": 10}})["id"]
            cold.append(page.sounds_after(routine))
            if number == times - 1:
                page.settle(routine)
        sys.stderr.write(f"{cold[-1]:.2f} ")
    for _ in range(times):
        with serving(folder / str(times - 1)) as page:
            kept.append(page.sounds_after(routine))
        sys.stderr.write(f"{kept[-1]:.2f} ")
    tell(f"| first sound of ten minutes, nothing spoken yet | {statistics.median(cold):.2f} s |")
    tell(f"| the same, all kept, after a restart | {statistics.median(kept):.2f} s |")


def seek(folder: Path) -> None:
    """To 9:00 of an hour of which nothing is spoken; to 45:00 once all is, and nothing rendered there."""
    with serving(folder) as page:
        time.sleep(1.5)
        routine = page.post("/api/routines", {"request": {"minutes": 60}})["id"]
        began = page.sounds_after(routine)
        tell(f"| first sound of an hour | {began:.2f} s |")
        tell(
            f"| to 9:00 of an hour, nothing spoken there | {page.sounds_after(routine, 540):.2f} s |",
        )
        began = time.monotonic()
        page.settle(routine)
        tell(f"| all of the hour is spoken, after that | {time.monotonic() - began:.1f} s |")
        tell(f"| to 45:00, spoken and not rendered | {page.sounds_after(routine, 2700):.2f} s |")


def listeners(folder: Path, number: int = 20, seconds: float = 25) -> None:
    """Many who listen to ten minutes with rain at once, each at another place."""
    with serving(folder) as page:
        routine = page.post("/api/routines", {"request": {"minutes": 10, "bed": "rain"}})["id"]
        page.post(f"/api/routines/{routine}/play", {})
        page.settle(routine)
    with serving(folder) as page:
        page.sounds_after(routine, 300)
        begins, ahead = [0.0] * number, [float(BUFFER_SECONDS)] * number

        def listen(who: int) -> None:
            asked, got, played = time.monotonic(), 0, 0.0
            with page.part(routine, (who * 23) % 480) as answer:
                while got < ENOUGH:
                    got += len(answer.read(4096))
                begins[who] = time.monotonic() - asked
                began = time.monotonic()
                while played < seconds:
                    while got < (played + BUFFER_SECONDS) * BYTES_A_SECOND:
                        got += len(answer.read(4096))
                        played = time.monotonic() - began
                        ahead[who] = min(ahead[who], got / BYTES_A_SECOND - played)
                    time.sleep(0.25)
                    played = time.monotonic() - began

        threads = [threading.Thread(target=listen, args=(who,)) for who in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    tell(f"| {number} listeners at once, with rain: the last begins after | {max(begins):.2f} s |")
    tell(f"| the least that any of them has ahead of what is heard | {min(ahead):.2f} s |")


def memory(folder: Path, renders: int = 200) -> None:
    """What the server takes as it makes routine after routine, each played and downloaded."""
    with serving(folder) as page:
        for number in range(1, renders + 1):
            script = SHORT.format(number=number, seconds=60 + number % 40)
            routine = page.post("/api/routines", {"script": script})["id"]
            page.get(f"/routines/{routine}/audio.mp3")
            page.get(f"/routines/{routine}/download.{'mp3' if number % 2 else 'opus'}")
            if number in {10, renders}:
                tell(f"| memory after {number} renders | {page.megabytes():.0f} MB |")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        {"first": first, "seek": seek, "listeners": listeners, "memory": memory}[sys.argv[1]](Path(place))
