"""Chapters as Vorbis comments, for Opus and FLAC (https://wiki.xiph.org/Chapter_Extension)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.units import ms_of

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline


def chapter_comments(timeline: Timeline) -> dict[str, str]:
    """Return the comments that name each chapter and its start.

    FFmpeg's Ogg muxer would write them too, but a second late when a chapter starts in the second half of
    one, and its FLAC muxer writes none.
    """
    comments = {}
    for number, chapter in enumerate(timeline.chapters):
        seconds, ms = divmod(ms_of(chapter.start, timeline.rate), 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
        comments[f"CHAPTER{number:03d}"] = clock
        comments[f"CHAPTER{number:03d}NAME"] = chapter.title
    return comments
