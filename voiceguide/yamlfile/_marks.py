"""Constraints on a model's fields beyond their types.

Each is metadata for ``typing.Annotated`` that pydantic reads; defining one does not import pydantic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class TextLength:
    """A limit on the length of a text, which is stripped and must not be empty.

    Parameters
    ----------
    most : int, optional
        The most characters allowed.
    """

    def __init__(self, most: int | None = None) -> None:
        self._limits = {"max_length": most, "strip_whitespace": True, "min_length": 1}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _limited(handler(source), self._limits)


class Form:
    """A pattern that a text must match.

    Parameters
    ----------
    pattern : str
        A regular expression that all of it matches; for editors, and never shown in a message.
    form : str
        What it is, in words for a message: ``a level such as -20dB``.
    """

    def __init__(self, pattern: str, form: str) -> None:
        self._pattern, self._form = pattern, form

    def _check(self, text: str) -> str:
        if not re.fullmatch(self._pattern, text):
            raise ValueError(f"must be {self._form}, not {text[:40]!r}")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": self._pattern}


class Limits:
    """A number that is at least ``ge`` or more than ``gt``, and at most ``le`` or less than ``lt``."""

    def __init__(
        self,
        *,
        ge: float | None = None,
        gt: float | None = None,
        le: float | None = None,
        lt: float | None = None,
    ) -> None:
        self._limits = {"ge": ge, "gt": gt, "le": le, "lt": lt}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _limited(handler(source), self._limits)


class Before:
    """A function that converts the value as written, or raises ValueError."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self._read, handler(source))


class After:
    """A function that checks a value of the right type and returns it, or raises ValueError."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self._check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self._check, handler(source))


class AsText:
    """A value that is written as text in files.

    Parameters
    ----------
    read : callable
        Gets what is written, or a value of the type itself; gives the value, or a ValueError.
    write : callable
        Gives the text.
    schema : mapping
        JSON Schema of what is written, whose type is text unless it says another.
    """

    def __init__(self, read: Callable[[Any], Any], write: Callable[[Any], str], **schema: Any) -> None:
        self._read, self._write = read, write
        self._schema = {"type": "string", **schema}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        text = core_schema.plain_serializer_function_ser_schema(
            self._write, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_before_validator_function(self._read, handler(source), serialization=text)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self._schema)  # pydantic adds to it


class EditorSchema:
    """The JSON Schema that editors get for a value, in place of the one derived from its type."""

    def __init__(self, **schema: Any) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self._schema)  # pydantic adds to it


class NonEmpty:
    """A list that must not be empty.

    Pydantic's own minimum counts only valid items, so it would also report a list whose items are all wrong
    as empty.
    """

    @staticmethod
    def _check(value: Any) -> Any:
        if isinstance(value, list | tuple) and not value:
            raise ValueError("must not be empty")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "minItems": 1}


class Single:
    """A list that may be written without brackets if it has only one item."""

    @staticmethod
    def _read(value: Any) -> Any:
        return value if isinstance(value, list | tuple) else [value]

    @staticmethod
    def _write(value: Any, listed: Callable[[Any], Any]) -> Any:
        written = listed(value)
        return written[0] if len(written) == 1 else written

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(
            self._read,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(self._write),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


class OneOf:
    """A union of models, distinguished by inspecting the value.

    Parameters
    ----------
    labels : tuple of str
        A label for each member of the union.
    label : callable
        Gives the label of a value as it is written, or of a model's object.
    """

    def __init__(self, labels: tuple[str, ...], label: Callable[[Any], str]) -> None:
        self._labels, self._label = labels, label

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        members = map(handler.generate_schema, get_args(source))
        return core_schema.tagged_union_schema(dict(zip(self._labels, members, strict=True)), self._label)


def _limited(schema: Any, limits: Mapping[str, Any]) -> CoreSchema:
    """Return a schema with limits on the text or number inside its validators."""
    if "schema" in schema:
        return {**schema, "schema": _limited(schema["schema"], limits)}
    return {**schema, **{name: limit for name, limit in limits.items() if limit is not None}}
