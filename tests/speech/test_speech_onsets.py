# ruff: noqa: T201 (the figures are what one wants to see)
"""How sentences begin and end: no burst before the first sound, which is whole, and no murmur at the end."""

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
LAST_WORDS = ("Now the right.", "On the left.", "Take a little rest.")
"""Voiced all through, but for a voiceless end."""
MOST_MURMUR_MS = 80
"""What a last t may have of a voice; 90 to 220 ms were heard as another syllable."""


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


def murmur_ms(sound, rate):
    """How long a voice sounds after the silence of a last stop; 0 if that ends the sentence."""
    window = rate // 100
    pieces = sound[: len(sound) // window * window].reshape(-1, window) * np.hanning(window)
    bins = np.fft.rfftfreq(window, 1 / rate)
    power = np.square(np.abs(np.fft.rfft(pieces)))[:, (bins >= 100) & (bins <= 1000)].sum(axis=1)
    found = 10 * np.log10(power + 1e-12)
    found -= np.percentile(found, 90)
    last = int(np.flatnonzero(found > -12)[-1])
    silent = np.flatnonzero(found[:last] < -20)
    run = (last - int(silent[-1]) if len(silent) else last + 1) * 10
    return run if run < 300 else 0  # else it is the whole of what is said


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


def test_what_is_taken_for_a_murmur():
    voice = np.sin(np.arange(24_000) * 2 * np.pi * 200 / 24_000)
    hiss = np.sin(np.arange(2_400) * 2 * np.pi * 5_000 / 24_000)
    assert murmur_ms(np.concatenate([voice, hiss]), 24_000) == 0
    assert murmur_ms(np.concatenate([voice, hiss, voice[:2_400]]), 24_000) == 100


@pytest.mark.slow
@pytest.mark.parametrize("voice", [voice for voice in VOICES if voice != "kokoro/nicole"])  # she whispers
def test_no_murmur_after_a_word(voice):
    if not find_voice(VoiceId.parse(voice)).available:
        pytest.skip(f"{voice} is not installed")
    longest = {
        (text, rate): murmur_ms(*clip_of(text, voice, rate)) for rate in (*RATES, 1.0) for text in LAST_WORDS
    }
    print(f"{voice}: {longest}")
    assert max(longest.values()) <= MOST_MURMUR_MS


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["Sit down.", "Soften your throat.", "Stay with it.", "Some water is good now."]
)
def test_joe_s_first_s_rises(text):
    found = levels(*clip_of(text, "piper/joe", 1.0))
    assert found[0] < -40
