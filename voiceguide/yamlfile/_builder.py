"""Builds plain values from PyYAML's events: nothing that a file can hold may crash, explode or be guessed at.

PyYAML's loaders are not used. The C one dies on 100,000 brackets (its composer recurses), both guess types
(``1:30`` is 90, ``010`` is 8, ``no`` is False), keep the last of two equal keys, and expand aliases without a
limit. The *event* stream has none of these faults, comes lazily, and is what we build from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from voiceguide.errors import InputError, Place, YamlError
from voiceguide.yamlfile._document import Comment, Document, KeyPath, YamlValue, refuse
from voiceguide.yamlfile._mending import MOST, with_quotes
from voiceguide.yamlfile._syntax import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 32
"""Most lists and mappings inside each other."""
MAX_NODES: Final = 100_000
"""Most values in a file."""

_MOST_SHOWN = 60
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNIT = re.compile(r"\d+ ?[a-zA-Z]")
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),$")
_COMMENT = re.compile(r"([ \t]+)(#.*)")

# libyaml is 20 times as fast as the parser in Python and gives the same events (but for tabs, where it is
# more lenient). PyYAML's wheels lack it on rare platforms only.
_PARSER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def build(text: str, name: str) -> Document:
    """Build the one document in a text.

    Raises
    ------
    YamlError
        If the text is empty or is not the YAML that we allow.
    InputErrors
        If several things in it are not allowed.
    """
    builder = _Builder(name, text)
    try:
        builder.build(text)
    except YamlError as error:
        all_of = [*builder.problems, *_all_like(error, text, name)]
        refuse(list({str(problem): problem for problem in all_of}.values()))
    refuse(builder.problems)
    return Document(
        builder.root, builder.places, builder.keys, name, builder.comments, frozenset(builder.bracketed)
    )


def _all_like(error: YamlError, text: str, name: str) -> list[InputError]:
    """The error that ended reading, and those that come up once the text at its place stands in quotes."""
    found: dict[int, InputError] = {}
    while error.place and error.place.line not in found:
        found[error.place.line] = error
        mended = with_quotes(text, error.place) if len(found) < MOST else None
        if mended is None:
            break
        text, builder = mended, _Builder(name, mended)
        try:
            builder.build(text)
        except YamlError as following:
            error = following
            continue
        for problem in builder.problems:
            found.setdefault(problem.place.line if problem.place else 0, problem)
    return list(found.values()) or [error]


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    """Parse lazily, so that a limit ends the work as soon as it is passed."""
    try:
        yield from yaml.parse(text, Loader=_PARSER)
    except yaml.MarkedYAMLError as e:
        raise explain(e, text, name) from e
    except yaml.YAMLError as e:
        raise YamlError("not well-formed YAML", Place(name)) from e


class _Builder:
    """Builds plain values from events, without recursion, noting places and what is not allowed."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.lines = _LINE_ENDS.split(text)
        self.root: YamlValue = ""
        self.places: dict[KeyPath, Place] = {}
        self.keys: dict[KeyPath, Place] = {}
        self.problems: list[InputError] = []
        self.comments: dict[KeyPath, Comment] = {}
        self.bracketed: set[KeyPath] = set()
        self._open: list[tuple[dict[str, YamlValue] | list[YamlValue], KeyPath]] = []
        self._key: list[str | None] = []  # for each open collection, the key that waits for its value
        self._anchors: set[str] = set()
        self._nodes = 0

    def build(self, text: str) -> None:
        """Build the root; raise YamlError where going on makes no sense."""
        documents = 0
        for event in _events(text, self.name):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("only one document ('---') is allowed in a file", self._place(event))
                if event.version or event.tags:
                    self._complain("directives (%) are not allowed", event)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._open.pop()
                self._key.pop()
        if not documents:
            raise YamlError("the file is empty", Place(self.name))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name)

    def _complain(self, message: str, event: yaml.Event) -> None:
        self.problems.append(YamlError(message, self._place(event)))

    def _node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise YamlError(f"more than {MAX_NODES} values in one file", self._place(event))
        value: YamlValue = ""
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:  # else it is one mistake, reported where it begins
                self._complain(
                    f"aliases are not allowed; write the value out, or put '*{event.anchor}' in quotes",
                    event,
                )
        elif event.anchor is not None:
            self._anchors.add(event.anchor)
            self._complain(
                f"anchors and aliases (&{event.anchor}, *{event.anchor}) are not allowed; write the value "
                "out each time, or put text that begins so in quotes",
                event,
            )
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._complain("tags are not allowed; put text that begins with '!' in quotes", event)
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
            if _SURROGATE.search(value):
                self._complain("this escape is not a Unicode character", event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = {}
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
        self._add(value, event)

    def _add(self, value: YamlValue, event: yaml.NodeEvent) -> None:
        path: KeyPath = ()
        if not self._open:
            self.root = value
        else:
            parent, above = self._open[-1]
            if isinstance(parent, list):
                path = (*above, len(parent))
                if above in self.bracketed and isinstance(value, str) and _UNIT.match(value):
                    self._refuse_comma(value, self._place(event))
                parent.append(value)
            elif (key := self._key[-1]) is None:
                self._begin_entry(parent, above, value, event)
                return
            else:
                path = (*above, key)
                parent[key] = value
                self._key[-1] = None
                if value == "" and above in self.bracketed and isinstance(event, yaml.ScalarEvent):
                    self._refuse_bare_key(key, event)
        self.places[path] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            self._note_comment(path, event)
        elif isinstance(event, yaml.CollectionStartEvent) and event.flow_style:
            self.bracketed.add(path)
        self._descend(value, path, event)

    def _note_comment(self, path: KeyPath, event: yaml.ScalarEvent) -> None:
        """Keep the comment after an unquoted text, which may have been meant as a part of it."""
        if event.style not in {None, ""} or not event.value:
            return
        if (end := event.end_mark) is None:
            return
        line, column = end.line, end.column
        if match := _COMMENT.match(self.lines[line], column):
            place = Place(self.name, line + 1, match.start(2) + 1)
            self.comments[path] = Comment(place, match[2], len(match[1]))

    def _refuse_bare_key(self, key: str, event: yaml.ScalarEvent) -> None:
        """Refuse ``{hold}``: a mapping for YAML, and for whoever wrote it a text."""
        if event.style not in {None, ""} or event.implicit != (True, False):
            return
        begin, end = event.start_mark, event.end_mark
        self._refuse_comma(key, self.keys[*self._open[-1][1], key])
        if begin and end and ":" not in self.text[max(0, begin.index - 1) : end.index + 1]:
            start = self.places[self._open[-1][1]]
            line = self.lines[start.line - 1][start.column - 1 :].strip()
            # inside other brackets, what follows may be theirs
            shown = line if len(line) < _MOST_SHOWN and line.rstrip("]}, ").endswith(tuple(".!?")) else None
            shown = shown or "{" + " ".join(key.split()) + "}"
            raise YamlError(f"text that begins with '{{' must be in quotes: \"{shown}\"", start)

    def _refuse_comma(self, after: str, place: Place) -> None:
        """Refuse ``{for: 1,5 min}``: two entries for YAML, and one number for whoever wrote it."""
        line, after = self.lines[place.line - 1], " ".join(after.split())
        if match := _DECIMAL_COMMA.search(line[: place.column - 1]):
            meant = f'write {match[1]}.{after}, or "{match[1]},{after}" in quotes'
            found = Place(place.file, place.line, match.start(1) + 1)
            raise YamlError(f"a ',' ends a value in brackets; {meant}", found)

    def _begin_entry(
        self, parent: dict[str, YamlValue], above: KeyPath, key: YamlValue, event: yaml.NodeEvent
    ) -> None:
        if not isinstance(key, str):
            raise YamlError("a key must be text, not a list or a mapping", self._place(event))
        path = (*above, key)
        if key in parent:
            first = self.keys[path]
            self._complain(
                f"duplicate key {key!r}; it is already at line {first.line}, column {first.column}", event
            )
        else:
            self.keys[path] = self._place(event)
        self._key[-1] = key

    def _descend(self, value: YamlValue, path: KeyPath, event: yaml.NodeEvent) -> None:
        if isinstance(value, str):
            return
        if len(self._open) >= MAX_DEPTH:
            raise YamlError(f"more than {MAX_DEPTH} lists and mappings inside each other", self._place(event))
        self._open.append((value, path))
        self._key.append(None)
