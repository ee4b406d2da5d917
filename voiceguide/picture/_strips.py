"""One row of a picture: its strips, from the chapters at the top to the times below.

Loads matplotlib, so it is imported when a picture is drawn and not before. In a row's axes x is seconds of
the session and y is inches from the row's lower edge, so that texts can be measured against strips.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from voiceguide.picture import _style as style
from voiceguide.picture._labels import chapter_label, fitting, width
from voiceguide.picture._rows import tick_seconds
from voiceguide.units import clock, seconds_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from voiceguide.picture._rows import Row
    from voiceguide.picture._style import Sheet
    from voiceguide.timeline import HoldSpan

_MARGIN = 0.07
"""Inches that a band keeps free beside its text, both sides together."""


def paint_row(axes: Axes, sheet: Sheet, row: Row) -> None:
    """Draw a row into axes that are as wide and as high as it is."""
    axes.set_xlim(sheet.seconds(row.start), sheet.seconds(row.end))
    axes.set_ylim(0.0, sheet.row_height)
    axes.set_axis_off()
    painter = _RowPainter(axes, sheet, row)
    strips = {
        "chapters": painter.chapters,
        "holds": painter.holds,
        "chimes": painter.marks,
        "sound": painter.waves,
        "bed": painter.bed,
    }
    top = sheet.row_height
    for name, height in sheet.strips().items():
        bottom = top - height
        strips[name](bottom, height)
        painter.aside(bottom + height / 2, name)
        top = bottom - style.GAP
    painter.times()


@dataclass(frozen=True, slots=True)
class _RowPainter:
    """Draws strips, each from a ``bottom`` and with a given height, in inches."""

    axes: Axes
    sheet: Sheet
    row: Row

    def chapters(self, bottom: float, height: float) -> None:
        for chapter in self.sheet.timeline.chapters:
            part = self._part(chapter.start, chapter.end)
            if part is None:
                continue
            fill, ink = style.SIDES[chapter.side]
            self._block(part, bottom, height, fill, style.MUTED)
            self._label(
                part,
                bottom + height / 2,
                chapter_label(chapter, self._room(part), style.SIZES),
                ink,
            )
            if part[0] > self.row.start:
                x = self.sheet.seconds(part[0])
                self.axes.plot([x, x], [0.0, bottom], color=style.HAIR, lw=0.8, zorder=2)

    def holds(self, bottom: float, height: float) -> None:
        for hold in self.sheet.timeline.holds:
            part = self._part(hold.start, hold.end)
            if part is None:
                continue
            self._block(part, 0.0, bottom, style.HOLD_TINT, "none", zorder=0)
            self._block(part, bottom, height, style.HOLD, style.MUTED)
            # a hold that rows break says its length once, where most of it is
            if self.row == self.sheet.home(hold):
                found = fitting(_lengths(hold, self.sheet.timeline.rate), self._room(part), style.SIZES)
                self._label(part, bottom + height / 2, found, style.INK)

    def marks(self, bottom: float, height: float) -> None:
        """Where chimes begin: their sound alone is too faint to be found in a wide picture."""
        for form, places in self._struck().items():
            self.axes.plot(
                places,
                [bottom + height / 2 + style.lift(form)] * len(places),
                linestyle="none",
                **style.mark(form),
                zorder=5,
                clip_on=False,
            )

    def waves(self, bottom: float, height: float) -> None:
        """The voice over the chimes, mirrored as sound editors do: light to the peak, dark to the RMS."""
        middle, half = bottom + height / 2, height / 2
        ends = self.sheet.seconds(self.row.start), self.sheet.seconds(self.row.end)
        for part in (-1.0, -0.5, 0.5, 1.0):
            self.axes.plot(ends, [middle + part * half] * 2, color=style.HAIR, lw=0.5, zorder=1)
        self.axes.plot(ends, [middle] * 2, color=style.MUTED, lw=0.5, zorder=4)
        columns, seconds = self._columns()
        for name, light, dark in (
            ("chimes", style.CHIMES_PEAK, style.CHIMES),
            ("sounds", style.SOUNDS_PEAK, style.SOUNDS),
            ("voice", style.VOICE_PEAK, style.VOICE),
        ):
            if name in self.sheet.lanes:
                lane = self.sheet.lanes[name]
                for level, colour in ((lane.peak[columns], light), (lane.rms[columns], dark)):
                    reach = np.minimum(level, 1.0) * half
                    # only where there is sound, a fraction of a session: the SVG is as much smaller
                    where = _widened(reach > 0)
                    self.axes.fill_between(
                        seconds, middle - reach, middle + reach, where=where, color=colour, lw=0, zorder=3
                    )
        self._scale(middle + half, 0)
        self._scale(middle + half / 2, -6)

    def bed(self, bottom: float, height: float) -> None:
        """The bed's level on a scale of decibels, where ducking by a few of them is seen."""
        top_db = self.sheet.bed_top_db()
        columns, seconds = self._columns()
        floor = style.BED_RANGE_DB
        db = 20 * np.log10(np.maximum(self.sheet.lanes["bed"].rms[columns], 1e-9)) - top_db
        reach = bottom + height * np.clip(1 + db / floor, 0.0, 1.0)
        self.axes.fill_between(seconds, bottom, reach, color=style.BED_LIGHT, lw=0, zorder=3)
        self.axes.plot(seconds, reach, color=style.BED, lw=0.9, zorder=4)
        ends = self.sheet.seconds(self.row.start), self.sheet.seconds(self.row.end)
        for part in (0.0, 1.0):
            self.axes.plot(ends, [bottom + part * height] * 2, color=style.HAIR, lw=0.5, zorder=1)
            self._scale(bottom + part * height, round(top_db - (1 - part) * floor))

    def times(self) -> None:
        """Ticks with their times under the row."""
        rate = self.sheet.timeline.rate
        widest = width(clock(self.sheet.timeline.frames, rate), style.SIZES[0])
        labelled, small = tick_seconds(self.sheet.seconds_per_inch, widest)
        start, end = self.sheet.seconds(self.row.start), self.sheet.seconds(self.row.end)
        self.axes.plot([start, end], [0.0, 0.0], color=style.MUTED, lw=0.8, zorder=4)
        for second in range(-(-self.row.start // (rate * small)) * small, int(end) + 1, small):
            long = second % labelled == 0
            self.axes.plot(
                [second] * 2, [0.0, -0.07 if long else -0.04], color=style.MUTED, lw=0.8, clip_on=False
            )
            if long:
                self._text(second, -0.1, clock(second, 1), style.SIZES[0], va="top")

    def aside(self, y: float, name: str) -> None:
        """A strip's name, left of it."""
        x = self.sheet.seconds(self.row.start) - (style.LEFT - style.EDGE) * self.sheet.seconds_per_inch
        self._text(x, y, name, style.SIZES[0], ha="left", color=style.MUTED)

    def _scale(self, y: float, db: int) -> None:
        x = self.sheet.seconds(self.row.start) - 0.07 * self.sheet.seconds_per_inch
        told = f"{db} dB".replace("-", "\N{MINUS SIGN}")
        self._text(x, y, told, style.SIZES[-1], ha="right", color=style.MUTED)

    def _struck(self) -> dict[str, list[float]]:
        """Onsets of the row's chimes in seconds, by the form of their mark."""
        struck: dict[str, list[float]] = {}
        for cue in self.sheet.timeline.cues():
            if cue.kind == "chime" and self.row.start <= cue.start < self.row.end:
                struck.setdefault(style.mark_of(cue.chime), []).append(self.sheet.seconds(cue.start))
        return struck

    def _columns(self) -> tuple[slice, NDArray[np.float64]]:
        """The row's columns, with one more on each side for lines to run on, and their middles in seconds."""
        edges = self.sheet.edges
        first, last = np.searchsorted(edges, [self.row.start, self.row.end])
        columns = slice(max(0, int(first) - 1), min(len(edges) - 1, int(last) + 1))
        middles = (edges[:-1] + edges[1:])[columns] / (2 * self.sheet.timeline.rate)
        return columns, middles

    def _part(self, start: int, end: int) -> tuple[int, int] | None:
        """What of a stretch is in the row."""
        start, end = max(start, self.row.start), min(end, self.row.end)
        return (start, end) if start < end else None

    def _room(self, part: tuple[int, int]) -> float:
        """Inches for a text in a part of the row."""
        return self.sheet.seconds(part[1] - part[0]) / self.sheet.seconds_per_inch - _MARGIN

    def _block(
        self,
        part: tuple[int, int],
        bottom: float,
        height: float,
        fill: str,
        edge: str,
        *,
        zorder: float = 2.5,
    ) -> None:
        x, long = self.sheet.seconds(part[0]), self.sheet.seconds(part[1] - part[0])
        self.axes.add_patch(
            Rectangle(
                (x, bottom),
                long,
                height,
                facecolor=fill,
                edgecolor=edge,
                lw=0.6,
                zorder=zorder,
                clip_on=False,
            )
        )

    def _label(self, part: tuple[int, int], y: float, found: tuple[str, float] | None, color: str) -> None:
        if found:
            told, size = found
            self._text(self.sheet.seconds(part[0] + part[1]) / 2, y, told, size, color=color)

    def _text(
        self, x: float, y: float, told: str, size: float, *, ha: str = "center", va: str = "center_baseline",
        color: str = style.INK,
    ) -> None:  # fmt: skip
        self.axes.text(
            x, y, told, size=size, ha=ha, va=va, color=color, zorder=6, linespacing=1.15, parse_math=False
        )


def _lengths(hold: HoldSpan, rate: int) -> tuple[str, ...]:
    """How long a hold is, to the nearest second, the fullest first."""
    seconds = seconds_of(hold.frames, rate)
    if seconds < 60:
        return (f"{seconds} s",)
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes} min {rest} s" if rest else f"{minutes} min", clock(seconds, 1))


def _widened(sounding: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """With a column more at both sides, so that a sound of one column has an area."""
    wider = sounding.copy()
    wider[1:] |= sounding[:-1]
    wider[:-1] |= sounding[1:]
    return wider
