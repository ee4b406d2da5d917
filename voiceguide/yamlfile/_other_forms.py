"""Marks on models that may be written in another form: a text, a number or a list in place of a mapping."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from voiceguide._lib.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Shorthand:
    """A model that may be written as just one of its fields, and is if the others have their defaults.

    Parameters
    ----------
    field : str
        The field.
    """

    def __init__(self, field: str) -> None:
        self._field = field

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(
            self._read,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(self._write),
        )

    def _read(self, value: Any) -> Any:
        if isinstance(value, list):
            raise ValueError("must be text or a mapping, not a list")
        return {self._field: value} if isinstance(value, str) else value

    def _write(self, value: Any, mapping: Callable[[Any], Any]) -> Any:
        others = (field for field in fields(value) if field.name != self._field)
        is_alone = all(getattr(value, field.name) == field.default for field in others)
        return getattr(value, self._field) if is_alone else mapping(value)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


class _OtherForm:
    """A mark on a model that may be written in another form, too."""

    def _read(self, value: Any) -> Any:
        """The model's own form of a value; what is none of ours stays as it is."""
        raise NotImplementedError

    def _editors(self) -> list[dict[str, Any]]:
        """The other forms as JSON Schema."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [*self._editors(), handler(schema)]}


class Named(_OtherForm):
    """A model that may be written by the name of one of its values, and scalars that stand for one field.

    Parameters
    ----------
    names : mapping of str to mapping
        What each name stands for, in small letters with hyphens; any case, blanks and ``_`` are taken too.
    what : str
        What the names are of, for messages.
    key : str
        A key for the name.
    beside : tuple of str
        The model's keys that may stand beside it, and count more.
    others : callable
        What a name that is not among ``names`` stands for, or None.
    form : str
        A regular expression of such names, for editors.
    example : str
        What may be written in place of a name, for messages.
    """

    def __init__(
        self,
        names: Mapping[str, Mapping[str, Any]],
        what: str,
        *,
        key: str,
        beside: tuple[str, ...],
        others: Callable[[str], Mapping[str, Any] | None],
        form: str,
        example: str,
    ) -> None:
        self._names, self._what, self._key, self._beside = names, what, key, beside
        self._others, self._form, self._example = others, form, example

    def _read(self, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get(self._key), str):
            rest = {key: one for key, one in value.items() if key != self._key}
            if wrong := [key for key in rest if key not in self._beside]:
                allowed = ", ".join(self._beside)
                raise ValueError(f"beside {self._key!r} only {allowed} is allowed, not {wrong[0]!r}")
            return {**self._named(value[self._key]), **rest}
        return self._named(value) if isinstance(value, str) else value

    def _named(self, value: str) -> dict[str, Any]:
        name = re.sub(r"[\s_-]+", "-", value.strip().casefold())
        found = self._names.get(name) or self._others(name)
        if found is not None:
            return dict(found)
        near = nearest(name, list(self._names))
        hint = f"; did you mean {near[0]!r}?" if near else "."
        there = f"There are {', '.join(self._names)}; or write {self._example}"
        raise ValueError(f"there is no {self._what} {value[:40]!r}{hint} {there}")

    def _editors(self) -> list[dict[str, Any]]:
        return [
            {"type": "string", "enum": list(self._names)},
            {"type": "string", "pattern": self._form},
            {
                "type": "object",
                "required": [self._key],
                "properties": {
                    self._key: {"type": "string", "enum": list(self._names)},
                    **{key: {"type": ["string", "integer"]} for key in self._beside},
                },
                "additionalProperties": False,
            },
        ]


class _ForField(_OtherForm):
    """A model that may be written as one of its fields.

    Parameters
    ----------
    key : str
        The field's key.
    """

    def __init__(self, key: str) -> None:
        self._key = key


class NumberFor(_ForField):
    """A model that may be written as a number, which is one of its fields."""

    def _read(self, value: Any) -> Any:
        return {self._key: value} if isinstance(value, str | int) else value

    def _editors(self) -> list[dict[str, Any]]:
        return [{"type": "integer", "minimum": 1}]


class TextFor(_ForField):
    """A model that may be written as one of its fields, a text or a number.

    Parameters
    ----------
    key : str
        The field's key.
    schema : mapping
        JSON Schema of what is written.
    """

    def __init__(self, key: str, **schema: Any) -> None:
        super().__init__(key)
        self._schema = schema

    def _read(self, value: Any) -> Any:
        return {self._key: value} if isinstance(value, str) and value.strip() else value

    def _editors(self) -> list[dict[str, Any]]:
        return [dict(self._schema)]


class OrOne(_OtherForm):
    """A list that may also be written as its only item, if that is a mapping."""

    def _read(self, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        listed = handler(schema)
        return {"anyOf": [listed, listed["items"]]}


class ListFor(_ForField):
    """A model that may be written as a list, or as one text of it, which is one of its fields."""

    def _read(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        return {self._key: value} if isinstance(value, list | tuple) else value

    def _editors(self) -> list[dict[str, Any]]:
        text = {"type": "string", "minLength": 1}
        return [{"type": "array", "items": text}, text]
