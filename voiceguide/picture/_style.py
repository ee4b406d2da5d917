"""Colours, sizes and distances of a picture, and what its rows have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.picture._envelope import Envelope
    from voiceguide.picture._rows import Row
    from voiceguide.timeline import HoldSpan, Timeline

# Lanes in the colours of Okabe and Ito ("Color Universal Design", 2008), which people with any of the common
# colour-blindnesses tell apart; what carries a meaning of its own differs in shade or form as well.
VOICE, VOICE_PEAK = "#0072B2", "#8ABDDC"
CHIMES, CHIMES_PEAK = "#D55E00", "#EFB48C"
SOUNDS, SOUNDS_PEAK = "#CC79A7", "#E8C3D7"
BED, BED_LIGHT = "#009E73", "#A9DCCB"
INK, MUTED, HAIR = "#1C2430", "#5C6675", "#D4D9E0"
SIDES = {None: ("#FFFFFF", INK), "left": ("#DCE1E8", INK), "right": ("#556172", "#FFFFFF")}
"""Fill and text of a chapter's band by side; they differ on a grey printout too."""
HOLD, HOLD_TINT = "#F3DC9B", "#FDF8EA"

BREATHS = {"inhale": ("^", "breathe in"), "exhale": ("v", "breathe out"), "hold": (".", "breath held")}
"""Chimes that pace the breath: the form of their mark, and its name in the legend."""
_ALIKE = {"sip": "inhale", "rest": "hold"}
"""Chimes that are drawn as others are."""
STRIKE = ("D", "strike")
"""The same for all other chimes."""

SIZES = (9.0, 8.0, 7.0)
"""Points; smaller ones are not read on paper."""

# inches
WIDTH, LEFT, RIGHT, EDGE, TOP, BOTTOM = 13.0, 1.25, 0.35, 0.35, 1.25, 0.25
PLOT = WIDTH - LEFT - RIGHT
STRIPS = {"chapters": 0.42, "holds": 0.2, "chimes": 0.2, "sound": 0.95, "bed": 0.42}
GAP, TICKS, BETWEEN = 0.04, 0.24, 0.3

LANES = ("voice", "chimes", "sounds", "bed")

COLUMNS = 1600
"""Of each lane's envelope in a row: about one a dot at 150 dots an inch."""

BED_RANGE_DB = 24
"""How far below its loudest the bed's strip goes: ducking by 8 dB takes a third of it."""


def mark_of(chime: str | None) -> str:
    """The form of a chime's mark."""
    return BREATHS.get(_ALIKE.get(chime or "", chime or ""), STRIKE)[0]


def lift(form: str) -> float:
    """How far above the middle of its strip a mark sits, in inches: breaths in and out step aside."""
    return {"^": 0.035, "v": -0.035}.get(form, 0.0)


def mark(form: str) -> dict[str, Any]:
    """How a mark is drawn: strikes filled, breaths hollow."""
    return {
        "marker": form,
        "markersize": 4.2 if form == STRIKE[0] else 3.6,
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

    def strips(self) -> dict[str, float]:
        """Names and heights in inches of a row's strips from the top, of what the session has only."""
        timeline = self.timeline
        there = {
            "chapters": bool(timeline.chapters),
            "holds": bool(timeline.holds),
            "chimes": any(cue.kind == "chime" for cue in timeline.cues()),
            "sound": not self.lanes.keys().isdisjoint({"voice", "chimes", "sounds"}),
            # a silent bed has no level that could be drawn
            "bed": "bed" in self.lanes and bool(self.lanes["bed"].rms.any()),
        }
        return {name: STRIPS[name] for name, is_there in there.items() if is_there}

    def bed_top_db(self) -> int:
        """Upper edge of the bed's strip in dBFS: its loudest column, up to the next 6 dB."""
        return 6 * math.ceil(20 * math.log10(float(self.lanes["bed"].rms.max())) / 6)

    @property
    def row_height(self) -> float:
        """Inches of a row without its ticks."""
        heights = self.strips().values()
        return sum(heights) + GAP * max(len(heights) - 1, 1)

    def home(self, hold: HoldSpan) -> Row:
        """The row that most of a hold is in."""
        return max(self.rows, key=lambda row: min(hold.end, row.end) - max(hold.start, row.start))

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
