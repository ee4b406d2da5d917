"""What a hold is made of: its words, chimes, breaths, counts and bells, as a person writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from voiceguide._lib.late_pattern import late_pattern
from voiceguide.packs import Duration, Posture, Range, TimeLimits, Tool
from voiceguide.script._chime_names import ChimeName
from voiceguide.script._lines import Line
from voiceguide.units import POSITION_PATTERN, Ms, Span, format_duration, parse_position
from voiceguide.yamlfile import AsText, Limits, ListFor, Named, NumberFor, OrOne, model


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
        return cls(*parse_position(text))

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
    AsText(
        _position,
        str,
        type=["string", "number"],
        pattern=POSITION_PATTERN,
        description="half, 25%, 12s after the start, or -10s before the end; a number alone counts seconds",
    ),
]


@model()
class HoldCue:
    """Something said inside a hold."""

    at: Position
    text: Line
    """The words."""
    file: Line | None = None
    """The listener's own recording of it, which is heard in the voice's place."""
    over: Duration | None = None
    """Only in holds of at least this time."""


@model()
class HoldChimes:
    """The chimes of a hold; one that is not named does not sound."""

    start: ChimeName | None = None
    """As the hold begins: a chime (see: voiceguide chimes), or a sound file."""
    half: ChimeName | None = None
    """In its middle."""
    end: ChimeName | None = None
    """As it ends."""


ALL_BREATHS: Final = 9_999
"""More breaths than any hold has room for."""
_ALL: Final = "all"


def _led(value: Any) -> Any:
    """How many breaths tones lead: ``all``, or a number."""
    if isinstance(value, str):
        if value.strip().casefold() == _ALL:
            return ALL_BREATHS
        if re.fullmatch(r"[0-9]{1,4}", value.strip(), re.ASCII):
            return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= ALL_BREATHS:
        return value
    raise ValueError(f"must be a number of breaths, or all, not {value!r}")


def _led_text(led: int) -> str:
    return _ALL if led == ALL_BREATHS else str(led)


_Moving = Annotated[Duration, TimeLimits(1_000, 60_000)]
_Still = Annotated[Duration, TimeLimits(0, 180_000)]

BreathPhase = Literal["inhale", "sip", "hold", "exhale", "rest"]
"""The parts of a breath, which are the roles of their tones, too."""


@model(written={"inhale": "in", "exhale": "out"})
class Breath:
    """A breathing pattern: any of its phases, in the order of these keys."""

    inhale: _Moving | None = None
    """In."""
    sip: Annotated[Duration, TimeLimits(300, 10_000)] | None = None
    """A second, shorter breath in on top of the first."""
    hold: _Still | None = None
    """Hold, with the breath in."""
    exhale: _Moving | None = None
    """Out."""
    rest: _Still | None = None
    """Rest, with the breath out."""
    led: (
        Annotated[
            int,
            AsText(
                _led,
                _led_text,
                type=["string", "integer"],
                pattern="^(all|[0-9]{1,4})$",
                description="How many breaths tones lead, from the first on: a number, or all",
            ),
        ]
        | None
    ) = None
    """How many breaths tones lead, from the first on. By default all of a pattern with a sip, a hold or a
    rest; of in and out alone the first two, then about one in 24 seconds."""

    def __post_init__(self) -> None:
        if self.inhale is None and self.exhale is None:
            raise ValueError("a breath has at least an 'in' or an 'out'")
        if self.sip is not None and self.inhale is None:
            raise ValueError("a 'sip' comes on top of a breath 'in'")

    @property
    def phases(self) -> tuple[tuple[BreathPhase, Ms], ...]:
        """What a breath is made of, in order, each with its time."""
        all_of: tuple[tuple[BreathPhase, Ms | None], ...] = (
            ("inhale", self.inhale),
            ("sip", self.sip),
            ("hold", self.hold),
            ("exhale", self.exhale),
            ("rest", self.rest),
        )
        return tuple((phase, ms) for phase, ms in all_of if ms)

    @property
    def cycle(self) -> Ms:
        """One breath in and out, with its rests."""
        return Ms(sum(ms for _, ms in self.phases))

    @property
    def is_paced(self) -> bool:
        """Whether each breath has its time, so that whole ones are fitted into the hold."""
        return self.led is not None or any((self.sip, self.hold, self.rest))

    @property
    def led_breaths(self) -> int:
        """How many breaths of a paced pattern tones lead."""
        return ALL_BREATHS if self.led is None else self.led


BREATHS: Final[dict[str, dict[str, str]]] = {
    "box": {"in": "4s", "hold": "4s", "out": "4s", "rest": "4s", "led": _ALL},
    "4-7-8": {"in": "4s", "hold": "7s", "out": "8s", "led": _ALL},
    "coherent": {"in": "5.5s", "out": "5.5s", "led": _ALL},
    "extended-exhale": {"in": "4s", "out": "8s", "led": _ALL},
    "triangle": {"in": "4s", "hold": "4s", "out": "4s", "led": _ALL},
    "sigh": {"in": "2s", "sip": "1s", "out": "6s", "led": _ALL},
}
"""Breathing patterns by name."""

_ALSO: Final = {
    **dict.fromkeys(("square", "4-4-4-4", "four-square"), "box"),
    **dict.fromkeys(("478", "relaxing"), "4-7-8"),
    **dict.fromkeys(("5.5", "5,5", "5.5-5.5", "resonant", "resonance", "coherence"), "coherent"),
    **dict.fromkeys(("extended-exhalation", "long-exhale", "longer-exhale"), "extended-exhale"),
    **dict.fromkeys(("physiological-sigh", "cyclic-sigh", "cyclic-sighing"), "sigh"),
}
_TEMPO: Final = late_pattern(r"\d{1,2}(?:[.,]\d)?(?:-\d{1,2}(?:[.,]\d)?){1,3}")
_TEMPO_PHASES: Final = {2: ("in", "out"), 3: ("in", "hold", "out"), 4: ("in", "hold", "out", "rest")}
_TEMPO_FORM: Final = "[0-9]{1,2}([.,][0-9])?(-[0-9]{1,2}([.,][0-9])?){1,3}"


def _spelled(name: str) -> str:
    """A pattern of a name in any case, with blanks or ``_`` for its hyphens."""
    letters = (f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in name)
    return "".join(letters).replace(".", "\\.").replace("-", "[ _-]+")


_NAMES_FORM: Final = "|".join(map(_spelled, (*BREATHS, *_ALSO)))
_PATTERN_FORM: Final = (
    f"^ *({_TEMPO_FORM}|({_NAMES_FORM})([ _-]+[bB]reath(ing)?)?([ _-]+\\(?[0-9.,-]+\\)?)?) *$"
)
"""Names and seconds, for editors."""


def _other_breath(name: str) -> dict[str, str] | None:
    """A pattern by another name, or by its seconds: ``4-6``, ``4-7-8``, ``4-4-6-2``."""
    plain = re.sub(r"[()]", "", name)
    plain = (
        re.sub(r"(?<=\d)-?[/:\u2010-\u2015](?=-?\d)", "-", plain)
        .removesuffix("-breathing")
        .removesuffix("-breath")
    )
    plain = re.sub(r"^(coherent|box|extended-exhale)-[\d.,-]+$", r"\1", plain)
    plain = _ALSO.get(plain, plain)
    if plain in BREATHS:
        return BREATHS[plain]
    if not _TEMPO.fullmatch(plain):
        return None
    seconds = plain.split("-")
    phases = _TEMPO_PHASES[len(seconds)]
    return {**{phase: f"{one}s" for phase, one in zip(phases, seconds, strict=True)}, "led": _ALL}


COUNT_LEAD_MS: Final = Ms(2_000)
"""From a hold's start chime to the first number of a count."""
_LEAST_SPOKEN_MS: Final = 500
_LEAST_TICKED_MS: Final = 200
SECOND_MS: Final = Ms(1_000)


@model()
class CountBody:
    """A count on the beat."""

    to: Annotated[int, Limits(ge=1, le=500)]
    """The last number, or the first one of a count down."""
    every: Range = Span(SECOND_MS, SECOND_MS, SECOND_MS)
    """From one number to the next; a range stretches with the session."""
    down: bool = False
    """Whether it counts down to one."""
    tick: bool = False
    """Whether a tick sounds in place of each word."""

    def __post_init__(self) -> None:
        least = _LEAST_TICKED_MS if self.tick else _LEAST_SPOKEN_MS
        if self.every.min < least:
            what = "ticks are" if self.tick else "spoken numbers are"
            raise ValueError(f"{what} at least {format_duration(least)} apart")

    @property
    def numbers(self) -> range:
        """The numbers in the order in which they come."""
        return range(self.to, 0, -1) if self.down else range(1, self.to + 1)


@model(written={"start": "from"})
class CountdownBody:
    """The last seconds, one by one."""

    start: Annotated[int, Limits(ge=1, le=120)]
    """The first number, which comes so many seconds before the end."""
    tick: bool = False
    """Whether a tick sounds in place of each word."""

    @property
    def ms(self) -> Ms:
        """How long it takes."""
        return Ms(self.start * SECOND_MS)

    @property
    def numbers(self) -> range:
        """The numbers in the order in which they come."""
        return range(self.start, 0, -1)


@model()
class Bells:
    """Bells inside a hold: at places, or again and again."""

    at: tuple[Position, ...] = ()
    """Where they sound."""
    every: Range | None = None
    """From one to the next; of a range, times are drawn by the seed."""
    chime: ChimeName = "bell"
    seed: Annotated[int, Limits(ge=0, le=10**9)] = 0
    """Another number draws other times."""

    def __post_init__(self) -> None:
        if bool(self.at) == (self.every is not None):
            raise ValueError("bells have either 'every' or 'at'")
        if self.every is not None and self.every.min < SECOND_MS:
            raise ValueError("bells are at least 1s apart")


@model()
class HoldWay:
    """How the listener presses during a hold."""

    posture: Posture
    """How the listener is."""
    tool: Tool = "none"
    """What presses; none for bare hands."""
    wall: bool = False
    """Whether a wall is leant against."""


BreathingPattern = Annotated[
    Breath,
    Named(
        BREATHS,
        "breathing pattern",
        key="pattern",
        beside=("led",),
        others=_other_breath,
        form=_PATTERN_FORM,
        example="its phases, such as {in: 4s, out: 6s}",
    ),
]
Count = Annotated[CountBody, NumberFor("to")]
Countdown = Annotated[CountdownBody, NumberFor("from")]


@model(written={"time": "for"})
class HoldBody:
    """Time on a point, or a rest where the chapter has no point."""

    time: Range
    way: HoldWay | None = None
    """How a point is pressed; None for a rest, for breathing, and where nobody said."""
    chimes: HoldChimes = HoldChimes()
    breathe: BreathingPattern | None = None
    """A breathing pattern, the name of one, or its seconds, such as 4-6. Whole breaths of a paced one fit
    into the hold, where its bounds allow."""
    bells: Annotated[Bells, ListFor("at")] | None = None
    """Bells inside the hold: ``{every: 5m}``, or their places, ``[5m, half, -1m]``."""
    count: Count | None = None
    """A count from the hold's start on; a range for ``every`` stretches so that it fills the hold."""
    countdown: Countdown | None = None
    """The last seconds of the hold, one by one."""
    say: Annotated[tuple[HoldCue, ...], OrOne()] = ()

    @property
    def least_ms(self) -> Ms:
        """What the counts in it take at least."""
        least = self.countdown.ms if self.countdown else Ms(0)
        if self.count:
            lead = COUNT_LEAD_MS if self.chimes.start else 0
            least = Ms(least + lead + self.count.to * self.count.every.min)
        return least

    @property
    def span(self) -> Span:
        """How long it may be: no shorter than the counts in it."""
        time, least = self.time, self.least_ms
        if least <= time.min:
            return time
        return Span(least, max(least, time.preferred), max(least, time.max))
