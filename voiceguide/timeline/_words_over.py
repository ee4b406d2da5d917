"""Words that are said over a hold or a silence of a session that plays: they take no time of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._splice import with_cue
from voiceguide.timeline._timeline import Cue
from voiceguide.timeline._to_sleep import softened
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.timeline._timeline import ClipRef, Timeline


@dataclass(frozen=True, slots=True)
class WordsOver:
    """A sentence that is said over what the script has there."""

    start: int
    text: str


def with_words_over(
    timeline: Timeline,
    words: Iterable[WordsOver],
    clips: Mapping[str, ClipRef],
    horizon: int,
    *,
    to_sleep: bool,
) -> Timeline:
    """The timeline with the words that are said over it from a frame on; what they would cover is left out.

    Parameters
    ----------
    timeline : Timeline
    words : iterable of WordsOver
    clips : mapping of str to ClipRef
        The clip of each of their sentences.
    horizon : int
        What begins before this frame was heard, and is in the timeline.
    to_sleep : bool
        Whether the session grows softer to its end, and they with it.
    """
    margin = frames_of(rhythm.CUE_MARGIN, timeline.rate)
    for one in words:
        if one.start < horizon:
            continue
        cue = Cue(one.start, clips[one.text], "say", text=one.text)
        if to_sleep:
            (cue,) = softened([cue], timeline.frames)
        timeline = with_cue(timeline, cue, margin)
    return timeline


def room_at(timeline: Timeline, frame: int) -> int:
    """How many frames from a frame on are free for words: in a hold up to its end, else in silence."""
    hold = next((hold for hold in timeline.holds if hold.start <= frame < hold.end), None)
    if hold is not None:
        return hold.end - frame
    cues = timeline.cues()
    if any(cue.kind == "say" and cue.start <= frame < cue.end for cue in cues):
        return 0
    return min((cue.start for cue in cues if cue.start > frame), default=timeline.frames) - frame
