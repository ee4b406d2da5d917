"""``voiceguide beds``: lists the background sounds."""

from __future__ import annotations

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._table import columns


@click.command("beds")
@common_options
def command() -> None:
    """List the background sounds.

    Try one with: voiceguide say --bed rain "Listen to the rain."
    """
    from voiceguide.sound import about_bed, bed_names

    rows = [(name, about_bed(name)) for name in bed_names()]
    click.echo(columns([*rows, ("FILE", "a sound file of your own, looped without a seam")], wrap=1))
