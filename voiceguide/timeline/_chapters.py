"""The chapters of a session: without gaps, each with a moment of quiet before its first sound.

A player that jumps to a chapter fades in, or its device wakes up, over the first tenths of a second. So a
chapter begins a little before its first word; but what was said before it, and the hold that it follows, stay
in the chapter before. A chime rings on under what is said next, and so into the next chapter.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from voiceguide.script import ChapterBody
from voiceguide.timeline._timeline import Chapter
from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._timeline import Cue, HoldSpan

LEAD_MS = Ms(300)
"""From a chapter's start to its first sound, where there is so much room."""
LEAST_LEAD_MS = Ms(200)
"""The same where a chime has just rung out."""


def laid_chapters(
    written: Sequence[tuple[int, ChapterBody]],
    title: str,
    frames: int,
    *,
    cues: Sequence[Cue],
    holds: Sequence[HoldSpan],
    grid: Grid,
) -> tuple[Chapter, ...]:
    """Chapters from the session's first frame to its last; what comes before the first gets its title.

    One that takes no time (all that is in it is silent, or left out) is no chapter: players cannot show it.

    Parameters
    ----------
    written : sequence of (int, ChapterBody)
        Where each begins in the script.
    title : str
        The session's.
    frames : int
        Length of the session.
    cues : sequence of Cue
        All that sounds, in order.
    holds : sequence of HoldSpan
        All holds.
    grid : Grid
        Where chapters may begin.
    """
    ends = [start for start, _ in written[1:]] + [frames]
    lasting = [one for one, end in zip(written, ends, strict=False) if one[0] < end]
    bodies = [body for _, body in lasting]
    starts = _with_lead([start for start, _ in lasting], cues, holds, grid)
    if not starts or starts[0] > 0:
        bodies, starts = [ChapterBody(title=title), *bodies], [0, *starts]
    return tuple(
        Chapter(start, end, body.title, body.point, body.side)
        for body, start, end in zip(bodies, starts, [*starts[1:], frames], strict=True)
    )


def _with_lead(
    starts: Sequence[int], cues: Sequence[Cue], holds: Sequence[HoldSpan], grid: Grid
) -> list[int]:
    """Where chapters begin, once each has its lead."""
    lead, least = grid.frames_of(LEAD_MS), grid.up(frames_of(LEAST_LEAD_MS, grid.rate))
    onsets = [cue.start for cue in cues]
    moved: list[int] = []
    before = earlier = 0
    for start in starts:
        number = bisect.bisect_left(onsets, start)
        first = onsets[number] if number < len(onsets) else start + lead
        quiet_from = [
            -(-(before + start) // 2),  # a chapter without a sound keeps half of what it has
            *(hold.start + hold.frames for hold in holds if before <= hold.start < start),
            *(_quiet_from(cue, first, least) for cue in cues[earlier:number]),
        ]
        moved.append(min(start, max(first - lead, grid.up(max(quiet_from)))))
        before, earlier = start, number
    return moved


def _quiet_from(cue: Cue, first: int, least: int) -> int:
    """The frame at which a chapter may begin after a cue, if its own first sound is at ``first``."""
    if cue.kind == "say":
        return cue.end
    return cue.start + 1 if cue.end > first else min(cue.end, first - least)
