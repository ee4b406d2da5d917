"""Whatever is asked for becomes a session of exactly that length, or an error that says what can be had."""

# ruff: noqa: E501, PT017 (tables; both ends of an either-or)

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.compose import Composer, Fit, Request, guess, guessed_timeline
from voiceguide.compose._choice import candidates
from voiceguide.compose._request import FOCUSES, OCCASIONS, POSTURES, TALKS, TOOLS
from voiceguide.errors import InputError, LengthError, PackError, RequestError
from voiceguide.packs import default_pack
from voiceguide.script import parse_script, write_script
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
@settings(max_examples=15)
def test_any_request_is_met_or_told_what_can_be_had(request: Request) -> None:
    any_request(request)


@pytest.mark.slow
@given(REQUESTS)
@settings(max_examples=300)
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


@pytest.mark.parametrize("minutes", [3, 5, 10, 20, 30, 45, 60, 90, 120])
def test_common_lengths_need_no_flags(minutes: int) -> None:
    request = Request(length_ms=minutes * 60_000)
    check_session(request, best(request))


def test_a_longer_session_has_no_fewer_points_and_no_less_talk() -> None:
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
