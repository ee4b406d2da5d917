"""The queue of rendered blocks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.player._prefetch import Prefetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from numpy.typing import NDArray

WAIT = 20.0


def count_from(start: int) -> Iterator[NDArray[np.float32]]:
    for first in range(start, 10_000, 100):
        yield np.arange(first, first + 100, dtype=np.float32)[:, None]


def taken(prefetch: Prefetch, frames: int) -> list[float]:
    prefetch.wait(frames, WAIT)
    out = np.zeros((frames, 1), dtype=np.float32)
    return list(out[: prefetch.take(out), 0])


def test_it_renders_ahead_no_further_than_its_capacity() -> None:
    asked = []
    enough = threading.Event()

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        for block in count_from(start):
            asked.append(block[0, 0])
            if len(asked) == 5:
                enough.set()
            yield block

    prefetch = Prefetch(blocks, 0, 450)
    assert enough.wait(WAIT)
    prefetch.wait(500, WAIT)
    prefetch.close()
    assert asked == [0, 100, 200, 300, 400]


def test_a_jump_drops_what_was_ready() -> None:
    prefetch = Prefetch(count_from, 0, 500)
    assert taken(prefetch, 150) == list(range(150))
    prefetch.jump(7000)
    assert taken(prefetch, 150) == list(range(7000, 7150))
    prefetch.close()


def test_a_block_under_way_when_it_jumps_is_dropped() -> None:
    rendering, go_on = threading.Event(), threading.Event()

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        if start == 0:
            rendering.set()
            assert go_on.wait(WAIT)
        yield from count_from(start)

    prefetch = Prefetch(blocks, 0, 500)
    assert rendering.wait(WAIT)
    prefetch.jump(5000)
    go_on.set()
    assert taken(prefetch, 10) == list(range(5000, 5010))
    prefetch.close()


def test_more_than_its_capacity_can_be_waited_for() -> None:
    prefetch = Prefetch(count_from, 0, 100)
    assert taken(prefetch, 5000) == list(range(5000))
    prefetch.close()


def test_the_end_and_after() -> None:
    prefetch = Prefetch(count_from, 9900, 500)
    assert not prefetch.exhausted
    assert taken(prefetch, 500) == list(range(9900, 10_000))
    assert prefetch.exhausted
    prefetch.jump(9990)
    assert not prefetch.exhausted
    assert taken(prefetch, 3) == [9990, 9991, 9992]
    prefetch.close()


def test_a_mixer_may_use_its_block_again() -> None:
    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        block = np.zeros((100, 1), dtype=np.float32)
        for value in range(5):
            block[:] = value
            yield block

    prefetch = Prefetch(blocks, 0, 1000)
    assert taken(prefetch, 1000) == [float(value) for value in range(5) for _ in range(100)]
    prefetch.close()


def test_an_error_ends_it_for_good() -> None:
    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        raise OSError("gone")
        yield

    prefetch = Prefetch(blocks, 0, 100)
    assert taken(prefetch, 10) == []
    prefetch.jump(5)
    assert taken(prefetch, 10) == []
    assert isinstance(prefetch.error, OSError)
    prefetch.close()


def test_a_place_is_asked_for_until_it_is_known() -> None:
    asked: list[int] = []

    def final_place(frame: int) -> int | None:
        asked.append(frame)
        return frame + 500 if len(asked) > 2 else None

    prefetch = Prefetch(count_from, 1000, 100, final_place)
    assert taken(prefetch, 60) == list(range(1500, 1560))
    assert asked == [1000] * 3
    assert prefetch.head == 1560
    prefetch.close()


def test_a_jump_leaves_a_place_that_is_never_known() -> None:
    prefetch = Prefetch(count_from, 0, 100, lambda frame: frame or None)
    prefetch.wait(100, 0)
    assert not prefetch.ready(1)
    prefetch.jump(2000)
    assert taken(prefetch, 10) == list(range(2000, 2010))
    prefetch.close()


def test_empty_blocks_are_those_of_a_render_that_waits() -> None:
    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        for block in count_from(start):
            yield block[:0]
            yield block

    prefetch = Prefetch(blocks, 0, 300)
    assert taken(prefetch, 250) == list(range(250))
    prefetch.close()


def test_between_empty_blocks_it_rests_and_a_command_ends_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.player._prefetch._ASK_SECONDS", 2 * WAIT)
    empty = threading.Event()

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        for block in count_from(start):
            empty.set()
            yield block[:0]
            yield block

    prefetch = Prefetch(blocks, 0, 100)
    assert empty.wait(WAIT)
    threading.Event().wait(0.05)  # time for a producer that does not rest
    assert not prefetch.ready(1)
    prefetch.wake()
    assert taken(prefetch, 100) == list(range(100))
    prefetch.close()
