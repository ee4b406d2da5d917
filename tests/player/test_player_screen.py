"""The status line, word for word."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.player import screen_for
from voiceguide.player._screen import ChapterScreen, TerminalScreen, status
from voiceguide.timeline import Chapter, HoldSpan, Timeline

RATE = 48_000
MINUTE = 60 * RATE
TIMELINE = Timeline(
    RATE,
    10 * MINUTE,
    "Back",
    (),
    (
        Chapter(0, MINUTE, "Welcome"),
        Chapter(MINUTE, 3 * MINUTE, "Gao Huang, BL-43, left", "BL-43", "left"),
        Chapter(3 * MINUTE, 9 * MINUTE, "太冲 Tài Chōng", "LR-3", "right"),
        Chapter(9 * MINUTE, 10 * MINUTE, "Rest"),
    ),
    (
        HoldSpan(MINUTE + 20 * RATE, MINUTE, "BL-43", "left"),
        HoldSpan(4 * MINUTE, MINUTE, "LR-3", "right"),
    ),
)


@pytest.mark.parametrize(
    ("seconds", "paused", "width", "line"),
    [
        (0, False, 80, "Welcome | 10:00 of 10:00 left | chapter 1 of 4"),
        (0, True, 80, "paused | Welcome | 10:00 of 10:00 left | chapter 1 of 4"),
        (79.9, False, 80, "Gao Huang, BL-43, left | 8:40 of 10:00 left | chapter 2 of 4"),
        (80, False, 80, "Gao Huang, BL-43, left | hold 1:00 | 8:40 of 10:00 left | chapter 2 of 4"),
        (97.5, False, 80, "Gao Huang, BL-43, left | hold 0:42 | 8:22 of 10:00 left | chapter 2 of 4"),
        (139.99, False, 80, "Gao Huang, BL-43, left | hold 0:00 | 7:40 of 10:00 left | chapter 2 of 4"),
        (140, False, 80, "Gao Huang, BL-43, left | 7:40 of 10:00 left | chapter 2 of 4"),
        (200, False, 80, "太冲 Tài Chōng, LR-3, right | 6:40 of 10:00 left | chapter 3 of 4"),
        (600, False, 80, "Rest | 0:00 of 10:00 left | chapter 4 of 4"),
        (700, False, 80, "Rest | 0:00 of 10:00 left | chapter 4 of 4"),
        (97.5, True, 70, "paused | Gao Huang, BL-43, left | hold 0:42 | 8:22 of 10:00 left"),
        (97.5, True, 54, "paused | Gao Huang... | hold 0:42 | 8:22 of 10:00 left"),
        (97.5, True, 44, "paused | hold 0:42 | 8:22 of 10:00 left"),
        (97.5, True, 20, "paused | hold 0:4..."),
        (97.5, True, 6, "paused"),
        (200, False, 36, "太冲 Tài Chō... | 6:40 of 10:00 left"),
        (0, False, 1, "1"),
    ],
)
def test_what_the_line_says(seconds: float, paused: bool, width: int, line: str) -> None:
    assert status(TIMELINE, int(seconds * RATE), paused, width) == line


def test_a_session_without_chapters() -> None:
    assert status(replace(TIMELINE, chapters=(), holds=()), 0, False, 80) == "10:00 of 10:00 left"


@given(st.integers(0, 11 * MINUTE), st.booleans(), st.integers(1, 120))
def test_it_never_takes_more_columns_than_there_are(frame: int, paused: bool, width: int) -> None:
    line = status(TIMELINE, frame, paused, width)
    assert len(line) + len(re.findall("[太冲]", line)) <= width


@pytest.fixture(autouse=True)
def terminal_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_it_writes_over_itself_and_only_what_changed() -> None:
    stream = io.StringIO()
    with TerminalScreen(stream, lambda: 81) as screen:
        screen.show(TIMELINE, 0, paused=True)
        screen.show(TIMELINE, 100, paused=True)
        screen.show(TIMELINE, RATE, paused=False)
    assert stream.getvalue() == (
        "\r\x1b[33mpaused | Welcome | 10:00 of 10:00 left | chapter 1 of 4\x1b[0m"
        "\r\x1b[33mpaused | Welcome | 9:59 of 10:00 left | chapter 1 of 4\x1b[0m "
        "\rWelcome | 9:59 of 10:00 left | chapter 1 of 4         \n"
    )


def test_the_last_column_stays_free() -> None:
    stream = io.StringIO()
    TerminalScreen(stream, lambda: 20).show(TIMELINE, 0, paused=False)
    assert stream.getvalue() == "\r10:00 of 10:00 left"
    TerminalScreen(stream, lambda: 19).show(TIMELINE, 0, paused=False)
    assert stream.getvalue().endswith("\r10:00 of 10:00 ...")


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", ""), ("TERM", "dumb")])
def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    stream = io.StringIO()
    with TerminalScreen(stream, lambda: 81) as screen:
        screen.show(TIMELINE, 0, paused=True)
    assert "\x1b" not in stream.getvalue()


def test_a_terminal_that_knows_no_chinese_gets_question_marks() -> None:
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding="ascii")
    TerminalScreen(stream, lambda: 81).show(TIMELINE, 200 * RATE, paused=False)
    assert data.getvalue().startswith(b"\r?? T?i Ch?ng, LR-3, right | 6:40")


def test_a_pipe_gets_a_line_a_chapter() -> None:
    stream = io.StringIO()
    with ChapterScreen(stream) as screen:
        for second in range(0, 600, 7):
            screen.show(TIMELINE, second * RATE, paused=False)
    assert stream.getvalue() == (
        "0:00  Welcome\n1:00  Gao Huang, BL-43, left\n3:00  太冲 Tài Chōng, LR-3, right\n9:00  Rest\n"
    )


def test_waiting_for_the_voice_is_shown() -> None:
    assert status(TIMELINE, 0, False, 90, waiting=True).startswith("waiting for the voice | Welcome | 10:00")
    assert status(TIMELINE, 0, True, 90, waiting=True).startswith("paused | Welcome")
    terminal, pipe = io.StringIO(), io.StringIO()
    TerminalScreen(terminal, lambda: 81).show(TIMELINE, 0, paused=False, waiting=True)
    assert terminal.getvalue().startswith("\rwaiting for the voice | ")
    screen = ChapterScreen(pipe)
    for waiting in (True, True, False, False, True):
        screen.show(TIMELINE, MINUTE, paused=False, waiting=waiting)
    told = "1:00  waiting for the voice\n"
    assert pipe.getvalue() == f"{told}1:00  Gao Huang, BL-43, left\n{told}"


def test_a_chapter_that_moved_is_told_once() -> None:
    stream = io.StringIO()
    screen = ChapterScreen(stream)
    screen.show(TIMELINE, MINUTE, paused=False)
    first, second, *rest = TIMELINE.chapters
    moved = replace(
        TIMELINE, chapters=(replace(first, end=MINUTE - 5), replace(second, start=MINUTE - 5), *rest)
    )
    screen.show(moved, MINUTE, paused=False)
    assert stream.getvalue().count("Gao Huang") == 1


def test_which_screen_a_stream_gets() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(screen_for(Terminal()), TerminalScreen)
    assert isinstance(screen_for(io.StringIO()), ChapterScreen)
    assert screen_for(Terminal(), quiet=True) is None
