"""``voiceguide voices``: lists the voices, measures them, or plays a sample."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, settings_of
from voiceguide.cli._options import own_studio
from voiceguide.cli._streams import to_json
from voiceguide.cli._table import columns

if TYPE_CHECKING:
    from voiceguide.speech import VoiceInfo


@click.command("voices")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--all", "show_all", is_flag=True, help="All languages and accents.")
@click.option("--measure", is_flag=True, help="Measure how fast each voice speaks here.")
@click.option("--play", "played", metavar="VOICE", help="Play a sample of this voice.")
@click.option("--device", metavar="NAME", help="Sound device: see voiceguide doctor.")
@common_options
def command(as_json: bool, show_all: bool, measure: bool, played: str | None, device: str | None) -> None:
    """List the voices with their size, licence, and whether they can speak here.

    To hear one speak a text of your own: voiceguide say --voice VOICE TEXT
    """
    from voiceguide.speech import voices

    if played:
        _play(played, device)
        return
    found = [info for info in voices() if show_all or _is_usual(info)]
    speeds = {info.id: _speed(info) for info in found} if measure else {}
    if as_json:
        listed = [{**asdict(info), "id": str(info.id), "speed": speeds.get(info.id)} for info in found]
        click.echo(to_json(listed, indent=2))
        return
    rows = [("Voice", "Language", "Size", "Speed", "", "Licence")]
    for info in found:
        about = info.description if info.available else f"not available: {info.why_not}. Try: {info.fix}"
        speed = f"{speeds[info.id]:.1f}x" if speeds.get(info.id) else ""
        size = f"{info.size_mb:.0f} MB" if info.size_mb else ""
        rows.append((str(info.id), info.language, size, speed, about, info.licence))
    click.echo(columns(rows, wrap=4))
    if not measure:
        settings_of().note(
            "--measure shows each voice's speed: seconds of sound that one core makes in a second."
        )


def _is_usual(info: VoiceInfo) -> bool:
    """Whether a voice is English and, of an engine's many accents, one of the common two."""
    from voiceguide.speech import find_engine

    return info.english and (
        not find_engine(info.id.engine).worldwide
        or info.id.name == "default"
        or info.language.lower() in {"en-us", "en-gb"}
    )


def _speed(info: VoiceInfo) -> float | None:
    """Seconds of sound made in a second, if the voice can speak here."""
    from voiceguide.speech import measure_speed

    return measure_speed(info.id) if info.available else None


def _play(voice: str, device: str | None) -> None:
    from voiceguide.script import voice_sample

    with own_studio() as studio:
        studio.session(voice_sample(voice)).play(device=device)
