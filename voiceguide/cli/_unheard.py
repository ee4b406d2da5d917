"""Tells what holds have no room for: each with its place in the file, and what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voiceguide.cli._streams import PIPE
from voiceguide.errors import InputErrors, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.errors import InputError
    from voiceguide.timeline import Timeline
    from voiceguide.yamlfile import Document


def unheard(timeline: Timeline, document: Document) -> Iterator[tuple[InputError, bool]]:
    """Each thing that is not heard, with its place, and whether the script itself asks for that."""
    from voiceguide.yamlfile import place_of

    for one in timeline.unheard:
        yield ScriptError(one.message, place_of(document, one.path)), one.is_asked_for


def tell_unheard(timeline: Timeline, script: Path | None, *, strict: bool) -> None:
    """Print what is not heard to stderr, also with --quiet: nothing is lost in silence.

    Raises
    ------
    InputErrors
        If ``strict``, and something has no room.
    """
    if not timeline.unheard:
        return
    from voiceguide.yamlfile import read

    if (
        script is None or script == PIPE
    ):  # what compose makes has room for all that it says, so this is a fault of ours
        for one in timeline.unheard:
            click.echo(f"voiceguide: {one.message}", err=True)
        return
    found = list(unheard(timeline, read(script)))
    wrong = [error for error, is_asked_for in found if not is_asked_for]
    for error, is_asked_for in found:
        if is_asked_for or not strict:
            kind = "note" if is_asked_for else "warning"
            click.echo(f"{error.place}: {kind}: {error.message}", err=True)
    if strict and wrong:
        raise InputErrors(wrong)
