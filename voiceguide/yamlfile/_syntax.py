"""Explains PyYAML's syntax errors in words that say what to fix."""

from __future__ import annotations

import re
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
_MOST_SHOWN = 60

_BEGAN_EARLIER = ("expected ':'", "expected alphabetic or numeric", "unexpected document")


# A bracket that is closed before more text: text that somebody began with it.
_BRACKETED = re.compile(r"(?:^|[:,{\[-])\s*(?P<whole>(?P<open>[\[{])[^\[\]{}]*[\]}]\s*[^\s,\]}#:].*)")
# A '#' in a text: a number, or whatever has no blank after it.
_CUT = re.compile(r"[ \t](?P<cut>#\S.*)")
_LONGEST_LINE = 1000


def _misread(line: str) -> tuple[int, str] | None:
    """What a line holds that YAML reads in another way than it was meant: its column, and what to do."""
    if len(line) > _LONGEST_LINE:
        return None
    if match := _BRACKETED.search(line):
        shown = match["whole"].strip().rstrip("}]") if match.start("whole") else match["whole"].strip()
        quote = "'" if '"' in shown else '"'
        message = f"text that begins with {match['open']!r} must be in quotes: {quote}{_short(shown)}{quote}"
        return match.start("whole") + 1, message
    if (match := _CUT.search(line)) and _is_text(line[: match.start()]):
        return match.start("cut") + 1, _cut_message(match["cut"])
    return None


def _is_text(before: str) -> bool:
    """Whether an unquoted text stands before a ``#``."""
    return not set("\"'") & set(before) and any(character.isalnum() for character in before)


def _cut_before(lines: list[str], number: int) -> tuple[int, str, int] | None:
    """A text cut by a comment in the line above: it cannot go on in the next one."""
    if not 0 < number <= len(lines):
        return None
    found = _misread(lines[number - 1])
    return (number, found[1], found[0]) if found and "comment" in found[1] else None


def _cut_message(cut: str) -> str:
    return f"what follows ' #' is a comment, and not read: {_short(cut)!r}; put the text in quotes"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}"


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
    lines = text.splitlines()
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
    for number in dict.fromkeys(mark.line for mark in marks):
        if number < len(lines) and (found := _misread(lines[number])):
            column, message = found
            return YamlError(message, Place(name, number + 1, column))
    if marks and (cut := _cut_before(lines, marks[-1].line)):
        return YamlError(cut[1], Place(name, cut[0], cut[2]))
    for part, explanation in _EXPLANATIONS:
        if part in problem:
            return YamlError(explanation, place)
    return YamlError(f"not well-formed YAML: {problem}", place)
