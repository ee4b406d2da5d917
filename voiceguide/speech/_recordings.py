"""Lines that a listener recorded, made clips like those that a voice speaks: trimmed, and at its level."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide.errors import InputError
from voiceguide.script import RecordedLine
from voiceguide.speech._clip_cache import clip_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.timeline import ClipRef

LONGEST_MS: Final = 600_000
"""The longest recording of one line."""
_MOST_BYTES: Final = 1 << 28
_VERSION: Final = 1


def recorded_clip(line: RecordedLine, rate: int, cache: ClipCache) -> ClipRef:
    """The clip of a recorded line; its file is decoded once.

    Raises
    ------
    InputError
        If the file cannot be read, holds nothing to hear, or is too long.
    CacheError
        If the clip cannot be kept.
    """
    content = _content(line.file)
    key = clip_key({"recording": hashlib.sha256(content).hexdigest(), "rate": rate, "version": _VERSION})
    ref = cache.ref(key)
    if ref is not None:
        return ref
    return cache.put(key, _prepared(line.file, rate), rate, {"text": str(line), "voice": "recording"})


def recorded_clips(lines: Iterable[str], rate: int, cache: ClipCache) -> dict[str, ClipRef]:
    """The clips of those lines that were recorded; raises as :func:`recorded_clip`."""
    return {line: recorded_clip(line, rate, cache) for line in lines if isinstance(line, RecordedLine)}


def check_recording(name: str) -> None:
    """Read a recording, and see that there is something to hear in it; raises as :func:`recorded_clip`."""
    _content(name)
    _prepared(name, _CHECKED_RATE)


_CHECKED_RATE: Final = 24_000


def _content(name: str) -> bytes:
    try:
        path = Path(name)
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"the recording {name} is larger than {_MOST_BYTES >> 20} MB")
        return path.read_bytes()
    except (OSError, ValueError) as e:
        raise InputError(f"the recording {name} cannot be read: {getattr(e, 'strerror', None) or e}") from e


def _prepared(name: str, rate: int) -> NDArray[np.float32]:
    import numpy as np

    from voiceguide.sound import decode, prepare
    from voiceguide.speech._finish import QUIETEST

    pieces = [piece.mean(axis=1, keepdims=True) for piece in decode(name, rate, at_most_ms=LONGEST_MS + 1000)]
    samples = np.concatenate(pieces) if pieces else np.zeros((0, 1), dtype=np.float32)
    if len(samples) * 1000 > LONGEST_MS * rate:
        raise InputError(f"the recording {name} is longer than {LONGEST_MS // 60_000} minutes")
    if not len(samples) or not float(np.abs(samples).max()) >= QUIETEST:
        raise InputError(f"there is nothing to hear in the recording {name}")
    return prepare(samples, rate)
