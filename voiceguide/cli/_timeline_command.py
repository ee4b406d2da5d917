"""``voiceguide timeline``: shows what is heard when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options, progress, settings_of
from voiceguide.cli._options import SessionOptions, own_studio, request_options
from voiceguide.cli._streams import to_json
from voiceguide.cli._table import columns
from voiceguide.units import clock

if TYPE_CHECKING:
    from voiceguide.session import Session


@click.command("timeline")
@request_options(script=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON; positions are frames.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw it as a .png or .svg file."
)
@common_options
def command(options: SessionOptions, as_json: bool, plot: Path | None) -> None:
    """Show what is heard when in a SCRIPT or a request."""
    from voiceguide.timeline import to_json as as_values

    if plot is not None:
        from voiceguide.picture import check_picture

        check_picture(plot)
    with progress(settings_of()) as update, own_studio(on_progress=update) as studio:
        session = studio.session(options.make_script(studio))
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
    if session.script.bed is not None:
        lines.append(f"bed: {session.script.bed.sound}, {session.script.bed.level_db:g}dB")
    if session.heard_tone_db is not None:
        lines.append(f"room tone: {session.heard_tone_db:g}dB")
    holds = {hold.start: hold for hold in timeline.holds}
    for chapter in timeline.chapters:
        lines += ["", f"{clock(chapter.start, rate)}  {chapter.title}"]
        rows = []
        for cue in timeline.cues():
            if not chapter.start <= cue.start < chapter.end:
                continue
            if cue.start in holds and cue.kind == "chime":
                hold = holds[cue.start]
                rows.append(("", clock(hold.start, rate), f"hold for {hold.frames / rate:.1f}s"))
            what = f"({cue.chime})" if cue.kind == "chime" else cue.text or ""
            rows.append(("", clock(cue.start, rate), what))
        if rows:
            lines.append(columns(rows, wrap=2))
    return "\n".join(lines)
