"""How a session goes on: its rest is fitted, or composed again, for the time that is left."""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.live._time_left import LEAST_MS, rest_place, rest_steps
from voiceguide.script import ResolvedHold, resolve, unrolled
from voiceguide.units import frames_of, ms_of, nearest_ms
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.compose import Course
    from voiceguide.live._guess import SpeechGuess
    from voiceguide.live._journal import Origin
    from voiceguide.script import Script, Step
    from voiceguide.speech import Feed
    from voiceguide.timeline import LayoutDraft, LiveTimeline, Timeline

_REAL_TIME = 0.8
"""A voice that takes at least so much of the time that it speaks has its words counted."""
_LATE_MS = 2_000
"""How long a listener may wait for a slow voice before the plan is changed for it."""
_AGAIN_MS = 5_000
"""How much is heard before another plan is looked for in vain again."""
_SPARE = 0.5
"""The share of the margin that a plan may lose before it is given up for another."""
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Guide:
    """The plan of a session that plays."""

    unfolding: LiveTimeline
    feed: Feed
    guess: SpeechGuess
    find_course: Callable[[], Course | None] = lambda: None
    """Gives what the rest can be composed from; None for a script that was not composed."""
    extends: bool = False
    """Whether the session may end later or earlier when the listener asks for something."""
    tell: Callable[[str], None] = lambda _: None
    """Called with a line for the listener."""
    slow_voice: str = ""
    """What to tell if the voice cannot keep up."""
    course: Course | None = None
    origin: Origin | None = None
    """What the session was composed from, if it was."""
    _looked: bool = False
    _vain_until: int = -1
    _told_slow: bool = False
    _target: int | None = field(default=None)
    _moved: bool = False
    """Whether the listener has had more or less time to be filled than there was."""
    skipped: set[str] = field(default_factory=set)
    """The codes of points that the listener has skipped: time that is over is not given to them."""

    def __post_init__(self) -> None:
        if self.unfolding.script.script.length is not None:
            self._target = frames_of(self.unfolding.script.script.length, self.rate)

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self.unfolding.timeline

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.timeline.rate

    def lay_out(self, horizon: int) -> None:
        """Lay out what lies after ``horizon`` with all that is known now; compose it again if it must be."""
        self.guess.learn(self.feed.clips)
        self.unfolding.lay_out(horizon)
        self.fit(horizon)

    def fit(self, horizon: int) -> None:
        """Compose what lies after ``horizon`` again, if it cannot be fitted as it is."""
        self._compose(horizon)
        self._rest(horizon)

    def _compose(self, horizon: int) -> None:
        layout = self.unfolding.draft
        miss = self._miss(layout, horizon, _SPARE)
        if not miss or horizon < self._vain_until:
            return
        found = self._another(layout, horizon)
        if found is None:
            self._vain_until = horizon + self._frames(_AGAIN_MS)
            self._tell_if_slow(layout, horizon)
            return
        self.course, kept = found
        _logger.debug("composed the rest again from step %d", kept)
        self.unfolding.set_script(resolve(self.course.script), kept, horizon)
        self.feed.want(self.unfolding.in_order())
        if self._miss(self.unfolding.draft, horizon, 0.0):
            self._vain_until = horizon + self._frames(_AGAIN_MS)
            self._tell_if_slow(self.unfolding.draft, horizon)

    def _rest(self, horizon: int) -> None:
        """Have a rest before the end, if the listener has freed more time than what comes can take."""
        if self._target is None or not self._moved:
            return
        over = ms_of(self._target - self.unfolding.bounds.longest, self.rate)
        if over < LEAST_MS:
            return
        steps, first_free = self.unfolding.script.steps, self.unfolding.first_free(horizon)
        place = rest_place(steps, first_free, composed=self.known_course() is not None)
        if place is not None:
            self.insert(place, rest_steps(steps, place, over, words_of("en")), horizon)

    def _another(self, layout: LayoutDraft, horizon: int) -> tuple[Course, int] | None:
        course = self.known_course()
        if course is None:
            return None
        first_free = self.unfolding.first_free(horizon)

        def lay(script: Script, kept: int) -> LayoutDraft:
            return self.unfolding.tried(resolve(script), kept, horizon)

        target = self.target
        longer = target is not None and target > layout.bounds.longest - self._margin(layout, horizon)

        def judge(tried: LayoutDraft) -> float:
            if longer and target is not None and tried.bounds.shortest > target:
                return math.inf  # a rest takes what is over, and nothing what is too much
            return self._miss(tried, horizon, 1.0)

        return course.rewritten(first_free, lay, judge, longer=longer, without=self.skipped)

    def known_course(self) -> Course | None:
        """What the rest can be composed from, if there is anything."""
        if not self._looked:
            self._looked = True
            self.course = self.find_course()
        return self.course

    def insert(self, at: int, steps: list[Step], horizon: int) -> None:
        """Have more steps before a step, of which nothing was heard yet; repeats are unrolled for it."""
        script = self.unfolding.script.script
        if (course := self.known_course()) is not None:
            self.course = course.with_steps(at, steps)
            script = self.course.script
        else:
            heard: list[Step] = [placed.step for placed in unrolled(script)]
            script = replace(script, steps=(*heard[:at], *steps, *heard[at:]))
        self.unfolding.set_script(resolve(script), at, horizon)

    @property
    def target(self) -> int | None:
        """The frames that the session is to have, from its first to its last; None if that is left open."""
        return self._target

    def move_target(self, frames: int) -> None:
        """Have the timeline so much longer."""
        if self._target is not None:
            self._target, self._moved = max(self._target + frames, 0), True
            self.unfolding.set_length(self._target)

    def resume(self, place: int, left: int | None) -> None:
        """Go on at a place, with so many frames left."""
        self.unfolding.go_on_from(place)
        if left is not None:
            self._target, self._moved = place + left, True
            self.unfolding.set_length(self._target)
        self.settle(place)

    def gates(self) -> list[tuple[int, int]]:
        """The holds on points, by their steps, and where each begins."""
        steps = [i for i, step in enumerate(self.unfolding.script.steps) if isinstance(step, ResolvedHold)]
        spans = zip(steps, self.timeline.holds, strict=True)
        return [(step, span.start) for step, span in spans if span.point is not None]

    def jump(self, here: int, place: int) -> None:
        """Go on at a place; what is left is fitted to the time that is left."""
        first, last = sorted((here, place))
        holds = (hold for hold in self.timeline.holds if first <= hold.start and hold.end <= last)
        points = {hold.point for hold in holds if hold.point is not None}
        self.skipped = self.skipped | points if place > here else self.skipped - points
        self.unfolding.go_on_from(place)
        if not self.extends:
            self.move_target(place - here)
        self.settle(place)

    def leave(self, heard: int, place: int) -> None:
        """Go on at a place further on; what lies between is laid out at the end, when all is known."""
        self.unfolding.leave(heard, place)
        self.settle(place)

    @property
    def overruns(self) -> bool:
        """Whether the session will end too late, though it could be composed again and is not to grow."""
        return not self.extends and self.unfolding.missed > 0 and self.known_course() is not None

    @contextmanager
    def revocable(self) -> Iterator[None]:
        """Undo what is changed inside, if it raises RequestError."""
        unfolding, skipped = self.unfolding.kept(), set(self.skipped)
        kept = self.course, self._looked, self._target, self._moved
        try:
            yield
        except RequestError:
            self.unfolding.restore(unfolding)
            self.course, self._looked, self._target, self._moved = kept
            self.skipped = skipped
            raise

    def settle(self, horizon: int) -> None:
        """Lay out after a change that the listener asked for."""
        self._vain_until = -1
        self.lay_out(horizon)
        self.feed.want(self.unfolding.in_order())

    def _miss(self, layout: LayoutDraft, horizon: int, spare: float) -> float:
        """By how many frames a layout is too long, too short, or too wordy for a slow voice."""
        late = max(self._late(layout, horizon) - self._frames(_LATE_MS), 0)
        if self.target is None:
            return late
        margin = self._margin(layout, horizon) * spare
        short = layout.bounds.shortest + margin - self.target
        over = self.target - (layout.bounds.longest - margin)
        return max(short, over, 0) + late

    def _margin(self, layout: LayoutDraft, horizon: int) -> float:
        clips = self.feed.clips
        guessed = sum(
            cue.frames
            for cue in layout.timeline.cues()
            if cue.start >= horizon and cue.kind == "say" and cue.text not in clips
        )
        return self.guess.margin * guessed

    def _late(self, layout: LayoutDraft, horizon: int) -> float:
        """By how many frames the worst sentence comes too late, as fast as the voice speaks."""
        pace = self.feed.pace
        if pace is None or pace * self.rate < _REAL_TIME:
            return 0.0
        work, late, asked = 0.0, 0.0, set[str | None]()
        for cue in layout.timeline.cues():
            if cue.kind != "say" or cue.text in self.feed.clips or cue.text in asked or cue.start < horizon:
                continue
            asked.add(cue.text)
            work += cue.frames * pace * self.rate
            late = max(late, work - (cue.start - horizon))
        return late

    def _tell_if_slow(self, layout: LayoutDraft, horizon: int) -> None:
        if not self._told_slow and self._late(layout, horizon) > self._frames(_LATE_MS):
            self._told_slow = True
            self.tell(self.slow_voice)

    def _frames(self, ms: int) -> int:
        return frames_of(nearest_ms(ms), self.rate)
