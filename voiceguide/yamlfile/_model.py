"""What a person's file may say, as plain frozen dataclasses, which cost nothing where no file is checked.

pydantic takes a tenth of a second to import and to build its validators. A model here is a dataclass of the
standard library whose fields carry marks (:mod:`voiceguide.yamlfile._marks`); pydantic is imported, and reads
these, when something is checked, written or described.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import TypeAdapter

    T = TypeVar("T")

_CONFIG = "__pydantic_config__"
_WRITTEN = "__written__"


@dataclass_transform(frozen_default=True, kw_only_default=True)
def model(
    *, written: Mapping[str, str] | None = None, first: Sequence[str] = ()
) -> Callable[[type[T]], type[T]]:
    """Make a class a model: a frozen dataclass of keywords, which takes no unknown keys from a file.

    Parameters
    ----------
    written : mapping of str to str, optional
        How fields are written whose names Python does not allow: ``{"time": "for"}``.
    first : sequence of str, optional
        Fields that a file has before all others. Without it, those that are inherited come first.
    """

    def made(cls: type[T]) -> type[T]:
        names = {**getattr(cls, _WRITTEN, {}), **(written or {})}
        config: dict[str, Any] = {"extra": "forbid", "allow_inf_nan": False}
        if names:
            config |= {
                "alias_generator": lambda name: names.get(name, name),
                "validate_by_name": True,
                "validate_by_alias": True,
            }
        new: type[T] = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        setattr(new, _CONFIG, config)
        setattr(new, _WRITTEN, names)
        own: dict[str, Any] = vars(new)["__dataclass_fields__"]
        new.__dataclass_fields__ = {name: own[name] for name in dict.fromkeys((*first, *own))}  # type: ignore[attr-defined]
        return new

    return made


def is_model(value: Any) -> bool:
    """Whether a class is a model, or an object one's instance: a mapping in a file."""
    return is_dataclass(value) and hasattr(value, _CONFIG)


def written_fields(cls: type) -> dict[str, Any]:
    """The keys of a model in a file, in the order of its fields, each with its annotation."""
    names: Mapping[str, str] = getattr(cls, _WRITTEN)
    hints = get_type_hints(cls, include_extras=True)
    return {names.get(field.name, field.name): hints[field.name] for field in fields(cls)}


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def from_values(cls: type[T], value: Any) -> T:
    """A model's object from plain values, strings as a file has them or Python's own.

    Raises
    ------
    pydantic.ValidationError
        If anything in it is not what the model allows.
    """
    made: T = _adapter(cls).validate_python(value)
    return made


def to_values(value: Any) -> dict[str, Any]:
    """A model's object as a file has it: JSON types, without what is None or the default."""
    dumped: dict[str, Any] = _adapter(type(value)).dump_python(
        value, mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return _in_order(type(value), dumped)


def to_all_values(value: Any) -> Any:
    """A model's object as JSON types, with everything in it."""
    return _adapter(type(value)).dump_python(value, mode="json")


def json_schema(cls: type) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a person's file, for editors that complete and check it."""
    from pydantic.json_schema import GenerateJsonSchema

    class Schema(GenerateJsonSchema):
        def default_schema(self, schema: Any) -> Any:
            """A default as a file would have it."""
            written = schema["schema"].get("serialization", {})
            if "default" in schema and written.get("type") == "function-plain":
                schema = {**schema, "default": written["function"](schema["default"])}
            return super().default_schema(schema)

    schema = _adapter(cls).json_schema(by_alias=True, schema_generator=Schema)
    schema["properties"] = _in_order(cls, schema["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _in_order(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by a model's keys in the order of a file; pydantic has inherited ones first."""
    return {key: values[key] for key in written_fields(cls) if key in values}
