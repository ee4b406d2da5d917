"""The transport: where the session stands, and the frames to sound next. It knows no device and no terminal.

A device's thread pulls frames while the main thread gives commands. Nothing clicks: a pause, a jump or a
starved disk fades out first, and what follows fades in. Without commands the frames that come out are the
render's, bit for bit. Where there are none, a room tone keeps the device awake until the session is over.
"""

from __future__ import annotations

import threading
from enum import Enum
from typing import TYPE_CHECKING, Self

import numpy as np

from voiceguide.player._prefetch import Block, BlocksFrom, Prefetch
from voiceguide.units import frames_of, nearest_ms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from voiceguide.player._live_session import LiveSession
    from voiceguide.sound import Loop
    from voiceguide.timeline import Timeline

FADE_MS = 8
"""Long enough that no step is heard, short enough to feel immediate."""
PREFETCH_MS = 1000
"""Ready ahead of the device: more than a disk or a busy core keeps us waiting."""
PRIME_MS = 300
"""Must be ready before a device starts, which takes a burst at once. The rest is mixed while it sounds."""
REFILL_MS = 100
"""Must be ready before sounding again after a jump, so that it does not stutter."""
RESTART_MS = 3000
"""Within this time of a chapter's start, "previous" means the chapter before it."""
SKIP_SECONDS = 10.0
"""How far an arrow key skips."""


class Command(Enum):
    """What a listener can do during playback."""

    TOGGLE = "toggle"
    BACK = "back"
    FORWARD = "forward"
    NEXT = "next"
    PREVIOUS = "previous"
    QUIT = "quit"


class Transport:
    """The state of one playing session; every method may be called from any thread.

    Parameters
    ----------
    timeline : Timeline
        Gives the length, the rate and the chapters.
    blocks_from : callable
        Gives blocks of the render from a frame on.
    channels : int
        1 or 2.
    start : int
        First frame to sound.
    drain : int
        Frames of silence that a device takes after the last frame until that is heard: its latency.
    ongoing : LiveSession, optional
        The session, if it is still being laid out.
    tone : Loop, optional
        What sounds during a pause, and while more is waited for; silence without.
    """

    def __init__(
        self,
        timeline: Timeline,
        blocks_from: BlocksFrom,
        *,
        channels: int,
        start: int = 0,
        drain: int = 0,
        ongoing: LiveSession | None = None,
        tone: Loop | None = None,
    ) -> None:
        self._tone = tone
        if tone is not None:
            tone.frames(0, 1)  # made here, and not in the device's thread
        self._tone_level = 0
        self._tone_place = 0
        self._laid_out = timeline
        self._ongoing = ongoing
        self._channels = channels
        self._drain = drain
        self._lock = threading.RLock()
        self._fade = frames_of(FADE_MS, timeline.rate)
        self._refill = frames_of(REFILL_MS, timeline.rate)
        self._position = min(max(start, 0), timeline.frames)
        self._target: int | None = None
        self._playing = True
        self._quitting = False
        self._refilling = True
        # the gain is level / fade; the session's own first frame needs no fade
        self._level = self._fade if self._position == 0 else 0
        self._silence = 0
        self._pulls = 0
        self._error: BaseException | None = None
        self.finished = threading.Event()
        """Set when all was heard, the quitting fade has sounded, or something failed."""

        def render_from(frame: int) -> Iterator[Block]:
            return blocks_from(frame) if frame < self.timeline.frames else iter(())

        self._prefetch = Prefetch(
            render_from,
            self._position,
            frames_of(PREFETCH_MS, timeline.rate),
            ongoing.final_place if ongoing else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._prefetch.close()

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self._ongoing.timeline if self._ongoing else self._laid_out

    @property
    def waiting(self) -> bool:
        """Whether playback waits for a part that is not known yet."""
        return self._ongoing is not None and self._ongoing.waiting

    @property
    def position(self) -> int:
        """The next frame to be taken, or where the jump under way goes."""
        with self._lock:
            return self._position if self._target is None else self._target

    @property
    def paused(self) -> bool:
        """Whether the listener has paused playback."""
        return not self._playing

    @property
    def pulls(self) -> int:
        """How many times a device has asked for frames: a figure that stands still means a dead device."""
        return self._pulls

    @property
    def error(self) -> BaseException | None:
        """What went wrong in the device's thread or the producer's; the main thread raises it."""
        return self._error or self._prefetch.error

    # commands

    def perform(self, command: Command) -> None:
        """Carry out a key's command."""
        {
            Command.TOGGLE: self.toggle,
            Command.BACK: lambda: self.skip(-SKIP_SECONDS),
            Command.FORWARD: lambda: self.skip(SKIP_SECONDS),
            Command.NEXT: self.next_chapter,
            Command.PREVIOUS: self.previous_chapter,
            Command.QUIT: self.quit,
        }[command]()

    def toggle(self) -> None:
        """Pause or resume."""
        with self._lock:
            self._playing = not self._playing

    def seek(self, frame: int) -> None:
        """Go to a frame, at most to the end (which finishes the session)."""
        with self._lock:
            self._target = min(max(frame, 0), self.timeline.frames)

    def skip(self, seconds: float) -> None:
        """Go forward, or back if negative."""
        with self._lock:
            self.seek(self.position + frames_of(nearest_ms(seconds * 1000), self.timeline.rate))

    def next_chapter(self) -> None:
        """Go to the next chapter; in the last one, to the end."""
        with self._lock:
            here = self.position
            starts = (chapter.start for chapter in self.timeline.chapters if chapter.start > here)
            self.seek(min(starts, default=self.timeline.frames))

    def previous_chapter(self) -> None:
        """Go to the chapter's start, or near to that, to the start of the one before."""
        with self._lock:
            here = self.position
            near = frames_of(RESTART_MS, self.timeline.rate)
            starts = sorted((c.start for c in self.timeline.chapters if c.start <= here), reverse=True)
            before = [start for start in starts if here - start >= near] or starts[1:2] or [0]
            self.seek(before[0])

    def quit(self) -> None:
        """Fade out and finish."""
        with self._lock:
            self._quitting = True

    def retract(self, frames: int) -> None:
        """Take back the last ``frames`` frames, which the device dropped unheard."""
        with self._lock:
            if frames:
                self._level = 0
                self._jump(max(self._position - frames, 0))

    def prime(self, timeout: float) -> None:
        """Wait until there is enough for a device to start."""
        self._prefetch.wait(frames_of(PRIME_MS, self.timeline.rate), timeout)

    # what a device's thread calls

    def read(self, frames: int) -> Block:
        """Give exactly ``frames`` frames at once: the session's, and the room tone where there are none.

        For callbacks: never waits for the disk and never raises; what goes wrong is kept in :attr:`error`.
        """
        out = np.zeros((frames, self._channels), dtype=np.float32)
        try:
            filled = self._fill(out)
            if filled < frames:
                self.idle(frames - filled)
            self._lay_tone(out, filled)
        except Exception as error:  # must not go up into the driver's C code
            self.fail(error)
            out[:] = 0.0
        return out

    def take(self, frames: int, patience: float) -> Block:
        """Give up to ``frames`` frames, waiting for the disk up to ``patience`` seconds.

        For devices with a thread of their own. Fewer frames come when it is paused or at the end; such a
        device then calls :meth:`idle` once it has played what it has.
        """
        if self._playing and not self._quitting:
            self._prefetch.wait(max(frames, self._refill), patience)
        out = np.zeros((frames, self._channels), dtype=np.float32)
        return out[: self._fill(out)]

    def idle(self, frames: int) -> None:
        """Note that the device has played ``frames`` frames of silence after all that it took."""
        with self._lock:
            if self._over:
                self._silence += frames
                if self._silence >= self._drain:
                    self.finished.set()
            else:
                self._silence = 0

    def fail(self, error: BaseException) -> None:
        """Keep an error of the device's thread for the main thread."""
        self._error = self._error or error
        self.finished.set()

    def _fill(self, out: Block) -> int:
        """Fill ``out`` from its start; returns how many frames there were."""
        filled = 0
        with self._lock:
            self._pulls += 1
            while filled < len(out):
                audible = self._playing and self._target is None and not self._quitting
                if self._refilling:
                    if audible and not self._prefetch.ready(self._refill):
                        break
                    self._refilling = False
                    self._position = self._prefetch.head
                    self._level = self._level if audible else 0
                if not audible and not self._level:
                    if self._target is None or self._quitting:
                        break
                    self._jump(self._target)
                    continue
                goal = self._fade if audible else 0
                limit = abs(goal - self._level) or len(out)
                piece = out[filled : min(filled + limit, len(out))]
                got = self._prefetch.take(piece)
                self._ramp(piece[:got], goal)
                filled += got
                self._position += got
                if not got:
                    self._starve(out[:filled])
                    if audible:
                        break
        return filled

    @property
    def _over(self) -> bool:
        """Whether all was taken, or the quitting fade has sounded."""
        ended = self._target is None and self._prefetch.exhausted
        return ended or (self._quitting and not self._level)

    def _lay_tone(self, out: Block, filled: int) -> None:
        """Lay the room tone after the first ``filled`` frames; one that sounds yet fades out under those."""
        if self._tone is None:
            return
        goal = self._fade if filled < len(out) and not self._over else 0
        if not (self._tone_level or goal):
            return
        levels = np.zeros(len(out), dtype=np.float32)
        # it falls as the session's own sound rises, and rises after it has fallen
        yielding = filled if goal else len(out)
        falling = self._tone_level - np.arange(1, yielding + 1)
        levels[:yielding] = np.maximum(falling, 0)
        level = max(self._tone_level - yielding, 0)
        levels[yielding:] = np.minimum(level + np.arange(1, len(out) - yielding + 1), goal)
        self._tone_level = int(levels[-1])
        out += self._tone.frames(self._tone_place, len(out)) * (levels / np.float32(self._fade))[:, None]
        self._tone_place += len(out)

    def _ramp(self, piece: Block, goal: int) -> None:
        """Bring the level towards ``goal``, one step a frame."""
        if self._level != goal:
            step = 1 if goal > self._level else -1
            levels = self._level + step * np.arange(1, len(piece) + 1, dtype=np.float32)
            piece *= (levels / np.float32(self._fade))[:, None]
            self._level += step * len(piece)

    def _starve(self, sounded: Block) -> None:
        """Nothing is left to take: fade out what is about to sound, unless that is the session's own end."""
        # by the position: the producer may not have noticed yet that its last block was the last
        if self._position < self.timeline.frames:
            tail = sounded[-self._fade :]
            tail *= np.linspace(1.0, 0.0, len(tail), endpoint=False, dtype=np.float32)[:, None]
            self._refilling = True
        self._level = 0

    def _jump(self, frame: int) -> None:
        self._prefetch.jump(frame)
        self._position = frame
        self._target = None
        self._silence = 0
        self._refilling = True
