"""Tells what holds have no room for: each with its place in the file, and what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voiceguide.cli._streams import PIPE
from voiceguide.errors import InputErrors

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.timeline import Timeline


def tell_unheard(timeline: Timeline, script: Path | None, *, strict: bool) -> None:
    """Print what is not heard to stderr, also with --quiet: nothing is lost in silence.

    Raises
    ------
    InputErrors
        If ``strict``, and something has no room.
    """
    if not timeline.unheard:
        return
    from voiceguide.review import unheard
    from voiceguide.yamlfile import read

    if script is None or script == PIPE:
        # what compose makes has room for all that it says, so this is a fault of ours
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
