"""Voice commands: what counts as one, and what the guide says does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.listen._command_words import matched
from voiceguide.listen._endpointing import CHUNK, RATE, Endpointer, Utterance
from voiceguide.listen._spoken_commands import WORDS, SpokenCommands
from voiceguide.player._commands import parse_order
from voiceguide.timeline import ClipRef, Cue, Timeline, Track

TIMELINE = Timeline(
    1_000,
    60_000,
    "One",
    (
        Track(
            "voice",
            (
                Cue(10_000, ClipRef("a", 3_000), "say", text="Stop if anything hurts."),
                Cue(30_000, ClipRef("b", 3_000), "say", text="Rest, and breathe."),
            ),
        ),
    ),
    (),
    (),
)


class Loud:
    """A detector that takes all that is loud for speech."""

    def process_samples(self, samples):
        return float(max(samples) > 0.5)


class Ears:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def read(self, timeout):  # noqa: ARG002 (the contract)
        return None


class Hears:
    def __init__(self, word):
        self.word = word

    def hear(self, samples):  # noqa: ARG002 (the contract)
        return self.word


def taken(word: str | None, frame: int | None, *, seconds: float = 0.6, silent: bool = False) -> list[str]:
    """What comes of a word that is said in the last moment of a minute, while the guide is at a frame."""
    given: list[str] = []
    commands = SpokenCommands(given.append, Ears(), lambda: Hears(word), Loud, given.append)
    commands._guide.pass_time(60 * RATE)
    if frame is not None:
        commands.show(TIMELINE, frame, paused=silent, waiting=False)
    length = round(seconds * RATE)
    commands.take(Utterance(60 * RATE - length, np.zeros(length, np.float32)), Hears(word))
    return given


def test_every_word_is_a_command_of_the_player() -> None:
    assert [parse_order(word, "voice").source for word in WORDS] == ["voice"] * len(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_taken_while_the_guide_is_silent(word: str) -> None:
    assert taken(word, 20_000) == [word]
    assert taken(word, 31_000, silent=True) == [word]


def test_while_the_guide_speaks_only_stop_is_taken() -> None:
    assert taken("pause", 31_000) == []
    assert taken("stop", 31_000) == ["stop"]
    assert taken("stop", 11_000) == []  # the guide's own word
    assert taken("pause", 33_300) == []  # the room still rings


@pytest.mark.parametrize(
    ("after", "seconds", "given"),
    [(0.2, 0.4, ["next"]), (0.6, 0.7, ["next", "pause"]), (1.2, 0.4, ["next", "pause"])],
)
def test_the_answer_to_a_command_is_no_command(after: float, seconds: float, given: list[str]) -> None:
    found: list[str] = []
    commands = SpokenCommands(found.append, Ears(), lambda: Hears(None), Loud, found.append)
    commands._guide.pass_time(60 * RATE)
    commands.take(Utterance(59 * RATE, np.zeros(RATE // 2, np.float32)), Hears("next"))
    taps = Utterance(60 * RATE + round(after * RATE), np.zeros(round(seconds * RATE), np.float32))
    commands.take(taps, Hears("pause"))
    assert found == given


def test_what_is_long_or_no_command_is_not_taken() -> None:
    assert taken(None, 20_000) == []
    assert taken("stop", 20_000, seconds=2.5) == []


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        (" Pause.", "pause"),
        ("pause,", "pause"),
        ("Stop! Stop!", "stop"),
        ("Okay, next please.", "next"),
        ("Time left.", "time left"),
        ("Time.", "time"),
        ("Quieter.", "softer"),
        (" Software.", "softer"),
        ("The software is new.", None),
        ("Soft air.", "softer"),
        ("Soften.", "softer"),
        ("Soft hands.", None),
        ("Longers.", "longer"),
        ("Soft it.", "softer"),
        ("Stop there for a moment.", None),
        ("Next week.", None),
        ("Stop it now", None),
        ("", None),
        ("stopping", None),
    ],
)
def test_a_command_is_matched_exactly(heard: str, word: str | None) -> None:
    assert matched(heard, WORDS) == word


@given(st.lists(st.integers(1, 3 * CHUNK), min_size=1, max_size=40), st.integers(0, 8))
def test_utterances_do_not_depend_on_the_blocks(cuts: list[int], quiet: int) -> None:
    sound = np.zeros(60 * CHUNK, np.float32)
    sound[(4 + quiet) * CHUNK : (14 + quiet) * CHUNK] = 1.0
    sound[40 * CHUNK : 44 * CHUNK] = 1.0
    whole = [(u.start, len(u.samples)) for u in Endpointer(Loud(), 2).feed(sound)]
    endpointer, pieces, at = Endpointer(Loud(), 2), [], 0
    for cut in cuts:
        pieces += list(endpointer.feed(sound[at : at + cut]))
        at += cut
    pieces += list(endpointer.feed(sound[at:]))
    assert [(u.start, len(u.samples)) for u in pieces] == whole
    assert len(whole) == 2
    assert whole[0][0] <= (4 + quiet) * CHUNK
    assert sum(whole[0]) >= (14 + quiet) * CHUNK


def test_an_utterance_without_an_end_is_given_out() -> None:
    endpointer = Endpointer(Loud(), 1.0)
    given = list(endpointer.feed(np.ones(3 * RATE, np.float32)))
    assert [round(u.seconds, 1) for u in given][:2] == [1.0, 1.0]
