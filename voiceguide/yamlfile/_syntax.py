"""Explains PyYAML's syntax errors in words that say what to fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import Place, YamlError

if TYPE_CHECKING:
    import yaml

# Part of PyYAML's or libyaml's problem (the two differ in wording) -> what we say. The first match counts.
_EXPLANATIONS = (
    ("mapping values are not allowed", "a ':' cannot stand here; put text that holds ': ' in quotes"),
    ("expected ':'", "this key has no ':' after it; write 'key: value'"),
    ("sequence entries are not allowed", "a '- ' cannot stand here; begin a new line under its key"),
    ("expected <block end>", "this line does not fit those above it; fix its indentation or its quotes"),
    ("expected block end", "this line does not fit those above it; fix its indentation or its quotes"),
    ("expected '-' indicator", "this line does not fit the list above it; fix its indentation"),
    ("expected key", "this line does not fit those above it; fix its indentation or its quotes"),
    ("expected ',' or ']'", "a list in [ ] needs a ',' between its items and a ']' at its end"),
    ("expected ',' or '}'", "a mapping in { } needs a ',' between its entries and a '}' at its end"),
    ("unexpected end of stream", "this quotation mark is never closed"),
    ("unexpected document", "this quotation mark is never closed"),
    ("tab character", "a tab cannot indent; use spaces"),
    (
        "unknown escape character",
        "unknown escape after '\\'; write '\\\\' for a backslash, or use single quotes",
    ),
    ("hexdecimal", "'\\x', '\\u' and '\\U' need 2, 4 and 8 hexadecimal digits"),
    ("escape code", "this escape is not a Unicode character"),
    ("expected comment or line break", "text after '|' or '>' begins on the next line"),
    ("document start", "only one document is allowed; put text that begins with '%' in quotes"),
    ("directive", "directives (%) are not allowed"),
)

# PyYAML marks where it gave up, which may be far below; for these the mistake stands where the part began.
_BEGAN_EARLIER = ("expected ':'", "expected alphabetic or numeric", "unexpected document")


def explain(error: yaml.MarkedYAMLError, text: str, name: str) -> YamlError:
    """Turn a syntax error into ours.

    Parameters
    ----------
    error : yaml.MarkedYAMLError
    text : str
        What was parsed.
    name : str
        The file's name.
    """
    problem = error.problem or error.context or "not well-formed"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and mark:
        gave_up_at_end = mark.index >= len(text.rstrip())
        if gave_up_at_end or any(part in problem for part in _BEGAN_EARLIER):
            mark = error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    character = text[mark.index : mark.index + 1] if mark else ""
    if "cannot start any token" in problem:
        if character == "\t":
            return YamlError("a tab cannot indent; use spaces", place)
        return YamlError(f"text cannot begin with {character!r}; put it in quotes", place)
    if "anchor" in (error.context or "") or "alias" in (error.context or ""):
        return YamlError("text cannot begin with '&' or '*'; put it in quotes", place)
    if "tag" in problem or "tag" in (error.context or ""):
        return YamlError("tags are not allowed; put text that begins with '!' in quotes", place)
    for part, explanation in _EXPLANATIONS:
        if part in problem:
            return YamlError(explanation, place)
    return YamlError(f"not well-formed YAML: {problem}", place)
