# ruff: noqa: RUF001 (phonemes look like letters)
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voiceguide.errors import SpeechError, VoiceError
from voiceguide.script import split_sentences
from voiceguide.speech import (
    ClipCache,
    Lexicon,
    Speaker,
    VoiceId,
    VoiceSettings,
    check_voice,
    find_engine,
    voices,
)
from voiceguide.speech._text import spoken_form
from voiceguide.speech.engines import _piper as piper
from voiceguide.speech.engines import _system as system

JOE = VoiceSettings(VoiceId("piper", "joe"))
SYSTEM = VoiceSettings(VoiceId("system", "default"))
TEXT = "Lie on your back. Bend your knees. Place the ball beside your spine. Breathe out. Let go. Good."


@pytest.fixture(scope="module")
def joe():
    return piper._loaded("joe")


def phonemes(joe, text):
    respeller = Lexicon.load().respeller("piper")
    return "".join(piper.phonemes(joe, spoken_form(text, respell=respeller)))


@pytest.mark.parametrize(
    ("run", "opened"),
    [
        ("ˈɪn.", "ˈɪnn."),
        ("ˈaʊt.", "ˈaʊt."),
        ("ɪnhˈeɪl", "ɪnhˈeɪl"),
        ("ɹˈɛst.", " ɹˈɛst."),
        ("tˈɛn.", " tˈɛn."),
        ("ˈɪn ænd ˈaʊt.", " ˈɪn ænd ˈaʊt."),
        ("", " "),
        (".", " ."),
    ],
)
def test_a_sentence_has_a_space_before_it_but_a_single_word_with_a_vowel_first(run, opened):
    assert "".join(piper._opened(list(run))) == opened


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gao Huang", "ɡˈaʊ hwˈɑːŋ"),
        ("Gao Huang Shu", "ɡˈaʊ hwˈɑːŋ ʃˈuː"),
        ("Hou Xi", "hˈoʊ ʃˈiː"),
        ("Gan Yu", "ɡˈɑːn jˈuː"),
        ("Gan Shu", "ɡˈɑːn ʃˈuː"),
        ("Zhi Shi", "dʒˈɜː ʃˈɜː"),
        ("Tai Chong", "tˈaɪ tʃˈʊŋ"),
        ("Tian Zong", "tjˈɛn dzˈʊŋ"),
        ("Bai Hui", "bˈaɪ hwˈeɪ"),
    ],
)
def test_piper_is_given_the_names_as_mandarin_has_them(joe, name, expected):
    assert phonemes(joe, name) == f"{expected}."
    assert set(expected) <= set(joe.config.phoneme_id_map)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is Hou Xi, on the left.", "ðɪs ɪz hˈoʊ ʃˈiː, ɔnðə lˈɛft."),
        ("Hou Xi? Good.", "hˈoʊ ʃˈiː? ɡˈʊd."),
        ("Hou Xi, Bai Hui: Gan Shu", "hˈoʊ ʃˈiː, bˈaɪ hwˈeɪ: ɡˈɑːn ʃˈuː."),
        ("Hou Xi's place", "hˈoʊ ʃˈiːz plˈeɪs."),
        ("Hou Xi and Bai Hui", "hˈoʊ ʃˈiː ænd bˈaɪ hwˈeɪ."),
    ],
)
def test_marks_after_a_name_keep_their_pause(joe, text, expected):
    assert phonemes(joe, text) == expected


def test_piper_says_the_same_twice_and_slower_at_a_lower_rate():
    engine = find_engine("piper")
    first, rate = engine.synthesize("Ten seconds left.", JOE)
    again, _ = engine.synthesize("Ten seconds left.", JOE)
    slow, _ = engine.synthesize("Ten seconds left.", VoiceSettings(JOE.voice, 0.75))
    np.testing.assert_array_equal(first, again)
    assert rate == 22_050
    assert first.dtype == np.float32
    assert first.ndim == 1
    assert 1.15 < len(slow) / len(first) < 1.5


def test_a_piper_sentence_is_one_piece_whatever_stands_in_it(joe):
    assert phonemes(joe, "Wait. Then go! Now?").endswith("nˈaʊ?")


def test_pipers_fingerprint_has_the_models_hash(tmp_path):
    import hashlib

    model = piper._model_path("joe")
    found = find_engine("piper").fingerprint("joe")
    recorded = found.split("sha256=")[1].split()[0]
    import base64

    expected = base64.urlsafe_b64encode(hashlib.sha256(model.read_bytes()).digest()).rstrip(b"=").decode()
    assert recorded == expected


def test_a_model_of_ones_own(tmp_path):
    model = tmp_path / "my voice.onnx"
    with pytest.raises(VoiceError, match="there is no piper model"):
        check_voice(VoiceId.parse(f"piper/{model}"))
    model.write_bytes(b"any bytes")
    with pytest.raises(VoiceError, match=r"my voice\.onnx\.json"):
        check_voice(VoiceId.parse(f"piper/{model}"))
    side = Path(f"{model}.json")
    side.write_text("[]")
    with pytest.raises(VoiceError, match="does not describe"):
        check_voice(VoiceId.parse(f"piper/{model}"))
    side.write_text(json.dumps({"espeak": {"voice": "de"}, "audio": {"sample_rate": 16_000}}))
    info = check_voice(VoiceId.parse(f"piper/{model}"))
    assert (info.language, info.native_rate, info.english) == ("de", 16_000, False)


def test_a_model_of_ones_own_speaks(cache, tmp_path):
    source = piper._model_path("joe")
    model = tmp_path / "joe.onnx"
    model.symlink_to(source)
    Path(f"{model}.json").write_bytes(Path(f"{source}.json").read_bytes())
    with Speaker(cache) as speaker:
        ref = speaker.speak(["Halfway."], VoiceSettings(VoiceId("piper", str(model))), 24_000)["Halfway."]
    assert 0.4 < ref.frames / 24_000 < 1.5


def test_a_file_that_is_no_model_is_a_speech_error(cache, tmp_path):
    model = tmp_path / "broken.onnx"
    model.write_bytes(b"not a model")
    Path(f"{model}.json").write_text(
        json.dumps({"espeak": {"voice": "en-us"}, "audio": {"sample_rate": 22_050}})
    )
    with Speaker(cache) as speaker, pytest.raises(SpeechError, match=r"broken\.onnx"):
        speaker.speak(["Halfway."], VoiceSettings(VoiceId("piper", str(model))), 24_000)


@pytest.mark.parametrize("settings", [JOE, SYSTEM], ids=str)
def test_real_voices_speak_every_sentence(cache, settings, capfd):
    sentences = split_sentences(TEXT)
    assert len(sentences) == 6
    with Speaker(cache) as speaker:
        refs = speaker.speak(sentences, settings, 48_000)
    assert list(dict.fromkeys(sentences)) == sorted(refs, key=sentences.index)
    for sentence, ref in refs.items():
        clip = cache.clip(ref.key)
        seconds = clip.frames / clip.rate
        assert 0.2 < seconds < 5, sentence
        assert 0.05 < float(np.abs(clip.samples).max()) <= 1.0
    # a longer sentence takes longer: nothing was swapped between workers
    assert refs["Place the ball beside your spine."].frames > 2 * refs["Good."].frames
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng")
def test_system_voices_differ_and_unknown_ones_are_refused(cache):
    with Speaker(cache) as speaker:
        lengths = {
            name: speaker.speak(["Lie on your back."], VoiceSettings(VoiceId("system", name)), 48_000)
            for name in ("en-US", "en-GB-scotland", "de")
        }
    assert len({refs["Lie on your back."].key for refs in lengths.values()}) == 3
    assert len({refs["Lie on your back."].frames for refs in lengths.values()}) == 3
    with pytest.raises(VoiceError, match="did you mean system/en-US"):
        check_voice(VoiceId("system", "en-USA"))


def test_the_systems_pace_follows_the_rate():
    with_rates = (0.7, 1.0, 1.5)
    code = (
        "from voiceguide.speech._engine import find_engine; from voiceguide.speech._voice import *\n"
        "import sys\n"
        "e = find_engine('system'); v = VoiceId('system', 'default')\n"
        f"for r in {with_rates}: print(len(e.synthesize('Lie on your back now.', VoiceSettings(v, r))[0]),"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    lengths = [int(line) for line in done.stderr.split()]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == 3


def test_nothing_heavy_is_loaded_to_check_or_list_voices():
    code = (
        "import sys, voiceguide.speech as s; s.check_voice(s.VoiceId.parse('piper/joe')); s.voices();"
        "from voiceguide.speech._engine import find_engine; find_engine('piper').fingerprint('joe');"
        "find_engine('system').fingerprint('default');"
        "heavy = {'numpy', 'onnxruntime', 'piper', 'pyttsx3', 'espeakng_loader', 'soxr', 'scipy'};"
        "print(heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_voices_are_listed_with_what_a_person_needs():
    listed = {str(info.id): info for info in voices()}
    assert next(iter(listed)) == "piper/joe"
    for info in listed.values():
        assert info.language
        assert info.licence
        assert info.available
    assert "GPL" in listed["piper/joe"].licence


def test_an_engine_that_is_not_installed_says_how_to_mend(monkeypatch):
    monkeypatch.setattr(piper, "installed_version", lambda _: "")
    with pytest.raises(VoiceError, match=r"piper-tts is not installed\. Try: pip install piper-tts"):
        check_voice(VoiceId("piper", "joe"))
    monkeypatch.setattr(system, "installed_version", lambda _: "")
    with pytest.raises(VoiceError, match="pip install pyttsx3"):
        check_voice(VoiceId("system", "default"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng")
def test_the_systems_voice_says_the_same_in_every_run(tmp_path: Path) -> None:
    sentences = [f"Breathe in, and count to {number}." for number in range(20, 60)]
    runs = []
    for run in ("first", "second"):
        cache = ClipCache(tmp_path / run)
        with Speaker(cache) as speaker:
            refs = speaker.speak(sentences, SYSTEM, 24_000)
        runs.append([cache.clip(refs[sentence].key).samples.tobytes() for sentence in sentences])
    assert runs[0] == runs[1]


def test_the_pitch_of_a_system_voice_goes_where_it_is_told(tmp_path: Path) -> None:
    heights = []
    for pitch in (-4.0, 0.0, 4.0):
        with Speaker(ClipCache(tmp_path), workers=1) as speaker:
            settings = VoiceSettings(VoiceId("system", "default"), pitch=pitch)
            clip = speaker.speak(["Lower your shoulders, on the mellow yellow lawn."], settings, 48_000)
        samples = ClipCache(tmp_path).clip(next(iter(clip.values())).key).samples[:, 0]
        heights.append(_fundamental(samples, 48_000))
    steps = 12 * np.log2(np.array(heights[1:]) / heights[:-1])
    assert steps == pytest.approx([4, 4], abs=1.2)


def _fundamental(samples: np.ndarray, rate: int) -> float:
    """The median pitch in Hz, by autocorrelation of loud windows."""
    found = []
    for start in range(0, len(samples) - 4096, 2048):
        window = samples[start : start + 4096]
        if np.sqrt(np.mean(window**2)) > 0.05:
            similar = np.correlate(window, window, "full")[4095:]
            period = rate // 300 + int(similar[rate // 300 : rate // 60].argmax())
            if similar[period] > 0.5 * similar[0]:
                found.append(rate / period)
    return float(np.median(found))


def test_a_voice_without_pitch_says_so(tmp_path: Path) -> None:
    with Speaker(ClipCache(tmp_path)) as speaker, pytest.raises(VoiceError, match="pitch of piper/joe"):
        speaker.speak(["Breathe in."], VoiceSettings(VoiceId("piper", "joe"), pitch=2.0), 48_000)


def test_an_engine_that_does_not_say_all_of_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_ENGINES", "bare=builtins:object")
    with pytest.raises(
        VoiceError, match=r"'bare' cannot be loaded: object does not say its name, .*calibration"
    ):
        find_engine("bare")


@pytest.mark.skipif(sys.platform != "linux", reason="espeak is Linux's")
def test_a_clip_of_the_systems_voice_does_not_depend_on_what_was_said_before(tmp_path):
    sentences = ["Breathe in slowly.", "Halfway.", "Ten seconds left.", "Roll onto one side, and rest there."]
    made = []
    for run, order in enumerate((sentences, sentences[::-1], sentences[2:])):
        cache = ClipCache(tmp_path / str(run))
        with Speaker(cache, workers=1) as speaker:
            refs = speaker.speak(order, SYSTEM, 48_000)
        made.append({sentence: cache.clip(refs[sentence].key).samples.tobytes() for sentence in order})
    assert made[0] == made[1]
    assert made[2].items() <= made[0].items()
