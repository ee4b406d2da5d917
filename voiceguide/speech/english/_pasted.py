"""What comes along when a text is pasted from a page: entities, tags, marks of Markdown, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._grammar import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech.english._finished_spans import FinishedSpans

_POINTERS: Final = "\u2192\u21d2\u279c\u27a1\u2794\u27a4\u279e\u25ba\u25b6\u25b8\u00bb\u203a\u2713\u2714"
"""What stands before an item of a list, and means nothing there."""
_MARKED = re.compile(rf"[&<\\[*_]|^\s*[#>\u2022{_POINTERS}-]|mailto:")
_NOTE = re.compile(r"(?<=[\w.,;:!?)])\[\d{1,3}\](?!\w)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BREAK = re.compile(r"\s*<(?:br|/?p|/?li|/?div|/?h[1-6]|/?tr|hr)\b[^<>]*>\s*", re.IGNORECASE)
_RAISED = re.compile(r"<sup>\s*(-?\d+)\s*</sup>", re.IGNORECASE)
_LOWERED = re.compile(r"<sub>\s*(\d+)\s*</sub>", re.IGNORECASE)
_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(CLASSES['html_tags']))})(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_ESCAPED = re.compile(r"\s*\\[nr]\s*")
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?://|/|#|mailto:)[^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_HEADING = re.compile(rf"^\s*(?:#{{1,6}}\s+(?!\d)|[-*\u2022]\s+|>\s+|[{_POINTERS}]\ufe0f?\s*)")

_HOST: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+"
_TOP: Final = rf"(?:{'|'.join(sorted(CLASSES['top_domains']))})"
_DOT_INSIDE = re.compile(r"\w\.\w|://")
_ADDRESS = re.compile(rf"(?<![\w@.-])(?:[A-Za-z0-9._%+-]+@)({_HOST}{_TOP})(?![\w@-])")
_PAGE = re.compile(
    rf"(?<![\w@.-])(?:(?P<scheme>https?)://)?(?P<host>{_HOST}{_TOP})(?::\d+)?(?P<path>/[^\s<>\"']*?)?(?=[.,;:!?)]*(?:\s|$))",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(
    r"https?://(?P<host>[^\s/<>\"']+)(?P<path>/[^\s<>\"']*?)?(?=[.,;:!?)]*(?:\s|$))", re.IGNORECASE
)
_SIGNS: Final = {
    ".": " dot ",
    "/": " slash ",
    "-": " ",
    "_": " underscore ",
    "+": " plus ",
    "~": " ",
    "%": " percent ",
}


def pasted(text: str) -> str:
    """Entities as characters; tags, line ends that were escaped and the marks of Markdown left out."""
    if not _MARKED.search(text):
        return text
    if "&" in text and _ENTITY.search(text):
        # imported late: most texts have none, and it brings two thousand names
        from html import unescape

        text = unescape(text)
    text = _NOTE.sub("", text).replace("mailto:", "")
    text = _ESCAPED.sub(", ", text).replace("\\t", " ")
    text = _LOWERED.sub(r"\1", _RAISED.sub(r"^\1", text))
    text = _TAG.sub(" ", _BREAK.sub(", ", text))
    text = _LINK.sub(r"\1", _HEADING.sub("", text))
    return _EMPHASIS.sub(r"\2", text)


def addresses(text: str, keep: FinishedSpans) -> str:
    """Addresses of mail and pages, as one would say them; a page's parameters are left out."""
    if not _DOT_INSIDE.search(text):
        return text
    text = _ADDRESS.sub(lambda match: keep(_spelt(match[0]).replace("@", " at ")), text)
    for pattern in (_PAGE, _ANY_PAGE):
        text = pattern.sub(lambda match: keep(_page(match)), text)
    return text


def whole_addresses(text: str, hide: Callable[[str], str]) -> str:
    """Hide addresses that an engine says by itself, so that their dots end no sentence."""
    if not _DOT_INSIDE.search(text):
        return text
    for pattern in (_ADDRESS, _PAGE, _ANY_PAGE):
        text = pattern.sub(lambda match: hide(match[0]), text)
    return text


def _page(match: re.Match[str]) -> str:
    host, path = match["host"], (match["path"] or "").split("?")[0].split("#")[0].rstrip("/")
    if match.groupdict().get("scheme"):
        host = host.removeprefix("www.")
    words = _spelt(host + path)
    return re.sub(r"^www(?= )", "w w w", words)


def _spelt(address: str) -> str:
    for sign, words in _SIGNS.items():
        address = address.replace(sign, words)
    return " ".join(address.split())
