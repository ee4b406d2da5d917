"""Combines clip sources, and converts pydub's segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError, InputError
from voiceguide.sound._clip import Clip
from voiceguide.sound._quantise import Quantiser
from voiceguide.sound._resample import resample

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from voiceguide.sound._clip import ClipSource


class Clips:
    """Several clip sources as one.

    A source with a ``prefix`` attribute (as :class:`~voiceguide.sound._chimes.ChimeSet` has) is asked for
    the keys that begin with it, and the others, in order, for the rest.
    """

    def __init__(self, *sources: ClipSource) -> None:
        # the empty prefix, which every key has, comes last; the sort keeps the order of equals
        self._sources = sorted(sources, key=lambda source: -len(_prefix(source)))

    def clip(self, key: str) -> Clip:
        """Return a key's clip from the source that it belongs to.

        Raises
        ------
        CacheError
            If no source has it.
        """
        failure: CacheError | None = None
        for source in self._sources:
            if key.startswith(_prefix(source)):
                try:
                    return source.clip(key)
                except CacheError as e:
                    if _prefix(source):
                        raise
                    failure = failure or e
        raise failure or CacheError(f"no source has a clip with the key {key!r}")


def _prefix(source: ClipSource) -> str:
    prefix: str = getattr(source, "prefix", "")
    return prefix


def clip_from_segment(segment: Any, rate: int) -> Clip:
    """Convert a pydub ``AudioSegment`` of any sample width, channels and rate.

    More than two channels are folded to one.

    Raises
    ------
    InputError
        If it is empty or not an AudioSegment.
    """
    try:
        raw, width, channels = segment.raw_data, segment.sample_width, segment.channels
        from_rate = segment.frame_rate
    except AttributeError as e:
        raise InputError(f"a sound must be a pydub AudioSegment, not {type(segment).__name__}") from e
    if not raw:
        raise InputError("a sound given as an AudioSegment must not be empty")
    # pydub keeps 8 bits signed, and widens 24 bits to 32 when it reads them
    integers = np.frombuffer(raw, dtype={1: "<i1", 2: "<i2", 4: "<i4"}[width]).reshape(-1, channels)
    samples = (integers / np.float64(2 ** (8 * width - 1))).astype(np.float32)
    if channels > 2:
        samples = samples.mean(axis=1, keepdims=True)
    samples = np.array(resample(samples, from_rate, rate))
    samples.flags.writeable = False
    return Clip(samples, rate)


def segment_from_blocks(blocks: Iterable[NDArray[np.float32]], rate: int, channels: int) -> Any:
    """Join blocks into a pydub ``AudioSegment`` of 16 bits, dithered once.

    The whole sound is in memory then: 11 MB a minute at 48 kHz stereo.
    """
    from pydub import AudioSegment

    quantiser = Quantiser(channels)
    data = bytearray()
    done = 0
    for block in blocks:
        data += quantiser.int16(block, done).astype("<i2", copy=False).tobytes()
        done += len(block)
    return AudioSegment(data=bytes(data), sample_width=2, frame_rate=rate, channels=channels)
