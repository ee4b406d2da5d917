"""Beds: endless without a seam, the same from any frame, soft, at their level."""

import numpy as np
import pytest
from pydub import AudioSegment

from voiceguide.errors import InputError
from voiceguide.sound import BedLane, Ducking, about_bed, bed_names
from voiceguide.sound._bed_data import BedData, bed_data
from voiceguide.sound._beds import SynthesisedBed
from voiceguide.sound._ducking import DuckingCurve
from voiceguide.sound._levels import VOICE_LUFS
from voiceguide.sound._loop import LoopedBed, bed_from_file, bed_from_segment
from voiceguide.sound._meter import loudness, slot_energies
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track
from voiceguide.yamlfile import from_values

RATE = 8000
NOISES = [name for name, bed in bed_data().items() if all(layer.noise for layer in bed.layers)]


@pytest.fixture(scope="module")
def beds():
    made = {}
    return lambda name, rate=RATE: made.setdefault((name, rate), SynthesisedBed(name, rate))


def session(seconds, *cues, rate=RATE):
    """A timeline of (start second, seconds, kind)."""
    laid = tuple(
        Cue(round(start * rate), ClipRef("x", round(length * rate)), kind) for start, length, kind in cues
    )
    frames = round(seconds * rate)
    return Timeline(rate, frames, "t", (Track("all", laid),), (Chapter(0, frames, "all"),), ())


def test_the_beds_of_the_design_are_there():
    assert set(bed_names()) >= {"rain", "surf", "brown", "drone"}
    assert all(about_bed(name) for name in bed_names())
    with pytest.raises(
        InputError, match=r"there is no bed 'rian'; did you mean rain\? There are: rain, surf"
    ):
        SynthesisedBed("rian", RATE)


@pytest.mark.parametrize("name", bed_names())
def test_any_frame_can_be_the_first(name, beds):
    bed = beds(name)
    whole = bed.frames(39_000, 20_000)
    assert whole.dtype == np.float32
    parts = np.concatenate([bed.frames(at, 2_500) for at in range(39_000, 59_000, 2_500)])
    assert np.abs(parts - whole).max() < 1e-5


@pytest.mark.parametrize("name", bed_names())
def test_the_seed_decides(name):
    one, two, three = (SynthesisedBed(name, RATE, seed).frames(5000, 4000) for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert np.abs(one - three).max() > 0.1 * np.abs(one).max()


@pytest.mark.parametrize("name", bed_names())
def test_loudness_is_what_it_says(name, beds):
    bed = beds(name, 24000)
    measured = loudness(bed.frames(24000 * 7, 24000 * 40), 24000)
    # of waves it is the crests' loudness
    low, high = (-7, 0.5) if name == "surf" else (-0.7, 0.7)
    assert low < measured - bed.lufs < high


@pytest.mark.parametrize("name", bed_names())
def test_soft_and_seamless(name, beds):
    rate = 24000
    sound = beds(name, rate).frames(rate * 3600, rate * 30)
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / rate)
    assert power[hertz > 6000].sum() < 0.01 * power.sum()
    steps = np.abs(np.diff(sound, 2, axis=0)).max(axis=1)
    # grains join each second: nothing happens there that does not happen elsewhere
    joins = np.concatenate([steps[at - 30 : at + 30] for at in range(rate, rate * 30, rate)])
    assert joins.max() <= steps.max()
    assert np.mean(joins**2) < 1.5 * np.mean(steps**2)


def test_noise_keeps_its_level_while_grains_cross(beds):
    # equal power: at the middle of a cross-fade it is as loud as at its ends
    sound = beds("brown").frames(0, RATE * 200).astype(np.float64)
    tenths = np.square(sound).mean(axis=1).reshape(200, 10, -1).mean(axis=(0, 2))
    assert 10 * np.log10(tenths.max() / tenths.min()) < 1.5


@pytest.mark.parametrize("name", NOISES)
def test_it_is_not_known_again_within_a_minute(name, beds):
    # whitened, so that noise is unlike itself at any distance unless it is really repeated
    power = np.abs(np.fft.rfft(beds(name).frames(0, RATE * 60)[:, 0], RATE * 128)) ** 2
    around = np.convolve(np.pad(power, 250, mode="reflect"), np.ones(501) / 501, "valid")
    likeness = np.fft.irfft(power / around)[: RATE * 55]
    assert np.abs(likeness[RATE // 4 :]).max() < 0.1 * likeness[0]


def test_a_repeat_would_be_found():
    half = SynthesisedBed("rain", RATE).frames(0, RATE * 30)[:, 0]
    power = np.abs(np.fft.rfft(np.concatenate([half, half]), RATE * 128)) ** 2
    around = np.convolve(np.pad(power, 250, mode="reflect"), np.ones(501) / 501, "valid")
    likeness = np.fft.irfft(power / around)
    assert likeness[RATE * 30] > 0.3 * likeness[0]


@pytest.mark.parametrize("name", NOISES)
def test_the_ears_hear_different_noise(name, beds):
    sound = beds(name).frames(RATE * 50, RATE * 20)
    assert abs(np.corrcoef(sound.T)[0, 1]) < 0.1


def test_waves_swell_and_do_not_keep_time(beds):
    energies = slot_energies(beds("surf").frames(0, RATE * 240), RATE, 2)
    level = 10 * np.log10(np.convolve(energies, np.ones(3) / 3, "valid"))
    assert 4 < np.percentile(level, 95) - np.percentile(level, 5) < 20
    crests = [
        at
        for at in range(6, len(level) - 6)
        if level[at] == level[at - 6 : at + 7].max() and level[at] > -8 + level.max()
    ]
    assert np.std(np.diff(crests)) > 1


@pytest.mark.parametrize("name", ["rain", "drone"])
def test_after_two_hours_it_is_still_there(name, beds):
    bed = beds(name)
    late = bed.frames(RATE * 7200, RATE * 20)
    assert loudness(late, RATE) == pytest.approx(loudness(bed.frames(0, RATE * 20), RATE), abs=2)


def test_wrong_data_is_refused():
    for layer in (
        {"level": 0},
        {"noise": [[100, 0], [200, 0]], "tones": [[100, 0, 1]], "level": 0},
        {"noise": [[200, 0], [100, 0]], "level": 0},
        {"tones": [[100, 0, 1]], "level": 0, "drops": {"rate": 5, "from": 500, "to": 900, "ring": 0.1}},
    ):
        with pytest.raises(ValueError, match="validation error"):
            from_values(BedData, {"about": "", "layers": [layer]})


# -- the lane


class Steady:
    """A bed of constant ones: what comes out is the gain."""

    name = "steady"
    lufs = VOICE_LUFS
    crossing_s = None

    def frames(self, start, count):  # noqa: ARG002
        return np.ones((count, 2), np.float32)


def gain_db(lane, second):
    return 20 * np.log10(lane.frames(round(second * RATE), 1)[0, 0])


def test_ducked_before_the_voice_and_back_after_it():
    duck = Ducking(voice_db=8, look_ahead_ms=75, release_ms=500)
    lane = BedLane(Steady(), session(60, (20, 5, "say")), level_db=0, ducking=duck)
    expected = {19.9: 0, 20.0: -8, 22: -8, 24.999: -8, 25.25: -4, 25.5: 0, 40: 0}
    for second, level in expected.items():
        assert gain_db(lane, second) == pytest.approx(level, abs=0.05), second
    assert -8 < gain_db(lane, 19.96) < 0


def test_no_pumping_between_sentences_but_up_in_a_real_pause():
    lane = BedLane(Steady(), session(60, (20, 2, "say"), (23.4, 2, "say"), (27.5, 2, "say")), level_db=0)
    assert gain_db(lane, 22.7) == pytest.approx(-8, abs=0.01)
    assert gain_db(lane, 26.5) == pytest.approx(0, abs=0.01)


def test_chimes_duck_less_and_only_at_their_strike():
    lane = BedLane(Steady(), session(60, (20, 8, "chime"), (40, 8, "chime"), (40.5, 3, "say")), level_db=0)
    assert gain_db(lane, 20.5) == pytest.approx(-3, abs=0.01)
    assert gain_db(lane, 23) == pytest.approx(0, abs=0.01)
    assert gain_db(lane, 41) == pytest.approx(-8, abs=0.01)


def test_ducking_has_no_steps():
    cues = [(10 + 2.2 * n, 0.4 + 0.3 * n, "say" if n % 3 else "chime") for n in range(12)]
    curve = DuckingCurve(session(60, *cues)).decibels(np.arange(60 * RATE))
    # 8 dB in 75 ms, as a smooth S, is at most 1.5 times its mean slope
    assert np.abs(np.diff(curve)).max() < 1.6 * 8 / (0.075 * RATE)
    assert curve.min() == pytest.approx(-8)
    assert curve.max() == 0


def test_ducking_from_the_first_frame_and_gain_in_parts():
    timeline = session(30, (0, 2, "say"), (12, 3, "say"))
    curve = DuckingCurve(timeline)
    whole = 10 ** (curve.decibels(np.arange(30 * RATE)) / 20)
    assert whole[0] == pytest.approx(10 ** (-8 / 20))
    for start in range(0, 30 * RATE, 3000):
        gain = curve.gain(start, 3000)
        expected = whole[start : start + 3000]
        assert np.allclose(1.0 if gain is None else gain, expected, atol=1e-6)
    assert curve.gain(5 * RATE, 3000) is None
    assert DuckingCurve(timeline, Ducking(voice_db=0, chime_db=0)).gain(0, 1000) is None


def test_it_fades_in_and_ends_in_zero_at_the_last_frame():
    lane = BedLane(Steady(), session(60), level_db=0)
    level = lane.frames(0, 60 * RATE)[:, 0]
    assert level[0] == 0
    assert level[-1] == 0
    assert level[-2] > 0
    assert np.all(level[3 * RATE : 53 * RATE] == 1)
    assert 0.4 < level[round(1.5 * RATE)] < 0.6
    assert 0.4 < level[57 * RATE] < 0.6
    assert np.abs(np.diff(level)).max() < 1e-3


def test_it_fades_out_over_as_long_as_it_is_told():
    levels = BedLane(Steady(), session(60), level_db=0, fade_out=15 * RATE).levels(np.arange(60 * RATE))
    assert np.all(levels[4 * RATE : 45 * RATE - 1] == 1)
    assert np.all(np.diff(levels[45 * RATE :]) < 0)
    assert levels[-1] == 0


def test_a_session_shorter_than_its_fades():
    level = BedLane(Steady(), session(2), level_db=0).frames(0, 2 * RATE)[:, 0]
    assert level[0] == 0
    assert level[-1] == 0
    assert level.max() == 1


def test_rain_breathes_slowly(beds):
    rate = 24000
    sound = beds("rain", rate).frames(0, 180 * rate)
    level = 10 * np.log10(np.mean(np.square(sound).reshape(-1, 2 * rate * 2), axis=1))  # of two seconds each
    assert 1.5 < np.percentile(level, 95) - np.percentile(level, 5) < 3
    assert np.abs(np.diff(level)).max() < 1.2


def test_the_level_is_against_the_voice(beds):
    rate = 24000
    lane = BedLane(beds("rain", rate), session(60, rate=rate), level_db=-20)
    assert loudness(lane.frames(10 * rate, 20 * rate), rate) == pytest.approx(VOICE_LUFS - 20, abs=0.3)
    assert lane.lufs == VOICE_LUFS - 20


@pytest.mark.parametrize("size", [1, 64, 65, 8192, 8193])
@pytest.mark.parametrize("name", ["rain", "surf", "drone"])
def test_any_block_size_gives_the_same_bits(size, name, beds):
    timeline = session(20, (3, 2, "say"), (9, 6, "chime"))
    start, count = 60_000, (400 if size == 1 else 60_000)
    reference = BedLane(beds(name), timeline).frames(start, count)
    lane = BedLane(beds(name), timeline)
    parts = [lane.frames(start + at, min(size, count - at)) for at in range(0, count, size)]
    assert np.array_equal(np.concatenate(parts), reference)


# -- a listener's own


def noise(seconds, rate=RATE, channels=2, seed=1):
    return (0.1 * np.random.default_rng(seed).standard_normal((round(seconds * rate), channels))).astype(
        np.float32
    )


def test_a_loop_is_crossed_at_its_seam():
    sound = noise(20)
    bed = LoopedBed([sound[:30000], sound[30000:]], RATE, "it")
    period = 16 * RATE
    out = bed.frames(0, 3 * period)
    assert np.array_equal(out[:period], sound[:period])
    # past the seam it is the sound again
    assert np.array_equal(out[period + 4 * RATE : 2 * period], sound[4 * RATE : period])
    assert np.array_equal(out[period + 4 * RATE : 2 * period], out[2 * period + 4 * RATE :])
    # in the seam as loud as elsewhere, and nothing clicks
    level = np.square(out[:, 0]).reshape(-1, RATE // 2).mean(axis=1)
    assert 10 * np.log10(level.max() / level.min()) < 1.5
    assert bed.lufs == pytest.approx(loudness(sound, RATE), abs=0.1)
    bed.close()


def test_a_loop_is_named_by_its_samples():
    one, same, other = (LoopedBed([noise(3, seed=seed)], RATE, "it") for seed in (1, 1, 2))
    assert one.identity == same.identity != other.identity
    assert LoopedBed([noise(3)[:999], noise(3)[999:]], RATE, "in two pieces").identity == one.identity


def test_a_loops_seam_does_not_step():
    time = np.arange(10 * RATE) / RATE
    tone = (0.3 * np.sin(2 * np.pi * 173.3 * time)).astype(np.float32)[:, None]
    out = LoopedBed([tone], RATE, "it").frames(0, 40 * RATE)
    assert np.abs(np.diff(out, 2, axis=0)).max() < 1.6 * np.abs(np.diff(tone, 2, axis=0)).max()


@pytest.mark.parametrize("step", [1, 777, 8192])
def test_a_loop_from_any_frame(step):
    bed = LoopedBed([noise(3, channels=1)], RATE, "it")
    start, count = 17_000, min(step * 300, 30_000)
    parts = [bed.frames(start + at, min(step, count - at)) for at in range(0, count, step)]
    assert np.array_equal(np.concatenate(parts), bed.frames(start, count))


def write(path, sound, rate, **how):
    soundfile = pytest.importorskip("soundfile")
    soundfile.write(path, sound, rate, **how)
    return path


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_a_file_at_another_rate(tmp_path, ending):
    time = np.arange(5 * 22050) / 22050
    tone = (0.3 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
    bed = bed_from_file(write(tmp_path / f"bed.{ending}", tone, 22050), 48000)
    out = bed.frames(48000, 48000)
    assert np.argmax(np.abs(np.fft.rfft(out[:, 0] * np.hanning(48000)))) == 440
    assert np.abs(out[:, 0] - out[:, 1]).max() < 1e-6
    assert bed.lufs == pytest.approx(loudness(out, 48000), abs=0.5)


def test_a_long_file_is_used_from_its_start_only(tmp_path, monkeypatch):
    monkeypatch.setattr("voiceguide.sound._loop.LONGEST_MS", 2000)
    bed = bed_from_file(write(tmp_path / "long.wav", noise(6), RATE), RATE)
    assert np.array_equal(bed.frames(1500 * 8, 100), bed.frames(1500 * 8 + 1500 * 8, 100))


def test_files_that_are_no_bed(tmp_path):
    (tmp_path / "text.wav").write_text("no sound at all")
    with pytest.raises(InputError, match=r"text.wav cannot be read as a sound"):
        bed_from_file(tmp_path / "text.wav", RATE)
    with pytest.raises(InputError, match="cannot be read"):
        bed_from_file(tmp_path / "missing.wav", RATE)
    with pytest.raises(InputError, match="too short for a bed: at least 1s"):
        bed_from_file(write(tmp_path / "short.wav", noise(0.5), RATE), RATE)


def test_a_segment_as_a_bed():
    raw = (8000 * np.sin(2 * np.pi * 100 * np.arange(3 * 22050) / 22050)).astype("<i2").tobytes()
    bed = bed_from_segment(AudioSegment(data=raw, sample_width=2, frame_rate=22050, channels=1), RATE)
    assert bed.frames(10**6, 50).shape == (50, 2)
    with pytest.raises(InputError, match="AudioSegment"):
        bed_from_segment(b"raw", RATE)


def test_a_silent_bed_stays_silent():
    lane = BedLane(LoopedBed([np.zeros((5 * RATE, 2), np.float32)], RATE, "it"), session(10))
    assert not lane.frames(0, 10 * RATE).any()
