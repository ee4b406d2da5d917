"""What the system is told about the session: its title, where it is, how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class NowPlaying:
    """What is heard, but for the position, which moves all the time."""

    title: str
    """The chapter's title: the point and its side."""
    album: str
    """The session's title."""
    point: str | None
    side: str | None
    number: int
    """The chapter's number, from 1."""
    length_us: int
    """The session's length in microseconds."""
    paused: bool


def now_playing(timeline: Timeline, frame: int, *, paused: bool) -> NowPlaying:
    """What is heard at a frame."""
    chapter = timeline.chapter_at(frame) if timeline.chapters else None
    return NowPlaying(
        title=chapter.title if chapter else timeline.title,
        album=timeline.title,
        point=chapter.point if chapter else None,
        side=chapter.side if chapter else None,
        number=timeline.chapters.index(chapter) + 1 if chapter else 1,
        length_us=microseconds(timeline.frames, timeline.rate),
        paused=paused,
    )


def microseconds(frames: int, rate: int) -> int:
    """Frames as whole microseconds, the unit of every system's media interface."""
    return round(frames * 1_000_000 / rate)
