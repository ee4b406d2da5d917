"""``voiceguide compose``: a request becomes a script."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from voiceguide.cli.context import common_options, progress, settings_of
from voiceguide.cli.options import Asked, own_studio, request_options


@click.command("compose")
@request_options(script=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it here, not to stdout."
)
@common_options
def command(asked: Asked, output: Path | None) -> None:
    """Make a script from a request: YAML that you can read and edit.

    play, export, timeline and check take it back.
    """
    from voiceguide.export.atomic import replacing
    from voiceguide.script import write_script

    with progress(settings_of()) as update, own_studio(on_progress=update) as studio:
        script = asked.make_script(studio)
    text = write_script(script, comment=f"Made by: {_command_line()}\nEdit it as you like.")
    if output is None:
        click.echo(text, nl=False)
        return
    with replacing(output) as file:
        file.write(text.encode())
    settings_of().note(f"Wrote {output}. Try: voiceguide play {shlex.quote(str(output))}")


def _command_line() -> str:
    """The call without where its result goes, so that the same request gives the same file."""
    words = iter(sys.argv[1:])
    kept = []
    for word in words:
        if word in {"-o", "--output", "--cache-dir"}:
            next(words, None)
        elif not word.startswith(("-o", "--output=", "--cache-dir=")):
            kept.append(shlex.quote(word))
    return "voiceguide " + " ".join(kept)
