"""YAML files that people edit: reading, validating against a model, and writing.

Text in, text out: every scalar stays the string that was typed, so ``1:30`` is not ninety and ``no`` is not
false. Every value and key knows its place, and all complaints about a file come at once. PyYAML and pydantic
are imported only when a file is read or checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.yamlfile._complaints import wrong_value
    from voiceguide.yamlfile._document import Comment, Document, KeyPath, YamlValue, place_of, refuse, step_to
    from voiceguide.yamlfile._marks import (
        After,
        AsText,
        Before,
        EditorSchema,
        Form,
        Limits,
        NonEmpty,
        OneOf,
        Single,
        TextLength,
    )
    from voiceguide.yamlfile._model import from_values, is_model, json_schema, model, to_all_values, to_values
    from voiceguide.yamlfile._other_forms import ListFor, Named, NumberFor, OrOne, Shorthand, TextFor
    from voiceguide.yamlfile._reader import read, read_bytes, read_text
    from voiceguide.yamlfile._remains import remains
    from voiceguide.yamlfile._validation import validate
    from voiceguide.yamlfile._writer import render

__all__ = [
    "After",
    "AsText",
    "Before",
    "Comment",
    "Document",
    "EditorSchema",
    "Form",
    "KeyPath",
    "Limits",
    "ListFor",
    "Named",
    "NonEmpty",
    "NumberFor",
    "OneOf",
    "OrOne",
    "Shorthand",
    "Single",
    "TextFor",
    "TextLength",
    "YamlValue",
    "from_values",
    "is_model",
    "json_schema",
    "model",
    "place_of",
    "read",
    "read_bytes",
    "read_text",
    "refuse",
    "remains",
    "render",
    "step_to",
    "to_all_values",
    "to_values",
    "validate",
    "wrong_value",
]

__getattr__ = lazy(
    __name__,
    {
        "_complaints": "wrong_value",
        "_document": "Comment Document KeyPath YamlValue place_of refuse step_to",
        "_marks": "After AsText Before EditorSchema Form Limits NonEmpty OneOf Single TextLength",
        "_other_forms": "ListFor Named NumberFor OrOne Shorthand TextFor",
        "_model": "from_values to_all_values is_model json_schema model to_values",
        "_reader": "read read_bytes read_text",
        "_remains": "remains",
        "_validation": "validate",
        "_writer": "render",
    },
)
