"""Reading and writing scripts; every error has its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiceguide.errors import InputError, InputErrors, ScriptError
from voiceguide.script._located import located, outside
from voiceguide.script._rules import problems
from voiceguide.script._script_model import KINDS, Script
from voiceguide.yamlfile import (
    Document,
    place_of,
    read,
    read_text,
    refuse,
    remains,
    step_to,
    to_values,
    validate,
)

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.yamlfile import KeyPath, YamlValue

_MISSING: Final = {"voiceguide": "1", "title": "-", "for": "1s..4h"}
"""What stands for keys that are missing, where the rest is looked at."""
_STEPS: Final = frozenset({"steps", "between"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A script as far as it can be read, and what is wrong with its form and its steps."""

    script: Script | None
    """None if nothing can be read. If there are errors, it may lack what they are about."""
    errors: tuple[InputError, ...]


def read_script(path: Path, *, allow_outside: bool = False) -> Script:
    """Read and check a script.

    Parameters
    ----------
    path : Path
        The script; the files that it names are looked for beside it.
    allow_outside : bool
        Whether it may name files that do not lie in its folder.

    Raises
    ------
    InputError
        If the file cannot be read or says something that a script does not;
        :class:`~voiceguide.errors.InputErrors` with every place if several things are wrong.
    """
    return script_of(read(path), path.parent, allow_outside=allow_outside)


def script_of(document: Document, folder: Path, *, allow_outside: bool = False) -> Script:
    """The script that a document from a folder holds; raises as :func:`read_script` does."""
    script = check_document(document)
    if not allow_outside:
        refuse(outside_errors(script, document, folder))
    return located(script, folder, allow_outside=True)


def outside_errors(script: Script, document: Document, folder: Path) -> list[InputError]:
    """What a script names outside its folder, with the places."""
    return [ScriptError(message, place_of(document, where)) for where, message in outside(script, folder)]


def parse_script(text: str, name: str = "script") -> Script:
    """Read and check a script from text; ``name`` stands for the file's in errors."""
    return check_document(read_text(text, name))


def check_document(document: Document) -> Script:
    """The script that a document holds; raises as :func:`read_script` does."""
    script = validate(Script, document, error=ScriptError)
    errors: list[InputError] = [
        ScriptError(message, place_of(document, path)) for path, message in problems(script)
    ]
    refuse(errors)
    return script


def reading_of(document: Document) -> Reading:
    """What can be read of a script: with mistakes in its form, all the rest of it."""
    whole = True
    errors: list[InputError] = []
    try:
        script = validate(Script, document, error=ScriptError)
    except InputError as refusal:
        errors += refusal.errors if isinstance(refusal, InputErrors) else [refusal]
        rest = remains(Script, document, missing=_MISSING, in_place_of=_in_place_of)
        if rest is None:
            return Reading(None, tuple(errors))
        script, lost = rest
        whole = all(_is_inside(document, path) for path in lost)
    known = {error.place for error in errors}
    for path, message in problems(script, whole=whole):
        if (place := place_of(document, path)) not in known:
            errors.append(ScriptError(message, place))
    return Reading(script, tuple(errors))


def _in_place_of(path: KeyPath, step: YamlValue | None) -> YamlValue | None:
    """A step that does as little as it can, in place of a wrong one; a hold stays a hold."""
    if len(path) < 2 or path[-2] not in _STEPS:
        return None
    is_hold = isinstance(step, dict) and "hold" in step
    return {"hold": {"for": _MISSING["for"]}} if is_hold else {"pause": "0s"}


def _is_inside(document: Document, path: KeyPath) -> bool:
    """Whether what is left out leaves the order of holds, chapters and rounds as it is."""
    if path[0] != "steps":
        return path[0] != "length"
    ends = [number + 1 for number, key in enumerate(path) if number and path[number - 1] in _STEPS]
    step = step_to(document, path[: ends[-1]]) if ends else None
    kinds = [kind for kind in KINDS if kind in step] if isinstance(step, dict) else []
    return len(kinds) == 1 and kinds[0] not in {"chapter", "repeat"}


def write_script(script: Script, *, comment: str = "") -> str:
    """The script as YAML that a person reads and edits, and that reads back as the same script.

    Parameters
    ----------
    script : Script
        What to write.
    comment : str, optional
        Lines to put on top, without their ``#``.
    """
    from voiceguide.yamlfile import render  # PyYAML comes with it

    head = "".join(f"# {line}\n" if line else "#\n" for line in comment.splitlines())
    # a number, as a person writes it: text that looks like one would have to stand in quotes
    return head + render({**to_values(script), "voiceguide": int(script.voiceguide)})
