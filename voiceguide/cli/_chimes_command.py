"""``voiceguide chimes``: lists the chimes of a theme."""

from __future__ import annotations

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._table import columns


@click.command("chimes")
@click.option("--theme", metavar="THEME", help="One of the themes below. [bowl]")
@common_options
def command(theme: str | None) -> None:
    """List the chimes: the roles that sessions use, then the plain sounds that scripts may name."""
    from voiceguide.script import NO_CHIMES
    from voiceguide.sound import ChimeSet, theme_names

    names = theme_names()
    chimes = ChimeSet(theme or names[0])
    click.echo(columns([(name, chimes.about(name)) for name in chimes.names()], wrap=1))
    click.echo(f"\nThemes: {', '.join([*names, NO_CHIMES])}")
