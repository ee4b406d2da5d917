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
)
from voiceguide.script._rules import common_span, pair_holds
from voiceguide.script._spoken_time import hold_words
from voiceguide.timeline import utterances
from voiceguide.units import Span
from voiceguide.yamlfile import checked


def script(*steps: dict[str, Any], **heading: Any) -> Script:
    return checked(Script, {"voiceguide": "1", "title": "One", **heading, "steps": steps})


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
    assert [common_span(one, holds) for holds in pair_holds(one)] == [None]


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
        (30_000, "about thirty seconds"),
        (37_499, "about thirty seconds"),
        (37_500, "about forty-five seconds"),
        (60_000, "about one minute"),
        (80_000, "about a minute and a half"),
        (120_000, "about two minutes"),
        (150_000, "about two and a half minutes"),
        (14_400_000, "about two hundred and forty minutes"),
    ],
)
def test_a_hold_s_time_in_words(ms: int, words: str) -> None:
    assert hold_words(said_seconds(ms)) == words


def test_every_time_that_may_be_said_is_spoken_beforehand() -> None:
    assert hold_choices(Span(30_000, 60_000, 180_000)) == [30, 45, 60, 90, 120, 150, 180]
    assert hold_choices(Span(61_000, 62_000, 63_000)) == [60]
    one = script({"say": "Hold for {hold}. Breathe."}, hold("50s..1m20s"))
    assert utterances(resolve(one)) == [
        "Hold for about forty-five seconds.",
        "Breathe.",
        "Hold for about one minute.",
        "Hold for about a minute and a half.",
    ]


def test_the_two_sides_are_announced_with_the_time_they_share() -> None:
    one = script(
        *(chapter("A-1", "left"), {"say": "For {hold}."}, hold("30s..3m")),
        *(chapter("A-1", "right"), {"say": "Again, {hold}."}, hold("1m..1m")),
    )
    assert utterances(resolve(one)) == ["For about one minute.", "Again, about one minute."]


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (600_000, "ten minutes"),
        (60_000, "one minute"),
        (61_000, "one minute and one second"),
        (750_000, "twelve minutes and thirty seconds"),
        (30_499, "thirty seconds"),
        (7_200_000, "one hundred and twenty minutes"),
    ],
)
def test_a_session_s_length_in_words(ms: int, words: str) -> None:
    assert length_words(ms) == words
    assert in_words("{length}, no more.", length_ms=ms) == f"{words[0].upper()}{words[1:]}, no more."
