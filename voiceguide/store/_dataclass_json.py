"""Converts frozen dataclasses to JSON and back."""

from __future__ import annotations

import importlib
import re
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

_CLASS = "="  # no field is called so
_PACKAGE = __name__.partition(".")[0]
_OWN = re.compile(r"(\.\w+)+:\w+")


def to_json(value: Any) -> Any:
    """A value in JSON's types: a dataclass as an object with its class and what is not its default.

    Equal values give equal JSON. Tuples and lists become arrays, and come back as tuples.

    Raises
    ------
    TypeError
        If the value holds something that has no such form.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): to_json(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(to_json(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        cls = type(value)
        own = {
            field.name: to_json(mine)
            for field in fields(value)
            if (mine := getattr(value, field.name)) != _default(field)
        }
        return {_CLASS: f"{cls.__module__.removeprefix(_PACKAGE)}:{cls.__qualname__}", **own}
    raise TypeError(f"{type(value).__name__} has no form in JSON: {value!r}")


def from_json(value: Any) -> Any:
    """What :func:`to_json` was given.

    Raises
    ------
    ValueError
        If it names a class that is not a dataclass of this program, or does not fit it.
    """
    if isinstance(value, list):
        return tuple(from_json(one) for one in value)
    if not isinstance(value, dict):
        return value
    name = value.get(_CLASS)
    items = {key: from_json(one) for key, one in value.items() if key != _CLASS}
    if name is None:
        return items
    try:
        return _class(name)(**items)
    except (TypeError, AttributeError, ImportError) as error:
        raise ValueError(f"{name} cannot be made of its fields: {error}") from error


def _class(name: str) -> Any:
    if not _OWN.fullmatch(name):
        raise ValueError(f"{name!r} is not a class of this program")
    module, _, cls = name.partition(":")
    found = getattr(importlib.import_module(_PACKAGE + module), cls)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise ValueError(f"{name!r} is not a dataclass")
    return found


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
