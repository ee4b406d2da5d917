"""A request as text: what flags, links and forms say, in one table of names and readers."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.compose._readers import decimal, level, minutes
from voiceguide.compose._request import Request
from voiceguide.compose._terms import OCCASIONS, TALKS
from voiceguide.errors import RequestError
from voiceguide.packs import FOCUSES, POSTURES, TOOLS
from voiceguide.script import flag_of, is_level, knobs
from voiceguide.units import MAX_DURATION_MS, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.script import Knob

_FIELDS = {"posture": "postures", "activity": "occasion", "to-sleep": "to_sleep"}
"""Fields of a request that are called otherwise where a person writes them."""
_MOST_SEED = 10**9
YES = "yes"
"""What a form and a link say for what is either so or not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that can be asked for."""

    help: str
    read: Callable[[str], Any] = str
    """Reads one text; raises ValueError where it cannot."""
    choices: tuple[str, ...] = ()
    """The texts that are allowed; empty if others are, too."""
    repeated: bool = False
    """Whether several may be given."""
    number: tuple[float, float] | None = None
    """The least and the greatest number; None where it is no number."""


def asked() -> dict[str, Asked]:
    """All that can be asked for, by the name that it has in a flag, a link and a form."""
    return {
        "minutes": Asked("Exact length in minutes. [10]", minutes, number=(0, MAX_DURATION_MS // 60_000)),
        "length": Asked("Exact length, such as 12m30s.", functools.partial(parse_duration, unit=None)),
        "points": Asked("Points such as BL-43; or all.", repeated=True),
        "focus": Asked(f"Only points for this area: {', '.join(FOCUSES)}, or of the pack."),
        "tools": Asked(
            f"What you have at hand: {', '.join(TOOLS)}, or of the pack. [tennis-ball]", repeated=True
        ),
        "posture": Asked(f"A posture you can take: {', '.join(POSTURES)}, or of the pack.", repeated=True),
        "activity": Asked("What the session accompanies.", choices=OCCASIONS),
        "to-sleep": Asked("End lying down, ever softer, with nothing that wakes.", _is_yes, (YES, "no")),
        "talk": Asked("How much is said. [what suits the length]", choices=TALKS),
        "seed": Asked("Another number chooses other wordings. [0]", _seed, number=(0, _MOST_SEED)),
        **{knob_name(name): _of_knob(name, knob) for name, knob in knobs().items()},
    }


def knob_name(name: str) -> str:
    """The name of a knob where a person writes it: ``bed-level`` for ``bed_level_db``."""
    return flag_of(name).removeprefix("--")


def read_request(given: Mapping[str, Sequence[str]]) -> Request:
    """The request that texts make, as they stand in a link, a form or another program's call.

    Parameters
    ----------
    given : mapping of str to sequence of str
        Texts by the names of :func:`asked`; empty ones count as not given.

    Raises
    ------
    RequestError
        If a name is not known, or a text cannot be read.
    """
    table = asked()
    values: dict[str, Any] = {}
    for name, texts in given.items():
        entry = table.get(name)
        if entry is None:
            raise RequestError(f"there is nothing called {name!r} to ask for{did_you_mean(name, table)}")
        found = [_read(name, entry, text) for text in texts if text.strip()]
        if len(found) > 1 and not entry.repeated:
            raise RequestError(f"{name} is given twice; give it once")
        if found:
            values[name] = tuple(found) if entry.repeated else found[0]
    length, by_minutes = values.pop("length", None), values.pop("minutes", None)
    if length is not None and by_minutes is not None:
        raise RequestError("minutes and length both set the length; give only one of them")
    by_field = {knob_name(name): name for name in knobs()}
    return make_request(
        length_ms=by_minutes if length is None else length,
        **{by_field.get(name, name): value for name, value in values.items()},
    )


def make_request(**values: Any) -> Request:
    """The request of values that were read, by the names that people use; None is left open.

    Several points may stand in one text, with commas between them.

    Raises
    ------
    RequestError
        If a value is out of range.
    """
    named = (name.strip() for text in values.pop("points", None) or () for name in text.split(","))
    values["points"] = tuple(filter(None, named))
    return Request(**{_FIELDS.get(name, name): v for name, v in values.items() if v is not None})


def write_request(request: Request) -> Iterator[tuple[str, str]]:
    """What :func:`read_request` reads as this request: names and texts, without what is left open."""
    yield "length", format_duration(request.length_ms)
    if request.points:
        yield "points", ",".join(request.points)
    for name in ("focus", "tools", "posture", "activity", "talk"):
        value = getattr(request, _FIELDS.get(name, name))
        for text in value if isinstance(value, tuple) else (value,) if value else ():
            yield name, text
    if request.to_sleep:
        yield "to-sleep", YES
    if request.seed:
        yield "seed", str(request.seed)
    for name in knobs():
        value = getattr(request, name)
        if value is not None:
            yield knob_name(name), f"{value:g}" if isinstance(value, float) else str(value)


def _read(name: str, entry: Asked, text: str) -> Any:
    if entry.choices and text not in entry.choices:
        raise RequestError(f"{name} is not {text!r}{did_you_mean(text, entry.choices)}")
    try:
        return entry.read(text)
    except ValueError as error:
        raise RequestError(f"{name}: {error}") from error


def _of_knob(name: str, knob: Knob) -> Asked:
    if knob.least is None or knob.most is None:
        return Asked(knob.help, knob.read)
    read = level(knob.least, knob.most) if is_level(name) else _number(knob.least, knob.most)
    return Asked(knob.help, read, number=(knob.least, knob.most))


def _number(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = decimal(text, "a number")
        if not low <= number <= high:
            raise ValueError(f"{text} is not between {low:g} and {high:g}")
        return float(number)

    return read


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_SEED))):
        raise ValueError(f"{text!r} is not a whole number from 0 to {_MOST_SEED}")
    return int(text)


def _is_yes(text: str) -> bool:
    return text == YES
