"""A session made by hand, whose every frame can be told from its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.timeline import Chapter, HoldSpan, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

RATE = 8000


@dataclass(frozen=True)
class Session:
    timeline: Timeline
    samples: NDArray[np.float32]

    def blocks(self, start: int, size: int = 777) -> Iterator[NDArray[np.float32]]:
        for first in range(start, len(self.samples), size):
            yield self.samples[first : first + size]


@pytest.fixture
def session() -> Session:
    """One minute at 8 kHz: chapters of ten seconds, a slow sine that never steps by more than 0.01."""
    return make_session(60 * RATE)


@pytest.fixture
def sessions() -> Callable[[int], Session]:
    return make_session


def make_session(frames: int) -> Session:
    length = 10 * RATE
    chapters = tuple(
        Chapter(start, min(start + length, frames), f"Part {start // length + 1}", "BL-43", "left")
        for start in range(0, max(frames, 1), length)
    )
    holds = (HoldSpan(2 * RATE, 5 * RATE, "BL-43", "left"),)
    timeline = Timeline(RATE, frames, "Test", (), chapters, holds)
    turn = 2 * np.pi * 10 / RATE
    wave = np.sin(np.arange(frames) * turn)[:, None] * np.array([0.8, -0.5])
    return Session(timeline, wave.astype(np.float32))
