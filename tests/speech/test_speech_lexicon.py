"""Lexicons: what is given for a word, in YAML, in PLS and from Python, and what is refused."""

# ruff: noqa: E501, RUF001 (tables; phonemes look like letters)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import InputError, VoiceguideError
from voiceguide.speech import Lexicon, LexiconSource, VoiceId, VoiceSettings, find_engine, lexicon_of
from voiceguide.speech._ipa import checked_ipa, in_letters
from voiceguide.speech._lexicon import _built_in_words
from voiceguide.speech._pls import read_pls
from voiceguide.speech._sanskrit import pose
from voiceguide.speech._text import spoken_form

if TYPE_CHECKING:
    from pathlib import Path

LEXICON = Lexicon.load()


def said(text: str, *given: object, family: str = "piper", english: bool = True) -> str:
    lexicon = lexicon_of(tuple(LexiconSource.of(each) for each in given))
    return spoken_form(text, english=english, respell=lexicon.respeller(family, english=english))


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [
        ("Namaste.", "nˌɑːməstˈeɪ"), ("shiatsu", "ʃiʲˈɑːtsuː"), ("the patella", "pətˈɛlə"), ("chi", "tʃˈiː"),
        ("Qi flows", "tʃˈiː"), ("fascia", "fˈæʃə"), ("pranayama", "pɹˌɑːnəjˈɑːmə"), ("He Gu", "hˈʌ ɡˈuː"),
        ("qigong", "tʃˌiːɡˈʊŋ"), ("Savasana", "ʃəvˈɑːsənə"), ("Pilates", "pɪlˈɑːtiːz"), ("the vagus nerve", "vˈeɪɡəs"),
        ("Ms. Sogawa", "mˈɪz soʊɡˈɑːwɑː"), ("Ms Sogawa", "mˈɪz soʊɡˈɑːwɑː"), ("two asanas", "ˈɑːsənəz"),
        ("trikonasana", "tɹˌɪkoʊnˈɑːsənə"), ("Bhujangāsana", "bˌuːdʒəŋɡˈɑːsənə"), ("Bai Hui", "bˈaɪ hwˈeɪ"),
        ("Adho Mukha Svanasana", "ˌɑːdoʊ mˈuːkə ʃvɑːnˈɑːsənə"), ("tai chi", "tˌaɪ tʃˈiː"), ("the fascia's", "fˈæʃəz"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("voice", ["piper/joe", "system/default"])
def test_words_of_the_trade(word, phonemes, voice):
    settings = VoiceSettings(VoiceId.parse(voice))
    engine = find_engine(settings.voice.engine)
    got = engine.phonemes(spoken_form(word, respell=LEXICON.respeller(engine.family)), settings)
    assert got is None or phonemes in got


def test_every_built_in_word_is_given_to_every_family():
    for spelling, word in _built_in_words().items():
        for family in ("piper", "kokoro", "espeak", "letters"):
            found = spoken_form(spelling, respell=LEXICON.respeller(family))
            assert found.startswith("[[") is (family != "letters"), spelling
            assert word.ipa == checked_ipa(word.ipa)


def test_other_languages_have_the_listener_s_own_words_only():
    assert said("Qi und Hou Xi", english=False) == "Qi und Hou Xi."
    assert said("Qi und Hou Xi", {"Qi": "tschi"}, english=False) == "tschi und Hou Xi."


@pytest.mark.parametrize(
    ("words", "text", "spoken"),
    [
        ({"Sogawa": "so gah wah"}, "Sogawa's, sogawa, SOGAWA", "so gah wah's, so gah wah, so gah wah."),
        ({"Sogawa": "/soʊˈɡɑː.wə/"}, "Sogawa's ball", "[[soʊɡˈɑːwəz]] ball."),
        ({"Bai Long": "Báilóng"}, "Bai Long", "[[bˈaɪ lˈʊŋ]]."),
        ({"qi": "kee"}, "Qi and Qi Hai", "kee and kee Hai."),
        ({"IT": {"all": "I T band", "case": "exact"}}, "IT, it and It", "I T band, it and It."),
        ({"lats": {"all": "latts", "case": "exact"}}, "Lats and LATS", "latts and LATS."),
        ({"glute": "gloot"}, "glutes", "gloots."),
        ({"glute": {"all": "gloot", "endings": "none"}}, "glute, glutes", "gloot, glutes."),
        ({"left side": "your left side"}, "the left\nside, left-side", "the your left side, your left side."),
        ({"Hou Xi": {"piper": "[[x]]", "all": "hoe"}}, "Hou Xi", "[[x]]."),
        ({"Hou Xi": {"kokoro": "x", "all": "hoe"}}, "Hou Xi", "hoe."),
        ({"SI-3": "small three"}, "SI-3", "small three."),
    ],
)  # fmt: skip
def test_a_listener_s_own_words(words, text, spoken):
    assert said(text, words) == spoken


def test_of_two_lexicons_the_later_one_wins():
    assert said("qi", {"qi": "one"}, {"qi": "two"}) == "two."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"x": "/ʃ9/"}, "'9' is no sound"),
        ({"x": "/ʃ/"}, "no vowel"),
        ({"x": ""}, "nothing to say"),
        ({"x": {"ipa": "a", "festival": "b"}}, "festival"),
        ({"x": {"case": "some", "all": "y"}}, "exact"),
    ],
)
def test_wrong_words_are_refused(words, message):
    with pytest.raises(InputError, match=message):
        said("x", words)


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">'
PLS = (
    HEAD
    + """
  <!-- people -->
  <lexeme><grapheme>Kuroda</grapheme><phoneme>kʊˈroʊdə</phoneme></lexeme>
  <lexeme><grapheme>judgment</grapheme><grapheme>judgement</grapheme><phoneme>ˈdʒʌdʒ.mənt</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme><grapheme>tuina</grapheme><phoneme>tuiˈnɑː</phoneme><phoneme prefer="true">tweɪˈnɑː</phoneme></lexeme>
</lexicon>"""
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_pls_is_read(tmp_path, encoding):
    path = tmp_path / "names.pls"
    path.write_bytes(PLS.replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8").encode(encoding))
    assert said("Kuroda's judgement, by the W3C, and kuroda; Judgment", path) == (
        "[[kʊɹˈoʊdəz]] [[dʒˈʌdʒmənt]], by the World Wide Web Consortium, and kuroda; [[dʒˈʌdʒmənt]]."
    )
    assert said("tuina", path) == "[[tweɪnˈɑː]]."
    assert said("Kuroda", path, family="letters") == "koo-roh-duh."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<speak/>", "begins with <speak>"),
        ("<lexicon>", "not well-formed"),
        ("", "not well-formed"),
        (f"{HEAD}<lexeme><phoneme>a</phoneme></lexeme></lexicon>", "no <grapheme>"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme></lexeme></lexicon>", "neither a <phoneme> nor an <alias>"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme><phoneme>5</phoneme></lexeme></lexicon>", "'5' is no sound"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme><alias> </alias></lexeme></lexicon>", "says nothing"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme><phoneme alphabet='x-sampa'>a</phoneme></lexeme></lexicon>", "allowed: ipa"),
        ('<!DOCTYPE lexicon [<!ENTITY a "aaaa">]><lexicon>&a;</lexicon>', "document type"),
        ("<lexicon>" + " " * (1 << 20) + "</lexicon>", "larger than 1 MB"),
    ],
)  # fmt: skip
def test_a_wrong_pls_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "names.pls"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message) as refusal:
        read_pls(path)
    assert "names.pls" in str(refusal.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "names.pls").write_bytes(b"<lexicon>\xff</lexicon>")
    with pytest.raises(InputError, match="UTF-8"):
        read_pls(tmp_path / "names.pls")
    with pytest.raises(InputError, match="cannot be read"):
        LexiconSource.of(tmp_path / "none.yaml")


def test_a_lexicon_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("words: {a: b}")
    other.write_text("words: {a: b}")
    assert LexiconSource.of(one) == LexiconSource.of(other) != LexiconSource.of({"a": "b"})
    assert LexiconSource.of({"a": "b", "c": "d"}) == LexiconSource.of({"c": "d", "a": "b"})


@given(st.text(alphabet="aɪʃtsˈˌː. /[]kəŋ5", max_size=20))
def test_ipa_is_read_or_refused(text):
    try:
        ipa = checked_ipa(text)
    except ValueError:
        return
    assert checked_ipa(ipa) == ipa
    assert in_letters(ipa).isascii()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=24))
def test_any_pose_is_said(stem):
    assert pose(stem).endswith("ˈɑːsənə")


def test_no_lexicon_breaks_the_program(tmp_path):
    for content in (b"\0", b"words: 3", b"words: {a: {b: c}}", b"- 1"):
        path = tmp_path / "own.yaml"
        path.write_bytes(content)
        with pytest.raises(VoiceguideError, match=r"own\.yaml"):
            said("a", path)
