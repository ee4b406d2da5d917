# ruff: noqa: T201 (the figures are what one wants to see)
"""How sentences begin: no burst and dip before the first sound, and the first sound whole."""

import os

import numpy as np
import pytest

from voiceguide.sound._levels import trim
from voiceguide.speech import Lexicon, VoiceId, VoiceSettings, find_engine, find_voice
from voiceguide.speech._text import spoken_form

SENTENCES = (
    "In and out.",
    "Open your eyes.",
    "Three minutes left.",
    "Tai Chong.",
    "Press the point.",
    "Halfway there.",
    "Find the hollow.",
    "Stand up slowly.",
    "Left foot first.",
    "Another half minute.",
    "That was the work.",
)
VOICES = ("kokoro/heart", "kokoro/emma", "kokoro/bella", "kokoro/michael", "kokoro/george", "kokoro/nicole")
RATES = (0.8, 0.9, 1.0, 1.1)
if os.environ.get("VOICEGUIDE_EXAMPLES") != "all":  # minutes a voice
    VOICES, RATES, SENTENCES = VOICES[:2], RATES[:1], SENTENCES[::2]
WINDOW_MS = 5
MOST_DB = 16.0
"""Depth of a dip that is still within a first sound: between a stop's release and what follows it."""


def levels(sound, rate):
    """Levels in dB under the loud parts, 5 ms each."""
    window = rate * WINDOW_MS // 1000
    count = len(sound) // window
    power = np.square(sound[: count * window]).reshape(count, window).mean(axis=1)
    found = 10 * np.log10(power + 1e-12)
    return found - np.percentile(found, 95)


def dip_db(found, within_ms=60):
    """The deepest dip behind something heard, in the first moments: what a burst before a word leaves."""
    deepest = 0.0
    for at in range(1, within_ms // WINDOW_MS):
        before = found[:at].max()
        after = found[at:].max()
        if before > -35:
            deepest = max(deepest, min(before, after) - found[at])
    return float(deepest)


def clip_of(text, voice, rate):
    identity = VoiceId.parse(voice)
    engine = find_engine(identity.engine)
    prepared = spoken_form(text, respell=Lexicon.load().respeller(engine.family))
    sound, frames = engine.synthesize(prepared, VoiceSettings(identity, rate))
    return trim(sound.reshape(-1, 1), frames)[:, 0], frames


def test_what_is_measured():
    word = [-60, -40, -20, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert dip_db(np.array(word, float)) == 0
    assert dip_db(np.array([-60, -20, -25, -50, *word[2:]], float)) == 30


@pytest.mark.slow
@pytest.mark.parametrize("voice", VOICES)
def test_no_burst_before_a_word(voice):
    if not find_voice(VoiceId.parse(voice)).available:
        pytest.skip(f"{voice} is not installed")
    deepest = {}
    for rate in RATES:
        for text in SENTENCES:
            deepest[text, rate] = dip_db(levels(*clip_of(text, voice, rate)))
    worst = max(deepest, key=deepest.__getitem__)
    print(f"{voice}: the deepest dip is {deepest[worst]:.0f} dB, in {worst}")
    assert deepest[worst] <= MOST_DB


@pytest.mark.slow
@pytest.mark.parametrize("voice", VOICES)
def test_no_first_sound_is_cut(voice):
    """An l or an r rises: where the cut is within it, the clip begins at its full level."""
    if not find_voice(VoiceId.parse(voice)).available:
        pytest.skip(f"{voice} is not installed")
    for text in ("Left foot first.", "Rest.", "Now the right.", "Lay it down."):
        found = levels(*clip_of(text, voice, 1.0))
        assert found[:2].max() < -10, text


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["Sit down.", "Soften your throat.", "Stay with it.", "Some water is good now."]
)
def test_joe_s_first_s_rises(text):
    found = levels(*clip_of(text, "piper/joe", 1.0))
    assert found[0] < -40
