"""The field types that packs and scripts share: durations and ranges, written as text in YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from voiceguide.units import Span, format_duration, parse_duration

STRICT = ConfigDict(extra="forbid", frozen=True)
"""What every model of a person's file has: no unknown keys, no changes after reading."""

_DURATION = (
    r"^([0-9]+h)?([0-9]+m)?([0-9]+(\.[0-9]{1,3})?s)?([0-9]+ms)?$|^([0-9]+:)?[0-9]+:[0-5][0-9](\.[0-9]{1,3})?$"
)


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if not isinstance(value, int):
        raise ValueError("it is one time, such as 45s")
    return value


def _span(value: Any) -> Any:
    if isinstance(value, str):
        return Span.parse(value)
    if not isinstance(value, Span):  # pydantic would build one from a mapping
        raise ValueError("it is one time, such as 45s, or a range, such as 45s..2m")
    return value


class Some:
    """Marks a list that may not be empty.

    Pydantic's own minimum counts what is valid: of a list in which all is wrong it would complain, too, that
    there is nothing in it.
    """

    @staticmethod
    def _check(value: Any) -> Any:
        if isinstance(value, list | tuple) and not value:
            raise ValueError("there is nothing in it")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "minItems": 1}


Duration = Annotated[
    int,
    BeforeValidator(_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _DURATION,
            "description": "A time such as 45s, 1m30s, 1:30 or 250ms",
            "examples": ["45s", "1m30s"],
        }
    ),
]
"""Whole milliseconds; ``1m30s`` in YAML."""

Range = Annotated[
    Span,
    BeforeValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "description": "A time (45s), a range (45s..2m), or shortest..preferred..longest (30s..1m..3m)",
            "examples": ["45s", "30s..2m", "30s..1m..3m"],
        }
    ),
]
"""A :class:`~voiceguide.units.Span`; ``30s..1m..3m`` in YAML."""


Version = Annotated[Literal["1"], WithJsonSchema({"const": 1})]
"""The version of a file's form; our reader keeps it as text, other YAML readers see a number."""


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a person's file, for editors that complete and check it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
