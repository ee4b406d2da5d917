"""A finished script, walked as a listener with closed eyes would: step by step, by the words alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voiceguide.listener._body_state import (
    LYING,
    NAMES,
    NO_TOOL,
    PRESSING,
    STANCES,
    START,
    UNDER,
    BodyState,
    after,
    reach_for,
)
from voiceguide.listener._explanations import Explanations
from voiceguide.listener._finding import Report
from voiceguide.listener._hearing import hear
from voiceguide.listener._hold import HoldCheck
from voiceguide.listener._pressure import Pressure
from voiceguide.listener._sounds import SILENT, Sounds
from voiceguide.listener._supplies import Supplies
from voiceguide.listener._times import HoldTimes
from voiceguide.script import (
    ChapterStart,
    Hold,
    Pause,
    Say,
    Settle,
    estimate_ms,
    parts_of,
    theme_of,
    unrolled,
)

if TYPE_CHECKING:
    from voiceguide.listener._finding import Contradiction, Path
    from voiceguide.listener._hearing import Deed, Meaning
    from voiceguide.listener._language import DeedName
    from voiceguide.script import HoldBody, HoldWay, Script
    from voiceguide.timeline import Timeline

FLOOR_MS: Final = 12_000
"""The least time to get to the floor or up from it."""
SEAT_MS: Final = 6_000
"""The least time to sit down or to stand up from a seat."""
DOSE_MS: Final = 180_000
"""The most time on one side of a point in one session."""
_DOSE_SLACK_MS: Final = 1_000

_MOVES: Final[frozenset[DeedName]] = frozenset(
    {"lies-down", "turns-over", "gets-up", "sits", "stands", "goes-to-wall"}
)
_IN_HOLD: Final[frozenset[DeedName]] = frozenset(
    {"closes-eyes", "opens-eyes", "keeps-eyes-open", "places-arm", "frees-arm"}
)
"""What words inside a hold on a point may change."""


def listen(script: Script, timeline: Timeline | None = None) -> list[Contradiction]:
    """Everything in a script that a listener with closed eyes could not follow.

    Parameters
    ----------
    script : Script
        Composed, or a person's own. Holds that tell their way are judged by it; else the words alone count.
    timeline : Timeline, optional
        The script laid out; without it nothing is said about what depends on times: tones, doses.

    Returns
    -------
    list of Contradiction
        In the order of the script. Empty if the words are in a language that is not understood.
    """
    findings = _Walk(script, timeline).findings()
    return sorted(findings, key=lambda found: [part for part in found.path if isinstance(part, int)])


class _Walk:
    """One listener on the way through one script."""

    def __init__(self, script: Script, timeline: Timeline | None) -> None:
        self._script = script
        self._steps = unrolled(script)
        self._times = HoldTimes(self._steps, timeline)
        self._body = BodyState()
        report = self._report = Report()
        self._pressure = Pressure(report)
        self._supplies = Supplies(report)
        self._explaining = Explanations(report, script.talk)
        self._sounds = Sounds(report, self._times, silent=theme_of(script.chimes) == SILENT)
        self._doses: dict[tuple[str, str | None], int] = defaultdict(int)
        self._moving: tuple[Path, int, int] | None = None
        """A change of posture: where it is told, the time it needs, and the time since."""
        self._pressed_here = False
        """Whether this point was pressed since the words came to it."""
        self._understands = False
        self._tells_ways = any(
            isinstance(placed.step, Hold) and placed.step.hold.way for placed in self._steps
        )

    def findings(self) -> list[Contradiction]:
        """Walk once through the script."""
        for index, placed in enumerate(self._steps):
            step, path = placed.step, placed.path
            if isinstance(step, ChapterStart):
                if self._explaining.enter(path, step.chapter):
                    self._body = replace(self._body, arm_placed=False)
                    self._pressed_here = False
                if step.chapter.point:
                    self._supplies.open_session()
            elif isinstance(step, Say):
                for part in parts_of(step.say):
                    if isinstance(part, int):
                        self._wait(path, part)
                    else:
                        self._listen((*path, "say"), hear(part))
            elif isinstance(step, Pause):
                self._wait(path, step.pause.preferred)
            elif isinstance(step, Settle):
                self._wait(path, step.settle.preferred)
            elif isinstance(step, Hold):
                self._hold(path, index, step.hold)
        self._explaining.leave()
        self._pressure.end(self._steps[-1].path, "the session ends")
        self._supplies.end()
        return self._report.findings if self._understands else []

    def _wait(self, path: Path, ms: int) -> None:
        self._pressure.wait(path, ms)
        if self._moving:
            where, need, waited = self._moving
            self._moving = where, need, waited + ms

    # -- sentences

    def _listen(self, path: Path, heard: Meaning) -> None:
        """A sentence outside of holds."""
        self._wait(path, estimate_ms(heard.sentence, self._script.rate or 1.0))
        self._pressure.hear(path, heard, self._explaining.chapter, self._body)
        self._take_in(path, heard, in_hold=False)

    def _take_in(
        self, path: Path, heard: Meaning, *, in_hold: bool, only: frozenset[DeedName] | None = None
    ) -> None:
        """Do what a sentence says, and remember what it tells; ``only`` some deeds."""
        self._understands = self._understands or bool(heard.deeds)
        for thing in self._supplies.hear(path, heard):
            if thing not in self._body.whereabouts:
                self._body = self._body.with_thing(thing, START)
        for deed in heard.deeds:
            if only is None or deed.name in only or deed.in_case:
                self._do(path, heard, deed)
        self._explaining.hear(path, heard, self._body, in_hold=in_hold)
        self._sounds.hear(path, heard)

    def _do(self, path: Path, heard: Meaning, deed: Deed) -> None:
        if deed.in_case and deed.name not in {"opens-eyes", "bares-feet"}:
            if deed.name == "frees-arm" and not self._body.arm_placed:
                message = f"an arm is to be let go, and none was placed: {heard.sentence!r}"
                self._report.tell(path, "arms", message)
            return
        if deed.name == "at-wall" and (heard.deed("stands") or heard.deed("goes-to-wall")):
            return  # "stand with your back to the wall" leads there
        if deed.name == "puts-under" and self._moving and _step_of(self._moving[0]) != _step_of(path):
            self._arrive(in_time=False)
        before = self._body.stance
        self._body, complaints = after(self._body, deed)
        for kind, message in complaints:
            self._report.tell(path, kind, f"{message}: {heard.sentence!r}")
        # nobody knows how a session starts, but not lying down
        is_change = before is not None or self._body.stance == "lying"
        if deed.name in _MOVES and is_change and before != self._body.stance:
            on_the_way = self._moving is not None and before in {"on the side", "up"}
            waited = self._moving[2] if self._moving and on_the_way else 0
            from_floor = before in {*LYING, "up"} or self._body.stance in LYING
            self._moving = path, FLOOR_MS if from_floor else SEAT_MS, waited

    # -- holds

    def _hold(self, path: Path, index: int, hold: HoldBody) -> None:
        self._pressure.end(path, "the next hold begins")
        chapter = self._explaining.chapter
        self._arrive(in_time=not hold.way and not (chapter and chapter.point))
        if hold.way:
            self._press(path, hold.way)
            self._pressed_here = True
        self._explaining.hold(path, hold, self._body)
        if chapter and chapter.point:
            self._sounds.hold(path, index, hold)
        if chapter and chapter.point and hold.way:
            self._dose(path, (chapter.point, chapter.side), self._times.hold_ms(index, hold) or hold.time.min)
        if hold.way or (chapter and chapter.point):
            self._supplies.begin()
        self._cues(path, index, hold)
        on = self._body.on
        if on and (hold.way or (chapter and chapter.point) or not self._tells_ways):
            self._pressure.stay(NAMES[on], chapter)
        elif hold.way and hold.way.wall:
            self._pressure.stay("the wall", chapter)

    def _arrive(self, *, in_time: bool) -> None:
        """Whether there was time for a change of posture; into a rest, one may take it."""
        if self._moving and not in_time:
            where, need, waited = self._moving
            if waited < need:
                message = (
                    f"{round(waited / 1000)}s are left for this change of posture before more is asked for"
                )
                self._report.tell(where, "hurried", message)
        self._moving = None

    def _press(self, path: Path, way: HoldWay) -> None:
        """Whether the listener is where a hold needs them, and has what it needs."""
        stance = self._body.stance
        if (
            way.posture in STANCES
            and stance != way.posture
            and not (stance == "up" and way.posture != "lying")
        ):
            told = f"the words leave the listener {stance}" if stance else "no words lead there"
            self._report.tell(path, "posture", f"this hold is {way.posture}, and {told}")
            self._body = self._body.in_stance(way.posture)
            if way.posture == "lying":
                self._body = self._body.at("mat")
        if way.wall:
            self._supplies.need(path, "wall")
            if self._body.place != "wall":
                self._report.tell(path, "wall", "this hold leans on the wall, and nobody said to go there")
                self._body = self._body.at("wall")
        if way.tool in PRESSING:
            self._supplies.need(path, way.tool)
            for kind, message in reach_for(self._body, way.tool):
                self._report.tell(path, kind, message)
            if self._body.on != way.tool and not self._pressed_here:
                message = f"{NAMES[way.tool]} is pressed here, and no words put it in its place"
                self._report.tell(path, "unplaced", message)
            self._body = self._body.with_thing(way.tool, UNDER)
        elif way.tool == NO_TOOL:
            self._with_bare_hands(path)
        else:
            # of a pack's own tool nothing is known, but that it is in use
            for thing in self._body.in_hand():
                self._body = self._body.with_thing(thing, self._body.place or START)
            self._body = self._body.without_pressure()

    def _with_bare_hands(self, path: Path) -> None:
        for thing in self._body.in_hand():
            if thing in PRESSING:
                message = f"{NAMES[thing]} is still in the hand, and bare hands press here"
                self._report.tell(path, "hands", message)
                self._body = self._body.with_thing(thing, self._body.place or START)
        self._body = self._body.without_pressure()

    def _dose(self, path: Path, where: tuple[str, str | None], ms: int) -> None:
        before = self._doses[where]
        now = self._doses[where] = before + ms
        if now > DOSE_MS + _DOSE_SLACK_MS >= before:
            told = ", ".join(filter(None, where))
            message = f"{told} is pressed for {now / 1000:.0f}s in all by the end of this hold"
            self._report.tell(path, "dose", message)

    def _cues(self, path: Path, index: int, hold: HoldBody) -> None:
        """What is said inside a hold."""
        check = HoldCheck(hold, self._times.hold_ms(index, hold), self._times.heard_in(index))
        for number, cue, heard in check.sentences():
            place = (*path, "hold", "say", number, "text")
            for kind, message in check.complaints(cue, heard):
                self._report.tell(place, kind, message)
            self._take_in(place, heard, in_hold=True, only=_IN_HOLD if hold.way else None)


def _step_of(path: Path) -> Path:
    """The step that a place is in."""
    end = 0
    while path[end : end + 1] in {("steps",), ("between",)}:
        end += 2
    return path[:end]
