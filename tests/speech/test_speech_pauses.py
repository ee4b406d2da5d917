"""Pauses inside a sentence: found where the marks are, set to one length, nothing else touched."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech import Lexicon, VoiceId, VoiceSettings, find_engine
from voiceguide.speech._pauses import PAUSE_MS, set_pauses
from voiceguide.speech._pauses import _silences as silences_of
from voiceguide.speech._text import spoken_form

RATE = 24_000
SENTENCE = "Press the hollow with your thumb, on the left hand, and wait."


def silent_runs(samples, least_ms=60):
    """Lengths of silences in milliseconds, those at both ends left out."""
    window = RATE // 1000
    levels = np.abs(samples[: len(samples) // window * window]).reshape(-1, window).max(axis=1)
    runs = [(quiet, len(list(group))) for quiet, group in itertools.groupby(levels < 0.01)]
    return [length for quiet, length in runs[1:-1] if quiet and length >= least_ms]


def speech(*parts):
    """Sound (a positive number of milliseconds) and silence (a negative one), between two silences."""
    noise = np.random.default_rng(1)
    pieces = [
        noise.uniform(-0.5, 0.5, ms * RATE // 1000) if ms > 0 else np.zeros(-ms * RATE // 1000)
        for ms in (-80, *parts, -90)
    ]
    return np.concatenate(pieces).astype(np.float32)


@pytest.mark.parametrize("pause", [120, 190, 330, 480, 900])
@pytest.mark.parametrize("pace", [0.75, 1.0, 1.5])
def test_each_comma_gets_the_set_length(pause, pace):
    sound = speech(1500, -pause, 950, -pause, 550)
    found = silent_runs(set_pauses(sound, RATE, SENTENCE, pace))
    assert found == pytest.approx([PAUSE_MS[","] / pace] * 2, abs=20)


def test_a_stop_is_not_taken_for_a_comma():
    # the stops are as long as piper's longest; one stands near each comma
    sound = speech(400, -180, 800, -90, 300, -230, 300, -190, 650, -250, 250, -150, 300)
    found = silent_runs(set_pauses(sound, RATE, SENTENCE, 1.0))
    assert found == pytest.approx([180, 90, 330, 190, 330, 150], abs=20)


def test_a_click_in_a_pause_does_not_make_two_of_it():
    sound = speech(550, -200, 6, -150, 850)
    result = set_pauses(sound, RATE, "Breathe in, and let it go.", 1.0)
    assert len(sound) - len(result) == pytest.approx((356 - PAUSE_MS[","]) * RATE / 1000, abs=RATE * 0.015)


def test_a_comma_without_a_pause_stays():
    sound = speech(1500, -80, 950, -70, 550)
    np.testing.assert_array_equal(set_pauses(sound, RATE, SENTENCE, 1.0), sound)


def test_a_silence_far_from_the_mark_stays():
    sound = speech(400, -300, 2600)
    np.testing.assert_array_equal(set_pauses(sound, RATE, SENTENCE, 1.0), sound)


def test_a_sentence_without_marks_is_returned_as_it_is():
    sound = speech(500, -200, 500)
    assert set_pauses(sound, RATE, "Let the shoulder sink into the ball.", 1.0) is sound


def test_the_mark_tells_the_length():
    sound = speech(550, -200, 850)
    for mark, wanted in (";", PAUSE_MS[";"]), (":", PAUSE_MS[":"]), (",", PAUSE_MS[","]):
        assert silent_runs(set_pauses(sound, RATE, f"Breathe in{mark} and let it go.", 1.0)) == pytest.approx(
            [wanted], abs=20
        )


def test_what_is_heard_stays_and_no_join_clicks():
    sound = speech(1500, -200, 1200)
    hum = (0.001 * np.sin(np.arange(len(sound)) * 0.3)).astype(np.float32)  # a breath heard in the pause
    sound += hum
    longer = set_pauses(sound, RATE, "Press the hollow with your thumb, on the left hand.", 1.0)
    assert len(longer) - len(sound) == pytest.approx(RATE * 0.130, abs=RATE * 0.015)
    tail = RATE * 1200 // 1000
    np.testing.assert_array_equal(longer[-tail:], sound[-tail:])
    np.testing.assert_array_equal(longer[: RATE * 1580 // 1000], sound[: RATE * 1580 // 1000])
    pause = longer[RATE * 1580 // 1000 + 24 : -tail - RATE * 90 // 1000 - 24]
    assert np.abs(np.diff(pause)).max() <= np.abs(np.diff(hum)).max() * 1.2


@given(
    st.lists(st.integers(-700, 900).filter(bool), max_size=12),
    st.text("abcdef ,.;:", max_size=60),
    st.floats(0.5, 2.0),
)
def test_any_sound_and_any_text(parts, sentence, pace):
    sound = speech(*parts)
    result = set_pauses(sound, RATE, sentence, pace)
    assert result.dtype == np.float32
    assert np.abs(result).max(initial=0) <= np.abs(sound).max(initial=0)
    assert np.square(result).sum() == pytest.approx(np.square(sound).sum(), rel=0.02, abs=1e-3)


@pytest.mark.parametrize("length", [0, 1, 50, 500])
def test_a_click_is_no_sentence(length):
    sound = np.full(length, 0.5, np.float32)
    np.testing.assert_array_equal(set_pauses(sound, RATE, SENTENCE, 1.0), sound)


def test_piper_and_its_names_pause_alike():
    """The model's own pauses here are 160 to 480 ms; in the third, a stop is longer than the comma."""
    engine, respell = find_engine("piper"), Lexicon.load().respeller("piper")
    for displayed, commas in (
        ("You need a tennis ball, a free stretch of wall, a chair and a mat.", 2),
        ("We begin with Gao Huang, BL-43.", 1),
        ("Breathe in as the tone rises, and out as it falls.", 1),
    ):
        spoken = spoken_form(displayed, respell=respell)
        sound, rate = engine.synthesize(spoken, VoiceSettings(VoiceId("piper", "joe")))
        result = set_pauses(sound, rate, spoken, 1.0)
        window = rate // 200
        level = np.sqrt(np.square(result[: len(result) // window * window]).reshape(-1, window).mean(axis=1))
        quiet = level < np.percentile(level, 95) * 10 ** (-35 / 20)
        lengths = [len(list(group)) * 5 for silent, group in itertools.groupby(quiet) if silent][1:-1]
        assert sum(310 <= length <= 345 for length in lengths) == commas


UNMARKED = (
    "Use your hands to walk back up.",
    "Cross your left ankle over your right knee.",
    "Breathe in as the tone rises and out as it falls.",
    "In the centre of the blade where the flat bone dips.",
    "Work up the back of the thigh in short strokes.",
    "Press your right thumb firmly into it.",
)
MOST_UNMARKED_MS = 210
"""The longest stops of joe's (the k and p of "back up") are silent for 185 ms."""


@pytest.mark.slow
@pytest.mark.parametrize("voice", ["piper/joe", "kokoro/heart", "system/default"])
def test_no_voice_pauses_where_there_is_no_mark(voice):
    settings = VoiceSettings(VoiceId.parse(voice))
    engine = find_engine(settings.voice.engine)
    if not engine.voice(settings.voice.name).available:
        pytest.skip(f"{voice} is not installed")
    respeller = Lexicon.load().respeller(engine.family)
    for text in UNMARKED:
        sound, rate = engine.synthesize(spoken_form(text, respell=respeller), settings)
        silences, _ = silences_of(sound, rate)
        longest = max((1000 * (silence.end - silence.start) / rate for silence in silences), default=0)
        assert longest < MOST_UNMARKED_MS, text
