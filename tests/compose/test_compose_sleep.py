"""Sessions that lead to sleep."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.compose import Composer, Course, Request, guess, guessed_timeline, lint
from voiceguide.compose._composer import _guessed
from voiceguide.errors import RequestError
from voiceguide.listener import listen
from voiceguide.packs import default_pack, pack_named
from voiceguide.script import Chime, Hold, Pause, Say, Script
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.timeline import LayoutDraft

HEIGHTS = {"standing": 2, "seated": 1, "lying": 0}
WAKING = (
    "open your eyes",
    "sit up",
    "roll onto",
    "roll to",
    "water",
    "wake up",
    "is over",
    "your toes, and roll",
)


def composed(minutes: float, pack: str = "back-flexibility", **asked: Any) -> Script:
    request = Request(length_ms=round(minutes * 60_000), to_sleep=True, **asked)
    return next(Composer(request, pack_named(pack)).fits()).script


@pytest.mark.parametrize(
    ("minutes", "asked"),
    [
        (5, {}),
        (7, {"talk": "minimal"}),
        (10, {"focus": "relax", "seed": 3}),
        (12, {"occasion": "after-sitting"}),
        (20, {"talk": "short"}),
        (20, {"points": ("all",)}),
        (45, {"tools": ("tennis-ball", "massage-tool")}),
        (90, {"postures": ("lying",)}),
        (120, {"chimes": "none"}),
        (15, {"pack": "foot-roll"}),
        (30, {"pack": "desk-hands"}),
    ],
)
def test_it_goes_down_grows_sparse_and_nothing_wakes(minutes: float, asked: dict[str, Any]) -> None:
    script = composed(minutes, **asked)
    timeline = guessed_timeline(script)
    assert script.to_sleep
    assert listen(script, timeline) == []
    assert [finding.message for finding in lint(script, timeline)] == []
    assert timeline.frames == minutes * 60_000
    holds = [step.hold for step in script.steps if isinstance(step, Hold)]
    heights = [HEIGHTS[hold.way.posture] for hold in holds if hold.way]
    assert heights == sorted(heights, reverse=True)
    assert isinstance(script.steps[-1], Pause)
    assert not any(isinstance(step, Chime) for step in script.steps)
    said = [cue for cue in timeline.cues() if cue.kind == "say"]
    assert said[-1].text.startswith("Sleep may come")
    rest = timeline.holds[-1]
    after = " ".join(str(cue.text) for cue in said if cue.start >= rest.start).lower()
    assert not [word for word in WAKING if word in after]
    assert not [cue for cue in timeline.cues() if cue.kind == "chime" and cue.start > rest.start]
    words = [
        sum(
            len(str(cue.text).split()) for cue in said if third <= 3 * cue.start / timeline.frames < third + 1
        )
        for third in range(3)
    ]
    assert words[2] < words[0]


@pytest.mark.parametrize("pack", ["back-flexibility", "foot-roll", "desk-hands"])
def test_when_to_practise_is_not_told_on_the_way_to_sleep(pack: str) -> None:
    """Nor the name of an energy booster; the rules are."""
    guidance, points = pack_named(pack).guidance, pack_named(pack).points
    said = [cue.text for cue in guessed_timeline(composed(45, pack, talk="full")).cues() if cue.kind == "say"]
    when = {wording for wordings in guidance.teach_when for wording in wordings}
    when |= {wording for point in points for wording in point.helps_most or ()}
    assert not when & set(said)
    assert all(set(wordings) & set(said) for wordings in guidance.teach)
    bynames = {point.byname for point in points if point.byname}
    assert not [text for text in said if any(byname in str(text) for byname in bynames)]


def test_what_suits_is_said_even_on_the_way_to_sleep() -> None:
    script = composed(45, occasion="after-gardening", talk="full")
    said = " ".join(step.say.text for step in script.steps if isinstance(step, Say))
    assert "after gardening or hours of sitting" in said
    assert "yoga" not in said


def test_the_voice_goes_down_step_by_step() -> None:
    timeline = guessed_timeline(composed(20))
    levels = [cue.gain_db for cue in timeline.cues() if cue.kind == "say"]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == 0
    assert levels[-1] == -6
    assert {after - before for before, after in pairwise(levels)} == {0, -1}


def test_signals_do_not_startle_in_the_second_half() -> None:
    timeline = guessed_timeline(composed(30))
    half = timeline.frames // 2
    signals = [
        cue.start
        for cue in timeline.cues()
        if cue.chime == "half" or cue.text in {"Ten seconds left.", "Halfway there."}
    ]
    assert signals
    # the two sides of a point that began before tell them still
    began = {hold.point for hold in timeline.holds if hold.start <= half}
    late = [hold for hold in timeline.holds if hold.start > half and hold.point not in began]
    assert max(signals) < late[0].start


@pytest.mark.parametrize("occasion", ["before-yoga", "before-gardening", "before-workout", "desk-break"])
def test_what_ends_awake_is_no_way_to_sleep(occasion: Any) -> None:
    with pytest.raises(RequestError, match=f"to-sleep and {occasion} do not go together"):
        Request(to_sleep=True, occasion=occasion)


def test_one_must_be_able_to_lie_down() -> None:
    request = Request(to_sleep=True, postures=("seated", "standing"))
    with pytest.raises(
        RequestError, match="to-sleep ends lying down, and not seated or standing; allow the posture lying"
    ):
        Composer(request, default_pack())


@pytest.mark.parametrize("longer", [False, True])
def test_what_is_composed_again_while_it_plays_leads_to_sleep(*, longer: bool) -> None:
    request = Request(length_ms=Ms(20 * 60_000), to_sleep=True)
    fit = next(Composer(request, default_pack()).fits())
    course = Course.of(default_pack(), request, fit.plan, fit.script)
    bounds = guess(fit.script)
    wanted = bounds.longest + 300_000 if longer else bounds.shortest - 60_000

    def judge(layout: LayoutDraft) -> float:
        off = wanted - layout.bounds.longest if longer else layout.bounds.shortest - wanted
        return max(off, 0)

    found = course.rewritten(
        course.starts[3], lambda script, _: _guessed(script).nearest(), judge, longer=longer
    )
    assert found is not None
    script = found[0].script
    assert script.to_sleep
    assert isinstance(script.steps[-1], Pause)
    assert listen(script, _guessed(script).nearest().timeline) == []
    said = [step.say.text for step in script.steps if isinstance(step, Say)]
    assert "Sleep may come" in said[-1]
    heights = [
        HEIGHTS[hold.hold.way.posture] for hold in script.steps if isinstance(hold, Hold) and hold.hold.way
    ]
    assert heights == sorted(heights, reverse=True)


def test_a_chime_at_the_end_of_a_script_to_sleep_is_found() -> None:
    script = composed(5)
    noisy = replace(script, steps=(*script.steps, Chime(chime="end")))
    assert "this chime wakes who has fallen asleep" in " ".join(one.message for one in lint(noisy))
