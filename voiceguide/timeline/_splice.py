"""Timelines that go on in another way from a frame on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script import ResolvedChapterStart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.script import ResolvedScript
    from voiceguide.timeline._draft import LayoutDraft
    from voiceguide.timeline._timeline import Chapter, Cue, Timeline


def joined(before: Timeline, after: Timeline, horizon: int) -> Timeline:
    """One timeline up to a frame, and another from there on; nothing of a hold is heard twice."""
    busy = max((cue.end for cue in before.cues() if cue.start < horizon and cue.kind == "say"), default=0)
    hold = next((hold for hold in before.holds if hold.start < horizon < hold.end), None)
    heard = {
        cue.text or cue.chime
        for cue in before.cues()
        if hold is not None and hold.start <= cue.start < horizon and (cue.text or cue.chime == "half")
    }
    end = next((one.end for one in after.holds if hold is not None and one.start == hold.start), 0)

    def comes(cue: Cue) -> bool:
        if cue.start < horizon:
            return False
        if cue.start >= end:
            return True
        return (cue.text or cue.chime) not in heard and (cue.kind == "chime" or cue.start >= busy)

    tracks = tuple(
        replace(new, cues=(*(cue for cue in old.cues if cue.start < horizon), *filter(comes, new.cues)))
        for old, new in zip(before.tracks, after.tracks, strict=True)
    )
    holds = tuple(
        old if old.end <= horizon else new for old, new in zip(before.holds, after.holds, strict=False)
    )
    return replace(
        after,
        tracks=tracks,
        holds=(*holds, *after.holds[len(holds) :]),
        chapters=_chapters(before, after, horizon),
    )


def _chapters(before: Timeline, after: Timeline, horizon: int) -> tuple[Chapter, ...]:
    heard = [chapter for chapter in before.chapters if chapter.start < horizon]
    # by their number: where one begins depends on what was passed over, too
    comes = [
        replace(chapter, start=max(chapter.start, horizon), end=max(chapter.end, horizon + 1))
        for chapter in after.chapters[len(heard) :]
    ]
    if heard:
        end = comes[0].start if comes else max(after.frames, heard[-1].start + 1)
        heard[-1] = replace(heard[-1], end=end)
    return (*heard, *comes)


def shifted(draft: LayoutDraft, frames: int) -> LayoutDraft:
    """A layout so many frames earlier."""
    timeline, bounds = draft.timeline, draft.bounds
    moved = replace(
        timeline,
        frames=timeline.frames - frames,
        tracks=tuple(
            replace(track, cues=tuple(replace(cue, start=cue.start - frames) for cue in track.cues))
            for track in timeline.tracks
        ),
        chapters=tuple(
            replace(one, start=one.start - frames, end=one.end - frames) for one in timeline.chapters
        ),
        holds=tuple(replace(hold, start=hold.start - frames) for hold in timeline.holds),
    )
    return replace(
        draft,
        timeline=moved,
        starts=tuple(start - frames for start in draft.starts),
        bounds=replace(
            bounds,
            shortest=bounds.shortest - frames,
            preferred=bounds.preferred - frames,
            longest=bounds.longest - frames,
        ),
    )


def with_cue(timeline: Timeline, cue: Cue, margin: int) -> Timeline:
    """A timeline with one more sentence, without the words and tones of a hold that it would cover."""

    def stays(other: Cue) -> bool:
        apart = other.end + margin <= cue.start or cue.end + margin <= other.start
        inside = any(hold.start < other.start < hold.end for hold in timeline.holds)
        return apart or not inside or other.start < cue.start

    tracks = tuple(
        replace(
            track,
            cues=tuple(
                sorted(
                    (*filter(stays, track.cues), *((cue,) if track.name == "voice" else ())),
                    key=lambda one: one.start,
                )
            ),
        )
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tracks)


def step_at(frame: int, timeline: Timeline, script: ResolvedScript, starts: Sequence[int]) -> int:
    """The step that a frame of a script's timeline lies in; ``starts`` are the steps' own first frames."""
    step = max((index for index, start in enumerate(starts) if start <= frame), default=0)
    if not any(chapter.start == frame for chapter in timeline.chapters):
        return step
    # a chapter begins a moment before its first sound, and its step somewhat earlier or later
    begins = (index for index, one in enumerate(script.steps) if isinstance(one, ResolvedChapterStart))
    return min(begins, key=lambda index: abs(starts[index] - frame), default=step)
