"""Layout: whatever the script and the length, every frame is accounted for, and nothing collides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from examples import many
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import EstimatedSpeech, rings, scripts

from voiceguide.errors import LengthError
from voiceguide.script import Hold, Script, resolve, said_seconds, unrolled
from voiceguide.script._spoken_time import hold_words
from voiceguide.timeline import ClipRef, Layout, Timeline, utterances
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._chapters import LEAD_MS, LEAST_LEAD_MS
from voiceguide.units import format_duration, frames_of
from voiceguide.yamlfile import from_values

RATES = st.sampled_from([1_000, 24_000, 44_100, 48_000])
CHIMES = st.fixed_dictionaries(
    {
        name: st.sampled_from([0, 1_500, 4_000, 9_000])
        for name in ("start", "half", "switch", "stop", "end", "inhale")
    }
)


def lay(script: Script, rate: int = 1_000, letters: int = 70, **chimes: int) -> Layout:
    speech = EstimatedSpeech(rate, letters)
    return Layout(resolve(script), rate=rate, speech=speech, chime=rings(rate, **chimes))


def with_length(script: Script, ms: int) -> Script:
    return replace(script, length=ms)


def check(script: Script, timeline: Timeline, target: int) -> None:
    """All that must be true of any timeline of the script."""
    rate = timeline.rate
    assert timeline.frames == target
    # every hold of the script is there, in its order, with a time that the script allows
    steps = [
        (index, placed.step.hold)
        for index, placed in enumerate(unrolled(script))
        if isinstance(placed.step, Hold)
    ]
    assert len(steps) == len(timeline.holds)
    times = {index: span.frames for (index, _), span in zip(steps, timeline.holds, strict=True)}
    for (_, body), span in zip(steps, timeline.holds, strict=True):
        assert frames_of(body.time.min, rate) <= span.frames <= frames_of(body.time.max, rate)
    for time in (time for time in resolve(script).times if time.is_hold):
        assert len({times[index] for index in time.steps}) == 1, "sides and rounds get the same time"
    # nothing outside of the session, nothing spoken over anything spoken
    cues = timeline.cues()
    assert all(cue.start >= 0 and cue.end <= timeline.frames for cue in cues)
    for track in timeline.tracks:
        assert list(track.cues) == sorted(track.cues, key=lambda cue: cue.start)
    voice = next(track.cues for track in timeline.tracks if track.name == "voice")
    assert all(one.end <= two.start for one, two in pairwise(voice))
    # a hold and what is said in it
    last = 0
    for span in timeline.holds:
        assert last <= span.start
        last = span.end
        for cue in voice:
            if cue.end > span.start and cue.start < span.end:
                assert span.start <= cue.start
                assert cue.end <= span.end
                assert (cue.point, cue.side) == (span.point, span.side)
    for cue in cues:
        if cue.chime in {"inhale", "exhale"}:
            assert any(
                s.start <= cue.start < s.end and (cue.chime == "inhale" or cue.end <= s.end)
                for s in timeline.holds
            )
    # chapters cover everything, once, and none is empty
    assert timeline.chapters[0].start == 0
    assert timeline.chapters[-1].end == timeline.frames
    assert all(one.end == two.start for one, two in pairwise(timeline.chapters))
    assert all(chapter.start < chapter.end for chapter in timeline.chapters)
    edges = {chapter.start for chapter in timeline.chapters}
    assert not any(one.start < edge < one.end for one in (*voice, *timeline.holds) for edge in edges)


def any_script(script: Script, rate: int, letters: int, chimes: dict[str, int], share: float) -> None:
    free = lay(replace(script, length=None), rate, letters, **chimes)
    bounds = free.bounds()
    assert bounds.shortest <= bounds.preferred <= bounds.longest
    check(script, free.timeline(), bounds.preferred)
    low, high = -(-bounds.shortest * 1000 // rate), bounds.longest * 1000 // rate
    ms = low + round(share * (high - low))
    assume(max(low, 1_000) <= ms <= high)
    fitted = lay(with_length(script, ms), rate, letters, **chimes)
    check(script, fitted.timeline(), frames_of(ms, rate))
    if rate % 1_000:
        return  # a millisecond is no whole number of frames, so the next one may round to the same
    with pytest.raises(LengthError) as caught:
        lay(with_length(script, max(0, low - 1)), rate, letters, **chimes).timeline()
    assert format_duration(low) in str(caught.value)
    assert format_duration(high) in str(caught.value)


SCRIPTS = scripts(with_length=False)
ANY = (SCRIPTS, RATES, st.sampled_from([20, 70, 150]), CHIMES, st.floats(0, 1))


@given(*ANY)
@settings(max_examples=25)
def test_any_length_within_the_bounds_is_met_to_the_frame(script, rate, letters, chimes, share) -> None:
    any_script(script, rate, letters, chimes, share)


@pytest.mark.slow
@given(*ANY)
@settings(max_examples=many(2000))
def test_thousands_of_lengths_are_met_to_the_frame(script, rate, letters, chimes, share) -> None:
    any_script(script, rate, letters, chimes, share)


@given(SCRIPTS, RATES, CHIMES)
@settings(max_examples=many(200))
def test_what_is_left_out_for_a_length_changes_none(script, rate, chimes) -> None:
    layout = lay(script, rate, **chimes)
    for choices in layout._extremes():
        extent, walk = layout._walker.extent(choices), layout._walker.walk(choices)
        assert (extent.position, extent.ring) == (walk.position, walk.ring)


@given(scripts())
@settings(max_examples=60)
def test_every_sentence_that_layout_asks_for_was_announced_to_the_speaker(script: Script) -> None:
    resolved = resolve(script)
    speech = {line: ClipRef(line, 70 * len(line)) for line in utterances(resolved)}
    layout = Layout(resolved, rate=1_000, speech=speech, chime=rings(1_000))
    bounds = layout.bounds()
    if script.length is None or bounds.shortest <= script.length <= bounds.longest:
        assert layout.timeline().frames == (script.length or bounds.preferred)


def holding(span: str, times: int = 1, **more: Any) -> Script:
    words = " ".join(["Stay for {hold}."] * times)
    steps = [{"say": words}, {"hold": {"for": span, **more}}]
    return from_values(Script, {"voiceguide": "1", "title": "One", "steps": steps})


@pytest.mark.parametrize("span", ["30s..3m", "50s..55s", "52s..53s", "74s..76s"])
@pytest.mark.parametrize("times", [1, 5])
def test_words_for_a_hold_leave_no_length_out_and_tell_the_time(span: str, times: int) -> None:
    """Longer words take time from the hold, so near where the words change neither kind may seem to fit."""
    script = holding(span, times)
    bounds = lay(script).bounds()
    off = 1_000 * times  # about as long as the words that change take more
    for ms in range(bounds.shortest, bounds.longest + 1, max(1, (bounds.longest - bounds.shortest) // 150)):
        timeline = lay(with_length(script, ms)).timeline()
        check(script, timeline, ms)
        (hold,) = timeline.holds
        near = {hold_words(said_seconds(hold.frames + by)) for by in (-off, 0, off)}
        assert any(words in str(timeline.tracks[0].cues[0].text) for words in near)


def test_a_length_out_of_bounds_is_refused_with_both_ends() -> None:
    script = holding("30s..1m")
    bounds = lay(script).bounds()
    shortest, longest = format_duration(bounds.shortest), format_duration(bounds.longest)
    for ms in (bounds.shortest - 1, bounds.longest + 1):
        with pytest.raises(LengthError) as caught:
            lay(with_length(script, ms)).timeline()
        assert str(caught.value) == (
            f"a length of {format_duration(ms)} cannot be met: the shortest that would do is {shortest}, "
            f"the longest {longest}"
        )


@pytest.mark.parametrize("chime", ["half", "start", "stop", "inhale", "exhale"])
@pytest.mark.parametrize("span", ["30s..3m", "38s..42s"])
def test_an_own_chime_that_rings_for_long_rings_out_before_the_end(chime: str, span: str) -> None:
    chimes = {"start": "start", "half": "half", "end": "stop"}
    script = holding(span, chimes=chimes, breathe={"in": "4s", "out": "6s"})
    bounds = lay(script, **{chime: 50_000}).bounds()
    for ms in range(bounds.shortest, bounds.longest + 1, max(1, (bounds.longest - bounds.shortest) // 40)):
        check(script, lay(with_length(script, ms), **{chime: 50_000}).timeline(), ms)


def test_a_cue_that_does_not_fit_its_hold_is_left_out_never_cut() -> None:
    cues = [
        {"at": "-10s", "text": "Ten seconds left."},
        {"at": "half", "text": "Halfway."},
        {"at": "-9s", "text": "Over the one before."},
        {"at": "100%", "text": "Too late."},
        {"at": "-1m", "text": "Too early."},
        {"at": "5s", "text": "In long holds.", "over": "1m"},
        {"at": "12s", "text": "Two sentences. One cue each."},
    ]
    timeline = lay(holding("50s", say=cues)).timeline()
    (hold,) = timeline.holds
    inside = [(cue.start - hold.start, cue.text) for cue in timeline.tracks[0].cues[1:]]
    assert inside == [
        (12_000, "Two sentences."),
        (12_000 + 14 * 70 + rhythm.SENTENCE_GAP, "One cue each."),
        (25_000, "Halfway."),
        (40_000, "Ten seconds left."),
    ]


def test_breaks_in_a_cue_are_kept() -> None:
    cue = {"at": "5s", "text": '<s>One.</s><break time="2s"/><s>Two.</s>'}
    timeline = lay(holding("50s", say=[cue])).timeline()
    one, two = timeline.tracks[0].cues[1:]
    assert two.start - one.end == 2_000


@pytest.mark.parametrize("ms", [4_000, 30_000, 40_000])
def test_halfway_is_told_in_any_hold_that_has_room(ms: int) -> None:
    script = holding(f"{ms}ms", chimes={"half": "half"}, say=[{"at": "half", "text": "Halfway."}])
    timeline = lay(script).timeline()
    (hold,) = timeline.holds
    assert [cue.start - hold.start for cue in timeline.tracks[1].cues] == [ms // 2]
    assert [cue.start - hold.start for cue in timeline.tracks[0].cues[1:]] == [ms // 2 + rhythm.HALF_LEAD]
    assert not timeline.unheard


def test_breath_tones_go_with_whole_breaths_and_never_fall_silent_for_long() -> None:
    script = holding("3m", breathe={"in": "4s", "out": "6s"})
    timeline = lay(script, inhale=3_900, exhale=5_500).timeline()
    (hold,) = timeline.holds
    tones = [cue for cue in timeline.tracks[1].cues if cue.chime in {"inhale", "exhale"}]
    ins, outs = tones[::2], tones[1::2]
    assert [cue.chime for cue in tones[:4]] == ["inhale", "exhale"] * 2
    assert all(out.start - into.start == 4_000 for into, out in zip(ins, outs, strict=True))
    assert all((into.start - hold.start - rhythm.BREATH_LEAD) % 10_000 == 0 for into in ins)
    assert [into.start - ins[0].start for into in ins[:3]] == [0, 10_000, 30_000]
    assert max(two.start - one.end for one, two in pairwise(tones)) < 25_000


def test_a_chapter_that_takes_no_time_is_none() -> None:
    steps = [
        {"chapter": "Empty"},
        {"pause": "0s"},
        {"chapter": "One"},
        {"say": "Hello."},
        {"chapter": "Silent"},
        {"chime": "end"},
    ]
    script = from_values(Script, {"voiceguide": "1", "title": "All", "steps": steps})
    assert [chapter.title for chapter in lay(script, end=0).timeline().chapters] == ["One"]


def test_a_chapter_begins_a_moment_before_its_first_sound() -> None:
    steps = [
        {"say": "Hello."},
        {"chapter": "One"},
        {"say": "One."},
        {"chime": "start"},
        {"chapter": "Two"},
        {"say": "Two."},
        {"chime": "stop"},
        {"chapter": "Three"},
        {"say": "Three."},
        {"pause": "100ms"},
        {"chapter": "Four"},
        {"pause": "3s"},
        {"chapter": "Five"},
        {"say": "Five."},
    ]
    script = from_values(Script, {"voiceguide": "1", "title": "All", "steps": steps})
    # one chime has just rung out when the next chapter speaks, the other rings on
    timeline = lay(script, start=rhythm.CHIME_LEAD - 50, stop=9_000).timeline()
    starts = [chapter.start for chapter in timeline.chapters]
    onsets = {cue.text: cue.start for cue in timeline.cues() if cue.text}
    assert onsets["One."] - starts[1] == LEAD_MS
    assert onsets["Two."] - starts[2] == LEAST_LEAD_MS
    assert onsets["Three."] - starts[3] == LEAD_MS
    assert onsets["Five."] - starts[5] == LEAD_MS
    assert starts[4] <= onsets["Five."] - 3_000  # what begins with silence has its lead


def test_what_comes_before_the_first_chapter_has_the_session_s_title() -> None:
    steps = [{"say": "Hello."}, {"chapter": "One"}, {"say": "There."}]
    script = from_values(Script, {"voiceguide": "1", "title": "All", "steps": steps})
    timeline = lay(script).timeline()
    assert [chapter.title for chapter in timeline.chapters] == ["All", "One"]
    assert timeline.chapter_at(0).title == "All"
    assert timeline.chapter_at(timeline.frames + 5).title == "One"
