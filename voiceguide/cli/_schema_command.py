"""``voiceguide schema``: prints the JSON Schema of scripts and packs, for editors."""

from __future__ import annotations

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._streams import to_json


@click.command("schema")
@click.argument("kind", type=click.Choice(["script", "pack"]))
@common_options
def command(kind: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a script or a pack."""
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.yamlfile import json_schema

    click.echo(to_json(json_schema(Script if kind == "script" else Pack), indent=2))
