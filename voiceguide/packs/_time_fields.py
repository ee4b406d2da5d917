"""The field types that packs and scripts share: durations and ranges, written as text, and lexicons."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from voiceguide.units import Ms, Span, format_duration, parse_duration
from voiceguide.yamlfile import AsText, EditorSchema, Single, TextLength

_DURATION = (
    r"^([0-9]+h)?([0-9]+m)?([0-9]+(\.[0-9]{1,3})?s)?([0-9]+ms)?$|^([0-9]+:)?[0-9]+:[0-5][0-9](\.[0-9]{1,3})?$"
)


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if not isinstance(value, int):
        raise ValueError("it is one time, such as 45s")
    return value


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
        pattern=_DURATION,
        description="A time such as 45s, 1m30s, 1:30 or 250ms",
        examples=["45s", "1m30s"],
    ),
]
"""Whole milliseconds; ``1m30s`` in YAML."""

Range = Annotated[
    Span,
    AsText(
        _span,
        str,
        description="A time (45s), a range (45s..2m), or shortest..preferred..longest (30s..1m..3m)",
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
