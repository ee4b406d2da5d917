"""``voiceguide timeline``: shows what is heard when."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, progress, settings_of
from voiceguide.cli._options import SessionOptions, own_studio, request_options, strict_option
from voiceguide.cli._streams import to_json
from voiceguide.cli._table import columns
from voiceguide.cli._unheard import tell_unheard
from voiceguide.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.session import Session
    from voiceguide.timeline import HoldSpan, Timeline


@click.command("timeline")
@request_options(script=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON; positions are frames.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw it as a .png or .svg file."
)
@strict_option
@common_options
def command(options: SessionOptions, as_json: bool, plot: Path | None, strict: bool) -> None:
    """Show what is heard when in a SCRIPT or a request."""
    from voiceguide.timeline import to_json as as_values

    if plot is not None:
        from voiceguide.picture import check_picture

        check_picture(plot)
    with progress(settings_of()) as update, own_studio(on_progress=update) as studio:
        session = studio.session(options.late_script(studio))
        tell_unheard(session.timeline, options.script, strict=strict)
        if plot is not None:
            session.draw(plot)
    if as_json:
        click.echo(to_json(as_values(session.timeline, room_tone_db=session.heard_tone_db)))
    elif plot is None:
        click.echo(_table(session))
    if plot is not None:
        settings_of().note(f"Drew {plot}")


def _table(session: Session) -> str:
    timeline = session.timeline
    rate = timeline.rate
    lines = [f"{timeline.title}: {clock(timeline.frames, rate, millis=True)}"]
    if session.heading.bed is not None:
        lines.append(f"bed: {session.heading.bed.sound}, {session.heading.bed.level_db:g}dB")
    if session.heard_tone_db is not None:
        where = ", where the bed is off" if session.has_bed else ""
        lines.append(f"room tone: {session.heard_tone_db:g}dB{where}")
    if session.heading.to_sleep:
        lines.append(_towards_sleep(session))
    for chapter in timeline.chapters:
        lines += ["", f"{clock(chapter.start, rate)}  {chapter.title}"]
        rows = [
            ("", clock(start, rate), what)
            for start, _, what in sorted(_rows(timeline), key=lambda row: row[:2])
            if chapter.start <= start < chapter.end
        ]
        if rows:
            lines.append(columns(rows, wrap=2))
    return "\n".join(lines)


def _towards_sleep(session: Session) -> str:
    """How the session grows softer."""
    from voiceguide.timeline import SOFTEST_DB, fade_frames

    frames, rate = session.timeline.frames, session.timeline.rate
    told = (
        f"to sleep: from {clock(frames // 2, rate)} on ever softer, "
        f"the voice by {-SOFTEST_DB['say']} dB and chimes by {-SOFTEST_DB['chime']} dB at the end"
    )
    if session.has_bed:
        told += f"; the bed fades out from {clock(frames - fade_frames(frames, rate), rate)} on"
    return told


def _rows(timeline: Timeline) -> Iterator[tuple[int, int, str]]:
    """What happens, each with its frame and what comes first at one frame."""
    rate = timeline.rate
    for bed in timeline.beds:
        yield bed.start, 0, f"bed: {bed.sound or 'off'}"
    for before, hold in pairwise((None, *timeline.holds)):
        assert hold is not None  # noqa: S101 (only the first one before is None)
        yield hold.start, 2, f"hold for {hold.frames / rate:.1f}s"
        if before is not None and (gap := hold.start - before.end) > 0 and _is_bare(timeline, before, hold):
            yield before.end, 1, f"{gap / rate:.1f}s until the next hold, for the chime"
    for cue in timeline.cues():
        if cue.kind == "sound":
            yield cue.start, 3, f"(sound) {cue.text or ''}".rstrip()
        else:
            yield cue.start, 3, f"({cue.chime})" if cue.kind == "chime" else cue.text or ""


def _is_bare(timeline: Timeline, before: HoldSpan, hold: HoldSpan) -> bool:
    """Whether one hold follows another with nothing but a chime between them, and time for it to be heard."""
    between = [cue for cue in timeline.cues() if before.end <= cue.start < hold.start]
    return all(cue.kind == "chime" for cue in between) and hold.start - before.end < 10 * timeline.rate
