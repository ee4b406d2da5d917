"""The transport's frames, commands and fades, without a device."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.player._commands import Command
from voiceguide.player._transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

RATE = 8000
WAIT = 20.0
STEEPEST = 0.8 * 2 * np.pi * 10 / RATE + 0.8 / 160
"""The largest step of the session's sine, and of its fades: 20 ms are 160 frames."""


def transport_of(session, **options) -> Transport:
    return Transport(session.timeline, options.pop("blocks", session.blocks), channels=2, **options)


def take_all(transport: Transport, size: int = 1000) -> NDArray[np.float32]:
    blocks = []
    while not transport.finished.is_set():
        block = transport.take(size, WAIT)
        blocks.append(block)
        if len(block) < size:
            transport.idle(size)
    return np.concatenate(blocks)


def take(transport: Transport, frames: int) -> NDArray[np.float32]:
    return transport.take(frames, WAIT)


@pytest.mark.parametrize("size", [1, 64, 65, 8192, 8193, 100_000])
def test_what_is_taken_is_the_render_for_any_pull(sessions: Callable, size: int) -> None:
    session = sessions(20_001)
    with transport_of(session) as transport:
        assert np.array_equal(take_all(transport, size), session.samples)
    assert transport.position == session.timeline.frames


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=8), st.integers(1, 3000))
def test_what_is_read_is_the_render_for_any_pulls_and_blocks(pulls: list[int], size: int) -> None:
    samples = np.random.default_rng(size).random((7000, 2), dtype=np.float32)
    with transport_of(_Fixed(samples, size), blocks=_Fixed(samples, size).blocks, drain=10) as transport:
        transport._prefetch.wait(7000, WAIT)
        got = [transport.read(pulls[0])]
        while not transport.finished.is_set():
            got += [transport.read(pull) for pull in pulls]
    read = np.concatenate(got)
    assert np.array_equal(read[:7000], samples)
    assert not read[7000:].any()


class _Fixed:
    def __init__(self, samples: NDArray[np.float32], size: int) -> None:
        from voiceguide.timeline import Timeline

        self.samples = samples
        self.size = size
        self.timeline = Timeline(RATE, len(samples), "", (), (), ())

    def blocks(self, start: int) -> Iterator[NDArray[np.float32]]:
        for first in range(start, len(self.samples), self.size):
            yield self.samples[first : first + self.size]


def test_a_pause_is_digital_silence_after_a_fade_and_loses_its_place_by_the_fade_only(session) -> None:
    with transport_of(session) as transport:
        before = take(transport, 1000)
        transport.toggle()
        assert transport.paused
        transport._prefetch.wait(8000, WAIT)
        paused = transport.read(1000)
        transport.toggle()
        resumed = take(transport, 1000)
    assert np.array_equal(before, session.samples[:1000])
    assert paused[:160].any()
    assert not paused[160:].any()
    assert np.array_equal(resumed[160:], session.samples[1320:2160])
    heard = np.concatenate([before, paused, resumed])
    assert np.abs(np.diff(heard, axis=0)).max() < STEEPEST


class _Tone:
    """A tone that is 0.01 everywhere."""

    period = 100
    identity = "tone"

    def frames(self, _start: int, count: int) -> NDArray[np.float32]:
        return np.full((count, 2), 0.01, dtype=np.float32)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_a_pause_gets_the_room_tone(session, size: int) -> None:
    with transport_of(session, tone=_Tone()) as transport:
        before = take(transport, 1000)
        transport._prefetch.wait(8000, WAIT)
        transport.toggle()
        paused = np.concatenate([transport.read(size) for _ in range(2000 // size)])
        assert np.allclose(paused[400:], 0.01)
        transport.toggle()
        resumed = np.concatenate([transport.read(size) for _ in range(2000 // size)])
    assert np.array_equal(before, session.samples[:1000])
    assert np.array_equal(resumed[160:936], session.samples[1320:2096])
    heard = np.concatenate([before, paused, resumed])
    assert np.abs(np.diff(heard, axis=0)).max() < STEEPEST


def test_the_room_tone_ends_with_the_session(sessions: Callable) -> None:
    session = sessions(1000)
    with transport_of(session, tone=_Tone(), drain=300) as transport:
        transport._prefetch.wait(1000, WAIT)
        read = [transport.read(600)]
        while not transport.finished.is_set():
            read.append(transport.read(600))
    heard = np.concatenate(read)
    assert np.array_equal(heard[:1000], session.samples)
    assert not heard[1000:].any()


@pytest.mark.parametrize("size", [1, 7, 64, 65])
def test_a_fade_goes_on_over_any_pulls(session, size: int) -> None:
    def fades(size: int) -> NDArray[np.float32]:
        with transport_of(session) as transport:
            take(transport, 1010)
            transport._prefetch.wait(8000, WAIT)
            transport.toggle()
            down = [transport.read(size) for _ in range(320 // size + 1)]
            transport.toggle()
            return np.concatenate([*down, *(transport.read(size) for _ in range(320 // size + 1))])

    heard = fades(size)
    sounding = heard[np.any(heard != 0, axis=1)]
    assert np.array_equal(sounding[:320], fades(64)[np.any(fades(64) != 0, axis=1)][:320])


def test_a_paused_session_stays_where_it_is(session) -> None:
    with transport_of(session) as transport:
        transport.toggle()
        for _ in range(5):
            assert not transport.read(500).any()
        assert transport.position == 0
        assert not transport.finished.is_set()


@pytest.mark.parametrize(
    ("start", "command", "goal"),
    [
        (25 * RATE, Command.FORWARD, 35 * RATE),
        (25 * RATE, Command.REWIND, 15 * RATE),
        (4 * RATE, Command.REWIND, 0),
        (55 * RATE, Command.FORWARD, 60 * RATE),
        (25 * RATE, Command.NEXT, 30 * RATE),
        (20 * RATE, Command.NEXT, 30 * RATE),
        (55 * RATE, Command.NEXT, 60 * RATE),
        (25 * RATE, Command.PREVIOUS, 20 * RATE),
        (23 * RATE, Command.PREVIOUS, 20 * RATE),
        (23 * RATE - 1, Command.PREVIOUS, 10 * RATE),
        (20 * RATE, Command.PREVIOUS, 10 * RATE),
        (1 * RATE, Command.PREVIOUS, 0),
        (25 * RATE, Command.TOGGLE, 25 * RATE),
    ],
)
def test_where_a_command_leads(session, start: int, command: Command, goal: int) -> None:
    with transport_of(session, start=start) as transport:
        transport.perform(command)
        assert transport.position == goal


def test_commands_add_up_before_the_device_has_pulled(session) -> None:
    with transport_of(session, start=5 * RATE) as transport:
        transport.skip(10)
        transport.skip(10)
        transport.next_chapter()
        assert transport.position == 30 * RATE


def test_a_jump_goes_on_with_exactly_that_frame_and_does_not_click(session) -> None:
    with transport_of(session) as transport:
        heard = [take(transport, 1000)]
        transport.seek(300_123)
        heard += [take(transport, 500)]
        jumped = take(transport, 1000)
        heard += [jumped]
    assert np.array_equal(jumped[160:], session.samples[300_283:301_123])
    assert np.abs(np.diff(np.concatenate(heard), axis=0)).max() < STEEPEST


def test_a_jump_in_a_pause_is_heard_after_it(session) -> None:
    with transport_of(session) as transport:
        transport.toggle()
        transport.seek(100_000)
        assert not transport.read(1000).any()
        transport.toggle()
        assert np.array_equal(take(transport, 500)[160:], session.samples[100_160:100_500])


def test_a_jump_to_the_end_finishes(session) -> None:
    with transport_of(session) as transport:
        take(transport, 100)
        transport.seek(10**9)
        assert len(take_all(transport)) <= 160
        assert transport.position == session.timeline.frames


def test_a_jump_back_from_the_end_plays_on(sessions) -> None:
    session = sessions(3000)
    with transport_of(session, drain=100) as transport:
        assert len(take(transport, 4000)) == 3000
        transport.idle(99)
        transport.seek(1000)
        again = take_all(transport)
    assert np.array_equal(again[160:], session.samples[1160:])


def test_it_finishes_only_when_the_last_frame_has_left_the_device(sessions) -> None:
    session = sessions(3000)
    with transport_of(session, drain=1000) as transport:
        transport._prefetch.wait(3001, WAIT)  # until it knows that there are no more than 3000
        transport.read(3000)
        assert not transport.finished.is_set()
        transport.read(999)
        assert not transport.finished.is_set()
        transport.read(1)
        assert transport.finished.is_set()


def test_a_start_inside_fades_in(session) -> None:
    with transport_of(session, start=1010) as transport:
        got = take(transport, 500)
    assert abs(got[0, 0]) < abs(session.samples[1010, 0]) / 32
    assert np.array_equal(got[160:], session.samples[1170:1510])


def test_quitting_fades_out_and_finishes(session) -> None:
    with transport_of(session, drain=100) as transport:
        heard = take(transport, 1010)
        transport.quit()
        transport._prefetch.wait(8000, WAIT)
        rest = transport.read(500)
        assert transport.finished.is_set()
    assert rest[:160].any()
    assert not rest[160:].any()
    assert np.abs(np.diff(np.concatenate([heard, rest]), axis=0)).max() < STEEPEST


def test_frames_that_a_device_dropped_are_played_again(session) -> None:
    with transport_of(session) as transport:
        take(transport, 5000)
        transport.retract(3000)
        assert transport.position == 2000
        assert np.array_equal(take(transport, 1000)[160:], session.samples[2160:3000])


def test_a_slow_disk_gives_silence_without_a_click_and_no_frame_is_lost(session) -> None:
    gate = threading.Event()

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        for number, block in enumerate(session.blocks(start)):
            if number == 3:
                assert gate.wait(WAIT)
            yield block

    with transport_of(session, blocks=blocks) as transport:
        transport._prefetch.wait(3 * 777, WAIT)
        starved = transport.read(4000)
        waiting = transport.read(1000)
        assert transport.position == 3 * 777
        gate.set()
        after = take(transport, 1000)
    assert np.array_equal(starved[: 3 * 777 - 160], session.samples[: 3 * 777 - 160])
    assert not starved[3 * 777 :].any()
    assert not waiting.any()
    assert np.array_equal(after[160:], session.samples[3 * 777 + 160 : 3 * 777 + 1000])
    assert np.abs(np.diff(np.concatenate([starved, waiting, after]), axis=0)).max() < STEEPEST


def test_a_starved_session_waits_for_more_than_a_crumb(session) -> None:
    crumb, rest = threading.Event(), threading.Event()

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        yield session.samples[:2000]
        assert crumb.wait(WAIT)
        yield session.samples[2000:2100]
        assert rest.wait(WAIT)
        yield session.samples[2100:]

    with transport_of(session, blocks=blocks) as transport:
        transport._prefetch.wait(2000, WAIT)
        transport.read(3000)
        crumb.set()
        transport._prefetch.wait(100, WAIT)
        assert not transport.read(1000).any()
        rest.set()
        assert np.array_equal(take(transport, 1000)[160:], session.samples[2160:3000])


def test_an_error_of_the_render_ends_it_and_is_kept(session) -> None:
    failure = OSError("the disk is gone")

    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        yield session.samples[:100]
        raise failure

    with transport_of(session, blocks=blocks) as transport:
        take_all(transport)
        assert transport.error is failure


def test_a_callback_never_raises(session) -> None:
    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        yield np.zeros((9000, 3), dtype=np.float32)

    with transport_of(session, blocks=blocks) as transport:
        transport._prefetch.wait(9000, WAIT)
        assert not transport.read(100).any()
        assert isinstance(transport.error, ValueError)
        assert transport.finished.is_set()


COMMANDS = st.one_of(
    st.sampled_from([Command.TOGGLE, Command.REWIND, Command.FORWARD, Command.NEXT, Command.PREVIOUS]),
    st.integers(1, 3000),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(COMMANDS, max_size=25))
def test_no_sequence_of_commands_clicks_or_leaves_the_session(steps: list[Command | int]) -> None:
    samples = (0.8 * np.sin(np.arange(30 * RATE) * 2 * np.pi * 10 / RATE))[:, None].astype(np.float32)
    session = _Fixed(np.repeat(samples, 2, axis=1), 4000)
    heard = [np.zeros((1, 2), dtype=np.float32)]
    with transport_of(session) as transport:
        for step in steps:
            if isinstance(step, Command):
                transport.perform(step)
            else:
                block = np.zeros((step, 2), dtype=np.float32)
                got = take(transport, step)
                block[: len(got)] = got
                heard.append(block)
            assert 0 <= transport.position <= len(session.samples)
        transport.quit()
        transport._prefetch.wait(200, WAIT)
        heard.append(transport.read(200))
        assert transport.finished.is_set()
    assert np.abs(np.diff(np.concatenate(heard), axis=0)).max() < STEEPEST


def test_many_threads_may_command_while_a_device_reads(session) -> None:
    def command() -> None:
        for _ in range(200):
            transport.skip(0.1)
            transport.toggle()
            transport.toggle()

    with transport_of(session) as transport:
        threads = [threading.Thread(target=command) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(200):
            transport.read(64)
        for thread in threads:
            thread.join()
        assert not transport.paused
        assert transport.error is None
        assert transport.position >= 60 * RATE - 200 * 64


TICK = np.full((60, 2), 0.25, dtype=np.float32)


@pytest.mark.parametrize("paused", [False, True])
def test_a_sound_over_all_else_comes_with_the_next_pull_and_as_loud_as_the_rest(
    session, *, paused: bool
) -> None:
    with transport_of(session) as transport:
        transport._prefetch.wait(4000, WAIT)
        for _ in range(4):
            transport.change_level(-5.0)
        transport.read(1000)
        if paused:
            transport.pause()
            transport.read(1000)
        place = transport.position
        transport.sound_over(TICK)
        got = np.concatenate([transport.read(40), transport.read(40)])
        expected = np.zeros_like(got) if paused else session.samples[place : place + 80] * np.float32(0.1)
        expected[:60] += TICK * np.float32(0.1)
        assert np.allclose(got, expected, atol=1e-6)


def test_a_device_that_stands_still_in_a_pause_does_not_keep_a_sound_for_later(session) -> None:
    with transport_of(session) as transport:
        take(transport, 1000)
        transport.pause()
        take(transport, 1000)
        place = transport.position
        transport.sound_over(TICK)
        assert not len(take(transport, 1000))
        transport.resume()
        heard = take(transport, 1000)
        assert np.array_equal(heard[160:], session.samples[place + 160 : place + 1000])
