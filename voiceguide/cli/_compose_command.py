"""``voiceguide compose``: makes a script from a request."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, progress, settings_of
from voiceguide.cli._options import SessionOptions, own_studio, request_options
from voiceguide.cli._streams import PIPE, echo_file

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command("compose")
@request_options(script=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file instead of stdout (-).",
)
@common_options
def command(options: SessionOptions, output: Path | None) -> None:
    """Make a script from a request: YAML that you can read and edit.

    play, export, timeline and check accept the result.
    """
    from pathlib import Path

    from voiceguide._lib.atomic import replacing
    from voiceguide._lib.output_place import check_place
    from voiceguide.script import beside, outside, write_script

    if output == PIPE:
        output = None
    if output is not None:
        check_place(output)
    with progress(settings_of()) as update, own_studio(on_progress=update) as studio:
        script = options.make_script(studio)
    made_by = _call(settings_of().arguments)
    folder = output.parent if output else Path()
    script = beside(script, folder)
    for _, message in outside(script, folder):
        settings_of().note(f"Note: {message}, when you play it.")
    text = write_script(script, comment=f"Made by: {made_by}\nEdit it as you like.")
    if output is None:
        echo_file(text)
        return
    with replacing(output) as file:
        file.write(text.encode())
    settings_of().note(f"Wrote {output}. Try: voiceguide play {shlex.quote(str(output))}")


def _call(arguments: Iterable[str]) -> str:
    """The command line without its output options, so that the same request gives the same file."""
    words = iter(arguments)
    kept = []
    for word in words:
        if word in {"-o", "--output", "--cache-dir"}:
            next(words, None)
        elif not word.startswith(("-o", "--output=", "--cache-dir=")) and word not in {
            "-q",
            "--quiet",
            "--debug",
        }:
            kept.append(shlex.quote(word))
    return " ".join(["voiceguide", *kept])
