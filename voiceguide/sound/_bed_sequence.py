"""Beds one after another: each passes over into the next at equal power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.units import gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from voiceguide.sound._bed_lane import BedLane
    from voiceguide.sound._sound import Identity


@dataclass(frozen=True, slots=True, eq=False)
class BedTurn:
    """A bed from a frame of the session on."""

    start: int
    fade: int
    """Frames in which the one before passes over into it."""
    lane: BedLane | None
    """None for no bed: a room tone is heard there, if there is one."""


class BedSequence:
    """The beds of a session, in order; used as a single lane is.

    Parameters
    ----------
    turns : sequence of BedTurn
        The first one begins with the session.
    """

    def __init__(self, turns: Sequence[BedTurn]) -> None:
        self._turns = tuple(turns)
        self._ends = [*(turn.start + turn.fade for turn in self._turns[1:]), None]
        lanes = [turn.lane.lufs for turn in self._turns if turn.lane is not None]
        self.lufs = max(lanes, default=-math.inf)
        """Loudness of the loudest one where it is not ducked."""

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count`` of the session, shape (count, 1 or 2); then zeros."""
        places = np.arange(start, start + count)
        out = np.zeros((count, 1), dtype=np.float32)
        for number, turn in self.heard(start, start + count):
            if turn.lane is None:
                continue
            part = turn.lane.frames(start, count) * self.gain(number, places).astype(np.float32)[:, None]
            out = out + part if out.shape[1] <= part.shape[1] else part + out
        return out

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        return [
            (
                (turn.start - start, turn.fade) if turn.start + turn.fade > start and number else None,
                (after.start - start, after.fade) if after is not None and after.start < end else None,
                turn.lane.identity(start, end) if turn.lane is not None else None,
            )
            for number, turn in self.heard(start, end)
            for after in [self._after(number)]
        ]

    def levels(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gain of the beds at frames against :attr:`lufs`, fades and ducking together."""
        power = np.zeros(len(frames))
        for number, turn in enumerate(self._turns):
            if turn.lane is not None:
                gain = gain_of(turn.lane.lufs - self.lufs)
                power += (gain * self.gain(number, frames) * turn.lane.levels(frames)) ** 2
        return np.sqrt(power)

    def spans(self, frames: int) -> Iterator[tuple[int, int]]:
        """The stretches in which nothing passes over into anything, in a session of so many frames."""
        for turn, after in pairwise((*self._turns, None)):
            if turn is None:
                continue
            first = turn.start + turn.fade if turn.start else 0
            last = frames if after is None else after.start
            spans = turn.lane.spans(frames) if turn.lane is not None else [(0, frames)]
            for start, end in spans:
                if max(start, first) < min(end, last):
                    yield max(start, first), min(end, last)

    def heard(self, start: int, end: int) -> Iterator[tuple[int, BedTurn]]:
        """The turns that are heard between two frames, silent ones among them, and their numbers."""
        for number, (turn, last) in enumerate(zip(self._turns, self._ends, strict=True)):
            if turn.start < end and (last is None or last > start):
                yield number, turn

    def _after(self, number: int) -> BedTurn | None:
        return self._turns[number + 1] if number + 1 < len(self._turns) else None

    def gain(self, number: int, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """How much of a turn is heard at frames."""
        turn, after = self._turns[number], self._after(number)
        gain = np.ones(len(frames))
        if number:
            gain = np.sin(_quarter(frames, turn))
        if after is None:
            return gain
        # a cosine is not quite zero at its end
        return np.where(frames >= after.start + after.fade, 0.0, gain * np.cos(_quarter(frames, after)))


def _quarter(frames: NDArray[np.int64], turn: BedTurn) -> NDArray[np.float64]:
    """0 before a fade, a quarter of a circle after it."""
    return np.pi / 2 * np.clip((frames - turn.start + 0.5) / max(turn.fade, 1), 0.0, 1.0)
