"""The transport: where the session stands, and the frames to sound next. It knows no device and no terminal.

A device's thread pulls frames while the main thread gives commands. Nothing clicks: a pause, a jump or a
starved disk fades out first, and what follows fades in. Without commands the frames that come out are the
render's, bit for bit. Where there are none, a room tone keeps the device awake until the session is over.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from voiceguide.player._bend import bend
from voiceguide.player._commands import LEVELS_DB, Command, Order
from voiceguide.player._overlay import Overlay
from voiceguide.player._places import next_chapter, place_of, previous_chapter, skipped
from voiceguide.player._prefetch import Block, BlocksFrom, Prefetch
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from voiceguide.player._live_session import LiveSession
    from voiceguide.sound import Loop
    from voiceguide.timeline import Timeline

FADE_MS = 20
"""Long enough that nothing clicks, short enough to feel immediate."""
PREFETCH_MS = 1000
"""Ready ahead of the device: more than a disk or a busy core keeps us waiting."""
PRIME_MS = 300
"""Must be ready before a device starts, which takes a burst at once. The rest is mixed while it sounds."""
REFILL_MS = 100
"""Must be ready before sounding again after a jump, so that it does not stutter."""
LOWEST_DB = -40.0
HIGHEST_DB = 6.0


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
        self._tone_level = self._tone_place = 0
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
        self._steering = False
        self._refilling = True
        self._level_db = 0.0
        self._gain = 1.0
        # the gain is level / fade; the session's own first frame needs no fade
        self._level = self._fade if self._position == 0 else 0
        self._silence = 0
        self._overlay = Overlay()
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

    def perform(self, order: Order | Command) -> None:
        """Carry out what a listener asks for.

        A session that can be steered decides what changes and where it goes on; meanwhile the sound fades.
        """
        order = order if isinstance(order, Order) else Order(order)
        if order.command is Command.TOGGLE and self._playing and self._ongoing and self._ongoing.gated:
            order = replace(order, command=Command.READY)  # any key will do where only that is waited for
        elif order.command is Command.TOGGLE:
            order = replace(order, command=Command.PAUSE if self._playing else Command.RESUME)
        command = order.command
        if command is Command.QUIT:
            self.quit()
        elif command in LEVELS_DB:
            self.change_level(LEVELS_DB[command])
        elif command is Command.PAUSE:
            self.pause()
        elif command is Command.RESUME and self._playing:
            return
        elif self._ongoing is not None:
            self._steer(order, self._ongoing)
        else:
            self._perform_alone(order)

    def _steer(self, order: Order, session: LiveSession) -> None:
        with self._lock:
            self._steering = session.interrupts(order)
            here = self.position
        self._prefetch.wake()
        try:
            place = session.steer(order, here)
            with self._lock:
                if place is not None:
                    self.seek(place)
                if order.command is Command.RESUME:
                    self._playing = True
        finally:
            with self._lock:
                self._steering = False

    def _perform_alone(self, order: Order) -> None:
        """Carry out an order for a session that cannot be changed any more."""
        if order.command is Command.RESUME:
            self.resume()
        else:
            self.seek(place_of(order, self.timeline, self.position))

    def pause(self) -> None:
        """Fade out and stand still."""
        with self._lock:
            self._playing = False
        self._prefetch.wake()

    def resume(self) -> None:
        """Go on."""
        with self._lock:
            self._playing = True

    def toggle(self) -> None:
        """Pause or resume."""
        with self._lock:
            (self.pause if self._playing else self.resume)()

    def change_level(self, decibels: float) -> None:
        """Play louder, or softer if negative, in a fade."""
        with self._lock:
            self._level_db = min(max(self._level_db + decibels, LOWEST_DB), HIGHEST_DB)

    def seek(self, frame: int) -> None:
        """Go to a frame, at most to the end (which finishes the session)."""
        with self._lock:
            self._target = min(max(frame, 0), self.timeline.frames)
        self._prefetch.wake()

    def skip(self, seconds: float) -> None:
        """Go forward, or back if negative."""
        with self._lock:
            self.seek(skipped(self.timeline, self.position, seconds))

    def next_chapter(self) -> None:
        """Go to the next chapter; in the last one, to the end."""
        with self._lock:
            self.seek(next_chapter(self.timeline, self.position))

    def previous_chapter(self) -> None:
        """Go to the chapter's start, or near to that, to the start of the one before."""
        with self._lock:
            self.seek(previous_chapter(self.timeline, self.position))

    def sound_over(self, sound: Block) -> None:
        """Have a short sound of the session's channels heard at once over whatever plays, or a pause."""
        self._overlay.put(sound)

    def quit(self) -> None:
        """Fade out and finish."""
        with self._lock:
            self._quitting = True
        self._prefetch.wake()

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
            self._overlay.lay(out, gain_of(self._level_db), goes_on=True)
        except Exception as error:  # must not go up into the driver's C code
            self.fail(error)
            out[:] = 0.0
        return out

    def take(self, frames: int, patience: float) -> Block:
        """Give up to ``frames`` frames, waiting for the disk up to ``patience`` seconds.

        For devices with a thread of their own. Fewer frames come when it is paused or at the end; such a
        device then calls :meth:`idle` once it has played what it has.
        """
        if self._playing and self._target is None and not (self._quitting or self._steering):
            self._prefetch.wait(max(frames, self._refill), patience)
        out = np.zeros((frames, self._channels), dtype=np.float32)
        taken = out[: self._fill(out)]
        # such a device stands still in a pause, and later the rest would say nothing
        self._overlay.lay(taken, gain_of(self._level_db), goes_on=len(taken) == frames)
        return taken

    def idle(self, frames: int) -> None:
        """Note that the device has played ``frames`` frames of silence after all that it took."""
        with self._lock:
            self._silence = self._silence + frames if self._over else 0
            if self._over and self._silence >= self._drain:
                self.finished.set()

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
                audible = self._playing and self._target is None and not (self._quitting or self._steering)
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
                self._turn(piece[:got])
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

    def _turn(self, piece: Block) -> None:
        """Bring the loudness to where the listener wants it, without a step."""
        wanted = gain_of(self._level_db) if self._level_db else 1.0
        if self._gain == wanted == 1.0 or not len(piece):
            return
        fade = min(len(piece), self._fade)
        gains = np.full(len(piece), wanted, dtype=np.float32)
        gains[:fade] = np.linspace(self._gain, wanted, fade, dtype=np.float32)
        piece *= gains[:, None]
        self._gain = wanted
        if wanted > 1.0:
            bend(piece)

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
