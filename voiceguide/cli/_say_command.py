"""``voiceguide say``: a text in a voice, to hear it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._options import knob_options, own_studio
from voiceguide.errors import InputError
from voiceguide.units import clock

if TYPE_CHECKING:
    from voiceguide.script import Heading


@click.command("say")
@click.argument("text")
@knob_options(without={"chimes", "chime_level_db"})
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it here, not to the device.",
)
@click.option("--device", metavar="NAME", help="A sound device: see voiceguide doctor.")
@common_options
def command(
    text: str,
    heading: Heading,
    output: Path | None,
    device: str | None,
) -> None:
    """Speak TEXT, as a session would: voiceguide say "Hou Xi"."""
    from voiceguide.export import check_target
    from voiceguide.script import make_script, parts, require

    try:
        parts(text)
    except ValueError as error:
        raise InputError(f"{text!r} cannot be said: {error}") from error
    # A bed takes some seconds to come and to go, and one wants to hear it alone, too.
    around = "5s" if heading.bed else "0s"
    script = require(
        make_script(
            {
                "voiceguide": "1",
                "title": text[:100],
                "steps": [{"pause": around}, {"say": text}, {"pause": around}],
                **heading.values(),
            }
        )
    )
    with own_studio() as studio:
        if output is not None:
            check_target(output, rate=studio.rate, channels=studio.channels, frames=0)
        session = studio.session(script)
        if output is None:
            session.play(device=device)
            return
        written = session.export(output)
    click.echo(f"{written.path}: {clock(written.frames, session.rate, millis=True)}")
