"""Layout: a script whose sentences were spoken becomes a timeline of exactly the length asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from voiceguide.errors import LengthError
from voiceguide.script import ResolvedHold, said_seconds
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._chapters import laid_chapters
from voiceguide.timeline._draft import Choice, Commitments, LayoutDraft
from voiceguide.timeline._fit import Elastic, Unfit, fit
from voiceguide.timeline._grid import Grid
from voiceguide.timeline._timeline import Cue, Timeline, Track
from voiceguide.timeline._to_sleep import softened
from voiceguide.timeline._walk import Walk, Walker
from voiceguide.units import Frames, Ms, format_duration, frames_of, ms_down, ms_of, ms_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from voiceguide.script import ElasticTime, ResolvedScript
    from voiceguide.timeline._timeline import ClipRef
    from voiceguide.timeline._unheard import Unheard

    Choices = tuple[Choice, ...]
    """One for each of the script's times."""

_READY = 2
"""Time on points grows twice as readily as pauses and rests, and these shrink twice as readily as it."""

_ROUNDS = 8
"""How often the words for hold times may change what fits, before the last ones are kept."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lengths that a script can be fitted to, in frames."""

    shortest: int
    preferred: int
    longest: int
    rate: int
    """Frames a second."""

    def refuse(self, length_ms: Ms) -> LengthError:
        """The error for a length outside of the bounds."""
        return LengthError(
            f"a length of {format_duration(length_ms)} cannot be met: the shortest that would do is "
            f"{format_duration(ms_up(self.shortest, self.rate))}, the longest "
            f"{format_duration(ms_down(self.longest, self.rate))}"
        )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Steps that were laid, with what was chosen for it."""

    choices: Choices
    walk: Walk


class Layout:
    """A script with its clips: what lengths it can have, and its timeline.

    Attributes
    ----------
    speech : mapping of str to ClipRef
        The clips that it was given for what is said.
    """

    def __init__(
        self,
        script: ResolvedScript,
        *,
        rate: int,
        speech: Mapping[str, ClipRef],
        chime: Callable[[str], ClipRef | None],
        sound: Callable[[str], ClipRef] | None = None,
        grid: Grid | None = None,
        commitments: Commitments | None = None,
        length: int | None = None,
        lead: Ms = rhythm.SESSION_LEAD,
    ) -> None:
        """Take a script and the lengths of its sounds.

        Parameters
        ----------
        script : ResolvedScript
        rate : int
            Frames a second.
        speech : mapping of str to ClipRef
            A clip for each of the script's :func:`~voiceguide.timeline._spoken.utterances`.
        chime : callable
            Gives a chime's clip by name, None for one that is not to sound; raises InputError for a name it
            does not know.
        sound : callable, optional
            Gives a sound file's clip; for scripts with ``sound`` steps.
        grid : Grid, optional
            Where cues, holds and chapters may begin; by default at any frame. Times are rounded to it: holds
            inside their bounds, silences by less than a step. The session's length is not.
        commitments : Commitments, optional
            What is not to be chosen any more.
        length : int, optional
            Frames to make in place of the script's length: of a session whose listener went back or ahead.
        lead : Ms, optional
            Quiet before the first step.
        """
        self._script = script
        self._rate = rate
        self.speech = speech
        self._grid = grid or Grid(rate)
        self._commitments = commitments or Commitments()
        self._length = length
        self._walker = Walker(script, self._grid, speech, chime, sound or _no_sound, self._commitments, lead)
        self._elastics = [self._elastic(time) for time in script.times]

    def bounds(self) -> Bounds:
        """The lengths that the script can have, in frames."""
        totals = [self._walker.extent(choices).end for choices in self._extremes()]
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
        return _plain(self._timeline(self._fitted(target).walk, target))

    def nearest(self) -> LayoutDraft:
        """Lay the script out as :meth:`timeline` does, or as near to its length as it can be.

        Where all that may stretch does not fill the length, the rest is silence at the end. Where all that
        may shrink leaves too much, the session is longer.
        """
        target, bounds = self._target()
        if target < bounds.shortest:
            attempt = min(map(self._laid, self._extremes()), key=lambda attempt: attempt.walk.end)
            target = attempt.walk.end
        elif target > bounds.longest:
            attempt = self._just_under(target)
        else:
            attempt = self._fitted(target)
        timeline = self._timeline(attempt.walk, target)
        return LayoutDraft(timeline, attempt.choices, tuple(attempt.walk.starts), bounds)

    def _target(self) -> tuple[int, Bounds]:
        length, bounds = self._script.script.length, self.bounds()
        if self._length is not None:
            return self._length, bounds
        return bounds.preferred if length is None else frames_of(length, self._rate), bounds

    def _timeline(self, walk: Walk, frames: int) -> Timeline:
        cues = sorted(self._levelled(walk.cues, frames), key=lambda cue: cue.start)
        title = self._script.script.title
        return Timeline(
            rate=self._rate,
            frames=frames,
            title=title,
            tracks=tuple(
                Track(name, tuple(cue for cue in cues if cue.kind == kind))
                for name, kind in (("voice", "say"), ("chimes", "chime"), ("sounds", "sound"))
                if kind != "sound" or any(cue.kind == "sound" for cue in cues)
            ),
            chapters=laid_chapters(
                walk.chapters, title, frames, cues=cues, holds=walk.holds, grid=self._grid
            ),
            holds=tuple(walk.holds),
            beds=tuple(walk.beds),
            unheard=_once(walk.unheard),
        )

    def _levelled(self, cues: list[Cue], frames: int) -> list[Cue]:
        """The cues, with the chimes at the level that the script asks for, and ever softer towards sleep."""
        level = self._script.script.chime_level_db
        if self._script.script.to_sleep:
            cues = list(softened(cues, frames))
        if level is None:
            return cues
        return [replace(cue, gain_db=cue.gain_db + level) if cue.kind == "chime" else cue for cue in cues]

    def _elastic(self, time: ElasticTime) -> Elastic:
        """The bounds of a time, in steps of the grid; a commitment has nothing left to choose."""
        count = time.times
        grows, shrinks = (_READY, 1) if time.on_point else (1, _READY)
        if (committed := self._commitments.of(time)) is not None:
            stands = committed.frames // self._grid.step
            return Elastic(stands, stands, stands, grows, count, shrinks)
        span = time.span
        frames = (frames_of(ms, self._rate) for ms in (span.min, span.preferred, span.max))
        low, best, high = self._grid.steps_within(*frames)
        stops = self._whole_breaths(time, low, high)
        if stops:
            best = min(stops, key=lambda stop: abs(stop - best))
        return Elastic(low, best, high, grows, count, shrinks, stops)

    def _whole_breaths(self, time: ElasticTime, low: int, high: int) -> tuple[int, ...]:
        """Times of a hold with a paced breath at which its last breath ends with it, in steps of the grid.

        Where two sides breathe differently, the last breaths of both do; if there is no such time, that of
        the first.
        """
        steps = [self._script.steps[index] for index in time.steps]
        breaths = [step.body.breathe for step in steps if isinstance(step, ResolvedHold)]
        cycles = [breath.cycle for breath in breaths if breath is not None and breath.is_paced]
        for cycle in dict.fromkeys((math.lcm(*cycles), *cycles[:1])) if cycles else ():
            all_of = range(rhythm.BREATH_LEAD + cycle, time.span.max + 1, cycle)
            stops = (self._grid.up(frames_of(Ms(ms), self._rate)) // self._grid.step for ms in all_of)
            if found := tuple(stop for stop in stops if low <= stop <= high):
                return found
        return ()

    def _choices(self, shares: Sequence[int], words: Choices | None = None) -> Choices:
        """Times in steps of the grid as choices, announced in the words of others, or in their own."""
        chosen = tuple(Choice(Frames(share * self._grid.step), None) for share in shares)
        return self._in_own_words(chosen) if words is None else _in_words_of(words, chosen)

    def _in_own_words(self, choices: Choices) -> Choices:
        """The same times, announced by what would be said for them; what was already said stays."""
        return tuple(map(self._told, self._script.times, choices))

    def _told(self, time: ElasticTime, choice: Choice) -> Choice:
        if not time.is_hold:
            return choice
        committed = self._commitments.of(time)
        said = said_seconds(ms_of(choice.frames, self._rate)) if committed is None else committed.said_s
        return Choice(choice.frames, said)

    def _extremes(self) -> list[Choices]:
        """All times as preferred, then at their least, then at their most."""
        return [
            self._choices([pick(elastic) for elastic in self._elastics])
            for pick in (attrgetter("preferred"), attrgetter("min"), attrgetter("max"))
        ]

    def _fitted(self, target: int) -> _Attempt:
        """The steps with the times that make the target.

        The words for a hold's time depend on the time, and the time left for holds depends on the words;
        so both are chosen in turns until they agree. Words that would make the target impossible are not
        taken.
        """
        for extreme in self._extremes():
            words = extreme
            best: _Attempt | None = None
            for _ in range(_ROUNDS):
                attempt = self._attempt(target, words)
                if attempt is None:
                    break
                best = attempt
                if (words := self._in_own_words(attempt.choices)) == attempt.choices:
                    break
            if best is not None:
                return best
        return self._just_under(target)

    def _just_under(self, target: int) -> _Attempt:
        """The nearest that is not over a target that no words make: one kind too long, the other too short.

        It takes holds that hardly stretch, just where what is said for their time changes. The rest is
        silence at the end.
        """
        extremes = self._extremes()
        attempts = [self._laid(_in_words_of(words, times)) for times in extremes for words in extremes]
        return max(
            (attempt for attempt in attempts if attempt.walk.end <= target),
            key=lambda attempt: attempt.walk.end,
        )

    def _laid(self, choices: Choices) -> _Attempt:
        return _Attempt(choices, self._walker.walk(choices))

    def _attempt(self, target: int, words: Choices) -> _Attempt | None:
        """The times that make the target with these words, and the steps; None if no times do."""
        shortest = self._choices([elastic.min for elastic in self._elastics], words)
        least = self._walker.extent(shortest)
        elastic_frames = (
            choice.frames * time.times for choice, time in zip(shortest, self._script.times, strict=True)
        )
        fixed = least.position - sum(elastic_frames)
        # As a rule the last sounds ring longest past the end when all before it is at its shortest. But a
        # longer hold may hold more sounds, and if one of those rings on still longer, it needs that room.
        ring = least.ring
        for _ in range(_ROUNDS):
            try:
                shares = fit(self._elastics, (target - fixed - ring) // self._grid.step)
            except Unfit:
                return None
            attempt = self._laid(self._choices(shares.frames, words))
            if attempt.walk.end <= target:
                return attempt
            ring = attempt.walk.ring
        return None


def _plain(timeline: Timeline) -> Timeline:
    """The timeline with texts that are no more than texts: what they were spoken from is known to layout."""
    tracks = (
        replace(
            track,
            cues=tuple(cue if cue.text is None else replace(cue, text=str(cue.text)) for cue in track.cues),
        )
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def _no_sound(name: str) -> ClipRef:
    raise LookupError(f"nothing gives the sound {name}")


def _once(unheard: list[Unheard]) -> tuple[Unheard, ...]:
    """What has no room, told once for all rounds of a repeat."""
    return tuple({(one.path, one.text, one.why): one for one in unheard}.values())


def _in_words_of(words: Choices, choices: Choices) -> Choices:
    """Choices that are announced with the words of others."""
    return tuple(Choice(one.frames, other.said_s) for one, other in zip(choices, words, strict=True))
