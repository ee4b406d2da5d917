"""The room tone: brown noise far under the voice, where there would be digital silence.

Bluetooth headphones, soundbars and cast speakers fall asleep in digital zeros, and swallow the next word
while they wake up. At its usual level the tone is under the absolute gate of ITU-R BS.1770, so no loudness
figure knows of it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._bed_clock import BedClock
from voiceguide.sound._sound import Sections
from voiceguide.timeline import Grid
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound._bed_lane import BedLane
    from voiceguide.sound._bed_sequence import BedSequence, BedTurn
    from voiceguide.sound._sound import Block, Identity
    from voiceguide.timeline import Timeline

LOOP_STEPS = 64
"""Steps of the grid in the loop, 1.5 s. Encoded frames of it are kept, and for where it passes over to its
beginning, one short stretch for each step that it can be at."""
_STEP = 1152
"""Frames of a step where there is no grid."""
_LOWEST_HZ, _HIGHEST_HZ = 10.0, 16_000.0
"""Where its spectrum begins and ends. What is deep hardly counts for a meter: from 10 Hz on, -67 dBFS are
-71.4 LUFS."""
_CROSSING_MS = 70
_FADE_MS = 20
_SEED = 31


class RoomTone:
    """A loop of brown noise.

    Parameters
    ----------
    rate : int
        Frames a second.
    channels : int
        1 or 2; two are independent of each other.
    level_db : float
        RMS level of each channel in dBFS.
    """

    def __init__(self, rate: int, channels: int, level_db: float) -> None:
        self.rate = rate
        self.channels = channels
        self.level_db = level_db
        step = Grid.of_mp3(rate).step
        self.period = LOOP_STEPS * (step if step > 1 else _STEP)
        """Frames after which it repeats."""
        self.identity: Identity = ["room tone", rate, channels, level_db]
        """A JSON-able identity, unlike that of any other tone."""

    def frames(self, start: int, count: int) -> Block:
        """Frames ``start`` to ``start + count`` of the endless loop, shape (count, channels)."""
        loop = _loop(self.rate, self.channels, self.period, self.level_db)
        at = start % self.period
        if at + count <= self.period:
            return loop[at : at + count].copy()
        return np.take(loop, np.arange(at, at + count), axis=0, mode="wrap")


class ToneLane:
    """A room tone laid under a timeline, faded in and out at the session's ends.

    Each run of cues is at the loop's beginning, whatever came before it, so what is encoded of it serves in
    every session. Shortly before a run the loop passes over to its beginning, at equal power.
    """

    def __init__(self, tone: RoomTone, timeline: Timeline) -> None:
        self.tone = tone
        self.clock = BedClock(timeline, frames_of(_CROSSING_MS, timeline.rate), period=tone.period)
        """Where in the loop the session is."""
        self._frames = timeline.frames
        self.fade = min(frames_of(_FADE_MS, timeline.rate), timeline.frames // 3)
        """Frames in which it rises at the session's start, and falls at its end."""

    def frames(self, start: int, count: int) -> Block:
        """Frames ``start`` to ``start + count`` of the session, shape (count, channels)."""
        out = self.clock.frames(self.tone, start, count)
        if start < self.fade or start + count > self._frames - self.fade:
            frames = np.arange(start, start + count)
            edge = np.minimum(frames + 1, self._frames - frames) / (self.fade + 1)
            out *= np.clip(edge, 0.0, 1.0).astype(np.float32)[:, None]
        return out

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        return {
            "tone": self.tone.identity,
            "places": self.clock.identity(start, end),
            "begins": (-start, self.fade) if start < self.fade else None,
            "ends": (self._frames - start, self.fade) if end > self._frames - self.fade else None,
        }

    def sections(self) -> Sections:
        """The stretches between its cross-fades and fades, and the cues in each."""
        passages = self.clock.passages
        starts = [self.fade, *(passage.alone for passage in passages[1:])]
        ends = [*(passage.start for passage in passages[1:]), self._frames - self.fade]
        return Sections(
            tuple(zip(starts, ends, strict=True)),
            silent_between=False,
            loop=self.tone,
            runs=tuple(passage.run for passage in passages),
        )


class ToneTurns:
    """A room tone where a session's beds are off: it passes over into them as they do into each other.

    Each time it is at the loop's beginning, and then runs on.
    """

    def __init__(self, tone: RoomTone, beds: BedSequence, frames: int) -> None:
        self.tone = tone
        self._beds = beds
        self._frames = frames
        self._fade = min(frames_of(_FADE_MS, tone.rate), frames // 3)

    def frames(self, start: int, count: int) -> Block:
        """Frames ``start`` to ``start + count`` of the session, shape (count, channels)."""
        out = np.zeros((count, self.tone.channels), dtype=np.float32)
        places = np.arange(start, start + count)
        for number, turn in self._off(start, start + count):
            gain = self._beds.gain(number, places)
            edge = np.minimum(places + 1, self._frames - places) / (self._fade + 1)
            gain *= (places >= turn.start) * np.clip(edge, 0.0, 1.0)
            out += self.tone.frames(start - turn.start, count) * gain.astype(np.float32)[:, None]
        return out

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        off = [(start - turn.start) % self.tone.period for _, turn in self._off(start, end)]
        if not off:
            return None
        return {
            "tone": self.tone.identity,
            "places": off,
            "turns": self._beds.identity(start, end),
            "begins": (-start, self._fade) if start < self._fade else None,
            "ends": (self._frames - start, self._fade) if end > self._frames - self._fade else None,
        }

    def sections(self) -> Sections:
        """The beds' own: the tone begins with a turn of theirs."""
        spans = tuple(self._beds.spans(self._frames)) or ((0, self._frames),)
        return Sections(spans, silent_between=False)

    def _off(self, start: int, end: int) -> list[tuple[int, BedTurn]]:
        return [(number, turn) for number, turn in self._beds.heard(start, end) if turn.lane is None]


def lay_tone(
    tone: RoomTone, timeline: Timeline, bed: BedLane | BedSequence | None
) -> ToneLane | ToneTurns | None:
    """Lay a room tone where there is no bed; None where one is all along."""
    if bed is None:
        return ToneLane(tone, timeline)
    from voiceguide.sound._bed_sequence import BedSequence

    return ToneTurns(tone, bed, timeline.frames) if isinstance(bed, BedSequence) else None


@functools.lru_cache(maxsize=2)
def _loop(rate: int, channels: int, period: int, level_db: float) -> NDArray[np.float32]:
    """The loop; its power falls with the square of the frequency, and its end leads to its beginning."""
    hertz = np.fft.rfftfreq(period, 1 / rate)
    heard = (hertz >= _LOWEST_HZ) & (hertz <= min(_HIGHEST_HZ, 0.45 * rate))
    spectrum = np.zeros((len(hertz), channels), dtype=np.complex128)
    turns = np.random.default_rng(_SEED).random((len(hertz), channels))
    spectrum[heard] = np.exp(2j * np.pi * turns[heard]) / hertz[heard, None]
    noise = np.fft.irfft(spectrum, period, axis=0)
    noise *= gain_of(level_db) / np.sqrt(np.square(noise).mean(axis=0))
    loop = noise.astype(np.float32)
    loop.flags.writeable = False
    return loop
