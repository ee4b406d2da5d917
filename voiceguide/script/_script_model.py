"""The script model: the ordered steps of one session, as a person writes them."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from voiceguide._lib.suggestions import nearest
from voiceguide.packs import Duration, Range, TimeLimits
from voiceguide.script._bed import Depth, Level
from voiceguide.script._chime_names import ChimeName
from voiceguide.script._hold_model import CountBody, CountdownBody, HoldBody
from voiceguide.script._lines import MOST_LINE, Line, Paragraph
from voiceguide.script._script_heading import FIRST_KEYS, ScriptHeading
from voiceguide.units import RANGE_PATTERN, Ms
from voiceguide.yamlfile import (
    Before,
    EditorSchema,
    Limits,
    NonEmpty,
    NumberFor,
    OneOf,
    Shorthand,
    TextFor,
    is_model,
    model,
)

Side = Literal["left", "right"]


@model()
class ChapterBody:
    """The start of a chapter."""

    title: Line
    """What players show."""
    point: Line | None = None
    """The point's code."""
    side: Side | None = None
    """The side of the body. The holds of both sides get the same time: those of one point, or, without a
    point, those of one title."""


@model()
class SayBody:
    """What is said: a sentence or several, with pauses and SSML in it."""

    text: Paragraph
    """The words."""
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

    hold: Annotated[HoldBody, TextFor("for", type=["string", "number"], pattern=RANGE_PATTERN)]


@model()
class Chime:
    """A chime."""

    chime: ChimeName


@model(written={"level_db": "level"})
class Sound:
    """A sound file, heard as a whole, at the voice's loudness."""

    sound: Annotated[
        Line,
        EditorSchema(
            type="string",
            minLength=1,
            maxLength=MOST_LINE,
            description="A sound file beside the script, such as intro.wav",
        ),
    ]
    """The file."""
    text: Line | None = None
    """What captions show for it."""
    level_db: Level = 0.0
    """Against the voice: -6dB is softer."""


@model(written={"level_db": "level", "duck_db": "duck"})
class BedChangeBody:
    """Another bed from here on."""

    sound: Line
    """A bed's name, a sound file, or ``off``."""
    level_db: Level | None = None
    """Against the voice; by default what the heading says."""
    duck_db: Depth | None = None
    """How far it goes down under the voice; by default what the heading says."""
    fade: Annotated[Duration, TimeLimits(0, 60_000)] = Ms(6_000)
    """How long the two are heard together."""

    @property
    def is_off(self) -> bool:
        """Whether there is no bed from here on."""
        return self.sound.casefold() in {"off", "none", "silence"}


@model()
class BedChange:
    """The bed changes."""

    bed: Annotated[BedChangeBody, Shorthand("sound")]


@model()
class CountStep:
    """A count on the beat."""

    count: Annotated[CountBody, NumberFor("to")]


@model()
class CountdownStep:
    """Seconds counted down."""

    countdown: Annotated[CountdownBody, NumberFor("from")]


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


KINDS = (
    *("say", "pause", "settle", "hold", "chime", "sound", "count", "countdown", "bed", "chapter", "repeat"),
)
"""The keys that tell what a step is."""


_BESIDE: Final = {"sound": {"text", "level"}, "repeat": {"steps", "between"}}
"""Keys that may stand beside a step's kind."""
_IN_HOLD: Final = frozenset({"breathe", "bells", "chimes"})
_MEANT: Final = {
    **dict.fromkeys(("rest", "wait", "silence", "sleep", "break", "stop"), "pause"),
    **dict.fromkeys(("speak", "text", "tell", "voice", "talk", "narrate", "read"), "say"),
    **dict.fromkeys(("bell", "gong", "bowl", "ring", "ding"), "chime"),
    **dict.fromkeys(("breath", "breathing", "breathwork"), "breathe"),
    **dict.fromkeys(("loop", "rounds", "round", "times", "sets", "set"), "repeat"),
    **dict.fromkeys(("title", "section", "part", "heading", "name"), "chapter"),
    **dict.fromkeys(("audio", "play", "file", "song", "recording"), "sound"),
    **dict.fromkeys(("music", "background", "ambience"), "bed"),
    **dict.fromkeys(("pose", "exercise", "stay", "for", "work"), "hold"),
    **dict.fromkeys(("counting", "reps"), "count"),
}
"""Words that people try, and the step that they mean."""


def _is_step(value: Any) -> Any:
    """Refuse what is no step in one clear sentence, before the union tries every kind."""
    if is_model(value):
        return value
    names = ", ".join(KINDS)
    if not isinstance(value, dict):
        raise ValueError(f"a step is written 'kind: value'{_how(value)}; allowed kinds: {names}")
    kinds = [kind for kind in KINDS if kind in value]
    if isinstance(value.get("repeat"), dict):
        raise ValueError("write the number after 'repeat:', and 'steps:' under it, in the same column")
    bare = [kind for kind in kinds if value[kind] == "" and value.keys() - {kind, *_BESIDE.get(kind, ())}]
    if bare:
        raise ValueError(f"what belongs to {bare[0]!r} must begin further to the right than {bare[0]!r}")
    if isinstance(value.get("sound"), dict):
        # its keys may stand beside 'sound' or inside of it
        inside = {("sound" if key == "file" else key): one for key, one in value["sound"].items()}
        value = {**inside, **{key: one for key, one in value.items() if key != "sound"}}
    if len(kinds) > 1:
        raise ValueError(
            f"a step is one thing, and this is {' and '.join(kinds)}: start each with its own dash"
        )
    if not kinds:
        keys = [str(key) for key in value]
        raise ValueError(f"unknown step {', '.join(map(repr, keys))}{_hint(keys)} allowed: {names}")
    return value


def _how(value: Any) -> str:
    """How a step is written that somebody wrote as a text."""
    if not isinstance(value, str) or not value:
        return ""
    kind, colon, _ = value.partition(":")
    if kind.strip() in KINDS:
        return f", with a plain blank after the ':' of {kind!r}" if colon else f", as in '- {kind}: ...'"
    return "; to have it said, write '- say: ...'"


def _hint(keys: list[str]) -> str:
    """What may be meant by a step of an unknown kind."""
    key = keys[0].strip().casefold() if keys else ""
    near = nearest(key, KINDS) if key else []
    meant = _MEANT.get(key, key)
    if meant in _IN_HOLD:
        return f"; {meant!r} stands in a hold, such as '- hold: {{for: 1m, {meant}: ...}}';"
    if key in _MEANT:
        return f"; did you mean {meant!r}?"
    return f"; did you mean {near[0]!r}?" if near else ";"


def _label(value: Any) -> str:
    there = value if isinstance(value, dict) else type(value).__slots__
    return next(f"{kind} step" for kind in KINDS if kind in there)


PlainStep: TypeAlias = (
    Say | Pause | Settle | Hold | Chime | Sound | CountStep | CountdownStep | BedChange | ChapterStart
)
"""A step that is heard, or begins a chapter."""
Step: TypeAlias = PlainStep | Repeat
CheckedStep = Annotated[
    Annotated[Step, OneOf(tuple(f"{kind} step" for kind in KINDS), _label)], Before(_is_step)
]


@model(first=FIRST_KEYS)
class Script(ScriptHeading):
    """The ordered steps of one session."""

    steps: Annotated[tuple[CheckedStep, ...], NonEmpty()]
