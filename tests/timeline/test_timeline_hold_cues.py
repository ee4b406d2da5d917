"""What is heard inside holds: counts, bells and breaths on their beat, and a report of what has no room."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from examples import many
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EstimatedSpeech, rings, scripts

from voiceguide.compose import guessed_timeline
from voiceguide.errors import InputError
from voiceguide.script import Hold, Script, parts_of, resolve, unrolled
from voiceguide.timeline import Layout, utterances
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline


def lay(*steps: dict[str, Any], letters: int = 70, length: str | None = None, **chimes: int) -> Timeline:
    plain = {"voiceguide": "1", "title": "One", "length": length, "steps": steps}
    script = from_values(Script, plain)
    speech = EstimatedSpeech(1_000, letters)
    return Layout(resolve(script), rate=1_000, speech=speech, chime=rings(1_000, **chimes)).timeline()


def held(span: str = "1m", *, letters: int = 70, **body: Any) -> Timeline:
    return lay({"hold": {"for": span, **body}}, {"say": "Done."}, letters=letters)


def inside(timeline: Timeline, kind: str = "say") -> list[tuple[int, str | None]]:
    (hold,) = timeline.holds
    return [
        (cue.start - hold.start, cue.text or cue.chime)
        for cue in timeline.cues()
        if cue.kind == kind and hold.start <= cue.start < hold.end
    ]


def test_a_countdown_written_by_hand_is_said_on_the_second() -> None:
    words = ("Five.", "Four.", "Three.", "Two.", "One.")
    cues = [{"at": f"-{5 - number}s", "text": word} for number, word in enumerate(words)]
    timeline = held("30s", say=[{"at": "0s", "text": "Begin."}, {"at": "half", "text": "Halfway."}, *cues])
    assert inside(timeline) == [
        *((0, "Begin."), (15_000, "Halfway.")),
        *((25_000 + 1_000 * number, word) for number, word in enumerate(words)),
    ]
    assert not timeline.unheard


@pytest.mark.parametrize(
    ("cue", "message"),
    [
        (
            {"at": "-1s", "text": "Two seconds left."},
            "'Two seconds left.' is not heard: it takes 1.2s, and 1s of the hold are left when it begins; "
            "begin it at -1.2s or before, or shorten it",
        ),
        (
            {"at": "100%", "text": "Done."},
            "'Done.' is not heard: it begins 60s into the hold, which lasts 60s, and takes 0.4s; begin it at "
            "-0.4s or before, or shorten it",
        ),
        (
            {"at": "-2m", "text": "Two minutes."},
            "'Two minutes.' is not heard: it begins 60s before the hold does, which lasts 60s; name a later "
            "place, or make the hold longer",
        ),
        (
            {"at": "10.2s", "text": "Over it."},
            "'Over it.' is not heard: 'One, two and three by now.' lasts until 11.9s into the hold; begin "
            "it there or later, or shorten one of them",
        ),
        (
            {"at": "9s", "text": "A line that is too long here."},
            "'A line that is too long here.' is not heard: it takes 2s, and after 1s comes "
            "'One, two and three by now.'; shorten or move it",
        ),
        (
            {"at": "20s", "text": "In longer ones.", "over": "2m"},
            "'In longer ones.' is not heard: 'over' asks for a hold of 120s, and this one lasts 60s",
        ),
    ],
)
def test_what_has_no_room_says_why_and_what_to_change(cue: dict[str, Any], message: str) -> None:
    timeline = held(say=[{"at": "10s", "text": "One, two and three by now."}, cue])
    (one,) = timeline.unheard
    assert one.message == message
    assert one.path == ("steps", 0, "hold", "say", 1)
    assert one.is_asked_for == ("over" in cue)


def test_what_has_no_room_in_each_round_is_told_once() -> None:
    hold = {"hold": {"for": "10s", "say": [{"at": "9.9s", "text": "Too late."}]}}
    timeline = lay({"repeat": 3, "steps": [hold]})
    assert [one.path for one in timeline.unheard] == [("steps", 0, "steps", 0, "hold", "say", 0)]


def texts_of(script: Script) -> list[tuple[tuple[str | int, ...], list[str]]]:
    """All that is written in holds, with its place."""
    return [
        ((*placed.path, "hold", "say", number), [str(p) for p in parts_of(cue) if isinstance(p, str)])
        for placed in unrolled(script)
        if isinstance(placed.step, Hold)
        for number, cue in enumerate(placed.step.hold.say)
    ]


def none_is_lost(script: Script) -> None:
    try:
        timeline = guessed_timeline(script)
    except InputError:
        return
    heard = {cue.text for cue in timeline.cues() if cue.text is not None}
    told = {one.path: one for one in timeline.unheard}
    for path, said in texts_of(script):
        assert path in told or set(said) <= heard
    assert all(one.message.isprintable() for one in timeline.unheard)


@given(scripts(with_length=False))
@settings(max_examples=30)
def test_every_text_is_heard_or_told(script: Script) -> None:
    none_is_lost(script)


@pytest.mark.slow
@given(scripts(with_length=False))
@settings(max_examples=many(500))
def test_every_text_of_hundreds_of_scripts_is_heard_or_told(script: Script) -> None:
    none_is_lost(script)


def test_a_countdown_ends_with_its_hold() -> None:
    timeline = held("1m", countdown="3")
    assert inside(timeline) == [(57_000, "Three."), (58_000, "Two."), (59_000, "One.")]


def test_a_count_is_on_the_beat_and_slow_words_are_given_less_room() -> None:
    timeline = held("1m", count={"to": 3, "every": "4s", "down": "true"}, chimes={"start": "start"})
    assert inside(timeline) == [(2_000, "Three."), (6_000, "Two."), (10_000, "One.")]
    count = {"hold": {"for": "1m", "count": {"to": 3, "every": "4s"}}}
    words = utterances(resolve(from_values(Script, {"voiceguide": "1", "title": "x", "steps": [count]})))
    assert [getattr(word, "most_ms", None) for word in words] == [3_940] * 3


def test_a_count_that_may_stretch_fills_its_hold() -> None:
    timeline = held("21s", count={"to": 4, "every": "3s..10s", "tick": "true"}, countdown="1")
    assert inside(timeline, "chime") == [(0, "tick"), (5_000, "tick"), (10_000, "tick"), (15_000, "tick")]


@pytest.mark.parametrize("length", ["30s", "31s", "44.44s"])
def test_a_count_as_a_step_stretches_with_the_session(length: str) -> None:
    count = {"count": {"to": 10, "every": "2s..6s"}}
    timeline = lay({"say": "Ready."}, count, {"countdown": 2}, {"say": "Done."}, length=length)
    numbers = [cue for cue in timeline.cues() if cue.text not in {"Ready.", "Done."}]
    apart = {two.start - one.start for one, two in pairwise(numbers[:10])}
    assert len(numbers) == 12
    assert len(apart) == 1
    assert numbers[10].start - numbers[9].start == apart.pop()
    assert numbers[11].start - numbers[10].start == 1_000
    assert timeline.frames / 1_000 == float(length.removesuffix("s"))


def test_a_hold_is_never_too_short_for_its_counts() -> None:
    body = {"for": "10s..1m", "count": {"to": 10, "every": "2s"}, "countdown": 5}
    timeline = lay({"hold": body}, {"say": "Done."})
    assert timeline.holds[0].frames >= 25_000
    with pytest.raises(InputError, match=r"step 1: counting takes 25s, and the hold lasts 20s at most"):
        lay({"hold": {**body, "for": "10s..20s"}})


def test_bells_sound_at_their_places() -> None:
    timeline = held("10m", bells=["1m", "half", "-30s"])
    assert inside(timeline, "chime") == [(60_000, "bell"), (300_000, "bell"), (570_000, "bell")]
    timeline = held("10m", bells={"every": "3m", "chime": "wood"})
    assert inside(timeline, "chime") == [(180_000, "wood"), (360_000, "wood"), (540_000, "wood")]
    # at its end, a hold's own chime may sound
    assert inside(held("10m", bells={"every": "5m"}), "chime") == [(300_000, "bell")]


def test_bells_of_a_range_are_drawn_by_the_seed_alone() -> None:
    drawn = [held("30m", bells={"every": "2m..4m", "seed": seed}) for seed in (0, 0, 1)]
    places = [[at for at, _ in inside(timeline, "chime")] for timeline in drawn]
    assert places[0] == places[1] != places[2]
    for at in places:
        assert all(120_000 <= two - one <= 240_000 for one, two in zip([0, *at[:-1]], at, strict=True))
    longer = [at for at, _ in inside(held("1h", bells={"every": "2m..4m"}), "chime")]
    assert longer[: len(places[0])] == places[0]


def test_bells_that_have_no_room_are_told() -> None:
    timeline = held("4m", bells=["5m", "-5m"])
    assert [one.path for one in timeline.unheard] == [
        ("steps", 0, "hold", "bells", number) for number in (0, 1)
    ]
    assert [one.text for one in held("1m", bells={"every": "5m"}).unheard] == ["(bell)"]


def test_every_phase_of_a_paced_breath_has_its_tone() -> None:
    timeline = held("1m", breathe={"in": "2s", "sip": "1s", "hold": "3s", "out": "4s", "rest": "2s"})
    found = inside(timeline, "chime")
    assert found[:6] == [
        *((3_000, "inhale"), (5_000, "sip"), (6_000, "hold"), (9_000, "exhale"), (13_000, "rest")),
        (15_000, "inhale"),
    ]
    assert len(found) == 5 * 4


@pytest.mark.parametrize(("led", "breaths"), [("2", 2), ("all", 5), ("0", 0), ("9", 5)])
def test_as_many_breaths_are_led_as_are_asked_for(led: str, breaths: int) -> None:
    timeline = held(
        "1m", breathe={"in": "4s", "out": "6s", "led": led}, say=[{"at": "5s", "text": "Breathe."}]
    )
    assert len(inside(timeline, "chime")) == 2 * breaths


@pytest.mark.parametrize("preset", ["box", "Box", "4-7-8", "4_7_8", "coherent", "extended exhale", "sigh"])
@pytest.mark.parametrize("length", [None, "5m", "5m7s", "5m30s"])
def test_a_hold_ends_with_a_breath_where_its_bounds_allow(preset: str, length: str | None) -> None:
    hold = {"hold": {"for": "3m..5m", "breathe": preset}}
    timeline = lay({"say": "Begin."}, {"pause": "1s..3m"}, hold, {"say": "Done."}, length=length)
    (step,) = [
        placed.step
        for placed in unrolled(from_values(Script, {"voiceguide": "1", "title": "x", "steps": [hold]}))
    ]
    assert isinstance(step, Hold)
    assert step.hold.breathe is not None
    (span,) = timeline.holds
    assert (span.frames - rhythm.BREATH_LEAD) % step.hold.breathe.cycle == 0
    if length is not None:
        minutes, _, seconds = length.removesuffix("s").partition("m")
        assert timeline.frames == int(minutes) * 60_000 + int(seconds or 0) * 1_000


@pytest.mark.parametrize(
    ("left", "right", "longest", "seconds"),
    [
        ("box", "4-4-4", "2m", 3 + 96),  # 6 and 8 breaths
        ("box", "5-5", "2m", 3 + 80),
        ("box", "4-7-8", "2m", 3 + 80),  # no time suits both: that of the first side
        ("4-7-8", {"in": "4s", "out": "5s"}, "2m", 3 + 95),  # the second one is not paced
    ],
)
def test_two_sides_that_breathe_differently_end_with_whole_breaths(
    left: str, right: str, longest: str, seconds: int
) -> None:
    steps: list[dict[str, Any]] = []
    for side, breath in (("left", left), ("right", right)):
        hold = {"for": f"1m..90s..{longest}", "breathe": breath}
        steps += [{"chapter": {"title": "Twist", "side": side}}, {"hold": hold}]
    assert [span.frames for span in lay(*steps).holds] == [seconds * 1_000] * 2


def test_a_length_comes_before_whole_breaths() -> None:
    timeline = lay({"hold": {"for": "3m..5m", "breathe": "box"}}, length="4m1s")
    assert timeline.frames == 241_000
    assert timeline.holds[0].frames == 241_000 - rhythm.SESSION_LEAD


def test_a_hold_without_room_for_a_breath_says_so() -> None:
    (one,) = held("15s", breathe="box").unheard
    assert one.message == (
        "(breath tones) are not heard: the first breath ends 19s into the hold, which lasts 15s; "
        "make it longer"
    )


def test_two_holds_in_a_row_have_no_gap_but_for_a_chime() -> None:
    one, two = lay({"hold": {"for": "5m"}}, {"hold": {"for": "5m"}}).holds
    assert one.end == two.start
    one, two = lay({"hold": {"for": "5m", "chimes": {"end": "stop"}}}, {"hold": {"for": "5m"}}).holds
    assert one.end == two.start
    chimes = {"start": "start", "end": "stop"}
    one, two = lay({"hold": {"for": "5m", "chimes": chimes}}, {"hold": {"for": "5m", "chimes": chimes}}).holds
    assert two.start - one.end == rhythm.CHIME_LEAD


@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 40_000))
@settings(max_examples=40)
def test_rounds_inside_rounds_are_equal_and_the_length_is_exact(outer: int, inner: int, more: int) -> None:
    steps = [
        *({"chapter": {"title": "Swan", "side": "left"}}, {"hold": {"for": "5s..1m"}}),
        *({"chapter": {"title": "Swan", "side": "right"}}, {"hold": {"for": "5s..1m"}}),
    ]
    repeat = {"repeat": outer, "steps": [{"repeat": inner, "steps": steps, "between": [{"pause": "1s..5s"}]}]}
    least = (
        outer * inner * 10_000
        + outer * (inner - 1) * 1_000
        + rhythm.SENTENCE_GAP
        + 5 * 70
        + rhythm.SESSION_LEAD
    )
    more = min(more, outer * inner * 110_000)
    timeline = lay(repeat, {"say": "Done."}, length=f"{least + more}ms")
    assert timeline.frames == least + more
    assert len({hold.frames for hold in timeline.holds}) == 1
    assert len(timeline.holds) == 2 * outer * inner
