"""On the grid of MP3 frames: everything begins on a line, and no promise of layout is broken for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import EstimatedSpeech, rings, scripts

from voiceguide.script import Hold, Script, resolve, unrolled
from voiceguide.timeline import Grid, Layout, Timeline
from voiceguide.units import frames_of
from voiceguide.yamlfile import from_values


def lay(script: Script, rate: int, *, on_grid: bool = True) -> Layout:
    grid = Grid.of_mp3(rate) if on_grid else None
    speech = EstimatedSpeech(rate, 71)
    return Layout(resolve(script), rate=rate, speech=speech, chime=rings(rate), grid=grid)


@given(scripts(with_length=False), st.sampled_from([24_000, 48_000]), st.floats(0, 1))
@settings(max_examples=50)
def test_all_begins_on_a_line_and_the_length_is_still_exact(script: Script, rate: int, share: float) -> None:
    grid = Grid.of_mp3(rate)
    bounds = lay(script, rate).bounds()
    low, high = -(-bounds.shortest * 1000 // rate), bounds.longest * 1000 // rate
    length = low + round(share * (high - low))
    assume(1_000 <= length <= high)
    script = replace(script, length=length)
    timeline = lay(script, rate).timeline()
    assert timeline.frames == frames_of(length, rate)
    starts = [cue.start for cue in timeline.cues()] + [chapter.start for chapter in timeline.chapters]
    starts += [edge for span in timeline.holds for edge in (span.start, span.end)]
    assert all(start % grid.step == 0 for start in starts)
    assert all(cue.end <= timeline.frames for cue in timeline.cues())
    voice = next(track.cues for track in timeline.tracks if track.name == "voice")
    assert all(one.end <= two.start for one, two in pairwise(voice))
    check_holds(script, timeline)


def check_holds(script: Script, timeline: Timeline) -> None:
    placed = enumerate(one.step for one in unrolled(script))
    steps = [(index, step.hold) for index, step in placed if isinstance(step, Hold)]
    times = {index: span.frames for (index, _), span in zip(steps, timeline.holds, strict=True)}
    step = Grid.of_mp3(timeline.rate).step
    for index, body in steps:
        low, high = (frames_of(ms, timeline.rate) for ms in (body.time.min, body.time.max))
        assert low - step / 2 <= times[index] <= high + step / 2
        if -(-low // step) <= high // step:
            assert low <= times[index] <= high
    for pair in (time for time in resolve(script).times if time.is_hold):
        assert len({times[index] for index in pair.steps}) == 1


def spoken(pause: str, rate: int, *, on_grid: bool) -> int:
    """Frames of silence between two sentences."""
    steps = [{"say": "One."}, {"pause": pause}, {"say": "Two."}]
    script = from_values(Script, {"voiceguide": "1", "title": "A pause", "steps": steps})
    one, two = lay(script, rate, on_grid=on_grid).timeline().tracks[0].cues
    return two.start - one.end


@pytest.mark.parametrize("rate", [24_000, 48_000])
@pytest.mark.parametrize("ms", [0, 1, 23, 100, 1_000, 2_000, 2_500, 7_777])
def test_a_pause_is_off_by_less_than_two_steps_and_never_an_overlap(rate: int, ms: int) -> None:
    exact, stepped = (spoken(f"{ms}ms", rate, on_grid=on_grid) for on_grid in (False, True))
    assert exact == frames_of(ms, rate)
    assert stepped >= 0
    assert -Grid.of_mp3(rate).step / 2 <= stepped - exact < Grid.of_mp3(rate).step * 3 / 2


def test_both_rates_have_one_timeline() -> None:
    steps = [
        {"say": "Hold for {hold}."},
        {"hold": {"for": "30s..3m", "breathe": {"in": "4s", "out": "6s"}}},
        {"chime": "end"},
    ]
    script = from_values(Script, {"voiceguide": "1", "title": "One", "length": "2m", "steps": steps})
    small, full = lay(script, 24_000).timeline(), lay(script, 48_000).timeline()
    assert [2 * cue.start for cue in small.cues()] == [cue.start for cue in full.cues()]


def test_where_mp3_frames_differ_in_size_every_frame_is_a_line() -> None:
    assert Grid.of_mp3(44_100) == Grid(44_100, 1)
    assert Grid(44_100).frames_of(333) == frames_of(333, 44_100)


@given(st.integers(1, 2_000), st.integers(0, 10**6), st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_range_in_steps_stays_in_the_range_or_is_the_nearest_line(
    step: int, low: int, more: int, still_more: int
) -> None:
    best, high = low + more, low + more + still_more
    least, near, most = Grid(48_000, step).steps_within(low, best, high)
    assert least <= near <= most
    if least < most or low <= least * step <= high:
        assert low <= least * step
        assert most * step <= high
    else:
        assert abs(near * step - best) <= step / 2
