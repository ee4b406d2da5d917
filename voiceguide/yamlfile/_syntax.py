"""Explains PyYAML's syntax errors in words that say what to fix."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from voiceguide.errors import Place, YamlError

if TYPE_CHECKING:
    import yaml

# Part of PyYAML's or libyaml's problem (the two differ in wording) -> what we say. The first match counts.
_EXPLANATIONS = (
    ("mapping values are not allowed", "a ':' cannot stand here; put text that holds ': ' in quotes"),
    ("mapping keys are not allowed", "text cannot begin with '? '; put it in quotes"),
    ("expected ':'", "this key has no ':' after it; write 'key: value'"),
    (
        "sequence entries are not allowed",
        "a '- ' cannot stand here; begin a new line under its key, or put text in quotes",
    ),
    ("expected <block end>", "this line does not fit those above it; fix its indentation or its quotes"),
    ("expected block end", "this line does not fit those above it; fix its indentation or its quotes"),
    (
        "expected '-' indicator",
        "this line does not fit the list above it; fix its indentation, or begin it with '- '",
    ),
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
_CURLY = re.compile("[\u2018\u2019\u201c\u201d]")
"""Quotation marks of word processors, which are none in YAML."""

_NO_BREAK = re.compile("^[ -]*\u00a0|\\w:\u00a0")

_BEGAN_EARLIER = ("expected ':'", "expected alphabetic or numeric", "unexpected document")


# A bracket that is closed before more text: text that somebody began with it.
_BRACKETED = re.compile(r"(?:^|[:,{\[-])\s*(?P<whole>(?P<open>[\[{])[^\[\]{}]*[\]}]\s*[^\s,\]}#:].*)")
# A '#' in a text: a number, or whatever has no blank after it.
_CUT = re.compile(r"[ \t](?P<cut>#\S.*)")
_ANY_CUT = re.compile(r"[ \t](?P<cut>#.*)")
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
    above = lines[number - 1]
    found = _misread(above)
    if found and "comment" in found[1]:
        return number, found[1], found[0]
    if (match := _ANY_CUT.search(above)) and _is_open(above[: match.start()]):
        return number, _cut_message(match["cut"]), match.start("cut") + 1
    return None


def _is_open(before: str) -> bool:
    """Whether a bracket is open, after which no comment is meant."""
    return before.count("{") > before.count("}") or before.count("[") > before.count("]")


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
    if "cannot start any token" in problem or ("node content" in problem and character in ",]}"):
        if character == "\t":
            return YamlError("a tab cannot indent; use spaces", place)
        return YamlError(f"text cannot begin with {character!r}; put it in quotes", place)
    if "anchor" in (error.context or "") or "alias" in (error.context or ""):
        return YamlError("text cannot begin with '&' or '*'; put it in quotes", place)
    if "tag" in problem or "tag" in (error.context or ""):
        return YamlError("tags are not allowed; put text that begins with '!' in quotes", place)
    if any(part in problem for part in ("block end", "expected key")) and (
        quoted := _after_quotes(text, error.problem_mark)
    ):
        message, line, column = quoted
        return YamlError(message, Place(name, line + 1, column + 1))
    lines = text.splitlines()
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
    for number in dict.fromkeys(mark.line for mark in marks):
        if number < len(lines) and (found := _misread(lines[number])):
            column, message = found
            return YamlError(message, Place(name, number + 1, column))
    if marks and (cut := _cut_before(lines, marks[-1].line)):
        return YamlError(cut[1], Place(name, cut[0], cut[2]))
    if character == ":" and "expected ','" in problem:
        problem = "mapping values are not allowed"
    for number in (place.line - 1, place.line):
        if 0 < number <= len(lines) and (match := _NO_BREAK.search(lines[number - 1])):
            message = "a no-break space stands here, as web pages have them; use plain spaces"
            return YamlError(message, Place(name, number, match.end()))
    is_curly = place.line <= len(lines) and _CURLY.search(lines[place.line - 1])
    if is_curly and "mapping values" in problem:
        return YamlError("a ':' cannot stand here; put text that holds ': ' in straight quotes (\")", place)
    for part, explanation in _EXPLANATIONS:
        if part in problem:
            return YamlError(explanation, place)
    return YamlError("not well-formed YAML; put text with unusual marks in quotes", place)


def _after_quotes(text: str, mark: yaml.Mark | None) -> tuple[str, int, int] | None:
    """What went wrong where text goes on after a quotation mark, and its line and column from 0."""
    import yaml

    quoted = None
    if mark is None:
        return None
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if token.end_mark.index > mark.index:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in {"'", '"'}:
                quoted = token
    if quoted is None or text[quoted.end_mark.index : mark.index].strip(" \t"):
        return None
    start = quoted.start_mark
    if start.line < mark.line:
        return "this quotation mark is never closed", start.line, start.column
    other = "'" if quoted.style == '"' else '"'
    message = f"text goes on after its closing quotation mark; put all of it between {other} and {other}"
    return message, mark.line, mark.column
