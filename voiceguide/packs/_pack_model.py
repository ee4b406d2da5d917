"""The pack model: points with their facts, and what the guide says about them."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Annotated, Any, Literal

from voiceguide.packs._terms import Activity, Focus, Posture, Tool
from voiceguide.packs._time_fields import Duration, Lexicons, Range, TimeLimits, Version
from voiceguide.units import Ms, Span
from voiceguide.yamlfile import After, Before, EditorSchema, Form, Limits, NonEmpty, TextLength, model

Part = Literal["hand", "foot", "head", "back", "other"]
View = Literal["front", "back", "hand", "foot", "head"]

Text = Annotated[str, TextLength(600)]
Language = Annotated[str, Form(r"^[a-z]{2,3}(-[A-Z]{2})?$", "a language such as en or pt-BR")]
Code = Annotated[
    str,
    Form(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$", "a code such as BL-43 or EX-HN3, without blanks"),
]

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


Spoken = Annotated[Text, After(_spoken)]
"""Words that the guide says."""
Sided = Annotated[Text, After(_sided)]
"""Words that the guide says, with ``{side}`` and ``{other}`` for the side that is pressed and the other."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_WORDINGS = (
    NonEmpty(),
    Before(_listed),
    EditorSchema(anyOf=[{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]),
)
Said = Annotated[tuple[Spoken, ...], *_WORDINGS]
"""Words that the guide says: one wording, or several among which the seed chooses."""
SaidOfSide = Annotated[tuple[Sided, ...], *_WORDINGS]
"""The same with ``{side}`` and ``{other}`` for the side that is pressed and the other."""


@model()
class Reference:
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
    safety: Annotated[tuple[Spoken, ...], NonEmpty()]
    """Shown in every listing, and spoken once at the start of a session: all of it at full talk, else the
    first three sentences."""
    teach: tuple[Said, ...] = ()
    """The rules as the guide tells them at the start of a session at full talk."""
    teach_when: tuple[Said, ...] = ()
    """``when`` as the guide tells it after the rules; it is out of place in a session that leads to sleep."""


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
    where: tuple[Said, ...] = ()
    """In place of the point's own ``where``: in landmarks that fit the posture."""
    reach: Annotated[tuple[SaidOfSide, ...], NonEmpty()]
    """Sentences that lead there."""
    again: Annotated[tuple[SaidOfSide, ...], NonEmpty()]
    """Sentences that lead to the second side, the first of them by itself in a later round (or, for a midline
    point, back to it)."""
    later: tuple[SaidOfSide, ...] = ()
    """Sentences that lead back there in a later round; without them, the name and the side have to do."""
    move: tuple[SaidOfSide, ...] = ()
    """What to do once there."""
    pressure: tuple[Said, ...] = ()
    """How firmly to press; without it, the general words."""
    wrong: tuple[Said, ...] = ()
    """How it feels if the place is missed, or what may go wrong, and what to do then."""
    lighter: Said | None = None
    """How to make the pressure less, said inside a hold."""


@model()
class MapPlace:
    """Where a point is drawn on the map of the body."""

    view: View
    """Front and back show the whole body, hand and foot those from above, head the head from the side."""
    x: Annotated[float, Limits(ge=0, le=100)]
    """From the left edge of the drawing, in hundredths of its width."""
    y: Annotated[float, Limits(ge=0, le=100)]
    """From its upper edge, in hundredths of its height. In the front and the back view the other side of a
    paired point is drawn as well, mirrored."""


@model()
class Point:
    """One acupressure point with its facts."""

    code: Code = ""
    """The point's code, if it has one: the channel, a dash, a number. Its name stands for it where it has
    none."""
    aliases: tuple[Text, ...] = ()
    """Other codes."""
    name: Spoken
    """The name as the pack's source gives it; it is what the guide says."""
    handle: Spoken | None = None
    """Two or three words by which a listener knows the point: ``upper back``, ``hand point``."""
    part: Part = "other"
    """The part of the body that is pressed."""
    map: MapPlace | None = None
    """Where it is drawn; without, it stands in the list beside the map only."""
    other_names: tuple[Text, ...] = ()
    characters: Text | None = None
    pinyin: Text | None = None
    """With tone marks."""
    meaning: Spoken | None = None
    """The name in English, said once at full talk."""
    byname: Spoken | None = None
    location: Text
    """In the source's plain words."""
    standard_location: Text | None = None
    """As the standard gives it, for the reader who knows."""
    sides: Literal["both", "one"]
    """``both`` for a paired point, ``one`` for a point on the midline."""
    benefits: tuple[Text, ...]
    """What the tradition holds; never a promise."""
    technique: Text
    hold: Range
    """The time on each side: at least, preferred, at most."""
    hold_in_source: Text
    """What the source says of the time."""
    cautions: tuple[Spoken, ...] = ()
    """Shown on the card, and spoken at full talk where the point is first pressed."""
    focus: tuple[Focus, ...] = ()
    activities: tuple[Activity, ...] = ()
    """Activities for which the source recommends the point especially."""
    priority: Annotated[int, Limits(ge=1, le=99)]
    """1 is kept longest when time is short."""
    tradition: Said
    """What the point is pressed for, told as tradition: one sentence."""
    helps_most: Said | None = None
    """When the source recommends the point especially: one sentence."""
    find: tuple[Said, ...] = ()
    """Sentences that find the level of the place, before the listener gets there; said at full talk."""
    where: Annotated[tuple[Said, ...], NonEmpty()]
    """Sentences that tell the place and its distance from a landmark; said whatever the talk, but for
    minimal, which takes the first."""
    landmark: Spoken | None = None
    """The place in about three words, for the second side and later rounds: ``the blade's inner edge``."""
    ways: Annotated[tuple[Way, ...], NonEmpty()]
    """Ways to press, the best first."""

    def __post_init__(self) -> None:
        if not self.code:
            object.__setattr__(self, "code", self.name)

    @property
    def has_code(self) -> bool:
        """Whether it has a code of its own."""
        return self.code != self.name

    @property
    def paired(self) -> bool:
        """True if the point is on both sides of the body."""
        return self.sides == "both"


@model()
class OwnTool:
    """A tool that the pack brings, as the guide speaks of it."""

    say: Spoken
    """What the opening asks for: ``a foam roller``."""
    the: Spoken
    """What it is called then: ``the roller``."""


@model()
class OwnPosture:
    """A posture that the pack brings."""

    go: Said
    """How the guide leads there: ``Kneel down on your mat.``"""
    like: Literal["standing", "lying", "seated"] = "seated"
    """The posture that it is most like: eyes may close in what is like lying or sitting."""
    place: Literal["anywhere", "mat", "chair"] = "mat"
    """Where it is; the opening asks for the mat or the chair."""
    time: Range = Span(6_000, 10_000, 20_000)
    """Time to get there."""


@model()
class OwnFocus:
    """A focus that the pack brings, as the guide speaks of it."""

    title: Spoken
    """In the session's title: ``feet``."""
    subject: Spoken
    """What the session is for: ``tired feet``."""
    area: Spoken
    """What the listener is to feel before and after: ``your feet``."""


@model()
class Pack:
    """A set of points with shared guidance."""

    voiceguide_pack: Version
    """The version of the file's form."""
    language: Language
    """In what language the pack speaks; the program must have the words of that language."""
    title: Text
    subject: Spoken
    """What the session is for, as the guide says it: ``a stiff back``."""
    method: Spoken | None = None
    """What is done, as the guide says it: ``traditional Chinese acupressure``."""
    craft: Spoken | None = None
    """The same in a word or two, for short openings: ``self-massage``; without it, the method, else
    acupressure."""
    area: Spoken | None = None
    """What the listener is to feel before and after, as the guide says it: ``your back``."""
    sources: Annotated[tuple[Reference, ...], NonEmpty()]
    guidance: Guidance
    tools: dict[Tool, OwnTool] = field(default_factory=dict)
    """Tools beside the tennis ball and the massage tool."""
    postures: dict[Posture, OwnPosture] = field(default_factory=dict)
    """Postures beside lying, seated and standing."""
    focuses: dict[Focus, OwnFocus] = field(default_factory=dict)
    """What a request may be for, beside the upper and the lower back, the shoulders and rest."""
    shortest_hold: Annotated[Duration, TimeLimits(3_000, 30_000)] = Ms(30_000)
    """The shortest hold that a point may have."""
    lexicon: Lexicons = ()
    """How words of the pack are said, beside what the program knows."""
    points: Annotated[tuple[Point, ...], NonEmpty()]
