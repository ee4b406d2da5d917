"""The status line."""

from __future__ import annotations

import os
import shutil
import unicodedata
from typing import TYPE_CHECKING, Self, TextIO

from voiceguide.player._snapshot import snapshot
from voiceguide.units import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from voiceguide.timeline import Chapter, Timeline

_GAP = " | "
_SHORTEST_LABEL = 8
_PAUSED_STYLE = "\x1b[33m"
_PLAIN = "\x1b[0m"


def status(timeline: Timeline, frame: int, paused: bool, width: int, *, waiting: bool = False) -> str:
    """The content of the status line.

    Parameters
    ----------
    timeline : Timeline
        The session.
    frame : int
        What is heard now.
    paused : bool
        Whether it is paused.
    width : int
        Columns at most. What matters least goes first: the chapter's number, the end of the label, the label.
    waiting : bool
        Whether what comes next is not spoken yet.

    Returns
    -------
    str
        Such as ``Gao Huang, BL-43, left | hold 0:42 | 7:31 of 10:00 left | chapter 4 of 12``.
    """
    state = ["paused"] if paused else ["waiting for the voice"] if waiting else []
    times = [*_hold(timeline, frame), _session(timeline, frame)]
    if not timeline.chapters:
        return _fit(_GAP.join([*state, *times]), width)
    chapter = timeline.chapter_at(frame)
    label = _label(chapter)
    number = f"chapter {timeline.chapters.index(chapter) + 1} of {len(timeline.chapters)}"
    full = _GAP.join([*state, label, *times, number])
    if _columns(full) <= width:
        return full
    room = width - _columns(_GAP.join([*state, "", *times]))
    middle = [_fit(label, room)] if room >= _SHORTEST_LABEL else []
    return _fit(_GAP.join([*state, *middle, *times]), width)


class TerminalScreen:
    """Writes the status line over itself.

    Parameters
    ----------
    stream : TextIO
        A terminal.
    columns : callable, optional
        Gives the terminal's width now.
    """

    def __init__(self, stream: TextIO, columns: Callable[[], int] | None = None) -> None:
        self._stream = stream
        self._columns = columns or self._measure
        self._color = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and os.name == "posix"
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            _write(self._stream, "\n")

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool = False) -> None:
        """Show it; writes only what has changed, in one go, so that nothing flickers."""
        # the last column is left free: some terminals go to the next line when it is written
        line = status(timeline, frame, paused, max(self._columns() - 1, 1), waiting=waiting)
        if line == self._shown:
            return
        rest = " " * max(_columns(self._shown) - _columns(line), 0)
        styled = f"{_PAUSED_STYLE}{line}{_PLAIN}" if paused and self._color else line
        _write(self._stream, f"\r{styled}{rest}")
        self._shown = line

    def tell(self, text: str) -> None:
        """Write a line above it."""
        rest = " " * max(_columns(self._shown) - _columns(text), 0)
        _write(self._stream, f"\r{text}{rest}\n")
        self._shown = ""

    def _measure(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return shutil.get_terminal_size().columns


class ChapterScreen:
    """Writes a line a chapter: for a log or a pipe."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._chapter: tuple[int, str] | None = None
        self._waiting = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def show(
        self,
        timeline: Timeline,
        frame: int,
        *,
        paused: bool,  # noqa: ARG002 - the contract
        waiting: bool = False,
    ) -> None:
        """Write a line if a chapter has begun, and one if what comes next is waited for."""
        if waiting and not self._waiting:
            _write(self._stream, f"{clock(frame, timeline.rate)}  waiting for the voice\n")
        self._waiting = waiting
        if waiting or not timeline.chapters:
            return
        chapter = timeline.chapter_at(frame)
        # its end and its start may still move while the session is laid out
        named = timeline.chapters.index(chapter), chapter.title
        if named == self._chapter:
            return
        self._chapter = named
        _write(self._stream, f"{clock(chapter.start, timeline.rate)}  {_label(chapter)}\n")

    def tell(self, text: str) -> None:
        """Write a line."""
        _write(self._stream, f"{text}\n")


class PlainScreen:
    """Writes lines of plain text at each chapter, each hold and each stop: for a screen reader."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told: tuple[object, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool = False) -> None:
        """Write what is heard now, if it is something else than before."""
        shown = snapshot(timeline, frame, paused=paused, waiting=waiting)
        told = (shown.name, shown.side, shown.state, bool(shown.hold_left))
        if told != self._told:
            self._told = told
            _write(self._stream, "\n".join(shown.lines()) + "\n\n")

    def tell(self, text: str) -> None:
        """Write a line."""
        _write(self._stream, f"{text}\n")


def screen_for(
    stream: TextIO, *, quiet: bool = False, plain: bool = False
) -> TerminalScreen | ChapterScreen | PlainScreen | None:
    """The screen that suits a stream: one moving line on a terminal, a line a chapter elsewhere.

    ``plain`` asks for lines that a screen reader says.
    """
    if quiet:
        return None
    if plain:
        return PlainScreen(stream)
    return TerminalScreen(stream) if stream.isatty() else ChapterScreen(stream)


def _write(stream: TextIO, text: str) -> None:
    """Write what the stream can encode: a title may hold characters that a terminal's encoding lacks."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()


def _label(chapter: Chapter) -> str:
    """The chapter's title, and its point and side if the title does not say them."""
    said = chapter.title.casefold()
    more = [part for part in (chapter.point, chapter.side) if part and part.casefold() not in said]
    return ", ".join([chapter.title, *more])


def _hold(timeline: Timeline, frame: int) -> list[str]:
    hold = next((h for h in timeline.holds if h.start <= frame < h.end), None)
    return [f"hold {clock(hold.end - frame, timeline.rate)}"] if hold else []


def _session(timeline: Timeline, frame: int) -> str:
    left = max(timeline.frames - frame, 0)
    return f"{clock(left, timeline.rate)} of {clock(timeline.frames, timeline.rate)} left"


def _columns(text: str) -> int:
    """Columns that a terminal takes; Chinese characters take two (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in {"W", "F"} else 1
        for c in text
    )


def _fit(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    mark = "..." if width > _SHORTEST_LABEL - 1 else ""
    kept = ""
    for character in text:
        if _columns(kept + character) > width - len(mark):
            break
        kept += character
    return kept + mark
