"""Loudness against the EBU's test signals and an independent implementation."""

import math

import numpy as np
import pytest

from voiceguide.sound._gates import SILENCE
from voiceguide.sound._meter import DUAL_MONO_LU, loudest_moment, loudness, slot_energies


def sine(seconds, db, rate=48000, hertz=1000.0, channels=2):
    wave = 10 ** (db / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


# EBU Tech 3341, test cases 1 to 5: stereo 1 kHz sines, given as (seconds, dBFS), and the reading
EBU = {
    1: ([(20, -23)], -23.0),
    2: ([(20, -33)], -33.0),
    3: ([(10, -36), (60, -23), (10, -36)], -23.0),
    4: ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
    5: ([(20, -26), (20.1, -20), (20, -26)], -23.0),
}


@pytest.mark.parametrize("case", EBU)
def test_ebu_tech_3341(case):
    parts, reading = EBU[case]
    assert loudness(np.concatenate([sine(*part) for part in parts]), 48000) == pytest.approx(
        reading, abs=0.05
    )


@pytest.mark.parametrize("rate", [22050, 24000, 44100, 48000])
def test_a_full_scale_sine_in_one_channel_reads_minus_three(rate):
    # BS.1770-4 says so for 997 Hz
    assert loudness(sine(5, 0, rate, 997, 1), rate) == pytest.approx(-3.01, abs=0.03)
    assert loudness(sine(5, 0, rate, 997, 2), rate) == pytest.approx(-3.01 + DUAL_MONO_LU, abs=0.03)


@pytest.mark.parametrize("rate", [22050, 24000, 48000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.slow
def test_agrees_with_pyloudnorm(rate, channels):
    pyloudnorm = pytest.importorskip("pyloudnorm")
    rng = np.random.default_rng(3)
    sound = rng.standard_normal((rate * 23 + 77, channels)) * 0.1
    sound[rate * 3 : rate * 9] *= 0.01  # for the gates
    sound[:, 0] += 0.2 * np.sin(2 * np.pi * 45 * np.arange(len(sound)) / rate)  # for the high pass
    meter = pyloudnorm.Meter(rate, filter_class="DeMan")  # its default filter is an approximation
    assert loudness(sound, rate) == pytest.approx(meter.integrated_loudness(sound), abs=0.01)


def test_silence_and_nothing():
    assert loudness(np.zeros((48000, 1)), 48000) == SILENCE
    assert loudness(np.zeros((0, 1)), 48000) == SILENCE
    assert loudest_moment(np.zeros((0, 2)), 48000) == SILENCE


def test_a_clip_shorter_than_a_gating_block_has_its_plain_loudness():
    assert loudness(sine(0.3, -20, channels=1), 48000) == pytest.approx(-23.0, abs=0.15)


def test_the_gate_ignores_pauses():
    speech = sine(5, -20)
    padded = np.concatenate([speech, np.zeros((48000 * 60, 2), np.float32), speech])
    # the three blocks that straddle each edge are all that may differ
    assert loudness(padded, 48000) == pytest.approx(loudness(speech, 48000), abs=0.15)


def test_energy_does_not_depend_on_the_transform_length():
    # ten seconds is the length of one transform: what rings over must be carried
    rng = np.random.default_rng(5)
    sound = rng.standard_normal((8000 * 21, 1)).astype(np.float32)
    whole = slot_energies(sound, 8000, tail=True)
    late = slot_energies(np.concatenate([np.zeros((8000 * 5, 1), np.float32), sound]), 8000, tail=True)[50:]
    assert np.allclose(whole, late, rtol=1e-4)


def test_the_filter_rings_on_after_the_end():
    energies = slot_energies(sine(1, 0, channels=1), 48000, tail=True)
    assert len(energies) == 12
    assert 0 < energies[10] < energies[9] / 10


def test_a_single_dimension_is_mono_and_more_channels_are_refused():
    assert math.isclose(loudness(sine(1, -20)[:, 0], 48000), loudness(sine(1, -20, channels=1), 48000))
    with pytest.raises(ValueError, match=r"\(frames, 2\)"):
        loudness(np.zeros((10, 3)), 48000)
