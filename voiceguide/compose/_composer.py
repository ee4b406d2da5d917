"""Compose: from a request to a script. Of all plans that can be fitted to the length, the best one."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from voiceguide.compose._choice import arrange, candidates, stations_again
from voiceguide.compose._narrator import Narrator
from voiceguide.compose._pack_words import words_with
from voiceguide.compose._plan import Plan
from voiceguide.compose._prompter import HoldTime, Prompter
from voiceguide.compose._terms import TALKS
from voiceguide.errors import LengthError
from voiceguide.script import Hold, Pause, Say, Settle, estimate_ms, resolve
from voiceguide.timeline import Bounds, ClipRef, Grid, Layout, utterances
from voiceguide.units import MAX_DURATION_MS, Ms, format_duration, frames_of, seconds_down, seconds_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.compose._choice import Station
    from voiceguide.compose._narrator import Draft
    from voiceguide.compose._plan import Breathing, Rest
    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script, Talk
    from voiceguide.timeline import Timeline

    Measure = Callable[[Script], Bounds]
    """Tells what lengths a script can have."""
    _Extreme = Literal["shortest", "longest"]

SHORT_FROM_MS = 300_000
"""Under five minutes, hardly anything may be said."""
FULL_FROM_MS = 720_000
"""Everything is said from twelve minutes on."""
_AGAIN: tuple[tuple[int, ...], ...] = ((), (4,), (4, 3), (99, 4))
"""How many points come again in each later round: those that matter most, and in a very long session all."""
_AGAIN_IN_HOURS = (99, 99)
"""So many come again from two hours on, where else the closing rest would be far too long."""
_HOURS_FROM_MS = 7_200_000

_LESS_TALK_COST = 8.0
"""For less talk than suits the length: rather fewer points, and bare names only if nothing else fits."""
_LESS_TALK_FOR_NAMED_COST = 0.25
"""For short talk in place of full where points were named: rather that than holds under what is preferred."""
_MINIMAL_COST = 1.0
"""For bare names in a session of a few minutes."""
_STRAIN_BELOW_COST = 4.0
"""For a length at the very least of what a plan can be fitted to: holds of half a minute, and no pause."""
_STRAIN_ABOVE_COST = 1.2
"""For a length at its very most."""
_ROUND_COST = 0.1
_REST_COST = 0.4
"""For a closing rest where nobody expects one, and for one that is longer than it should be."""
_AGAIN_COST = 0.03
"""For each point that comes again: long sessions have an arc, not rounds."""
_BREATHING_COST = {"none": 0.1, "rounds": 0.0, "groups": 0.6}
"""In a session of several rounds."""
_NAMED_BREATHING_COST = 0.3
_MIDLINE_COST = 6.0
"""For a lone point that has no two sides: a session for the back is not the crown of the head."""
_SECOND_CHOICE_COST = 0.6
"""For each place that a lone point stands behind the one that is most wanted."""

_LEAST_WORDS_MS = 6_000
"""What is said before a hold, and time to settle, at the very least."""
_BETWEEN_STEPS_MS = 3_000
"""More than what is between two of a script's steps, in the mean: gaps, chimes, times in words."""
_GUESS_RATE = 1_000
"""Estimates are in milliseconds, so a thousand frames a second lose nothing."""
_GUESS_STEP = 24
"""As at 48 and 24 kHz: what steps cost in time is part of the guess."""
_GUESS_CHIME_MS = {"end": Ms(15_000)}
_GUESS_CHIME_ELSE_MS = Ms(8_000)
_GUESS_SOUND_MS = Ms(10_000)


_guessed_ms = lru_cache(maxsize=4096)(estimate_ms)  # the plans of one request share most sentences


def guess(script: Script) -> Bounds:
    """What lengths a script can have, guessed from its letters: no voice needed, always the same."""
    return _guessed(script).bounds()


def guessed_timeline(script: Script) -> Timeline:
    """The timeline of a script, with lengths guessed from its letters, in milliseconds.

    Raises
    ------
    LengthError
        If the script's length cannot be met by the guess.
    """
    return _guessed(script).timeline()


def _guessed(script: Script) -> Layout:
    rate, resolved = script.rate or 1.0, resolve(script)
    speech = {
        line: ClipRef("", frames_of(_guessed_ms(line, rate), _GUESS_RATE)) for line in utterances(resolved)
    }

    def chime(name: str) -> ClipRef:
        role, _, ms = name.partition("~")
        length = Ms(int(ms)) if ms else _GUESS_CHIME_MS.get(role, _GUESS_CHIME_ELSE_MS)
        return ClipRef("", frames_of(length, _GUESS_RATE))

    def sound(name: str) -> ClipRef:
        return ClipRef("", frames_of(_sound_ms(name), _GUESS_RATE))

    grid = Grid(_GUESS_RATE, _GUESS_STEP)
    return Layout(resolved, rate=_GUESS_RATE, speech=speech, chime=chime, sound=sound, grid=grid)


def _sound_ms(name: str) -> Ms:
    """How long a sound file is; ten seconds, where it cannot be read."""
    # PyAV takes 80 ms to import, and hardly any script has a sound
    from voiceguide.errors import InputError
    from voiceguide.sound import sound_length_ms

    try:
        return sound_length_ms(name)
    except InputError:
        return _GUESS_SOUND_MS


@dataclass(frozen=True, slots=True)
class Fit:
    """A script and what it can be fitted to."""

    plan: Plan
    script: Script
    bounds: Bounds
    worth: float
    """How good the session is at the length asked for; higher is better."""


class Composer:
    """Everything that a request could become."""

    def __init__(self, request: Request, pack: Pack) -> None:
        """Take a request.

        Raises
        ------
        InputError
            If a point is unknown, or nothing can be pressed with the tools and postures asked for.
        """
        self.request = request = request.of_pack(pack)
        self.pack = pack
        self._points = candidates(pack, request)

    def plans(self) -> Iterator[Plan]:
        """All plans that keep to the request: fewer points and less talk, or more rounds and rest."""
        request = self.request
        counts = (len(self._points),) if request.points else range(len(self._points), 0, -1)
        rest: Rest = "short" if request.rests else "none"
        for count in counts:
            chosen = [self._points[:count]] if count > 1 or request.points else [(p,) for p in self._points]
            for points in chosen:
                stations = arrange(points, request)
                for talk in self._talks:
                    yield Plan(stations, talk, rest=rest)
                    if rest == "none" and (request.points or count == len(self._points)):
                        yield Plan(stations, talk, rest="short")
        everything = arrange(self._points, request)
        talk = self._talks[0]
        breathings: tuple[Breathing, ...] = ("none", "rounds", "groups")
        for breathing in breathings:
            for again in self._later_rounds(everything):
                if again or breathing == "groups":
                    yield Plan(everything, talk, again, rest, breathing)
                    if rest == "none" and again:
                        yield Plan(everything, talk, again, "short", breathing)
                    if len(again) == 2:
                        yield Plan(everything, talk, again, "long", breathing)
                elif breathing == "none":
                    yield Plan(everything, talk, again, "long", breathing)

    @property
    def _talks(self) -> tuple[Talk, ...]:
        """How much may be said: what suits the length, then less."""
        if self.request.talk:
            return (self.request.talk,)
        return TALKS if self.request.length_ms >= FULL_FROM_MS else TALKS[1:]

    def _later_rounds(self, stations: tuple[Station, ...]) -> Iterator[tuple[tuple[Station, ...], ...]]:
        """The points of the later rounds: none, then more and more."""
        stations = stations_again(stations, self.request)
        more = (_AGAIN_IN_HOURS,) if self.request.length_ms >= _HOURS_FROM_MS else ()
        for counts in (*_AGAIN, *more):
            again: tuple[tuple[Station, ...], ...] = ()
            for most in counts:
                matter = {point.code for point in self._points[:most]}
                again = (*again, tuple(station for station in stations if station.point.code in matter))
            if all(again):
                yield again

    def write(self, plan: Plan) -> Script:
        """The script of a plan, at the length asked for or as near as can be."""
        return self._filled(self._draft(plan))

    def _draft(self, plan: Plan) -> Draft:
        return Narrator(self.pack, self.request, plan).draft()

    def _filled(self, draft: Draft) -> Script:
        """The script with what is said in its holds, as long as they are by the guess."""
        steps = [index for index, step in enumerate(draft.script.steps) if isinstance(step, Hold)]
        holds = _guessed(draft.script).nearest().timeline.holds
        times = {index: HoldTime(hold.start, hold.frames) for index, hold in zip(steps, holds, strict=True)}
        words, length = words_with(self.pack), self.request.length_ms
        return Prompter(draft, words, f"{self.request.seed}{self.request.mood}", length).script(times)

    def fits(self, measure: Measure = guess) -> Iterator[Fit]:
        """The plans that fit the length, the best first.

        Parameters
        ----------
        measure : callable, optional
            Tells what lengths a script can have; by default a guess from its letters.

        Notes
        -----
        A best-first search: a plan is written and measured only when no plan that is measured already can
        be better, so one that is far from the length costs nothing.
        """
        queue: list[tuple[float, int, Plan, _Measurement | None]] = [
            (-self._worth_at_best(plan), number, plan, None)
            for number, plan in enumerate(self.plans())
            if _least_ms(plan) < self.request.length_ms
        ]
        heapq.heapify(queue)
        while queue:
            worth, number, plan, measured = heapq.heappop(queue)
            if measured is not None:
                yield Fit(plan, self._filled(measured.draft), measured.bounds, -worth)
                continue
            draft = self._draft(plan)
            if measure is guess and _most_ms(draft.script) < self.request.length_ms:
                continue
            bounds = measure(draft.script)
            target = frames_of(self.request.length_ms, bounds.rate)
            if bounds.shortest <= target <= bounds.longest:
                worth = self._worth_at_best(plan) - _strain_cost(bounds, target)
                heapq.heappush(queue, (-worth, number, plan, _Measurement(draft, bounds)))

    def _worth_at_best(self, plan: Plan) -> float:
        """How good a plan is at the length that suits it: many points, well explained."""
        worth = len(plan.stations) - self._less_talk_cost(plan.talk)
        if len(plan.stations) == 1:
            point = plan.stations[0].point
            worth -= _SECOND_CHOICE_COST * self._points.index(point)
            worth -= 0 if point.paired else _MIDLINE_COST
        rests = {"none": 0.0, "short": 0.0 if self.request.rests else 1.0, "long": 5.0}
        if self.request.to_sleep:
            rests["long"] = 1.0  # nobody minds a longer one
        worth -= _REST_COST * rests[plan.rest]
        if self.request.points:  # who names points wants them, as often as is good for one
            return worth - (0.0 if plan.breathing == "none" else _NAMED_BREATHING_COST)
        worth -= _ROUND_COST * len(plan.again) + _AGAIN_COST * sum(map(len, plan.again))
        return worth - (_BREATHING_COST[plan.breathing] if plan.again or plan.breathing != "none" else 0.0)

    def _less_talk_cost(self, talk: Talk) -> float:
        if talk == self._talks[0]:
            return 0.0
        if talk == "minimal":
            return _MINIMAL_COST if self.request.length_ms < SHORT_FROM_MS else _LESS_TALK_COST
        return _LESS_TALK_FOR_NAMED_COST if self.request.points else _LESS_TALK_COST

    def extreme(self) -> Script:
        """The script of the plan that is guessed to go nearest to the length asked for."""
        return self.write(self._extreme_plans[not self._is_short])

    @cached_property
    def _is_short(self) -> bool:
        """Whether the length asked for is near the shortest that can be, rather than the longest."""
        shortest, longest = (guess(self._draft(plan).script) for plan in self._extreme_plans)
        asked = frames_of(self.request.length_ms, shortest.rate)
        return asked - shortest.shortest < longest.longest - asked

    @cached_property
    def _extreme_plans(self) -> tuple[Plan, Plan]:
        """The plans that are guessed to go shortest and longest.

        Only those are weighed that can be: the fewest points and words, and the most of everything.
        """
        plans = list(self.plans())
        fewest = min(len(plan.stations) for plan in plans)
        least = [
            plan
            for plan in plans
            if len(plan.stations) == fewest and plan.talk == self._talks[-1] and not plan.again
        ]
        most = [plan for plan in plans if plan.rest == "long" and plan.breathing == "groups"]
        return (
            min(least, key=lambda plan: guess(self._draft(plan).script).shortest),
            max(most, key=lambda plan: guess(self._draft(plan).script).longest),
        )

    def refuse(self, measure: Measure = guess) -> LengthError:
        """The error for a length that no plan can be fitted to.

        A request for a length that it names can be met. Where a voice has to speak to find it, only the one
        that is near is sure: the longest session of all may take minutes to speak.
        """
        near: _Extreme = "shortest" if self._is_short else "longest"
        far: _Extreme = "longest" if self._is_short else "shortest"
        limits = {near: self._limit(near, measure), far: self._limit(far, guess)}
        about = {near: "", far: "" if measure is guess else "about "}
        shortest, longest = (
            f"{about[which]}{format_duration(limits[which])}" for which in ("shortest", "longest")
        )
        return LengthError(
            f"a session of {format_duration(self.request.length_ms)} cannot be made as asked for; the "
            f"shortest that can is {shortest}, the longest {longest}",
            shortest_ms=limits["shortest"],
            longest_ms=limits["longest"],
        )

    def _limit(self, which: _Extreme, measure: Measure) -> Ms:
        """The shortest or the longest length that can be had, in whole seconds.

        A session tells its length, and some lengths take longer to tell than others; and a longer one may
        need a rest. So the limit that is found with the plans for one length is tried with its own plans.
        """
        longest = which == "longest"
        most = seconds_down(MAX_DURATION_MS, 1000)
        composer, seconds = self, None
        while True:
            bounds = measure(composer._draft(composer._extreme_plans[longest]).script)
            found = (
                seconds_down(bounds.longest, bounds.rate)
                if longest
                else seconds_up(bounds.shortest, bounds.rate)
            )
            found = min(found, most)
            # it lies inside its own limit
            if seconds is not None and (found >= seconds if longest else found <= seconds):
                return Ms(seconds * 1000)
            seconds = found
            composer = Composer(replace(self.request, length_ms=Ms(seconds * 1000)), self.pack)


@dataclass(frozen=True, slots=True)
class _Measurement:
    """A draft and what it can be fitted to."""

    draft: Draft
    bounds: Bounds


def _least_ms(plan: Plan) -> int:
    """What a plan takes even if hardly anything is said."""
    each = (
        (station.point.hold.min + _LEAST_WORDS_MS) * (2 if station.point.paired else 1)
        for _, group in plan.in_order()
        for station in group
    )
    return sum(each)


def _most_ms(script: Script) -> int:
    """What a composed script takes at the most: quickly guessed, and rather too long than too short."""
    rate = script.rate or 1.0
    total = 0
    for step in script.steps:
        total += _BETWEEN_STEPS_MS
        match step:
            case Say():
                total += _guessed_ms(step.say.text, rate)
            case Hold():
                total += step.hold.time.max
            case Pause():
                total += step.pause.max
            case Settle():
                total += step.settle.max
    return total


def _strain_cost(bounds: Bounds, target: int) -> float:
    """What it costs to be away from what the script prefers: nothing there, most at its shortest."""
    if target < bounds.preferred:
        below = (bounds.preferred - target) / (bounds.preferred - bounds.shortest)
        return _STRAIN_BELOW_COST * below**2
    above = (target - bounds.preferred) / max(1, bounds.longest - bounds.preferred)
    return float(_STRAIN_ABOVE_COST * above**2)
