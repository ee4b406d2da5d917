"""Runs programs in an empty home, and tells what they made outside their places and whom they tried to reach.

An audit hook watches what Python does, in every process (``watch/sitecustomize.py``). Where strace is
installed and may be used, it watches the system calls as well, so that C libraries are seen, too.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from sysconfig import get_path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WATCH = Path(__file__).parent / "watch"
FORGOTTEN = ("XDG_", "VOICEGUIDE_", "ORT_", "MPL", "MATPLOTLIB", "HF_")
"""How variables begin that say where a program keeps its things, or what it may send."""
HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
TEMPORARY = ("TMPDIR", "TEMP", "TMP")

# where a processor's Linux lacks a call, the question mark lets strace do without it
_CALLS = "network,?open,?openat,?creat,/^mkdir,/^rename,/^link,/^symlink,/^mknod"
_STRACE = ["strace", "-ff", "--seccomp-bpf", "-y", "-s", "4096", "-e", f"trace={_CALLS}"]
_CREATED = re.compile(r"^(?:creat\(|open(?:at)?\(.*O_CREAT).* = \d+<(?P<path>.+)>$")
_NAMED = re.compile(r'^(?:mkdir|rename|link|symlink|mknod).*"(?P<path>[^"]+)"[^"]* = 0$')
_CONTACT = re.compile(r"^socket\(AF_INET")
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""
"""Fonts that fontconfig has not seen yet, so that there is a cache to write for it."""


@functools.cache
def has_strace() -> bool:
    """Whether strace is here, new enough, and allowed to look at other processes."""
    if not shutil.which("strace"):
        return False
    tried = [*_STRACE, "-o", os.devnull, sys.executable, "-c", ""]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


class House:
    """A home and a working folder, both empty, and the three places where something may be made.

    Parameters
    ----------
    root : Path
        An empty folder.
    """

    def __init__(self, root: Path) -> None:
        root = root.resolve()
        self.home, self.work = root / "home", root / "work"
        self.cache, self.output, self.temporary = root / "cache", root / "output", root / "temporary"
        self._log, self._traces = root / "log", root / "traces"
        self._fonts = root / "fonts.conf"
        for folder in (self.home, self.work, self.output, self.temporary, self._traces):
            folder.mkdir()
        self._fonts.write_text(_FONTS.format(folder=Path(get_path("purelib"), "matplotlib")), "utf-8")

    def run(self, *words: str) -> None:
        """Run Python with these arguments, watched."""
        # strace adds a dot and the number of the process
        number = len({trace.stem for trace in self._traces.iterdir()})
        traced = [*_STRACE, "-o", str(self._traces / str(number)), "--"] if has_strace() else []
        done = subprocess.run(
            [*traced, sys.executable, *words],
            cwd=self.work,
            env=self._surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def strays(self) -> list[str]:
        """What was made outside the three places, each path once; what is gone again counts as well."""
        there = (str(path) for folder in (self.home, self.work) for path in folder.rglob("*"))
        noted = (what for kind, what in self._noted() if kind == "made")
        return sorted({path for path in (*there, *noted, *self._traced_files()) if not self._may_be(path)})

    def contacts(self) -> list[str]:
        """Every internet socket and look-up of a host, as the audit hook or strace saw it."""
        traced = [line for line in self._lines() if _CONTACT.match(line)]
        return [what for kind, what in self._noted() if kind == "contact"] + traced

    def _surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FORGOTTEN)}
        path = os.pathsep.join(filter(None, [str(WATCH), os.environ.get("PYTHONPATH")]))
        return {
            **kept,
            **dict.fromkeys(HOMES, str(self.home)),
            **dict.fromkeys(TEMPORARY, str(self.temporary)),
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "FONTCONFIG_FILE": str(self._fonts),
            "VOICEGUIDE_CACHE": str(self.cache),
            "VOICEGUIDE_WATCH_LOG": str(self._log),
        }

    def _may_be(self, path: str) -> bool:
        own = (self.cache, self.output, self.temporary, self._log, self._traces)
        # devices, such as a sound card, are no files that anyone keeps
        return any(Path(path).is_relative_to(place) for place in (*own, Path("/dev"), Path("/proc")))

    def _noted(self) -> Iterator[tuple[str, str]]:
        assert self._log.exists(), "the audit hook was not there"
        for line in self._log.read_text("utf-8").splitlines():
            kind, what = json.loads(line)
            yield kind, what

    def _lines(self) -> Iterator[str]:
        for trace in self._traces.iterdir():
            yield from trace.read_text("utf-8", "replace").splitlines()

    def _traced_files(self) -> Iterator[str]:
        for line in self._lines():
            named = _NAMED.match(line) or _CREATED.match(line)
            if named:
                yield os.path.normpath(self.work / named["path"].removesuffix("(deleted)"))
