"""The session's loudness and its last stage, against an independent meter on the rendered whole."""

import itertools

import numpy as np
import pytest
from examples import some_of

from voiceguide import stages
from voiceguide.errors import CacheError
from voiceguide.sound import (
    CEILING_DB,
    BedLane,
    ChimeSet,
    Clip,
    Clips,
    Master,
    Mixer,
    master_gain,
    prepare,
)
from voiceguide.sound._beds import SynthesisedBed
from voiceguide.sound._decode import clip_from_file
from voiceguide.sound._limiter import true_peak
from voiceguide.sound._loudness import BED_GAIN_STEP_DB, MOST_GAIN_DB, session_loudness
from voiceguide.sound._meter import DUAL_MONO_LU, loudness
from voiceguide.store import Store
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

RATE = 24000


class Voice:
    def __init__(self):
        self.clips = {f"v{n}": Clip(prepare(self.word(1.5 + n, n), RATE), RATE) for n in range(4)}

    def word(self, seconds, seed):
        time = np.arange(round(seconds * RATE)) / RATE
        rng = np.random.default_rng(seed)
        buzz = sum(np.sin(2 * np.pi * (110 + seed * 5) * n * time) / n for n in range(1, 25))
        syllables = np.abs(np.sin(np.pi * 2.5 * time)) ** 3 + 0.03
        return (syllables * (0.2 * buzz + 0.05 * rng.standard_normal(len(time))))[:, None]

    def clip(self, key):
        return self.clips[key]


@pytest.fixture(scope="module")
def make():
    voice, chimes = Voice(), ChimeSet()
    source = Clips(voice, chimes)

    def make(seconds=60, gap=8, bed=None, channels=2, gain_db=0.0):
        at, cues = RATE, []
        while at < (seconds - 12) * RATE:
            for n in range(4):
                cues.append(Cue(at, ClipRef(f"v{n}", voice.clips[f"v{n}"].frames), "say", gain_db))
                at = cues[-1].end + RATE // 2 + 17
            cues.append(Cue(at, chimes.ref("start", RATE), "chime", gain_db))
            at += gap * RATE
        frames = seconds * RATE + 5
        timeline = Timeline(RATE, frames, "t", (Track("all", tuple(cues)),), (Chapter(0, frames, "all"),), ())
        lane = BedLane(SynthesisedBed(bed, RATE), timeline) if bed else None
        return Mixer(timeline, source, channels=channels, bed=lane)

    return make


def mastered(mixer, target=-16.0):
    return Master(mixer, master_gain(mixer, target, ceiling_db=CEILING_DB).db)


def whole(source, size=8192, start=0):
    return np.concatenate(list(source.blocks(size, start)))


@pytest.mark.parametrize(("bed", "gain"), [(None, 0.0), (None, -9.0), ("rain", 0.0)])
def test_a_session_is_measured_without_rendering_it(make, bed, gain):
    mixer = make(bed=bed, gain_db=gain)
    assert session_loudness(mixer) == pytest.approx(loudness(whole(mixer), RATE), abs=0.25)


def test_with_a_bed_the_gain_hardly_depends_on_how_much_is_said(make):
    gains = [
        mastered(make(seconds=seconds, gap=gap, bed="rain")).gain_db
        for seconds, gap in ((60, 8), (75, 7), (90, 8))
    ]
    assert all(gain % BED_GAIN_STEP_DB == 0 for gain in gains)
    assert len(set(gains)) == 1


def test_a_mono_session_is_measured_as_it_is_heard(make):
    mixer = make(channels=1)
    assert session_loudness(mixer) == pytest.approx(loudness(whole(mixer), RATE) + DUAL_MONO_LU, abs=0.1)


@pytest.mark.parametrize(
    ("bed", "target"),
    some_of([(None, -16.0), ("rain", -16.0), ("surf", -16.0), ("drone", -16.0), ("rain", -19.0)], 2),
)
def test_the_target_is_met_under_the_ceiling(make, bed, target):
    out = whole(mastered(make(bed=bed), target))
    assert loudness(out, RATE) == pytest.approx(target, abs=0.5)
    assert 20 * np.log10(true_peak(out)) <= CEILING_DB + 0.02


@pytest.mark.parametrize(
    ("bed", "target"), some_of([(None, -14.0), ("rain", -14.0), ("drone", -14.0), (None, -11.0)], 2)
)
def test_a_loud_target_is_met_too(make, bed, target):
    mixer = make(bed=bed)
    gain = master_gain(mixer, target, ceiling_db=CEILING_DB)
    out = whole(Master(mixer, gain.db))
    assert loudness(out, RATE) == pytest.approx(target, abs=0.3)
    assert gain.lufs == pytest.approx(loudness(out, RATE), abs=0.3)
    assert 20 * np.log10(true_peak(out)) <= CEILING_DB + 0.02


def test_a_target_that_is_out_of_reach_is_known(make):
    for mixer, target in ((make(gain_db=-20), -16.0), (make(), -8.0)):
        gain = master_gain(mixer, target, ceiling_db=CEILING_DB)
        out = whole(Master(mixer, gain.db))
        assert gain.lufs == pytest.approx(loudness(out, RATE), abs=0.3)
    empty = Timeline(RATE, 5000, "t", (), (Chapter(0, 5000, "all"),), ())
    assert master_gain(Mixer(empty, Clips()), ceiling_db=CEILING_DB).lufs is None


def test_a_bed_that_a_meter_would_count_does_not_lift_the_voice(make):
    sparse, alone = (mastered(make(seconds=300, gap=100, bed=bed)) for bed in ("rain", None))
    assert sparse.gain_db == pytest.approx(alone.gain_db, abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bed", "target"), [("rain", -9.0), ("rain", -30.0), ("brown", -9.0), ("brown", -30.0)]
)
def test_what_is_told_of_a_session_of_little_but_a_bed_is_what_a_meter_reads(make, bed, target):
    mixer = make(seconds=300, gap=100, bed=bed)
    gain = master_gain(mixer, target, ceiling_db=CEILING_DB)
    reading = loudness(whole(Master(mixer, gain.db)), RATE)
    assert gain.lufs == pytest.approx(reading, abs=0.6)


def test_a_session_is_lifted_by_so_much_only(make):
    assert mastered(make(gain_db=-20)).gain_db == MOST_GAIN_DB
    empty = Timeline(RATE, 5000, "t", (), (Chapter(0, 5000, "all"),), ())
    assert mastered(Mixer(empty, Clips())).gain_db == 0


@pytest.mark.parametrize("size", [1, 64, 65, 8192, 8193])
def test_any_block_size_and_start_give_the_same_bits(make, size):
    master = Master(make(seconds=30), gain_db=9)  # enough to be limited all the time
    reference = whole(master, 1 << 20)
    assert reference.shape == (30 * RATE + 5, 2)
    start = 30 * RATE - 20_000 if size == 1 else 0
    assert np.array_equal(whole(master, size, start), reference[start:])
    for start in (1, 8191, 8192, 100_000, len(reference) - 1):
        assert np.array_equal(next(master.blocks(500, start)), reference[start : start + 500])
    assert list(master.blocks(500, len(reference))) == []


def test_tiles_are_limited_as_if_they_were_one(make):
    out = whole(Master(make(seconds=30), gain_db=9))
    assert 20 * np.log10(true_peak(out)) <= CEILING_DB + 0.02


def test_transparent_below_the_ceiling(make):
    mixer = make(seconds=30, gain_db=-6)
    assert np.array_equal(whole(Master(mixer)), whole(mixer))
    assert np.array_equal(whole(Master(mixer, -3.0)), whole(mixer) * np.float32(10 ** (-3 / 20)))


def test_silence_stays_digital_silence(make):
    mixer = make(seconds=30)
    assert np.array_equal(whole(Master(mixer, 3.0)).any(axis=1), whole(mixer).any(axis=1))


def test_errors_of_clips_come_through(make):
    timeline = make().timeline
    with pytest.raises(CacheError):
        mastered(Mixer(timeline, Clips()))
    with pytest.raises(ValueError, match="size"):
        next(Master(make()).blocks(0))


def test_ffmpegs_meter_agrees(make):
    av = pytest.importorskip("av")
    out = whole(mastered(make(bed="rain")))
    graph = av.filter.Graph()
    layout = f"sample_rate={RATE}:sample_fmt=flt:channel_layout=stereo"
    nodes = [
        graph.add("abuffer", f"{layout}:time_base=1/{RATE}"),
        graph.add("ebur128", "metadata=1:peak=true"),
        graph.add("abuffersink"),
    ]
    for one, two in itertools.pairwise(nodes):
        one.link_to(two)
    graph.configure()
    read = {}
    for at in range(0, len(out), 2400):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(out[at : at + 2400]).reshape(1, -1), "flt", "stereo"
        )
        frame.sample_rate, frame.pts = RATE, at
        graph.push(frame)
        while True:
            try:
                read |= graph.pull().metadata
            except (av.error.BlockingIOError, EOFError):
                break
    assert float(read["lavfi.r128.I"]) == pytest.approx(-16, abs=0.3)
    peaks = [float(value) for key, value in read.items() if key.startswith("lavfi.r128.true_peaks")]
    assert peaks
    assert 20 * np.log10(max(peaks)) <= -0.9


def test_a_chime_from_a_file(tmp_path):
    soundfile = pytest.importorskip("soundfile")
    tone = 0.5 * np.sin(2 * np.pi * 500 * np.arange(22050) / 22050)
    soundfile.write(tmp_path / "mine.flac", tone, 22050)
    clip = clip_from_file(tmp_path / "mine.flac", 48000)
    assert clip.frames == pytest.approx(48000, abs=40)
    assert np.abs(clip.samples).max() == pytest.approx(0.5, abs=0.02)
    chimes = ChimeSet(own={"start": clip})
    assert chimes.clip(chimes.ref("start", 48000).key) is not None


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "cache")


@pytest.mark.parametrize("bed", [None, "rain"])
def test_a_gain_that_was_found_is_kept(make, bed, monkeypatch, store):
    mixer = make(seconds=40, bed=bed)
    assert stages.found_gain_db(mixer, -16.0, store, CEILING_DB) is None
    found = stages.master(mixer, -16.0, store, CEILING_DB).gain_db
    assert found == mastered(mixer).gain_db
    monkeypatch.setattr(Mixer, "samples", None)  # nothing is measured again
    assert stages.master(make(seconds=40, bed=bed), -16.0, store, CEILING_DB).gain_db == found
    assert stages.found_gain_db(make(seconds=40, bed=bed), -16.0, store, CEILING_DB) == found


@pytest.mark.parametrize(
    "other",
    [{"seconds": 41}, {"gap": 9}, {"channels": 1}, {"gain_db": 1.0}, {"bed": "rain"}, {"bed": "brown"}],
)
def test_a_gain_is_kept_for_one_session_only(make, other, store):
    stages.master(make(seconds=40), -16.0, store, CEILING_DB)
    assert stages.found_gain_db(make(seconds=40), -16.0, store, CEILING_DB) is not None
    assert stages.found_gain_db(make(**{"seconds": 40, **other}), -16.0, store, CEILING_DB) is None
    assert stages.found_gain_db(make(seconds=40), -20.0, store, CEILING_DB) is None
    assert stages.found_gain_db(make(seconds=40), -16.0, store, CEILING_DB - 1) is None


def test_clips_that_were_measured_are_not_measured_again(make, store, monkeypatch):
    mixer = make(seconds=40)
    first = stages.measured(store, mixer, mixer.cues, 0.0, CEILING_DB)
    monkeypatch.setattr(Mixer, "samples", None)
    assert stages.measured(store, mixer, mixer.cues, 0.0, CEILING_DB) == first
