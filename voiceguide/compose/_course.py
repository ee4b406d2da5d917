"""A composed session whose rest can be composed again while it is heard: less, more, or in fewer words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.compose._body import Need
from voiceguide.compose._choice import stations_again
from voiceguide.compose._narrator import Draft, Narrator
from voiceguide.compose._pack_words import words_with
from voiceguide.compose._point_narrator import need_of
from voiceguide.compose._prompter import HoldTime, Prompter
from voiceguide.compose._terms import TALKS
from voiceguide.script import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from voiceguide.compose._choice import Station
    from voiceguide.compose._composition import HoldTalk
    from voiceguide.compose._plan import Breathing, Plan, Rest
    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script, Step
    from voiceguide.timeline import LayoutDraft

    Lay = Callable[[Script, int], LayoutDraft]
    """Lays out a script as well as it can, the first steps of which are given."""
    Judge = Callable[[LayoutDraft], float]
    """By how many frames a layout fails: at its length, or since its words cannot be spoken in time."""

_DROPPED_POINT = 1.0
"""What it costs to leave out a point that was not pressed yet."""
_DROPPED_ROUND = 0.3
"""For a point that would have come again."""
_TALK = {0: 0.0, 1: 2.0, 2: 5.0}
"""For less talk, by the steps that it is less."""
_LOST_REST = 1.5
_LONG_REST = 0.4
_NEW_REST = 0.8
_NEW_ROUND = 0.5
_NEW_BREATHING = 0.7
_LOST_BREATHING = 0.4
_MOST_TRIED = 30
"""Plans that are laid out at most: each takes about as long as a second of sound is in store."""


@dataclass(frozen=True, slots=True)
class Act:
    """A plan that is followed from a visit on."""

    first: int
    """The visit, from 0; what comes after all visits counts as two more, the rest and the end."""
    plan: Plan


class Continuation(Narrator):
    """Tells a session whose plan changed while it was heard."""

    def follow(self, acts: Sequence[Act]) -> Written:
        """The whole script, each part of it by the plan that it was told with."""
        acts = tuple(acts)
        ahead = {act.first: act.plan for act in acts[1:]}
        last = acts[-1].plan
        self._opening()
        starts: list[int] = []

        def begin() -> None:
            number = len(starts)
            starts.append(len(self._session.steps.all()))
            if (plan := ahead.get(number)) is not None:
                self._turn_to(plan)

        for turn in range(last.rounds):
            groups = last.groups(turn)
            for number, group in enumerate(groups):
                left = sum(len(other) for other in groups[number:])
                for station in group:
                    begin()
                    if station is group[0]:
                        if turn and not number:
                            self._between_rounds(turn)
                        elif number and self.plan.breathing == "groups":
                            self._breathing()
                    intro = self._group_intro(group, left, turn, len(groups)) if station is group[0] else []
                    self._station(station, turn, intro)
        begin()
        if self.plan.rest != "none":
            self._rest()
        begin()
        self._ending()
        return Written(self._script(), self._session.talk, tuple(starts))

    def _turn_to(self, plan: Plan) -> None:
        told = self._needs[: self._done]
        needs: list[Need] = [need_of(station) for _, group in plan.in_order() for station in group]
        if plan.rest != "none":
            needs.append(Need(self.request.rest_posture))
        self._needs = [*told, *needs[self._done :]]
        self.plan = self._session.plan = plan


@dataclass(frozen=True, slots=True)
class Written:
    """A script in whose holds nothing is said yet, and where its parts begin."""

    script: Script
    talk: Mapping[int, HoldTalk]
    starts: tuple[int, ...]
    """The step at which each visit begins, then the rest, then the end."""


@dataclass(frozen=True, slots=True)
class Course:
    """A composed session as it goes, with what its rest can be composed from again."""

    pack: Pack
    request: Request
    acts: tuple[Act, ...]
    script: Script
    """As it is heard, with what is said in holds."""
    starts: tuple[int, ...]
    """The step at which each visit begins, then the rest, then the end."""

    @classmethod
    def of(cls, pack: Pack, request: Request, plan: Plan, script: Script) -> Course:
        """The course of a script that was just composed."""
        acts = (Act(0, plan),)
        return cls(pack, request, acts, script, Continuation(pack, request, plan).follow(acts).starts)

    @property
    def plan(self) -> Plan:
        """The plan that is followed now."""
        return self.acts[-1].plan

    def with_steps(self, at: int, steps: Sequence[Step]) -> Course:
        """The course with more steps before one."""
        script = replace(self.script, steps=(*self.script.steps[:at], *steps, *self.script.steps[at:]))
        starts = tuple(start + len(steps) if start >= at else start for start in self.starts)
        return replace(self, script=script, starts=starts)

    def rewritten(
        self,
        first_free: int,
        lay: Lay,
        judge: Judge,
        *,
        longer: bool,
        without: Collection[str] = (),
    ) -> tuple[Course, int] | None:
        """Compose the rest again, so that it fits.

        Parameters
        ----------
        first_free : int
            The first step of which nothing was heard.
        lay : callable
            Lays out a script as well as it can.
        judge : callable
            Tells how far a layout is from what it should be; 0 for one that fits.
        longer : bool
            Whether more is to be heard than now, rather than less.
        without : collection of str
            Codes of points that do not come once more than now.

        Returns
        -------
        Course and int, or None
            The course, and how many steps of the script stayed. None if there is nothing left to compose, or
            nothing better.
        """
        cut = next((number for number, start in enumerate(self.starts) if start >= first_free), None)
        if cut is None:
            return None
        kept = self.starts[cut]
        best_miss = judge(lay(self.script, kept))
        found: tuple[Written, Plan, LayoutDraft] | None = None
        for _, plan in zip(range(_MOST_TRIED), self._plans(cut, without, longer=longer), strict=False):
            written = Continuation(self.pack, self.request, self.acts[0].plan).follow(self._acts(cut, plan))
            layout = lay(self._joined(written, cut), kept)
            miss = judge(layout)
            if miss < best_miss:
                best_miss, found = miss, (written, plan, layout)
            if not miss:
                break
        if found is None:
            return None
        written, plan, layout = found
        moved = kept - written.starts[cut]
        script = self._filled(written, cut, layout)
        starts = (*self.starts[:cut], *(start + moved for start in written.starts[cut:]))
        return replace(self, acts=self._acts(cut, plan), script=script, starts=starts), kept

    def _acts(self, cut: int, plan: Plan) -> tuple[Act, ...]:
        return (self.acts[0], *(act for act in self.acts[1:] if act.first < cut), Act(cut, plan))

    def _joined(self, written: Written, cut: int) -> Script:
        steps = (*self.script.steps[: self.starts[cut]], *written.script.steps[written.starts[cut] :])
        return replace(self.script, steps=steps)

    def _filled(self, written: Written, cut: int, layout: LayoutDraft) -> Script:
        """The script with what is said in the holds that are new, and in no two of them the same."""
        script, kept = self._joined(written, cut), self.starts[cut]
        moved, rate = kept - written.starts[cut], layout.timeline.rate
        steps = [index for index, step in enumerate(script.steps) if isinstance(step, Hold)]
        times = {
            index: HoldTime(hold.start * 1000 // rate, hold.frames * 1000 // rate)
            for index, hold in zip(steps, layout.timeline.holds, strict=True)
        }
        talk = {index + moved: told for index, told in written.talk.items() if index + moved >= kept}
        seed, words = f"{self.request.seed}{self.request.mood}", words_with(self.pack)
        draft = Draft(replace(script, talk=written.script.talk), talk)
        filling = Prompter(draft, words, seed, self.request.length_ms)
        filling.remember(
            {
                cue.text: times[index].start
                for index in steps
                if index < kept and isinstance(step := script.steps[index], Hold)
                for cue in step.hold.say
            }
        )
        return replace(filling.script(times), talk=self.script.talk)

    def _plans(self, cut: int, without: Collection[str], *, longer: bool) -> Iterator[Plan]:
        """The plans that begin as it went so far, the least changed first."""
        told = _visits(self.plan)[:cut]
        ways = self._longer(cut, without) if longer else self._shorter(cut)
        seen = set[tuple[object, ...]]()
        for _, plan in sorted(ways, key=lambda way: way[0]):
            key = (tuple(_visits(plan)), plan.talk, plan.rest, plan.breathing)
            if plan != self.plan and key not in seen and _visits(plan)[:cut] == told:
                seen.add(key)
                yield plan

    def _shorter(self, cut: int) -> Iterator[tuple[float, Plan]]:
        plan = self.plan
        talks = TALKS[TALKS.index(plan.talk) :]
        rests = _rests(plan.rest) if not self.request.to_sleep else _rests(plan.rest)[:-1]
        breathings = _breathings(plan.breathing)
        for cost, fewer in self._with_fewer(cut):
            for less, talk in enumerate(talks):
                for rest_cost, rest in rests:
                    for breathing_cost, breathing in breathings:
                        total = cost + _TALK[less] + rest_cost + breathing_cost
                        yield total, replace(fewer, talk=talk, rest=rest, breathing=breathing)

    def _longer(self, cut: int, without: Collection[str]) -> Iterator[tuple[float, Plan]]:
        plan = self.plan
        visits = len(_visits(plan))
        rests: list[tuple[float, Rest]] = [(0.0, plan.rest)]
        if cut <= visits:
            rests += [(_NEW_REST if plan.rest == "none" else 0.0, "short")]
            rests += [(_LONG_REST + (_NEW_REST if plan.rest == "none" else 0.0), "long")]
        rounds: list[tuple[float, tuple[tuple[Station, ...], ...]]] = [(0.0, plan.again)]
        others = tuple(station for station in plan.stations if station.point.code not in without)
        if cut <= visits and others:
            again = plan.again
            for number in range(1, 4):
                again = (*again, stations_again(others, self.request))
                rounds.append((_NEW_ROUND * number, again))
        breathings: list[tuple[float, Breathing]] = [(0.0, plan.breathing)]
        if cut < visits and plan.breathing != "groups":
            breathings.append((_NEW_BREATHING, "groups"))
        for cost, added in rounds:
            for rest_cost, rest in rests:
                for breathing_cost, breathing in breathings:
                    longer = replace(plan, again=added, rest=rest, breathing=breathing)
                    yield cost + rest_cost + breathing_cost, longer

    def _with_fewer(self, cut: int) -> Iterator[tuple[float, Plan]]:
        """The plan, and the same with one visit fewer after another: what matters least goes first."""
        plan = self.plan
        visits = _visits(plan)
        order = {code: number for number, code in enumerate(self._wanted)}
        open_ = sorted(
            range(min(cut, len(visits)), len(visits)),
            key=lambda number: (visits[number][0] == 0, -order[visits[number][1].point.code], -number),
        )
        cost = 0.0
        yield cost, plan
        dropped: set[int] = set()
        for number in open_:
            dropped.add(number)
            cost += _DROPPED_ROUND if visits[number][0] else _DROPPED_POINT
            if len(dropped) == len(visits):
                return  # a session without a point is none
            yield cost, _without(plan, visits, dropped)

    @property
    def _wanted(self) -> list[str]:
        """The points' codes, the most wanted first."""
        matters = {point.code: point.priority for point in self.pack.points}
        named = [station.point.code for station in self.plan.stations]
        every = {station.point.code for group in (self.plan.stations, *self.plan.again) for station in group}
        if self.request.points:  # as they were named
            return [*named, *(every - set(named))]
        return sorted(every, key=lambda code: matters[code])


def _visits(plan: Plan) -> list[tuple[int, Station]]:
    """Every station of the session, with its round."""
    return [(turn, station) for turn, group in plan.in_order() for station in group]


def _without(plan: Plan, visits: list[tuple[int, Station]], dropped: set[int]) -> Plan:
    gone = Counter(visits[number] for number in dropped)

    def left(turn: int, stations: tuple[Station, ...]) -> tuple[Station, ...]:
        return tuple(station for station in stations if not gone[turn, station])

    again = [left(turn, stations) for turn, stations in enumerate(plan.again, 1)]
    while again and not again[-1]:
        again.pop()
    return replace(plan, stations=left(0, plan.stations), again=tuple(again))


def _rests(rest: Rest) -> list[tuple[float, Rest]]:
    if rest == "long":
        return [(0.0, "long"), (0.2, "short"), (_LOST_REST, "none")]
    return [(0.0, "short"), (_LOST_REST, "none")] if rest == "short" else [(0.0, "none")]


def _breathings(breathing: Breathing) -> list[tuple[float, Breathing]]:
    return [(0.0, breathing)] if breathing == "none" else [(0.0, breathing), (_LOST_BREATHING, "none")]
