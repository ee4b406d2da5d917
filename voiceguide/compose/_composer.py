"""Compose: from a request to a script. Of all plans that can be fitted to the length, the best one."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.compose._choice import arrange, candidates
from voiceguide.compose._narrator import Narrator
from voiceguide.compose._plan import Plan
from voiceguide.compose._request import TALKS
from voiceguide.errors import LengthError
from voiceguide.script import estimate_ms, resolve
from voiceguide.timeline import Bounds, ClipRef, Grid, Layout, utterances
from voiceguide.units import MAX_DURATION_MS, Ms, format_duration, frames_of, seconds_down, seconds_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.timeline import Timeline

    Measure = Callable[[Script], Bounds]
    """Tells what lengths a script can have."""

MAX_ROUNDS = 4

_TALK_WORTH = {"full": 1.0, "short": 0.5, "minimal": -3.0}
"""What talk is worth against the number of points: one more point is worth more than the step from short to
full talk, and a session is cut to bare names only when nothing else fits."""
_STRAIN_COST = 0.5
"""For a length at the very end of what a plan can be fitted to."""
_ROUND_COST = 0.15
_REST_COST = 0.1
_SECOND_CHOICE_COST = 0.1
"""For each place that a lone point stands behind the one that is most wanted."""

_GUESS_RATE = 1_000
"""Estimates are in milliseconds, so a thousand frames a second lose nothing."""
_GUESS_STEP = 24
"""As at 48 and 24 kHz: what steps cost in time is part of the guess."""
_GUESS_CHIME_MS = {"end": Ms(15_000)}
_GUESS_CHIME_ELSE_MS = Ms(8_000)


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
        return ClipRef("", frames_of(_GUESS_CHIME_MS.get(name, _GUESS_CHIME_ELSE_MS), _GUESS_RATE))

    grid = Grid(_GUESS_RATE, _GUESS_STEP)
    return Layout(resolved, rate=_GUESS_RATE, speech=speech, chime=chime, grid=grid)


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
        self.request = request
        self.pack = pack
        self._points = candidates(pack, request)

    def plans(self) -> Iterator[Plan]:
        """All plans that keep to the request: fewer points and less talk, or more rounds and rest."""
        request = self.request
        talks = (request.talk,) if request.talk else TALKS
        counts = (len(self._points),) if request.points else range(len(self._points), 0, -1)
        for count in counts:
            chosen = [self._points[:count]] if count > 1 or request.points else [(p,) for p in self._points]
            for points in chosen:
                stations = arrange(points, request)
                for talk in talks:
                    yield Plan(stations, talk)
        everything = arrange(self._points, request)
        for rounds in range(1, MAX_ROUNDS + 1):
            for rest in (False, True):
                if rounds > 1 or rest:
                    yield Plan(everything, talks[0], rounds, rest)

    def write(self, plan: Plan) -> Script:
        """The script of a plan."""
        return Narrator(self.pack, self.request, plan).script()

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
        queue: list[tuple[float, int, Plan, Fit | None]] = [
            (-self._worth_at_best(plan), number, plan, None) for number, plan in enumerate(self.plans())
        ]
        heapq.heapify(queue)
        while queue:
            _, number, plan, fit = heapq.heappop(queue)
            if fit is not None:
                yield fit
                continue
            script = self.write(plan)
            bounds = measure(script)
            target = frames_of(self.request.length_ms, bounds.rate)
            if bounds.shortest <= target <= bounds.longest:
                worth = self._worth_at_best(plan) - _STRAIN_COST * _strain(bounds, target) ** 2
                heapq.heappush(queue, (-worth, number, plan, Fit(plan, script, bounds, worth)))

    def _worth_at_best(self, plan: Plan) -> float:
        """How good a plan is at the length that suits it: many points, well explained."""
        worth = len(plan.stations) + _TALK_WORTH[plan.talk]
        if len(plan.stations) == 1:
            worth -= _SECOND_CHOICE_COST * self._points.index(plan.stations[0].point)
        return worth - _ROUND_COST * (plan.rounds - 1) - _REST_COST * plan.rest

    def extremes(self) -> tuple[Script, Script]:
        """The scripts of the plans that are guessed to go shortest and longest."""
        shortest, longest = self._extreme_plans()
        return self.write(shortest), self.write(longest)

    def _extreme_plans(self) -> tuple[Plan, Plan]:
        guesses = [(guess(self.write(plan)), plan) for plan in self.plans()]
        return (
            min(guesses, key=lambda guessed: guessed[0].shortest)[1],
            max(guesses, key=lambda guessed: guessed[0].longest)[1],
        )

    def refuse(self, measure: Measure = guess) -> LengthError:
        """The error for a length that no plan can be fitted to.

        A request for one of the two lengths that it names can be met.
        """
        shortest, longest = self._extreme_plans()
        low = self._length_in_seconds(
            shortest, measure, lambda bounds: seconds_up(bounds.shortest, bounds.rate), min
        )
        high = self._length_in_seconds(
            longest, measure, lambda bounds: seconds_down(bounds.longest, bounds.rate), max
        )
        return LengthError(
            f"a session of {format_duration(self.request.length_ms)} cannot be made as asked for; the "
            f"shortest that can is {format_duration(low * 1000)}, the longest {format_duration(high * 1000)}"
        )

    def _length_in_seconds(
        self,
        plan: Plan,
        measure: Measure,
        limit: Callable[[Bounds], int],
        better: Callable[[int, int], int],
    ) -> int:
        """A plan's shortest or longest length in whole seconds.

        A session tells its length, and some lengths take longer to tell than others; so the limit that is
        found with the words for one length is tried with its own words.
        """
        most = seconds_down(MAX_DURATION_MS, 1000)
        seconds = min(limit(measure(self.write(plan))), most)
        while True:
            at_length = Composer(replace(self.request, length_ms=Ms(seconds * 1000)), self.pack)
            found = min(limit(measure(at_length.write(plan))), most)
            if better(found, seconds) == found:  # it lies inside its own limit
                return seconds
            seconds = found


def _strain(bounds: Bounds, target: int) -> float:
    """How far a length is from what the script prefers: 0, to 1 at its shortest and its longest."""
    if target < bounds.preferred:
        return (bounds.preferred - target) / (bounds.preferred - bounds.shortest)
    return (target - bounds.preferred) / max(1, bounds.longest - bounds.preferred)
