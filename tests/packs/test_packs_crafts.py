"""Packs for other crafts: words of their own, with declared behaviour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import Composer, Request, guessed_timeline, lint
from voiceguide.errors import InputError, RequestError
from voiceguide.listener import listen
from voiceguide.packs import Pack, find_point, load_pack, pack_named, pack_names
from voiceguide.script import ChapterStart, Hold, Say
from voiceguide.units import Ms

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script import Script

OWN = """\
voiceguide_pack: 1
language: en
title: Rolling
subject: tired legs
craft: rolling
sources: [{title: My notes, used_for: everything}]
guidance: {when: [After a run.], rules: [Roll slowly.], safety: [Stop if anything hurts.]}
tools:
  foam-roller: {say: a foam roller, the: the roller}
postures:
  kneeling: {go: Kneel down on your mat., like: seated}
focuses:
  legs: {title: legs, subject: tired legs, area: your legs}
shortest_hold: 10s
points:
  - name: Shin Edge
    location: the outer edge of the shin
    sides: both
    benefits: [carries one uphill]
    technique: roll
    hold: 10s..20s..1m
    hold_in_source: none given
    focus: [legs]
    priority: 1
    tradition: People roll it after a run.
    where: [On the outer edge of your shin.]
    ways:
      - posture: kneeling
        tool: foam-roller
        presses: roller
        reach: ["Put the roller under your {side} shin."]
        again: ["Put the roller under your {side} shin."]
        move: [Roll slowly.]
  - code: EX-HN3
    name: Yin Tang
    location: between the brows
    sides: one
    benefits: [quiet]
    technique: touch
    hold: 10s..30s
    hold_in_source: none given
    priority: 2
    tradition: People touch it to be quiet.
    where: [Between your brows.]
    ways:
      - posture: seated
        presses: finger
        reach: [Lay one finger between your brows.]
        again: [Lay one finger there again.]
        move: [Keep it still.]
"""


@pytest.fixture
def own(tmp_path: Path) -> Pack:
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    return load_pack(path)


def composed(pack: Pack, minutes: float, **asked: object) -> Script:
    request = Request(length_ms=Ms(round(minutes * 60_000)), **asked)  # type: ignore[arg-type]
    return next(Composer(request, pack).fits()).script


def told(script: Script) -> str:
    return " ".join(step.say.text for step in script.steps if isinstance(step, Say))


def test_what_a_pack_declares_is_told(own: Pack) -> None:
    script = composed(own, 6, talk="short", points=("all",))
    said = told(script)
    assert "a foam roller" in said
    assert "Kneel down on your mat." in said
    assert "of rolling" in said or "is rolling" in said
    assert "the roller" in said
    assert "acupressure" not in said
    titles = [step.chapter.title for step in script.steps if isinstance(step, ChapterStart)]
    assert "Shin Edge, left" in titles
    assert "Yin Tang, EX-HN3" in titles
    ways = [step.hold.way for step in script.steps if isinstance(step, Hold) and step.hold.way]
    assert {way.posture for way in ways} == {"kneeling", "seated"}
    kinds = {found.kind for found in listen(script, guessed_timeline(script))}
    assert not kinds & {"posture", "hands", "unplaced", "pressed-on", "arms"}


def test_what_a_pack_declares_may_be_asked_for(own: Pack) -> None:
    assert "Yin Tang" not in told(composed(own, 4, focus="legs"))
    assert "Shin Edge" not in told(composed(own, 2, tools=("none",), talk="minimal"))
    assert "Yin Tang" not in told(composed(own, 4, postures=("kneeling",)))
    assert composed(own, 4, focus="legs").title.startswith("Rolling, legs")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tools": ("foam-rollr",)}, "there is no tool 'foam-rollr'; did you mean foam-roller"),
        ({"postures": ("kneling",)}, "there is no posture 'kneling'; did you mean kneeling"),
        ({"focus": "leg"}, "there is no focus 'leg'; did you mean legs"),
    ],
)
def test_what_nobody_declared_is_refused(own: Pack, asked: dict[str, object], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        composed(own, 5, **asked)


def test_a_point_without_a_code_goes_by_its_name(own: Pack) -> None:
    point = find_point(own, "shin edge")
    assert not point.has_code
    assert find_point(own, "exhn3").has_code


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "tool: foam-roller",
            "tool: foam-rollr",
            "'foam-rollr' is not one of none, tennis-ball, massage-tool",
        ),
        ("posture: kneeling", "posture: kneling", "did you mean 'kneeling'?"),
        ("focus: [legs]", "focus: [lags]", "nor declared under 'focuses' of the pack; did you mean 'legs'?"),
        ("hold: 10s..20s..1m", "hold: 9s..1m", "the shortest hold is 9s; at least 10s a point is the rule"),
        (
            "shortest_hold: 10s\n",
            "",
            "at least 30s a point is the rule, unless the pack says 'shortest_hold'",
        ),
    ],
)
def test_what_a_pack_does_not_declare_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace(old, new))
    with pytest.raises(InputError) as refused:
        load_pack(path)
    assert message in str(refused.value)


def test_packs_of_the_program_go_by_name() -> None:
    assert pack_names() == ["back-flexibility", "desk-hands", "foot-roll"]
    assert pack_named("Foot Roll").title == "Foot roll"
    with pytest.raises(InputError, match="there is no pack 'foot-rol'; did you mean foot-roll"):
        pack_named("foot-rol")


@pytest.mark.parametrize("name", ["desk-hands", "foot-roll"])
@pytest.mark.parametrize("minutes", [3, 8, 15, 30])
def test_nothing_contradicts_itself_in_them(name: str, minutes: int) -> None:
    script = composed(pack_named(name), minutes)
    timeline = guessed_timeline(script)
    assert listen(script, timeline) == []
    assert [finding.message for finding in lint(script, timeline)] == []


@pytest.mark.parametrize("talk", ["full", "short", "minimal"])
@pytest.mark.parametrize("name", ["desk-hands", "foot-roll"])
def test_the_first_point_is_not_said_to_come_next(name: str, talk: str) -> None:
    pack = pack_named(name)
    for seed in range(4):
        request = Request(length_ms=Ms(12 * 60_000), talk=talk, seed=seed)
        said = [
            step.say.text
            for step in next(Composer(request, pack).fits()).script.steps
            if isinstance(step, Say)
        ]
        named = [text for text in said if any(point.name in text for point in pack.points)]
        assert re.match("First comes|We begin with", named[0])
        assert not [text for text in named[1:] if re.match("First comes|We begin with", text)]
