"""YAML that a person writes: read with care, checked against a model, written so that it can be edited.

Text in, text out: every scalar stays the string that was typed, so ``1:30`` is not ninety and ``no`` is not
false. Every value and key knows its place, and all complaints about a file come at once. PyYAML and pydantic
are imported only when a file is read or checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.yamlfile._complaints import wrong_value
    from voiceguide.yamlfile._document import Document, KeyPath, YamlValue, place_of, refuse
    from voiceguide.yamlfile._marks import (
        After,
        AsText,
        Before,
        Described,
        Form,
        Limits,
        OneOf,
        Shorthand,
        Single,
        Some,
        Words,
    )
    from voiceguide.yamlfile._model import checked, full, is_model, json_schema, model, plain
    from voiceguide.yamlfile._reader import read, read_text
    from voiceguide.yamlfile._validation import validate
    from voiceguide.yamlfile._writer import render

__all__ = [
    "After",
    "AsText",
    "Before",
    "Described",
    "Document",
    "Form",
    "KeyPath",
    "Limits",
    "OneOf",
    "Shorthand",
    "Single",
    "Some",
    "Words",
    "YamlValue",
    "checked",
    "full",
    "is_model",
    "json_schema",
    "model",
    "place_of",
    "plain",
    "read",
    "read_text",
    "refuse",
    "render",
    "validate",
    "wrong_value",
]

__getattr__ = lazy(
    __name__,
    {
        "_complaints": "wrong_value",
        "_document": "Document KeyPath YamlValue place_of refuse",
        "_marks": "After AsText Before Described Form Limits OneOf Shorthand Single Some Words",
        "_model": "checked full is_model json_schema model plain",
        "_reader": "read read_text",
        "_validation": "validate",
        "_writer": "render",
    },
)
