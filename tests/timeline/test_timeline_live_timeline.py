"""Laying out while it is heard: what was handed out never moves, and the end is where it was promised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import rings, scripts

from voiceguide.script import Script, resolve
from voiceguide.timeline import ClipRef, Grid, Layout, LiveTimeline, utterances
from voiceguide.timeline._rhythm import FIRST_LEAD
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline

RATE = 1_000
LENGTHS = st.integers(100, 9_000)


def live_timeline(
    script: Script, speech: dict[str, ClipRef], guesses: dict[str, int], step: int = 1
) -> LiveTimeline:
    return LiveTimeline(
        resolve(script),
        rate=RATE,
        speech=speech,
        chime=rings(RATE),
        grid=Grid(RATE, step),
        guess=guesses.__getitem__,
    )


def heard(timeline: Timeline, until: int) -> dict[str, Any]:
    return {
        "cues": [cue for cue in timeline.cues() if cue.start < until],
        "holds": [hold for hold in timeline.holds if hold.start < until],
        "chapters": [(c.start, c.title, c.point, c.side) for c in timeline.chapters if c.start < until],
    }


@given(st.data(), scripts(with_length=False), st.sampled_from([1, 24]))
def test_what_was_heard_stays_where_it_was(data: st.DataObject, script: Script, step: int) -> None:
    sentences = utterances(resolve(script))
    draw_lengths = st.fixed_dictionaries(dict.fromkeys(sentences, LENGTHS))
    real, guesses = data.draw(draw_lengths), data.draw(draw_lengths)
    guessed = live_timeline(script, {}, guesses, step).bounds
    length = data.draw(st.integers(guessed.shortest, guessed.longest))
    if data.draw(st.integers(0, 4)):
        script = replace(script, length=max(length, 1_000))
    speech: dict[str, ClipRef] = {}
    laid = live_timeline(script, speech, guesses, step)
    coming = laid.in_order()
    assert sorted(coming) == sorted(sentences)
    horizon = 0
    while coming:
        horizon = max(horizon, data.draw(st.integers(0, laid.known_until)))
        before = laid.timeline
        for _ in range(data.draw(st.integers(1, 4))):
            if coming:
                text = coming.pop(0)
                speech[text] = ClipRef(text, real[text])
        after = laid.lay_out(horizon)
        assert heard(after, horizon) == heard(before, horizon)
        assert all(cue.clip.key for cue in after.cues() if cue.start < laid.known_until)
        assert laid.could_be_known_until() == laid.known_until >= horizon
    assert laid.is_known
    assert laid.known_until == laid.timeline.frames
    assert all(cue.end <= laid.timeline.frames for cue in laid.timeline.cues())
    assert laid.timeline.frames == (script.length or laid.bounds.preferred) + max(laid.missed, 0)


@given(scripts(), st.sampled_from([1, 24]))
def test_with_every_length_known_it_is_the_layout_of_files(script: Script, step: int) -> None:
    speech = {text: ClipRef(text, 70 * len(text)) for text in utterances(resolve(script))}
    laid = live_timeline(script, speech, {}, step)
    layout = Layout(resolve(script), rate=RATE, speech=speech, chime=rings(RATE), grid=Grid(RATE, step))
    bounds = layout.bounds()
    assert laid.bounds == bounds
    if script.length is None or bounds.shortest <= script.length <= bounds.longest:
        assert laid.timeline == layout.timeline()
        assert laid.missed == 0
    else:
        # too short is filled with silence, too long is as long as it must be
        assert laid.timeline.frames == max(script.length, bounds.shortest)


@given(st.data(), scripts(with_length=False), st.sampled_from([1, 24]))
def test_what_was_passed_over_is_fitted_between(data: st.DataObject, script: Script, step: int) -> None:
    sentences = utterances(resolve(script))
    draw_lengths = st.fixed_dictionaries(dict.fromkeys(sentences, LENGTHS))
    real, guesses = data.draw(draw_lengths), data.draw(draw_lengths)
    guessed = live_timeline(script, {}, guesses, step).bounds
    script = replace(script, length=max(data.draw(st.integers(guessed.shortest, guessed.longest)), 1_000))
    speech: dict[str, ClipRef] = {}
    laid = live_timeline(script, speech, guesses, step)

    def speak(most: int) -> None:
        coming = [text for text in laid.in_order() if text not in speech]
        speech.update({text: ClipRef(text, real[text]) for text in coming[: data.draw(st.integers(0, most))]})

    speak(3)
    horizon = data.draw(st.integers(0, laid.known_until))
    laid.lay_out(horizon)
    before = laid.timeline
    chapters = [chapter.start for chapter in before.chapters if chapter.start > horizon]
    assume(chapters)
    place = data.draw(st.sampled_from(chapters))
    laid.leave(horizon, place)
    laid.lay_out(place)
    speak(4)
    laid.lay_out(place)
    further = data.draw(st.integers(place, max(place, laid.known_until)))
    speech.update({text: ClipRef(text, real[text]) for text in sentences})
    laid.lay_out(further)
    middle = laid.timeline
    if laid.fill():
        after = laid.timeline
        assert heard(after, horizon) == heard(before, horizon)
        assert [cue for cue in after.cues() if cue.start >= place] == [
            # what was passed over is guessed yet, and reaches beyond the place where it is not heard
            cue
            for cue in middle.cues()
            if cue.start >= place and cue.clip.key
        ]
        assert laid.known_until == after.frames == middle.frames
        assert all(cue.clip.key for cue in after.cues())
    else:
        assert laid.timeline == middle


def told(length: int | None, *steps: dict[str, Any]) -> Script:
    return from_values(Script, {"voiceguide": "1", "title": "One", "length": length, "steps": steps})


SIDES = [
    {"say": "Welcome."},
    {"pause": "1s..5s"},
    {"chapter": {"title": "Left", "point": "BL-43", "side": "left"}},
    {"say": "Hold it for {hold}."},
    {"hold": {"for": "20s..60s", "say": [{"at": "-10s", "text": "Ten seconds left."}]}},
    {"chapter": {"title": "Right", "point": "BL-43", "side": "right"}},
    {"say": "Now the other side."},
    {"hold": {"for": "20s..60s"}},
    {"pause": "1s..20s"},
    {"say": "That was all."},
]


def two_sides(length: int | None = 120_000) -> tuple[LiveTimeline, dict[str, ClipRef], dict[str, int]]:
    script = told(length, *SIDES)
    speech: dict[str, ClipRef] = {}
    guesses = dict.fromkeys(utterances(resolve(script)), 2_000)
    return live_timeline(script, speech, guesses), speech, guesses


def begun(known: int) -> tuple[LiveTimeline, dict[str, ClipRef], list[str]]:
    """Both sides with the first texts spoken; gives all texts in order, too."""
    laid, speech, _ = two_sides()
    order = laid.in_order()
    say(laid, speech, 2_000, *order[:known])
    laid.lay_out(0)
    return laid, speech, order


def say(laid: LiveTimeline, speech: dict[str, ClipRef], length: int, *texts: str) -> None:
    speech.update({text: ClipRef(text, length) for text in texts})


def test_nothing_is_known_at_first_and_a_hold_waits_for_all_that_is_said_in_it() -> None:
    laid, speech, _ = two_sides()
    order = laid.in_order()
    told_time = next(text for text in order if text.startswith("Hold it"))
    assert order[:4] == ["Welcome.", told_time, "Ten seconds left.", "Now the other side."]
    assert laid.known_until == FIRST_LEAD  # at a thousand frames a second
    assert laid.guessed() == 5 * 2_000
    say(laid, speech, 2_000, "Welcome.", told_time, "Now the other side.")
    laid.lay_out(0)
    # where the words before the hold end
    (words,) = [cue for cue in laid.timeline.tracks[0].cues if cue.text == told_time]
    assert laid.known_until == words.end
    say(laid, speech, 2_000, "Ten seconds left.")
    laid.lay_out(0)
    assert laid.known_until == next(
        cue.start for cue in laid.timeline.tracks[0].cues if cue.text == "That was all."
    )


def test_what_is_spoken_while_it_is_laid_out_is_not_known_yet() -> None:
    speech: dict[str, ClipRef] = {}

    def guess(text: str) -> int:
        speech[text] = ClipRef(text, 3_000)  # as another thread may do
        return 2_000

    script = told(120_000, *SIDES)
    laid = LiveTimeline(
        resolve(script), rate=RATE, speech=speech, chime=rings(RATE), grid=Grid(RATE), guess=guess
    )
    assert laid.known_until == FIRST_LEAD
    assert laid.could_be_known_until() == 120_000
    laid.lay_out(0)
    assert laid.known_until == 120_000
    assert all(cue.clip.key for cue in laid.timeline.cues())


def test_both_sides_stay_equal_when_the_first_has_begun() -> None:
    laid, speech, order = begun(4)
    left = laid.timeline.holds[0]
    say(laid, speech, 6_500, *order[4:])
    timeline = laid.lay_out(left.start + 1)
    assert [hold.frames for hold in timeline.holds] == [left.frames, left.frames]
    assert timeline.frames == 120_000
    assert laid.missed == 0


def test_a_time_that_was_told_is_kept() -> None:
    laid, speech, order = begun(3)
    left = laid.timeline.holds[0]
    say(laid, speech, 9_000, *order[3:])
    words = laid.timeline.tracks[0].cues[1]
    untold, kept = laid.lay_out(words.start - 3_000), laid.lay_out(words.start + 1)
    assert kept.holds[0].frames == untold.holds[0].frames < left.frames
    laid, speech, _ = begun(3)
    say(laid, speech, 9_000, *order[3:])
    assert laid.lay_out(words.start + 1).holds[0].frames == left.frames


def test_what_cannot_be_met_any_more_is_missed_by_as_little_as_possible() -> None:
    laid, speech, order = begun(4)
    right = laid.timeline.holds[1]
    say(laid, speech, 30_000, *order[4:])
    timeline = laid.lay_out(right.start + 1)
    assert laid.missed == timeline.frames - 120_000 > 0
    # only the pause before the last words could still be shorter
    assert timeline.frames == right.end + 1_000 + 30_000


def test_what_nothing_can_fill_any_more_is_silence_at_the_end() -> None:
    longest = two_sides()[0].bounds.longest
    laid, speech, _ = two_sides(longest)
    assert laid.missed == 0
    say(laid, speech, 500, *laid.in_order())
    timeline = laid.lay_out(0)
    assert timeline.frames == longest
    assert laid.missed == -4 * 1_500  # what is said in the hold takes none of its own
    assert max(cue.end for cue in timeline.cues()) == longest - 4 * 1_500


def test_what_a_listener_has_freed_is_not_silent_for_long() -> None:
    laid, speech, _ = two_sides(120_000)
    say(laid, speech, 500, *laid.in_order())
    laid.lay_out(0)
    longest = laid.bounds.longest
    for over, silent in ((10_000, 10_000), (60_000, 0)):
        laid.set_length(longest + over)
        timeline = laid.lay_out(0)
        assert laid.missed == -over
        assert timeline.frames == longest + silent
        assert timeline.chapters[-1].end == timeline.frames


def test_without_a_length_all_times_are_as_preferred() -> None:
    laid, speech, _ = two_sides(None)
    order = laid.in_order()
    say(laid, speech, 2_000, *order[:3])
    before = laid.lay_out(0)
    say(laid, speech, 3_000, *order[3:])
    after = laid.lay_out(laid.known_until)
    assert [hold.frames for hold in after.holds] == [40_000, 40_000]
    assert after.frames == before.frames + 2 * 1_000
    assert laid.missed == 0
