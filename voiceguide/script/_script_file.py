"""Reading and writing scripts; every error has its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import InputError, ScriptError
from voiceguide.script._located import located, outside
from voiceguide.script._rules import problems
from voiceguide.script._script_model import Script
from voiceguide.yamlfile import Document, place_of, read, read_text, refuse, to_values, validate

if TYPE_CHECKING:
    from pathlib import Path


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
