"""Colours, sizes and distances of a picture, and what its rows have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.export.picture_envelope import Envelope
    from voiceguide.export.picture_rows import Row
    from voiceguide.timeline.model import Timeline

# Lanes in the colours of Okabe and Ito ("Color Universal Design", 2008), which people with any of the common
# colour-blindnesses tell apart; what carries a meaning of its own differs in shade or form as well.
VOICE, VOICE_PEAK = "#0072B2", "#8ABDDC"
CHIMES, CHIMES_PEAK = "#D55E00", "#EFB48C"
BED, BED_LIGHT = "#009E73", "#A9DCCB"
INK, MUTED, HAIR = "#1C2430", "#5C6675", "#D4D9E0"
SIDES = {None: ("#FFFFFF", INK), "left": ("#DCE1E8", INK), "right": ("#556172", "#FFFFFF")}
"""Fill and text of a chapter's band by side; they differ on a grey printout too."""
HOLD, HOLD_TINT = "#F3DC9B", "#FDF8EA"

BREATHS = {"inhale": ("^", "breathe in"), "exhale": ("v", "breathe out")}
"""Chimes that pace the breath: the form of their mark, and its name in the legend."""
STRIKE = ("D", "strike")
"""The same for all other chimes."""

SIZES = (9.0, 8.0, 7.0)
"""Points; smaller ones are not read on paper."""

# inches
WIDTH, LEFT, RIGHT, EDGE, TOP, BOTTOM = 13.0, 1.25, 0.35, 0.35, 1.25, 0.25
PLOT = WIDTH - LEFT - RIGHT
CHAPTERS, HOLDS, MARKS, WAVE, BED_GAP, BED_STRIP = 0.42, 0.22, 0.2, 0.95, 0.08, 0.42
TICKS, BETWEEN = 0.24, 0.3

LANES = ("voice", "chimes", "bed")

COLUMNS = 1600
"""Of each lane's envelope in a row: about one a dot at 150 dots an inch."""

BED_RANGE_DB = 24
"""How far below its loudest the bed's strip goes: ducking by 8 dB takes a third of it."""


def mark_of(chime: str | None) -> str:
    """The form of a chime's mark."""
    return BREATHS.get(chime or "", STRIKE)[0]


def mark(form: str) -> dict[str, Any]:
    """How a mark is drawn: strikes filled, breaths hollow."""
    return {
        "marker": form,
        "markersize": 4.2,
        "markeredgewidth": 0.8,
        "markeredgecolor": CHIMES,
        "markerfacecolor": CHIMES if form == STRIKE[0] else "#FFFFFF",
    }


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """All that is drawn, measured and ready."""

    timeline: Timeline
    rows: Sequence[Row]
    edges: NDArray[np.int64]
    """First frames of the envelopes' columns, and the end."""
    lanes: Mapping[str, Envelope]

    @property
    def bed_top_db(self) -> int | None:
        """Upper edge of the bed's strip in dBFS, in whole 6 dB; None without a bed that sounds."""
        loudest = float(self.lanes["bed"].rms.max()) if "bed" in self.lanes else 0.0
        return 6 * math.ceil(20 * math.log10(loudest) / 6) if loudest > 0 else None

    @property
    def row_height(self) -> float:
        """Inches of a row without its ticks."""
        bed = BED_GAP + BED_STRIP if self.bed_top_db is not None else 0.0
        return CHAPTERS + HOLDS + MARKS + WAVE + bed

    @property
    def height(self) -> float:
        """Inches of the whole picture."""
        rows = len(self.rows) * (self.row_height + TICKS)
        return TOP + rows + (len(self.rows) - 1) * BETWEEN + BOTTOM

    @property
    def seconds_per_inch(self) -> float:
        """The same for all rows: a minute is a minute wide everywhere."""
        return max(row.end - row.start for row in self.rows) / self.timeline.rate / PLOT

    def seconds(self, frame: int) -> float:
        """A frame's place on the time axis."""
        return frame / self.timeline.rate
