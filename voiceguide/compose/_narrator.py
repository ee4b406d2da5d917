"""The narrator: a plan becomes the steps of a script, in the order and rhythm of the narration's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.compose import _phrases as phrases
from voiceguide.compose._steps import Steps, cue
from voiceguide.compose._wording import Wording, listed
from voiceguide.script import NO_CHIMES, Breath, HoldChimes, HoldCue, Script, length_words, number
from voiceguide.units import Ms, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.compose._choice import Station
    from voiceguide.compose._plan import Plan
    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack, Way
    from voiceguide.script import Side

BREATH = Breath(inhale=Ms(4_000), exhale=Ms(6_000))
"""Ten seconds a breath, out longer than in: slow and deep."""

_SHORT_PAUSE = Span(800, 1_200, 3_000)
_LONG_PAUSE = Span(1_500, 2_500, 6_000)
_BEFORE_ACTION = Span(1_000, 2_000, 4_000)
_MOVE = Span(8_000, 14_000, 25_000)
"""Time to change posture."""
_SECOND_SETTLE = Span(5_000, 8_000, 20_000)
_BREATH_IN = Span(3_000, 3_500, 5_000)
_BREATH_OUT = Span(3_000, 4_000, 6_000)
_BREATHING = Span(40_000, 90_000, 300_000)
_REST = Span(30_000, 120_000, 900_000)


@dataclass(slots=True)
class Narrator:
    """Writes one script."""

    pack: Pack
    request: Request
    plan: Plan
    _steps: Steps = field(default_factory=Steps)
    _words: Wording = field(init=False)
    _way: Way | None = None
    """How the listener pressed last: in what posture, with what."""
    _first_hold: bool = True

    def __post_init__(self) -> None:
        self._words = Wording(self.request.seed)

    @property
    def _full(self) -> bool:
        return self.plan.talk == "full"

    @property
    def _talks(self) -> bool:
        return self.plan.talk != "minimal"

    def script(self) -> Script:
        """The whole script."""
        self._opening()
        last = self.plan.rounds - 1
        for turn in range(self.plan.rounds):
            groups = self.plan.groups(turn)
            for together in groups:
                for number_in_group, station in enumerate(together):
                    lead = self._lead(together[number_in_group:])
                    ends = turn == last and station is groups[-1][-1]
                    self._station(station, turn, lead, is_last=ends)
            if turn < last:
                self._between_rounds(turn)
        if self.plan.rest:
            self._closing_rest()
        self._ending()
        request = self.request
        occasion = (request.occasion or "").replace("-", " ")
        title = ", ".join(filter(None, (self.pack.title, occasion, length_words(request.length_ms))))
        heading = request.values()
        return Script(
            voiceguide="1",
            title=title,
            length=request.length_ms,
            talk=self.plan.talk,
            steps=self._steps.all(),
            lexicon=(*self.pack.lexicon, *heading.pop("lexicon", ())),
            **heading,
        )

    # -- parts of a session

    def _opening(self) -> None:
        words, subject = self._words, self.pack.subject
        self._steps.chapter("Welcome")
        if self._full:
            self._steps.say(
                words.choose(phrases.WELCOME_FULL, subject=subject),
                phrases.OCCASIONS.get(self.request.occasion or ""),
                words.choose(phrases.LENGTH_FULL),
            )
        else:
            self._steps.say(words.choose(phrases.WELCOME_SHORT, subject=subject))
        if self._talks:
            self._steps.say(*self._needs())
        self._steps.pause(_SHORT_PAUSE)
        self._steps.say(*self.pack.guidance.safety)
        if self._full:
            self._steps.pause(_LONG_PAUSE)
            self._steps.say(words.choose(phrases.BREATH_IN))
            self._steps.pause(_BREATH_IN)
            self._steps.say(words.choose(phrases.BREATH_OUT))
            self._steps.pause(_BREATH_OUT)
        else:
            self._steps.pause(_LONG_PAUSE)

    def _needs(self) -> list[str | None]:
        """What to fetch, in one sentence, or in two where it is more than one can keep in mind."""
        things = self._things()
        first = things if len(things) <= 3 else things[:2]
        more = things[len(first) :]
        return [
            self._words.choose(phrases.NEED, things=listed(first)) if first else None,
            phrases.NEED_MORE.replace("{things}", listed(more)) if more else None,
        ]

    def _things(self) -> list[str]:
        """What the listener has to fetch, before the session begins."""
        ways = [station.way for station in self.plan.stations]
        wanted: set[str] = {way.tool for way in ways} | {way.posture for way in ways}
        if any(way.wall for way in ways):
            wanted.add("wall")
        return [thing for key, thing in phrases.THINGS.items() if key in wanted]

    def _lead(self, together: Sequence[Station]) -> list[str | None]:
        """What is said before the listener moves to the first of some stations; nothing if all stays.

        The tool comes before the posture: lying down, one cannot fetch it.
        """
        way = together[0].way
        before, self._way = self._way, way
        posture_before, tool_before = (before.posture, before.tool) if before else (None, "none")
        moves = way.posture != posture_before
        stance = "standing at the wall" if way.wall else way.posture
        said: list[str | None] = []
        if moves and self._full:
            count = len(together)
            points = "point is" if count == 1 else f"{number(count)} points are"
            which = "next" if before else "first"
            said.append(self._words.choose(phrases.POSTURE_FIRST[stance], which=which, points=points))
        if moves and posture_before == "lying" and self._talks:
            said.append(self._words.in_turn(phrases.RISE))
        if way.tool != tool_before:
            said.append(self._words.in_turn(phrases.TAKE[way.tool]))
        if moves or (way.wall and not (before and before.wall)):
            said.append(self._words.in_turn(phrases.GO[stance]))
        return said

    def _station(self, station: Station, turn: int, lead: list[str | None], *, is_last: bool) -> None:
        point = station.point
        sides: tuple[Side | None, ...] = ("left", "right") if point.paired else (None,)
        for side in sides:
            again = side == "right"
            suffix = f" (round {turn + 1})" if turn else ""
            title = ", ".join(filter(None, (point.name, point.code, side))) + suffix
            self._steps.chapter(title, point.code, side)
            if lead and not again:
                self._steps.say(*lead)
                self._steps.settle(_MOVE)
            if turn:
                self._say_again(station, turn, side)
            elif again:
                self._say_other_side(station, side)
            else:
                self._say_first(station, side, is_last=is_last and not turn)
            if self._talks:
                announce = phrases.HOLD_NEXT if again else phrases.HOLD_FIRST
                self._steps.say(self._words.choose(announce))
            self._steps.settle(_SECOND_SETTLE if again or turn else station.way.settle)
            self._hold(station, turn, side)

    def _say_first(self, station: Station, side: Side | None, *, is_last: bool) -> None:
        """The first time at a point: its name once, where it is, and how to get there."""
        point, way, words = station.point, station.way, self._words
        if self._full:
            names = (
                phrases.NAME_FIRST
                if self._first_hold
                else phrases.NAME_LAST
                if is_last
                else phrases.NAME_NEXT
            )
            meaning = (
                words.choose(phrases.MEANING, name=point.name, meaning=point.meaning)
                if point.meaning
                else None
            )
            self._steps.say(words.choose(names, name=point.name, code=point.code), meaning, point.tradition)
            self._steps.pause(_SHORT_PAUSE)
            self._steps.say(*point.where)
            self._steps.pause(_BEFORE_ACTION)
            self._steps.say(phrases.SIDE_FIRST[side] if side else None, *_sided(way.reach, side))
            if self._first_hold:
                self._steps.pause(_SHORT_PAUSE)
                self._steps.say(*phrases.PRESSURE, self._breathing())
        elif self._talks:
            self._steps.say(f"{point.name}.", point.where[0])
            self._steps.pause(_BEFORE_ACTION)
            self._steps.say(phrases.SIDE_FIRST[side] if side else None, *_sided(way.reach[-1:], side))
            if self._first_hold:
                self._steps.say(phrases.PRESSURE[0], self._breathing())
        else:
            self._steps.say(f"{point.name}.", phrases.SIDE_FIRST[side] if side else None)

    def _breathing(self) -> str:
        """How to breathe, told once: the tones lead, or without them the count."""
        return phrases.COUNTED if self.request.chimes == NO_CHIMES else phrases.TONES

    def _say_other_side(self, station: Station, side: Side | None) -> None:
        sentences = _sided(station.way.again, side) if self._talks else ()
        self._steps.say(phrases.SIDE_NEXT[side] if side else None, *sentences)

    def _say_again(self, station: Station, turn: int, side: Side | None) -> None:
        """A later round: shorter still."""
        name = station.point.name
        if side is None:
            self._steps.say(_filled(phrases.AGAIN_MIDLINE[turn - 1], name, ""))
        elif side == "left":
            self._steps.say(phrases.SIDE_FIRST[side], _filled(phrases.AGAIN_FIRST[turn - 1], name, side))
        else:
            self._steps.say(phrases.SIDE_NEXT[side], _filled(phrases.AGAIN_NEXT[turn - 1], name, side))

    def _between_rounds(self, turn: int) -> None:
        if not self._talks and not self.plan.rest:
            return
        self._steps.chapter("Breathing" if turn == 0 else f"Breathing ({turn + 1})")
        words = self._words
        if self._talks:
            self._steps.say(phrases.ROUND[turn])
        if self.plan.rest:
            self._steps.say(words.choose(phrases.BREATHING), self._rest_announced())
            self._rest_hold(_BREATHING)
        else:
            self._steps.pause(_LONG_PAUSE)
        if self._full:
            is_last = turn == self.plan.rounds - 2 and turn > 0
            self._steps.say(phrases.ROUND_NEXT[2] if is_last else phrases.ROUND_NEXT[turn % 2])
        self._steps.pause(_LONG_PAUSE)

    def _rest_announced(self) -> str | None:
        return self._words.choose(phrases.REST_FOR) if self._talks else None

    def _closing_rest(self) -> None:
        self._steps.chapter("Rest")
        posture = self._way.posture if self._way else "seated"
        self._steps.say(
            self._words.choose(phrases.REST), phrases.REST_POSTURE[posture], self._rest_announced()
        )
        self._steps.settle(_SECOND_SETTLE)
        self._rest_hold(_REST)

    def _ending(self) -> None:
        posture = self._way.posture if self._way else "seated"
        self._steps.chapter("End")
        over = phrases.OVER_FULL if self._full else phrases.OVER_SHORT
        if self.plan.rest:
            over = over[-1:]
        self._steps.say(self._words.choose(over))
        self._steps.pause(_SHORT_PAUSE)
        self._steps.say(*phrases.GET_UP["anywhere" if self.plan.rest else posture])
        if self._talks:
            self._steps.pause(_SHORT_PAUSE)
            self._steps.say(self._words.choose(phrases.FAREWELL))
        self._steps.pause(_LONG_PAUSE)
        self._steps.chime("end")

    # -- holds

    def _hold(self, station: Station, turn: int, side: Side | None) -> None:
        """Time on a point, with as much in it as the talk allows."""
        opening: tuple[HoldCue | None, ...] = ()
        if self._full and not turn and side != "right":
            move = self._words.once(" ".join(_sided(station.way.move, side)))
            opening = cue("4s", move), cue("30%", station.way.lighter, over="45s")
        elif self._full:
            opening = (cue("30%", self._in_hold(), over="40s"),)
        chimes = HoldChimes(
            start="start",
            half="half" if self._talks else None,
            end="switch" if side == "left" else "stop",
        )
        cues = (
            *opening,
            cue("half", phrases.HALFWAY if self._talks else None),
            cue("70%", self._in_hold() if self._full else None, over="75s"),
            cue("-10s", phrases.TEN_LEFT if self._talks else None),
        )
        self._steps.hold(station.point.hold, chimes, self._breath, cues)
        self._first_hold = False

    def _rest_hold(self, span: Span) -> None:
        """A hold without a point: breathing, or rest."""
        cues: tuple[HoldCue | None, ...] = ()
        if self._full:
            cues = cue("25%", self._in_hold(), over="1m"), cue("60%", self._in_hold(), over="1m30s")
        self._steps.hold(span, HoldChimes(start="start", end="stop"), self._breath, cues)

    @property
    def _breath(self) -> Breath | None:
        return BREATH if self._talks else None

    def _in_hold(self) -> str | None:
        return self._words.choose(phrases.IN_HOLD)


def _sided(sentences: Iterable[str], side: Side | None) -> tuple[str, ...]:
    other = "right" if side == "left" else "left"
    return tuple(
        sentence.replace("{side}", side or "middle").replace("{other}", other) for sentence in sentences
    )


def _filled(sentence: str, name: str, side: str) -> str:
    return sentence.replace("{name}", name).replace("{side}", side)
