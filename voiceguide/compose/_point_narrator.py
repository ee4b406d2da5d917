"""How a point is told: its first side, its second, and later rounds from memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.compose._body import Need
from voiceguide.compose._composition import BEFORE_ACTION, SHORT_PAUSE, HoldTalk
from voiceguide.script import HoldChimes, HoldWay
from voiceguide.units import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.compose._choice import Station
    from voiceguide.compose._composition import Composition
    from voiceguide.script import Side

DOSE_MS = 180_000
"""The longest that one side of a point is pressed in one session: public advice for the ball is one to two
minutes a side a day, and three is what the narration's rules allow."""

_LEAST_PREFERRED = 45_000
"""Half a minute is the least that the source gives; this is better."""
_PACED = 36_000
"""A first hold has room for two paced breaths and the words at its end."""
_SECOND_SETTLE = Span(4_000, 8_000, 15_000)
_BRIEF_SETTLE = Span(2_000, 8_000, 15_000)
_LETS_GO_BY_ITSELF = {"hand", "foot", "crown", "other"}
"""Kinds of holds that the end chime ends, with no more words where there are few."""
_LINE_KINDS = {"fist-wall": "press-wall", "tool-wall": "press-wall"}


@dataclass(slots=True)
class PointNarrator:
    """Narrates one point in one round."""

    session: Composition
    station: Station
    turn: int
    is_first: bool = False
    """True at the first point of the session."""
    is_last: bool = False
    """True at the last point of the session, pressed for the first time."""
    is_brief: bool = False
    """True where less is told than at full talk: towards sleep."""
    is_named: bool = True
    """False where there is only time to say what to do."""

    def begin(self, side: Side | None) -> None:
        """Start the chapter of a side."""
        point, words = self.station.point, self.session.words.words
        facts: dict[str, str | int] = {"name": point.name, "code": point.code}
        key = "title.side" if side else "title.point"
        if side:
            facts["side"] = self.session.side(side)
        if self.turn:
            key = "title.side_again" if side else "title.again"
            facts["number"] = self.turn + 1
        if not point.has_code:
            key = key.replace("title.", "title.bare_").replace("bare_point", "bare")
            del facts["code"]
        self.session.steps.chapter(words.text(key, **facts), point.code, side)

    def tell(self, side: Side | None) -> None:
        """Lead to the place, and hold there."""
        if side == "right":
            self._second(side)
        elif self.turn:
            self._later(side)
        elif self.session.plan.talk == "minimal":
            self._bare(side)
        else:
            self._first(side)
        self._announce(again=side == "right")
        is_first = side != "right" and not self.turn
        second = _SECOND_SETTLE if self.session.talks else _BRIEF_SETTLE
        self.session.steps.settle(self.station.way.settle if is_first else second)
        self._hold(side)
        needs_words = self.station.kind not in _LETS_GO_BY_ITSELF or self.station.way.tool != "none"
        if self.session.talks or needs_words:
            self.session.steps.say(self._off())

    def _off(self) -> str:
        """How to let go after a hold."""
        words, station = self.session.words, self.station
        if station.kind != "other" or station.way.tool == "none":
            return words.turn(f"off.{station.kind}")
        on = "thing_foot" if station.point.part == "foot" else "thing"
        return words.turn(f"off.{on}", thing=words.words.text(f"the.{station.way.tool}"))

    # -- what is said before a hold

    @property
    def _opens(self) -> bool:
        """Whether it is the first of several points: the only one is not said to come first, or last."""
        return self.is_first and len(self.session.plan.stations) > 1

    @property
    def _closes(self) -> bool:
        return self.is_last and len(self.session.plan.stations) > 1

    @property
    def _short_name(self) -> str:
        return "point.name_short_first" if self._opens else "point.name_short"

    @property
    def _tells_all(self) -> bool:
        return self.session.full and not self.is_brief

    def _first(self, side: Side | None) -> None:
        session, point, way = self.session, self.station.point, self.station.way
        words, steps = session.words, session.steps
        if self._tells_all:
            if point.has_code:
                key = "first" if self._opens else "last" if self._closes else "full"
                about = [self._named(f"point.name_{key}", "point.bare_full", code=point.code)]
            else:
                about = [self._named(self._short_name, "point.bare")]
            if point.meaning:
                about.append(words.say("point.meaning", meaning=point.meaning))
            if point.byname and not session.request.to_sleep:  # "the energy booster" is none for bedtime
                about.append(words.say("point.byname", byname=point.byname))
            steps.say(*about, *words.told([point.tradition]))
            steps.pause(SHORT_PAUSE)
            best = [] if session.request.to_sleep else words.told(filter(None, [point.helps_most]))
            told = [*(best or self._suits()), *words.once(point.cautions)]
            if told:
                steps.say(*told)
                steps.pause(SHORT_PAUSE)
        else:
            cautions = words.once(point.cautions) if session.full else []
            steps.say(self._named(self._short_name, "point.bare"), *cautions, *self._suits())
        if self.is_first:
            self._breathing()
        if self._tells_all and point.find:
            steps.say(*words.told(point.find))
            steps.pause(BEFORE_ACTION)
        steps.say(*self._side_first(side), *self._told(way.reach, side))
        steps.pause(SHORT_PAUSE)
        steps.say(*self._told(way.where or point.where, side))
        if self._tells_all and way.wrong:
            steps.pause(SHORT_PAUSE)
            steps.say(*words.told(way.wrong))
        steps.pause(BEFORE_ACTION if self._tells_all else SHORT_PAUSE)
        steps.say(*self._told(way.move, side), *self._pressure())

    def _bare(self, side: Side | None) -> None:
        """The least that can be followed: what it is, how to get there, where it is, and what presses."""
        point, way = self.station.point, self.station.way
        self.session.steps.say(
            *([self._named(self._short_name, "point.bare")] if self.is_named else []),
            *self._side_first(side),
            *self._told(way.reach, side),
            *self._told((way.where or point.where)[: None if self.is_named else 1], side),
            *self._told(way.move[:1], side),
        )

    def _second(self, side: Side) -> None:
        session, point, way = self.session, self.station.point, self.station.way
        first = [session.words.signal(f"point.side_second.{side}")]
        if not session.talks and not self.turn and any("{side}" in wording for wording in way.again[0]):
            first = []
        if not self.turn:
            session.steps.say(*first, *self._told(way.again if session.talks else way.again[:1], side))
            return
        # a pack with one wording only has said it: the side and the place are enough then
        again = session.words.fresh(way.again[:1], **self._facts(side))
        session.steps.say(*first, *again)
        if point.landmark and session.talks:
            session.steps.say(session.words.say("later.same", landmark=point.landmark))

    def _later(self, side: Side | None) -> None:
        session, way = self.session, self.station.way
        session.steps.say(
            self._named("later.name", "later.bare"),
            *self._side_first(side),
            *self._told(way.later, side),
        )

    def _announce(self, *, again: bool) -> None:
        session = self.session
        session.close_eyes()
        if not session.talks:
            return
        key = "point.announce_second" if again else "point.announce"
        if session.has_chimes:
            said = session.words.signal(key, chime=session.chime)
        else:
            said = session.words.signal(f"{key}_silent")
        session.steps.say(said)

    def _breathing(self) -> None:
        """How to breathe, told once: the tones lead, or without them the count."""
        words = self.session.words
        self.session.steps.say(words.say("point.tones" if self.session.has_chimes else "point.counted"))
        self.session.steps.pause(SHORT_PAUSE)

    def _pressure(self) -> list[str]:
        """How firmly to press; in general words at short talk only at the first point."""
        session, way = self.session, self.station.way
        said = session.words.told(way.pressure) if way.pressure else [session.words.say("point.pressure")]
        if (session.request.focus == "relax" or session.request.to_sleep) and self.station.kind != "crown":
            said = [session.words.say("point.pressure_relax")]
        if self.is_first and session.full:
            said.append(session.words.say("point.breath_held"))
        return said

    def _suits(self) -> list[str]:
        """When the point is recommended especially, if that is now; all that is told of it at short talk."""
        point, request = self.station.point, self.session.request
        suits = point.helps_most and request.activity in point.activities
        return self.session.words.told([point.helps_most]) if suits and point.helps_most else []

    def _side_first(self, side: Side | None) -> list[str]:
        told_anyway = any("{side}" in wording for one in self.station.way.reach for wording in one)
        if side is None or (told_anyway and not self.session.talks and not self.turn):
            return []
        part = self.station.point.part
        kind = part if part in {"hand", "foot"} else "other"
        return [self.session.words.signal(f"point.side_first.{kind}.{side}")]

    def _told(self, sentences: Iterable[tuple[str, ...]], side: Side | None) -> list[str]:
        return self.session.words.told(sentences, **self._facts(side))

    def _facts(self, side: Side | None) -> dict[str, str]:
        other: Side | None = None if side is None else "right" if side == "left" else "left"
        return {"side": self.session.side(side), "other": self.session.side(other)}

    def _named(self, key: str, bare: str, **facts: str) -> str:
        """The point by its handle and its name, or by its name alone if its pack gives no handle."""
        point, words = self.station.point, self.session.words
        if point.handle:
            return words.say(key, handle=point.handle, name=point.name, **facts)
        return words.say(f"{bare}_first" if self._opens else bare, name=point.name, **facts)

    # -- the hold

    def _hold(self, side: Side | None) -> None:
        session, station = self.session, self.station
        way = HoldWay(posture=station.way.posture, tool=station.way.tool, wall=station.way.wall)
        chimes = HoldChimes(start="start", end="switch" if side == "left" else "stop")
        step = session.steps.hold(self._span(), way, chimes, session.breath)
        kind = _LINE_KINDS.get(station.kind, station.kind)
        pressing = () if kind == "crown" else ("press",)
        kinds = (*pressing, "any") if kind == "other" else (kind, *pressing, "any")
        if session.request.wakes_up:
            kinds = ("awake", *kinds)
        elif session.request.settles:
            kinds = ("soft", *kinds)
        lighter = None
        if not self.turn and side != "right" and station.way.lighter:
            lighter = session.words.told([station.way.lighter])[0]
        session.talk[step] = HoldTalk(kinds, self.turn, lighter)

    def _span(self) -> Span:
        """The time of a hold: the point's own, inside the dose for the whole session."""
        session, hold = self.session, self.station.point.hold
        most = max(hold.min, min(hold.max, DOSE_MS // session.plan.visits(self.station)))
        preferred = max(hold.preferred, _LEAST_PREFERRED)
        if session.request.wakes_up or self.turn:
            preferred = preferred * 5 // 6
        elif session.request.settles:
            preferred = preferred * 7 // 6
        least = hold.min
        if self.is_first and session.talks:
            least = max(least, min(_PACED, most))
        return Span(least, min(max(preferred // 1000 * 1000, least), most), most)


def need_of(station: Station) -> Need:
    """The state that a station needs."""
    return Need.of(station.point, station.way)
