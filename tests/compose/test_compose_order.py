"""Points are arranged so that a listener moves as seldom as can be: checked by trying everything."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from voiceguide.compose import POSTURES, TALKS, TOOLS, Composer, Request
from voiceguide.compose._choice import Station, arrange, ways_of
from voiceguide.packs import default_pack
from voiceguide.script import ChapterStart, Hold, Say

POINTS = default_pack().points


def changes(stations: tuple[Station, ...]) -> tuple[int, int, int]:
    """Ways that are not the source's own, changes of posture, changes of tool."""
    pairs = list(itertools.pairwise(stations))
    return (
        sum(station.way.adapted for station in stations),
        sum(one.way.posture != two.way.posture for one, two in pairs),
        sum(one.way.tool != two.way.tool for one, two in pairs),
    )


def fewest(request: Request, points: list) -> tuple[int, int, int]:
    return min(
        changes(tuple(Station(point, way) for point, way in order))
        for ways in itertools.product(*(ways_of(point, request) for point in points))
        for order in itertools.permutations(zip(points, ways, strict=True))
    )


@given(
    st.lists(st.sampled_from(POINTS), unique_by=lambda point: point.code, min_size=1, max_size=4),
    st.lists(st.sampled_from(TOOLS), unique=True).map(tuple),
    st.lists(st.sampled_from(POSTURES), unique=True).map(tuple),
)
@settings(max_examples=30)
def test_no_other_order_has_fewer_changes(points: list, tools: tuple, postures: tuple) -> None:
    request = Request(tools=tools, postures=postures)
    assume(all(ways_of(point, request) for point in points))
    arranged = arrange(points, request)
    assert sorted(station.point.code for station in arranged) == sorted(point.code for point in points)
    assert all(station.way in ways_of(station.point, request) for station in arranged)
    assert changes(arranged) == fewest(request, points)


def test_a_pack_of_forty_points_is_arranged() -> None:
    many = [replace(point, code=f"{point.code}{n}") for n in range(6) for point in POINTS]
    arranged = arrange(many, Request(tools=TOOLS))
    assert len(arranged) == 42
    assert changes(arranged)[:2] == (0, 2)


def test_all_seven_points_need_two_changes_of_posture() -> None:
    arranged = arrange(POINTS, Request())
    assert changes(arranged) == (0, 2, 1)
    assert arranged[-1].way.posture == "seated"


def said_before_the_first_hold(request: Request) -> list[str]:
    fit = next(Composer(request, default_pack()).fits())
    steps = itertools.takewhile(lambda step: not isinstance(step, Hold), fit.script.steps)
    return [step.say.text for step in steps if isinstance(step, Say)]


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("seed", range(3))
def test_the_tool_is_told_before_lying_down(talk: str, seed: int) -> None:
    request = Request(length_ms=900_000, points=("BL-43", "BL-18"), talk=talk, seed=seed)  # type: ignore[arg-type]
    text = " ".join(said_before_the_first_hold(request))
    assert 0 <= text.index("Take the tennis ball") < text.index("Lie down on your back")
    if talk != "minimal":
        assert text.index("a tennis ball and a mat") < text.index("Take the tennis ball")


def test_the_wall_is_told_where_the_tool_does_not_change() -> None:
    request = Request(
        length_ms=600_000, points=("SI-3", "BL-52", "GV-20"), tools=("none",), postures=("standing",)
    )
    fit = next(Composer(request, default_pack()).fits())
    steps = fit.script.steps
    chapters = [i for i, s in enumerate(steps) if isinstance(s, ChapterStart) and s.chapter.point == "BL-52"]
    first = steps[chapters[0] + 1]
    assert isinstance(first, Say)
    assert first.say.text.startswith("Go to the wall")


def test_getting_up_is_told_before_standing() -> None:
    fit = next(Composer(Request(length_ms=1_200_000), default_pack()).fits())
    said = [step.say.text for step in fit.script.steps if isinstance(step, Say)]
    rising = [text for text in said if "Go to the wall" in text]
    assert rising
    assert all("onto one side" in text for text in rising)


def test_without_chimes_the_breath_is_not_led_by_tones() -> None:
    for talk in ("full", "short"):
        text = " ".join(said_before_the_first_hold(Request(length_ms=900_000, chimes="none", talk=talk)))
        assert "tone" not in text
        assert "for four, and out for six" in text


def test_a_rest_is_not_called_a_hold() -> None:
    fits = Composer(Request(length_ms=3_600_000, points=("SI-3", "LR-3")), default_pack()).fits()
    script = next(fit for fit in fits if fit.plan.rest).script
    for index, step in enumerate(script.steps):
        if isinstance(step, ChapterStart) and step.chapter.point is None and step.chapter.title != "Welcome":
            after = itertools.takewhile(lambda s: not isinstance(s, ChapterStart), script.steps[index + 1 :])
            assert not any(isinstance(s, Say) and "old for" in s.say.text for s in after)
