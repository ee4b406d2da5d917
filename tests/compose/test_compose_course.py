"""A composed session whose rest is composed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import Composer, Course, Request, guess
from voiceguide.compose._composer import _guessed
from voiceguide.compose._course import Act, Continuation, _visits
from voiceguide.compose._narrator import Narrator
from voiceguide.packs import default_pack
from voiceguide.script import Hold, Script, resolve
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.timeline import LayoutDraft


def course(minutes: int) -> Course:
    request = Request(length_ms=Ms(minutes * 60_000))
    fit = next(Composer(request, default_pack()).fits())
    return Course.of(default_pack(), request, fit.plan, fit.script)


def lay(script: Script, _kept: int) -> LayoutDraft:
    return _guessed(script).nearest()


@pytest.mark.parametrize("minutes", [2, 5, 12, 30, 60, 120])
def test_a_plan_that_does_not_change_is_told_as_ever(minutes: int) -> None:
    made = course(minutes)
    plain = Narrator(made.pack, made.request, made.plan).draft()
    written = Continuation(made.pack, made.request, made.plan).follow((Act(0, made.plan),))
    assert written.script == plain.script
    assert written.talk == plain.talk
    assert len(made.starts) == len(_visits(made.plan)) + 2


@pytest.mark.parametrize("cut", [0, 1, 3, 6])
def test_less_time_leaves_out_what_was_not_begun(cut: int) -> None:
    made = course(30)
    most = guess(made.script).shortest - 40_000

    def judge(layout: LayoutDraft) -> float:
        return max(layout.bounds.shortest - most, 0)

    found = made.rewritten(made.starts[cut], lay, judge, longer=False)
    assert found is not None
    new, kept = found
    assert kept == made.starts[cut]
    assert new.script.steps[:kept] == made.script.steps[:kept]
    assert _visits(new.plan)[:cut] == _visits(made.plan)[:cut]
    assert guess(new.script).shortest < guess(made.script).shortest
    resolve(new.script)  # it keeps the rules
    # and once more from a later place
    again = new.rewritten(new.starts[-2], lay, lambda layout: layout.bounds.longest, longer=False)
    assert again is None or again[1] >= kept


def test_more_time_adds_rest_and_rounds_and_no_line_comes_twice() -> None:
    made = course(12)

    def judge(layout: LayoutDraft) -> float:
        return max(40 * 60_000 - layout.bounds.longest, 0)

    found = made.rewritten(made.starts[1], lay, judge, longer=True)
    assert found is not None
    script = found[0].script
    assert guess(script).longest >= 40 * 60_000
    lines = [cue.text for step in script.steps if isinstance(step, Hold) for cue in step.hold.say]
    assert len({line for line in lines if lines.count(line) == 1}) > len(lines) // 3


def test_what_was_skipped_does_not_come_once_more_for_time_that_is_over() -> None:
    made = course(12)
    holds = len(lay(made.script, 0).timeline.holds)

    def judge(layout: LayoutDraft) -> float:
        return max(holds + 3 - len(layout.timeline.holds), 0)

    every = [station.point.code for station in made.plan.stations]
    found = made.rewritten(made.starts[1], lay, judge, longer=True, without=every[:1])
    assert found is not None
    added = [station.point.code for turn in found[0].plan.again for station in turn]
    assert added
    assert every[0] not in added
    # where all of them were skipped, there is rest and breathing alone
    found = made.rewritten(made.starts[1], lay, judge, longer=True, without=every)
    assert found is None or found[0].plan.again == made.plan.again


def test_a_slow_voice_is_given_fewer_words() -> None:
    made = course(12)

    def judge(layout: LayoutDraft) -> float:
        said = sum(cue.frames for cue in layout.timeline.cues() if cue.kind == "say")
        return max(said - 120_000, 0)

    found = made.rewritten(made.starts[1], lay, judge, longer=False)
    assert found is not None
    assert found[0].plan.talk != made.plan.talk


def test_with_everything_told_there_is_nothing_to_compose() -> None:
    made = course(5)
    assert made.rewritten(len(made.script.steps), lay, lambda _: 1.0, longer=False) is None
