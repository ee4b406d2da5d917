from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Protocol

import pytest

from voiceguide.timeline.model import Chapter, ClipRef, Cue, Timeline, Track

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray


class MakeTimeline(Protocol):
    def __call__(
        self, frames: int, rate: int = 48_000, chapters: int = 3, says: Sequence[tuple[int, int, str]] = ()
    ) -> Timeline: ...


class Cut(Protocol):
    def __call__(self, samples: NDArray[np.float32], size: int = 8192) -> Iterator[NDArray[np.float32]]: ...


@pytest.fixture(scope="session")
def make_timeline() -> MakeTimeline:
    def make(
        frames: int, rate: int = 48_000, chapters: int = 3, says: Sequence[tuple[int, int, str]] = ()
    ) -> Timeline:
        edges = [number * frames // chapters for number in range(chapters)] + [frames] if chapters else []
        cues = tuple(
            Cue(start=start, clip=ClipRef(text, length), kind="say", text=text)
            for start, length, text in says
        )
        return Timeline(
            rate=rate,
            frames=frames,
            title="Back flexibility",
            tracks=(Track("voice", cues),),
            chapters=tuple(
                Chapter(start, end, f"Gāo Huāng 膏肓, part {number}" + " of it" * (9 - number))
                for number, (start, end) in enumerate(itertools.pairwise(edges))
            ),
            holds=(),
        )

    return make


@pytest.fixture(scope="session")
def cut() -> Cut:
    def blocks(samples: NDArray[np.float32], size: int = 8192) -> Iterator[NDArray[np.float32]]:
        for start in range(0, len(samples), size):
            yield samples[start : start + size]

    return blocks


@pytest.fixture
def no_remains(tmp_path):
    """Checks after the test that no hidden file of ours is left."""
    yield
    assert [path.name for path in tmp_path.rglob("*.part")] == []
