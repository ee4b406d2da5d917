"""Messages for validation errors: what is wrong and what is allowed, without a library's jargon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voiceguide._lib.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

    from voiceguide.yamlfile._document import KeyPath

_SHAPES = {
    "string_type": "text",
    "string_sub_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "none_required": "left empty",
}

SHAPE_ERRORS = frozenset(kind for kind in _SHAPES if kind.endswith("_type"))
"""pydantic's error types for a value that is not even of the right kind."""

_LIMITS = {
    "greater_than": ("gt", "must be more than {}"),
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than": ("lt", "must be less than {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "multiple_of": ("multiple_of", "must be a multiple of {}"),
}

_MAX_ECHO = 40

_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("minutes", "seconds", "duration", "lasts", "time"), ("length", "for", "every")),
    "length": ("for",),
    **dict.fromkeys(("name", "heading"), ("title",)),
    **dict.fromkeys(("speed", "pace", "tempo"), ("rate",)),
    **dict.fromkeys(("language", "lang", "speaker"), ("voice",)),
    **dict.fromkeys(("volume", "gain", "loudness"), ("level",)),
    **dict.fromkeys(("music", "background", "ambience"), ("bed",)),
    **dict.fromkeys(("crossfade", "fadein", "fade_in"), ("fade",)),
    **dict.fromkeys(("breath", "breathing"), ("breathe",)),
    **dict.fromkeys(("preset", "name"), ("title", "pattern")),
    **dict.fromkeys(("cues", "cue", "words", "caption", "say"), ("say", "text")),
    **dict.fromkeys(("position", "when", "after", "time", "places"), ("at", "for", "length")),
    **dict.fromkeys(("number", "reps", "times", "until"), ("to",)),
    **dict.fromkeys(("ticked", "ticks", "spoken", "silent"), ("tick",)),
    **dict.fromkeys(("interval", "random", "between"), ("every",)),
    **dict.fromkeys(("reverse", "backwards", "countdown"), ("down",)),
    **dict.fromkeys(("path", "file"), ("sound",)),
    **dict.fromkeys(("sound", "bell"), ("chime", "file", "bells")),
}
"""Keys that people try, and those that they may mean, in the order in which they are looked for."""


def unknown_key(key: str, allowed: Sequence[str]) -> str:
    """Say that a key is unknown, what it may have been meant to be, and which are known."""
    near = [meant for meant in _MEANT.get(key.casefold(), ()) if meant in allowed] or nearest(key, allowed)
    question = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown key {echo(key)}; {question}allowed: {', '.join(allowed)}"


def keys_apart(path: KeyPath, keys: Iterable[str]) -> str:
    """Say that keys, each of which is known, do not go together."""
    return f"{_subject(path)}the keys {' and '.join(keys)} cannot be combined; use one of them"


def missing_choice(path: KeyPath, keys: Iterable[str]) -> str:
    """Say that one of several keys must be there."""
    return f"{_subject(path)}needs one of the keys {', '.join(dict.fromkeys(keys))}"


def wrong_shape(path: KeyPath, details: Sequence[ErrorDetails]) -> str:
    """Say which kinds of value would do, where none of a union's members fits."""
    first, *others = dict.fromkeys(_expectation(detail) for detail in details)
    expected = " or ".join([first, *(other.removeprefix("must be ") for other in others)])
    return f"{_subject(path)}{expected}, not {echo(details[0]['input'])}"


def wrong_value(path: KeyPath, detail: ErrorDetails) -> str:
    """Say what is wrong with one value."""
    kind, given = detail["type"], detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "missing":
        return f"{_subject(path)}the key {str(detail['loc'][-1])!r} is missing"
    if kind in {"value_error", "assertion_error"}:
        # the validator's own words; pydantic puts "Value error, " before them
        return _subject(path) + " ".join(str(context.get("error", detail["msg"])).split())
    sentence = f"{_subject(path)}{_expectation(detail)}"
    if kind == "union_tag_invalid":
        return f"{sentence}, not {echo(context['tag'])}"
    if kind in {"literal_error", "enum"}:
        near = nearest(str(given), re.findall(r"'([^']*)'", str(context.get("expected", ""))))
        return f"{sentence}, not {echo(given)}" + (f"; did you mean {near[0]!r}?" if near else "")
    return f"{sentence}, not {echo(given)}" if kind in _SHAPES or kind in _LIMITS else sentence


def echo(value: object) -> str:
    """Show a value in a message: on one line, cut where it is long, and safe for a terminal."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value == "":
        return "nothing"
    if isinstance(value, str) and len(value) > _MAX_ECHO:
        return repr(value[: _MAX_ECHO - 1] + "…")
    return repr(value)


def _subject(path: KeyPath) -> str:
    """Name the value by its nearest key; the place says the rest."""
    key = next((part for part in reversed(path) if isinstance(part, str)), None)
    if key is None:
        return ""
    shown = key if key.isprintable() and len(key) <= _MAX_ECHO else echo(key)
    return f"{shown}: "


def _expectation(detail: ErrorDetails) -> str:
    kind = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind in _SHAPES:
        return f"must be {_SHAPES[kind]}"
    if kind in {"literal_error", "enum"}:
        return f"must be {_unquoted(context['expected'])}"
    if kind in _LIMITS:
        key, sentence = _LIMITS[kind]
        return sentence.format(context[key])
    if kind in {"too_short", "string_too_short"}:
        if context["min_length"] == 1:
            return "must not be empty"
        return f"must have at least {_counted(context['min_length'], kind)}"
    if kind in {"too_long", "string_too_long"}:
        return f"must have at most {_counted(context['max_length'], kind)}"
    if kind == "union_tag_invalid":
        return f"{_unquoted(context['discriminator'])} must be one of {_unquoted(context['expected_tags'])}"
    if kind == "union_tag_not_found":
        return f"the key {context['discriminator']} is missing"
    if kind == "missing":
        return f"must have the key {str(detail['loc'][-1])!r}"
    if kind == "string_pattern_mismatch":
        return "must have another form"
    return (
        detail["msg"]
        .replace("Input should", "must")
        .replace("String should", "must")
        .replace("Value error, ", "")
    )


def _unquoted(choices: object) -> str:
    return str(choices).replace("'", "")


def _counted(number: int, kind: str) -> str:
    noun = "character" if kind.startswith("string") else "item"
    return f"{number} {noun}{'' if number == 1 else 's'}"
