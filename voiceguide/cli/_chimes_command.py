"""``voiceguide chimes``: the chimes of the themes."""

from __future__ import annotations

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._table import columns


@click.command("chimes")
@click.option("--theme", metavar="THEME", help="bowl, bell or wood. [bowl]")
@common_options
def command(theme: str | None) -> None:
    """List the chimes: the roles that sessions use, then the plain sounds that scripts may name."""
    from voiceguide.sound import THEMES, ChimeSet

    chimes = ChimeSet(theme or THEMES[0])
    click.echo(columns([(name, chimes.about(name)) for name in chimes.names()], wrap=1))
    click.echo(f"\nThemes: {', '.join(THEMES)}, none")
