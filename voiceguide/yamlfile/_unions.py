"""Finds the member of a union that was meant, since pydantic reports the errors of all members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.yamlfile._complaints import SHAPE_ERRORS
from voiceguide.yamlfile._document import Document, KeyPath, locate, step_into

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from voiceguide.yamlfile._document import YamlValue

UNKNOWN_KEY = "unexpected_keyword_argument"
"""pydantic's error type for a key that a model does not have."""
_KEY_ERRORS = frozenset({"missing", UNKNOWN_KEY})


@dataclass(frozen=True, slots=True)
class UnionMismatch:
    """A value that fits no member of its union and is equally close to several."""

    path: KeyPath
    """The value."""
    details: tuple[ErrorDetails, ...]
    """The errors of the closest members."""
    fits: bool
    """False if the value has not even the shape (text, list, mapping) of any member."""


def sort_out(
    details: Sequence[ErrorDetails], document: Document, passed: int = 0
) -> list[ErrorDetails | UnionMismatch]:
    """Keep the errors of the members that were meant.

    Parameters
    ----------
    details : sequence of pydantic's error details
    document : Document
    passed : int
        How many parts of every location are dealt with.

    Notes
    -----
    A union's member shows as a part of the location that the document does not hold there. Unions may stand
    inside each other, so each member's errors are sorted out before the members are compared.
    """
    findings: list[ErrorDetails | UnionMismatch] = []
    unions: dict[tuple[str | int, ...], dict[str | int, list[ErrorDetails]]] = {}
    for detail in details:
        label = _label(detail, document, passed)
        if label is None:
            findings.append(detail)
        else:
            union = unions.setdefault(detail["loc"][:label], {})
            union.setdefault(detail["loc"][label], []).append(detail)
    for loc, members in unions.items():
        sorted_out = [sort_out(member, document, len(loc) + 1) for member in members.values()]
        findings += _nearest(document, locate(document, loc), sorted_out)
    return findings


def _label(detail: ErrorDetails, document: Document, passed: int) -> int | None:
    """Position of the first part of the location, past those passed, that the document does not hold."""
    loc = detail["loc"]
    value: YamlValue | None = document.root
    for part in locate(document, loc[:passed]):
        value = None if value is None else step_into(value, part)
    position = passed
    while position < len(loc) and value is not None:
        value = step_into(value, loc[position])
        position += value is not None
    names_a_key = detail["type"] in _KEY_ERRORS or loc[-1:] == ("[key]",)
    last = len(loc) - names_a_key
    return position if position < last else None


def _nearest(
    document: Document, path: KeyPath, members: list[list[ErrorDetails | UnionMismatch]]
) -> list[ErrorDetails | UnionMismatch]:
    if len(members) == 1:
        return members[0]
    # Members of another shape (text, where a mapping stands) say nothing about what is wrong inside.
    fitting = [
        member
        for member in members
        if not any(d["type"] in SHAPE_ERRORS and locate(document, d["loc"]) == path for d in _flat([member]))
    ]
    if not fitting:
        return [UnionMismatch(path, tuple(_flat(members)), fits=False)]

    def distance(member: list[ErrorDetails | UnionMismatch]) -> tuple[int, int]:
        """Count the wrong and missing keys of the value itself, which show what it is; then all errors."""
        own = [
            d for d in _flat([member]) if d["type"] in _KEY_ERRORS and locate(document, d["loc"][:-1]) == path
        ]
        return len(own), len(member)

    least = min(map(distance, fitting))
    nearest = [member for member in fitting if distance(member) == least]
    return nearest[0] if len(nearest) == 1 else [UnionMismatch(path, tuple(_flat(nearest)), fits=True)]


def _flat(members: list[list[ErrorDetails | UnionMismatch]]) -> list[ErrorDetails]:
    findings = [finding for member in members for finding in member]
    return [
        detail
        for finding in findings
        for detail in (finding.details if isinstance(finding, UnionMismatch) else (finding,))
    ]
