# ruff: noqa: RUF001 (phonemes look like letters)
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.script import estimate_ms, speakable, split_sentences
from voiceguide.script._sentences import MAX_CHARS
from voiceguide.speech import Lexicon
from voiceguide.speech._point_codes import CHANNELS
from voiceguide.speech._text import spoken_form

# what people type, and what they do not: words, codes, numbers, marks, emoji, signs, other scripts
PIECES = st.sampled_from(
    [
        *[
            "hold",
            "press",
            "BL-43",
            "T4",
            "L2",
            "30",
            "60s",
            "1.5",
            "1:30",
            "10%",
            "4th",
            "1/2",
            "-5",
            "I'm",
            "U.S.",
        ],
        *["e.g.", "approx.", "etc.", "no.", "min.", "a.m.", "and/or", "w/"],
        *[
            ".",
            "...",
            "!",
            "?",
            ",",
            ";",
            ":",
            "-",
            "\u2013",
            "\u2014",
            "\u2026",
            "(",
            ")",
            "[[",
            "]]",
            "'",
            '"',
            "/",
        ],
        *[
            "\U0001f600",
            "\U0001f468\u200d\U0001f469",
            "\ufe0f",
            "\ue000",
            "\u200b",
            "\0",
            "\x1b[31m",
            "\n\n",
            "\t",
        ],
        *[
            "膏肓",
            "Hòuxī",
            "Zhi Shi",
            "\u00bd",
            "\u2463",
            "\u0663",
            "\u2082",
            "\u00b0C",
            "naïve",
            "é",
            "\u0301",
            "Straße",
        ],
    ]
)
TEXTS = (
    st.text(max_size=60)
    | st.lists(PIECES, max_size=12).map(" ".join)
    | st.lists(PIECES, max_size=8).map("".join)
)


@pytest.mark.parametrize(
    ("displayed", "spoken"),
    [
        (
            "Press BL-43, BL43 or BL 43.",
            "Press bladder forty-three, bladder forty-three or bladder forty-three.",
        ),
        ("SI-3, Liv-3 and DU-20", "small intestine three, liver three and governing vessel twenty."),
        ("Level with T4, T9-T10 and L2.", "Level with T four, T nine to T ten and L two."),
        ("Hold for 30-60 s.", "Hold for thirty to sixty seconds."),
        ("Hold 30\u201360 sec.", "Hold thirty to sixty seconds."),
        ("about 10% of 1.5 cm", "about ten percent of one point five centimetres."),
        ("At 1:30, 7:05 or 2:00!", "At one thirty, seven oh five or two o'clock!"),
        ("1m30s, 10m, 1 min", "one minute and thirty seconds, ten minutes, one minute."),
        (
            "1\u00bd finger widths, 1 1/2, 3/4",
            "one and a half finger widths, one and a half, three quarters.",
        ),
        ("The 4th rib", "The fourth rib."),
        ("approx. 4 fingers, e.g. this, etc.", "approximately four fingers, for example, this, and so on."),
        ("no. 5, not no.", "number five, not no."),
        ("Wait... and breathe\u2026", "Wait, and breathe."),
        ("\U0001f600 Well done \U0001f600!!", "Well done!"),
        ("It\u2019s \u201cfine\u201d \u2014 really \u2013 no", "It's fine, really, no."),
        ("the left (or right) side", "the left, or right, side."),
        ("Is it? ", "Is it?"),
        ("[[hello]] <b>x</b>", "hello x."),
        ("1,000 steps in 2 m", "one thousand steps in two metres."),
        ("Traditional (TCM)", "Traditional, T C M."),
        ("Straße, naïve", "Straße, naive."),
        (
            "1234567890123456",
            "one two three four five six seven eight nine zero one two three four five six.",
        ),
    ],
)
def test_what_is_spoken(displayed, spoken):
    assert spoken_form(displayed) == spoken


@pytest.mark.parametrize("code", sorted(CHANNELS))
def test_all_channels_are_named(code):
    assert spoken_form(f"{code}-3") == f"{CHANNELS[code]} three."


@pytest.mark.parametrize(
    "text", ["", " ", "...", "\U0001f600", "?!", "- \u2014 -", "\u200b", "'", "[[ ]]", "膏肓"]
)
def test_nothing_to_say_is_empty(text):
    assert spoken_form(text) == ""


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_spoken_text_is_empty_or_can_be_said(text):
    spoken = spoken_form(text)
    if not spoken:
        return
    assert speakable(spoken)
    assert spoken[-1] in ".!?"
    assert spoken[0].isalpha()
    assert "  " not in spoken
    for character in spoken:
        assert character in " .,;:!?'-" or unicodedata.name(character).startswith("LATIN "), repr(spoken)


@given(TEXTS)
@settings(deadline=None)
def test_other_languages_keep_their_letters(text):
    spoken = spoken_form(text, english=False)
    assert not spoken or (speakable(spoken) and spoken[-1] in ".!?")
    assert spoken_form(spoken, english=False) == spoken


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Grüße, 3 min \U0001f600", "Grüße, 3 min."),
        ("50 % bei 20 °C", "50 % bei 20 °C."),
        ("Tee & Kaffee + Milch = gut", "Tee & Kaffee + Milch = gut."),
        ("½ Minute, 10 m², 5 × 3", "½ Minute, 10 m², 5 × 3."),
        ("10 € oder $5", "10 € oder $5."),
        ("-5 °C, 1,5 kg, 7:30 Uhr", "-5 °C, 1,5 kg, 7:30 Uhr."),
        ("5–10 Minuten – dann „Ruhe“ (links)", "5-10 Minuten, dann Ruhe, links."),
        ("Nutze das qi.", "Nutze das qi."),
        ("Post an info@yoga.de, mehr auf www.yoga.de.", "Post an info@yoga.de, mehr auf www.yoga.de."),
        ("5 &amp; 6 <b>fett</b>", "5 & 6 fett."),
    ],
)
def test_other_languages_are_left_to_the_engine(text, given):
    assert spoken_form(text, english=False) == given


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello there. Now go on.", ["Hello there.", "Now go on."]),
        ("P. Sze wrote it. Good.", ["P. Sze wrote it.", "Good."]),
        ("It is 1.5 finger widths.", ["It is 1.5 finger widths."]),
        ("Hold for approx. 30 sec. Then rest.", ["Hold for approx. 30 sec.", "Then rest."]),
        ("Prof. Lee teaches. See p. 5, Nr. 5.", ["Prof. Lee teaches.", "See p. 5, Nr. 5."]),
        ("Jan. 5 it was. Is it in Jan. Or not?", ["Jan. 5 it was.", "Is it in Jan.", "Or not?"]),
        ("Press, e.g. with the thumb. Go.", ["Press, e.g. with the thumb.", "Go."]),
        ("No. Stop. No. 5 is next.", ["No.", "Stop.", "No. 5 is next."]),
        ("Wait... and breathe. Wait... Now.", ["Wait... and breathe.", "Wait...", "Now."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("one\n\ntwo\nand three", ["one", "two and three"]),
        ("Yes! \U0001f600 ... Really?", ["Yes!", "Really?"]),
        ("At 7 a.m. we begin.", ["At 7 a.m. we begin."]),
        ("Prof. Lee said so. Rest.", ["Prof. Lee said so.", "Rest."]),
        ("See p. 5. Then rest.", ["See p. 5.", "Then rest."]),
        ("On Jan. 5. Rest.", ["On Jan. 5.", "Rest."]),
        ("Nr. 5 comes next. Max. 3 sets.", ["Nr. 5 comes next.", "Max. 3 sets."]),
        ("Give it your max. Then rest.", ["Give it your max.", "Then rest."]),
        ("Lift 6 in. off the floor. Breathe in. Go.", ["Lift 6 in. off the floor.", "Breathe in.", "Go."]),
        ("You and I. Rest. Vitamin C. Rest.", ["You and I.", "Rest.", "Vitamin C.", "Rest."]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences(text, expected):
    assert split_sentences(text) == expected


@given(TEXTS)
@settings(deadline=None)
def test_sentences_lose_no_word_and_stay_as_they_are(text):
    parts = split_sentences(text)
    assert all(speakable(part) and part == " ".join(part.split()) for part in parts)
    assert "".join(c for c in "".join(parts) if c.isalnum()) == "".join(c for c in text if c.isalnum())


@given(st.text(alphabet="ab, ", max_size=1000))
@settings(deadline=None)
def test_sentences_are_never_too_long(text):
    assert all(len(part) <= MAX_CHARS for part in split_sentences(text))


@given(TEXTS, st.floats(0.5, 2.0))
@settings(deadline=None)
def test_estimates_are_whole_and_grow_with_the_text(text, pace):
    length = estimate_ms(text, pace)
    assert isinstance(length, int)
    assert length >= 1
    assert estimate_ms(text + " more", pace) > length
    assert abs(estimate_ms(text, pace) * pace - estimate_ms(text)) <= pace


LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("Press Hou Xi.", "Press hoh shee."),
        ("HOU XI, left", "hoh shee, left."),
        ("Hòuxī and hou-xi", "hoh shee and hoh shee."),
        ("后溪。", "hoh shee."),
        ("Gao Huang Shu, not Gao  Huang.", "gow hwahng shoo, not gow hwahng."),
        ("Zhi Shi, Bai Hui, Tai Chong", "jur shur, bigh hway, tigh choong."),
        ("Hou Xi's place", "hoh sheez place."),
        ("namaste, or qi", "nah-muhs-tay, or chee."),
    ],
)
def test_voices_that_read_letters_get_letters(text, system):
    assert spoken_form(text, respell=LEXICON.respeller("letters")) == system


@pytest.mark.parametrize("family", ["piper", "kokoro", "espeak"])
def test_voices_that_read_ipa_get_it(family):
    assert spoken_form("Bai Hui", respell=LEXICON.respeller(family)) == "[[bˈaɪ hwˈeɪ]]."


def test_a_listeners_own_lexicon_wins(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text("words:\n  Sogawa: so gah wah\n  Hou Xi: {espeak: ho see, also: [SI-3]}\n")
    respeller = Lexicon.load(own).respeller("espeak")
    assert spoken_form("Ms Sogawa, Hou Xi, SI-3, Bai Hui", respell=respeller) == (
        "[[mˈɪz]] so gah wah, ho see, ho see, [[bˈaɪ hwˈeɪ]]."
    )


@pytest.mark.parametrize(
    "content",
    [
        "words: {Hou Xi: '...'}",
        "words: {Hou Xi: {festival: x}}",
        "wrds: {}",
        "words: {'': x}",
        "",
        "words: {A: x, A: y}",
    ],
)
def test_a_wrong_lexicon_is_the_inputs_fault(tmp_path, content):
    from voiceguide.errors import InputError

    own = tmp_path / "mine.yaml"
    own.write_text(content)
    with pytest.raises(InputError, match=r"mine\.yaml"):
        Lexicon.load(own)
