"""``voiceguide voices``: the voices, whether they can speak here, and under which licence."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from voiceguide.cli.context import common_options
from voiceguide.cli.table import columns


@click.command("voices")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--all", "show_all", is_flag=True, help="Voices of all languages; by default English ones.")
@common_options
def command(as_json: bool, show_all: bool) -> None:
    """List the voices.

    Try one with: voiceguide say --voice VOICE "Take a slow breath."
    """
    from voiceguide.speech import voices

    found = [info for info in voices() if show_all or info.english]
    if as_json:
        listed = [{**asdict(info), "id": str(info.id)} for info in found]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    rows = [("Voice", "Language", "Licence", "")]
    for info in found:
        about = info.description if info.available else f"not here: {info.why_not}. Try: {info.mend}"
        rows.append((str(info.id), info.language, info.licence, about))
    click.echo(columns(rows, wrap=3))
