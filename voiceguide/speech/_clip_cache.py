"""The cache of spoken clips: each a WAV file whose integrity is checked when it is read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError
from voiceguide.sound import Clip
from voiceguide.speech import _clip_file as clip_file
from voiceguide.store import CLIP, Store
from voiceguide.timeline import ClipRef

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_KEPT_CLIPS = 8
_HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """The contents of a clip cache."""

    root: Path
    clips: int
    size: int
    """Bytes."""
    voices: Mapping[str, int]
    """Clips by voice."""


def clip_key(audible: Mapping[str, object]) -> str:
    """Hash of everything that can be heard in a clip; equal for equal mappings, whatever their order."""
    described = json.dumps(
        {**audible, "format": clip_file.FORMAT_VERSION}, sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(described.encode()).hexdigest()


class ClipCache:
    """Clips by key. Safe with threads and with other processes; a mixer's ``ClipSource``.

    Parameters
    ----------
    store : Store or Path
        Where they are kept, or its folder.
    """

    def __init__(self, store: Store | Path) -> None:
        self.store = store if isinstance(store, Store) else Store(store)
        self._recent: OrderedDict[str, Clip] = OrderedDict()
        self._guard = threading.Lock()
        # what was read and proven, so that a clip is not hashed once for its length and again for its sound
        self._proven: dict[str, tuple[tuple[int, ...], ClipRef]] = {}

    @property
    def root(self) -> Path:
        """The store's folder."""
        return self.store.root

    def ref(self, key: str) -> ClipRef | None:
        """A clip by its key, or None if it is not there; a damaged one is removed and counts as not there."""
        stat = self.store.stat(CLIP, key)
        if stat is None:
            return None
        known = self._proven.get(key)
        if known and known[0] == _signature(stat):
            self.store.note_use(CLIP, key, stat)
            return known[1]
        content = self.store.read(CLIP, key)
        if content is None:
            return None
        try:
            _, samples = clip_file.decode(content, key)
        except clip_file.DamagedClipError:
            self.store.remove(CLIP, key)
            return None
        found = ClipRef(key, len(samples) // 4)
        self._proven[key] = (_signature(stat), found)
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
            If it cannot be kept anywhere.
        """
        there = self.ref(key)
        if there is not None:
            return there
        content = clip_file.encode(key, samples.astype("<f4").tobytes(), rate, meta)
        self.store.write(CLIP, key, content)
        ref = ClipRef(key, len(samples))
        if (stat := self.store.stat(CLIP, key)) is not None:
            self._proven[key] = (_signature(stat), ref)
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
            recent = self._read(key)
        with self._guard:
            self._recent[key] = recent
            self._recent.move_to_end(key)
            while len(self._recent) > _KEPT_CLIPS:
                self._recent.popitem(last=False)
        return recent

    def _read(self, key: str) -> Clip:
        content = self.store.read(CLIP, key)
        try:
            if content is None:
                raise CacheError(f"a clip has gone from the cache {self.root} while it was in use")
            meta, data = clip_file.decode(content, key)
        except clip_file.DamagedClipError as e:
            self.store.remove(CLIP, key)
            raise CacheError(f"a clip in the cache {self.root} was damaged while it was in use ({e})") from e
        samples = np.frombuffer(data, dtype="<f4").astype(np.float32, copy=False).reshape(-1, 1)
        samples.flags.writeable = False
        return Clip(samples, int(meta["rate"]))

    @property
    def is_empty(self) -> bool:
        """Whether there is no clip at all."""
        return next(self.store.entries(CLIP), None) is None

    def info(self) -> CacheInfo:
        """Count clips, bytes and clips by voice."""
        voices: dict[str, int] = {}
        clips = size = 0
        for _, entry in self.store.entries(CLIP):
            with contextlib.suppress(OSError):
                voice = _voice_of(entry.path)
                voices[voice] = voices.get(voice, 0) + 1
                clips, size = clips + 1, size + entry.size
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
        whole, removed = 0, self.store.remove_parts()
        self._proven.clear()
        for _, entry in list(self.store.entries(CLIP)):
            if self.ref(entry.key) is None:
                removed.append(entry.path.name)
            else:
                whole += 1
        return whole, removed

    def prune(self, max_bytes: int | None = None, older_than_s: float | None = None) -> tuple[int, int]:
        """Remove the clips that were not used for longest; as :meth:`voiceguide.store.Store.prune`."""
        return self.store.prune(CLIP, max_bytes=max_bytes, older_than_s=older_than_s)

    def clear(self) -> int:
        """Remove all that is kept, and nothing else; return how many clips there were."""
        clips = sum(1 for _ in self.store.entries(CLIP))
        self.store.clear()
        self._recent.clear()
        self._proven.clear()
        return clips


def _signature(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _voice_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return str(clip_file.describe(file.read(_HEAD_BYTES)).get("voice", "unknown"))
    except clip_file.DamagedClipError:
        return "damaged"
