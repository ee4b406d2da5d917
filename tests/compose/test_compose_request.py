"""Whatever is asked for becomes a session of exactly that length, or an error that says what can be had."""

# ruff: noqa: E501, PT017 (tables; both ends of an either-or)

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from examples import many
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.compose import OCCASIONS, TALKS, Composer, Fit, Request, guess, guessed_timeline
from voiceguide.compose._choice import candidates, left_out
from voiceguide.errors import InputError, LengthError, PackError, RequestError
from voiceguide.packs import FOCUSES, POSTURES, TOOLS, default_pack
from voiceguide.script import Say, Script, parse_script, split_sentences, write_script
from voiceguide.script._rules import problems
from voiceguide.units import parse_duration

PACK = default_pack()
CODES = [point.code for point in PACK.points]
LENGTHS = st.integers(60, 7200).map(lambda s: s * 1000) | st.integers(10_000, 1_200_000)

REQUESTS = st.builds(
    Request,
    length_ms=LENGTHS,
    points=st.just(()) | st.lists(st.sampled_from(CODES), unique=True, min_size=1).map(tuple),
    focus=st.sampled_from([None, *FOCUSES]),
    tools=st.lists(st.sampled_from(TOOLS), unique=True).map(tuple),
    postures=st.lists(st.sampled_from(POSTURES), unique=True).map(tuple),
    occasion=st.sampled_from([None, *OCCASIONS]),
    talk=st.sampled_from([None, *TALKS]),
    seed=st.integers(0, 1000),
    rate=st.sampled_from([None, 0.8, 1.3]),
)


def best(request: Request) -> Fit:
    composer = Composer(request, PACK)
    fit = next(composer.fits(), None)
    if fit is None:
        raise composer.refuse()
    return fit


def named(error: LengthError) -> tuple[int, int]:
    match = re.search(r"the shortest that can is (\S+), the longest (\S+)$", str(error))
    assert match, str(error)
    return parse_duration(match[1]), parse_duration(match[2])


DOSE_MS = 180_000


def check_session(request: Request, fit: Fit) -> None:
    script = fit.script
    assert not list(problems(script))
    assert script.length == request.length_ms
    timeline = guessed_timeline(script)
    assert timeline.frames == request.length_ms
    points = {point.code: point for point in PACK.points}
    sides: dict[str, dict[str | None, list[int]]] = {}
    for hold in timeline.holds:
        if hold.point:
            assert points[hold.point].hold.min <= hold.frames <= points[hold.point].hold.max
            sides.setdefault(hold.point, {}).setdefault(hold.side, []).append(hold.frames)
    for code, held in sides.items():
        assert set(held) == ({"left", "right"} if points[code].paired else {None})
        assert held.get("left") == held.get("right")
        assert sum(next(iter(held.values()))) <= max(DOSE_MS, points[code].hold.min)
    assert any(hold.point is None for hold in timeline.holds) or request.length_ms < 720_000
    if request.points:
        assert set(sides) == set(request.points)
    assert parse_script(write_script(script)) == script
    assert guessed_timeline(parse_script(write_script(script))) == timeline


def any_request(request: Request) -> None:
    try:
        fit = best(request)
    except LengthError as error:
        shortest, longest = named(error)
        assert not shortest <= request.length_ms <= longest, str(error)
        for length in (shortest, longest):
            again = replace(request, length_ms=length)
            check_session(again, best(again))
    except RequestError as error:
        assert re.search("allow another tool or posture|it needs: ", str(error))
    else:
        check_session(request, fit)


@given(REQUESTS)
@settings(max_examples=8)
def test_any_request_is_met_or_told_what_can_be_had(request: Request) -> None:
    any_request(request)


@pytest.mark.slow
@given(REQUESTS)
@settings(max_examples=many(300))
def test_hundreds_of_requests_are_met_or_told_what_can_be_had(request: Request) -> None:
    any_request(request)


def test_the_shortest_session_is_one_point_at_its_shortest_hold() -> None:
    with pytest.raises(LengthError) as caught:
        best(Request(length_ms=1000, points=("SI-3",)))
    shortest = named(caught.value)[0]
    assert shortest <= 135_000
    fit = best(Request(length_ms=shortest, points=("SI-3",)))
    assert fit.plan.talk == "minimal"
    assert [hold.frames // 1000 for hold in guessed_timeline(fit.script).holds] == [30, 30]


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [3, 5, 10, 20, 30, 45, 60, 90, 120])
def test_common_lengths_need_no_flags(minutes: int) -> None:
    request = Request(length_ms=minutes * 60_000)
    check_session(request, best(request))


@pytest.mark.parametrize("minutes", [2, 3, 4])
@pytest.mark.parametrize("seed", range(6))
def test_very_short_sessions_are_for_the_back_and_not_for_the_crown(minutes: int, seed: int) -> None:
    fit = best(Request(length_ms=minutes * 60_000, seed=seed))
    assert [station.point.code for station in fit.plan.stations] in (["SI-3"], ["BL-43"])


def test_talk_does_not_jump_with_the_length() -> None:
    talks = [best(Request(length_ms=minutes * 60_000)).plan.talk for minutes in (2, 3, 5, 7, 10, 12, 15, 30)]
    assert talks == ["minimal", "minimal", "short", "short", "short", "full", "full", "full"]
    by_name = [
        best(Request(length_ms=minutes * 60_000, points=("BL-43", "SI-3"))).plan.talk
        for minutes in range(6, 20)
    ]
    assert by_name == sorted(by_name, key=TALKS.index, reverse=True)


def test_a_longer_session_has_no_fewer_points() -> None:
    fits = [best(Request(length_ms=minutes * 60_000)) for minutes in (2, 3, 5, 7, 10, 15, 20, 30)]
    points = [len(fit.plan.stations) for fit in fits]
    assert points == sorted(points)
    assert points[-1] == 7
    assert fits[-1].plan.talk == "full"


@pytest.mark.parametrize("length_ms", [-5, 0, 999, 14_400_001])
def test_a_length_that_makes_no_sense(length_ms: int) -> None:
    with pytest.raises(RequestError, match="makes no sense"):
        Request(length_ms=length_ms)


@pytest.mark.parametrize(
    ("request_", "error", "message"),
    [
        (Request(points=("XX-9",)), PackError, "no point is called 'XX-9'"),
        (Request(points=("BL-43",), tools=("none",)), RequestError, "it needs: lying with tennis-ball or standing with tennis-ball"),
        (Request(points=("LR-3",), postures=("lying",)), RequestError, "it needs: seated with bare hands"),
        (Request(focus="shoulders", tools=("none",), postures=("lying",)), None, None),
        (Request(focus="upper-back", tools=("none",), postures=("lying",)), RequestError, "no point for upper-back"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_told(
    request_: Request, error: type[InputError] | None, message: str | None
) -> None:
    if error is None:
        assert best(request_)
        return
    with pytest.raises(error, match=message) as caught:
        best(request_)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"rate": 3.0}, "rate: must be 0.5 to 2"),
        ({"voice": "joe"}, "voice"),
        ({"bed": "rain", "bed_level_db": -100.0}, "level"),
        ({"bed_level_db": -10.0}, "needs a bed"),
    ],
)
def test_a_heading_that_cannot_be_is_no_request(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Request(**wrong)


def test_the_heading_is_the_request_s() -> None:
    script = best(
        Request(voice="piper/joe", rate=0.9, bed="rain", bed_level_db=0.0, chimes="bell", talk="short")
    ).script
    assert (script.voice, script.rate, script.chimes, script.talk) == ("piper/joe", 0.9, "bell", "short")
    assert script.bed is not None
    assert (script.bed.sound, script.bed.level_db) == ("rain", 0.0)


def test_all_are_all_that_can_be_pressed() -> None:
    everything = best(Request(length_ms=1_800_000, points=("All",))).plan.stations
    assert {station.point.code for station in everything} == set(CODES)
    standing = Request(length_ms=1_800_000, points=("all",), postures=("standing",))
    assert {station.point.code for station in best(standing).plan.stations} == {*CODES} - {"LR-3"}
    assert [point.code for point in left_out(PACK, standing)] == ["LR-3"]
    assert left_out(PACK, Request(points=("LR-3",), postures=("standing",))) == ()
    assert left_out(PACK, Request()) == ()


def test_a_named_point_comes_again_up_to_the_dose_and_then_one_rests() -> None:
    fit = best(Request(length_ms=600_000, points=("LR-3",)))
    holds = guessed_timeline(fit.script).holds
    left = [hold.frames for hold in holds if hold.side == "left"]
    assert len(left) == 3
    assert 130_000 <= sum(left) <= DOSE_MS


def test_an_occasion_and_a_focus_are_heard() -> None:
    script = best(Request(length_ms=1_200_000, occasion="after-gardening", focus="lower-back")).script
    assert script.title == "Back flexibility, lower back, after gardening, twenty minutes"
    said = [step.say.text for step in script.steps if isinstance(step, Say)]
    assert "a tense lower back" in said[0]
    assert re.search("garden|digging", said[0])
    ready = best(Request(length_ms=1_200_000, occasion="before-workout")).script
    assert re.search(
        "ready (for your workout|to train)", " ".join(s.say.text for s in ready.steps if isinstance(s, Say))
    )


def unlike(one: Script, two: Script) -> float:
    """The share of sentences of one script that the other has not."""
    mine, other = (
        {s for step in script.steps if isinstance(step, Say) for s in split_sentences(step.say.text)}
        for script in (one, two)
    )
    words = {sentence: len(sentence.split()) for sentence in mine}
    return sum(count for sentence, count in words.items() if sentence not in other) / sum(words.values())


def test_before_and_after_differ_in_a_fifth_of_the_words() -> None:
    for minutes in (10, 20, 30):
        one, two = (
            best(Request(length_ms=minutes * 60_000, occasion=occasion)).script
            for occasion in ("before-yoga", "after-yoga")
        )
        assert unlike(one, two) >= 0.2, minutes


@pytest.mark.slow
def test_a_seed_changes_a_third_of_the_words() -> None:
    for minutes in (5, 10, 20, 60):
        first = best(Request(length_ms=minutes * 60_000, seed=0)).script
        others = [best(Request(length_ms=minutes * 60_000, seed=seed)).script for seed in range(1, 5)]
        assert sum(unlike(first, other) for other in others) / 4 >= 1 / 3, minutes


def test_names_are_found_by_any_alias_and_twice_is_once() -> None:
    fit = best(Request(points=("liv3", "Tài Chōng", "太冲", "bai hui")))
    assert {station.point.code for station in fit.plan.stations} == {"LR-3", "GV-20"}


def test_an_occasion_s_points_come_first() -> None:
    assert candidates(PACK, Request(occasion="after-gardening"))[0].code == "LR-3"
    assert candidates(PACK, Request(occasion="before-yoga"))[0].code == "SI-3"
    desk = best(Request(length_ms=600_000, occasion="desk-break")).plan.stations
    assert {station.way.tool for station in desk} == {"none"}
    assert "lying" not in {station.way.posture for station in desk}


def test_words_change_with_the_seed_alone() -> None:
    one, same, other = (
        write_script(best(Request(length_ms=1_200_000, seed=seed)).script) for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


def test_talk_shrinks_with_the_level() -> None:
    words = []
    for talk in TALKS:
        script = best(Request(length_ms=1_500_000, points=tuple(CODES), talk=talk)).script
        words.append(len(write_script(script).split()))
        assert guess(script).shortest < 1_500_000
    assert words == sorted(words, reverse=True)
    assert len(set(words)) == 3


@pytest.mark.parametrize("minutes", [3, 5, 10, 30])
def test_a_tool_that_was_asked_for_is_used_however_short_the_session(minutes: int) -> None:
    fit = best(Request(length_ms=parse_duration(f"{minutes}m"), tools=("massage-tool",)))
    assert "massage-tool" in {station.way.tool for station in fit.plan.stations}
