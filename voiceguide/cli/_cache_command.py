"""``voiceguide cache``: manages what is kept from earlier runs: clips, encoded frames and memos."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, settings_of
from voiceguide.cli._options import read_as
from voiceguide.cli._table import columns
from voiceguide.units import parse_duration

if TYPE_CHECKING:
    from voiceguide.speech import ClipCache


@click.group("cache")
@common_options
def command() -> None:
    """Manage the cache of spoken clips."""


@command.command("info")
@common_options
def info() -> None:
    """Show where the cache is and what it holds, by kind."""
    from voiceguide.store import CLIP, KINDS

    clips = _clips()
    found = clips.info()
    rows = [("folder", str(found.root)), ("clips", f"{found.clips} ({found.size / 1e6:.1f} MB)")]
    rows += [(f"  {voice}", str(count)) for voice, count in sorted(found.voices.items())]
    for kind in KINDS:
        if kind is not CLIP:
            sizes = [entry.size for _, entry in clips.store.entries(kind)]
            rows.append((kind.name, f"{len(sizes)} ({sum(sizes) / 1e6:.1f} MB)"))
    click.echo(columns(rows))


@command.command("verify")
@common_options
def verify() -> None:
    """Check every entry and remove damaged ones; they are made again when needed."""
    from voiceguide.store import CLIP, KINDS

    clips = _clips()
    whole, removed = clips.verify()
    found = [f"clips: {whole} good, {len(removed)} damaged"]
    for kind in KINDS:
        if kind is not CLIP:
            also_whole, also_removed = clips.store.verify(kind)
            removed += also_removed
            found.append(f"{kind.name}: {also_whole} good, {len(also_removed)} damaged")
    for name in removed:
        click.echo(f"removed: {name}")
    click.echo("; ".join(found))


@command.command("prune")
@click.option("--max-mb", type=click.FloatRange(0), metavar="MB", help="Keep at most this much.")
@click.option(
    "--older-than",
    callback=read_as(functools.partial(parse_duration, unit=None)),
    metavar="TIME",
    help="Remove what has not been used for this long, such as 4h.",
)
@click.option("--older-than-days", type=click.FloatRange(0), metavar="DAYS", help="The same in days.")
@common_options
def prune(max_mb: float | None, older_than: int | None, older_than_days: float | None) -> None:
    """Remove the least recently used entries."""
    from voiceguide.store import FRAMES, MEMO

    if max_mb is None and older_than is None and older_than_days is None:
        raise click.UsageError("say what to remove: --max-mb, --older-than or --older-than-days")
    age = older_than / 1000 if older_than is not None else None
    if older_than_days is not None:
        age = older_than_days * 86_400
    clips = _clips()
    most = None if max_mb is None else int(max_mb * 1e6)
    count, size = clips.prune(max_bytes=most, older_than_s=age)
    # the rest is made again in no time, so it gets the space that the clips leave
    left = None if most is None else max(0, most - clips.info().size)
    size += clips.store.prune(FRAMES, MEMO, max_bytes=left, older_than_s=age)[1]
    click.echo(f"removed {count} clips, {size / 1e6:.1f} MB")


@command.command("clear")
@common_options
def clear() -> None:
    """Empty the cache; everything in it can be made again."""
    click.echo(f"removed {_clips().clear()} clips")


def _clips() -> ClipCache:
    from voiceguide.speech import ClipCache
    from voiceguide.store import Store, locate

    return ClipCache(Store(locate(settings_of().cache_dir)))
