"""One folder of the store: ``<2 hex>/<64 hex>.<kind>``, written beside and renamed.

Any number of processes may use one folder. Files of other names are nobody's business here.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import PART, write_whole
from voiceguide._lib.file_lock import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"
"""Name of the file in each subfolder that is locked while one of its entries is made."""
TOUCH_AFTER_S = 3600
"""A use is noted once an hour, since that writes to the disk."""

_TRIES = 50
_SUBFOLDER = re.compile("[0-9a-f]{2}")
_ENTRY = re.compile(r"([0-9a-f]{64})(\.[a-z]+)")
_PART = re.compile(
    r"\.[0-9a-f]{64}\.[^.]*" + re.escape(PART) + r"|\.[0-9a-f]{60}\.[0-9a-f]+" + re.escape(PART)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the store."""

    path: Path
    key: str
    suffix: str
    used: float
    """When it was last used, as a Unix time, known to the hour."""
    size: int
    """Bytes."""


class Folder:
    """A store's folder; it need not exist.

    Parameters
    ----------
    root : Path
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str, suffix: str) -> Path:
        """Where an entry is, or would be."""
        return self.root / key[:2] / f"{key}{suffix}"

    def stat(self, key: str, suffix: str) -> os.stat_result | None:
        """What the system knows of an entry's file; None if there is none."""
        try:
            return os.stat(f"{self.root}/{key[:2]}/{key}{suffix}")  # noqa: PTH116 - as in read
        except OSError:
            return None

    def read(self, key: str, suffix: str) -> bytes | None:
        """All bytes of an entry, and a note that it was used; None if there is none.

        Raises
        ------
        OSError
            If the folder cannot be read.
        """
        # a session reads hundreds of entries, and pathlib would take longer than the disk
        name = f"{self.root}/{key[:2]}/{key}{suffix}"
        try:
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123
                content = file.read()
                touch(name, os.fstat(file.fileno()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return content

    def write(self, key: str, suffix: str, data: bytes, *, durable: bool) -> None:
        """Keep an entry, in place of one of that key.

        Raises
        ------
        OSError
            If the folder cannot be written, or the disk is full.
        """
        final = self.path(key, suffix)
        for attempt in range(_TRIES):
            try:
                write_whole(final, data, durable=durable)
            except FileNotFoundError:  # the folder is new, or another process clears the store
                if attempt == _TRIES - 1:
                    raise
                final.parent.mkdir(parents=True, exist_ok=True)
            except PermissionError:
                # Windows does not replace a file that another process is reading: that one is as good
                if not final.exists():
                    raise
                return
            else:
                return

    def remove(self, key: str, suffix: str) -> bool:
        """Remove an entry; whether there was one."""
        path = self.path(key, suffix)
        try:
            path.unlink()
        except OSError:
            return False
        with contextlib.suppress(OSError):
            (path.parent / LOCK).unlink()
        with contextlib.suppress(OSError):
            path.parent.rmdir()  # only goes if it is empty
        return True

    @contextlib.contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Let no other process make entries near this key meanwhile, where the system has locks."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                folder = self.root / key[:2]
                folder.mkdir(parents=True, exist_ok=True)
                file = stack.enter_context((folder / LOCK).open("ab"))
                lock(file, wait=True)
            yield

    def entries(self) -> Iterator[Entry]:
        """All entries, in no order that means anything."""
        for folder in self._subfolders():
            with contextlib.suppress(OSError), os.scandir(folder) as files:
                for file in files:
                    match = _ENTRY.fullmatch(file.name)
                    if match and file.name[:2] == folder.name:
                        with contextlib.suppress(OSError):
                            stat = file.stat()
                            used = max(stat.st_atime, stat.st_mtime)
                            yield Entry(folder / file.name, match[1], match[2], used, stat.st_size)

    def remove_parts(self, older_than_s: float) -> list[str]:
        """Remove unfinished files that no living process can still be writing; their names."""
        removed = []
        for folder in self._subfolders():
            with contextlib.suppress(OSError):
                for path in list(folder.iterdir()):
                    with contextlib.suppress(OSError):
                        if _PART.fullmatch(path.name) and time.time() - path.stat().st_mtime >= older_than_s:
                            path.unlink()
                            removed.append(path.name)
        return removed

    def _subfolders(self) -> list[Path]:
        try:
            return sorted(path for path in self.root.iterdir() if _SUBFOLDER.fullmatch(path.name))
        except OSError:
            return []


def touch(path: str | Path, stat: os.stat_result) -> None:
    """Note that a file was used, so that pruning keeps it."""
    now = time.time()
    if now - max(stat.st_atime, stat.st_mtime) > TOUCH_AFTER_S:
        with contextlib.suppress(OSError):
            # the time of writing stays: it shows whether a file is still the one that was checked
            os.utime(path, ns=(int(now * 1e9), stat.st_mtime_ns))
