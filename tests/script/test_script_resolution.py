"""What the steps of a script refer to, resolved once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from strategies import scripts

from voiceguide.errors import InputError
from voiceguide.script import (
    ChapterStart,
    Chime,
    Hold,
    Pause,
    ResolvedChapterStart,
    ResolvedChime,
    ResolvedHold,
    ResolvedSay,
    ResolvedScript,
    ResolvedSilence,
    Say,
    Script,
    Settle,
    resolve,
    unrolled,
)
from voiceguide.units import Span
from voiceguide.yamlfile import from_values

RESOLVED = {
    Say: ResolvedSay,
    Pause: ResolvedSilence,
    Settle: ResolvedSilence,
    Hold: ResolvedHold,
    Chime: ResolvedChime,
    ChapterStart: ResolvedChapterStart,
}


def resolved(*steps: dict[str, Any], **heading: Any) -> ResolvedScript:
    return resolve(from_values(Script, {"voiceguide": "1", "title": "One", **heading, "steps": steps}))


SIDES = (
    {"say": "Welcome to {length}."},
    {"chapter": {"title": "Left", "point": "BL-43", "side": "left"}},
    {"settle": "5s..10s"},
    {"say": "Ready? Then hold."},
    {"say": "{hold}, on the left."},
    {"hold": {"for": "30s..2m"}},
    {"chapter": {"title": "Right", "point": "BL-43", "side": "right"}},
    {"say": "The right. Again {hold}."},
    {"hold": {"for": "40s..3m"}},
    {"chapter": "Rest"},
    {"hold": {"for": "1m"}},
    {"chime": "end"},
)


def test_each_step_has_its_chapter_and_each_hold_its_pair() -> None:
    script = resolved(*SIDES, length="10m")
    left, right, rest = (step for step in script.steps if isinstance(step, ResolvedHold))
    assert left.chapter is not None
    assert (left.chapter.side, right.chapter.side, rest.chapter.title) == ("left", "right", "Rest")
    assert left.pair is right.pair is not rest.pair
    assert (left.pair.span, left.pair.steps) == (Span(40_000, 75_000, 120_000), (5, 8))
    assert (left.pair.on_point, rest.pair.on_point) == (True, False)
    assert script.steps[0].chapter is None
    assert script.steps[11].chapter.title == "Rest"


def test_a_sentence_has_the_hold_that_it_announces_and_the_length_in_words() -> None:
    script = resolved(*SIDES, length="10m")
    said = [step for step in script.steps if isinstance(step, ResolvedSay)]
    assert [step.announces for step in said] == [None, None, script.steps[5], script.steps[8]]
    assert said[0].parts == ("Welcome to ten minutes.",)
    assert list(said[2].said(60)) == ["About a minute, on the left."]
    assert list(said[3].said(90)) == ["The right.", "Again about a minute and a half."]


def test_the_times_of_holds_come_before_those_of_silences() -> None:
    script = resolved(*SIDES, length="10m")
    assert [time.steps for time in script.times] == [(5, 8), (10,), (2,)]
    assert [time.is_hold for time in script.times] == [True, True, False]


@given(scripts())
def test_every_step_is_resolved_in_its_place_and_every_time_is_chosen_once(script: Script) -> None:
    found = resolve(script)
    steps = [placed.step for placed in unrolled(script)]
    assert [type(step) for step in found.steps] == [RESOLVED[type(step)] for step in steps]
    assert [time.number for time in found.times] == list(range(len(found.times)))
    elastic = [i for i, step in enumerate(steps) if isinstance(step, Hold | Pause | Settle)]
    assert sorted(index for time in found.times for index in time.steps) == elastic
    for time in found.times:
        for index in time.steps:
            step = found.steps[index]
            assert (step.pair if isinstance(step, ResolvedHold) else step.time) is time


def test_a_script_that_breaks_a_rule_is_not_resolved() -> None:
    with pytest.raises(InputError, match="no hold follows"):
        resolved({"say": "For {hold}."})
