"""The script model: the ordered steps of one session, as a person writes them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from voiceguide.packs.fields import STRICT, Duration, Range, Some, Version
from voiceguide.units import Span, format_duration, parse_duration

Talk = Literal["full", "short", "minimal"]
Side = Literal["left", "right"]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
ChimeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
VoiceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+/.+$", max_length=400)]

_BY_NAME = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)


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
    At,
    BeforeValidator(_position),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "description": "half, 25%, 12s after the start, or -10s before the end"}
    ),
]


class HoldCue(BaseModel):
    """Something said inside a hold."""

    model_config = STRICT

    at: Position
    text: Line
    over: Duration | None = None
    """Only in holds of at least this time."""


class HoldChimes(BaseModel):
    """The chimes of a hold; one that is not named does not sound."""

    model_config = STRICT

    start: ChimeName | None = None
    half: ChimeName | None = None
    end: ChimeName | None = None


class Breath(BaseModel):
    """A breathing pattern."""

    model_config = _BY_NAME

    inhale: Duration = Field(alias="in", ge=1_000, le=20_000)
    exhale: Duration = Field(alias="out", ge=1_000, le=20_000)

    @property
    def cycle(self) -> int:
        """One breath in and out, in milliseconds."""
        return self.inhale + self.exhale


class HoldBody(BaseModel):
    """Time on a point, or a rest where the chapter has no point."""

    model_config = _BY_NAME

    time: Range = Field(alias="for")
    chimes: HoldChimes = HoldChimes()
    breathe: Breath | None = None
    say: tuple[HoldCue, ...] = ()


class ChapterBody(BaseModel):
    """The start of a chapter."""

    model_config = STRICT

    title: Line
    point: Line | None = None
    """The point's code."""
    side: Side | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_title(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        """Editors are told that a title alone will do."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}

    @model_serializer(mode="wrap")
    def _as_title(self, handler: Any) -> Any:
        return self.title if self.point is None and self.side is None else handler(self)


class Say(BaseModel):
    """Something said: a sentence, several, or an SSML fragment."""

    model_config = STRICT
    say: Paragraph


class Pause(BaseModel):
    """Silence."""

    model_config = STRICT
    pause: Range


class Settle(BaseModel):
    """Time to get into place."""

    model_config = STRICT
    settle: Range


class Hold(BaseModel):
    """Time on a point."""

    model_config = STRICT
    hold: HoldBody


class Chime(BaseModel):
    """A chime."""

    model_config = STRICT
    chime: ChimeName


class ChapterStart(BaseModel):
    """The start of a chapter."""

    model_config = STRICT
    chapter: ChapterBody


_KINDS = ("say", "pause", "settle", "hold", "chime", "chapter")


def _is_step(value: Any) -> Any:
    """Refuse what is no step in one clear sentence, before the union tries every kind."""
    if isinstance(value, BaseModel):
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
        near = difflib.get_close_matches(keys[0], _KINDS, n=1) if keys else []
        hint = f"; did you mean {near[0]!r}?" if near else ";"
        raise ValueError(f"unknown step {', '.join(map(repr, keys))}{hint} allowed: {names}")
    return value


def _kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else type(value).model_fields
    return next(f"{kind} step" for kind in _KINDS if kind in keys)


Step: TypeAlias = Annotated[
    Annotated[Say, Tag("say step")]
    | Annotated[Pause, Tag("pause step")]
    | Annotated[Settle, Tag("settle step")]
    | Annotated[Hold, Tag("hold step")]
    | Annotated[Chime, Tag("chime step")]
    | Annotated[ChapterStart, Tag("chapter step")],
    Discriminator(_kind),
]
CheckedStep = Annotated[Step, BeforeValidator(_is_step)]


Level = Annotated[str, StringConstraints(pattern=r"^[+-]?[0-9]{1,2}(\.[0-9])? ?dB$")]


def decibels(level: str) -> float:
    """The number in a level such as ``-20dB``."""
    return float(level.removesuffix("dB"))


BED_LEVEL = "-23dB"
"""A bed's loudness against the voice, where nobody says another. Not louder: the meter of BS.1770 leaves
out what is 10 LU below the mean, and in a session with few words a bed at -20 would be counted for voice."""


class Bed(BaseModel):
    """Sound under the whole session."""

    model_config = STRICT

    sound: Line
    level: Level = BED_LEVEL
    duck: Level = "8dB"
    """How far it goes down under the voice; chimes duck it less."""

    @property
    def level_db(self) -> float:
        """The level against the voice, in decibels."""
        return decibels(self.level)

    @property
    def duck_db(self) -> float:
        """How far it goes down under the voice, in decibels, at least 0."""
        return abs(decibels(self.duck))


class Script(BaseModel):
    """The ordered steps of one session."""

    model_config = STRICT

    voiceguide: Version
    """The version of the file's form."""
    title: Line
    length: Duration | None = Field(default=None, ge=1_000)
    """Met exactly; without it the preferred times hold."""
    voice: VoiceName | None = None
    rate: float | None = Field(default=None, ge=0.5, le=2.0, allow_inf_nan=False)
    """The pace of speech against the voice's own: 0.9 is slower."""
    pitch: float | None = Field(default=None, ge=-6, le=8, allow_inf_nan=False)
    """Semitones above the voice's own, for voices that have it."""
    talk: Talk | None = None
    """How much is said; ``check`` asks for what narration at that level needs."""
    chimes: Line | None = None
    """The theme that gives the chimes their sounds."""
    chime_level: Level | None = None
    """The chimes against what is usual: ``-3dB`` is softer."""
    bed: Bed | None = None
    steps: Annotated[tuple[CheckedStep, ...], Some()]


__all__ = [
    "At", "Bed", "Breath", "ChapterBody", "ChapterStart", "Chime", "Hold", "HoldBody", "HoldChimes",
    "HoldCue", "Pause", "Say", "Script", "Settle", "Side", "Span", "Step", "Talk",
]  # fmt: skip
