"""``voiceguide check``: reports every mistake in files that a person wrote at once, each with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._options import allow_outside as allow_outside_option
from voiceguide.cli._streams import PIPE, STDIN, read_stdin
from voiceguide.errors import InputError, InputErrors, Place

if TYPE_CHECKING:
    from voiceguide.script import Script
    from voiceguide.yamlfile import Document


@click.command("check")
@click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--listen", is_flag=True, help="Speak the scripts, and list the lines that a recogniser mishears most."
)
@click.option("--json", "as_json", is_flag=True, help="What --listen found as JSON.")
@allow_outside_option
@common_options
def command(
    scripts: tuple[Path, ...], strict: bool, listen: bool, as_json: bool, allow_outside: bool
) -> None:
    """Find every mistake in scripts, packs and chimes, without speaking.

    Errors prevent a script from being played. Warnings are about narration, and about text that is not
    read: what a listener with closed eyes would miss. - is a file from stdin. With --listen a recogniser
    of speech (the extra voiceguide[listen]) hears every line instead, and the ten that it understands least
    are listed, each with a command to hear it.
    """
    if as_json and not listen:
        raise click.UsageError("--json is for --listen; add it")
    if listen:
        from voiceguide.cli._heard_lines import listen_to

        listen_to(scripts, as_json=as_json, allow_outside=allow_outside)
        return
    errors: list[InputError] = []
    for path in scripts:
        wrong, warnings = _check(path, allow_outside=allow_outside)
        errors += wrong
        if strict:
            errors += warnings
            continue
        for warning in warnings:
            click.echo(f"{warning.place}: warning: {warning.message}")
    if errors:
        raise InputErrors(errors)


def _check(path: Path, *, allow_outside: bool) -> tuple[list[InputError], list[InputError]]:
    """The mistakes in one file, and the warnings about it, in the file's order."""
    from voiceguide.cli._check_kinds import cut_texts, kind_of
    from voiceguide.yamlfile import read, read_bytes

    errors: list[InputError] = []
    warnings: list[InputError] = []
    try:
        document = read_bytes(read_stdin(), STDIN) if path == PIPE else read(path)
        warnings += cut_texts(document)
        if (kind := kind_of(document)) is not None:
            click.echo(f"{document.name}: {kind(document, path.parent)}")
        else:
            wrong, told = _check_script(document, path.parent, allow_outside=allow_outside)
            errors += wrong
            warnings += told
    except InputErrors as found:
        errors += found.errors
    except InputError as found:
        errors.append(found)

    def in_file(found: InputError) -> Place:
        return found.place or Place("")

    return sorted(errors, key=in_file), sorted(warnings, key=in_file)


def _check_script(
    document: Document, folder: Path, *, allow_outside: bool
) -> tuple[list[InputError], list[InputError]]:
    """The mistakes in a script beyond its form, and the warnings about it."""
    from voiceguide.review import review
    from voiceguide.script import located, outside_errors, unrolled
    from voiceguide.units import format_duration

    def placed(script: Script) -> Script:
        if not allow_outside and (errors := outside_errors(script, document, folder)):
            # what is in such files must not even show in a message
            raise InputErrors(errors)
        return located(script, folder, allow_outside=True)

    found = review(document, placed)
    if not found.errors:
        script = found.script
        length = format_duration(found.length_ms) + ("" if script.length else " (as preferred)")
        click.echo(f"{document.name}: {script.title!r}, {len(unrolled(script))} steps, {length}")
        for note in found.notes:
            click.echo(f"{note.place}: note: {note.message}")
    return list(found.errors), list(found.warnings)
