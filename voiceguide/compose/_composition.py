"""What the parts of the narrator share: a request, its plan, the steps so far, and the listener's body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from voiceguide.compose._body import Body, moves
from voiceguide.compose._steps import Steps
from voiceguide.script import NO_CHIMES, Breath
from voiceguide.units import Ms, Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from voiceguide.compose._body import Need
    from voiceguide.compose._plan import Plan
    from voiceguide.compose._request import Request
    from voiceguide.compose._word_choice import WordChoice
    from voiceguide.packs import Pack, Posture, Tool
    from voiceguide.script import Side

BREATH = Breath(inhale=Ms(4_000), exhale=Ms(6_000))
"""Ten seconds a breath, out longer than in: slow and deep."""

SHORT_PAUSE = Span(500, 900, 3_000)
LONG_PAUSE = Span(1_200, 2_500, 6_000)
BEFORE_ACTION = Span(1_000, 2_000, 4_000)


@dataclass(frozen=True, slots=True)
class HoldTalk:
    """What is known of a hold before its time is: what may be said in it."""

    kinds: tuple[str, ...]
    """The kinds of lines that fit, the best first."""
    turn: int = 0
    """The round, from 0."""
    lighter: str | None = None
    """How to make the pressure less, if it is to be said."""
    rests: bool = False
    """True for a rest, or a time of breathing."""


@dataclass(slots=True)
class Composition:
    """One session that is being written."""

    pack: Pack
    request: Request
    plan: Plan
    words: WordChoice
    body: Body
    steps: Steps = field(default_factory=Steps)
    talk: dict[int, HoldTalk] = field(default_factory=dict)
    """What may be said in each hold, by the number of its step."""

    @property
    def full(self) -> bool:
        """Whether everything is said."""
        return self.plan.talk == "full"

    @property
    def talks(self) -> bool:
        """Whether more is said than the least."""
        return self.plan.talk != "minimal"

    @property
    def has_chimes(self) -> bool:
        """Whether chimes sound."""
        return self.request.chimes != NO_CHIMES

    @property
    def chime(self) -> str:
        """What sounds at the start and the end of a hold."""
        words, theme = self.words.words, f"chime.{self.request.chimes or 'bowl'}"
        return words.text(theme if words.has(theme) else "chime.other")

    @property
    def breath(self) -> Breath | None:
        """The breathing that tones lead."""
        return BREATH if self.talks else None

    @property
    def area(self) -> str:
        """What the listener is to feel before and after."""
        words = self.words.words
        if self.request.focus:
            return words.text(f"area.{self.request.focus}")
        return self.pack.area or words.text("area")

    def side(self, side: Side | None) -> str:
        """A side in words; the middle for a point without sides."""
        return self.words.words.text(f"side.{side or 'middle'}")

    def move(self, need: Need, later: Collection[Tool] = ()) -> None:
        """Tell the changes that lead to what is needed, with time for each."""
        told: list[str] = []
        for change in moves(self.body, need, later):
            thing = change.thing
            facts = {"thing": self.words.words.text(f"the.{thing}")} if thing else {}
            told.append(self.words.turn(change.phrase, **facts))
            self.body = change.body
            if change.time and not (thing and self.body.posture != "lying"):
                self.steps.say(*told)
                self.steps.settle(change.time if self.talks else _brief(change.time))
                told = []
        if told:
            self.steps.say(*told)
            self.steps.settle(_THINGS)

    def like(self, posture: Posture | None) -> str | None:
        """The usual posture that one of the pack's own is like."""
        own = self.pack.postures.get(posture or "")
        return own.like if own else posture

    def close_eyes(self) -> None:
        """Let the listener close the eyes, where one need not stand."""
        if self.talks and self.body.eyes == "open" and self.like(self.body.posture) in {"lying", "seated"}:
            self.body = replace(self.body, eyes="closed")
            self.steps.say(self.words.turn("move.eyes_close"))


_THINGS = Span(2_000, 3_000, 6_000)
"""Time to pick something up, or to lay it down."""


def _brief(span: Span) -> Span:
    """Less time to move, where hardly anything else is said meanwhile."""
    return Span(span.min // 3, span.preferred, span.max)
