"""MPEG frames that stand alone: from samples to frames that can be joined with others at any frame.

Without the bit reservoir a frame holds all that it needs, and what reaches over its edges (the overlap of
the transform, the psychoacoustic model's memory) is right as long as the encoder hears the sound on both
sides as well. So a stretch is encoded with :data:`PRE_ROLL` frames before it and :data:`POST_ROLL` after it,
which are thrown away.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import ExportError
from voiceguide.export.mp3._lame import EFFORT, lame_level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.export.mp3._lame_library import LameLibrary
    from voiceguide.export.mp3._mpeg import MpegStream

PRE_ROLL = 4
"""Frames that the encoder hears before those that are kept. With none, the first frame's overlap is that of
silence, and the join is wrong by up to full scale."""
POST_ROLL = 3
"""Frames after them: LAME looks ahead, and its last three frames of a stretch differ from those of one that
goes on (measured)."""

_PIECE = 32
"""Frames that LAME is given at once."""
_MODE_JOINT_STEREO, _MODE_MONO = 1, 3
_OUTPUT_ROOM = 7200
"""Bytes that LAME wants over 5/4 of the samples (lame.h)."""

_starting = threading.Lock()


@dataclass(frozen=True, slots=True)
class FrameEncoder:
    """Encodes stretches of one stream; each call stands for itself, so several threads may share one."""

    library: LameLibrary
    stream: MpegStream
    kbps: int
    """A constant rate at which all frames have one size."""

    def frames(self, samples: NDArray[np.float32], first: int, count: int) -> bytes:
        """Encode ``samples`` and return ``count`` frames from number ``first`` on.

        Frame 0 begins with the encoder's delay. Where samples are missing for the last frames and their
        post-roll, silence follows.

        Parameters
        ----------
        samples : array, shape (frames, channels)
            In [-1, 1].

        Raises
        ------
        ExportError
            If LAME fails.
        """
        length = (first + count + POST_ROLL) * self.stream.frame_samples
        sound = np.ascontiguousarray(samples[:length], np.float32)
        if len(sound) < length:
            sound = np.concatenate([sound, np.zeros((length - len(sound), self.stream.channels), np.float32)])
        size = self.stream.frame_bytes(self.kbps)
        output = ctypes.create_string_buffer(length // self.stream.frame_samples * size + _OUTPUT_ROOM)
        handle = self._open()
        try:
            written = self._encode(handle, sound, output)
        finally:
            self.library.functions.lame_close(handle)
        if written < (first + count) * size:
            raise ExportError(f"LAME failed: it gave {written} bytes for {len(sound)} samples")
        return ctypes.string_at(ctypes.addressof(output) + first * size, count * size)

    def silence(self) -> bytes:
        """The frame of digital silence; all are the same."""
        nothing = np.zeros((PRE_ROLL * self.stream.frame_samples, self.stream.channels), np.float32)
        return self.frames(nothing, 1, 1)

    def _open(self) -> int:
        lame, stream = self.library.functions, self.stream
        with _starting:  # LAME fills tables that all encoders share when the first one starts
            handle: int = lame.lame_init()
            if not handle:
                raise ExportError("LAME failed: out of memory")
            lame.lame_set_num_channels(handle, stream.channels)
            lame.lame_set_mode(handle, _MODE_MONO if stream.channels == 1 else _MODE_JOINT_STEREO)
            lame.lame_set_in_samplerate(handle, stream.rate)
            lame.lame_set_out_samplerate(handle, stream.rate)
            lame.lame_set_brate(handle, self.kbps)
            lame.lame_set_quality(handle, EFFORT)
            lame.lame_set_disable_reservoir(handle, 1)
            lame.lame_set_bWriteVbrTag(handle, 0)
            # LAME's presets turn the sound down a little, by a factor on this; a measured loudness is to stay
            lame.lame_set_scale(handle, 1.0 / lame_level(self.kbps, None))
            if lame.lame_init_params(handle) < 0:
                lame.lame_close(handle)
                raise ExportError("LAME failed: it refuses the stream")
        return handle

    def _encode(self, handle: int, sound: NDArray[np.float32], output: ctypes.Array[ctypes.c_char]) -> int:
        """Encode ``sound`` into ``output``, piece by piece, as LAME makes copies of what it is given."""
        lame, written = self.library.functions, 0
        for start in range(0, len(sound), _PIECE * self.stream.frame_samples):
            piece = sound[start : start + _PIECE * self.stream.frame_samples]
            data, room = piece.ctypes.data, len(output) - written
            into = ctypes.byref(output, written)
            result: int
            if self.stream.channels == 1:
                result = lame.lame_encode_buffer_ieee_float(handle, data, data, len(piece), into, room)
            else:
                result = lame.lame_encode_buffer_interleaved_ieee_float(handle, data, len(piece), into, room)
            if result < 0:
                raise ExportError(f"LAME failed: error {result}")
            written += result
        return written
