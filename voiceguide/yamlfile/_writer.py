"""YAML for a person to read and edit: block style, short mappings on one line, quotes only where needed.

What is written reads back as the same strings here, and every other YAML reader takes them for strings too.
"""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from voiceguide.errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Writable: TypeAlias = "Mapping[str, Writable] | Sequence[Writable] | str | int | float"
"""Numbers and booleans are written bare, and read back as text."""

FLOW_WIDTH: Final = 88
"""Longest line, in characters, that a mapping or a list is put on."""
_LIST_OF_MAPPINGS_DEPTH = 3
"""Only this far inside may a list of mappings share a line, so that a script's steps never do."""

# Text that PyYAML would write bare, and that YAML 1.2 or a reader that is less careful takes for a number, a
# boolean, null or a mark.
_QUOTED = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n|[-+]?\.inf|\.nan|"
    r"[-+]?\.?\d[\d_.,:eE+-]*|[-+]?0[box][\da-f_]+|\d{4}-\d\d?-\d\d?(?:[tT ].*)?)$|"
    r"[?:<=~]|-(?![^\W_])|\.\.\.",
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
    node = _Dumper(io.StringIO(), sort_keys=False).represent_data(value)
    if isinstance(node, yaml.CollectionNode):
        _arrange(node, 0, 0)
    return _written(node)


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper, with lists indented, and double quotes where it would take single ones."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write what comes twice twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 (PyYAML's)
        """Indent a list under its key, too."""
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        """Use only double quotes."""
        return super().choose_scalar_style().replace("'", '"')

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: ARG002 (PyYAML's)
        """Escape no more than has to be: PyYAML would write every emoji as a number."""
        if _SURROGATE.search(text):
            raise YamlError(f"the text {text[:40]!r} holds half a character and cannot be written")
        escaped = "".join(_ESCAPES.get(character, character) for character in text)
        self.write_indicator('"' + _UNSAFE.sub(_escape, escaped) + '"', True)


# Whatever is not plain text for this resolver is quoted if it is text. It comes after PyYAML's own, so that
# numbers and booleans are still what they are.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:quoted", _QUOTED, None)


def _written(node: yaml.Node) -> str:
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=math.inf)
    return text


def _arrange(node: yaml.CollectionNode, indent: int, depth: int) -> None:
    """Choose what shares a line, and which texts of several lines are written as they are."""
    node.flow_style = False
    for entry in node.value:
        key, value = entry if isinstance(node, yaml.MappingNode) else (None, entry)
        if isinstance(value, yaml.ScalarNode):
            value.style = "|" if _is_literal(value) else None
        elif key is not None and _may_flow(value, depth + 1) and _fits(key, value, indent):
            continue
        else:
            _arrange(value, indent + 2, depth + 1)


def _fits(key: yaml.Node, value: yaml.CollectionNode, indent: int) -> bool:
    """Put a collection on its key's line, and see whether that is short enough."""
    value.flow_style = True
    alone = yaml.MappingNode("tag:yaml.org,2002:map", [(key, value)], flow_style=False)
    return indent + len(_written(alone).splitlines()[-1]) <= FLOW_WIDTH


def _may_flow(node: yaml.Node, depth: int) -> bool:
    """Whether a collection is simple enough for one line, if it is short enough."""
    if isinstance(node, yaml.MappingNode):
        return all(isinstance(value, yaml.ScalarNode) for _, value in node.value)
    mappings = depth >= _LIST_OF_MAPPINGS_DEPTH
    return all(
        isinstance(item, yaml.ScalarNode)
        or (mappings and isinstance(item, yaml.MappingNode) and _may_flow(item, depth))
        for item in node.value
    )


def _is_literal(node: yaml.ScalarNode) -> bool:
    """Whether text of several lines comes through a ``|`` block unchanged."""
    text = node.value
    return (
        "\n" in text
        and not text.startswith(("\n", " "))
        and not text.endswith("\n\n")
        and not _UNSAFE.search(text.replace("\n", ""))
    )


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
