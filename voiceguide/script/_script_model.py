"""The script model: the ordered steps of one session, as a person writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from voiceguide._lib.suggestions import nearest
from voiceguide.packs import Duration, Lexicons, Posture, Range, Tool, Version
from voiceguide.script._bed import Bed
from voiceguide.script._heading import LEAST_LENGTH, Knobs
from voiceguide.script._lines import Line, Paragraph
from voiceguide.units import Ms, Span, format_duration, parse_duration
from voiceguide.yamlfile import AsText, Before, Form, Limits, NonEmpty, OneOf, Shorthand, is_model, model

Talk = Literal["full", "short", "minimal"]
Side = Literal["left", "right"]

ChimeName = Annotated[
    str,
    Form(
        r"^[a-z][a-z0-9_-]{0,31}$",
        "a chime's name: a small letter, then at most 31 small letters, digits, - or _",
    ),
]


@dataclass(frozen=True, slots=True)
class At:
    """A position inside a hold."""

    kind: Literal["start", "end", "percent"]
    """Counted from the hold's start or its end, or a share of the hold."""
    value: int
    """Milliseconds, or percent."""

    @classmethod
    def parse(cls, text: str) -> At:
        """Read ``half``, ``25%``, ``12s`` (after the start) or ``-10s`` (before the end)."""
        text = text.strip()
        if text == "half":
            return cls("percent", 50)
        if match := re.fullmatch(r"(\d{1,3})%", text, re.ASCII):
            if int(match[1]) > 100:
                raise ValueError(f"{text!r} is past the end of the hold")
            return cls("percent", int(match[1]))
        try:
            ms = parse_duration(text.removeprefix("-"))
        except ValueError:
            raise ValueError(f"{text!r} is not a position; write half, 25%, 12s or -10s") from None
        return cls("end" if text.startswith("-") else "start", ms)

    @property
    def is_half(self) -> bool:
        """True for the middle of the hold."""
        return self == At("percent", 50)

    def __str__(self) -> str:
        if self.kind == "percent":
            return "half" if self.is_half else f"{self.value}%"
        return ("-" if self.kind == "end" else "") + format_duration(self.value)


def _position(value: Any) -> Any:
    if isinstance(value, str):
        return At.parse(value)
    if not isinstance(value, At):  # pydantic would build one from a mapping
        raise ValueError("it is one position, such as half, 25%, 12s or -10s")
    return value


Position = Annotated[
    At, AsText(_position, str, description="half, 25%, 12s after the start, or -10s before the end")
]


@model()
class HoldCue:
    """Something said inside a hold."""

    at: Position
    text: Line
    file: Line | None = None
    """The listener's own recording of it, which is heard in the voice's place."""
    over: Duration | None = None
    """Only in holds of at least this time."""


@model()
class HoldChimes:
    """The chimes of a hold; one that is not named does not sound."""

    start: ChimeName | None = None
    half: ChimeName | None = None
    end: ChimeName | None = None


@model(written={"inhale": "in", "exhale": "out"})
class Breath:
    """A breathing pattern."""

    inhale: Annotated[Duration, Limits(ge=1_000, le=20_000)]
    exhale: Annotated[Duration, Limits(ge=1_000, le=20_000)]

    @property
    def cycle(self) -> Ms:
        """One breath in and out."""
        return Ms(self.inhale + self.exhale)


@model()
class HoldWay:
    """How the listener presses during a hold."""

    posture: Posture
    tool: Tool = "none"
    wall: bool = False
    """Whether a wall is leant against."""


@model(written={"time": "for"})
class HoldBody:
    """Time on a point, or a rest where the chapter has no point."""

    time: Range
    way: HoldWay | None = None
    """How a point is pressed; None for a rest, for breathing, and where nobody said."""
    chimes: HoldChimes = HoldChimes()
    breathe: Breath | None = None
    say: tuple[HoldCue, ...] = ()


@model()
class ChapterBody:
    """The start of a chapter."""

    title: Line
    point: Line | None = None
    """The point's code."""
    side: Side | None = None
    """The side of the body. The holds of both sides get the same time: those of one point, or, without a
    point, those of one title."""


@model()
class SayBody:
    """What is said: a sentence or several, with pauses and SSML in it."""

    text: Paragraph
    file: Line | None = None
    """The listener's own recording of it, which is heard in the voice's place."""


@model()
class Say:
    """Something said."""

    say: Annotated[SayBody, Shorthand("text")]


@model()
class Pause:
    """Silence."""

    pause: Range


@model()
class Settle:
    """Time to get into place."""

    settle: Range


@model()
class Hold:
    """Time on a point."""

    hold: HoldBody


@model()
class Chime:
    """A chime."""

    chime: ChimeName


@model()
class ChapterStart:
    """The start of a chapter."""

    chapter: Annotated[ChapterBody, Shorthand("title")]


MOST_ROUNDS = 999
"""The most rounds of one repeat."""


@model()
class Repeat:
    """Steps that come several times."""

    repeat: Annotated[int, Limits(ge=1, le=MOST_ROUNDS)]
    """How many rounds there are. Their times stretch alike. In what is said and in titles, ``{round}`` is
    the number of the round, ``{rounds}`` how many there are, ``{left}`` how many come after it, and
    ``{next}`` the number of the next one."""
    steps: Annotated[tuple[CheckedStep, ...], NonEmpty()]
    """One round."""
    between: tuple[CheckedStep, ...] = ()
    """What comes after each round but the last."""


_KINDS = ("say", "pause", "settle", "hold", "chime", "chapter", "repeat")


def _is_step(value: Any) -> Any:
    """Refuse what is no step in one clear sentence, before the union tries every kind."""
    if is_model(value):
        return value
    names = ", ".join(_KINDS)
    if not isinstance(value, dict):
        raise ValueError(f"a step is written 'kind: value'; allowed kinds: {names}")
    kinds = [kind for kind in _KINDS if kind in value]
    if len(kinds) > 1:
        raise ValueError(
            f"a step is one thing, and this is {' and '.join(kinds)}: start each with its own dash"
        )
    if not kinds:
        keys = [str(key) for key in value]
        near = nearest(keys[0], _KINDS) if keys else []
        hint = f"; did you mean {near[0]!r}?" if near else ";"
        raise ValueError(f"unknown step {', '.join(map(repr, keys))}{hint} allowed: {names}")
    return value


def _label(value: Any) -> str:
    there = value if isinstance(value, dict) else type(value).__slots__
    return next(f"{kind} step" for kind in _KINDS if kind in there)


PlainStep: TypeAlias = Say | Pause | Settle | Hold | Chime | ChapterStart
"""A step that is heard, or begins a chapter."""
Step: TypeAlias = Say | Pause | Settle | Hold | Chime | ChapterStart | Repeat
CheckedStep = Annotated[
    Annotated[Step, OneOf(tuple(f"{kind} step" for kind in _KINDS), _label)], Before(_is_step)
]


@model(first=("voiceguide", "title", "length", "voice", "rate", "pitch", "talk"))
class Script(Knobs):
    """The ordered steps of one session."""

    voiceguide: Version
    """The version of the file's form."""
    title: Line
    length: Annotated[Duration, Limits(ge=LEAST_LENGTH)] | None = None
    """Met exactly; without it the preferred times hold."""
    talk: Talk | None = None
    """How much is said; ``check`` asks for what narration at that level needs."""
    bed: Bed | None = None
    lexicon: Lexicons = ()
    """How words are said: files, or words with their sounds."""
    steps: Annotated[tuple[CheckedStep, ...], NonEmpty()]


__all__ = [
    "At", "Bed", "Breath", "ChapterBody", "ChapterStart", "Chime", "Hold", "HoldBody", "HoldChimes",
    "HoldCue", "HoldWay", "Pause", "PlainStep", "Repeat", "Say", "SayBody", "Script", "Settle", "Side",
    "Span", "Step", "Talk",
]  # fmt: skip
