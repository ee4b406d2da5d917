"""The field types that packs and scripts share: durations and ranges, written as text, and lexicons."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from voiceguide.units import (
    DURATION_PATTERN,
    RANGE_PATTERN,
    Ms,
    Span,
    format_duration,
    parse_duration,
)
from voiceguide.yamlfile import After, AsText, EditorSchema, Single, TextLength

_TIME = "45s, 30 sec, 1m30s, 1,5 min, 1:30, 250ms or half a minute"
# an editor takes a number without a unit for a number, and our reader for the text that it is
_TEXT_OR_NUMBER: Any = ["string", "number"]


class TimeLimits(After):
    """The least and the most that a time may be, in milliseconds."""

    def __init__(self, least: int, most: int | None = None) -> None:
        def check(ms: Any) -> Any:
            if ms < least:
                raise ValueError(f"must be at least {format_duration(least)}, not {format_duration(ms)}")
            if most is not None and ms > most:
                raise ValueError(f"must be at most {format_duration(most)}, not {format_duration(ms)}")
            return ms

        super().__init__(check)


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if not isinstance(value, int):
        raise ValueError("it is one time, such as 45s")
    return value


def _length(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value, unit=None)
    return _duration(value)


def _span(value: Any) -> Any:
    if isinstance(value, str):
        return Span.parse(value)
    if not isinstance(value, Span):  # pydantic would build one from a mapping
        raise ValueError("it is one time, such as 45s, or a range, such as 45s..2m")
    return value


Duration = Annotated[
    Ms,
    AsText(
        _duration,
        format_duration,
        type=_TEXT_OR_NUMBER,
        minimum=0,
        pattern=DURATION_PATTERN,
        description=f"A time such as {_TIME}; a number without a unit counts seconds",
        examples=["45s", "1m30s"],
    ),
]
"""Whole milliseconds; ``1m30s`` in YAML."""

Length = Annotated[
    Ms,
    AsText(
        _length,
        format_duration,
        pattern=DURATION_PATTERN,
        description=f"A time such as {_TIME}, with its unit",
        examples=["10m", "12m30s"],
    ),
]
"""A session's length in whole milliseconds: a number without a unit could be seconds or minutes."""

Range = Annotated[
    Span,
    AsText(
        _span,
        str,
        type=_TEXT_OR_NUMBER,
        minimum=0,
        pattern=RANGE_PATTERN,
        description=(
            f"A time such as {_TIME}; a range, such as 45s..2m, 30-60 s or 1 to 2 minutes; or "
            "shortest..preferred..longest (30s..1m..3m). A number without any unit counts seconds"
        ),
        examples=["45s", "30s..2m", "30s..1m..3m"],
    ),
]
"""A :class:`~voiceguide.units.Span`; ``30s..1m..3m`` in YAML."""


Version = Annotated[Literal["1"], EditorSchema(const=1)]
"""The version of a file's form; our reader keeps it as text, other YAML readers see a number."""


Lexicon = Annotated[str, TextLength(400)] | dict[str, Any]
"""A lexicon: a file's name, or words and how to say them."""

Lexicons = Annotated[tuple[Lexicon, ...], Single()]
"""One or several; of two that know a word, the later counts. What is in them is checked when it is used."""
