"""The whole picture: heading, legend, and the rows under one another.

Loads matplotlib, so it is imported when a picture is drawn and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from voiceguide.picture import _style as style
from voiceguide.picture._labels import clean, shortened
from voiceguide.picture._strips import paint_row
from voiceguide.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist

    from voiceguide.picture._style import Sheet
    from voiceguide.timeline import Timeline

_TITLE, _FACTS, _LEGEND = 0.28, 0.68, 0.86
"""Inches from the picture's upper edge: tops of the title and the legend, base line of the facts."""
_TITLE_SIZE = 17.0


def paint(sheet: Sheet) -> Figure:
    """Draw a sheet into a figure of its own."""
    figure = Figure(figsize=(style.WIDTH, sheet.height), facecolor="#FFFFFF")
    _heading(figure, sheet)
    top = sheet.height - style.TOP
    for row in sheet.rows:
        wide = sheet.seconds(row.end - row.start) / sheet.seconds_per_inch
        bottom = top - sheet.row_height
        axes = figure.add_axes(
            (
                style.LEFT / style.WIDTH,
                bottom / sheet.height,
                wide / style.WIDTH,
                sheet.row_height / sheet.height,
            )
        )
        paint_row(axes, sheet, row)
        top = bottom - style.TICKS - style.BETWEEN
    return figure


def _heading(figure: Figure, sheet: Sheet) -> None:
    left = style.EDGE / style.WIDTH
    room = style.WIDTH - style.EDGE - style.RIGHT
    title = shortened(clean(sheet.timeline.title), room, _TITLE_SIZE, "bold")
    figure.text(
        left, 1 - _TITLE / sheet.height, title, size=_TITLE_SIZE, weight="bold", color=style.INK, va="top",
        parse_math=False,
    )  # fmt: skip
    figure.text(left, 1 - _FACTS / sheet.height, _facts(sheet.timeline), size=11, color=style.MUTED)
    figure.legend(
        handles=list(_legend(sheet)),
        loc="upper left",
        bbox_to_anchor=(left, 1 - _LEGEND / sheet.height),
        ncols=99,
        frameon=False,
        fontsize=style.SIZES[0],
        labelcolor=style.INK,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.6,
        handletextpad=0.5,
        columnspacing=1.6,
    )


def _facts(timeline: Timeline) -> str:
    """How long the session is, and what is in it."""
    held = sum(hold.frames for hold in timeline.holds)
    facts = [clock(timeline.frames, timeline.rate)]
    if timeline.chapters:
        facts.append(_counted(len(timeline.chapters), "chapter"))
    if timeline.holds:
        facts.append(f"{_counted(len(timeline.holds), 'hold')}, {clock(held, timeline.rate)} in all")
    return "   \N{MIDDLE DOT}   ".join(facts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _legend(sheet: Sheet) -> Iterator[Artist]:
    """Samples of what the picture has in it, and of nothing else."""
    timeline = sheet.timeline
    sides = {chapter.side for chapter in timeline.chapters}
    for side in ("left", "right"):
        if side in sides:
            yield Patch(fc=style.SIDES[side][0], ec=style.MUTED, lw=0.6, label=f"{side} side")
    if timeline.holds:
        yield Patch(fc=style.HOLD, ec=style.MUTED, lw=0.6, label="hold")
    if "voice" in sheet.lanes:
        yield Patch(fc=style.VOICE, label="voice")
    if "chimes" in sheet.lanes:
        yield Patch(fc=style.CHIMES, label="chimes")
    if "sounds" in sheet.lanes:
        yield Patch(fc=style.SOUNDS, label="sounds")
    forms = {style.mark_of(cue.chime) for cue in timeline.cues() if cue.kind == "chime"}
    for form, name in (style.STRIKE, *style.BREATHS.values()):
        if form in forms:
            yield Line2D([], [], linestyle="none", label=name, **style.mark(form))
    if "bed" in sheet.strips():
        yield Patch(fc=style.BED_LIGHT, ec=style.BED, lw=0.9, label="bed")
