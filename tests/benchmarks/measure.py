"""Running a program and measuring it: wall time, CPU time and peak memory of it and of all that it starts.

This process must stay small: what Linux reports as a child's peak includes that of the process that it was
forked from, until it became another program. So nothing heavy is imported here, or by `bench`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what `ru_maxrss` counts (getrusage(2) of each system)."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of the program and of what it started and waited for."""
    memory: int
    """Peak resident size of the largest of these processes, in bytes."""
    output: str = ""
    """What it wrote to stdout."""


class RunFailed(Exception):
    """Raised when a program ends with an error, or does not end in time."""


def run(
    words: Sequence[str], *, seconds: float, folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run a program to its end, and measure it.

    Parameters
    ----------
    words : sequence of str
        The program and its arguments.
    seconds : float
        After this long it is ended, with all that it started.
    folder : Path
        Where it runs; its output and its errors are kept there while it does.
    environment : mapping, optional
        Variables to set for it.

    Raises
    ------
    RunFailed
        If it ends with an error, or not in time.
    """
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    late = threading.Event()
    with out.open("wb") as stdout, err.open("wb") as stderr:
        began = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=folder,
            # with their bytecode, as programs run for a person
            env={**os.environ, **(environment or {}), "PYTHONDONTWRITEBYTECODE": ""},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )

        def stop() -> None:
            late.set()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            # of a child that is waited for this way the system tells the costs, with its children's
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        except BaseException:
            stop()
            raise
        finally:
            timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if late.is_set():
        raise RunFailed(f"over {seconds:.0f} s")
    if process.returncode:
        lines = err.read_text(errors="replace").strip().splitlines()
        raise RunFailed(f"exit {process.returncode}: {lines[-1] if lines else 'no word why'}")
    return Run(
        wall,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * _RSS_UNIT,
        out.read_text(errors="replace"),
    )
