"""Whole scripts: right ones have no findings, wrong ones have theirs, and one sentence less makes one wrong."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from strategies import ANY_LINE, scripts

from voiceguide.compose import guessed_timeline
from voiceguide.errors import InputError
from voiceguide.listener import ADVICE, Kind, listen
from voiceguide.script import Script, parse_script, read_script

if TYPE_CHECKING:
    from voiceguide.listener import Contradiction

HERE = Path(__file__).parent
RIGHT = sorted((HERE / "right").glob("*.yaml"))
WRONG = sorted((HERE / "wrong").glob("*.yaml"))
EXPECTED = re.compile(r"^# (\d+) ([a-z-]+)$", re.MULTILINE)


def walked(script: Script) -> list[Contradiction]:
    return listen(script, guessed_timeline(script))


def expected(path: Path) -> list[tuple[int, str]]:
    return [(int(step), kind) for step, kind in EXPECTED.findall(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_what_can_be_followed_has_no_findings(path: Path) -> None:
    script = read_script(path)
    assert walked(script) == []
    assert listen(script) == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_what_cannot_be_followed_is_found_at_its_step(path: Path) -> None:
    assert [(found.step, found.kind) for found in walked(read_script(path))] == expected(path)


MAT, WALLS, FIST = "ball_on_the_mat", "ball_from_mat_to_wall", "fist_at_the_wall"
DESK, TOOL, BARE = "seated_hand_foot_crown", "massage_tool", "bare_words"
YIN, PHYSIO = "teacher_of_yin", "physiotherapist"


@pytest.mark.parametrize(
    ("name", "sentence", "instead", "kind"),
    [
        (MAT, "Pick up the ball. ", "", "fetched-lying"),
        (MAT, "Lie down on your back, with your knees bent.", "", "posture"),
        (MAT, "a mat and a folded towel", "and a mat", "unasked"),
        (MAT, "You need a tennis ball, a mat and a folded towel.", "A folded towel will do.", "unasked"),
        (WALLS, " Each hold starts with a bell, and ends with two.", "", "chimes"),
        (MAT, "Close your eyes, if you like.", "Notice your breath.", "eyes"),
        (MAT, "Come off the ball, and rest.", "Well done, and now we change sides.", "pressed-on"),
        (MAT, "Come off the ball, and let it roll to the side.", "That is done.", "pressed-on"),
        (MAT, "Raise your shoulders, and put the ball by your left shoulder blade.", "It is by your left shoulder blade.", "unplaced"),
        (MAT, "A bowl begins each hold, and two end it. ", "", "chimes"),
        (MAT, " Roll slowly, a finger width up and down.", "", "move"),
        (MAT, "Now the right. Same", "Now the left. Same", "side"),
        (MAT, "for: 1m10s", "for: 50s", "halfway"),
        (MAT, "for: 1m10s", "for: 3m10s", "dose"),
        (MAT, "{at: 25%, text: Soften around the ball.}", "{at: 25%, text: Keep your thumb still.}", "misplaced"),
        (MAT, "{at: -10s, text: Ten seconds left.}", "{at: -20s, text: Ten seconds left.}", "countdown"),
        (MAT, "breathe: {in: 4s, out: 6s}", "breathe: {in: 20s, out: 20s}", "tones"),
        (MAT, "  - settle: 14s\n", "", "hurried"),
        (WALLS, "Bring the ball with you. ", "", "left-behind"),
        (WALLS, "Go to the wall, eyes open.", "Come to your chair.", "wall"),
        (WALLS, "Bring your left arm across your chest. ", "", "arms"),
        (WALLS, "Take the ball with you, and lie", "Lie", "left-behind"),
        (WALLS, "Roll off the ball.", "Well done.", "pressed-on"),
        (WALLS, "Take the ball out from under you, and rest.", "Put the ball away.", "pressed-on"),
        (WALLS, "push yourself up, and stand up.", "then wait.", "posture"),
        (WALLS, "Middle back. Left side. Slide the ball to the muscle beside your spine, level with the end of your breastbone.", "Left side. Slide the ball there.", "place"),
        (FIST, "You need only a wall. ", "", "unasked"),
        (FIST, "Come off the wall.", "Very well. And now we change sides, without any hurry at all, as there is time for it.", "pressed-on"),
        (FIST, "Let your arms hang, and breathe slowly.\n  - hold: {for: 30s, breathe: {in: 4s, out: 6s}}", "Let your arms hang.\n  - hold: {for: 30s}", "breathing"),
        (FIST, "Keep your knees soft.", "Let your weight be heavy.", "misplaced"),
        (DESK, "Slip off your shoes, if they are still on.", "Keep your back long.", "shoes"),
        (DESK, "as light as a feather, and circle slowly", "to a good ache, and circle slowly", "ache"),
        (DESK, " Close your eyes, if you like.", "", "eyes"),
        (DESK, "Open your eyes, set both", "Set both", "eyes"),
        (DESK, "The crown, Bai Hui. It is on top of the head, in line with the tips of the ears.", "Bai Hui.", "distance"),
        (TOOL, "a wall and a massage tool", "a wall", "unasked"),
        (TOOL, "Pick up the tool, and go to the wall.", "Go to the wall.", "left-behind"),
        (TOOL, "and put the tool down. ", "", ""),
        (TOOL, "Have a ball within reach of your mat, too.", "Have a ball somewhere.", "fetched-lying"),
        (TOOL, "Step off, and put the tool down. Lie down on your back.", "Step off. Lie down on your back again.", "again"),
        (BARE, "A ball and a wall are all you need.", "A ball, a tool and a wall are all you need.", "unused"),
        (BARE, "Take the ball to the wall. Stand up", "Take the ball in your hand. Sit down. Stand up", ""),
        (YIN, "Have a bolster and a ball close to you.", "Have a bolster close to you.", "unasked"),
        (YIN, "let your eyes gently close", "let your breath be slow", "eyes"),
        (YIN, "Let the ball roll away. Rest", "Rest", "pressed-on"),
        (PHYSIO, "Get a ball. You", "You", "unasked"),
        (PHYSIO, "Pick the ball up. Stand at the wall.", "Lie down.", "wall"),
        (PHYSIO, "Step off.", "That is it for this shoulder, so let us go on to the other one now.", "pressed-on"),
    ],
)  # fmt: skip
def test_one_change_makes_it_wrong(name: str, sentence: str, instead: str, kind: str) -> None:
    text = (HERE / "right" / f"{name}.yaml").read_text("utf-8")
    assert sentence in text
    kinds = {found.kind for found in walked(parse_script(text.replace(sentence, instead)))}
    assert kind in kinds if kind else not kinds


def test_every_kind_is_shown() -> None:
    shown = {kind for path in WRONG for _, kind in expected(path)}
    assert shown | {"unused", "unplaced"} == set(ADVICE) == set(get_args(Kind))


def test_a_finding_is_told_in_one_line() -> None:
    for path in WRONG:
        for found in walked(read_script(path)):
            assert str(found) == f"{found.message}: {found.why}; {found.change}"
            assert "\n" not in str(found)
            assert found.path[:2] == ("steps", found.step)


@given(scripts(title=ANY_LINE, line=ANY_LINE, heading=True))
def test_any_script_can_be_walked(script: Script) -> None:
    listen(script)
    try:
        timeline = guessed_timeline(script)
    except InputError:
        return
    steps = [found.step for found in listen(script, timeline)]
    assert steps == sorted(steps)
    assert all(0 <= step < len(script.steps) for step in steps)
