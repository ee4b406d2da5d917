"""Models of YAML files: frozen dataclasses that are cheap to define and validated by pydantic.

pydantic takes a tenth of a second to import and to build its validators. A model here is a dataclass of the
standard library whose fields carry marks (:mod:`voiceguide.yamlfile._marks`); pydantic is imported, and reads
these, when something is checked, written or described.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, get_args, get_type_hints

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
        Keys for fields whose names Python does not allow: ``{"time": "for"}``.
    first : sequence of str, optional
        Fields to write before all others. By default, inherited fields come first.
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
    """Whether a class is a model, or an object an instance of one."""
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
    """Build a model's object from values: strings as in a file, or Python's own types.

    Raises
    ------
    pydantic.ValidationError
        If the model does not allow a value.
    """
    made: T = _adapter(cls).validate_python(value)
    return made


def to_values(value: Any) -> dict[str, Any]:
    """Convert a model's object to JSON types as a file has them, without None and defaults."""
    dumped: dict[str, Any] = _adapter(type(value)).dump_python(
        value, mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return _in_order(type(value), dumped)


def to_all_values(value: Any) -> Any:
    """Convert a model's object to JSON types, with every field."""
    return _adapter(type(value)).dump_python(value, mode="json")


def json_schema(cls: type) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a model, for editors that complete and check files."""
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
    for one in (found := _models_of(cls)):
        described = schema if one is cls else schema.get("$defs", {}).get(one.__name__, {})
        for key, text in _descriptions(one, found).items():
            if key in described.get("properties", {}):
                described["properties"][key].setdefault("description", text)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _in_order(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by a model's keys in the order of a file; pydantic has inherited ones first."""
    return {key: values[key] for key in written_fields(cls) if key in values}


def _models_of(cls: type) -> list[type]:
    """A model and all models that its fields hold, each once."""
    found: dict[type, None] = {}
    waiting: list[Any] = [cls]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and is_model(one):
            if one not in found:
                found[one] = None
                waiting += written_fields(one).values()
        else:
            waiting += get_args(one)
    return list(found)


def _descriptions(cls: type, others: Sequence[type]) -> dict[str, str]:
    """What the docstrings under a model's fields say, by the fields' keys.

    A field without one is described as the model that it holds, and a base's field as the base says.
    """
    import ast
    import inspect
    import textwrap

    names: Mapping[str, str] = getattr(cls, _WRITTEN)
    annotations = written_fields(cls)
    found = {
        key: next(
            (str(each.__doc__) for each in others if each in _parts_of(annotation) and each.__doc__), ""
        )
        for key, annotation in annotations.items()
    }
    for base in reversed(cls.__mro__):
        if not is_model(base):
            continue
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        body = tree.body if isinstance(tree, ast.ClassDef) else []
        for field, told in pairwise(body):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(told, ast.Expr)
                and isinstance(told.value, ast.Constant)
            ):
                found[names.get(field.target.id, field.target.id)] = str(told.value.value)
    return {key: " ".join(text.replace("``", "").split()) for key, text in found.items() if text}


def _parts_of(annotation: Any) -> list[Any]:
    return [annotation, *(part for argument in get_args(annotation) for part in _parts_of(argument))]
