"""Resolves the files that a script names against the script's own folder, and keeps them in it."""

from __future__ import annotations

import os
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from voiceguide._lib.beside import lies_outside, looks_like_file, path_beside
from voiceguide.errors import ScriptError
from voiceguide.yamlfile import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from voiceguide.script._script_heading import ScriptHeading
    from voiceguide.script._script_model import Script

    S = TypeVar("S", bound=ScriptHeading)
    Visit: TypeAlias = Callable[[tuple[str | int, ...], str], str]

ALLOW_OUTSIDE: Final = "--allow-outside"
"""The flag by which a listener lets a script use files from anywhere."""

_ALWAYS: Final = frozenset({"file", "lexicon"})
"""Fields that hold files."""
_CHIMES: Final = frozenset({"chime", "start", "half", "end"})
"""Fields of steps that hold a chime's name."""
_MAYBE: Final = frozenset({"sound", "bed", "chimes", "chime", "start", "half", "end"})
"""Fields that hold a name of the program's, or a file."""


def located(script: S, folder: Path, *, allow_outside: bool = False) -> S:
    """A script from a folder, or its heading, with its files where the program finds them.

    Raises
    ------
    InputError
        If it names a file outside its folder and this is not allowed: what somebody else wrote must not read
        what lies elsewhere.
    """
    if not allow_outside:
        refuse(
            [
                ScriptError(f"{'.'.join(str(part) for part in path if isinstance(part, str))}: {message}")
                for path, message in outside(script, folder)
            ]
        )
    return _with_files(script, lambda _, name: path_beside(folder, name))


def outside(script: ScriptHeading, folder: Path) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The files of a script that do not lie in its folder or one inside it, each with its place."""
    for path, name in files(script):
        if lies_outside(folder, path_beside(folder, name)):
            yield (
                path,
                f"{name!r} is not in the script's folder; put it there, or allow it with {ALLOW_OUTSIDE}",
            )


def beside(script: Script, folder: Path) -> Script:
    """A script that is to be written into a folder: what :func:`located` undoes."""

    def relative(_: tuple[str | int, ...], name: str) -> str:
        try:
            return os.path.relpath(name, folder)
        except ValueError:  # on another drive of Windows
            return os.path.abspath(name)  # noqa: PTH100 (a name stays a name)

    return _with_files(script, relative)


def files(script: ScriptHeading) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All files that a script names, each with its place: keys and indexes from the script's root."""
    found: dict[tuple[str | int, ...], str] = {}

    def note(path: tuple[str | int, ...], name: str) -> str:
        found[path] = name
        return name

    _with_files(script, note)
    yield from found.items()


def without_files(script: Script) -> Script:
    """A script whose heading names no file; those of its steps stay."""
    named = {path[0] for path, _ in files(script)} - {"steps"}
    nothing: dict[str, Any] = {str(field): () if field == "lexicon" else None for field in named}
    return replace(script, **nothing)


def recordings(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The files of recorded lines, each with its place."""
    return (found for found in files(script) if found[0][-1] == "file")


def chime_names(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The chimes that a script names, each with its place; a sound file is none."""
    found: dict[tuple[str | int, ...], str] = {}

    def visit(value: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                visit(item, (*path, index))
        elif is_dataclass(value):
            for each in fields(value):
                inner = getattr(value, each.name)
                if isinstance(inner, str) and each.name in _CHIMES and not looks_like_file(inner):
                    found[*path, each.name] = inner
                else:
                    visit(inner, (*path, each.name))

    visit(script.steps, ("steps",))
    yield from found.items()


def chime_files(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The sound files that stand for chimes in steps, each with its place."""
    return (found for found in files(script) if found[0][0] == "steps" and found[0][-1] in _CHIMES)


def _with_files(script: S, visit: Visit) -> S:
    """The script with what ``visit`` makes of each file's name."""
    changed: S = _mapped(script, (), "", visit)
    engine, slash, name = (script.voice or "").partition("/")
    if name.endswith(".onnx"):
        changed = replace(changed, voice=engine + slash + visit(("voice",), name))
    return changed


def _mapped(value: Any, path: tuple[str | int, ...], field: str, visit: Visit) -> Any:
    """A value with its files visited; the same object where nothing changes."""
    if isinstance(value, str):
        is_file = field in _ALWAYS or (field in _MAYBE and looks_like_file(value))
        return visit(path, value) if is_file else value
    if isinstance(value, tuple):
        # a list of one may be written without brackets, and has the place of the list then
        items = tuple(_mapped(item, (*path, index), field, visit) for index, item in enumerate(value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, dict) and field == "chimes":
        return {key: _mapped(item, (*path, key), field, visit) for key, item in value.items()}
    if not is_dataclass(value):
        return value
    changes = {}
    for each in fields(value):
        old = getattr(value, each.name)
        if isinstance(old, str | tuple | dict) or is_dataclass(old):
            new = _mapped(old, (*path, each.name), each.name, visit)
            if new is not old:
                changes[each.name] = new
    return replace(value, **changes) if changes else value  # type: ignore[type-var]
