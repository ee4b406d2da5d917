"""Sound files that scripts name: as steps, at the voice's loudness, or as chimes, at theirs."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError, InputError
from voiceguide.sound._clip import Clip
from voiceguide.timeline import ClipRef
from voiceguide.units import format_duration, frames_of, gain_of, nearest_ms

if TYPE_CHECKING:
    from voiceguide.units import Ms

LONGEST_MS: Final = 600_000
"""The longest sound of a step."""
_CHIME_MS: Final = 60_000
_CHIME_LU: Final = -6.0
"""A chime's loudest moment against the voice: where most of the program's own are."""
_PASSES: Final = 3
_CLOSE_LU: Final = 0.05
_MOST_BYTES: Final = 1 << 29


class SoundFiles:
    """A clip source for files; each is decoded once."""

    prefix = "file/"
    """What all keys of this source begin with."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._clips: dict[str, Clip] = {}
        self._refs: dict[tuple[str, bool], ClipRef] = {}

    def ref(self, name: str, *, chime: bool = False) -> ClipRef:
        """Name and length of a file's sound.

        Raises
        ------
        InputError
            If it cannot be read, holds nothing to hear, or is too long.
        """
        if (name, chime) not in self._refs:
            kind = "chime" if chime else "sound"
            digest = hashlib.sha256(_content(name)).hexdigest()[:24]
            # the content is in the key: another sound under the same name must not be taken for this one
            key = f"{self.prefix}{kind}/{digest}@{self._rate}"
            if key not in self._clips:
                self._clips[key] = _clip(name, self._rate, chime=chime)
            self._refs[name, chime] = ClipRef(key, self._clips[key].frames)
        return self._refs[name, chime]

    def clip(self, key: str) -> Clip:
        """Return the samples of a key that :meth:`ref` gave.

        Raises
        ------
        CacheError
            If the key is none of this source's.
        """
        if key not in self._clips:
            raise CacheError(f"there is no sound with the key {key!r}. Probable cause: another timeline")
        return self._clips[key]


def sound_length_ms(name: str) -> Ms:
    """How long a file's sound is, by what its container says.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    import av

    from voiceguide.sound._decode import reason_of

    try:
        with av.open(name) as container:
            if container.duration and container.streams.audio:
                return nearest_ms(container.duration / 1_000)
    except (av.error.FFmpegError, OSError, ValueError) as e:
        raise InputError(f"{name} cannot be read as a sound: {reason_of(e)}") from e
    raise InputError(f"{name} has no sound in it")


def _content(name: str) -> bytes:
    try:
        path = Path(name)
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{name} is larger than {_MOST_BYTES >> 20} MB")
        return path.read_bytes()
    except (OSError, ValueError) as e:
        raise InputError(f"{name} cannot be read: {getattr(e, 'strerror', None) or e}") from e


def _clip(name: str, rate: int, *, chime: bool) -> Clip:
    """The sound of a file at its level, under the ceiling of all clips."""
    from voiceguide.sound._decode import decode
    from voiceguide.sound._levels import VOICE_CEILING_DB, VOICE_LUFS
    from voiceguide.sound._limiter import limit
    from voiceguide.sound._meter import DUAL_MONO_LU, loudest_moment, loudness

    longest = _CHIME_MS if chime else LONGEST_MS
    pieces = list(decode(name, rate, at_most_ms=longest + 1_000))
    samples = np.concatenate(pieces) if pieces else np.zeros((0, 1), dtype=np.float32)
    if len(samples) > frames_of(longest, rate):
        what = "a chime" if chime else "a step"
        raise InputError(f"{name} is too long for {what}: at most {format_duration(longest)}")
    if not len(samples) or not float(np.abs(samples).max()) > 0:
        raise InputError(f"there is nothing to hear in {name}")
    measure = loudest_moment if chime else loudness
    target = VOICE_LUFS + (_CHIME_LU if chime else 0.0) - (DUAL_MONO_LU if samples.shape[1] == 1 else 0.0)
    for attempt in range(_PASSES):
        missing = target - measure(samples, rate)
        if not math.isfinite(missing) or (attempt and abs(missing) < _CLOSE_LU):
            break
        samples = limit(samples * np.float32(gain_of(missing)), rate, VOICE_CEILING_DB)
    samples = np.ascontiguousarray(samples, dtype=np.float32)
    samples.flags.writeable = False
    return Clip(samples, rate)
