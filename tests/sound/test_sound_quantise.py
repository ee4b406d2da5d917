"""Sixteen bits: dither, silence, full scale, and the same for any block size."""

import numpy as np
import pytest

from voiceguide.sound import Quantiser


def quantise(sound, size, start=0, channels=2):
    quantiser = Quantiser(channels)
    parts = [quantiser.int16(sound[at : at + size], start + at) for at in range(0, len(sound), size)]
    return np.concatenate(parts)


@pytest.mark.parametrize("size", [1, 64, 65, 8192, 8193])
def test_any_block_size_gives_the_same_samples(size):
    sound = np.random.default_rng(1).uniform(-1, 1, (9000, 2)).astype(np.float32)
    # where the noise tables wrap
    assert np.array_equal(quantise(sound, size, 60000), quantise(sound, 9000, 60000))


def test_dither_is_triangular_and_its_error_is_white_and_free_of_the_signal():
    frames = 400_000
    sound = (0.3 / 32768 * np.sin(2 * np.pi * 997 * np.arange(frames) / 48000)).astype(np.float32)[:, None]
    error = quantise(sound, 8192, channels=1)[:, 0] - sound[:, 0].astype(np.float64) * 32768
    assert np.mean(error) == pytest.approx(0, abs=0.01)
    assert np.mean(error**2) == pytest.approx(1 / 4, rel=0.02)  # 1/12 for rounding, 2/12 for the dither
    # a tone under half a step survives, instead of vanishing
    tone = np.sin(2 * np.pi * 997 * np.arange(frames) / 48000)
    assert 2 * np.mean(quantise(sound, 8192, channels=1)[:, 0] * tone) == pytest.approx(0.3, abs=0.02)
    lags = [np.mean(error[lag:] * error[:-lag]) for lag in (1, 2, 7, 65519, 65521)]
    assert np.abs(lags[:3]).max() < 0.005
    # at a table's own period half of the dither comes back, which no ear can know at -96 dB
    assert np.abs(lags[3:]).max() < 0.1


def test_channels_get_different_noise():
    quiet = np.full((5000, 2), 1e-5, np.float32)
    out = quantise(quiet, 5000)
    assert abs(np.corrcoef(out[:, 0], out[:, 1])[0, 1]) < 0.1


def test_digital_silence_stays_so():
    sound = np.zeros((5000, 2), np.float32)
    sound[2000:3000] = 0.5
    out = quantise(sound, 512)
    assert not out[:2000].any()
    assert not out[3000:].any()


def test_full_scale_is_clipped_and_never_wraps():
    sound = np.array([[1.0, -1.0], [1.7, -1.7], [32768.0, -32768.0]] * 500, np.float32)
    out = quantise(sound, 100)
    assert (out[:, 0] > 32700).all()
    assert (out[:, 1] < -32700).all()


def test_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(frames, 2\)"):
        Quantiser(2).int16(np.ones((5, 1), np.float32), 0)
