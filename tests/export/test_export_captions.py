import pytest

from voiceguide.errors import OutputError
from voiceguide.export import write_captions
from voiceguide.export._captions import captions

SAYS = [
    (0, 48_000, "Welcome."),
    (72_000, 120_000, "Press <softly> & breathe.\n\nNow --> rest."),
    (48_000 * 3725, 24_000, "Gāo Huāng"),
]


@pytest.fixture
def timeline(make_timeline):
    return make_timeline(48_000 * 3800, says=SAYS)


def test_srt(timeline):
    assert captions(timeline, ".srt") == (
        "1\n00:00:00,000 --> 00:00:01,000\nWelcome.\n\n"
        "2\n00:00:01,500 --> 00:00:04,000\nPress <softly> & breathe. Now --> rest.\n\n"
        "3\n01:02:05,000 --> 01:02:05,500\nGāo Huāng\n"
    )


def test_vtt(timeline):
    assert captions(timeline, ".VTT") == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:01.000\nWelcome.\n\n"
        "00:00:01.500 --> 00:00:04.000\nPress &lt;softly&gt; &amp; breathe. Now --&gt; rest.\n\n"
        "01:02:05.000 --> 01:02:05.500\nGāo Huāng\n"
    )


def test_lrc(timeline):
    assert captions(timeline, ".lrc") == (
        "[ti:Back flexibility]\n[length:63:20.00]\n"
        "[00:00.00]Welcome.\n"
        "[00:01.50]Press <softly> & breathe. Now --> rest.\n[00:04.00]\n"
        "[62:05.00]Gāo Huāng\n[62:05.50]\n"
    )


def test_nothing_said(make_timeline):
    assert captions(make_timeline(10, says=[(0, 5, "  ")]), ".srt") == ""


def test_an_unknown_form(timeline, tmp_path):
    with pytest.raises(OutputError, match=r"\.srt, \.vtt, \.lrc, not '\.ass'"):
        write_captions(tmp_path / "a.ass", timeline)


def test_written_as_utf_8(timeline, tmp_path):
    path = tmp_path / "a.srt"
    write_captions(path, timeline)
    assert path.read_bytes().decode() == captions(timeline, ".srt")
    assert list(tmp_path.iterdir()) == [path]
