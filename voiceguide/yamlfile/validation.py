"""A document against a pydantic model: every complaint at once, each at its place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from voiceguide.errors import InputError, YamlError
from voiceguide.yamlfile.document import Document, KeyPath, locate, refuse, step_into
from voiceguide.yamlfile.fields import known_keys, models_at
from voiceguide.yamlfile.wording import SHAPE_ERRORS, missing_choice, unknown_key, wrong_shape, wrong_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from voiceguide.yamlfile.document import YamlValue

    ModelT = TypeVar("ModelT", bound=BaseModel)


def validate(model: type[ModelT], document: Document, error: type[InputError] = YamlError) -> ModelT:
    """Check a document against a model.

    Parameters
    ----------
    model : type of pydantic.BaseModel
        Scalars come to it as strings; it may convert them (``int``, ``bool``, an enum, a validator).
    document : Document
    error : type of InputError
        The class to raise.

    Raises
    ------
    InputError
        Of class ``error``: the one thing that is wrong.
    InputErrors
        All things that are wrong, in the file's order.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(document.root)
    except ValidationError as e:
        details = e.errors(include_url=False)
        complaints = [
            complaint
            for path, branches in _by_union(details, document).items()
            for complaint in _complaints(model, document, error, path, branches)
        ]
        try:
            refuse(complaints)
        except InputError as refusal:
            raise refusal from e
        raise


def _by_union(
    details: Sequence[ErrorDetails], document: Document
) -> dict[KeyPath, dict[tuple[str | int, ...], list[ErrorDetails]]]:
    """Group errors by the value whose union they belong to, then by the union's member.

    A union's member shows as the first part of a location that is not in the document; pydantic reports the
    errors of every member. Errors outside of unions are groups of their own, with one member.
    """
    groups: dict[KeyPath, dict[tuple[str | int, ...], list[ErrorDetails]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for detail in details:
        loc = detail["loc"]
        depth = 0
        value: YamlValue | None = document.root
        while value is not None and depth < len(loc):
            value = step_into(value, loc[depth])
            depth += value is not None
        # a missing or an unknown key, or a bad key, ends in a word that is no union's member
        ends_here = depth >= len(loc) - 1 and (detail["type"] == "missing" or loc[-1:] == ("[key]",))
        if depth == len(loc) or ends_here:
            groups[loc][()].append(detail)
        else:
            groups[loc[:depth]][loc[depth : depth + 1]].append(detail)
    return groups


def _complaints(
    model: type[BaseModel],
    document: Document,
    error: type[InputError],
    group: KeyPath,
    branches: dict[tuple[str | int, ...], list[ErrorDetails]],
) -> list[InputError]:
    if () in branches or len(branches) == 1:
        return [
            _complaint(model, document, error, detail) for details in branches.values() for detail in details
        ]
    # Members of another shape (text, where a mapping stands) say nothing about what is wrong inside.
    fitting = [
        details for details in branches.values() if not any(d["type"] in SHAPE_ERRORS for d in details)
    ]
    fitting = fitting or [
        d for d in branches.values() if any(len(locate(document, e["loc"])) > len(group) for e in d)
    ]
    if not fitting:
        every = [detail for details in branches.values() for detail in details]
        place = document.places[locate(document, group)]
        return [error(wrong_shape(group, every), place)]
    fewest = min(len(details) for details in fitting)
    nearest = [details for details in fitting if len(details) == fewest]
    if len(nearest) == 1:
        return [_complaint(model, document, error, detail) for detail in nearest[0]]
    return _undecided(model, document, error, group, nearest)


def _undecided(
    model: type[BaseModel],
    document: Document,
    error: type[InputError],
    group: KeyPath,
    branches: Sequence[Sequence[ErrorDetails]],
) -> list[InputError]:
    """Several members of a union are equally near: say what any of them would allow."""
    path = locate(document, group)
    details = [detail for branch in branches for detail in branch]
    unknown = {locate(document, d["loc"]): d for d in details if d["type"] == "extra_forbidden"}
    if unknown:
        return [_complaint(model, document, error, detail) for detail in unknown.values()]
    missing = [str(detail["loc"][-1]) for detail in details if detail["type"] == "missing"]
    if missing:
        return [error(missing_choice(path, missing), document.places[path])]
    seen = {(locate(document, d["loc"]), d["msg"]): d for d in details}
    return [_complaint(model, document, error, detail) for detail in seen.values()]


def _complaint(
    model: type[BaseModel], document: Document, error: type[InputError], detail: ErrorDetails
) -> InputError:
    loc = detail["loc"]
    path = locate(document, loc)
    if detail["type"] == "extra_forbidden":
        container = _value_at(document, path[:-1])
        allowed = known_keys(models_at(model, loc[:-1]), container)
        return error(unknown_key(str(path[-1] if path else loc[-1]), allowed), document.key_place(path))
    if loc[-1:] == ("[key]",):
        return error(wrong_value(path, detail), document.key_place(path))
    return error(wrong_value(path, detail), document.places[path])


def _value_at(document: Document, path: KeyPath) -> Any:
    value: YamlValue | None = document.root
    for key in path:
        value = None if value is None else step_into(value, key)
    return value
