"""Places in a session that a command can go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.units import frames_of, nearest_ms

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline

RESTART_MS = 3000
"""Within this time of a chapter's start, "previous" means the chapter before it."""
SKIP_SECONDS = 10.0
"""How far an arrow key skips."""


def skipped(timeline: Timeline, here: int, seconds: float) -> int:
    """So many seconds further, or back if negative."""
    frame = here + frames_of(nearest_ms(seconds * 1000), timeline.rate)
    return min(max(frame, 0), timeline.frames)


def next_chapter(timeline: Timeline, here: int) -> int:
    """The start of the next chapter; in the last one, the end."""
    starts = (chapter.start for chapter in timeline.chapters if chapter.start > here)
    return min(starts, default=timeline.frames)


def previous_chapter(timeline: Timeline, here: int) -> int:
    """The chapter's start, or near to that, the start of the one before."""
    near = frames_of(RESTART_MS, timeline.rate)
    starts = sorted((c.start for c in timeline.chapters if c.start <= here), reverse=True)
    before = [start for start in starts if here - start >= near] or starts[1:2] or [0]
    return before[0]


def chapter_start(timeline: Timeline, wanted: str) -> int:
    """The start of a chapter, by its number or a part of its title.

    Raises
    ------
    RequestError
        If there is no such chapter.
    """
    chapters = timeline.chapters
    if wanted.isascii() and wanted.isdecimal():
        number = int(wanted)
        if not 1 <= number <= len(chapters):
            raise RequestError(f"chapter {wanted}: there are chapters 1 to {len(chapters)}")
        return chapters[number - 1].start
    for chapter in chapters:
        if wanted.casefold() in chapter.title.casefold():
            return chapter.start
    titles = "; ".join(chapter.title for chapter in chapters)
    raise RequestError(f"there is no chapter {wanted!r}; the chapters are: {titles}")
