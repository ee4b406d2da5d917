"""YAML for a person to read and edit: block style, short mappings on one line, quotes only where needed.

What is written reads back as the same strings here, and every other YAML reader takes them for strings too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from voiceguide.errors import YamlError

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Writable: TypeAlias = "Mapping[str, Writable] | Sequence[Writable] | str | int | float"
"""Numbers and booleans are written bare, and read back as text."""

FLOW_WIDTH: Final = 88
"""Longest line, in characters, that a mapping or a list is put on."""
_SIMPLE_KEY = 120
"""Longer keys are written after ``? ``: YAML looks at most 1024 characters ahead for a key's ``:``."""
_LIST_OF_MAPPINGS_DEPTH = 3
"""Only this far inside may a list of mappings share a line, so that a script's steps never do."""

_NOT_PLAIN_START = re.compile(r"""[?:,\[\]{}#&*!|>'"%@`=<~ ]|-(?![^\W_])|\.\.\.""")
_NOT_PLAIN = re.compile(r": |:$| #| $")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,?\[\]{}]")
# What YAML 1.1 or 1.2 takes for null, a boolean, a number or a date; a little too much is quoted as well.
_TYPED = re.compile(
    r"null|true|false|yes|no|on|off|y|n|[-+]?\.inf|\.nan|"
    r"[-+]?\.?\d[\d_.,:eE+-]*|[-+]?0[box][\da-f_]+|\d{4}-\d\d?-\d\d?([tT ].*)?",
    re.IGNORECASE | re.ASCII,
)
# What must be escaped: all but YAML's printable characters, and tabs, line breaks and the byte order mark.
_UNSAFE = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(value: Writable) -> str:
    r"""Write a value as a YAML document.

    Parameters
    ----------
    value : mapping, sequence, str, int, float or bool

    Returns
    -------
    str
        Ends with a newline. ``read_text(render(value), "x").root == value`` for text, lists and mappings.

    Raises
    ------
    YamlError
        If a text holds half a surrogate pair, which no file can.

    Examples
    --------
    >>> print(render({"title": "Before yoga", "bed": {"sound": "rain", "level": "-20dB"}}), end="")
    title: Before yoga
    bed: {sound: rain, level: -20dB}
    """
    if _is_scalar(value) or not value:
        return f"{_flow(value)}\n"
    return "\n".join(_block(value, 0, 0)) + "\n"


def _is_scalar(value: Writable) -> TypeIs[str | int | float]:
    return isinstance(value, str | int | float)


def _block(value: Mapping[str, Writable] | Sequence[Writable], indent: int, depth: int) -> list[str]:
    return _mapping(value, indent, depth) if isinstance(value, Mapping) else _list(value, indent, depth)


def _mapping(mapping: Mapping[str, Writable], indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    for key, value in mapping.items():
        written = _scalar(key, flow=False)
        if len(written) > _SIMPLE_KEY:
            lines.append(f"{' ' * indent}? {written}")
            written = ""
        lines += _entry(f"{' ' * indent}{written}:", value, indent, depth + 1)
    return lines


def _entry(head: str, value: Writable, indent: int, depth: int) -> list[str]:
    """Put a value after ``key:``, on the same line or below it."""
    if isinstance(value, str) and (block := _literal(value, indent + 2)):
        return [f"{head} {block[0]}", *block[1:]]
    if _is_scalar(value):
        return [f"{head} {_scalar(value, flow=False)}"]
    if _may_flow(value, depth):
        line = f"{head} {_flow(value)}"
        if len(line) <= FLOW_WIDTH or not value:
            return [line]
    return [head, *_block(value, indent + 2, depth)]


def _list(items: Sequence[Writable], indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    for item in items:
        dash = f"{' ' * indent}- "
        if isinstance(item, str) and (block := _literal(item, indent + 2)):
            lines += [dash + block[0], *block[1:]]
        elif _is_scalar(item) or not item:
            lines.append(dash + (_scalar(item, flow=False) if _is_scalar(item) else _flow(item)))
        else:
            inner = _block(item, indent + 2, depth + 1)
            lines += [dash + inner[0][indent + 2 :], *inner[1:]]
    return lines


def _may_flow(value: Mapping[str, Writable] | Sequence[Writable], depth: int) -> bool:
    """Whether a collection is simple enough for one line, if it is short enough."""
    if isinstance(value, Mapping):
        return all(_is_scalar(item) for item in value.values())
    mappings = depth >= _LIST_OF_MAPPINGS_DEPTH
    return all(
        _is_scalar(item) or (mappings and isinstance(item, Mapping) and _may_flow(item, depth))
        for item in value
    )


def _flow(value: Writable) -> str:
    if _is_scalar(value):
        return _scalar(value, flow=True)
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(item)}" for key, item in value.items()) + "}"
        )
    return "[" + ", ".join(_flow(item) for item in value) + "]"


def _scalar(value: str | float, *, flow: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    plain = (
        value
        and not _UNSAFE.search(value)
        and not _NOT_PLAIN_START.match(value)
        and not _NOT_PLAIN.search(value)
        and not _TYPED.fullmatch(value)
        and not (flow and _NOT_PLAIN_IN_FLOW.search(value))
    )
    return value if plain else _quoted(value)


def _quoted(value: str) -> str:
    if _SURROGATE.search(value):
        raise YamlError(f"the text {value[:40]!r} holds half a character and cannot be written")
    text = "".join(_ESCAPES.get(character, character) for character in value)
    return '"' + _UNSAFE.sub(lambda match: _escape(match.group()), text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _literal(text: str, indent: int) -> list[str] | None:
    """Write text of several lines as a ``|`` block, if it comes through that unchanged."""
    body, chomp = (text[:-1], "|") if text.endswith("\n") else (text, "|-")
    lines = body.split("\n")
    if "\n" not in text or not lines[0] or lines[0].startswith(" "):
        return None
    if any(line.endswith(" ") or _UNSAFE.search(line) for line in lines) or not lines[-1]:
        return None
    return [chomp, *(f"{' ' * indent}{line}" if line else "" for line in lines)]
