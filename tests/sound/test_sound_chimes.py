"""Chimes: found, told apart, rung out, and none of them harsh."""

import numpy as np
import pytest

from voiceguide.errors import CacheError, InputError
from voiceguide.sound import ChimeSet, Clip, theme_names
from voiceguide.sound._chime_data import DEFAULT_THEME, ROLES, ChimeData, chime_data
from voiceguide.sound._levels import VOICE_LUFS
from voiceguide.sound._meter import loudest_moment
from voiceguide.sound._synthesis import synthesise
from voiceguide.yamlfile import from_values

RATE = 24000
THEMES = theme_names()
EVERY = [(theme, role) for theme in THEMES for role in ROLES] + [
    (DEFAULT_THEME, name) for name in chime_data().sounds
]


@pytest.fixture(scope="module")
def wave():
    sets = {theme: ChimeSet(theme) for theme in THEMES}
    return lambda theme, name, rate=RATE: sets[theme].clip(sets[theme].ref(name, rate).key).samples


def spectrum(sound, rate=RATE):
    return np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2, np.fft.rfftfreq(len(sound), 1 / rate)


def onsets(sound):
    """Count strikes: where the level jumps by more than 2 dB within 20 ms, at least 150 ms apart."""
    step = RATE // 50
    level = np.array([np.abs(sound[at : at + step]).max() for at in range(0, len(sound), step)]) + 1e-4
    before = np.concatenate([[1e-4], level[:-1]])
    count, last = 0, -99
    for at in np.flatnonzero((level > before * 1.26) & (level > level.max() / 10)):
        count += at - last > 7
        last = at
    return count


@pytest.mark.parametrize(("theme", "name"), EVERY)
def test_every_chime_is_clean(theme, name, wave):
    sound = wave(theme, name)
    assert sound.dtype == np.float32
    assert sound.shape[1] == 2
    assert not sound[-1].any()
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound).max() < 10 ** (-6 / 20)
    # nothing harsh: next to nothing over 6 kHz, and no step anywhere
    power, hertz = spectrum(sound)
    assert power[hertz > 6000].sum() < 1e-6 * power.sum()
    assert np.abs(np.diff(sound, 2, axis=0)).max() < 0.35 * np.abs(sound).max()
    assert abs(sound.mean()) < 1e-3


@pytest.mark.parametrize(("theme", "name"), EVERY)
def test_the_onset_is_within_a_millisecond(theme, name, wave):
    level = np.abs(wave(theme, name)).max(axis=1)
    assert np.argmax(level > level.max() / 100) <= RATE / 1000


def theme_sound(theme, name):
    data = chime_data()
    return data.sounds[data.themes[theme].get(name, name)]


@pytest.mark.parametrize(("theme", "name"), EVERY)
def test_decays_are_not_cut(theme, name, wave):
    sound = wave(theme, name)
    breath = theme_sound(theme, name).breath
    end = sound[-len(sound) // (100 if breath else 20) :]
    assert np.abs(end).max() < 10 ** (-35 / 20) * np.abs(sound).max()


@pytest.mark.parametrize("theme", THEMES)
def test_roles_are_told_apart_with_closed_eyes(theme, wave):
    features = {}
    for role in ROLES:
        sound = wave(theme, role)
        power, hertz = spectrum(sound)
        centroid = np.log2((power * hertz).sum() / power.sum())
        swell = np.argmax(np.abs(sound).max(axis=1)) / RATE
        features[role] = (centroid, onsets(sound), np.log2(len(sound) / RATE), swell)
    for one in ROLES:
        for other in ROLES:
            if one < other:
                pitch, strikes, length, swell = np.abs(np.subtract(features[one], features[other]))
                # a third of an octave, or another number of strikes, or twice as long, or it swells
                assert pitch > 0.33 or strikes or length > 1 or swell > 0.5, (one, other)


def test_strikes_can_be_counted(wave):
    assert [onsets(wave("bowl", role)) for role in ("start", "half", "switch", "stop", "end")] == [
        1,
        1,
        2,
        2,
        3,
    ]


def above_500_hz(sound):
    """What a phone's speaker plays."""
    spectrum = np.fft.rfft(sound, axis=0)
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE) < 500] = 0
    return np.fft.irfft(spectrum, len(sound), axis=0).astype(np.float32)


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone_s_speaker_no_chime_is_lost(theme, wave):
    level = {role: loudest_moment(above_500_hz(wave(theme, role)), RATE) for role in ROLES}
    assert all(abs(level[role] - level["half"]) <= 3 for role in ("start", "switch", "stop", "end"))
    assert abs(level["inhale"] - level["exhale"]) < 3


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone_s_speaker_breaths_rise_and_fall(theme, wave):
    early, late = pitches(above_500_hz(wave(theme, "inhale")))
    assert late > early * 1.1
    early, late = pitches(above_500_hz(wave(theme, "exhale")))
    assert late < early / 1.1


def pitches(sound):
    """Strongest frequency in the second and in the last but one fifth."""
    fifth = len(sound) // 5
    found = []
    for at in (fifth, 3 * fifth):
        part = sound[at : at + fifth].mean(axis=1) * np.hanning(fifth)
        found.append(np.argmax(np.abs(np.fft.rfft(part, 1 << 17))) * RATE / (1 << 17))
    return found


def test_breath_in_rises_and_breath_out_falls(wave):
    early, late = pitches(wave("bowl", "inhale"))
    assert late > early * 1.1
    early, late = pitches(wave("bowl", "exhale"))
    assert late < early / 1.1


def test_a_bowl_rings_with_the_partials_of_its_data(wave):
    sound = wave("bowl", "bowl", 48000)
    power = np.abs(np.fft.rfft(sound[:96000, 0] * np.hanning(96000))) ** 2
    for mode in chime_data().instruments["bowl"].modes[:3]:
        near = slice(round(2 * (220 * mode.ratio - 12)), round(2 * (220 * mode.ratio + 12)))
        around = slice(round(2 * (220 * mode.ratio - 90)), round(2 * (220 * mode.ratio + 90)))
        assert power[near].max() == power[around].max()
        # between the partials there is nothing
        assert np.median(power[around]) < power[near].max() * 1e-5


def test_a_bowl_beats(wave):
    # the pair of the lowest mode is 0.7 Hz apart: its level dips every 1.43 s
    sound = wave("bowl", "bowl")[:, 0]
    step = RATE // 20
    level = np.array([np.abs(sound[at : at + step]).max() for at in range(0, 5 * RATE, step)])
    decayed = level * np.exp(np.log(1000) / 8 * np.arange(len(level)) / 20)
    dips = [at for at in range(4, 90) if decayed[at] == decayed[max(0, at - 8) : at + 9].min()]
    assert np.diff(dips) == pytest.approx(20 / 0.7, abs=4)


@pytest.mark.parametrize(("theme", "name"), EVERY)
def test_levels_keep_their_distance_from_the_voice(theme, name, wave):
    below = VOICE_LUFS - loudest_moment(wave(theme, name), RATE)
    if name in {"tap", "tap-low", "taken", "inhale", "sip", "hold", "exhale", "rest", "rise", "fall"}:
        assert 14 <= below <= 18.1
    else:
        assert 3.9 <= below <= 12.1


@pytest.mark.parametrize("role", ["start", "tap", "inhale", "exhale"])
def test_a_chime_is_the_same_at_every_rate(role):
    chimes = ChimeSet()
    low = chimes.clip(chimes.ref(role, 24000).key).samples
    high = chimes.clip(chimes.ref(role, 48000).key).samples[::2][: len(low)]
    difference = low[: len(high)] - high
    # but for what 24 kHz cannot hold, and the level that is measured anew
    assert np.abs(difference[:-50]).max() < 0.01 * np.abs(high).max()


@pytest.mark.parametrize(("theme", "name"), EVERY)
def test_the_length_is_known_without_making_the_sound(theme, name, wave):
    assert ChimeSet(theme).ref(name, RATE).frames == len(wave(theme, name))


def test_two_sets_make_the_same_samples():
    one, two = ChimeSet("bell"), ChimeSet("bell")
    key = one.ref("switch", RATE).key
    assert np.array_equal(one.clip(key).samples, two.clip(key).samples)
    assert key == "chime/bell/switch@24000"
    assert one.clip(key) is one.clip(key)
    assert not one.clip(key).samples.flags.writeable


def test_the_voice_waits_for_the_last_strike():
    chimes = ChimeSet()
    assert chimes.voice_after("start", RATE) == 1.2 * RATE
    assert chimes.voice_after("end", RATE) == 7.6 * RATE
    assert chimes.voice_after("inhale", RATE) == chimes.ref("inhale", RATE).frames
    assert chimes.voice_after("tap", RATE) == chimes.ref("tap", RATE).frames


def test_a_listeners_own_sound():
    mine = Clip(np.full((100, 1), 0.25, np.float32), RATE)
    chimes = ChimeSet("bowl", {"start": mine, "rooster": Clip(np.zeros((4800, 2), np.float32), 48000)})
    ref = chimes.ref("start", RATE)
    assert ref.frames == 100
    assert chimes.clip(ref.key).samples is mine.samples
    assert chimes.ref("rooster", RATE).frames == 2400
    assert "rooster" in chimes.names()
    assert chimes.about("rooster") == "your own sound"
    # another sound under the same name is another key
    other = ChimeSet("bowl", {"start": Clip(np.full((100, 1), 0.5, np.float32), RATE)})
    assert other.ref("start", RATE).key != ref.key


def test_unknown_names_say_what_is_allowed():
    with pytest.raises(
        InputError,
        match=r"there is no chime theme 'bowll'; did you mean bowl or bell\? There are: bowl, bell",
    ):
        ChimeSet("bowll")
    with pytest.raises(
        InputError, match=r"there is no chime 'gonk'; did you mean gong\? There are: start, half"
    ):
        ChimeSet().ref("gonk", RATE)
    for key in ("chime/bowl/none@48000", "chime/bowl/start@x", "chime/none/start@48000", "chime/", "clip/x"):
        with pytest.raises(CacheError, match="no chime"):
            ChimeSet().clip(key)


def test_themes_are_those_of_the_data():
    assert set(THEMES) == set(chime_data().themes)
    assert THEMES[0] == DEFAULT_THEME


def test_a_teachers_own_data_is_checked():
    mode = {"ratio": 1, "level": 0, "ring": 1, "beat": 0}
    good = {
        "instruments": {"cup": {"attack": 0.005, "ring_at": 400, "modes": [mode]}},
        "sounds": {"sip": {"about": "a cup", "level": -6, "strikes": [{"instrument": "cup", "pitch": 400}]}},
        "themes": {"tea": dict.fromkeys(ROLES, "sip")},
    }
    data = from_values(ChimeData, good)
    assert data.seconds(data.sounds["sip"]) == pytest.approx(1.0)
    assert synthesise(data.sounds["sip"], data, RATE, RATE).shape == (RATE, 2)
    for wrong in (
        {"sounds": {"sip": {"about": "", "level": -6, "strikes": [{"instrument": "mug", "pitch": 400}]}}},
        {"sounds": {"sip": {"about": "", "level": -6}}},
        {"themes": {"tea": {"start": "sip"}}},
        {"themes": {"tea": dict.fromkeys(ROLES, "gulp")}},
        {"melodies": {}},
    ):
        with pytest.raises(ValueError, match="validation error"):
            from_values(ChimeData, good | wrong)
