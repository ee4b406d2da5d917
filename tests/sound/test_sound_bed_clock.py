"""The bed's clock: each run of cues has its place in the bed at any length, and no step lies between."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.sound import BedLane, Ducking, bed_names
from voiceguide.sound._bed_clock import TURNS, BedClock
from voiceguide.sound._beds import SynthesisedBed
from voiceguide.sound._loop import LoopedBed
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

RATE = 24_000
STEP = 576
CROSSING = 10 * STEP


def session(*cues, end=0):
    """A timeline of (steps of pause before it, steps, clip)."""
    laid, at = [], 0
    for pause, steps, key in cues:
        at += pause
        laid.append(Cue(at * STEP, ClipRef(key, steps * STEP), "say"))
        at += steps
    frames = (at + end) * STEP
    return Timeline(RATE, frames, "t", (Track("voice", tuple(laid)),), (Chapter(0, frames, "all"),), ())


def unducked(timeline, name="brown"):
    return BedLane(SynthesisedBed(name, RATE), timeline, ducking=Ducking(voice_db=0, chime_db=0))


PAUSES = st.integers(min_value=0, max_value=200)
CUES = st.lists(st.tuples(PAUSES, st.integers(1, 120), st.sampled_from("abc")), max_size=8)


@given(CUES, st.integers(0, 300))
def test_a_session_is_covered_without_a_gap_and_crossed_only_between_cues(cues, end):
    timeline = session(*cues, end=end)
    clock = BedClock(timeline, CROSSING)
    assert clock.passages[0].start == clock.passages[0].alone == 0
    for before, after in itertools.pairwise(clock.passages):
        assert after.alone - after.start == CROSSING
        assert after.start >= before.alone
        for cue in timeline.cues():
            assert cue.end <= after.start or cue.start >= after.alone
    parts = list(clock.parts(0, timeline.frames))
    assert [first for first, *_ in parts] == [0, *(stop for _, stop, *_ in parts)][: len(parts)]
    assert not parts or parts[-1][1] == timeline.frames


@settings(max_examples=10)
@given(CUES, st.data())
def test_equal_words_are_equal_sound(cues, data):
    """What tells a stretch tells it from all others, in this session and in one with other pauses."""
    others = [(pause + data.draw(st.sampled_from([0, 0, 1, 30])), *rest) for pause, *rest in cues]
    told = {}
    for timeline in (session(*cues, end=300), session(*others, end=300)):
        lane = BedLane(Numbered(), timeline)
        for start in range(0, timeline.frames - 8 * STEP, 8 * STEP):
            words = repr(lane.identity(start, start + 8 * STEP))
            sound = lane.frames(start, 8 * STEP)
            assert np.array_equal(told.setdefault(words, sound), sound)


class Numbered:
    """A bed whose every frame is another one."""

    identity, lufs, crossing_s = "numbered", -20.0, 0.24

    def frames(self, start, count):
        return np.sin(np.arange(start, start + count) * 0.7).astype(np.float32)[:, None]


def test_a_run_hears_the_same_at_any_length():
    short = unducked(session((20, 40, "a"), (200, 50, "b"), (300, 30, "c"), end=400))
    long = unducked(session((20, 40, "a"), (263, 50, "b"), (351, 30, "c"), end=400))
    first = [cue.start for cue in session((20, 40, "a"), (200, 50, "b"), (300, 30, "c")).cues()]
    second = [cue.start for cue in session((20, 40, "a"), (263, 50, "b"), (351, 30, "c")).cues()]
    for here, there in zip(first[1:], second[1:], strict=True):
        around = 100 * STEP  # and of the pause after it the same part
        assert np.array_equal(
            short.frames(here - 8 * STEP, around + 8 * STEP), long.frames(there - 8 * STEP, around + 8 * STEP)
        )


def test_what_comes_again_takes_other_places_in_turn():
    timeline = session(*[(200, 10, "breath")] * (TURNS + 1))
    places = [
        cue.start + passage.offset
        for cue, passage in zip(timeline.cues(), BedClock(timeline, CROSSING).passages, strict=True)
    ]
    assert len(set(places)) == TURNS
    assert places[0] == places[TURNS]


def test_without_cues_or_for_a_sound_with_a_course_it_runs_on_from_its_start():
    assert [p.offset for p in BedClock(session(end=500), CROSSING).passages] == [0]
    assert [p.offset for p in BedClock(session((20, 40, "a"), (200, 50, "b")), None).passages] == [0]
    sound = (0.1 * np.random.default_rng(1).standard_normal((5 * RATE, 2))).astype(np.float32)
    timeline = session((20, 40, "a"), (200, 50, "b"), end=400)
    bed = LoopedBed([sound], RATE, "it")
    lane = BedLane(bed, timeline, ducking=Ducking(voice_db=0, chime_db=0))
    start = 4 * RATE
    heard = lane.frames(start, 2 * RATE)
    expected = bed.frames(start, 2 * RATE)
    assert np.allclose(heard / np.abs(heard).max(), expected / np.abs(expected).max(), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", bed_names())
def test_a_crossing_is_as_loud_and_as_smooth_as_the_bed_itself(name):
    timeline = session(*[(250, 20, f"clip {number}") for number in range(40)], end=300)
    lane = unducked(timeline, name)
    sound = lane.frames(0, timeline.frames).astype(np.float64)
    crossed = np.zeros(timeline.frames, bool)
    for passage in lane.clock.passages[1:]:
        crossed[passage.start : passage.alone] = True
    open_frames = slice(3 * RATE, -6 * RATE - 1)
    inside, outside = sound[open_frames][crossed[open_frames]], sound[open_frames][~crossed[open_frames]]
    assert len(inside) > 39 * 0.3 * RATE
    level = 10 * np.log10(np.square(inside).mean() / np.square(outside).mean())
    assert abs(level) < (1 if name == "surf" else 0.5)  # its waves are not all as high
    steps = np.abs(np.diff(sound, 2, axis=0)).max(axis=1)
    assert steps[crossed[1:-1]].max() < 1.2 * steps[~crossed[1:-1]].max()


@pytest.mark.slow
@pytest.mark.parametrize("name", bed_names())
@pytest.mark.parametrize("channels", [1, 2])
def test_any_cut_gives_the_same_bits_across_passages(name, channels):
    timeline = session((5, 20, "a"), (250, 20, "b"), (250, 20, "c"), end=300)
    sound = SynthesisedBed(name, RATE, channels=channels)
    whole = BedLane(sound, timeline).frames(0, timeline.frames)
    assert whole.shape == (timeline.frames, channels)
    for size in (8192, 999):
        lane = BedLane(SynthesisedBed(name, RATE, channels=channels), timeline)
        starts = range(0, timeline.frames, size)
        parts = [lane.frames(at, min(size, timeline.frames - at)) for at in starts]
        assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("name", bed_names())
def test_mono_is_as_loud_as_both_channels_folded(name):
    both = SynthesisedBed(name, RATE).frames(0, 60 * RATE).mean(axis=1)
    one = SynthesisedBed(name, RATE, channels=1).frames(0, 60 * RATE)[:, 0]
    assert 10 * np.log10(np.square(one).mean() / np.square(both).mean()) == pytest.approx(0, abs=0.6)


@pytest.mark.parametrize("name", bed_names())
def test_places_before_the_bed_s_first_frame_can_be_heard(name):
    bed = SynthesisedBed(name, RATE)
    across = bed.frames(-RATE, 2 * RATE)
    assert np.array_equal(across[RATE:], bed.frames(0, RATE))
    assert np.array_equal(across[:RATE], bed.frames(-RATE, RATE))
    assert across[:RATE].any()
