"""A real server and a real browser, on a bus of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from required import need

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = "/usr/bin/chromium"
VARIABLE = "VOICEGUIDE_REQUIRE_CHROMIUM"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=document-user-activation-required",
)  # fmt: skip
ROOT = Path(__file__).parent.parent.parent


def require_browser() -> None:
    """Skip where something is missing that a test in the browser needs."""
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError:
        need(found=False, what="playwright or axe-playwright-python", variable=VARIABLE)
    need(Path(CHROMIUM).exists(), CHROMIUM, VARIABLE)
    for program in ("dbus-daemon", "playerctl"):
        need(shutil.which(program) is not None, program, VARIABLE)


@dataclass
class Server:
    """The program, serving a folder."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        self.process.send_signal(2)
        self.process.communicate(timeout=30)
        return self.process.returncode


def start_server(folder: Path, cache: Path, port: int = 0, *flags: str) -> Server:
    """Start the program, and wait until it listens."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "voiceguide", "serve", "--port", str(port), "--routines", str(folder),
         "--cache-dir", str(cache), *flags],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()
    assert "The page is at" in first, first + process.stdout.read()
    return Server(folder, port, process)


@contextlib.contextmanager
def serving(folder: Path, cache: Path, *flags: str) -> Iterator[Server]:
    server = start_server(folder, cache, 0, *flags)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@contextlib.contextmanager
def browsing() -> Iterator[tuple[Any, str]]:
    """A browser, and the address of the bus on which it tells what it plays."""
    from playwright.sync_api import sync_playwright

    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork", "--nopidfile"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=list(FLAGS),
                env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
            )
            yield browser, address
            browser.close()
    finally:
        bus.terminate()
        bus.communicate()


def playerctl(bus: str, *words: str) -> str:
    """The headset's button."""
    done = subprocess.run(
        ["playerctl", *words], env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}, capture_output=True,
        text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 (our own server)
        return bytes(answer.read())
