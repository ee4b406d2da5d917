"""The timeline of a session that is still being spoken: unspoken sentences have an estimated length."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script import ResolvedChapterStart, ResolvedHold, ResolvedSay, said_seconds
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._draft import Choice, Commitments
from voiceguide.timeline._early_end import ended
from voiceguide.timeline._gap import Gap
from voiceguide.timeline._guessed_lengths import GuessedLengths
from voiceguide.timeline._layout import Layout
from voiceguide.timeline._splice import joined, shifted, step_at
from voiceguide.timeline._spoken import said_in, utterances
from voiceguide.timeline._unspoken import Needs
from voiceguide.timeline._words_over import WordsOver, with_words_over
from voiceguide.units import Frames, frames_of, ms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voiceguide.script import ElasticTime, ResolvedScript
    from voiceguide.timeline._draft import LayoutDraft
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._layout import Bounds
    from voiceguide.timeline._timeline import ClipRef, Timeline
    from voiceguide.units import Ms

    Guess = Callable[[str], int]
    """Guesses the frames of a sentence."""


class LiveTimeline:
    """A script's timeline, laid out again whenever more of its sentences are known.

    Each timeline agrees with the previous one up to the frame heard so far, which :meth:`lay_out` is given.
    So nothing may be heard beyond :attr:`known_until`.

    Parameters
    ----------
    script : ResolvedScript
    rate : int
        Frames a second.
    speech : mapping of str to ClipRef
        The clips of the sentences that are known; may grow.
    chime : callable
        As for :class:`~voiceguide.timeline._layout.Layout`.
    grid : Grid
    guess : callable
        Guesses the frames of a sentence that is not known. Rather too many: what is left over in the end can
        be given to holds and pauses, and what is missing has to be taken from them.
    sound : callable, optional
        As for :class:`~voiceguide.timeline._layout.Layout`.
    stands : Commitments, optional
        What was chosen before, of a session that is resumed.
    lead : Ms, optional
        The quiet that it begins with; without, as much as is needed by who waits for it.
    """

    def __init__(
        self,
        script: ResolvedScript,
        *,
        rate: int,
        speech: Mapping[str, ClipRef],
        chime: Callable[[str], ClipRef | None],
        grid: Grid,
        guess: Guess,
        sound: Callable[[str], ClipRef] | None = None,
        stands: Commitments | None = None,
        lead: Ms | None = None,
    ) -> None:
        self._rate = rate
        self._speech = speech
        self._chime = chime
        self._grid = grid
        self._guess = guess
        self._sound = sound
        self._stands = stands or Commitments()
        self._length: int | None = None
        self._anchor: tuple[int, int] | None = None
        self._entrance: int | None = None
        """Where the listener went last, if a chapter begins there."""
        self._words_over: list[WordsOver] = []
        self._edited = False
        self._gaps: list[Gap] = []
        self._take(script)
        known = dict(speech)
        waits = self._sentences and self._sentences[0] not in known
        self.lead = lead if lead is not None else rhythm.FIRST_LEAD if waits else rhythm.SESSION_LEAD
        """Quiet before the first step."""
        self._draft = self._tried(script, self._stands, known)
        self._known_until = self._known_with(known)

    def _take(self, script: ResolvedScript) -> None:
        self._script = script
        self._sentences = utterances(script)
        self._in_holds = {
            index: said_in(step.body)
            for index, step in enumerate(script.steps)
            if isinstance(step, ResolvedHold)
        }

    @property
    def grid(self) -> Grid:
        """Where cues, holds and chapters may begin."""
        return self._grid

    @property
    def draft(self) -> LayoutDraft:
        """The layout as it is now."""
        return self._draft

    @property
    def script(self) -> ResolvedScript:
        """The script as it is now."""
        return self._script

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each of the script's steps begins, in frames."""
        return self._draft.starts

    def choice(self, step: int) -> Choice:
        """What is chosen for the time of a step that takes one."""
        return self._draft.choices[self._time(step).number]

    @property
    def known_until(self) -> int:
        """The first frame of the timeline that may still move.

        An unspoken sentence begins there, or a hold that has one in it: a hold is known as a whole or not at
        all, since one cue in it may make room for another.
        """
        return self._known_until

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self._draft.timeline

    @property
    def is_known(self) -> bool:
        """Whether nothing is guessed any more, whatever the words for the holds' times."""
        return all(sentence in self._speech for sentence in self._sentences)

    @property
    def missed(self) -> int:
        """Frames by which the script's length is missed, by what is known.

        So much longer is the session; or if it is negative, so much sooner is it over (silent at its end, if
        that is a moment), since nothing in it can stretch any more.
        """
        target, bounds = self._asked, self.bounds
        if target is None:
            return 0
        return max(bounds.shortest - target, 0) or min(bounds.longest - target, 0)

    @property
    def bounds(self) -> Bounds:
        """The lengths that the session can have, by what was known and stood fast when it was laid out."""
        return self._draft.bounds

    def first_free(self, horizon: int) -> int:
        """The first step of which nothing is heard by a frame; of a place that one goes to, its own step.

        A chapter is gone to where its first sound is, which may be a moment after its step.
        """
        starts = self._draft.starts
        if self._anchor is not None and self._entrance == horizon:
            return self._anchor[0]
        return next((index for index, start in enumerate(starts) if start >= horizon), len(starts))

    def require_length(self) -> None:
        """Refuse a length that cannot be met.

        Raises
        ------
        LengthError
            It says the shortest and the longest that would do; both are true if all is known.
        """
        length, bounds = self._script.script.length, self.bounds
        if length is not None and not bounds.shortest <= frames_of(length, self._rate) <= bounds.longest:
            raise bounds.refuse(length)

    def guessed(self) -> int:
        """Frames of the timeline's speech that are guessed."""
        return sum(
            cue.frames for cue in self.timeline.cues() if cue.kind == "say" and cue.text not in self._speech
        )

    def in_order(self) -> list[str]:
        """All sentences, those of the timeline first, in the order in which they are needed."""
        return list(dict.fromkeys(self._needs.in_order() + self._sentences))

    def could_be_known_until(self) -> int:
        """What :attr:`known_until` would be, had what was spoken meanwhile the length that was guessed.

        Where it is no larger, a new layout gains nothing.
        """
        return self._known_with(self._speech)

    def lay_out(self, horizon: int) -> Timeline:
        """Lay out again what lies after ``horizon`` frames, with all that is known now.

        Where the script's length cannot be met any more, it is missed by as little as possible.
        """
        before, known = self._draft, dict(self._speech)  # another thread may add to it meanwhile
        draft = self._tried(self._script, self.committed(horizon), known)
        self._settle_on(draft, before.timeline, horizon, known)
        return self.timeline

    def _settle_on(
        self, draft: LayoutDraft, before: Timeline, horizon: int, known: Mapping[str, ClipRef]
    ) -> None:
        """Take a new layout, from a frame on."""
        if self._edited:
            timeline = joined(before, draft.timeline, horizon)
            starts = draft.starts
            if self._anchor is not None:  # what was passed over stays where it was
                kept = min(self._anchor[0], len(self._draft.starts))
                starts = (*self._draft.starts[:kept], *starts[kept:])
            clips, to_sleep = GuessedLengths(known, self._guess), self._script.script.to_sleep
            timeline = with_words_over(timeline, self._words_over, clips, horizon, to_sleep=to_sleep)
            draft = replace(draft, timeline=timeline, starts=starts)
        self._draft = draft
        self._known_until = self._known_with(known)

    def committed(self, horizon: int) -> Commitments:
        """What stands once the session is heard up to ``horizon`` frames."""
        heard = Commitments.until(horizon, self._script, self._draft)
        stands = self._stands
        return replace(stands, steps={**heard.steps, **stands.steps})

    def _tried(
        self, script: ResolvedScript, commitments: Commitments, known: dict[str, ClipRef]
    ) -> LayoutDraft:
        draft = self._laid(script, commitments, known, self._length)
        off = self._off(draft)
        if off and (length := self._asked) is not None:
            draft = self._laid(script, commitments, known, length + off)
            off = self._off(draft)
        draft = shifted(draft, off) if off else draft
        # what a listener has done may leave more time than all that comes can take
        return ended(draft) if self._edited and not script.script.to_sleep else draft

    def _laid(
        self, script: ResolvedScript, commitments: Commitments, known: dict[str, ClipRef], length: int | None
    ) -> LayoutDraft:
        return Layout(
            script, rate=self._rate, speech=GuessedLengths(known, self._guess), chime=self._chime,
            sound=self._sound, grid=self._grid, commitments=commitments, length=length,
            lead=self.lead,
        ).nearest()  # fmt: skip

    def _off(self, draft: LayoutDraft) -> int:
        """How much later the place is to which the listener went last: what was passed over was guessed."""
        return 0 if self._anchor is None else draft.starts[self._anchor[0]] - self._anchor[1]

    @property
    def _asked(self) -> int | None:
        """The frames that the session is to have."""
        length = self._script.script.length
        if self._length is not None:
            return self._length
        return None if length is None else frames_of(length, self._rate)

    def kept(self) -> dict[str, object]:
        """What :meth:`restore` takes: all as it is now."""
        return {name: list(one) if isinstance(one, list) else one for name, one in vars(self).items()}

    def restore(self, kept: dict[str, object]) -> None:
        """Have all as it was."""
        vars(self).update(kept)

    # -- what the listener, or what is known meanwhile, changes; to be laid out afterwards

    def set_length(self, frames: int) -> None:
        """Have the session last so long, from its first frame."""
        self._length, self._edited = frames, True

    def set_hold(self, step: int, frames: int) -> None:
        """Have a hold last so long, and the other side of its point with it."""
        time = self._time(step)
        was = self._draft.choices[time.number]
        stands = Frames(max(self._grid.up(frames), self._grid.step))
        announced = {
            index: was.said_s
            for index, one in enumerate(self._script.steps)
            if isinstance(one, ResolvedSay)
            and one.announces is not None
            and one.announces.pair is time
            and was.said_s is not None
        }
        choice = Choice(stands, said_seconds(ms_of(stands, self._rate)))
        self._stands = self._stands.with_hold(time, step, choice, announced)
        self._edited = True

    def set_hold_alone(self, step: int, frames: int) -> None:
        """Have a single hold last so long; the other side of its point keeps its time."""
        stands = Frames(max(self._grid.up(frames), self._grid.step))
        self._stands = replace(self._stands, alone={**self._stands.alone, step: stands})
        self._edited = True

    def set_script(self, script: ResolvedScript, kept: int, horizon: int) -> None:
        """Go on with another script, whose first ``kept`` steps are those of the one before.

        It is laid out at once; ``horizon`` is as for :meth:`lay_out`.
        """
        before, known = self._draft, dict(self._speech)
        self._stands = self.committed(horizon).of_first(kept)
        self._take(script)
        draft = self._tried(script, self._stands, known)
        self._edited = True
        self._settle_on(draft, before.timeline, horizon, known)

    def tried(self, script: ResolvedScript, kept: int, horizon: int) -> LayoutDraft:
        """The layout that :meth:`set_script` would lead to, without what is said over it."""
        return self._tried(script, self.committed(horizon).of_first(kept), dict(self._speech))

    def say_over(self, frame: int, sentence: str) -> None:
        """Say a sentence from a frame on, over a hold or a silence; it takes no time."""
        self._words_over.append(WordsOver(self._grid.up(frame), sentence))
        self._sentences.append(sentence)
        self._edited = True

    def go_on_from(self, frame: int) -> None:
        """Keep a frame where it is, to which the listener goes; what was asked for after it is forgotten."""
        starts = self._draft.starts
        step = step_at(frame, self.timeline, self._script, starts)
        self._anchor = step, starts[step]
        is_chapter = isinstance(self._script.steps[step], ResolvedChapterStart)
        self._entrance = frame if is_chapter else None
        alone = {
            index: held for index, held in self._stands.alone.items() if self._draft.starts[index] < frame
        }
        self._stands = replace(self._stands, alone=alone)
        self._words_over = [words for words in self._words_over if words.start < frame]

    def leave(self, heard: int, place: int) -> None:
        """Go on at a place further on, and leave open what lies between, until :meth:`fill`.

        Parameters
        ----------
        heard : int
            The frames before stay as they are.
        place : int
            What is laid out from here on stands; best the start of a chapter.
        """
        stood = frozenset(self.committed(heard).steps)
        first = sum(start < heard for start in self._draft.starts)
        self.go_on_from(place)
        assert self._anchor is not None  # noqa: S101 (it was just set)
        self._gaps.append(Gap(first, *self._anchor, stood))
        self._edited = True

    def fill(self) -> bool:
        """Lay out what was left open, now that all is known; whether it could be fitted between the rest.

        If not, nothing has changed.
        """
        known = dict(self._speech)
        choices = self.committed(self._draft.timeline.frames + 1)
        for gap in self._gaps:
            # with nothing left to choose, there is one length only
            draft = self._laid(self._script, choices, known, None)
            length = draft.bounds.preferred + gap.place - draft.starts[gap.end]
            free = {step for time in self._script.times if gap.frees(time.steps) for step in time.steps}
            stand = {step: choice for step, choice in choices.steps.items() if step not in free}
            draft = self._laid(self._script, replace(choices, steps=stand), known, length)
            chosen = {step: draft.choices[time.number] for time in self._script.times for step in time.steps}
            choices = replace(choices, steps=chosen | stand)
        draft = self._laid(self._script, choices, known, self._length)
        fits = draft.timeline.frames == self._draft.timeline.frames and all(
            start == before
            for step, (start, before) in enumerate(zip(draft.starts, self._draft.starts, strict=True))
            if not any(gap.first <= step < gap.end for gap in self._gaps)
        )
        if fits:
            self._draft, self._known_until = draft, draft.timeline.frames
            self._gaps.clear()
        return fits

    def _time(self, step: int) -> ElasticTime:
        return next(time for time in self._script.times if step in time.steps)

    def _known_with(self, speech: Mapping[str, ClipRef]) -> int:
        return self._needs.known_until(speech)

    @property
    def _needs(self) -> Needs:
        passed = 0 if self._anchor is None else self._anchor[1]
        return Needs(self.timeline, self._draft.starts, self._in_holds, passed)
