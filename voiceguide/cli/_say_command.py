"""``voiceguide say``: speaks a text or one line of a script, or shows how it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._options import allow_outside, given_script, knob_options, own_studio
from voiceguide.cli._streams import PIPE, read_stdin, sound_file, to_json
from voiceguide.errors import InputError
from voiceguide.units import clock

if TYPE_CHECKING:
    from voiceguide.script import Heading, Script
    from voiceguide.speech import SpokenForm


@click.command("say")
@click.argument("text", required=False)
@click.option(
    "--script",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Say a line of this script instead of TEXT.",
)
@click.option("--line", type=click.IntRange(1), metavar="N", help="The line in the script's file.")
@click.option(
    "--step", type=click.IntRange(1), metavar="N", help="The step in the script, instead of a line."
)
@allow_outside
@knob_options(without={"chimes", "chime_level_db"})
@click.option("--show", is_flag=True, help="Print the words and phonemes instead of speaking.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file instead of playing; - is stdout.",
)
@click.option(
    "--format", "suffix", metavar="FORMAT", help="The format, such as wav, where the output is stdout."
)
@click.option("--device", metavar="NAME", help="Sound device: see voiceguide doctor.")
@common_options
def command(
    text: str | None,
    script: Path | None,
    line: int | None,
    step: int | None,
    allow_outside: bool,
    heading: Heading,
    show: bool,
    as_json: bool,
    output: Path | None,
    suffix: str | None,
    device: str | None,
) -> None:
    """Speak TEXT, or a line of a script, as a session would. - reads it from stdin.

    voiceguide say "Hou Xi"; voiceguide say --script mine.yaml --line 12
    """
    from voiceguide.export import check_target

    _check_which(text, script, line, step)
    with own_studio() as studio:
        if script is None:
            said = _of_text(_given(str(text)), heading)
        else:
            read = given_script(studio, script, allow_outside=allow_outside).load()
            said = _of_script(read, script, heading, line=line, step=step)
        if show or as_json:
            _print(studio.shown(said), as_json=as_json)
            return
        if output is None:
            studio.session(said).play(device=device)
            return
        with sound_file(output, suffix) as path:
            check_target(path, rate=studio.rate, channels=studio.channels, frames=0)
            session = studio.session(said)
            written = session.export(path)
    name = "stdout" if output == PIPE else written.path
    click.echo(f"{name}: {clock(written.frames, session.rate, millis=True)}", err=output == PIPE)


def _given(text: str) -> str:
    """The text, or what comes from stdin."""
    if text != str(PIPE):
        return text
    try:
        return read_stdin().decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError("stdin is no UTF-8 text") from error


def _check_which(text: str | None, script: Path | None, line: int | None, step: int | None) -> None:
    if script is None:
        if text is None:
            raise click.UsageError('say what: voiceguide say "Hou Xi", or --script mine.yaml --line 12')
        if line is not None or step is not None:
            raise click.UsageError("--line and --step need a script; name it with --script")
    elif text is not None:
        raise click.UsageError("give TEXT or --script, not both")
    elif script == PIPE and line is not None:
        raise click.UsageError("a script from stdin is read once; choose in it by --step")
    elif (line is None) == (step is None):
        raise click.UsageError("--script needs either --line or --step")


def _of_text(text: str, heading: Heading) -> Script:
    from voiceguide.script import make_script, parts, require

    try:
        parts(text)
    except ValueError as error:
        raise InputError(f"{text!r} cannot be said: {error}") from error
    # A bed takes some seconds to fade in and out, and should be heard on its own, too.
    around = "5s" if heading.bed else "0s"
    return require(
        make_script(
            {
                "voiceguide": "1",
                "title": text[:100],
                "steps": [{"pause": around}, {"say": text}, {"pause": around}],
                **heading.values(),
            }
        )
    )


def _of_script(script: Script, path: Path, heading: Heading, *, line: int | None, step: int | None) -> Script:
    from dataclasses import replace

    from voiceguide.cli._one_line import steps_at
    from voiceguide.script import Pause, override
    from voiceguide.units import Span

    around = Pause(pause=Span.parse("5s" if heading.bed else "0s"))
    steps = (around, *steps_at(path, script, line=line, step=step), around)
    # the script's own bed belongs to the whole session, and would only cover a single line
    return override(replace(script, steps=steps, length=None, bed=None), heading)


def _print(found: list[SpokenForm | int], *, as_json: bool) -> None:
    if as_json:
        parts: list[dict[str, Any]] = [
            {"pause_ms": part}
            if isinstance(part, int)
            else {"spoken": part.spoken, "phonemes": part.phonemes}
            for part in found
        ]
        click.echo(to_json({"parts": parts}))
        return
    for part in found:
        if isinstance(part, int):
            click.echo(f"(pause of {part / 1000:g} s)")
            continue
        click.echo(part.spoken)
        if part.given not in {part.spoken, ""}:
            click.echo(f"  given:    {part.given}")
        if part.phonemes:
            click.echo(f"  phonemes: {part.phonemes}")
