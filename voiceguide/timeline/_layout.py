"""Layout: a script whose sentences were spoken becomes a timeline of exactly the length asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from voiceguide.errors import LengthError
from voiceguide.script import (
    ChapterBody,
    Hold,
    Pause,
    Settle,
    chapters_of,
    hold_groups,
    require,
    said_seconds,
)
from voiceguide.timeline._fit import Elastic, Unfit, fit
from voiceguide.timeline._grid import Grid
from voiceguide.timeline._model import Chapter, Cue, Timeline, Track
from voiceguide.timeline._settled import Laid, Settled
from voiceguide.timeline._walk import Walk, Walker
from voiceguide.units import format_duration, frames_of, ms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from voiceguide.script import Script
    from voiceguide.timeline._model import ClipRef
    from voiceguide.units import Span

_READY = 2
"""Time on points grows twice as readily as pauses and rests, and these shrink twice as readily as it."""

_ROUNDS = 8
"""How often the words for hold times may change what fits, before the last ones are kept."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a script can be fitted to."""

    shortest: int
    preferred: int
    longest: int
    rate: int

    def refuse(self, length_ms: int) -> LengthError:
        """The error for a length outside of the bounds."""
        return LengthError(
            f"a length of {format_duration(length_ms)} cannot be met: the shortest that would do is "
            f"{format_duration(-(-self.shortest * 1000 // self.rate))}, the longest "
            f"{format_duration(self.longest * 1000 // self.rate)}"
        )


@dataclass(frozen=True, slots=True)
class _Made:
    """Steps that were laid, with what was chosen for it."""

    times: Mapping[int, int]
    said: Mapping[int, int]
    walk: Walk


class Layout:
    """A script with its clips: what lengths it can have, and its timeline."""

    def __init__(
        self,
        script: Script,
        *,
        rate: int,
        speech: Mapping[str, ClipRef],
        chime: Callable[[str], ClipRef | None],
        grid: Grid | None = None,
        settled: Settled | None = None,
    ) -> None:
        """Take a script and the lengths of its sounds.

        Parameters
        ----------
        script : Script
        rate : int
            Frames a second.
        speech : mapping of str to ClipRef
            A clip for each of the script's :func:`~voiceguide.timeline._spoken.utterances`.
        chime : callable
            Gives a chime's clip by name, None for one that is not to sound; raises InputError for a name it
            does not know.
        grid : Grid, optional
            Where cues, holds and chapters may begin; by default at any frame. Times are rounded to it: holds
            inside their bounds, silences by less than a step. The session's length is not.
        settled : Settled, optional
            What is not to be chosen any more.

        Raises
        ------
        InputError
            If the script breaks a rule (see :func:`voiceguide.script._rules.problems`).
        """
        self._script = require(script)
        self._rate = rate
        self._grid = grid or Grid(rate)
        self._settled = settled or Settled()
        self._in_chapter = chapters_of(script)
        self._walker = Walker(script, self._in_chapter, self._grid, speech, chime)
        self._groups = self._elastic_groups()

    def bounds(self) -> Bounds:
        """The lengths that the script can have, in frames."""
        totals = [self._total(times) for times in self._extremes()]
        # Longer words for a shorter time can make the least times not quite the shortest session.
        # What is left of a step is silence at the end.
        return Bounds(min(totals), totals[0], max(totals) + self._grid.step - 1, self._rate)

    def timeline(self) -> Timeline:
        """Lay the script out, to exactly its length (without one, at the preferred times).

        Raises
        ------
        LengthError
            If the length cannot be met; it says the shortest and the longest that would do.
        """
        target, bounds = self._target()
        if not bounds.shortest <= target <= bounds.longest:
            raise bounds.refuse(ms_of(target, self._rate))
        return self._timeline(self._fitted(target).walk, target)

    def nearest(self) -> Laid:
        """Lay the script out as :meth:`timeline` does, or as near to its length as it can be.

        Where all that may stretch does not fill the length, the rest is silence at the end. Where all that
        may shrink leaves too much, the session is longer.
        """
        target, bounds = self._target()
        if target < bounds.shortest:
            made = min((self._laid(times) for times in self._extremes()), key=lambda made: made.walk.end)
            target = made.walk.end
        elif target > bounds.longest:
            made = self._just_under(target)
        else:
            made = self._fitted(target)
        timeline = self._timeline(made.walk, target)
        return Laid(timeline, made.times, made.said, tuple(made.walk.starts), bounds)

    def _target(self) -> tuple[int, Bounds]:
        length, bounds = self._script.length, self.bounds()
        return bounds.preferred if length is None else frames_of(length, self._rate), bounds

    def _timeline(self, walk: Walk, frames: int) -> Timeline:
        cues = sorted(self._levelled(walk.cues), key=lambda cue: cue.start)
        title = self._script.title
        return Timeline(
            rate=self._rate,
            frames=frames,
            title=title,
            tracks=tuple(
                Track(name, tuple(cue for cue in cues if cue.kind == kind))
                for name, kind in (("voice", "say"), ("chimes", "chime"))
            ),
            chapters=_chapters(walk.chapters, title, frames),
            holds=tuple(walk.holds),
        )

    def _levelled(self, cues: list[Cue]) -> list[Cue]:
        """The cues, with the chimes at the level that the script asks for."""
        level = self._script.chime_level_db
        if level is None:
            return cues
        return [replace(cue, gain_db=level) if cue.kind == "chime" else cue for cue in cues]

    def _elastic_groups(self) -> list[tuple[tuple[int, ...], Elastic]]:
        """What may be chosen: the steps that share a choice, and its bounds in steps of the grid."""
        groups: list[tuple[tuple[int, ...], Elastic]] = []
        for group in hold_groups(self._script):
            chapter = self._in_chapter[group.steps[0]]
            on_point = bool(chapter and chapter.point)
            if group.span is not None:  # the rules refuse a script where it is
                groups.append((group.steps, self._elastic(group.span, len(group.steps), on_point=on_point)))
        for index, step in enumerate(self._script.steps):
            if isinstance(step, Pause | Settle):
                span = step.pause if isinstance(step, Pause) else step.settle
                groups.append(((index,), self._elastic(span)))
        return [(steps, self._unless_settled(steps[0], elastic)) for steps, elastic in groups]

    def _unless_settled(self, index: int, elastic: Elastic) -> Elastic:
        frames = self._settled.times.get(index)
        if frames is None:
            return elastic
        steps = frames // self._grid.step
        return replace(elastic, min=steps, preferred=steps, max=steps)

    def _elastic(self, span: Span, times: int = 1, *, on_point: bool = False) -> Elastic:
        low, best, high = (frames_of(ms, self._rate) for ms in (span.min, span.preferred, span.max))
        low, best, high = self._grid.steps_within(low, best, high)
        grows, shrinks = (_READY, 1) if on_point else (1, _READY)
        return Elastic(low, best, high, grows, times, shrinks)

    def _total(self, times: Mapping[int, int]) -> int:
        """Frames of the whole session with these times, the last chime rung out."""
        return self._laid(times).walk.end

    def _said(self, times: Mapping[int, int]) -> dict[int, int]:
        """What would be said for the time of each hold, in seconds; what was said of one stands."""
        return {
            index: said_seconds(ms_of(frames, self._rate))
            for index, frames in times.items()
            if isinstance(self._script.steps[index], Hold)
        } | dict(self._settled.said)

    def _extremes(self) -> list[dict[int, int]]:
        """All times as preferred, then at their least, then at their most."""
        return [
            self._times([pick(item) for _, item in self._groups])
            for pick in (attrgetter("preferred"), attrgetter("min"), attrgetter("max"))
        ]

    def _fitted(self, target: int) -> _Made:
        """The steps with the times that make the target.

        The words for a hold's time depend on the time, and the time left for holds depends on the words;
        so both are chosen in turns until they agree. Words that would make the target impossible are not
        taken.
        """
        for extreme in self._extremes():
            said = self._said(extreme)
            best: _Made | None = None
            for _ in range(_ROUNDS):
                made = self._made(target, said)
                if made is None:
                    break
                best = made
                if (agreed := self._said(made.times)) == said:
                    break
                said = agreed
            if best is not None:
                return best
        return self._just_under(target)

    def _just_under(self, target: int) -> _Made:
        """The nearest that is not over a target that no words make: one kind too long, the other too short.

        It takes holds that hardly stretch, just where what is said for their time changes. The rest is
        silence at the end.
        """
        extremes = self._extremes()
        all_made = [self._laid(times, self._said(other)) for times in extremes for other in extremes]
        return max((made for made in all_made if made.walk.end <= target), key=lambda made: made.walk.end)

    def _laid(self, times: Mapping[int, int], said: Mapping[int, int] | None = None) -> _Made:
        said = self._said(times) if said is None else said
        return _Made(times, said, self._walker.walk(times, said))

    def _times(self, choices: Sequence[int]) -> dict[int, int]:
        """The time of each step, from the choice of each group."""
        chosen = zip(self._groups, choices, strict=True)
        return {index: taken * self._grid.step for (steps, _), taken in chosen for index in steps}

    def _made(self, target: int, said: Mapping[int, int]) -> _Made | None:
        """The times that make the target with these words, and the steps; None if no times do."""
        items = [item for _, item in self._groups]
        shortest = self._times([item.min for item in items])
        least = self._walker.walk(shortest, said)
        fixed = least.position - sum(shortest.values())
        # As a rule the last sounds ring longest past the end when all before it is at its shortest. But a
        # longer hold may hold more sounds, and if one of those rings on still longer, it needs that room.
        ring = least.ring
        for _ in range(_ROUNDS):
            try:
                times = self._times(fit(items, (target - fixed - ring) // self._grid.step).frames)
            except Unfit:
                return None
            made = self._laid(times, said)
            if made.walk.end <= target:
                return made
            ring = made.walk.ring
        return None


def _chapters(starts: list[tuple[int, ChapterBody]], title: str, frames: int) -> tuple[Chapter, ...]:
    """Chapters without gaps; what comes before the first one written gets the session's title.

    One that takes no time (all that is in it is silent, or left out) is no chapter: players cannot show it.
    """
    if not starts or starts[0][0] > 0:
        starts = [(0, ChapterBody(title=title)), *starts]
    ends = [start for start, _ in starts[1:]] + [frames]
    return tuple(
        Chapter(start, end, body.title, body.point, body.side)
        for (start, body), end in zip(starts, ends, strict=True)
        if start < end
    )
