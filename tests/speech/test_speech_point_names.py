# ruff: noqa: E501, RUF001 (tables; phonemes look like letters)
"""Names in pinyin: found where they are, never in English, and said as Mandarin's own sounds have it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech import Lexicon, VoiceId, VoiceSettings, find_engine
from voiceguide.speech._pinyin import SYLLABLES, bare, ipa, split
from voiceguide.speech._point_names import find_names
from voiceguide.speech._text import spoken_form
from voiceguide.speech.engines._kokoro_phonemes import kokoro_phonemes

HERE = Path(__file__).parent
LEXICON = Lexicon.load()


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


NAMES = rows("point_names.tsv")
MANDARIN = dict(rows("mandarin_syllables.tsv"))
SENTENCES = (HERE / "english_sentences.txt").read_text("utf-8").splitlines()

# Mandarin's sounds, and the English ones that are nearest: the longest spelling first
ONSETS = {
    "tɕʰ": "tʃ", "ʈʂʰ": "tʃ", "tsʰ": "ts", "tɕ": "dʒ", "ʈʂ": "dʒ", "ts": "dz", "ɕ": "ʃ", "ʂ": "ʃ", "ʐ": "ɹ",
    "pʰ": "p", "tʰ": "t", "kʰ": "k", "p": "b", "t": "d", "k": "ɡ", "x": "h", "s": "s", "m": "m", "n": "n", "f": "f",
    "l": "l", "": "",
}  # fmt: skip
RIMES = {
    "a": "ɑː", "ja": "jɑː", "ia": "jɑː", "wa": "wɑː", "an": "ɑːn", "wan": "wɑːn", "ɑŋ": "ɑːŋ", "jɑŋ": "jɑːŋ",
    "wɑŋ": "wɑːŋ", "aɪ": "aɪ", "waɪ": "waɪ", "ɑʊ": "aʊ", "jɑʊ": "jaʊ", "ɤ": "ʌ", "ən": "ʌn", "ɤŋ": "ʌŋ", "wɤŋ": "wʌŋ",
    "eɪ": "eɪ", "weɪ": "weɪ", "oʊ": "oʊ", "joʊ": "joʊ", "ɔ": "wɔː", "wɔ": "wɔː", "iɔ": "jɔː", "ʊŋ": "ʊŋ", "jʊŋ": "jʊŋ",
    "i": "iː", "in": "ɪn", "iŋ": "ɪŋ", "jɛ": "jɛ", "jɛn": "jɛn", "u": "uː", "wən": "ʊn", "ɑɻ": "ɜː",
    "ɨ": "ɜː", "ɯ": "ʌ", "y": "uː", "yn": "uːn", "ɥœ": "wɛ", "ɥœn": "wɛn",
}  # fmt: skip
ALONE = {"i": "jiː", "in": "jɪn", "iŋ": "jɪŋ", "u": "wuː", "wən": "wʌn", "y": "juː", "yn": "juːn", "ɥœ": "jwɛ",
         "ɥœn": "jwɛn", "ɔ": "ɔː"}  # fmt: skip


def expected(syllable: str) -> str:
    """A syllable's sounds by the table of Mandarin's, without stress."""
    sounds = MANDARIN[syllable]
    onset = next(onset for onset in ONSETS if sounds.startswith(onset))
    rime = sounds.removeprefix(onset)
    if not onset and rime in ALONE:
        return ALONE[rime]
    if rime == "y" and onset in {"n", "l"}:
        return f"{onset}juː"
    return ONSETS[onset] + RIMES[rime]


def unstressed(phonemes: str) -> str:
    return re.sub("[ˈˌ .,]", "", phonemes)


def test_all_points_are_there():
    channels = [code for code, *_ in NAMES if not code.startswith("EX-")]
    assert len(channels) == 361
    assert len({code for code, *_ in NAMES}) == len(NAMES) >= 361 + 40


@pytest.mark.parametrize("syllable", sorted(SYLLABLES))
def test_every_syllable_is_said_as_mandarin_has_it(syllable):
    assert unstressed(ipa(syllable)) == expected(syllable)
    assert ipa(syllable).count("ˈ") == 1


def test_no_syllable_is_missing():
    # of those, Mandarin has no word that is written: the table is of what can be said
    assert set(MANDARIN) - set(SYLLABLES) == {"diang", "lün", "nia", "sei", "shong"}


def writings(pinyin: str, characters: str) -> dict[str, str]:
    """The ways in which people write a name."""
    syllables = bare(pinyin).split()
    plain = " ".join(syllables).title()
    joined = plain.replace(" ", "")
    name = joined[0] + joined[1:].lower()
    return {
        "plain": plain,
        "tones": pinyin.title(),
        "small tones": pinyin,
        "joined tones": pinyin.replace(" ", ""),
        "capitals": plain.upper(),
        "joined": name,
        "hyphens": plain.replace(" ", "-"),
        "characters": characters,
    }


@pytest.mark.parametrize(("code", "characters", "pinyin"), NAMES, ids=[code for code, *_ in NAMES])
def test_the_name_of_every_point_is_found_and_said_in_every_writing(code, characters, pinyin):
    right = "".join(expected(syllable) for syllable in bare(pinyin).split())
    for kind, written in writings(pinyin, characters).items():
        sentence = f"This is {written}, on the left."
        spoken = spoken_form(sentence, respell=LEXICON.respeller("piper"))
        raw = re.fullmatch(r"This is \[\[(.*)\]\], on the left\.", spoken)
        assert raw, (kind, spoken)
        assert unstressed(raw[1]) == right, kind


@pytest.mark.parametrize("voice", ["piper/joe", "system/default", "kokoro/heart", "kokoro/emma"])
def test_what_the_engines_get_for_every_point(voice):
    settings = VoiceSettings(VoiceId.parse(voice))
    engine = find_engine(settings.voice.engine)
    if not engine.voice(settings.voice.name).available:
        pytest.skip("the voice is not installed")
    wrong = []
    for _, _, pinyin in NAMES:
        syllables = bare(pinyin).split()
        name = " ".join(syllables).title()
        got = engine.phonemes(spoken_form(name, respell=LEXICON.respeller(engine.family)), settings)
        right = " ".join(ipa(syllable) for syllable in syllables)
        if voice.startswith("kokoro"):
            right = kokoro_phonemes(right, british=voice == "kokoro/emma")
        if got is not None and got.rstrip(". ") != right:
            wrong.append((name, got, right))
    assert not wrong


@pytest.mark.parametrize("sentence", SENTENCES)
def test_english_is_left_alone(sentence):
    assert find_names(sentence) == []


def test_there_are_many_english_sentences():
    assert len(set(SENTENCES)) >= 200


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Press He Gu, and he can rest.", ["He Gu"]),
        ("Zu San Li (ST 36)", ["Zu San Li"]),
        ("gong sun, SP-4", ["gong sun"]),
        ("SP 4: gong sun", ["gong sun"]),
        ("the gong sun is up", []),
        ("hegu, or he gu", ["hegu", "he gu"]),
        ("Xiao Xue Bao is no point, but pinyin", ["Xiao Xue Bao"]),
        ("Long Pan", []),
        ("Can Xi see it?", []),
        ("dàn tián", ["dàn tián"]),
        ("dāntián", ["dāntián"]),
        ("né, dà", []),
        ("Tàichōng's place", ["Tàichōng"]),
        ("Hou\nXi", ["Hou\nXi"]),
        ("Hou, Xi", []),
        ("Hou Xian", ["Hou Xian"]),
        ("Bye Hou Xi Bye", ["Hou Xi"]),
        ("太冲", ["太冲"]),
    ],
)
def test_when_words_are_a_name(text, names):
    assert [text[name.start : name.end] for name in find_names(text)] == names


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=5))
def test_pinyin_is_split_into_syllables_that_make_it_up(syllables):
    word = "".join(syllables)
    found = split(word)
    assert "".join(found) == word
    assert all(syllable in SYLLABLES for syllable in found)


@given(st.text(max_size=60) | st.text(alphabet="anghuioe '-", max_size=60))
def test_any_text_is_searched(text):
    names = find_names(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(names))
