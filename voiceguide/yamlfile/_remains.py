"""What is right in a document with mistakes, so that one kind of mistake does not hide another."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from voiceguide.yamlfile._document import Document, KeyPath, YamlValue, locate, step_to
from voiceguide.yamlfile._model import from_values
from voiceguide.yamlfile._unions import UnionMismatch, sort_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    T = TypeVar("T")

_MOST_ROUNDS = 16
"""Leaving out a key may show that a mapping lacks it, and so on up to the root."""


def remains(
    model: type[T],
    document: Document,
    *,
    missing: Mapping[str, str],
    in_place_of: Callable[[KeyPath, YamlValue | None], YamlValue | None],
) -> tuple[T, frozenset[KeyPath]] | None:
    """Build a model's object from what is right in a document.

    Parameters
    ----------
    model : type
    document : Document
    missing : mapping of str to str
        What stands for keys that are missing. A mapping that misses another one is left out.
    in_place_of : callable
        Gets the path and value of a list's item that is left out; returns what stands in its place, so that
        the other items keep theirs, or None to leave out the list.

    Returns
    -------
    tuple of object and paths, or None
        The object, and the paths of all that was left out; None if nothing is left.
    """
    from pydantic import ValidationError

    rest = replace(document, root=copy.deepcopy(document.root))
    lost: set[KeyPath] = set()

    def leave_out(path: KeyPath) -> bool:
        """Whether there is something left without what stands at a path."""
        if not path:
            return False
        parent, key = step_to(rest, path[:-1]), path[-1]
        if isinstance(parent, dict) and isinstance(key, str):
            parent.pop(key, None)
        elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
            stand_in = None if path in lost else in_place_of(path, step_to(document, path))
            if stand_in is None:
                return leave_out(path[:-1])
            parent[key] = stand_in
        lost.add(path)
        return True

    for _ in range(_MOST_ROUNDS):
        try:
            return from_values(model, rest.root), frozenset(lost)
        except ValidationError as e:
            found = list(_mistakes(sort_out(e.errors(include_url=False), rest), rest))
        for path, absent in found:
            around = step_to(rest, path)
            if absent in missing and isinstance(around, dict):
                around[absent] = missing[absent]
                lost.add((*path, absent))
            elif not leave_out(path):
                return None
    return None


def _mistakes(
    findings: Iterable[ErrorDetails | UnionMismatch], document: Document
) -> Iterator[tuple[KeyPath, str]]:
    """The path of each mistake, and the key that is missing there, if it is that."""
    for finding in findings:
        if isinstance(finding, UnionMismatch):
            yield finding.path, ""
        else:
            loc = finding["loc"]
            yield locate(document, loc), str(loc[-1]) if finding["type"] == "missing" else ""
