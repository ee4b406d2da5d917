"""Reads a YAML file into a document, and rejects what is not text or is too large."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.errors import Place, YamlError

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.yamlfile._document import Document

MAX_BYTES: Final = 1024 * 1024
"""Largest file; a two-hour script is under a tenth of it."""

# What is not among YAML 1.1's printable characters, and the byte order mark, allowed only at the start.
# Told by what is refused: the set of what is allowed takes sixteen times as long to compile.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read(path: Path) -> Document:
    """Read one YAML file.

    Raises
    ------
    YamlError
        If the file cannot be read, is empty, binary or too large, or is not the YAML that we allow.
    InputErrors
        If several things in it are not allowed.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as e:
        raise YamlError(f"no such file: {name}") from e
    except IsADirectoryError as e:
        raise YamlError(f"{name} is a folder, not a file") from e
    except (OSError, ValueError) as e:
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise YamlError(f"{name!r} cannot be read: {reason}") from e
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a document from a file's bytes; raises as :func:`read` does."""
    return read_text(_decode(data, name), name)


def read_text(text: str, name: str) -> Document:
    """Read a document from text; ``name`` stands in the places as the file's name.

    Raises
    ------
    YamlError
        If the text is empty, too large, or is not the YAML that we allow.
    InputErrors
        If several things in it are not allowed.
    """
    if len(text) > MAX_BYTES:
        raise _too_large(name)
    text = text.removeprefix("\ufeff")
    if odd := _NOT_TEXT.search(text):
        code = f"U+{ord(odd.group()):04X}"
        raise YamlError(f"not a text file: it holds the character {code}", _place_in(text, odd.start(), name))
    # PyYAML takes 30 ms to import, and who only writes YAML does not need it
    from voiceguide.yamlfile._builder import build

    return build(text, name)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if encoding := _OTHER_ENCODINGS.get(data[:2]):
        raise YamlError(f"this file is {encoding}; save it as UTF-8", Place(name))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        before = data[: e.start].decode("utf-8")
        message = f"not a UTF-8 text file: it holds the byte 0x{data[e.start]:02X}; save it as UTF-8"
        raise YamlError(message, _place_in(before, len(before), name)) from e


def _too_large(name: str) -> YamlError:
    return YamlError(f"larger than {MAX_BYTES // 1024} KiB, the largest file that is read", Place(name))


def _place_in(text: str, index: int, name: str) -> Place:
    before = text[:index]
    return Place(name, before.count("\n") + 1, index - before.rfind("\n"))
