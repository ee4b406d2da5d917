"""HTML as values: what is put into an element is escaped, unless it is HTML already."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable


class Html(str):
    """Markup that may stand in a page as it is."""

    __slots__ = ()


Content: TypeAlias = "Html | str | Iterable[Content] | None"
"""What an element holds: text, which is escaped, or markup, or a list of them."""

_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})


def el(tag: str, *content: Content, **attributes: str | float | bool | None) -> Html:
    """An element.

    Parameters
    ----------
    tag : str
    *content : Content
    **attributes : str, number or bool
        True for an attribute without a value; None and False leave it out. A trailing underscore is taken
        off (``class_``), others are dashes (``aria_label``).
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _EMPTY:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{join(*content)}</{tag}>")


def join(*content: Content) -> Html:
    """Several things after one another."""
    return Html("".join(map(_text, content)))


def _text(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, Html):
        return content
    if isinstance(content, str):
        return html.escape(content, quote=False)
    return join(*content)


def _attribute(name: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{html.escape(str(value))}"'
