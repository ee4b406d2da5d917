"""Trimming, levelling and limiting of clips."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.sound import prepare
from voiceguide.sound._levels import VOICE_CEILING_DB, VOICE_LUFS, trim
from voiceguide.sound._limiter import limit, limiting_gain, true_peak
from voiceguide.sound._meter import DUAL_MONO_LU, loudness

RATE = 24000


def word(seconds, level=0.3, seed=1):
    """Something like a word: noise and a buzz with a syllable's envelope."""
    frames = round(seconds * RATE)
    time = np.arange(frames) / RATE
    rng = np.random.default_rng(seed)
    buzz = sum(np.sin(2 * np.pi * 120 * n * time) / n for n in range(1, 20))
    envelope = np.abs(np.sin(np.pi * 3 * time)) + 0.05
    return (level * envelope * (0.4 * buzz + 0.1 * rng.standard_normal(frames)))[:, None].astype(np.float32)


def silence(seconds, noise=0.0):
    rng = np.random.default_rng(9)
    return (noise * rng.standard_normal((round(seconds * RATE), 1))).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 1e-4])
def test_trim_cuts_the_silence_and_not_the_word(noise):
    spoken = word(1.0)
    clip = trim(np.concatenate([silence(0.4, noise), spoken, silence(0.6, noise)]), RATE)
    assert 1.0 <= len(clip) / RATE <= 1.08
    # the word itself, from 15 ms in, is untouched
    at = int(np.argmax(np.correlate(clip[:, 0], spoken[1000:5000, 0], "valid"))) - 1000
    assert 0.005 <= at / RATE <= 0.016
    inside = slice(at + 100, at + len(spoken) - 800)
    assert np.array_equal(clip[inside], spoken[100:-800] + 0)


def test_a_soft_consonant_at_the_edge_is_kept():
    rng = np.random.default_rng(2)
    hiss = (0.004 * rng.standard_normal((round(0.15 * RATE), 1))).astype(np.float32)  # 38 dB under the vowel
    clip = trim(np.concatenate([silence(0.3), hiss, word(0.5), hiss, silence(0.3)]), RATE)
    assert 0.8 <= len(clip) / RATE <= 0.9


@given(
    lead=st.integers(0, 4000), tail=st.integers(0, 4000), frames=st.integers(1, 9000), seed=st.integers(0, 9)
)
@settings(max_examples=60, deadline=None)
def test_trimmed_ends_are_exactly_zero(lead, tail, frames, seed):
    rng = np.random.default_rng(seed)
    spoken = (0.2 * rng.standard_normal((frames, 1))).astype(np.float32)
    clip = trim(
        np.concatenate([np.zeros((lead, 1), np.float32), spoken, np.zeros((tail, 1), np.float32)]), RATE
    )
    assert clip[0, 0] == 0
    assert clip[-1, 0] == 0
    assert len(clip) <= lead + frames + tail


def test_trimming_twice_cuts_no_sound():
    once = trim(np.concatenate([silence(0.2), word(1.0), silence(0.2)]), RATE)
    assert len(trim(once, RATE)) >= len(once) - 0.07 * RATE


def test_silence_keeps_its_length():
    quiet = np.zeros((1234, 1), np.float32)
    assert np.array_equal(trim(quiet, RATE), quiet)
    assert np.array_equal(prepare(quiet, RATE), quiet)
    assert prepare(np.zeros((0, 1), np.float32), RATE).shape == (0, 1)


@pytest.mark.parametrize("level", [0.005, 0.05, 0.9])
@pytest.mark.parametrize("seconds", [0.25, 0.6, 3.0])
def test_clips_are_at_one_level_whatever_they_came_with(level, seconds):
    clip = prepare(word(seconds, level), RATE)
    assert loudness(clip, RATE) + DUAL_MONO_LU == pytest.approx(VOICE_LUFS, abs=0.1)
    assert 20 * np.log10(true_peak(clip)) <= VOICE_CEILING_DB + 0.01
    stereo = prepare(np.repeat(word(seconds, level), 2, axis=1), RATE)
    assert loudness(stereo, RATE) == pytest.approx(VOICE_LUFS, abs=0.1)


def test_true_peak_finds_what_lies_between_the_samples():
    # a quarter of the rate at 45 degrees: every sample is 3 dB under the wave's peak
    wave = np.sin(2 * np.pi * np.arange(4000) / 4 + np.pi / 4) * np.hanning(4000)
    assert np.abs(wave).max() == pytest.approx(0.7071, abs=1e-3)
    assert true_peak(wave) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("hertz", [100, 3000, 9000, 10500])
def test_true_peak_reads_any_frequency_within_a_fifth_of_a_decibel(hertz):
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE + 0.3) * np.hanning(RATE)
    assert 20 * np.log10(true_peak(wave) / 0.5) == pytest.approx(0, abs=0.2)


def test_the_limiter_does_nothing_below_its_ceiling():
    sound = word(1.0)
    sound *= np.float32(0.79 / true_peak(sound))
    assert limiting_gain(sound, RATE, -2.0) is None
    assert limit(sound, RATE, -2.0) is sound


@given(st.floats(0.5, 8.0), st.integers(0, 20))
@settings(max_examples=25, deadline=None)
def test_the_limiter_holds_its_ceiling(drive, seed):
    sound = word(0.5, drive, seed)
    limited = limit(sound, RATE, -2.0)
    assert true_peak(limited) <= 10 ** (-2 / 20) * 1.001


def test_the_limiter_acts_near_a_peak_only():
    sound = word(2.0)
    sound *= np.float32(0.4 / np.abs(sound).max())
    middle = round(1.1667 * RATE)  # where the envelope is high
    sound[middle : middle + 40] *= 6
    limited = limit(sound, RATE, -2.0)
    reach = round(0.03 * RATE)
    assert np.array_equal(limited[: middle - reach], sound[: middle - reach])
    assert np.array_equal(limited[middle + 40 + reach :], sound[middle + 40 + reach :])
    assert not np.array_equal(limited, sound)
