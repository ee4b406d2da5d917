"""YAML that a person writes: read with care, checked against a model, written so that it can be edited.

Text in, text out: every scalar stays the string that was typed, so ``1:30`` is not ninety and ``no`` is not
false. Every value and key knows its place, and all complaints about a file come at once. PyYAML and pydantic
are imported only when a file is read or checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.yamlfile.document import Document, KeyPath, YamlValue, place_of, refuse
    from voiceguide.yamlfile.reader import read, read_text
    from voiceguide.yamlfile.validation import validate
    from voiceguide.yamlfile.writer import render

__all__ = [
    "Document",
    "KeyPath",
    "YamlValue",
    "place_of",
    "read",
    "read_text",
    "refuse",
    "render",
    "validate",
]

__getattr__ = lazy(
    __name__,
    {
        "document": "Document KeyPath YamlValue place_of refuse",
        "reader": "read read_text",
        "validation": "validate",
        "writer": "render",
    },
)
