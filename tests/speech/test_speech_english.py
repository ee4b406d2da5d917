# ruff: noqa: RUF001 (phonemes look like letters)
import ast
import ctypes
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech import Lexicon, VoiceId, VoiceSettings, find_engine
from voiceguide.speech._text import spoken_form
from voiceguide.speech.engines import _kokoro, _piper
from voiceguide.speech.engines._kokoro_phonemes import kokoro_phonemes
from voiceguide.speech.english import PASSES, SPAN, FinishedSpans
from voiceguide.speech.english._grammar import WordSequence
from voiceguide.speech.english._heteronyms import RULES, read_aloud
from voiceguide.speech.english._heteronyms import _table as heteronyms

HERE = Path(__file__).parent
OF_THE_LEXICON = {"18", "22", "23", "24"}
"""Kinds that the lexicon, the point codes and the parts of a script's texts answer for."""


def rows(name):
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def spoken_rows(mode):
    return [
        pytest.param(text.replace("\\\\n", "\\n").replace("\\\\t", "\\t"), right, id=text)
        for name in ("spoken_cases.tsv", "spoken_own.tsv")
        for kind, found, text, right in rows(name)
        if found == mode and kind.split()[0] not in OF_THE_LEXICON
    ]


@pytest.fixture(scope="module")
def phonemizer():
    return _kokoro._espeak(False)


def given_to(family, text):
    return spoken_form(text, respell=Lexicon.load().respeller(family))


@pytest.mark.parametrize(("text", "right"), spoken_rows("S"))
def test_what_is_written_is_what_is_said(text, right):
    assert spoken_form(text) == (right if right[-1] in ".!?" else f"{right}.")


@pytest.mark.parametrize(("text", "right"), spoken_rows("P"))
def test_what_is_written_is_what_the_engine_gets(phonemizer, text, right):
    assert right in "".join(_piper.phonemes(phonemizer, given_to("piper", text)))


def test_each_pass_has_its_place():
    assert [each.name for each in PASSES] == [
        "signs",
        "digits",
        "figures",
        "powers",
        "dates",
        "point codes",
        "vertebrae",
        "counts",
        "lengths",
        "times of day",
        "years",
        "multiples",
        "quantities",
        "Roman numerals",
        "abbreviations",
        "shares",
        "stressed words",
        "initialisms",
        "slashes",
        "bare numbers",
        "dashes",
    ]


@pytest.mark.parametrize(
    ("first", "second", "text", "right"),
    [
        ("dates", "counts", "2024-05-01", "May first, twenty twenty-four."),
        ("vertebrae", "counts", "T1-4", "T one to four."),
        ("lengths", "times of day", "Hold 1:30.", "Hold one minute and thirty seconds."),
        ("years", "quantities", "the 80s", "the eighties."),
        ("multiples", "quantities", "3x10 cm", "three by ten centimetres."),
        ("quantities", "abbreviations", "10 min.", "ten minutes."),
        ("Roman numerals", "initialisms", "Part IV", "Part four."),
        ("stressed words", "initialisms", "DO IT NOW", "DO it now."),
        ("abbreviations", "shares", "24/7", "twenty-four seven."),
        ("shares", "bare numbers", "Set 1/3", "Set one of three."),
    ],
)
def test_why_one_pass_stands_before_another(first, second, text, right):
    names = [each.name for each in PASSES]
    assert names.index(first) < names.index(second)
    assert spoken_form(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        # "max." was made of "max" and a full stop that another pass had put there
        ("Go to your max", "Go to your max."),
        # the words of one pass are abbreviations, units or capitals to another
        ("Point #5 in.", "Point number five inches."),
        ("~5 M", "about five M."),
        ("1 sec. 1 min.", "one second one minute."),
    ],
)
def test_no_pass_works_on_anothers_words(text, right):
    assert spoken_form(text) == right


@given(st.lists(st.text(alphabet="abc 1.,-", min_size=1, max_size=8), max_size=6))
def test_finished_words_come_back_whole(words):
    keep = FinishedSpans()
    text = " ".join(keep(each) for each in words)
    assert SPAN.startswith("[")
    assert keep.restored(text) == " ".join(words)


def test_the_rules_find_the_reading():
    wrong = []
    for word, answer, sentence in rows("heteronyms_own.tsv"):
        if word.lower() in heteronyms():
            words = WordSequence.of(sentence)
            found = RULES[heteronyms()[word.lower()][0]](words, words.lower.index(word.lower()))
            if found != (answer == "yes"):
                wrong.append(sentence)
    assert wrong == []


@pytest.mark.parametrize(("sentence", "right"), rows("heteronym_phonemes.tsv"))
def test_each_family_of_engines_is_given_the_reading(phonemizer, sentence, right):
    def heard(family):
        return "".join(_piper.phonemes(phonemizer, given_to(family, sentence)))

    assert right in heard("piper")
    kokoro = _kokoro.symbols_of(given_to("kokoro", sentence), british=False)
    assert kokoro_phonemes(right, british=False) in kokoro
    # voices of the system get letters, and a weak vowel or a nasal may differ
    assert _alike(right) in _alike(heard("espeak"))


def _alike(phonemes):
    return phonemes.replace("ᵻ", "ɪ").replace("ŋk", "nk").replace("ʲ", "")


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng")
@pytest.mark.parametrize(("sentence", "right"), rows("heteronym_phonemes.tsv"))
def test_espeak_reads_the_letters_so_that_voices_without_phonemes_get(sentence, right):
    import espeakng_loader

    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    espeak.espeak_SetVoiceByName(b"en-us")
    text = ctypes.c_char_p(given_to("letters", sentence).encode())
    heard = ""
    while text.value:
        heard += espeak.espeak_TextToPhonemes(ctypes.byref(text), 1, 2).decode() + " "
    assert _alike(right) in _alike(heard)


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng")
@pytest.mark.parametrize(("sentence", "right"), rows("heteronym_phonemes.tsv"))
def test_the_systems_espeak_reads_it_so(sentence, right):
    settings = VoiceSettings(VoiceId("system", "default"))
    heard = find_engine("system").phonemes(given_to("espeak", sentence), settings)
    assert _alike(right) in _alike(heard)


@pytest.mark.parametrize("word", sorted(heteronyms()))
def test_a_respelling_is_said_alike_in_every_position(phonemizer, word):
    for cell in heteronyms()[word][1:]:
        letters = cell.split(" [[")[0]
        if letters.startswith("[[") or letters == "-":
            continue
        heard = {
            "".join(_piper.phonemes(phonemizer, frame.format(letters))).split(" ")[place].rstrip(".ɹ")
            for frame, place in (("{}.", 0), ("to {} me.", 1), ("they {} well.", 1), ("and {}.", 1))
        }
        assert len(heard) == 1, heard


def test_unknown_families_get_the_words_as_they_are():
    assert read_aloud("Close your eyes.", "another") == "Close your eyes."
    assert spoken_form("Close your eyes.") == "Close your eyes."


def test_names_are_no_heteronyms(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text("words:\n  Sogawa: close use\n")
    respeller = Lexicon.load(own).respeller("piper")
    assert spoken_form("Use Sogawa.", respell=respeller) == "yooze close use."
    assert spoken_form("The Sogawa use is light.", respell=respeller) == "The close use yoose is light."


def test_a_plain_sentence_loads_no_pass():
    code = (
        "import sys; from voiceguide.speech._text import spoken_form;"
        "spoken_form('Close your eyes, and breathe in slowly.');"
        "print([name for name in sys.modules if name.startswith('voiceguide.speech.english._')])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert {name.rpartition("_")[2] for name in ast.literal_eval(done.stdout)} == {
        "spans",
        "grammar",
        "heteronyms",
        "passes",
        "pasted",
        "units",
    }
