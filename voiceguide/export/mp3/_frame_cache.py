"""Encoded frames on disk, beside the clips that they were made of.

One file a stretch, ``<root>/<2 hex>/<64 hex>.frames``, as the clip cache has it: written under a temporary
name and renamed, and proven whole when it is read. But frames are only ever a saving. A folder that cannot
be read or written, or a file that is damaged, costs the time to encode, and is no error. Nor is a file forced
to the disk: one that a power cut tears is found out by its digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX: Final = ".frames"
MOST_BYTES: Final = 512 << 20
"""How much is kept: twenty hours of speech at 128 kbit/s."""

_MAGIC = b"VGF1"
_HEAD = struct.Struct(">4s32sH")
_OURS = re.compile(r"[0-9a-f]{64}\.frames")
_TOUCH_AFTER_S = 3600


@dataclass(frozen=True, slots=True)
class Frames:
    """Encoded frames that follow one another."""

    data: bytes
    crc: int
    """CRC-16 of them, so that a whole file's need not be computed byte for byte."""


class FrameCache:
    """Frames by the key of what is heard in them. Safe with threads and with other processes.

    Parameters
    ----------
    root : Path
        The clip cache's folder.
    most_bytes : int
        :meth:`trim` removes what was not used for longest, until no more than this is left.
    """

    def __init__(self, root: Path, most_bytes: int = MOST_BYTES) -> None:
        self.root = root
        self._most_bytes = most_bytes

    def get(self, key: str) -> Frames | None:
        """The frames of a key, or None; damaged ones are removed."""
        # a session asks a thousand times, and pathlib would take longer than the disk
        path = f"{self.root}/{key[:2]}/{key}{SUFFIX}"
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                content = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if len(content) > _HEAD.size:
            magic, digest, crc = _HEAD.unpack_from(content)
            if magic == _MAGIC and digest == _digest(key, content[_HEAD.size - 2 :]):
                _touch(path, used)
                return Frames(content[_HEAD.size :], crc)
        with contextlib.suppress(OSError):
            self._path(key).unlink()
        return None

    def put(self, key: str, frames: Frames) -> bool:
        """Keep frames; tell whether that was possible."""
        path = self._path(key)
        part = path.with_name(f".{key}.{os.urandom(8).hex()}.part")
        body = struct.pack(">H", frames.crc) + frames.data
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(_MAGIC + _digest(key, body) + body)
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
        except OSError:
            return False
        return True

    def holds(self, key: str) -> bool:
        """Whether there is a file of that key; only :meth:`get` proves it whole."""
        return os.path.isfile(f"{self.root}/{key[:2]}/{key}{SUFFIX}")  # noqa: PTH113

    def trim(self) -> None:
        """Remove what was not used for longest, if there is too much."""
        if sum(size for _, size, _ in self._entries()) > self._most_bytes:
            self.prune(self._most_bytes)

    def size(self) -> tuple[int, int]:
        """How many files there are, and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def verify(self) -> tuple[int, list[str]]:
        """Read every file; return how many are whole, and the names of the damaged ones, removed."""
        names = [path.name for _, _, path in self._entries()]
        damaged = [name for name in names if self.get(name.removesuffix(SUFFIX)) is None]
        return len(names) - len(damaged), damaged

    def prune(self, max_bytes: int | None = None, older_than_s: float | None = None) -> int:
        """Remove what was not used for longest, or not for so long; return the bytes that are free again."""
        entries = sorted(self._entries())
        left = sum(size for _, size, _ in entries)
        now, freed = time.time(), 0
        for used, size, path in entries:
            too_many = max_bytes is not None and left > max_bytes
            too_old = older_than_s is not None and now - used >= older_than_s
            if too_many or too_old:
                with contextlib.suppress(OSError):
                    path.unlink()
                    left, freed = left - size, freed + size
        return freed

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size, and where it is."""
        with contextlib.suppress(OSError):
            for folder in self.root.iterdir():
                if re.fullmatch("[0-9a-f]{2}", folder.name):
                    with contextlib.suppress(OSError), os.scandir(folder) as files:
                        for file in files:
                            if _OURS.fullmatch(file.name):
                                stat = file.stat()
                                yield stat.st_mtime, stat.st_size, folder / file.name

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class KeptBlobs:
    """Whatever else is worth keeping, beside the frames and as they are."""

    cache: FrameCache

    def get(self, what: str) -> bytes | None:
        """What was put, or None."""
        found = self.cache.get(self._key(what))
        return found.data if found is not None else None

    def put(self, what: str, data: bytes) -> None:
        """Keep it, if that is possible."""
        self.cache.put(self._key(what), Frames(data, 0))

    def _key(self, what: str) -> str:
        return hashlib.sha256(what.encode()).hexdigest()


def _digest(key: str, body: bytes) -> bytes:
    """Of the key as well: a file under another one's name is as wrong as a damaged one."""
    return hashlib.sha256(key.encode() + body).digest()


def _touch(path: str, used: float) -> None:
    now = time.time()
    if now - used > _TOUCH_AFTER_S:
        with contextlib.suppress(OSError):
            os.utime(path, (now, now))
