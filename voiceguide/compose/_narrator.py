"""The narrator: a plan becomes a script, in the form and the rhythm of the narration's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.compose._body import Body, Need, changes_of, moves
from voiceguide.compose._composition import BEFORE_ACTION, LONG_PAUSE, SHORT_PAUSE, Composition, HoldTalk
from voiceguide.compose._pack_words import craft_of, words_with
from voiceguide.compose._point_narrator import PointNarrator, need_of
from voiceguide.compose._sleep_narrator import tell_ending, tell_opening, tell_rest
from voiceguide.compose._word_choice import WordChoice
from voiceguide.packs import POSTURES
from voiceguide.script import HoldChimes, Script, length_words
from voiceguide.units import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.compose._choice import Station
    from voiceguide.compose._plan import Plan
    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack, Tool

_FETCH = Span(1_500, 2_500, 3_500)
"""Time to have everything ready."""
_OPENING_PAUSE = Span(500, 900, 1_500)
"""An opening keeps to its three quarters of a minute, however long the session is."""
_NOTICE = Span(3_000, 5_000, 15_000)
"""Time to feel into the body."""
_BASELINE = Span(3_000, 4_000, 8_000)
_BREATH_FROM_MS = 2_700_000
"""The opening of a long session has a breath; in others the first hold has the first one."""
_BREATH_IN = Span(3_000, 3_500, 5_000)
_BREATH_OUT = Span(3_000, 4_000, 6_000)
_TWO_BREATHS = Span(5_000, 12_000, 20_000)
_WAKE = Span(2_000, 4_000, 10_000)
_RISE = Span(8_000, 12_000, 25_000)
_SETTLE = Span(4_000, 6_000, 15_000)
_BREATHING = Span(40_000, 75_000, 240_000)
_LEAST_REST = 60_000
_LONGEST_REST = 3_600_000
_SPOKEN_SAFETY = {"full": 4, "short": 3, "minimal": 2}
"""How many sentences of safety are said at once; the others come while one arrives, at full talk."""
_HURRY_MS = 150_000
_TOLD_STANCES = ("stay", "wall", *POSTURES)
"""What a group of points can be introduced by; of a pack's own postures only the points are told."""
_MANY_THINGS = 3
"""What one can keep in mind of one sentence."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A script in whose holds nothing is said yet, since it is not known how long they are."""

    script: Script
    talk: Mapping[int, HoldTalk]
    """What may be said in each hold, by the number of its step."""


@dataclass(slots=True)
class Narrator:
    """Writes one script."""

    pack: Pack
    request: Request
    plan: Plan
    _session: Composition = field(init=False)
    _needs: list[Need] = field(init=False)
    """What the stations need, in the order of the whole session, then what the rest needs."""
    _done: int = 0
    """Stations so far."""

    def __post_init__(self) -> None:
        words = WordChoice(words_with(self.pack), f"{self.request.seed}{self.request.mood}")
        self._needs = [need_of(station) for _, group in self.plan.in_order() for station in group]
        if self.plan.rest != "none":
            self._needs.append(Need(self.request.rest_posture))
        things: dict[Tool, str] = {need.tool: "reach" for need in self._needs if need.tool != "none"}
        body = Body(things=things, changes=changes_of(self.pack))  # type: ignore[arg-type]
        self._session = Composition(self.pack, self.request, self.plan, words, body)

    def draft(self) -> Draft:
        """The whole script, but for what is said in its holds."""
        self._opening()
        for turn in range(self.plan.rounds):
            if turn:
                self._between_rounds(turn)
            groups = self.plan.groups(turn)
            for number, group in enumerate(groups):
                if number and self.plan.breathing == "groups":
                    self._breathing()
                left = sum(len(other) for other in groups[number:])
                for station in group:
                    intro = self._group_intro(group, left, turn, len(groups)) if station is group[0] else []
                    self._station(station, turn, intro)
        if self.plan.rest != "none":
            self._rest()
        self._ending()
        return Draft(self._script(), self._session.talk)

    def _script(self) -> Script:
        heading = self.request.values()
        return Script(
            voiceguide="1",
            title=self._title(),
            length=self.request.length_ms,
            talk=self.plan.talk,
            to_sleep=self.request.to_sleep,
            steps=self._session.steps.all(),
            lexicon=(*self.pack.lexicon, *heading.pop("lexicon", ())),
            **heading,
        )

    def _title(self) -> str:
        words, request = self._session.words.words, self.request
        parts = [self.pack.title]
        if request.focus:
            parts.append(words.text(f"focus.{request.focus}"))
        if request.occasion:
            parts.append(words.text(f"occasion.{request.occasion}"))
        if request.to_sleep:
            parts.append(words.text("title.to_sleep"))
        parts.append(length_words(request.length_ms))
        return words.text("title.session", parts=words.text("glue.comma").join(parts))

    # -- the opening

    def _opening(self) -> None:
        session, request = self._session, self.request
        words, steps = session.words, session.steps
        steps.chapter(words.words.text("title.welcome"))
        subject = words.words.text(f"subject.{request.focus}") if request.focus else self.pack.subject
        if session.full:
            method = self.pack.method or words.words.text("method")
            welcome = words.say("opening.welcome_full", subject=subject, method=method)
        else:
            facts = {"method": craft_of(self.pack, words.words)} if session.talks else {}
            welcome = words.say(f"opening.welcome_{self.plan.talk}", subject=subject, **facts)
        occasion = session.talks and request.occasion
        steps.say(welcome, *([words.say(f"opening.occasion.{occasion}")] if occasion else []))
        if request.to_sleep:
            tell_opening(session)
        self._tell_things()
        safety = self.pack.guidance.safety
        steps.say(*words.once(safety[: 1 if self._hurries else _SPOKEN_SAFETY[self.plan.talk]]))
        if session.talks or session.has_chimes:
            steps.pause(_OPENING_PAUSE)
            tones = [words.say("opening.tones", chime=session.chime)] if session.has_chimes else []
            steps.say(*tones)
        steps.pause(_OPENING_PAUSE)
        if session.full:
            self._arrive()

    def _tell_things(self) -> None:
        """What to fetch, in one sentence, or in two where it is more than one can keep in mind."""
        words, steps = self._session.words, self._session.steps
        things = self._things()
        if not things or self._hurries:
            if self._session.talks:
                steps.say(words.say("opening.need_nothing"))
                steps.pause(SHORT_PAUSE)
            return
        first = things if len(things) <= _MANY_THINGS else things[:2]
        more = things[len(first) :]
        listed = words.words.listed
        steps.say(
            words.say("opening.need", things=listed(first)),
            *([words.say("opening.need_more", things=listed(more))] if more else []),
        )
        steps.pause(_FETCH)

    @property
    def _hurries(self) -> bool:
        """Whether there is time only for a chair, for one sentence of safety, and for what to do."""
        is_easy = all(need == Need("seated") for need in self._needs)
        return self.request.length_ms < _HURRY_MS and is_easy and not self._session.talks

    def _things(self) -> list[str]:
        """The tools and the places of the session."""
        body, wanted = self._session.body, dict.fromkeys(self._session.body.things, True)
        keys = [f"thing.{tool}" for tool in wanted]
        places = set()
        for number, need in enumerate(self._needs):
            for instruction in moves(body, need, self._tools_after(number)):
                body = instruction.body
                places.add(body.place)
        for place, key in (("mat", "thing.lying"), ("wall", "thing.wall"), ("chair", "thing.seated")):
            keys += [key] if place in places else []
        return [self._session.words.words.text(key) for key in keys]

    def _arrive(self) -> None:
        """Leave to stop, the rules, how the body feels now, and one breath where there is time."""
        session, words, steps = self._session, self._session.words, self._session.steps
        steps.chapter(words.words.text("title.arriving"))
        more = self.pack.guidance.safety[_SPOKEN_SAFETY["full"] :]
        steps.say(words.say("opening.leave"), *words.once(more))
        guidance = self.pack.guidance
        teach = guidance.teach if self.request.to_sleep else (*guidance.teach, *guidance.teach_when)
        if teach:
            steps.say(*words.told(teach))
            steps.pause(BEFORE_ACTION)
        steps.say(words.say("opening.baseline", area=session.area))
        steps.pause(_BASELINE)
        if self.request.length_ms < _BREATH_FROM_MS:
            return
        steps.say(words.say("opening.breath_in"))
        steps.pause(_BREATH_IN)
        steps.say(words.say("opening.breath_out"))
        steps.pause(_BREATH_OUT)

    # -- points

    def _group_intro(self, group: tuple[Station, ...], left: int, turn: int, groups: int) -> list[str]:
        """What comes, and how much is left; nothing where all points are in one group."""
        if groups == 1 or not self._session.talks:
            return []
        words, need = self._session.words, need_of(group[0])
        body = self._session.body
        stays = body.posture == need.posture and need.place in {"anywhere", body.place}
        stance = "stay" if stays else "wall" if need.wall else need.posture
        stance = stance if stance in _TOLD_STANCES else "stay"
        is_first = not turn and left == len(self.plan.stations)
        is_last = left == len(group)
        opens_round = bool(turn) and left == len(self.plan.again[turn - 1])  # how many come was just told
        told: list[str] = []
        if is_first and len(group) == 1:
            return told  # the first point says so itself, and where it is
        if not is_first and not is_last and not opens_round:
            told.append(words.counted("group.left", left))
        which = "last" if is_last else "first" if is_first else "next"
        points = words.words.counted("count.points", len(group))
        if words.words.has(key := f"group.{which}.{stance}"):
            told.append(words.turn(key, points=points))
        return told

    def _station(self, station: Station, turn: int, intro: list[str]) -> None:
        session = self._session
        is_first = self._done == 0
        self._done += 1
        stations = sum(len(group) for _, group in self.plan.in_order())
        teller = PointNarrator(
            session,
            station,
            turn,
            is_first,
            is_last=self._done == stations and not turn,
            is_brief=self.request.to_sleep and 2 * self._done > stations + 1,
            is_named=not self._hurries,
        )
        teller.begin("left" if station.point.paired else None)
        session.steps.say(*intro)
        session.move(self._needs[self._done - 1], self._tools_after(self._done - 1))
        if not station.point.paired:
            teller.tell(None)
            return
        teller.tell("left")
        teller.begin("right")
        teller.tell("right")

    def _tools_after(self, number: int) -> set[Tool]:
        return {need.tool for need in self._needs[number + 1 :]}

    # -- between rounds, rest and end

    def _between_rounds(self, turn: int) -> None:
        if self.plan.breathing != "none":
            self._breathing()
        session = self._session
        if not session.talks:
            return
        again = self.plan.again[turn - 1]
        kind = "round_last" if turn > 1 and turn == self.plan.rounds - 1 else "round"
        if len(again) == 1 == len(self.plan.stations):
            said = session.words.say(f"later.{kind}.one")
        elif len(again) == len(self.plan.stations):
            said = session.words.say(f"later.{kind}.all")
        else:
            said = session.words.say(f"later.{kind}.other", count=len(again))
        session.steps.say(said)
        session.steps.pause(LONG_PAUSE)

    def _breathing(self) -> None:
        """Time only to breathe, with the tones."""
        session, words = self._session, self._session.words
        titles, number = words.words, 1 + sum(talk.rests for talk in session.talk.values())
        again = number > 1
        session.steps.chapter(
            titles.text("title.breathing_again", number=number) if again else titles.text("title.breathing")
        )
        begin = "breathing.begin" if session.has_chimes and session.talks else "breathing.begin_silent"
        said = [words.say(begin)]
        if session.talks:
            how = [words.say("breathing.how")] if session.has_chimes else []
            said += [*how, words.signal("rest.for")]
        session.steps.say(*said)
        self._rest_hold(_BREATHING, ("rest", "any"))

    def _rest(self) -> None:
        if self.request.to_sleep:
            tell_rest(self._session, self._needs[-1])
            return
        session, words, steps = self._session, self._session.words, self._session.steps
        steps.chapter(words.words.text("title.rest"))
        posture = self.request.rest_posture
        if session.body.posture != posture:
            steps.say(words.say("rest.before"))
        session.move(self._needs[-1])
        steps.say(words.say("rest.begin"), words.say(f"rest.{posture}"))
        session.close_eyes()
        if session.talks:
            steps.say(words.signal("rest.for"))
        steps.settle(_SETTLE)
        self._rest_hold(self._rest_span(), ("scan", "rest"))

    def _rest_hold(self, span: Span, kinds: tuple[str, ...]) -> None:
        session = self._session
        step = session.steps.hold(span, None, HoldChimes(start="start", end="stop"), session.breath)
        session.talk[step] = HoldTalk(kinds, rests=True)

    def _rest_span(self) -> Span:
        """The time of the rest: up to a fifth of the session, a little more where one is to settle."""
        length, request = self.request.length_ms, self.request
        settles = request.settles and not request.wakes_up
        share, most = (15, 25) if settles else (6, 15) if request.wakes_up else (10, 20)
        longest = _LONGEST_REST if self.plan.rest == "long" else max(2 * _LEAST_REST, length * most // 100)
        preferred = min(max(_LEAST_REST, length * share // 100), longest)
        return Span(_LEAST_REST, preferred // 1000 * 1000, longest)

    def _ending(self) -> None:
        if self.request.to_sleep:
            tell_ending(self._session)
            return
        session, words, steps = self._session, self._session.words, self._session.steps
        posture = session.like(session.body.posture or "seated")
        steps.chapter(words.words.text("title.end"))
        if session.talks:
            steps.say(words.say("end.breaths"))
            steps.pause(_TWO_BREATHS)
            steps.say(words.say("end.notice", area=session.area))
            steps.pause(_NOTICE)
            steps.say(words.say(f"end.wake.{posture}"))
            steps.pause(_WAKE)
        if session.body.eyes == "closed":
            steps.say(words.turn("move.eyes_open"))
        if posture == "lying":
            steps.say(words.say("end.rise.lying"))
            steps.settle(_RISE)
        if session.talks:
            self._farewell()
        if session.talks and session.has_chimes:
            steps.say(words.say("end.over", chime=session.chime))
        else:
            steps.say(words.say("end.over_silent" if session.talks else "end.over_minimal"))
        steps.pause(SHORT_PAUSE)
        steps.chime("end")

    def _farewell(self) -> None:
        request, words, steps = self.request, self._session.words, self._session.steps
        said = []
        if request.wakes_up:
            said.append(words.say(f"end.ready.{request.occasion}"))
        elif self._session.full and (request.settles or not request.occasion):
            said.append(words.say("end.settle"))
        steps.say(*said, words.say("end.water"))
        steps.pause(LONG_PAUSE)
