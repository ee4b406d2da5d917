"""The mixer: exact, seamless, the same for any block size and start."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import CacheError
from voiceguide.sound import ChimeSet, Clip, Mixer
from voiceguide.sound._levels import trim
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

RATE = 24000


class Shelf:
    """Clips by key, counting how often each is fetched."""

    def __init__(self, clips, rate=RATE):
        self.clips = {key: Clip(samples, rate) for key, samples in clips.items()}
        self.fetched = []

    def clip(self, key):
        self.fetched.append(key)
        return self.clips[key]

    def cue(self, start, key, gain_db=0.0, kind="say"):
        return Cue(start, ClipRef(key, self.clips[key].frames), kind, gain_db)


def session(frames, *cues):
    return Timeline(RATE, frames, "t", (Track("voice", tuple(cues)),), (Chapter(0, frames, "all"),), ())


def noise(frames, channels=1, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (frames, channels)).astype(np.float32)


@pytest.fixture
def shelf():
    return Shelf({"a": noise(700), "b": noise(3000, 2, 1), "c": noise(64, 1, 2), "d": noise(9000, 1, 3)})


def busy(shelf):
    """Overlaps, neighbours, a cue at the first frame, one that reaches over the end."""
    cues = [
        shelf.cue(0, "a"),
        shelf.cue(100, "b", -3.0),
        shelf.cue(700, "a", 2.5),
        shelf.cue(700, "c"),
        shelf.cue(5000, "d", -7.0),
        shelf.cue(8192, "c"),
        shelf.cue(12000, "b"),
    ]
    return session(14000, *cues)


def whole(mixer, size=8192, start=0):
    blocks = list(mixer.blocks(size, start))
    assert all(block.dtype == np.float32 and block.shape[1] == mixer.channels for block in blocks)
    assert all(len(block) == size for block in blocks[:-1])
    return np.concatenate(blocks)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("size", [1, 64, 65, 8192, 8193])
def test_any_block_size_gives_the_same_bits(shelf, size, channels):
    mixer = Mixer(busy(shelf), shelf, channels=channels)
    reference = whole(mixer, 14000)
    assert reference.shape == (14000, channels)
    assert np.array_equal(whole(mixer, size), reference)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_start_and_size(data):
    shelf = Shelf({"a": noise(70), "b": noise(300, 2, 1)})
    starts = sorted(data.draw(st.lists(st.integers(0, 900), max_size=8)))
    cues = [
        shelf.cue(start, data.draw(st.sampled_from("ab")), data.draw(st.floats(-20, 6))) for start in starts
    ]
    mixer = Mixer(session(1000, *cues), shelf)
    start, size = data.draw(st.integers(0, 999)), data.draw(st.integers(1, 1200))
    assert np.array_equal(whole(mixer, size, start), whole(mixer)[start:])


def test_the_sum_is_the_sum(shelf):
    timeline = busy(shelf)
    expected = np.zeros((20000, 2))
    for cue in timeline.cues():
        samples = shelf.clips[cue.clip.key].samples.astype(np.float64)
        expected[cue.start : cue.end] += samples * 10 ** (cue.gain_db / 20)
    assert np.abs(whole(Mixer(timeline, shelf)) - expected[:14000]).max() < 1e-6


def test_a_mono_session_folds_by_the_mean(shelf):
    timeline = busy(shelf)
    stereo, mono = whole(Mixer(timeline, shelf)), whole(Mixer(timeline, shelf, channels=1))
    assert np.abs(stereo.mean(axis=1, keepdims=True) - mono).max() < 1e-6


def test_between_cues_there_is_digital_silence(shelf):
    out = whole(Mixer(session(9000, shelf.cue(1000, "a"), shelf.cue(4000, "c")), shelf))
    heard = np.flatnonzero(out.any(axis=1))
    assert set(heard) <= set(range(1000, 1700)) | set(range(4000, 4064))
    assert heard[0] == 1000


def test_clips_are_fetched_when_due_and_let_go(shelf):
    blocks = Mixer(session(20000, shelf.cue(0, "a"), shelf.cue(10000, "d")), shelf).blocks(1000)
    next(blocks)
    assert shelf.fetched == ["a"]
    for _ in range(9):
        next(blocks)
    assert shelf.fetched == ["a"]
    next(blocks)
    assert shelf.fetched == ["a", "d"]


def test_a_start_behind_everything_and_an_empty_session(shelf):
    assert list(Mixer(busy(shelf), shelf).blocks(100, 14000)) == []
    assert shelf.fetched == []
    assert not whole(Mixer(session(500), shelf)).any()


def test_a_clip_that_changed_is_our_own_error(shelf):
    timeline = busy(shelf)
    shelf.clips["b"] = Clip(noise(2999, 2), RATE)
    with pytest.raises(CacheError, match=r"'b' has 2999 frames at 24000 Hz, and the timeline expects 3000"):
        whole(Mixer(timeline, shelf))
    shelf.clips["b"] = Clip(noise(3000, 2), 48000)
    with pytest.raises(CacheError, match="at 48000 Hz"):
        whole(Mixer(timeline, shelf))


def test_wrong_arguments(shelf):
    with pytest.raises(ValueError, match="channels"):
        Mixer(session(10), shelf, channels=3)
    with pytest.raises(ValueError, match="size"):
        next(Mixer(session(10), shelf).blocks(0))
    with pytest.raises(ValueError, match="start"):
        next(Mixer(session(10), shelf).blocks(10, -1))


def test_joins_do_not_click():
    chimes = ChimeSet()
    voiced = 0.3 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)[:, None]
    shelf = Shelf({"v": trim(np.concatenate([np.zeros((4000, 1)), voiced, np.zeros((4000, 1))]), RATE)})
    ref = chimes.ref("start", RATE)
    shelf.clips[ref.key] = chimes.clip(ref.key)
    cues = [shelf.cue(at, key) for at, key in ((2000, "v"), (40000, ref.key), (60000, "v"), (90001, "v"))]
    out = whole(Mixer(session(300000, *cues), shelf))
    steps = np.abs(np.diff(out, 2, axis=0)).max(axis=1)
    inside = steps[10000:20000].max()
    for cue in cues:
        for edge in (cue.start, min(cue.end, 299000)):
            assert steps[max(0, edge - 4) : edge + 4].max() <= inside
