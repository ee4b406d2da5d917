"""The room tone: its level, its loop, and how it lies under a session."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.sound import Clip, Master, Mixer, RoomTone, ToneLane
from voiceguide.sound._meter import loudness
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

RATES = [48_000, 44_100, 24_000, 16_000]


def session(rate: int, frames: int, *starts: int) -> Timeline:
    """Clips of a fifth of a second, at multiples of 24 ms."""
    step = rate * 24 // 1000
    cues = tuple(Cue(at * step, ClipRef(f"clip{at}", rate // 5), "say", text="Words.") for at in starts)
    cues = tuple(cue for cue in cues if cue.end <= frames)
    return Timeline(rate, frames, "Toned", (Track("voice", cues),), (Chapter(0, frames, "All"),), ())


class Zeros:
    """Clips that are silent: what is heard is the tone alone."""

    def __init__(self, rate: int) -> None:
        self._rate = rate

    def clip(self, _key: str) -> Clip:
        return Clip(np.zeros((self._rate // 5, 1), np.float32), self._rate)


def mastered(timeline: Timeline, channels: int, level_db: float = -67.0, gain_db: float = 3.0) -> Master:
    tone = ToneLane(RoomTone(timeline.rate, channels, level_db), timeline)
    return Master(Mixer(timeline, Zeros(timeline.rate), channels=channels), gain_db, tone=tone)


def heard(sound: Master, size: int = 8192, start: int = 0) -> np.ndarray:
    return np.concatenate(list(sound.blocks(size, start)))


def longest_zeros(samples: np.ndarray) -> int:
    edges = np.flatnonzero(np.concatenate([[True], samples.any(axis=1), [True]]))
    return int(np.diff(edges).max()) - 1


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_its_level_is_what_was_asked_for_whatever_the_gain(rate: int, channels: int) -> None:
    for level, gain in ((-67.0, 0.0), (-67.0, 4.0), (-72.0, -7.0)):
        tone = RoomTone(rate, channels, level)
        sound = heard(mastered(session(rate, 2 * tone.period), channels, level, gain))
        once = sound[tone.period // 2 : tone.period // 2 + tone.period]
        assert 10 * np.log10(np.square(once).mean(axis=0)) == pytest.approx(level, abs=0.01)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_400_ms_of_it_are_under_the_gate_of_a_meter(rate: int, channels: int) -> None:
    tone = RoomTone(rate, channels, -67.0)
    sound = np.broadcast_to(tone.frames(0, 3 * tone.period), (3 * tone.period, 2))
    assert loudness(sound, rate) == -np.inf  # nothing passes
    louder = loudness(sound * np.float32(10), rate) - 20
    assert louder == pytest.approx(-71.4, abs=0.2)


def test_its_power_falls_with_the_square_of_the_frequency() -> None:
    tone = RoomTone(48_000, 2, -67.0)
    power = np.square(np.abs(np.fft.rfft(tone.frames(0, tone.period), axis=0)))
    hertz = np.fft.rfftfreq(tone.period, 1 / 48_000)

    def octave(low: float) -> float:
        return 10 * np.log10(power[(hertz >= low) & (hertz < 2 * low)].mean())

    for low in (20, 40, 80, 160, 320, 1000):
        assert octave(low) - octave(2 * low) == pytest.approx(6.0, abs=0.5)
    left, right = tone.frames(0, tone.period).T
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.3


@given(st.integers(-(10**9), 10**9), st.integers(0, 200_000))
@settings(max_examples=30, deadline=None)
def test_the_loop_goes_on_without_an_end(start: int, count: int) -> None:
    tone = RoomTone(24_000, 1, -67.0)
    loop = tone.frames(0, tone.period)
    assert np.array_equal(tone.frames(start, count), loop[np.arange(start, start + count) % tone.period])
    step = np.abs(np.diff(np.concatenate([loop, loop[:1]]), axis=0))
    assert step[-1, 0] <= step[:-1].max()


@given(
    rate=st.sampled_from(RATES),
    channels=st.sampled_from([1, 2]),
    ms=st.integers(1, 6_000),
    starts=st.sets(st.integers(0, 250), max_size=6),
    size=st.integers(1, 20_000),
    start=st.floats(0, 1, exclude_max=True),
)
@settings(max_examples=40, deadline=None)
def test_it_is_heard_from_end_to_end_in_blocks_of_any_size(  # noqa: PLR0917 (drawn)
    rate: int, channels: int, ms: int, starts: set[int], size: int, start: float
) -> None:
    timeline = session(rate, max(1, ms * rate // 1000), *sorted(starts))
    sound = mastered(timeline, channels)
    whole = heard(sound)
    assert whole.shape == (timeline.frames, channels)
    assert longest_zeros(whole) < rate // 1000
    assert np.abs(whole).max() < 10 ** (-52 / 20)
    first = int(start * timeline.frames)
    assert np.array_equal(heard(sound, size + 512, first), whole[first:])


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.integers(0, 200))
@settings(max_examples=30, deadline=None)
def test_equal_identities_mean_equal_samples(gaps: list[int], longer: int) -> None:
    rate, step = 24_000, 576
    starts = np.cumsum([42, *(gap + 9 for gap in gaps)]).tolist()
    later = [starts[0], *(start + longer for start in starts[1:])]
    sounds = [mastered(session(rate, (each[-1] + 40) * step, *each), 1) for each in (starts, later)]
    told: dict[str, np.ndarray] = {}
    for sound in sounds:
        samples = heard(sound)
        for first in range(0, sound.frames - 8 * step, 4 * step):
            key = json.dumps(sound.identity(first, first + 8 * step))
            # a stretch of the tone begins and ends where it does in the other session
            assert np.array_equal(
                told.setdefault(key, samples[first : first + 8 * step]), samples[first : first + 8 * step]
            )


def test_where_it_passes_over_nothing_jumps() -> None:
    timeline = session(48_000, 480_000, 42, 100, 190, 300)
    sound = heard(mastered(timeline, 2))
    loop = RoomTone(48_000, 2, -67.0).frames(0, 80_000)
    assert np.abs(np.diff(sound, axis=0)).max() < 1.5 * np.abs(np.diff(loop, axis=0)).max()
    rms = 10 * np.log10(np.square(sound[1000:-1000]).mean())
    assert rms == pytest.approx(-67.0, abs=0.7)
