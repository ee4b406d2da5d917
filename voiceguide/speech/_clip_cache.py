"""The clip cache: every sentence is spoken once, then read from a file that is proven whole.

One file a clip, ``<root>/<2 hex>/<64 hex>.wav``. Files are written under a temporary name and renamed, so
that any number of processes may use one folder: at worst two of them speak the same sentence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError
from voiceguide.sound import Clip
from voiceguide.speech import _clip_file as wav
from voiceguide.timeline import ClipRef

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

CACHE_VARIABLE: Final = "VOICEGUIDE_CACHE"
"""Environment variable that names the cache folder."""
LOCAL_FOLDER: Final = "audio_cache"
"""Folder that is used where it stands in the working folder."""

_KEPT_CLIPS = 8
_TOUCH_AFTER_S = 3600
_STALE_PART_S = 3600
_HEAD_BYTES = 8192
_OURS = re.compile(r"[0-9a-f]{64}\.wav")
_PART = re.compile(r"\.[0-9a-f]{64}\.[0-9a-f]+\.part")


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What is in a cache."""

    root: Path
    clips: int
    size: int
    """Bytes."""
    voices: Mapping[str, int]
    """Clips by voice."""


def locate(cache_dir: Path | None = None) -> Path:
    """Find the cache folder; it need not exist.

    In this order: ``cache_dir``, ``$VOICEGUIDE_CACHE``, ``./audio_cache`` if that folder is there, the
    platform's folder for a user's caches.
    """
    if cache_dir is not None:
        return cache_dir
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named)
    local = Path(LOCAL_FOLDER)
    if local.is_dir():
        return local.absolute()
    import platformdirs

    return platformdirs.user_cache_path("voiceguide", appauthor=False)


def clip_key(audible: Mapping[str, object]) -> str:
    """Hash of everything that can be heard in a clip; equal for equal mappings, whatever their order."""
    described = json.dumps({**audible, "format": wav.FORMAT_VERSION}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(described.encode()).hexdigest()


class ClipCache:
    """Clips on disk, by key. Safe with threads and with other processes; a mixer's ``ClipSource``.

    Parameters
    ----------
    root : Path
        The folder; made when the first clip is put.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._recent: OrderedDict[str, Clip] = OrderedDict()
        self._guard = threading.Lock()
        # what was read and proven, so that a clip is not hashed once for its length and again for its sound
        self._proven: dict[str, tuple[tuple[int, ...], ClipRef]] = {}

    def ref(self, key: str) -> ClipRef | None:
        """A clip by its key, or None if it is not there; a damaged one is removed and counts as not there."""
        path = self._path(key)
        try:
            stat = path.stat()
            known = self._proven.get(key)
            if known and known[0] == _signature(stat):
                _touch(path, stat)
                return known[1]
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as e:
            raise CacheError(f"the clip cache {self.root} cannot be read: {e.strerror or e}") from e
        try:
            _, samples = wav.decode(content, key)
        except wav.DamagedClipError:
            _remove(path)
            return None
        found = ClipRef(key, len(samples) // 4)
        self._proven[key] = (_signature(stat), found)
        _touch(path, stat)
        return found

    def proof(self, key: str) -> tuple[int, ...]:
        """What :meth:`vouch` takes, for a clip that was proven whole; else nothing."""
        signature, ref = self._proven.get(key, ((), None))
        return (ref.frames, *signature) if ref else ()

    def vouch(self, key: str, frames: int, *signature: int) -> None:
        """Take an earlier run's word that a clip is whole, as long as its file is still the same one."""
        self._proven.setdefault(key, (signature, ClipRef(key, frames)))

    def put(self, key: str, samples: NDArray[np.float32], rate: int, meta: Mapping[str, Any]) -> ClipRef:
        """Keep a clip; if another process has put it meanwhile, that one stays.

        Parameters
        ----------
        samples : ndarray of float32, shape (frames, 1) or (frames,)
        rate : int
            Frames a second.
        meta : mapping
            What a person may want to know of it, as JSON types.

        Raises
        ------
        CacheError
            If the folder cannot be written, or the disk is full.
        """
        there = self.ref(key)
        if there is not None:
            return there
        content = wav.encode(key, samples.astype("<f4").tobytes(), rate, meta)
        path = self._path(key)
        part = path.with_name(f".{key}.{os.urandom(8).hex()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            finally:
                _remove(part)
        except OSError as e:
            there = self.ref(key) if isinstance(e, PermissionError) else None
            if there is not None:  # Windows does not replace a file that another process is reading
                return there
            raise CacheError(
                f"the clip cache {self.root} cannot be written: {e.strerror or e}; "
                "choose another folder with --cache-dir"
            ) from e
        ref = ClipRef(key, len(samples))
        with contextlib.suppress(OSError):
            self._proven[key] = (_signature(path.stat()), ref)
        return ref

    def clip(self, key: str) -> Clip:
        """The samples of a clip; the last few are kept in memory.

        Raises
        ------
        CacheError
            If the clip is gone or damaged.
        """
        with self._guard:
            recent = self._recent.get(key)
        if recent is None:
            try:
                meta, data = wav.decode(self._path(key).read_bytes(), key)
            except (OSError, wav.DamagedClipError) as e:
                raise CacheError(
                    f"a clip has gone from the cache {self.root} while it was in use ({e})"
                ) from e
            samples = np.frombuffer(data, dtype="<f4").astype(np.float32, copy=False).reshape(-1, 1)
            samples.flags.writeable = False
            recent = Clip(samples, int(meta["rate"]))
        with self._guard:
            self._recent[key] = recent
            self._recent.move_to_end(key)
            while len(self._recent) > _KEPT_CLIPS:
                self._recent.popitem(last=False)
        return recent

    @property
    def is_empty(self) -> bool:
        """Whether there is no clip at all."""
        return next(self._entries(), None) is None

    def info(self) -> CacheInfo:
        """Count clips, bytes and clips by voice."""
        voices: dict[str, int] = {}
        clips = size = 0
        for path in self._entries():
            with contextlib.suppress(OSError):
                size += path.stat().st_size
                clips += 1
                voice = _voice_of(path)
                voices[voice] = voices.get(voice, 0) + 1
        return CacheInfo(self.root, clips, size, dict(sorted(voices.items())))

    def verify(self) -> tuple[int, list[str]]:
        """Read every clip; remove the damaged ones and what a crash left behind.

        Returns
        -------
        whole : int
            Clips that are as they were written.
        removed : list of str
            Names of the files that were not.
        """
        whole, removed = 0, self._remove_stale_parts()
        self._proven.clear()
        for path in self._entries():
            if self.ref(path.stem) is None:
                removed.append(path.name)
            else:
                whole += 1
        return whole, removed

    def prune(self, max_bytes: int | None = None, older_than_s: float | None = None) -> tuple[int, int]:
        """Remove the clips that were not used for longest.

        Parameters
        ----------
        max_bytes : int, optional
            Remove until no more than this is left.
        older_than_s : float, optional
            Remove all that were not used for this many seconds (known to the hour).

        Returns
        -------
        clips, size : int
            How many were removed, and their bytes.
        """
        self._remove_stale_parts()
        entries = []
        for path in self._entries():
            with contextlib.suppress(OSError):
                stat = path.stat()
                entries.append((max(stat.st_atime, stat.st_mtime), stat.st_size, path))
        left = sum(size for _, size, _ in entries)
        now = time.time()
        clips = freed = 0
        for used, size, path in sorted(entries):
            too_many = max_bytes is not None and left > max_bytes
            too_old = older_than_s is not None and now - used >= older_than_s
            if (too_many or too_old) and self._drop(path):
                clips, freed, left = clips + 1, freed + size, left - size
        return clips, freed

    def clear(self) -> int:
        """Remove all clips, and nothing else; return how many there were."""
        self._remove_stale_parts(age_s=0)
        return sum(self._drop(path) for path in list(self._entries()))

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.wav"

    def _entries(self) -> Iterator[Path]:
        """Our own files only: a folder may hold others, such as a README."""
        for path in self._files():
            if _OURS.fullmatch(path.name) and path.name[:2] == path.parent.name:
                yield path

    def _files(self) -> Iterator[Path]:
        try:
            folders = [folder for folder in self.root.iterdir() if re.fullmatch("[0-9a-f]{2}", folder.name)]
            for folder in sorted(folders):
                yield from sorted(folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as e:
            raise CacheError(f"the clip cache {self.root} cannot be read: {e.strerror or e}") from e

    def _drop(self, path: Path) -> bool:
        self._recent.pop(path.stem, None)
        self._proven.pop(path.stem, None)
        removed = _remove(path)
        with contextlib.suppress(OSError):
            path.parent.rmdir()  # only goes if it is empty
        return removed

    def _remove_stale_parts(self, age_s: float = _STALE_PART_S) -> list[str]:
        """Remove unfinished files that no living process can still be writing."""
        removed = []
        for path in list(self._files()):
            with contextlib.suppress(OSError):
                if _PART.fullmatch(path.name) and time.time() - path.stat().st_mtime >= age_s:
                    path.unlink()
                    removed.append(path.name)
        return removed


def _signature(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _touch(path: Path, stat: os.stat_result) -> None:
    """Note for :meth:`ClipCache.prune` that a clip was used; once an hour, since it writes to the disk."""
    with contextlib.suppress(OSError):
        now = time.time()
        if now - max(stat.st_atime, stat.st_mtime) > _TOUCH_AFTER_S:
            os.utime(path, ns=(int(now * 1e9), stat.st_mtime_ns))


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _voice_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return str(wav.describe(file.read(_HEAD_BYTES)).get("voice", "unknown"))
    except wav.DamagedClipError:
        return "damaged"
