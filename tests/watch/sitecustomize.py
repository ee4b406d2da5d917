"""Writes down what a Python process makes and whom it tries to reach; runs in each that has this on its path.

Python imports a module of this name when it starts, so worker processes are watched as well. What C libraries
do on their own is not seen here: see ``watched.py``.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import Any

LOG = os.environ.get("VOICEGUIDE_WATCH_LOG")
LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
MOVED = {"os.rename", "os.link", "os.symlink"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
FAMILIES = {socket.AF_INET, socket.AF_INET6, -1}
"""-1 is the default, which is AF_INET."""


def _watch(log: int) -> None:
    def note(kind: str, what: Any) -> None:
        os.write(log, json.dumps([kind, what]).encode() + b"\n")

    def made(path: Any) -> None:
        if isinstance(path, (str, bytes, os.PathLike)):  # and not the number of a file that is open
            note("made", os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 (a link is not to be followed)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if flags & WRITING:
                made(path)
        elif event == "os.mkdir":
            made(args[0])
        elif event in MOVED:
            made(args[1])
        elif event == "socket.__new__":
            if args[1] in FAMILIES:
                note("contact", f"socket of family {args[1]}, process {os.getpid()}: {sys.orig_argv}")
        elif event in LOOKED_UP:
            note("contact", f"{event} of {args[0]!r}, process {os.getpid()}: {sys.orig_argv}")

    sys.addaudithook(hook)


if LOG:
    _watch(os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
