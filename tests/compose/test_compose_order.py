"""Points are arranged so that a listener moves as seldom as can be: checked by trying everything."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from voiceguide.compose import TALKS, Composer, Request
from voiceguide.compose._choice import Station, arrange, ways_of
from voiceguide.packs import POSTURES, TOOLS, default_pack
from voiceguide.script import ChapterStart, Hold, Say

POINTS = default_pack().points
NO_REST = Request(length_ms=600_000)


def changes(stations: tuple[Station, ...], request: Request = NO_REST) -> tuple[int, int, int]:
    """Tools asked for and not used, ways that are not the source's own, and changes of posture."""
    asked = set(request.tools) - {"none"}
    unused = sum(
        station.way.tool not in asked and any(way.tool in asked for way in ways_of(station.point, request))
        for station in stations
    )
    postures = [station.way.posture for station in stations]
    if request.rests:
        postures.append(request.rest_posture)
    return (
        unused,
        sum(station.way.adapted for station in stations),
        sum(one != two for one, two in itertools.pairwise(postures)),
    )


def fewest(request: Request, points: list) -> tuple[int, int, int]:
    return min(
        changes(tuple(Station(point, way) for point, way in order), request)
        for ways in itertools.product(*(ways_of(point, request) for point in points))
        for order in itertools.permutations(zip(points, ways, strict=True))
    )


@given(
    st.lists(st.sampled_from(POINTS), unique_by=lambda point: point.code, min_size=1, max_size=4),
    st.lists(st.sampled_from(TOOLS), unique=True).map(tuple),
    st.lists(st.sampled_from(POSTURES), unique=True).map(tuple),
    st.sampled_from([600_000, 1_200_000]),
)
@settings(max_examples=30)
def test_no_other_order_has_fewer_changes(points: list, tools: tuple, postures: tuple, length: int) -> None:
    request = Request(tools=tools, postures=postures, length_ms=length)
    assume(all(ways_of(point, request) for point in points))
    arranged = arrange(points, request)
    assert sorted(station.point.code for station in arranged) == sorted(point.code for point in points)
    assert all(station.way in ways_of(station.point, request) for station in arranged)
    assert changes(arranged, request) == fewest(request, points)


def test_a_pack_of_forty_points_is_arranged() -> None:
    many = [replace(point, code=f"{point.code}{n}") for n in range(6) for point in POINTS]
    arranged = arrange(many, Request(tools=TOOLS))
    assert len(arranged) == 42
    assert changes(arranged, Request(tools=TOOLS)) == (0, 0, 2)


def test_all_seven_points_need_two_changes_of_posture() -> None:
    arranged = arrange(POINTS, NO_REST)
    assert changes(arranged) == (0, 0, 2)
    assert [station.way.tool for station in arranged].count("tennis-ball") == 3


@pytest.mark.parametrize(
    ("occasion", "last"), [(None, "lying"), ("after-gardening", "lying"), ("before-yoga", "standing")]
)
def test_the_last_posture_is_that_of_the_rest_or_of_what_comes(occasion: Any, last: str) -> None:
    arranged = arrange(POINTS, Request(length_ms=1_800_000, occasion=occasion))
    assert arranged[-1].way.posture == last


def test_a_tool_that_is_asked_for_is_used() -> None:
    for tools in (("massage-tool",), ("massage-tool", "tennis-ball"), ("none", "massage-tool")):
        points = [point for point in POINTS if ways_of(point, Request(tools=tools))]
        used = {station.point.code: station.way.tool for station in arrange(points, Request(tools=tools))}
        assert used["BL-52"] == "massage-tool"
    assert {s.way.tool for s in arrange([POINTS[3]], Request(tools=("none",)))} == {"none"}


def said_before_the_first_hold(request: Request) -> list[str]:
    fit = next(Composer(request, default_pack()).fits())
    steps = itertools.takewhile(lambda step: not isinstance(step, Hold), fit.script.steps)
    return [step.say.text for step in steps if isinstance(step, Say)]


def in_order(text: str, *patterns: str) -> bool:
    """Whether the first finds of some patterns follow one another."""
    found = [re.search(pattern, text) for pattern in patterns]
    starts = [match.start() for match in found if match]
    return len(starts) == len(patterns) and starts == sorted(starts)


TAKE_IT = "(Pick up the ball|Take the ball in your hand)"
LIE_DOWN = "(Lie down|Lie on your back|Come down onto your back)"


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("seed", range(3))
def test_the_tool_is_told_before_lying_down(talk: str, seed: int) -> None:
    request = Request(length_ms=900_000, points=("BL-43", "BL-18"), talk=talk, seed=seed)  # type: ignore[arg-type]
    text = " ".join(said_before_the_first_hold(request))
    assert in_order(text, "a tennis ball and a mat", TAKE_IT, LIE_DOWN)


def test_the_wall_is_told_where_the_tool_does_not_change() -> None:
    request = Request(
        length_ms=600_000, points=("SI-3", "BL-52", "GV-20"), tools=("none",), postures=("standing",)
    )
    fit = next(Composer(request, default_pack()).fits())
    steps = fit.script.steps
    chapters = [i for i, s in enumerate(steps) if isinstance(s, ChapterStart) and s.chapter.point == "BL-52"]
    first = steps[chapters[0] + 1]
    assert isinstance(first, Say)
    assert "to the wall." in first.say.text


def test_getting_up_is_told_before_standing() -> None:
    request = Request(length_ms=1_200_000, points=("BL-43", "SI-11"), occasion="before-yoga")
    fit = next(Composer(request, default_pack()).fits())
    rising = [
        step.say.text
        for step in fit.script.steps
        if isinstance(step, Say) and "to the wall." in step.say.text
    ]
    assert rising
    text = " ".join(step.say.text for step in fit.script.steps if isinstance(step, Say))
    assert in_order(text, "pen your eyes", "Roll (onto your side|to one side)", "to the wall")


def test_without_chimes_nothing_is_promised_that_does_not_sound() -> None:
    for talk in ("full", "short"):
        request = Request(length_ms=900_000, chimes="none", talk=talk)
        fit = next(Composer(request, default_pack()).fits())
        text = " ".join(step.say.text for step in fit.script.steps if isinstance(step, Say))
        assert not re.search(r"\b(tones?|bowls?|chimes?)\b", text)
        assert re.search("out for six|six as you breathe out", " ".join(said_before_the_first_hold(request)))


@pytest.mark.parametrize(
    ("theme", "said"), [(None, "gong"), ("bell", "bell"), ("wood", "knock"), ("mine.yaml", "chime")]
)
def test_the_chime_is_called_what_it_is(theme: str | None, said: str) -> None:
    fit = next(Composer(Request(length_ms=900_000, chimes=theme), default_pack()).fits())
    text = " ".join(step.say.text for step in fit.script.steps if isinstance(step, Say))
    assert re.search(rf"\b(A|One|a) {said}\b", text)
    assert re.search(rf"(At|When|last|a) .*{said}", text)


def test_a_rest_is_not_called_a_hold() -> None:
    fits = Composer(Request(length_ms=3_600_000, points=("SI-3", "LR-3")), default_pack()).fits()
    script = next(fit for fit in fits if fit.plan.rest != "none").script
    for index, step in enumerate(script.steps):
        if isinstance(step, ChapterStart) and step.chapter.title in {"Rest", "Breathing", "Breathing (2)"}:
            after = itertools.takewhile(lambda s: not isinstance(s, ChapterStart), script.steps[index + 1 :])
            assert not any(isinstance(s, Say) and "old for" in s.say.text for s in after)


@pytest.mark.parametrize("talk", ["full", "short"])
def test_the_only_point_is_neither_first_nor_last(talk: str) -> None:
    fit = next(Composer(Request(length_ms=600_000, points=("LR-3",), talk=talk), default_pack()).fits())
    text = " ".join(step.say.text for step in fit.script.steps if isinstance(step, Say))
    assert re.search("(The|Now the|Next is the|Next comes the) foot point: Tai Chong", text)
    assert not re.search("First comes|begin at|Last comes|finish at", text)


def test_a_round_tells_how_many_points_come_only_once() -> None:
    fit = next(Composer(Request(length_ms=3_600_000), default_pack()).fits())
    said = [step.say.text for step in fit.script.steps if isinstance(step, Say)]
    opens = [index for index, text in enumerate(said) if re.search("(four|three) of the points", text)]
    assert len(opens) == 2
    for index in opens:
        assert not re.search("are left|still to come", said[index + 1])


def test_a_rest_begins_where_one_lies() -> None:
    fit = next(Composer(Request(length_ms=2_700_000), default_pack()).fits())
    steps = fit.script.steps
    rest = next(
        index
        for index, step in enumerate(steps)
        if isinstance(step, ChapterStart) and step.chapter.title == "Rest"
    )
    text = " ".join(step.say.text for step in steps[rest:] if isinstance(step, Say))
    assert in_order(text, "the last point|points are done", "your mat", "the rest|ust rest", "legs")
