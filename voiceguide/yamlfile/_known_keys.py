"""The keys that a model allows at a path, read from the model itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from voiceguide.yamlfile._model import is_model, written_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voiceguide.yamlfile._document import KeyPath


def models_at(model: type, path: KeyPath) -> list[type]:
    """Find the models that may stand at a path of a document: one, or the members of a union."""
    candidates = [model]
    for key in path:
        if isinstance(key, int):
            continue  # a list's items have the annotation that holds the list
        candidates = [
            inner
            for candidate in candidates
            for name, annotation in written_fields(candidate).items()
            if name == key
            for inner in _models_in(annotation)
        ] or candidates
    return candidates


def known_keys(models: Sequence[type], present: Mapping[str, object]) -> list[str]:
    """Keys of the models that a mapping fits best, in the order of their fields.

    Parameters
    ----------
    models : sequence of type
    present : mapping
        The mapping, without the keys in question.
    """
    admitting = [model for model in models if _admits(model, present)] or models
    keys = [list(written_fields(model)) for model in admitting]
    most = max((len(present.keys() & set(names)) for names in keys), default=0)
    best = (names for names in keys if len(present.keys() & set(names)) == most)
    return list(dict.fromkeys(key for names in best for key in names))


def _admits(model: type, present: Mapping[str, object]) -> bool:
    """Whether a mapping's fixed words, such as its kind, are this model's."""
    for key, annotation in written_fields(model).items():
        kind = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
        words = get_args(kind) if get_origin(kind) is Literal else None
        if words is not None and key in present and present[key] not in words:
            return False
    return True


def _models_in(annotation: Any) -> list[type]:
    annotation = getattr(annotation, "__value__", annotation)  # a type alias of Python 3.12's kind
    if isinstance(annotation, type) and is_model(annotation):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
