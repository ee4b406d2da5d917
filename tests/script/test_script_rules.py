"""Which holds share a time, and which hold a sentence speaks of."""

from __future__ import annotations

from typing import Any

import pytest

from voiceguide.script import (
    ResolvedHold,
    ResolvedSay,
    Script,
    hold_choices,
    in_words,
    length_words,
    resolve,
    said_seconds,
    unrolled,
)
from voiceguide.script._rules import common_span, equal_times, problems
from voiceguide.script._spoken_time import hold_words
from voiceguide.timeline import utterances
from voiceguide.units import Span
from voiceguide.yamlfile import from_values


def script(*steps: dict[str, Any], **heading: Any) -> Script:
    return from_values(Script, {"voiceguide": "1", "title": "One", **heading, "steps": steps})


def chapter(point: str | None = None, side: str | None = None) -> dict[str, Any]:
    return {"chapter": {"title": "C", "point": point, "side": side}}


def hold(time: str = "30s..2m") -> dict[str, Any]:
    return {"hold": {"for": time}}


def test_the_sides_of_a_point_share_a_time_round_by_round() -> None:
    one = script(
        *(chapter("A-1", "left"), hold("30s..90s"), hold("1m")),
        *(chapter("A-1", "right"), hold("40s..2m"), hold("1m")),
        *(chapter("B-2"), hold("20s"), chapter(), hold("10s")),
        *(chapter("A-1", "right"), hold("50s"), chapter("A-1", "left"), hold("45s..55s")),
    )
    pairs = {time.steps: time.span for time in resolve(one).times}
    assert pairs == {
        (1, 4): Span(40_000, 60_000, 90_000),
        (2, 5): Span(60_000, 60_000, 60_000),
        (7,): Span(20_000, 20_000, 20_000),
        (9,): Span(10_000, 10_000, 10_000),
        (11, 13): Span(50_000, 50_000, 50_000),
    }


def test_sides_that_allow_nothing_in_common_have_no_time() -> None:
    one = script(chapter("A-1", "left"), hold("30s"), chapter("A-1", "right"), hold("31s"))
    steps = unrolled(one)
    assert [common_span(steps, group) for group in equal_times(steps)] == [None]


def test_a_sentence_speaks_of_the_first_hold_after_it() -> None:
    steps = resolve(
        script(
            *({"say": "Go, for {hold}."}, hold(), {"say": "On, for {hold}."}, chapter("A-1"), hold()),
            {"say": "Over."},
        )
    ).steps
    announced = [step.announces for step in steps if isinstance(step, ResolvedSay)]
    assert announced == [steps[1], steps[4], None]
    assert [step.pair.steps for step in steps if isinstance(step, ResolvedHold)] == [(1,), (4,)]


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "about five seconds"),
        (30_000, "about half a minute"),
        (32_499, "about half a minute"),
        (32_500, "about thirty-five seconds"),
        (60_000, "about a minute"),
        (80_000, "about a minute and a quarter"),
        (84_000, "about a minute and a half"),
        (120_000, "about two minutes"),
        (150_000, "about two and a half minutes"),
        (1_800_000, "about half an hour"),
        (14_400_000, "about four hours"),
    ],
)
def test_a_hold_s_time_in_words(ms: int, words: str) -> None:
    assert hold_words(said_seconds(ms)) == words


def test_every_time_that_may_be_said_is_spoken_beforehand() -> None:
    assert hold_choices(Span(30_000, 60_000, 180_000)) == [
        *(30, 35, 40, 45, 50, 60, 75, 90, 105, 120, 150, 180)
    ]
    assert hold_choices(Span(61_000, 62_000, 63_000)) == [60]
    one = script({"say": "Hold for {hold}. Breathe."}, hold("45s..1m20s"))
    assert utterances(resolve(one)) == [
        "Hold for about forty-five seconds.",
        "Breathe.",
        "Hold for about fifty seconds.",
        "Hold for about a minute.",
        "Hold for about a minute and a quarter.",
    ]


def test_the_two_sides_are_announced_with_the_time_they_share() -> None:
    one = script(
        *(chapter("A-1", "left"), {"say": "For {hold}."}, hold("30s..3m")),
        *(chapter("A-1", "right"), {"say": "Again, {hold}."}, hold("1m..1m")),
    )
    assert utterances(resolve(one)) == ["For about a minute.", "Again, about a minute."]


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (600_000, "ten minutes"),
        (60_000, "one minute"),
        (61_000, "one minute and one second"),
        (750_000, "twelve minutes and thirty seconds"),
        (30_499, "thirty seconds"),
        (1_800_000, "half an hour"),
        (3_600_000, "an hour"),
        (5_400_000, "an hour and a half"),
        (7_200_000, "two hours"),
        (4_805_000, "one hour, twenty minutes and five seconds"),
    ],
)
def test_a_session_s_length_in_words(ms: int, words: str) -> None:
    assert length_words(ms) == words
    assert in_words("{length}, no more.", length_ms=ms) == f"{words[0].upper()}{words[1:]}, no more."


def test_what_is_said_of_a_hold_is_off_by_little() -> None:
    for ms in range(30_000, 600_000, 500):
        assert abs(said_seconds(ms) * 1000 - ms) <= 0.112 * ms


def test_a_way_belongs_to_a_point() -> None:
    way = {"hold": {"for": "30s", "way": {"posture": "seated"}}}
    assert not list(problems(script(chapter("A-1", "left"), way)))
    for steps in ([way], [{"chapter": "Rest"}, way]):
        (path, message), *_ = problems(script(*steps))
        assert path == ("steps", len(steps) - 1, "hold", "way")
        assert "a chapter with a point" in message
