"""The lint finds nothing in what compose makes, and finds each fault where there is one."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from examples import some_of

from voiceguide.compose import OCCASIONS, TALKS, Composer, Request, guessed_timeline, lint
from voiceguide.errors import LengthError
from voiceguide.packs import TOOLS, default_pack, load_pack
from voiceguide.script import Hold, Say, Script, split_sentences
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.packs import Pack

MINUTES = (2, 3, 5, 7, 10, 12, 15, 20, 30, 45, 60, 90, 120)

OWN = """\
voiceguide_pack: 1
title: Hands
language: en
subject: tired hands
sources: [{title: My notes, used_for: everything}]
guidance: {when: [When tired.], rules: [Press gently.], safety: [If anything hurts, stop]}
points:
  - code: LI-4
    name: He Gu
    location: back of the hand
    sides: both
    benefits: [eases the head]
    technique: press with the thumb
    hold: 30s..2m
    hold_in_source: none
    priority: 1
    tradition: In the tradition, it is pressed for a heavy head
    where: [It is in the web between thumb and index finger]
    ways:
      - posture: seated
        presses: thumb
        reach: ["Take the web of your {side} hand, on the {side}"]
        again: ["Change hands, and take the web on the {side}"]
  - code: PC-8
    name: Lao Gong
    location: middle of the palm
    sides: both
    benefits: [cools]
    technique: press with the thumb
    hold: 30s..2m
    hold_in_source: none
    priority: 2
    tradition: In the tradition, it is pressed for hot hands.
    where: [It is in the middle of the palm.]
    ways:
      - posture: seated
        presses: thumb
        reach: ["Press the middle of the palm, on the {side}."]
        again: ["Change hands, and press the palm on the {side}."]
        lighter: If it is too much, stroke the palm.
"""


def composed(pack: Pack, **wish: Any) -> Script | None:
    request = Request(**wish)
    fit = next(Composer(request, pack).fits(), None)
    return fit.script if fit else None


def rules(script: Script, *, laid_out: bool = True) -> set[str]:
    return {finding.rule for finding in lint(script, guessed_timeline(script) if laid_out else None)}


def check_routines(talk: str | None, numbers: range) -> int:
    """How many routines were made, of the lengths with these numbers; nothing is found in any."""
    made = 0
    for number in numbers:
        occasion = (None, *OCCASIONS)[number % 9]
        for seed in (number, number + 100):
            script = composed(
                default_pack(),
                length_ms=MINUTES[number] * 60_000,
                talk=talk,
                seed=seed,
                occasion=occasion,
                tools=() if seed < 100 else TOOLS,
            )
            if script is not None:
                made += 1
                assert lint(script, guessed_timeline(script)) == []
    return made


# Each talk with every fourth length: together they have them all.
@pytest.mark.parametrize(("first", "talk"), list(enumerate([None, *TALKS])))
def test_nothing_is_found_in_composed_routines(first: int, talk: str | None) -> None:
    assert check_routines(talk, range(first, len(MINUTES), 4)) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("talk", [None, *TALKS])
def test_nothing_is_found_in_composed_routines_of_every_length(talk: str | None) -> None:
    assert check_routines(talk, range(len(MINUTES))) >= 20


@pytest.mark.parametrize("talk", TALKS)
def test_nothing_is_found_with_an_own_pack(tmp_path: Path, talk: str) -> None:
    path = tmp_path / "hands.yaml"
    path.write_text(OWN, encoding="utf-8")
    pack = load_pack(path)
    for minutes in (4, 6, 10, 15, 25):
        script = composed(pack, length_ms=minutes * 60_000, talk=talk)
        assert script is not None
        assert lint(script, guessed_timeline(script)) == []
        said = [
            sentence
            for step in script.steps
            if isinstance(step, Say)
            for sentence in split_sentences(step.say.text)
        ]
        assert all(sentence.endswith(".") for sentence in said)


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("minutes", [6, 30])
def test_every_session_says_the_safety_words_and_that_it_is_over(talk: str, minutes: int) -> None:
    script = composed(default_pack(), length_ms=minutes * 60_000, talk=talk)
    assert script is not None
    said = [step.say.text for step in script.steps if isinstance(step, Say)]
    first_hold = next(index for index, step in enumerate(script.steps) if isinstance(step, Hold))
    before = " ".join(step.say.text for step in script.steps[:first_hold] if isinstance(step, Say))
    count = {"full": None, "short": 3, "minimal": 2}[talk]
    safety = default_pack().guidance.safety[:count]
    assert "numb" in safety[0]
    assert "tingles" in safety[0]
    assert "shoots into an arm or leg" in safety[0]
    for sentence in safety:
        assert sentence in before
        assert sum(text.count(sentence) for text in said) == 1
    assert any("over" in text or "the end" in text for text in said[-2:])


@pytest.mark.parametrize(("talk", "least", "most"), [("full", 30, 60), ("short", 15, 45), ("minimal", 5, 30)])
def test_the_opening_is_short(talk: str, least: int, most: int) -> None:
    for seed in some_of(range(8), 4):
        script = composed(default_pack(), length_ms=1_200_000, talk=talk, seed=seed)
        assert script is not None
        assert least * 1000 < guessed_timeline(script).chapters[0].end < most * 1000


SOUND: list[dict[str, Any]] = [
    {"chapter": {"title": "Left", "point": "A-1", "side": "left"}},
    {"say": "Left side. Press there, and stay for {hold}."},
    {
        "hold": {
            "for": "50s",
            "chimes": {"start": "start", "end": "stop"},
            "breathe": {"in": "4s", "out": "6s"},
        }
    },
    {"chapter": "End"},
    {"say": "The session is over."},
    {"chime": "end"},
]


def script_of(*steps: dict[str, Any], talk: str | None = None) -> Script:
    return from_values(Script, {"voiceguide": "1", "title": "One", "talk": talk, "steps": steps})


def changed(index: int, step: dict[str, Any]) -> Script:
    return script_of(*SOUND[:index], step, *SOUND[index + 1 :])


def test_a_sound_script_has_no_findings() -> None:
    assert rules(script_of(*SOUND)) == set()


@pytest.mark.parametrize(
    ("rule", "script", "path"),
    [
        ("length", changed(4, {"say": f"The session is over {'and ' * 12}out."}), ("steps", 4, "say")),
        ("repeated", changed(4, {"say": "It is over. It is over."}), ("steps", 4, "say")),
        ("claim", changed(4, {"say": "This heals. It is over."}), ("steps", 4, "say")),
        ("claim", changed(4, {"say": "Your back will feel free. It is over."}), ("steps", 4, "say")),
        ("calm", changed(4, {"say": "It is over!"}), ("steps", 4, "say")),
        ("numbers", changed(4, {"say": "It is over after 3 minutes."}), ("steps", 4, "say")),
        ("side", changed(1, {"say": "Press there, and stay for {hold}."}), ("steps", 2)),
        ("misheard", changed(1, {"say": "Left side. Lift your arm, and stay for {hold}."}), ("steps", 1, "say")),
        ("misheard", script_of({"say": "Lift an arm."}, {"say": "First the right one."}, *SOUND), ("steps", 0, "say")),
        ("announced", changed(1, {"say": "Left side. Press there."}), ("steps", 2)),
        ("unheard", changed(2, {"hold": {"for": "20s", "say": [{"at": "-21s", "text": "Now."}]}}), ("steps", 2, "hold", "say", 0)),
        ("ending", changed(4, {"say": "Thank you."}), ("steps", 5)),
        ("ending", script_of(*SOUND, {"say": "One thing more."}), ("steps", 6)),
        ("silence", changed(2, {"hold": {"for": "50s", "chimes": {"start": "start", "end": "stop"}}}), ("steps", 2)),
        ("silence", script_of({"pause": "31s"}, *SOUND), ("steps", 0)),
    ],
)  # fmt: skip
def test_each_rule_catches_its_fault(rule: str, script: Script, path: tuple[str | int, ...]) -> None:
    findings = lint(script, guessed_timeline(script))
    assert [(finding.rule, finding.path) for finding in findings] == [(rule, path)]


def test_what_is_heard_as_a_side_is_fine_where_there_are_none() -> None:
    end = {"say": "Lift your head. Now lift both arms. The session is over."}
    assert rules(changed(4, end)) == set()
    assert rules(changed(1, {"say": "Left side. Slowly lift your arm, and stay for {hold}."})) == set()


def test_faults_inside_holds_have_their_place() -> None:
    hold = {**SOUND[2]["hold"], "say": [{"at": "half", "text": "Press 3 times!"}]}
    findings = lint(changed(2, {"hold": hold}))
    place = ("steps", 2, "hold", "say", 0, "text")
    assert {(finding.rule, finding.path) for finding in findings} == {("calm", place), ("numbers", place)}


def test_what_may_come_again_and_what_may_be_silent() -> None:
    signals = (
        "Now the right. Halfway there. Come off the ball, and rest. Bring the ball with you. Left foot first."
    )
    assert rules(script_of({"say": signals}, {"say": signals}, *SOUND)) == set()
    again = script_of(*SOUND[:3], {"say": "Left side first. Stay there for {hold}."}, *SOUND[2:])
    assert "repeated" not in rules(again)
    quiet = [{**SOUND[2], "hold": {"for": "50s", "chimes": {"start": "start", "end": "stop"}}}]
    for talk in ("short", "minimal"):
        assert rules(script_of(*SOUND[:2], *quiet, *SOUND[3:], talk=talk)) == set()
    assert rules(script_of(SOUND[0], {"say": "Left side."}, *SOUND[2:], talk="minimal")) == set()


def test_what_is_said_in_holds_comes_again_after_twenty_minutes_only() -> None:
    hold = {**SOUND[2]["hold"], "say": [{"at": "25s", "text": "Breathe slowly."}]}
    for minutes, found in ((5, ["repeated"]), (21, [])):
        script = script_of(
            *SOUND[:2],
            {"hold": hold},
            *[{"pause": "20s"}, {"chime": "start"}] * (3 * minutes),
            {"say": "The left, for {hold}."},
            {"hold": hold},
            *SOUND[3:],
        )
        findings = lint(script, guessed_timeline(script))
        assert [finding.rule for finding in findings if finding.rule != "silence"] == found
        assert lint(script) == []


def test_a_code_is_no_number() -> None:
    assert rules(changed(4, {"say": "That was BL-43, and the session is over."})) == set()


def test_lengths_that_cannot_be_laid_out_are_refused() -> None:
    script = replace(script_of(*SOUND), length=5_000)
    with pytest.raises(LengthError):
        guessed_timeline(script)
