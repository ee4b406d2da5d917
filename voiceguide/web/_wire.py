"""Scripts and requests that come over the network: read as any other, but they may name no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import InputError, RequestError, ScriptError
from voiceguide.script import NO_CHIMES, check_document, files
from voiceguide.sound import bed_names, theme_names
from voiceguide.yamlfile import place_of, read_text, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.compose import Request
    from voiceguide.review import Review
    from voiceguide.script import Script
    from voiceguide.yamlfile import Document, KeyPath

NAME = "script"
"""Stands in the places of complaints, as a file's name does elsewhere."""
MOST_STEPS = 5_000
"""Steps of a script; a session of four hours has a tenth of it."""


def read_script(text: str) -> Script:
    """The script of a text.

    Raises
    ------
    InputError
        As :func:`voiceguide.script.parse_script`, and if it names a file.
    """
    document = read_text(text, NAME)
    script = check_document(document)
    _refuse_files(document, script)
    return script


def review_script(text: str) -> Review:
    """Look for every mistake in a text; raises as :func:`read_script` and ``voiceguide.review``."""
    from voiceguide.review import review

    document = read_text(text, NAME)

    def placed(script: Script) -> Script:
        _refuse_files(document, script)
        return script

    found = review(document, placed)
    refuse(found.errors)
    return found


def check_request(request: Request) -> Request:
    """The request, if it names no file.

    Raises
    ------
    RequestError
        If it does.
    """
    if request.lexicon is not None:
        raise RequestError("lexicon: a file cannot be named here")
    if request.voice is not None and request.voice.endswith(".onnx"):
        raise RequestError("voice: a file cannot be named here")
    if request.bed is not None and request.bed not in bed_names():
        raise RequestError(f"there is no bed {request.bed!r}; there are: {', '.join(bed_names())}")
    if request.chimes is not None and str(request.chimes) not in _themes():
        raise RequestError(f"there are no chimes {request.chimes!r}; there are: {', '.join(_themes())}")
    return request


def _themes() -> list[str]:
    return [*theme_names(), NO_CHIMES]


def _refuse_files(document: Document, script: Script) -> None:
    errors: list[InputError] = [
        ScriptError(message, place_of(document, path)) for path, message in _named_files(script)
    ]
    if len(script.steps) > MOST_STEPS:
        errors.append(ScriptError(f"it has {len(script.steps)} steps; {MOST_STEPS} are the most"))
    refuse(errors)


def _named_files(script: Script) -> Iterator[tuple[KeyPath, str]]:
    """Whatever a script names that is, or could be, a file, each with its path."""
    only = "a script on the page cannot name files"
    if script.bed is not None and script.bed.sound not in bed_names():
        yield (
            ("bed",),
            f"there is no bed {script.bed.sound!r}, and {only}; there are: {', '.join(bed_names())}",
        )
    if isinstance(script.chimes, str) and script.chimes not in _themes():
        yield (
            ("chimes",),
            f"there are no chimes {script.chimes!r}, and {only}; there are: {', '.join(_themes())}",
        )
    for path, name in files(script):
        if path[0] != "bed" and path != ("chimes",):
            yield path, f"{name!r}: {only}; on the command line it can"
