"""What sentences do with a listener, in several people's words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.listener import hear

if TYPE_CHECKING:
    from voiceguide.listener._language import DeedName

TABLE = Path(__file__).with_name("sentences.tsv")
ROWS = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")
]
DOING = frozenset(
    {
        "lies-down", "turns-over", "gets-up", "sits", "stands", "goes-to-wall", "at-wall", "leaves-wall",
        "goes-to-chair", "asks-for", "takes", "brings", "lays-by", "puts-away", "puts-under", "comes-off",
        "closes-eyes", "opens-eyes", "keeps-eyes-open", "places-arm", "swaps-arms", "frees-arm", "bares-feet",
        "promises-tones", "promises-chimes", "rests", "ends",
    }
)  # fmt: skip


def done(sentence: str) -> str:
    deeds = [deed for deed in hear(sentence).deeds if deed.name in DOING]
    if any(deed.name in {"stands", "goes-to-wall"} for deed in deeds):
        deeds = [deed for deed in deeds if deed.name != "at-wall"]
    if any(deed.name == "comes-off" for deed in deeds):
        deeds = [deed for deed in deeds if deed.name != "rests"]
    return " ".join(deed.name + "?" * deed.in_case for deed in deeds) or "-"


@pytest.mark.parametrize(("deeds", "sentence"), ROWS, ids=[sentence for _, sentence in ROWS])
def test_a_sentence_does_what_a_person_would_do(deeds: str, sentence: str) -> None:
    assert done(sentence) == deeds


def test_there_are_enough_sentences() -> None:
    assert len(ROWS) >= 150


@given(st.text(max_size=200))
def test_anything_can_be_heard(text: str) -> None:
    heard = hear(text)
    assert [deed.start for deed in heard.deeds] == sorted(deed.start for deed in heard.deeds)


@pytest.mark.parametrize(
    ("deed", "yes", "no"),
    [
        ("explains", "The next point is Gan Yu.", "Now the right."),
        ("explains", "Find it level with the ribs.", "Ten seconds left."),
        ("explains", "Next, the hand point: Hou Xi.", "Stay there."),
        ("measures", "That is four finger widths from your spine.", "It lies between spine and blade."),
        ("measures", "At its inner edge, a little above the middle.", "On the left."),
        ("measures", "Level with the tips of your ears.", "Press there."),
        ("moves", "Roll slowly, a finger width up and down.", "Roll onto your side."),
        ("moves", "Keep the thumb still.", "Press until it aches."),
        ("moves", "Breathe in, and ease off again.", "Take the massage tool."),
        ("same-place", "Same place, same slow roll.", "The next place."),
        ("halfway", "You are halfway.", "Halfway between ear and crown."),
        ("says-left", "Now the left.", "Press the left or right one."),
        ("says-right", "Right side first.", "That feels right."),
        ("sinks", "Sink as you breathe out.", "Let your shoulders sink."),
        ("speaks-of-ball", "Soften around the ball.", "Shift to the balls of your feet."),
        ("speaks-of-thumb", "Keep the thumb still.", "Two thumb widths down."),
        ("speaks-of-fist", "Lean on your fist.", "Make a loose fist."),
        ("speaks-of-ache", "Stay with the good ache.", "There is no ache to look for."),
        ("works-on-foot", "On top of the foot, behind the big toe.", "Set both feet on the floor."),
        ("breathes", "A pause now, for slow breathing.", "Rest your hands."),
        ("eyes-are-closed", "Let your eyes be soft behind the lids.", "Soften around your eyes."),
        ("stands-there", "Keep your knees soft: soft knees.", "Bend your knees."),
    ],
)
def test_what_a_sentence_explains_or_takes_for_granted(deed: DeedName, yes: str, no: str) -> None:
    assert hear(yes).deed(deed)
    assert not hear(no).deed(deed)


def test_a_place_on_the_body_is_named_beside_a_change_of_posture_only() -> None:
    assert hear("The hand point again, Hou Xi.").names_site
    assert hear("Lie down, and put the ball by your left shoulder blade.").names_site
    assert not hear("Lie down on your back.").names_site
    assert not hear("Take the ball in your hand.").names_site
    assert not hear("Gao Huang again, on the left.").names_site


@pytest.mark.parametrize(
    ("sentence", "again", "in_case"),
    [
        ("Lie down again.", True, False),
        ("Come back to standing.", True, False),
        ("Stand with your back to the wall.", False, False),
        ("Lie down, if you like.", False, False),
        ("When you are ready, lie down.", False, False),
        ("If you are tired, lie down.", False, True),
        ("With osteoporosis, or after a rib fracture, stand at the wall.", False, True),
        ("Sit as if you had all day.", False, False),
    ],
)
def test_how_a_deed_is_told(sentence: str, again: bool, in_case: bool) -> None:
    deed = hear(sentence).deeds[0]
    assert (deed.again, deed.in_case) == (again, in_case)
