import pytest

from voiceguide.listen import HeardLine, wrong_words


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("Press Hou Xi, SI-3, now.", "press whole sheet small intestine three now", 0),
        ("Press Hou Xi now.", "Press now", 0),
        ("Take one slow breath.", "Take once low breath.", 2),
        ("Thirty seconds.", "30 seconds", 0),
        ("Stay curious.", "", 2),
        ("In.", "Then in.", 1),
    ],
)
def test_how_wrong_words_are_counted(said, heard, wrong):
    assert wrong_words(said, heard) == wrong


def test_names_are_put_aside():
    line = HeardLine("Press Hou Xi firmly.", "Press whole sheet firmly.")
    assert (line.words, line.wrong, line.names) == (2, 0, 1)
