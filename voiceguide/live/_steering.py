"""What a listener's orders change in a session that plays."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.player import Command
from voiceguide.player._places import SKIP_SECONDS, chapter_start, next_chapter, previous_chapter, skipped
from voiceguide.script import ResolvedHold, ResolvedSay, Say, SayBody
from voiceguide.timeline import room_at
from voiceguide.units import Ms, frames_of, ms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.live._guide import Guide
    from voiceguide.live._present import Present
    from voiceguide.player import Order
    from voiceguide.timeline import HoldSpan, LiveTimeline

MORE_MS = Ms(15_000)
"""How much longer or shorter one order makes a hold."""
_LEAST_MS = Ms(10_000)
"""A first side that was held so long is what the second gets when it was left early."""
_END_MS = Ms(2_000)
"""What is left of a hold that is made shorter than it was already."""
_AFTER_MS = Ms(300)
"""From going on after a pause until the listener is told where they are."""
_ROOM_MS = Ms(1_500)
"""What is to be left of a hold after words that were asked for."""
_AGAIN_MS = Ms(10_000)
"""How soon it is not said again why an order is not followed."""
_NEAR_MS = Ms(3_500)
"""How far back a session is taken up, to begin with a whole sentence: with the second between two entries in
the journal, less than five seconds."""

_INTERRUPTS = frozenset(
    {
        Command.RESUME, Command.REWIND, Command.FORWARD, Command.NEXT, Command.PREVIOUS, Command.REPEAT,
        Command.SKIP, Command.CHAPTER, Command.SEEK,
    }
)  # fmt: skip


class Refusal(RequestError):
    """Raised when an order cannot be followed here, and the guide is to say so."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key
        """Of the words for it."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where an order finds the session."""

    frame: int
    step: int
    """The step that is heard."""
    hold: int | None
    """The step of the hold that is heard."""
    span: HoldSpan | None


class Steering:
    """Carries out orders on the plan of a session.

    Parameters
    ----------
    guide : Guide
    present : Present
    """

    def __init__(self, guide: Guide, present: Present) -> None:
        self._guide = guide
        self._present = present
        self._refused = ("", 0)

    @property
    def _unfolding(self) -> LiveTimeline:
        return self._guide.unfolding

    @staticmethod
    def interrupts(order: Order) -> bool:
        """Whether an order changes what sounds at once."""
        return order.command in _INTERRUPTS

    def steer(self, order: Order, here: int, rendered: int) -> int | None:
        """Change what is to come; gives the frame to go on from, None if nothing is interrupted.

        Parameters
        ----------
        order : Order
        here : int
            The next frame to be heard.
        rendered : int
            What sounds anyway, if nothing is interrupted.

        Raises
        ------
        RequestError
            If it cannot be followed here; the guide may say why, to whom the screen says nothing.
        """
        try:
            with self._in_time(order.command.value, unless=self._guide.overruns):
                return self._steer(order, here, rendered)
        except Refusal as refusal:
            self._say_why(refusal, rendered, here)
            raise

    def _steer(self, order: Order, here: int, rendered: int) -> int | None:
        timeline = self._guide.timeline
        at = self._here(here)
        jumps: dict[Command, Callable[[], int]] = {
            Command.REWIND: lambda: skipped(timeline, here, -SKIP_SECONDS),
            Command.FORWARD: lambda: skipped(timeline, here, SKIP_SECONDS),
            Command.PREVIOUS: lambda: previous_chapter(timeline, here),
            Command.CHAPTER: lambda: chapter_start(timeline, order.value or ""),
            Command.SEEK: lambda: self._time(order),
            Command.SKIP: lambda: self._past_the_point(at),
        }
        if order.command in jumps:
            return self._jump(here, jumps[order.command]())
        changes: dict[Command, Callable[[], int | None]] = {
            Command.NEXT: lambda: self._next(at),
            Command.REPEAT: lambda: self._repeat(at),
            Command.RESUME: lambda: self._resume(at),
            Command.LONGER: lambda: self._stretch(at, rendered, MORE_MS),
            Command.SHORTER: lambda: self._stretch(at, rendered, Ms(-MORE_MS)),
            Command.TIME: lambda: self._tell_time(here, rendered),
        }
        if order.command not in changes:
            raise RequestError(f"{order.command.value}: nothing waits for it now")
        return changes[order.command]()

    @contextlib.contextmanager
    def _in_time(self, asked: str, *, unless: bool = False) -> Iterator[None]:
        """Undo and refuse what is done inside, if the session ends too late with all left out that can be.

        Parameters
        ----------
        unless : bool
            Whether it does so anyway.
        """
        with self._guide.revocable():
            yield
            if self._guide.overruns and not unless:
                why = "there is too little time left for it; with --extend a session may get longer"
                raise Refusal(f"{asked}: {why}", "late")

    # -- going elsewhere

    def _jump(self, here: int, place: int) -> int:
        """Go on at a place; what is left is fitted to the time that is left."""
        place = min(max(place, 0), self._guide.timeline.frames)
        self._guide.jump(here, place)
        return place

    def _time(self, order: Order) -> int:
        timeline = self._guide.timeline
        frame = frames_of(order.time, timeline.rate)
        if frame >= timeline.frames:
            from voiceguide.units import clock

            whole = clock(timeline.frames, timeline.rate)
            raise RequestError(f"to {order.value}: that is past the end; the session lasts {whole}")
        return frame

    def _next(self, at: Here) -> int:
        """End the hold now, or go to the next chapter."""
        if at.hold is None or at.span is None:
            place = next_chapter(self._guide.timeline, at.frame)
            if place >= self._guide.timeline.frames:
                raise Refusal("next: this is the last part of the session", "last")
            return self._jump(at.frame, place)
        cues = self._guide.timeline.cues()
        words = (cue.end for cue in cues if cue.kind == "say" and cue.start < at.frame < cue.end)
        end = min(max(at.frame, *words, 0), at.span.end)
        held = end - at.span.start
        partner = self._partner(at.hold)
        sides = 1
        if partner is not None and partner > at.hold and held >= self._frames(_LEAST_MS):
            self._unfolding.set_hold(at.hold, held)
            sides = 2
        else:
            self._unfolding.set_hold_alone(at.hold, held)
        if self._guide.extends:
            self._guide.move_target((held - at.span.frames) * sides)
        else:
            self._guide.move_target(end - at.frame)
        self._guide.settle(at.frame)
        return end

    def _past_the_point(self, at: Here) -> int:
        """The end of the point's last hold: one comes off, and the next point follows."""
        timeline = self._guide.timeline
        chapter = timeline.chapter_at(at.frame)
        number = timeline.chapters.index(chapter)
        last = number
        while (
            chapter.point is not None
            and last + 1 < len(timeline.chapters)
            and timeline.chapters[last + 1].point == chapter.point
            and timeline.chapters[last + 1].side != chapter.side
            and last == number
            and chapter.side == "left"
        ):
            last += 1
        end = timeline.chapters[last].end
        if chapter.point is not None:
            self._guide.skipped.add(chapter.point)
        # where the last hold ends one comes off, whether it has begun or not
        ends = [hold.end for hold in timeline.holds if at.frame < hold.end and hold.start < end]
        if ends:
            return ends[-1]
        if end >= timeline.frames:
            raise Refusal("skip: this is the last part of the session", "last")
        return end

    # -- where the listener is

    def _resume(self, at: Here) -> int:
        """Tell where the listener is, unless there is no time left for it."""
        with contextlib.suppress(Refusal), self._in_time("resume"):
            return self._told_again(at)
        return at.frame

    def _told_again(self, at: Here) -> int:
        """In a hold the body's state; else the sentence that was heard last."""
        if at.hold is None:
            return self._jump(at.frame, self._sentence(at.frame))
        self._say_soon(self._state(at.hold), at.frame, at.frame + self._frames(_AFTER_MS))
        self._guide.settle(at.frame)
        return at.frame

    def _sentence(self, frame: int) -> int:
        """The start of the sentence that was heard last, in the same chapter."""
        chapter = self._guide.timeline.chapter_at(frame)
        said = [
            cue.start
            for cue in self._guide.timeline.cues()
            if cue.kind == "say" and chapter.start <= cue.start < frame
        ]
        return max(said, default=frame)

    def take_up(self, frame: int, left: int | None) -> int:
        """Go on with a session that was left at a frame; gives the frame to go on from."""
        at = self._here(frame)
        place = frame
        if at.hold is None and frame - (said := self._sentence(frame)) <= self._frames(_NEAR_MS):
            place = said
        self._guide.resume(place, left)
        if at.hold is not None:
            self._say_soon(self._state(at.hold), frame, frame + self._frames(_AFTER_MS))
            self._guide.settle(frame)
        return place

    def _repeat(self, at: Here) -> int:
        """The hold again from where the listener is, or before it, what was told since the last move."""
        steps, starts = self._unfolding.script.steps, self._unfolding.starts
        chapter = self._guide.timeline.chapter_at(at.frame)
        holds = [
            index
            for index, step in enumerate(steps)
            if isinstance(step, ResolvedHold) and chapter.start <= starts[index] <= at.frame
        ]
        if not holds:
            return self._jump(at.frame, chapter.start)
        hold = holds[-1]
        first = next(
            (
                index
                for index in range(hold, -1, -1)
                if isinstance(step := steps[index], ResolvedSay)
                and step.announces is steps[hold]
                and starts[index] >= chapter.start
            ),
            hold,
        )
        place = starts[first]
        told = Say(say=SayBody(text=self._state(hold)))
        if not self._guide.extends:
            self._guide.move_target(place - at.frame)
        self._unfolding.go_on_from(place)
        self._guide.insert(first, [told], place)
        self._guide.settle(place)
        return self._unfolding.starts[first]

    def _state(self, hold: int) -> str:
        step = self._unfolding.script.steps[hold]
        assert isinstance(step, ResolvedHold), "a hold's step is a hold"  # noqa: S101
        return self._present.state(step.body, step.chapter)

    # -- holds

    def _stretch(self, at: Here, rendered: int, ms: int) -> None:
        """Make a hold longer or shorter, and the other side of its point with it."""
        hold = self._nearest_hold(at)
        span = self._span(hold)
        partner = self._partner(hold)
        if partner is not None and partner < hold:
            word, helps = ("longer", "r repeats this side") if ms > 0 else ("shorter", "n goes on")
            raise Refusal(f"{word}: both sides get the same time, and the first is over; {helps}", word)
        was = self._unfolding.choice(hold).frames
        least = max(self._frames(_END_MS), rendered - span.start + self._frames(_END_MS))
        change = self._frames(Ms(abs(ms))) * (1 if ms > 0 else -1)
        now = max(was + change, min(least, was))
        self._unfolding.set_hold(hold, now)
        if self._guide.extends:
            self._guide.move_target((self._unfolding.grid.up(now) - was) * (2 if partner is not None else 1))
        self._guide.settle(rendered)

    def _nearest_hold(self, at: Here) -> int:
        if at.hold is not None:
            return at.hold
        steps, starts = self._unfolding.script.steps, self._unfolding.starts
        chapter = self._guide.timeline.chapter_at(at.frame)
        for index, step in enumerate(steps):
            if isinstance(step, ResolvedHold) and at.frame <= starts[index] < chapter.end:
                return index
        raise RequestError("there is no hold here that could be made longer or shorter")

    def _span(self, hold: int) -> HoldSpan:
        order = [i for i, step in enumerate(self._unfolding.script.steps) if isinstance(step, ResolvedHold)]
        return self._guide.timeline.holds[order.index(hold)]

    def _partner(self, hold: int) -> int | None:
        """The step of the other side of a hold's point."""
        step = self._unfolding.script.steps[hold]
        assert isinstance(step, ResolvedHold), "a hold's step is a hold"  # noqa: S101
        return next((index for index in step.pair.steps if index != hold), None)

    # -- words

    def _tell_time(self, here: int, rendered: int) -> None:
        """Say the time that is left, unless there is no time left for it."""
        left = ms_of(self._guide.timeline.frames - here, self._guide.rate)
        soon = max(rendered, here) + self._frames(_AFTER_MS)
        with contextlib.suppress(Refusal), self._in_time("time"):
            self._say_soon(self._present.time_left(left), rendered, soon)
            self._guide.settle(rendered)

    def _say_why(self, refusal: Refusal, rendered: int, here: int) -> None:
        """Say why an order is not followed; once, if it is given again and again."""
        key, until = self._refused
        if key == refusal.key and here < until:
            return
        self._refused = refusal.key, here + self._frames(_AGAIN_MS)
        soon = max(rendered, here) + self._frames(_AFTER_MS)
        with contextlib.suppress(RequestError), self._in_time("why"):
            self._say_soon(self._present.refusal(refusal.key), rendered, soon)
            self._guide.settle(rendered)

    def _say_soon(self, sentence: str, horizon: int, frame: int) -> None:
        """Say a sentence over a hold or a silence, or where there is no room, before the next step."""
        needed = self._guide.guess(sentence) + self._frames(_ROOM_MS)
        if room_at(self._unfolding.timeline, frame) >= needed:
            self._unfolding.say_over(frame, sentence)
            return
        starts = self._unfolding.starts
        at = next((index for index, start in enumerate(starts) if start >= frame), None)
        if at is not None:
            self._guide.insert(at, [Say(say=SayBody(text=sentence))], horizon)

    def _here(self, frame: int) -> Here:
        starts, steps = self._unfolding.starts, self._unfolding.script.steps
        step = max((index for index, start in enumerate(starts) if start <= frame), default=0)
        holds = [index for index, one in enumerate(steps) if isinstance(one, ResolvedHold)]
        for index, span in zip(holds, self._guide.timeline.holds, strict=True):
            if span.start <= frame < span.end:
                return Here(frame, step, index, span)
        return Here(frame, step, None, None)

    def _frames(self, ms: Ms) -> int:
        return frames_of(ms, self._guide.rate)
