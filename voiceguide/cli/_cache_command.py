"""``voiceguide cache``: the clips that were spoken already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, settings_of
from voiceguide.cli._options import read_as
from voiceguide.cli._table import columns
from voiceguide.units import parse_duration

if TYPE_CHECKING:
    from voiceguide.export.mp3 import FrameCache
    from voiceguide.speech import ClipCache


@click.group("cache")
@common_options
def command() -> None:
    """Look after the clips that were spoken already."""


def _caches() -> tuple[ClipCache, FrameCache]:
    """The clips, and the encoded frames beside them."""
    from voiceguide.export.mp3 import FrameCache
    from voiceguide.speech import ClipCache, locate

    root = locate(settings_of().cache_dir)
    return ClipCache(root), FrameCache(root)


@command.command("info")
@common_options
def info() -> None:
    """Say where the clips are, how many, and in which voices."""
    clips, frames = _caches()
    found = clips.info()
    files, size = frames.size()
    rows = [("folder", str(found.root)), ("clips", f"{found.clips} ({found.size / 1e6:.1f} MB)")]
    rows += [(f"  {voice}", str(count)) for voice, count in sorted(found.voices.items())]
    rows.append(("encoded", f"{files} ({size / 1e6:.1f} MB)"))
    click.echo(columns(rows))


@command.command("verify")
@common_options
def verify() -> None:
    """Read every clip, and remove those that are damaged; they are spoken again when needed."""
    clips, frames = _caches()
    good, bad = clips.verify()
    also_good, also_bad = frames.verify()
    for name in bad + also_bad:
        click.echo(f"removed: {name}")
    click.echo(f"{good} good, {len(bad)} damaged; {also_good} encoded good, {len(also_bad)} damaged")


@command.command("prune")
@click.option("--max-mb", type=click.FloatRange(0), metavar="MB", help="Keep at most this much.")
@click.option(
    "--older-than",
    callback=read_as(parse_duration),
    metavar="TIME",
    help="Remove what was not used for so long: 4h.",
)
@click.option("--older-than-days", type=click.FloatRange(0), metavar="DAYS", help="The same in days.")
@common_options
def prune(max_mb: float | None, older_than: int | None, older_than_days: float | None) -> None:
    """Remove clips, the least recently used first."""
    if max_mb is None and older_than is None and older_than_days is None:
        raise click.UsageError("say what to remove: --max-mb, --older-than or --older-than-days")
    age = older_than / 1000 if older_than is not None else None
    if older_than_days is not None:
        age = older_than_days * 86_400
    clips, frames = _caches()
    most = None if max_mb is None else int(max_mb * 1e6)
    count, size = clips.prune(max_bytes=most, older_than_s=age)
    # what is encoded is made again in no time, so it gets the room that the clips leave
    size += frames.prune(None if most is None else max(0, most - clips.info().size), age)
    click.echo(f"removed {count} clips, {size / 1e6:.1f} MB")


@command.command("clear")
@common_options
def clear() -> None:
    """Remove all clips; nothing is lost that cannot be spoken again."""
    clips, frames = _caches()
    frames.prune(0)
    click.echo(f"removed {clips.clear()} clips")
