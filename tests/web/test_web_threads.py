"""Threads that do what takes a while, and that nobody waits for at the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from voiceguide.web._threads import Threads

ROOT = Path(__file__).parent.parent.parent
LEAVING = """
import asyncio, threading
from voiceguide.web._threads import Threads

async def leave():
    threads, begun = Threads(1, "test"), threading.Event()
    task = asyncio.ensure_future(threads.do(lambda: (begun.set(), threading.Event().wait())))
    while not begun.is_set():
        await asyncio.sleep(0)
    task.cancel()

asyncio.run(leave())
print("ended")
"""


def test_what_is_returned_or_raised_comes_back() -> None:
    async def ask() -> None:
        threads = Threads(2, "test")
        assert await threads.do(int, "7") == 7
        with pytest.raises(ValueError, match="invalid literal"):
            await threads.do(int, "x")
        found = await asyncio.gather(*(threads.do(pow, 2, number) for number in range(40)))
        assert found == [2**number for number in range(40)]

    asyncio.run(ask())
    assert sum(thread.name.startswith("test-") for thread in threading.enumerate()) <= 2


def test_a_program_does_not_wait_for_what_is_under_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVING], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "ended\n"
