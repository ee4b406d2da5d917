"""The LAME encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from voiceguide.export.mp3._mpeg import MpegStream

LAME_DELAY = 576
"""Samples of silence that LAME puts before the sound (ENCDELAY in its encoder.h), measured to be so."""

EFFORT = 5
"""LAME's -q, 0 (best) to 9 (fastest): 5 runs 1.7 times as fast as 2, by measurement."""
_LEVELS = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
_LEVEL_OF_OTHERS = 0.95
"""By how much LAME turns the sound down at a constant rate, so that its noise clips less (the table of
presets.c); lameenc cannot switch it off. Measured to be the same at all sample rates."""
_VBR_MTRH = 4
"""LAME's newer variable rate method, its own default."""


def lame_level(kbps: int, vbr_quality: int | None) -> float:
    """Factor that LAME puts on the sound; dividing by it beforehand keeps a measured loudness true."""
    return 1.0 if vbr_quality is not None else _LEVELS.get(kbps, _LEVEL_OF_OTHERS)


class LameEncoder:
    """One pass over one stream of samples.

    Parameters
    ----------
    stream : MpegStream
        Rate and channels.
    kbps : int
        Constant rate, of the stream's own.
    vbr_quality : int or None
        0 to 9 for a variable rate instead.

    Raises
    ------
    ExportError
        If LAME refuses.
    """

    def __init__(self, stream: MpegStream, *, kbps: int, vbr_quality: int | None) -> None:
        import lameenc

        self._encoder: Any = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(stream.channels)
        self._encoder.set_in_sample_rate(stream.rate)
        # without this LAME resamples at low bit rates, and the length is no longer ours
        self._encoder.set_out_sample_rate(stream.rate)
        self._encoder.set_quality(EFFORT)
        if vbr_quality is None:
            self._encoder.set_bit_rate(kbps)
        else:
            self._encoder.set_vbr(_VBR_MTRH)
            self._encoder.set_vbr_quality(vbr_quality)

    def encode(self, pcm: bytes) -> bytes:
        """Return what is ready after ``pcm``, interleaved 16-bit samples; it need not end with a frame."""
        try:
            return bytes(self._encoder.encode(pcm))
        except (RuntimeError, ValueError) as error:
            raise ExportError(f"LAME failed: {error}") from error

    def flush(self) -> bytes:
        """Return the rest, padded with silence to whole frames."""
        try:
            return bytes(self._encoder.flush())
        except (RuntimeError, ValueError) as error:
            raise ExportError(f"LAME failed: {error}") from error


def lame_frames(samples: int, frame_samples: int) -> int:
    """How many MPEG frames LAME makes of a sound (lame_encode_flush: at least 576 samples of padding)."""
    return -(-(samples + LAME_DELAY + 576) // frame_samples)
