"""A YAML file as read: text, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from voiceguide.errors import InputError, InputErrors, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and list positions (from 0) that lead from the root to a value; the root's is empty."""

YamlValue: TypeAlias = "dict[str, YamlValue] | list[YamlValue] | str"
"""What a document holds: all scalars are strings, as they were typed."""

MAX_COMPLAINTS = 100
"""A file with more mistakes than this is not the kind of file that was asked for."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What follows an unquoted text on its line, and is no part of it."""

    place: Place
    text: str
    """From the ``#`` on."""
    blanks: int
    """Blanks before it."""


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document with the place of everything in it."""

    root: YamlValue
    places: Mapping[KeyPath, Place]
    """The place of every value."""
    keys: Mapping[KeyPath, Place]
    """The place of every key, under the path of its value."""
    name: str
    """The file's name as the person gave it."""
    comments: Mapping[KeyPath, Comment] = field(default_factory=dict)
    """The comment on the same line after each unquoted text."""
    bracketed: frozenset[KeyPath] = frozenset()
    """The lists and mappings that are written in brackets."""

    def key_place(self, path: KeyPath) -> Place:
        """Return the place of the key that leads to a value; of the value itself in a list."""
        return self.keys.get(path) or place_of(self, path)


def step_into(value: YamlValue, key: str | int) -> YamlValue | None:
    """Return what stands under ``key``, or None where the document has nothing there."""
    if isinstance(value, dict):
        return value.get(key) if isinstance(key, str) else None
    if isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
        return value[key]
    return None


def step_to(document: Document, path: KeyPath) -> YamlValue | None:
    """Return what stands at a path, or None where the document has nothing there."""
    value: YamlValue | None = document.root
    for key in path:
        value = None if value is None else step_into(value, key)
    return value


def locate(document: Document, loc: Sequence[str | int]) -> KeyPath:
    """Find the path in the document that a pydantic location means.

    pydantic puts words of its own into a location (the tag of a union's member, a validator's name), which
    the document does not hold. They are skipped, so that what follows them is found. A word may be both a tag
    and a key (``say`` in ``{say: ..., paus: ...}``): the longest reading wins, then the one that explains the
    location's last part, then the one that takes a key for a key.
    """

    def follow(value: YamlValue, rest: Sequence[str | int]) -> tuple[bool, KeyPath]:
        if not rest:
            return False, ()
        skipped = follow(value, rest[1:])
        below = step_into(value, rest[0])
        if below is None:
            return skipped
        reached_end, path = follow(below, rest[1:])
        taken = (reached_end or len(rest) == 1, (rest[0], *path))
        return max(taken, skipped, key=lambda reading: (len(reading[1]), reading[0]))

    return follow(document.root, loc)[1]


def place_of(document: Document, loc: Sequence[str | int]) -> Place:
    """Return the place of the value that ``loc`` leads to, or of the nearest one around it.

    Parameters
    ----------
    document : Document
    loc : sequence of str or int
        A path, or the ``loc`` of a pydantic error.
    """
    return document.places[locate(document, loc)]


def refuse(errors: Sequence[InputError]) -> None:
    """Raise what is wrong with a file: nothing, one error itself, or several in the file's order.

    Raises
    ------
    InputError
        The one error.
    InputErrors
        If there are several. Past :data:`MAX_COMPLAINTS` the rest is only counted.
    """
    if not errors:
        return
    if len(errors) == 1:
        raise errors[0]
    ordered = sorted(errors, key=lambda error: error.place or Place(""))
    rest = ordered[MAX_COMPLAINTS:]
    if rest:
        ordered[MAX_COMPLAINTS:] = [
            type(rest[0])(f"and {len(rest)} more mistakes from here on", rest[0].place)
        ]
    raise InputErrors(ordered)
