"""Time and level: what people write, what is counted in, and the only conversions between them that round.

People write durations as text (``45s``, ``1m30s``, ``1:30``, ``1,5 min``). Inside a script they are whole
milliseconds (:data:`Ms`), and after layout they are whole frames (:data:`Frames`). At 48 and 24 kHz a
millisecond is a whole number of frames, so nothing is rounded there at all.
"""

from voiceguide.units._conversions import (
    MAX_DURATION_MS,
    Frames,
    Ms,
    clock,
    frames_down,
    frames_in,
    frames_of,
    frames_up,
    gain_of,
    ms_down,
    ms_of,
    ms_up,
    nearest_ms,
    resampled_frames,
    seconds_down,
    seconds_of,
    seconds_up,
)
from voiceguide.units._duration import format_duration, parse_duration
from voiceguide.units._level import parse_level
from voiceguide.units._position import parse_position
from voiceguide.units._span import Span
from voiceguide.units._spellings import DURATION_PATTERN, LEVEL_PATTERN, POSITION_PATTERN, RANGE_PATTERN

__all__ = [
    "DURATION_PATTERN",
    "LEVEL_PATTERN",
    "MAX_DURATION_MS",
    "POSITION_PATTERN",
    "RANGE_PATTERN",
    "Frames",
    "Ms",
    "Span",
    "clock",
    "format_duration",
    "frames_down",
    "frames_in",
    "frames_of",
    "frames_up",
    "gain_of",
    "ms_down",
    "ms_of",
    "ms_up",
    "nearest_ms",
    "parse_duration",
    "parse_level",
    "parse_position",
    "resampled_frames",
    "seconds_down",
    "seconds_of",
    "seconds_up",
]
