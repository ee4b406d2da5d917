"""A bed's own time: which place of the bed is heard at which frame of a session.

If a bed simply ran on from a session's first frame to its last, then a session one second longer would have
another bit of rain under nearly every word, and nothing of it that was encoded before could be kept. So each
run of cues has a place of its own in the bed, which is drawn from what begins the run and from nothing else.
From there the bed runs on, through the run and the pause after it, until shortly before the next run. There
it is cross-faded, at equal power, to that one's place.

A bed that is a short loop, as the room tone is, needs no places to be drawn: each run is at its beginning.
"""

from __future__ import annotations

import bisect
import functools
import hashlib
import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from voiceguide._lib.late_numpy import np
from voiceguide.timeline import Grid
from voiceguide.units import frames_down

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.sound._sound import Block, Identity
    from voiceguide.timeline import Cue, Timeline

TURNS = 3
"""Places of what begins several runs, taken in turn: breaths come every 24 seconds, and the same rain is not
to come again within a minute."""

_ROOM_STEPS = 8
"""Steps of the grid before and after a run that belong to it: an encoder hears a little more than what it
keeps, and that has to be the same as well."""
_STEP_MS = 24
"""A step where frames of MP3 give none."""


class Endless(Protocol):
    """A sound without an end, of which any frames can be made."""

    def frames(self, start: int, count: int) -> Block:
        """Make frames ``start`` to ``start + count``; they may be negative."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a session in which the bed runs on without a break."""

    start: int
    """Frame of the session at which it begins to be heard."""
    alone: int
    """Frame from which on the one before is not heard any more."""
    offset: int
    """From frames of the session to frames of the bed."""
    run: tuple[int, int] = (0, 0)
    """First frame and end of its cues."""


class BedClock:
    """Where in a bed a session is.

    Parameters
    ----------
    crossing : int or None
        Frames of a cross-fade; None for a bed whose course must not be broken, such as music.
    period : int, optional
        Frames after which the bed repeats; every run is then at its beginning.
    """

    def __init__(self, timeline: Timeline, crossing: int | None, *, period: int | None = None) -> None:
        self.crossing = 0
        self._period = period
        self.passages: tuple[Passage, ...] = (Passage(0, 0, 0),)
        """In order; the first one begins with the session."""
        if crossing is not None:
            grid = Grid.of_mp3(timeline.rate)
            self.crossing = grid.up(crossing)
            drawn = period is None
            self.passages = tuple(_passages(timeline, grid, self.crossing, drawn=drawn)) or self.passages
        self._starts = [passage.start for passage in self.passages]

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, Passage, Passage | None]]:
        """Cut a stretch where the passages begin.

        Yields
        ------
        first, stop : int
            Frames of the session.
        passage : Passage
            What is heard there.
        fading : Passage or None
            What is heard besides until ``passage.alone``.
        """
        at = max(0, bisect.bisect_right(self._starts, start) - 1)
        first = start
        while first < end:
            passage = self.passages[at]
            following = self._starts[at + 1] if at + 1 < len(self._starts) else end
            stop = min(end, following)
            yield first, stop, passage, self.passages[at - 1] if first < passage.alone else None
            first, at = stop, at + 1

    def frames(self, bed: Endless, start: int, count: int) -> Block:
        """Frames ``start`` to ``start + count`` of the session, of a bed that is laid by this clock."""
        parts = [self._passage(bed, *part) for part in self.parts(start, start + count)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _passage(
        self, bed: Endless, first: int, stop: int, passage: Passage, fading: Passage | None
    ) -> Block:
        """A stretch in one passage, with what is left of the one before."""
        out = bed.frames(first + passage.offset, stop - first)
        if fading is not None:
            crossed = min(stop, passage.alone) - first
            span = slice(first - passage.start, first - passage.start + crossed)
            rise, fall = self._curves
            out[:crossed] *= rise[span]
            out[:crossed] += bed.frames(first + fading.offset, crossed) * fall[span]
        return out

    @functools.cached_property
    def _curves(self) -> tuple[Block, Block]:
        """Rise and fall of a cross-fade, each of shape (frames, 1)."""
        turn = np.pi / 2 * (np.arange(self.crossing) + 0.5) / max(self.crossing, 1)
        rise, fall = (curve(turn).astype(np.float32)[:, None] for curve in (np.sin, np.cos))
        return rise, fall

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of which places of the bed are heard between two frames.

        For each passage: the bed's frame at ``start``, and how much later it begins, if it does within.
        """
        # the first is the one before that in which the stretch begins: it may still be fading
        at = max(0, bisect.bisect_right(self._starts, start) - 2)
        heard: list[tuple[int, int | None]] = []
        for passage, following in itertools.pairwise((*self.passages[at:], None)):
            if passage is None or passage.start >= end:
                break
            if following is None or following.alone > start:
                begins = passage.start - start if passage.alone > start else None
                place = start + passage.offset
                heard.append((place if self._period is None else place % self._period, begins))
        return [self.crossing, heard]


def _passages(timeline: Timeline, grid: Grid, crossing: int, *, drawn: bool) -> Iterator[Passage]:
    """A passage a run of cues; the first one reaches back to the session's start."""
    room = _ROOM_STEPS * (grid.step if grid.step > 1 else frames_down(_STEP_MS, timeline.rate))
    seen: Counter[str] = Counter()
    for number, run in enumerate(_runs(timeline, grid, crossing + 2 * room)):
        key, first = run[0].clip.key, run[0].start
        place = _place(key, seen[key] % TURNS) * grid.step if drawn else 0
        seen[key] += 1
        start, alone = (first - room - crossing, first - room) if number else (0, 0)
        yield Passage(start, alone, place - first, (first, grid.up(max(cue.end for cue in run))))


def _runs(timeline: Timeline, grid: Grid, apart: int) -> Iterator[list[Cue]]:
    """Cues that follow one another with less than so many frames between them."""
    run: list[Cue] = []
    until = 0
    for cue in timeline.cues():
        if not cue.frames:
            continue
        if run and cue.start - until >= apart:
            yield run
            run = []
        run.append(cue)
        until = max(until, grid.up(cue.end))
    if run:
        yield run


def _place(key: str, turn: int) -> int:
    """Where in the bed a run begins, in steps: within the first hundred hours."""
    return int.from_bytes(hashlib.sha256(f"{key} {turn}".encode()).digest()[:3], "big")
