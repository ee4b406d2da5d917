"""Several sources as one, and pydub in and out."""

import numpy as np
import pytest
from pydub import AudioSegment

from voiceguide.errors import CacheError, InputError
from voiceguide.sound import ChimeSet, Clip, Clips, segment_from_blocks
from voiceguide.sound._clip_sources import clip_from_segment


class Only:
    def __init__(self, key):
        self.key = key
        self.made = Clip(np.zeros((5, 1), np.float32), 48000)

    def clip(self, key):
        if key != self.key:
            raise CacheError(f"no {key}")
        return self.made


def test_keys_find_their_source():
    chimes, one, two = ChimeSet(), Only("one"), Only("two")
    clips = Clips(one, chimes, two)
    key = chimes.ref("tap", 48000).key
    assert clips.clip(key) is chimes.clip(key)
    assert clips.clip("one") is one.made
    assert clips.clip("two") is two.made
    with pytest.raises(CacheError, match="no three"):
        clips.clip("three")
    with pytest.raises(CacheError, match="no chime"):
        clips.clip("chime/bowl/none@48000")
    with pytest.raises(CacheError, match="no source"):
        Clips(chimes).clip("one")


@pytest.mark.parametrize("width", [1, 2, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_segment_of_any_width(width, channels):
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(4800) / 48000)
    both = np.repeat(wave[:, None], channels, axis=1)
    raw = np.rint(both * (2 ** (8 * width - 1) - 1)).astype(f"<i{width}").tobytes()
    segment = AudioSegment(data=raw, sample_width=width, frame_rate=48000, channels=channels)
    clip = clip_from_segment(segment, 48000)
    assert clip.samples.shape == (4800, channels)
    assert np.abs(clip.samples - both).max() < 1.1 / 2 ** (8 * width - 1) + 1e-6
    assert not clip.samples.flags.writeable


def test_a_segment_at_another_rate_and_with_many_channels():
    raw = np.repeat((8000 * np.sin(2 * np.pi * 440 * np.arange(44100) / 44100))[:, None], 6, axis=1)
    segment = AudioSegment(data=raw.astype("<i2").tobytes(), sample_width=2, frame_rate=44100, channels=6)
    clip = clip_from_segment(segment, 24000)
    assert clip.samples.shape == (24000, 1)
    assert np.abs(clip.samples[5000:15000]).max() == pytest.approx(8000 / 32768, rel=0.01)


def test_what_is_no_segment():
    with pytest.raises(InputError, match="not str"):
        clip_from_segment("bell.wav", 48000)
    with pytest.raises(InputError, match="empty"):
        clip_from_segment(AudioSegment.empty(), 48000)


def test_blocks_become_a_segment_of_exactly_their_frames():
    wave = np.random.default_rng(1).uniform(-0.9, 0.9, (10007, 2)).astype(np.float32)
    segment = segment_from_blocks([wave[:4000], wave[4000:]], 48000, 2)
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (48000, 2, 2)
    assert segment.frame_count() == 10007
    back = clip_from_segment(segment, 48000).samples
    assert np.abs(back - wave).max() < 2 / 32768
