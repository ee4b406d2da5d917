import pytest

from voiceguide.speech import doubts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Come back on 5/6/2024.", "5/6/2024"),
        ("We met on 01.02.2023.", "01.02.2023"),
        ("Begun on 12/05/24.", "12/05/24"),
        ("Press P 6.", "P 6"),
        ("Press Kid 3.", "Kid 3"),
        ("Take 10.000 steps.", "10.000"),
        ("Do 1,5 of them.", "1,5"),
        ("A 2:30 plank.", "2:30"),
        ("Walk for 5m.", "5m"),
        ("Rest -5 min.", "-5 min"),
        ("Count 10-5.", "10-5"),
        ("A 4/5 effort.", "4/5"),
        ("Roll L/R.", "L/R"),
        ("More \u2191 pressure.", "\u2191"),
        ("Left | right.", "|"),
        ("Now ~ rest.", "~"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442, all.", "\u041f\u0440\u0438\u0432\u0435\u0442"),
    ],
)
def test_what_cannot_be_decided_or_said_is_told(text, found):
    (message,) = doubts(text)
    assert message.startswith(f"{found!r} ")
    assert message.endswith("say it in words")


@pytest.mark.parametrize(
    "text",
    [
        "Hold for 30-60 s, \u2265 3 times, at 7:30.",
        "Hold 1:30. It is \u201cfine\u201d (really) \u2014 so rest\u2026",
        "10 - 5 = 5, 1,000 steps, 1,5 kg, 37.5 \u00b0C, 50 % & more",
        "BL-43, T4, L4/L5, \u00bd a turn, \u00b15 cm, \U0001f600",
        "2:30 left, 1:00 each side, 10:00 a.m., point P 6",
        "\u818f\u8093, Z\u00e9ro",
    ],
)
def test_what_can_be_said_is_not_told(text):
    assert list(doubts(text)) == []


def test_another_language_is_told_of_signs_that_its_voice_leaves_out():
    assert len(list(doubts("< 5 Minuten, 20 \u00b0C & 50 %", english=False))) == 1
    assert list(doubts("20 \u00b0C & 50 % + \u00bd", english=False)) == []
