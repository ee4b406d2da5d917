"""How far a guess is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from voiceguide.compose import is_sure, is_sure_by_letters, spoken_ms
from voiceguide.script import Script, estimate_ms
from voiceguide.speech import find_engine
from voiceguide.timeline import Bounds
from voiceguide.yamlfile import from_values

TEXT = "Lie down, and let the ball do the work."
PIPER, SYSTEM, SILENT = (find_engine(name).calibration for name in ("piper", "system", "silent"))
BOUNDS = Bounds(60_000, 80_000, 120_000, 1_000)


def script(length: int | None, **heading: Any) -> Script:
    steps = [{"say": TEXT}, {"hold": {"for": "1m", "say": [{"at": "half", "text": "Halfway."}]}}]
    plain = {"voiceguide": "1", "title": "One", "length": length, "steps": steps}
    return from_values(Script, {**plain, **heading})


def test_a_voice_takes_somewhat_longer_than_its_letters_say() -> None:
    letters = estimate_ms(TEXT)
    assert letters < spoken_ms(TEXT, script(None), PIPER) < 1.06 * letters
    assert spoken_ms(TEXT, script(None), SILENT) == letters
    assert spoken_ms(TEXT, script(None, rate=0.5), PIPER) == pytest.approx(
        2 * spoken_ms(TEXT, script(None), PIPER), abs=2
    )


@pytest.mark.parametrize(
    ("length", "sure"),
    [(60_399, False), (60_400, True), (90_000, True), (119_600, True), (119_601, False), (None, True)],
)
def test_there_must_be_room_at_both_ends(length: int | None, sure: bool) -> None:
    assert is_sure(script(length), BOUNDS, 10_000, PIPER) is sure


def test_what_is_known_needs_no_room() -> None:
    assert is_sure(script(60_000), BOUNDS, 0, PIPER)
    assert not is_sure(script(59_999), BOUNDS, 0, PIPER)


def test_another_voice_may_be_much_faster() -> None:
    assert is_sure(script(69_999), BOUNDS, 10_000, PIPER)
    assert not is_sure(script(69_999), BOUNDS, 10_000, SYSTEM)
    assert is_sure(script(70_000), BOUNDS, 10_000, SYSTEM)
    assert is_sure(script(60_000), BOUNDS, 10_000, SILENT)


def test_by_letters_alone_all_that_is_said_counts() -> None:
    said = sum(spoken_ms(text, script(None), PIPER) for text in (TEXT, "Halfway."))
    least = 60_000 + round(0.08 * said)
    assert is_sure_by_letters(script(least + 1), BOUNDS, PIPER)
    assert not is_sure_by_letters(script(least - 2), BOUNDS, PIPER)
