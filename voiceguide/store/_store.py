"""The store, and its fallbacks where the folder cannot be used."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import CacheError
from voiceguide.store._files import Folder, touch

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from voiceguide.store._files import Entry

_logger = logging.getLogger(__name__)

STALE_S = 3600
"""An unfinished file of this age, in seconds, has no writer any more."""
MOST_BYTES = 512 << 20
"""How much of each kind is kept that is quickly made again: of frames, twenty hours at 128 kbit/s."""

_MAGIC = b"VGS1"
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bytes."""

    name: str
    suffix: str
    sealed: bool = True
    """Whether the store adds a checksum; otherwise the bytes have one of their own."""
    durable: bool = False
    """Whether a write waits for the disk: for what takes long to make."""


CLIP = Kind("clips", ".wav", sealed=False, durable=True)
"""Spoken clips, as WAV files that any player opens."""
FRAMES = Kind("frames", ".frames")
"""Encoded MPEG frames."""
MEMO = Kind("memos", ".memo")
"""What else was worked out: scripts, measurements, settings."""
KINDS = (CLIP, FRAMES, MEMO)


class Store:
    """Bytes on disk by key and kind. Safe with threads and with other processes.

    Parameters
    ----------
    root : Path
        The folder; made at the first write.
    spare : Path or True, optional
        A folder for what cannot be kept in ``root`` (read-only, full, a file, taken away): True for a
        temporary one, which goes with the store. Without, such a write is an error.
    most_bytes : int
        How much of frames and of memos :meth:`trim` leaves.
    on_notice : callable, optional
        Called once, with a one-line notice, if nothing can be kept in ``root``.
    """

    def __init__(
        self,
        root: Path,
        *,
        spare: Path | bool = False,
        most_bytes: int = MOST_BYTES,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.root = root
        self._folder = Folder(root)
        self._wants_spare = spare is True
        self._spare = Folder(spare) if isinstance(spare, Path) else None
        self._most_bytes = most_bytes
        self._on_notice = on_notice
        self._noticed = False

    def spare(self) -> Path | None:
        """The folder for what cannot be kept, made if need be; None if there is to be none."""
        if self._spare is None and self._wants_spare:
            path = Path(tempfile.mkdtemp(prefix="voiceguide-"))
            weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
            self._spare = Folder(path)
        return self._spare.root if self._spare else None

    def read(self, kind: Kind, key: str) -> bytes | None:
        """What was written under a key; None if it is not there. Damaged bytes are removed."""
        for folder in self._folders():
            try:
                content = folder.read(key, kind.suffix)
            except OSError as error:
                self._notice(error)
                continue
            if content is None:
                continue
            if not kind.sealed:
                return content
            if (data := _opened(key, content)) is not None:
                return data
            _logger.info("removed a damaged entry of the store: %s%s", key, kind.suffix)
            folder.remove(key, kind.suffix)
        return None

    def write(self, kind: Kind, key: str, data: bytes) -> None:
        """Keep bytes under a key, in place of older ones.

        Raises
        ------
        CacheError
            If neither folder can be written.
        """
        content = _sealed(key, data) if kind.sealed else data
        try:
            self._folder.write(key, kind.suffix, content, durable=kind.durable)
        except OSError as error:
            self._notice(error)
            if self.spare() is None or self._spare is None:
                raise self._cannot("written", error) from error
            try:
                self._spare.write(key, kind.suffix, content, durable=False)
            except OSError as second:
                raise self._cannot("written", second) from second

    def keep(self, kind: Kind, key: str, data: bytes) -> None:
        """Keep bytes if that is possible: for what can do without."""
        try:
            self.write(kind, key, data)
        except CacheError:
            _logger.info("could not keep %s%s", key, kind.suffix)

    def stat(self, kind: Kind, key: str) -> os.stat_result | None:
        """What the system knows of an entry's file; None if it is not there."""
        found = (folder.stat(key, kind.suffix) for folder in self._folders())
        return next(filter(None, found), None)

    def note_use(self, kind: Kind, key: str, stat: os.stat_result) -> None:
        """Note that an entry was used, without reading it."""
        touch(self.path(kind, key), stat)

    def holds(self, kind: Kind, key: str) -> bool:
        """Whether there is an entry; only :meth:`read` proves it whole."""
        return self.stat(kind, key) is not None

    def path(self, kind: Kind, key: str) -> Path:
        """Where an entry is, or would be."""
        found = (folder.path(key, kind.suffix) for folder in self._folders() if folder.stat(key, kind.suffix))
        return next(found, self._folder.path(key, kind.suffix))

    def remove(self, kind: Kind, key: str) -> bool:
        """Remove an entry; whether there was one."""
        return sum(folder.remove(key, kind.suffix) for folder in self._folders()) > 0

    @contextlib.contextmanager
    def once(self, key: str) -> Iterator[None]:
        """Make an entry while no other process makes the same one, where the system has locks.

        Whoever enters looks first whether the entry has come meanwhile.
        """
        with self._folder.locked(key):
            yield

    def entries(self, *kinds: Kind) -> Iterator[tuple[Kind, Entry]]:
        """The entries of some kinds, or of all."""
        by_suffix = {kind.suffix: kind for kind in kinds or KINDS}
        for entry in self._folder.entries():
            if entry.suffix in by_suffix:
                yield by_suffix[entry.suffix], entry

    def verify(self, kind: Kind) -> tuple[int, list[str]]:
        """Read every entry of a sealed kind; the damaged ones are removed.

        Returns
        -------
        whole : int
            How many are as they were written.
        removed : list of str
            Names of the files that were not.
        """
        whole, removed = 0, []
        for _, entry in list(self.entries(kind)):
            if self.read(kind, entry.key) is None:
                removed.append(entry.path.name)
            else:
                whole += 1
        return whole, removed

    def prune(
        self, *kinds: Kind, max_bytes: int | None = None, older_than_s: float | None = None
    ) -> tuple[int, int]:
        """Remove the entries of some kinds, or of all, that were not used for longest.

        Parameters
        ----------
        max_bytes : int, optional
            Remove until no more than this is left.
        older_than_s : float, optional
            Remove all that were not used for this many seconds (known to the hour).

        Returns
        -------
        entries, size : int
            How many were removed, and their bytes.
        """
        import time

        self._folder.remove_parts(STALE_S)
        found = sorted((entry.used, entry.size, entry.key, entry.suffix) for _, entry in self.entries(*kinds))
        left = sum(size for _, size, *_ in found)
        now = time.time()
        count = freed = 0
        for used, size, key, suffix in found:
            too_many = max_bytes is not None and left > max_bytes
            too_old = older_than_s is not None and now - used >= older_than_s
            if (too_many or too_old) and self._folder.remove(key, suffix):
                count, freed, left = count + 1, freed + size, left - size
        return count, freed

    def trim(self) -> None:
        """Remove the frames and memos that were not used for longest, if there are too many."""
        for kind in (FRAMES, MEMO):
            if sum(entry.size for _, entry in self.entries(kind)) > self._most_bytes:
                self.prune(kind, max_bytes=self._most_bytes)

    def clear(self) -> int:
        """Remove all entries, and nothing else; return how many there were."""
        self._folder.remove_parts(0)
        return sum(self._folder.remove(entry.key, entry.suffix) for _, entry in list(self.entries()))

    def remove_parts(self) -> list[str]:
        """Remove what a crash left unfinished; the files' names."""
        return self._folder.remove_parts(STALE_S)

    def _folders(self) -> tuple[Folder, ...]:
        return (self._folder, self._spare) if self._spare else (self._folder,)

    def _cannot(self, done: str, error: OSError) -> CacheError:
        return CacheError(
            f"the clip cache {self.root} cannot be {done}: {error.strerror or error}; "
            "choose another folder with --cache-dir"
        )

    def _notice(self, error: OSError) -> None:
        if not self._noticed:
            self._noticed = True
            _logger.info("the store %s: %s", self.root, error)
            if self._on_notice:
                self._on_notice(
                    f"nothing can be kept in {self.root} ({error.strerror or error}): what this run makes is "
                    "in a temporary folder, and will be made again next time. Choose another folder with "
                    "--cache-dir"
                )


def _sealed(key: str, data: bytes) -> bytes:
    return _MAGIC + _checksum(key, data) + data


def _opened(key: str, content: bytes) -> bytes | None:
    head = len(_MAGIC) + _DIGEST_BYTES
    data = content[head:]
    return data if content[:head] == _MAGIC + _checksum(key, data) else None


def _checksum(key: str, data: bytes) -> bytes:
    """Of the key as well: an entry under another one's name is as wrong as a damaged one."""
    return hashlib.sha256(key.encode() + data).digest()
