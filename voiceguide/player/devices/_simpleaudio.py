"""The second backend: simpleaudio, which plays whole buffers only.

So the session goes to it in segments, cut where the render is silent but for a room tone, and the moment that
the library needs between two buffers is not heard. Its limits:

- Under a bed there is no such place, and a short gap is heard between segments, every half minute.
- It can neither pause nor tell where it stands. A command stops the buffer after what was handed on (a
  quarter of a second, or near a segment's end four fifths); then the place is worked out from the clock.
  What may not have been heard is played again rather than left out.
- During a pause nothing sounds, not even a room tone.
- A card cannot be chosen: it plays on the system's default.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np

from voiceguide._lib.quiet_stderr import quiet_stderr
from voiceguide.errors import DeviceError
from voiceguide.units import frames_in, gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.player._prefetch import Block
    from voiceguide.player.devices._contract import Source

FIRST_SECONDS = 1.0
"""The first segment after a start or a command is cut early, so that it sounds at once."""
SHORTEST_SECONDS = 10.0
"""Few segments, because the library touches Python's memory without the lock whenever a buffer ends."""
LONGEST_SECONDS = 30.0
"""Cut here even if it sounds: 12 MB of stereo at 48 kHz."""
_PIECE_SECONDS = 0.1
_SILENT_DB = -50.0
"""What peaks no higher may be cut: a room tone does not."""
_PATIENCE = 10.0
_STOP_SECONDS = 2.0
_POLL_SECONDS = 0.02
_UNSURE_SECONDS = 0.1
"""What opening the device may take of the time that a segment seems to sound."""
_LAST_WRITE_SECONDS = 0.8
"""On Linux the library hands on the rest of a buffer at once when it is this short (it compares frames with
the bytes of a tenth of a second: 8 to a stereo frame), and cannot stop it any more."""
_PROBE_FRAMES = 480
_FLOAT_BYTES = 4


class SimpleaudioDevice:
    """Plays segments on the system's default device.

    Parameters
    ----------
    rate : int
        Frames a second, one of the usual ones.
    channels : int
        1 or 2.

    Raises
    ------
    DeviceError
        If the library is missing or the device does not open.
    """

    name = "simpleaudio"
    latency = 0
    longest_wait = LONGEST_SECONDS + 10.0

    def __init__(self, rate: int, channels: int) -> None:
        self._library = _load()
        self._rate = rate
        self._channels = channels
        self._changed = threading.Condition()
        self._closing = False
        self._hold = False
        self._parked = True
        self._dropped = 0
        self._taken = 0  # frames taken, of segments that are not done
        self._sounding: tuple[float, int] | None = None  # since when, and how many frames
        self._thread: threading.Thread | None = None
        with quiet_stderr():
            probe = self._sound(np.zeros((_PROBE_FRAMES, channels), dtype=np.float32))
            self._wait_until_done(probe)

    def start(self, source: Source) -> None:
        """Begin to pull."""
        self._parked = False
        self._thread = threading.Thread(
            target=self._run, args=(source,), name="voiceguide-simpleaudio", daemon=True
        )
        self._thread.start()

    def pending(self) -> int:
        """What is left of the segment that sounds, by the clock, and what is gathered after it."""
        with self._changed:
            return self._taken - self._heard()

    @contextmanager
    def interrupted(self) -> Iterator[int]:
        """Stop the segment that sounds; gives what was not heard of it and of the next."""
        with self._changed:
            self._hold = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._parked, _STOP_SECONDS + _PATIENCE)
            dropped, self._dropped = self._dropped, 0
        try:
            yield dropped
        finally:
            with self._changed:
                self._hold = False
                self._changed.notify_all()

    def close(self) -> None:
        """Stop what sounds and wait until the library has let go of it."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS + _PATIENCE)

    def _run(self, source: Source) -> None:
        following: Block | None = None
        shortest = FIRST_SECONDS
        try:
            while not self._closing:
                if self._held():
                    self._park()
                    following, shortest = None, FIRST_SECONDS
                    continue
                segment = self._gather(source, shortest) if following is None else following
                following, shortest = None, SHORTEST_SECONDS
                if self._held():
                    continue
                if len(segment):
                    following = self._play(source, segment)
                else:
                    source.idle(0)
                    self._wait(_POLL_SECONDS)
        except Exception as error:  # kept for the main thread, which raises it
            source.fail(error)
        finally:
            with self._changed:
                self._parked = True
                self._changed.notify_all()

    def _play(self, source: Source, segment: Block) -> Block:
        """Sound a segment to its end or a command; gives the next, gathered meanwhile."""
        playing = self._sound(segment)
        with self._changed:
            self._sounding = time.monotonic(), len(segment)
        following = self._gather(source, SHORTEST_SECONDS)
        while playing.is_playing() and not self._disturbed():
            self._wait(_POLL_SECONDS)
        heard = len(segment)  # what has ended by itself was heard, whatever the clock says
        if playing.is_playing():
            heard = self._heard()
            playing.stop()
            self._wait_until_done(playing)
            near_end = len(segment) - heard <= _LAST_WRITE_SECONDS * self._rate
            if near_end and self._heard() == len(segment):
                heard = len(segment)
            else:
                heard = max(heard - frames_in(_UNSURE_SECONDS, self._rate), 0)
        with self._changed:
            self._taken -= heard
            self._sounding = None
        return following

    def _gather(self, source: Source, shortest: float) -> Block:
        """Take a segment that ends in silence if it can."""
        piece_frames = frames_in(_PIECE_SECONDS, self._rate)
        pieces: list[Block] = []
        frames = 0
        while not self._disturbed() and frames < LONGEST_SECONDS * self._rate:
            piece = source.take(piece_frames, _PATIENCE)
            pieces.append(piece)
            frames += len(piece)
            with self._changed:
                self._taken += len(piece)
            if len(piece) < piece_frames or (
                frames >= shortest * self._rate and np.abs(piece).max() < gain_of(_SILENT_DB)
            ):
                break
        return np.concatenate(pieces) if pieces else np.zeros((0, self._channels), dtype=np.float32)

    def _sound(self, segment: Block) -> Any:
        # the whole buffer stays referenced by the library until it is done
        try:
            return self._library.play_buffer(
                np.ascontiguousarray(segment), self._channels, _FLOAT_BYTES, self._rate
            )
        except Exception as error:  # the library's own class is not exported
            raise DeviceError(f"simpleaudio: {error}") from error

    def _wait_until_done(self, playing: Any) -> None:
        """Wait until the library is done with a short or stopped buffer."""
        deadline = time.monotonic() + _STOP_SECONDS
        while playing.is_playing() and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)

    def _heard(self) -> int:
        """Frames of the segment that have sounded, by the clock."""
        if self._sounding is None:
            return 0
        since, frames = self._sounding
        return min(frames_in(time.monotonic() - since, self._rate), frames)

    def _held(self) -> bool:
        return self._hold

    def _disturbed(self) -> bool:
        return self._hold or self._closing

    def _wait(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(self._disturbed, seconds)

    def _park(self) -> None:
        """Tell that nothing sounds and how much is given back; wait until the command was given."""
        with self._changed:
            self._dropped, self._taken = self._taken, 0
            self._parked = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closing or not self._hold)
            self._parked = False


def _load() -> Any:
    try:
        import simpleaudio
    except ImportError as error:
        raise DeviceError("simpleaudio: not installed; pip install 'voiceguide[simpleaudio]'") from error
    if sys.version_info >= (3, 12):
        # 1.0.4 ends the whole program with a segmentation fault at the end of its first buffer
        try:
            metadata.distribution("simpleaudio-patched")
        except metadata.PackageNotFoundError as error:
            raise DeviceError(
                "simpleaudio: this build crashes on Python 3.12 and later; "
                "pip uninstall simpleaudio, then pip install simpleaudio-patched"
            ) from error
    return simpleaudio
