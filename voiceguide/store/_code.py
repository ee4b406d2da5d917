"""The identity of the program's own code: what another version of it made is not taken for its own.

It is taken from compiled code without its line numbers, so that a comment changes nothing. A part of the
program is one of the package's folders or modules; the identity of a part covers all parts that it imports,
directly or not.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.store._store import MEMO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

    from voiceguide.store._store import Store

_logger = logging.getLogger(__name__)

_PACKAGE = __name__.partition(".")[0]
_ROOT = Path(__file__).parents[1]
_DATA = (".yaml", ".txt", ".tsv")

_Part = tuple[str, list[str]]
"""A part's own digest, and the parts that it imports."""


@functools.lru_cache(maxsize=64)
def code_identity(store: Store, *parts: str) -> str:
    """The identity of parts of the program, and of all that they import.

    Parameters
    ----------
    store : Store
        Where the digests are kept, since compiling the program to find them takes a tenth of a second.
    *parts : str
        Names such as ``sound`` or ``units``.
    """
    known = _parts(store)
    digest = hashlib.sha256()
    for part in covered(known, parts):
        digest.update(f"{part} {known[part][0]}\n".encode())
    return digest.hexdigest()


def covered(known: dict[str, _Part], parts: tuple[str, ...]) -> list[str]:
    """Some parts and all that they import, directly or not."""
    found: set[str] = set()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += known[part][1]
    return sorted(found)


@functools.lru_cache(maxsize=8)
def _parts(store: Store) -> dict[str, _Part]:
    # as long as no file's size and time have changed, neither has the code
    files = sorted(_files(_ROOT))
    state = json.dumps([sys.version, [(name, stat.st_size, stat.st_mtime_ns) for name, stat in files]])
    key = hashlib.sha256(state.encode()).hexdigest()
    kept = store.read(MEMO, key)
    if kept is not None:
        found: dict[str, _Part] = json.loads(kept)
        return found
    _logger.debug("the program's code is new to the store %s: its identity is taken", store.root)
    found = parts_in(_ROOT)
    store.keep(MEMO, key, json.dumps(found).encode())
    return found


def parts_in(root: Path) -> dict[str, _Part]:
    """The parts of a program in a folder."""
    names = {path.stem for path in root.iterdir() if path.suffix == ".py" or path.is_dir()}
    digests: dict[str, hashlib._Hash] = {}
    imports: dict[str, set[str]] = {}
    for name, _ in sorted(_files(root)):
        part = name.partition("/")[0].removesuffix(".py")
        if part.startswith("__"):
            continue  # the package's own door, which only gives names
        digest = digests.setdefault(part, hashlib.sha256())
        digest.update(name.encode())
        path = root / name
        if path.suffix in _DATA:
            digest.update(path.read_bytes())
            continue
        code = SourceFileLoader(f"{_PACKAGE}.{path.stem}", str(path)).get_code(f"{_PACKAGE}.{path.stem}")
        if code is None:
            continue
        for piece in _pieces(code):
            digest.update(piece)
        imports.setdefault(part, set()).update(_imported(code, names) - {part})
    return {part: (digest.hexdigest(), sorted(imports.get(part, ()))) for part, digest in digests.items()}


def _files(root: Path, inside: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Code and data of the program, by their path in it."""
    with os.scandir(root / inside) as entries:
        for entry in entries:
            name = f"{inside}{entry.name}"
            if entry.name.endswith((".py", *_DATA)):
                yield name, entry.stat()
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _files(root, f"{name}/")


def _pieces(code: CodeType) -> Iterator[bytes]:
    """What a code object does, without where it stands in its file."""
    yield code.co_code
    yield repr((code.co_names, code.co_varnames, code.co_flags)).encode()
    # from Python 3.13 on, a class keeps the line that it begins at as one of its constants
    line = code.co_firstlineno if "__firstlineno__" in code.co_names else None
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from _pieces(constant)
        elif constant != line or isinstance(constant, bool):
            yield repr(_ordered(constant)).encode()


def _ordered(constant: object) -> object:
    """A constant in a form that is the same in every process: a set of strings has an order of its own."""
    if isinstance(constant, frozenset):
        return sorted(map(repr, constant))
    return tuple(map(_ordered, constant)) if isinstance(constant, tuple) else constant


def _imported(code: CodeType, names: set[str]) -> set[str]:
    """The parts that a module imports, anywhere in it."""
    found = {name.split(".")[1] for name in code.co_names if name.startswith(f"{_PACKAGE}.")}
    if _PACKAGE in code.co_names:  # from voiceguide import part
        found |= names & set(code.co_names)
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            found |= _imported(constant, names)
    return found & names
