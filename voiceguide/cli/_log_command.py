"""``voiceguide log``: the sessions that were heard to their end."""

from __future__ import annotations

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._options import own_studio


@click.command("log")
@common_options
def command() -> None:
    """List the sessions that were heard to their end, the oldest first."""
    with own_studio() as studio:
        for session in studio.journal.finished():
            click.echo(f"{session.at}  {session.length:>7}  {session.title}")
