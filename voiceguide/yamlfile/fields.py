"""What keys a model allows at a place: read from the model itself, so a message cannot be out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


def models_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[type[BaseModel]]:
    """Find the models that may stand at a pydantic location: one, or the members of a union.

    Parts of the location that are not field names are list positions, the class names or tags of a union's
    members, or a validator's name. A class name picks its member.
    """
    candidates = [model]
    for part in loc:
        below = [
            inner
            for candidate in candidates
            for name, field in candidate.model_fields.items()
            if part in _keys_of(name, field)
            for inner in _models_in(field.annotation)
        ]
        named = [candidate for candidate in candidates if candidate.__name__ == part]
        candidates = named or below or candidates
    return candidates


def known_keys(models: Iterable[type[BaseModel]], container: Any) -> list[str]:
    """Keys of the models that are nearest to a mapping, in the order of their fields."""
    keys = [[_keys_of(name, field)[0] for name, field in model.model_fields.items()] for model in models]
    present = set(container) if isinstance(container, dict) else set()
    most = max((len(present.intersection(names)) for names in keys), default=0)
    return list(
        dict.fromkeys(key for names in keys if len(present.intersection(names)) == most for key in names)
    )


def _keys_of(name: str, field: FieldInfo) -> tuple[str, ...]:
    """How a field may be written, its usual form first."""
    alias = field.validation_alias or field.alias
    if alias is None:
        return (name,)
    if isinstance(alias, str):
        return (alias,)
    choices = getattr(alias, "choices", [alias])
    return tuple(choice for choice in choices if isinstance(choice, str)) or (name,)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    from pydantic import BaseModel

    annotation = getattr(annotation, "__value__", annotation)  # a type alias of Python 3.12's kind
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
