"""``voiceguide export``: writes a session to an audio file."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, progress, settings_of
from voiceguide.cli._options import SessionOptions, own_studio, request_options, strict_option
from voiceguide.cli._streams import PIPE, sound_file
from voiceguide.cli._unheard import tell_unheard
from voiceguide.compose import DEFAULT_LENGTH_MS
from voiceguide.export import (
    CAPTION_FORMATS,
    FORMATS,
    PRESETS,
    SAMPLE_BYTES,
    Encoding,
    check_target,
    write_captions,
)
from voiceguide.sound import TARGET_LUFS
from voiceguide.units import clock, frames_of

if TYPE_CHECKING:
    from voiceguide.export import ExportReport
    from voiceguide.session import Session

_M_MMAP_THRESHOLD = -3  # malloc.h
_NEAR_LU = 0.5
"""How far from what was asked for a loudness may be before it is told."""


@click.command("export")
@request_options(script=True)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"File to write; its suffix ({' '.join(FORMATS)}) chooses the format. - is stdout.",
)
@click.option(
    "--format",
    "suffix",
    type=click.Choice([suffix.removeprefix(".") for suffix in FORMATS]),
    help="The format, where the output is stdout.",
)
@click.option(
    "--preset", type=click.Choice(tuple(PRESETS)), help="Loudness and rate for a purpose. [podcast]"
)
@click.option("--small", is_flag=True, help="The same as --preset phone: 24 kHz mono, half the bit rate.")
@click.option("--bit-rate", type=click.IntRange(8, 512), metavar="KBPS", help="In kbit/s. [128 in an MP3]")
@click.option(
    "--vbr",
    type=click.IntRange(0, 9),
    metavar="N",
    help="MP3 with a variable bit rate, 0 (best) to 9 (smallest).",
)
@click.option(
    "--samples", type=click.Choice(tuple(SAMPLE_BYTES)), help="Sample format of WAV or FLAC. [int16]"
)
@click.option(
    "--loudness",
    type=click.FloatRange(-40, -8),
    metavar="LUFS",
    help="Integrated loudness. [the preset's: -16]",
)
@click.option("--title", help="The file's title tag. [the script's]")
@click.option("--artist", help="The file's artist tag. [voiceguide]")
@click.option("--comment", help="The file's comment tag.")
@click.option(
    "--captions",
    type=click.Choice([suffix.removeprefix(".") for suffix in CAPTION_FORMATS]),
    multiple=True,
    help="Also write captions; may be repeated.",
)
@click.option("--stems", is_flag=True, help="Also write voice, chimes and bed as separate files.")
@click.option("--no-voice", is_flag=True, help="Leave out the voice: only chimes and bed.")
@strict_option
@common_options
def command(
    options: SessionOptions,
    output: Path,
    suffix: str | None,
    preset: str | None,
    small: bool,
    bit_rate: int | None,
    vbr: int | None,
    samples: str | None,
    loudness: float | None,
    title: str | None,
    artist: str | None,
    comment: str | None,
    captions: tuple[str, ...],
    stems: bool,
    no_voice: bool,
    strict: bool,
) -> None:
    """Write a SCRIPT's or a request's session to an audio file.

    SCRIPT may be - for stdin.
    """
    if output == PIPE and (captions or stems):
        raise click.UsageError("--captions and --stems need a file's name to stand beside; name it with -o")
    _give_memory_back()
    settings = settings_of()
    if small and preset not in {None, "phone"}:
        raise click.UsageError(f"--small means --preset phone, not {preset}; give one of them")
    chosen = PRESETS["phone" if small else preset or "podcast"]
    is_piped = output == PIPE
    with sound_file(output, suffix) as path:
        if bit_rate is None and vbr is None and path.suffix.lower() == ".mp3":
            bit_rate = chosen.mp3_kbps
        encoding = Encoding(bit_rate, vbr, samples)  # type: ignore[arg-type]
        # Fail early on what cannot be written, before a minute is spent on speech.
        frames = frames_of(options.length_ms or DEFAULT_LENGTH_MS, chosen.rate)
        check_target(path, rate=chosen.rate, channels=chosen.channels, frames=frames, encoding=encoding)
        with (
            progress(settings) as update,
            own_studio(
                rate=chosen.rate,
                channels=chosen.channels,
                loudness=chosen.loudness if loudness is None else loudness,
                room_tone=chosen.room_tone,
                on_progress=update,
            ) as studio,
        ):
            if options.script is None:  # a script may name another voice
                studio.warm_up(options.heading.voice, if_empty=True)
            session = studio.session(options.late_script(studio))
            tell_unheard(session.timeline, options.script, strict=strict)
            if no_voice:
                session = session.without_voice()
            given = {"title": title, "artist": artist, "comment": comment}
            tags = replace(session.tags(), **{key: text for key, text in given.items() if text})
            written = session.export(path, encoding=encoding, tags=tags)
            others = session.export_stems(path, encoding=encoding, tags=tags) if stems else []
            stats = studio.stats
        beside = [path.with_suffix(f".{kind}") for kind in captions]
        for captioned in beside:
            write_captions(captioned, session.timeline)
        click.echo(_told(written, session, "stdout" if is_piped else str(written.path)), err=is_piped)
        click.echo(f"  {stats.clips} clips, {stats.from_cache} from the cache", err=is_piped)
        if told := _missed(written, session):
            settings.note(told)
        for other in [*(stem.path for stem in others), *beside]:
            click.echo(f"  also wrote {other}", err=is_piped)
    if is_piped or options.script == PIPE:
        return
    settings.note(f"Play it with any player, or straight from here: {_again(options)}")


def _told(written: ExportReport, session: Session, name: str) -> str:
    length = clock(written.frames, session.rate, millis=True)
    size = written.bytes / 1e6
    chapters = len(session.timeline.chapters)
    lufs = f", {written.lufs:.1f} LUFS" if written.lufs is not None else ""
    kbps = f", {written.bytes * 8 / written.seconds / 1000:.0f} kbit/s" if written.seconds else ""
    return (
        f"{name}: {length} ({written.frames} frames at {session.rate} Hz), {size:.1f} MB{kbps}{lufs}, "
        f"{chapters} chapters"
    )


def _missed(written: ExportReport, session: Session) -> str | None:
    """One line about a loudness that was not reached."""
    asked, lufs = session.loudness, written.lufs
    # at the usual loudness, a session with hardly any voice is left as quiet as it is meant to be
    if asked == TARGET_LUFS or lufs is None or abs(lufs - asked) <= _NEAR_LU:
        return None
    why = "lifted further, it would be crushed, or its chimes would be too loud"
    return f"The session is at {lufs:.1f} LUFS, and not at {asked:g}: {why}."


def _again(options: SessionOptions) -> str:
    """The command line that plays the same session."""
    program = "voiceguide" if shutil.which("voiceguide") else sys.argv[0]
    return shlex.join([program, "play", *options.words()])


def _give_memory_back() -> None:
    """Have glibc map arrays of over a megabyte, and so return them, as it does at a program's start.

    Otherwise it raises that threshold whenever one is freed, and its threads' heaps hold on to the rest:
    20 MB for four hours with a bed.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1 << 20)
