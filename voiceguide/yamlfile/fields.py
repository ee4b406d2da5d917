"""What keys a model allows at a place: read from the model itself, so a message cannot be out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from voiceguide.yamlfile.document import KeyPath


def models_at(model: type[BaseModel], path: KeyPath) -> list[type[BaseModel]]:
    """Find the models that may stand at a path of a document: one, or the members of a union."""
    candidates = [model]
    for key in path:
        if isinstance(key, int):
            continue  # a list's items have the annotation that holds the list
        candidates = [
            inner
            for candidate in candidates
            for name, field in candidate.model_fields.items()
            if key in _keys_of(name, field)
            for inner in _models_in(field.annotation)
        ] or candidates
    return candidates


def known_keys(models: Sequence[type[BaseModel]], present: Mapping[str, object]) -> list[str]:
    """Keys of the models that a mapping fits best, in the order of their fields.

    Parameters
    ----------
    models : sequence of type of pydantic.BaseModel
    present : mapping
        The mapping, without the keys in question.
    """
    admitting = [model for model in models if _admits(model, present)] or models
    keys = [[_keys_of(name, field)[0] for name, field in model.model_fields.items()] for model in admitting]
    most = max((len(present.keys() & set(names)) for names in keys), default=0)
    best = (names for names in keys if len(present.keys() & set(names)) == most)
    return list(dict.fromkeys(key for names in best for key in names))


def _admits(model: type[BaseModel], present: Mapping[str, object]) -> bool:
    """Whether a mapping's fixed words, such as its kind, are this model's."""
    for name, field in model.model_fields.items():
        key = _keys_of(name, field)[0]
        words = get_args(field.annotation) if get_origin(field.annotation) is Literal else None
        if words is not None and key in present and present[key] not in words:
            return False
    return True


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
