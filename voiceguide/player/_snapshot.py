"""What the screen shows at one moment of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from voiceguide.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.timeline import Chapter, Cue, HoldSpan, Timeline

Phase = Literal["in", "out"]

_BREATH_TONES: dict[str, Phase] = {"inhale": "in", "exhale": "out"}
_LONGEST_BREATH_S = 12


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the screen shows at one moment of a session."""

    title: str
    """The session's title."""
    name: str
    """The point's name, or the chapter's title where nothing is pressed."""
    handle: str
    """The point's code; empty where there is none."""
    side: str
    """``left``, ``right`` or empty."""
    state: str
    """``paused``, ``waiting for the voice`` or empty."""
    words: str
    """What is being said, or was said last in this chapter."""
    hold_left: str
    """What is left of the hold as ``m:ss``; empty outside of holds."""
    hold_share: float | None
    """How much of the hold is over, 0 to 1; None outside of holds."""
    breath: Phase | None
    """Whether a tone leads a breath in or out."""
    breath_share: float
    """How much of that breath is over, 0 to 1."""
    upcoming: str
    """The next chapter and when it comes; empty in the last one."""
    left: str
    """What is left of the session as ``m:ss``."""
    share: float
    """How much of the session is over, 0 to 1."""

    def lines(self) -> Iterator[str]:
        """The same as lines of plain text, for a screen reader."""
        yield ", ".join(part for part in (self.name, self.handle, self.side) if part)
        if self.state:
            yield self.state
        if self.hold_left:
            yield f"Hold: {self.hold_left} left"
        if self.upcoming:
            yield f"Next: {self.upcoming}"
        yield f"{self.left} left"


def snapshot(timeline: Timeline, frame: int, *, paused: bool = False, waiting: bool = False) -> Snapshot:
    """What the screen shows at a frame of a session."""
    rate = timeline.rate
    frame = min(max(frame, 0), timeline.frames)
    chapter = timeline.chapter_at(frame) if timeline.chapters else None
    hold = next((each for each in timeline.holds if each.start <= frame < each.end), None)
    cues = timeline.cues()
    breath, breath_share = _breath(cues, hold, frame, rate)
    return Snapshot(
        title=timeline.title,
        name=_name(chapter) if chapter else timeline.title,
        handle=(chapter.point or "") if chapter else "",
        side=(chapter.side or "") if chapter else "",
        state="paused" if paused else "waiting for the voice" if waiting else "",
        words=_words(cues, chapter, frame),
        hold_left=clock(hold.end - frame, rate) if hold else "",
        hold_share=(frame - hold.start) / hold.frames if hold and hold.frames else None,
        breath=breath,
        breath_share=breath_share,
        upcoming=_upcoming(timeline, chapter, frame),
        left=clock(timeline.frames - frame, rate),
        share=frame / timeline.frames if timeline.frames else 1.0,
    )


def _name(chapter: Chapter) -> str:
    """The chapter's title without its point's code and side, which the screen shows by themselves."""
    parts = [part.strip() for part in chapter.title.split(",")]
    apart = {(chapter.point or "").casefold(), (chapter.side or "").casefold()}
    return ", ".join(part for part in parts if part.casefold() not in apart) or chapter.title


def _words(cues: list[Cue], chapter: Chapter | None, frame: int) -> str:
    first = chapter.start if chapter else 0
    said = [cue.text for cue in cues if cue.kind == "say" and cue.text and first <= cue.start <= frame]
    return said[-1] if said else ""


def _breath(cues: list[Cue], hold: HoldSpan | None, frame: int, rate: int) -> tuple[Phase | None, float]:
    """The breath that a tone leads at a frame, and how much of it is over.

    A breath in lasts until the tone for the breath out, and that one as long as its tone sounds.
    """
    if hold is None:
        return None, 0.0
    tones = [
        (cue.start, cue.end, _BREATH_TONES[cue.chime])
        for cue in cues
        if cue.chime in _BREATH_TONES and hold.start <= cue.start < hold.end
    ]
    for number, (start, end, phase) in enumerate(tones):
        if phase == "in" and number + 1 < len(tones) and tones[number + 1][2] == "out":
            following = tones[number + 1][0]
            over = following if following - start <= _LONGEST_BREATH_S * rate else end
        else:
            over = end
        if start <= frame < over:
            return phase, (frame - start) / (over - start)
    return None, 0.0


def _upcoming(timeline: Timeline, chapter: Chapter | None, frame: int) -> str:
    if chapter is None or chapter == timeline.chapters[-1]:
        return ""
    following = timeline.chapters[timeline.chapters.index(chapter) + 1]
    return f"{following.title} in {clock(following.start - frame, timeline.rate)}"
