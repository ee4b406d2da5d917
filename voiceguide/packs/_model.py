"""The pack model: points with their facts, and what the guide says about them."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from voiceguide.packs._fields import Lexicons, Range, Version
from voiceguide.units import Span
from voiceguide.yamlfile import After, Form, Limits, Some, Words, model

Tool = Literal["none", "tennis-ball", "massage-tool"]
Posture = Literal["standing", "lying", "seated"]
Focus = Literal["upper-back", "lower-back", "shoulders", "relax"]
Activity = Literal["yoga", "gardening", "workout", "sitting"]

Text = Annotated[str, Words(600)]
Code = Annotated[str, Form(r"^[A-Z]{1,4}-[0-9]{1,3}$", "a code such as BL-43")]

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_SIDES = ("{side}", "{other}")


def _spoken(sentence: str) -> str:
    """Refuse what the guide could not say as it stands."""
    if match := _PLACEHOLDER.search(sentence):
        raise ValueError(f"{match[0]!r} is not a placeholder here: this is said as it stands")
    if "<" in sentence or not any(character.isalnum() for character in sentence):
        raise ValueError("it is said aloud, so it is plain words")
    return sentence


def _sided(sentence: str) -> str:
    """Refuse placeholders that the composer could not fill."""
    for match in _PLACEHOLDER.finditer(sentence):
        if match[0] not in _SIDES:
            raise ValueError(f"{match[0]!r} is not a placeholder; allowed are {' and '.join(_SIDES)}")
    _spoken(_PLACEHOLDER.sub("side", sentence))
    return sentence


def _long_enough(hold: Span) -> Span:
    if hold.min < 30_000:
        raise ValueError(f"the shortest hold is {hold.min / 1000:g}s; at least 30s a point is the rule")
    return hold


Spoken = Annotated[Text, After(_spoken)]
"""Words that the guide says."""
Sided = Annotated[Text, After(_sided)]
"""Words that the guide says, with ``{side}`` and ``{other}`` for the side that is pressed and the other."""


@model()
class Source:
    """Where facts come from, and whom to credit."""

    title: Text
    author: Text | None = None
    credit: Text | None = None
    """Further people or bodies to credit, and for what."""
    used_for: Text
    """Which fields rest on this source."""


@model()
class Guidance:
    """What holds for every point of the pack."""

    when: tuple[Text, ...]
    rules: tuple[Text, ...]
    safety: Annotated[tuple[Spoken, ...], Some()]
    """Shown in every listing, and spoken once at the start of every session."""


@model()
class Way:
    """One way to press a point: a posture, what presses, and how the guide leads there."""

    posture: Posture
    tool: Tool = "none"
    """What the listener must have at hand; ``none`` when a part of the body presses."""
    presses: Text
    """What presses, for the card: ``thumb``, ``tennis ball`` ..."""
    wall: bool = False
    """True if a wall is leant against."""
    adapted: bool = False
    """True if the way is ours, after the source's general rules, rather than the source's own."""
    settle: Range = Span(6_000, 10_000, 25_000)
    """Time to get into place on the first side."""
    reach: Annotated[tuple[Sided, ...], Some()]
    """Sentences that lead there; the last is enough at short talk, so it stands on its own."""
    again: Annotated[tuple[Sided, ...], Some()]
    """Sentences that lead to the second side (or, for a midline point, back to it)."""
    move: tuple[Sided, ...] = ()
    """What to do once there."""
    lighter: Spoken | None = None
    """How to make the pressure less."""


@model()
class Point:
    """One acupressure point with its facts."""

    code: Code
    """The point's code: two letters of the channel, a dash, a number."""
    aliases: tuple[Text, ...] = ()
    """Other codes."""
    name: Spoken
    """The name as the pack's source gives it; it is what the guide says."""
    other_names: tuple[Text, ...] = ()
    characters: Text | None = None
    pinyin: Text | None = None
    """With tone marks."""
    meaning: Spoken | None = None
    """The name in English, said once at full talk."""
    byname: Text | None = None
    location: Text
    """In the source's plain words."""
    standard_location: Text | None = None
    """As the standard gives it, for the reader who knows."""
    sides: Literal["both", "one"]
    """``both`` for a paired point, ``one`` for a point on the midline."""
    benefits: tuple[Text, ...]
    """What the tradition holds; never a promise."""
    technique: Text
    hold: Annotated[Range, After(_long_enough)]
    """The time on each side: at least, preferred, at most."""
    hold_in_source: Text
    """What the source says of the time."""
    cautions: tuple[Text, ...] = ()
    focus: tuple[Focus, ...] = ()
    activities: tuple[Activity, ...] = ()
    """Activities for which the source recommends the point especially."""
    priority: Annotated[int, Limits(ge=1, le=99)]
    """1 is kept longest when time is short."""
    tradition: Spoken
    """One sentence that the guide says of what the point is pressed for, told as tradition."""
    where: Annotated[tuple[Spoken, ...], Some()]
    """Sentences that find the place by touch; the first is enough at short talk."""
    ways: Annotated[tuple[Way, ...], Some()]
    """Ways to press, the best first."""

    @property
    def paired(self) -> bool:
        """True if the point is on both sides of the body."""
        return self.sides == "both"


@model()
class Pack:
    """A set of points with shared guidance."""

    voiceguide_pack: Version
    """The version of the file's form."""
    title: Text
    subject: Spoken
    """What the session is for, as the guide says it: ``a stiff back``."""
    sources: Annotated[tuple[Source, ...], Some()]
    guidance: Guidance
    lexicon: Lexicons = ()
    """How words of the pack are said, beside what the program knows."""
    points: Annotated[tuple[Point, ...], Some()]
