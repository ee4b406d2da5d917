from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Protocol

import av
import miniaudio
import numpy as np
import pytest
import soundfile

from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

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


def _with_av(path: Path) -> NDArray[np.float64]:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).T.astype(np.float64)


def _with_miniaudio(path: Path) -> NDArray[np.float64]:
    info = miniaudio.get_file_info(str(path))
    form = miniaudio.SampleFormat.FLOAT32
    decoded = miniaudio.decode_file(str(path), form, info.nchannels, info.sample_rate)
    return np.array(decoded.samples).reshape(-1, info.nchannels)


@pytest.fixture(scope="session")
def decoders() -> dict[str, Callable[[Path], NDArray[np.float64]]]:
    """Three MP3 decoders that share no code."""
    return {
        "FFmpeg": _with_av,
        "libsndfile": lambda path: soundfile.read(path, always_2d=True)[0],
        "miniaudio": _with_miniaudio,
    }


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
