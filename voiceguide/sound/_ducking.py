"""Ducking: the bed goes down before the voice and comes back slowly after it.

It follows the timeline, not the signal, so it costs nothing, knows what is coming, and is the same wherever
a listener starts.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.units import frames_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound._sound import Identity
    from voiceguide.timeline import CueKind, Timeline


@dataclass(frozen=True, slots=True)
class Ducking:
    """How far and how fast a bed is lowered under the voice."""

    voice_db: float = 8.0
    """How far it goes down under the voice, in decibels."""
    chime_db: float = 3.0
    """How far it goes down under a chime's strike."""
    look_ahead_ms: int = 75
    """It is down when the sound begins, having started this long before."""
    release_ms: int = 500
    """How long it takes to come back."""
    hold_ms: int = 1500
    """It stays down over gaps shorter than this: the pause between two sentences must not pump."""
    chime_ms: int = 1500
    """How much of a chime counts: its strike is to be heard, and its decay may mingle."""


class DuckingCurve:
    """A session's ducking, for any of its frames."""

    def __init__(self, timeline: Timeline, ducking: Ducking | None = None) -> None:
        ducking = ducking or Ducking()
        self._ducking = ducking
        kinds: list[tuple[CueKind, float]] = [("say", ducking.voice_db), ("chime", ducking.chime_db)]
        if any(cue.kind == "sound" for cue in timeline.cues()):
            kinds.append(("sound", ducking.voice_db))
        self._lanes = [(-depth, _ramps(timeline, kind, ducking)) for kind, depth in kinds if depth > 0]

    def decibels(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Level change at frames, 0 or less: where voice and chime meet, the deeper one."""
        curve = np.zeros(len(frames))
        for depth, (places, down) in self._lanes:
            if len(places):
                part = np.interp(frames, places, down)
                # without corners, in decibels, as it is heard
                np.minimum(curve, depth * part * part * (3 - 2 * part), out=curve)
        return curve

    def gain(self, start: int, count: int) -> NDArray[np.float32] | None:
        """Factor for frames ``start`` to ``start + count``, or one, or None where nothing is ducked."""
        end = start + count
        met = [span for _, (places, _) in self._lanes for span in _met(places, start, end)]
        if not met:
            return None
        steady = all(down <= start and up >= end for _, down, up, _ in met)
        curve = self.decibels(np.arange(start, start + (1 if steady else count)))
        return np.asarray(10.0 ** (curve / 20), dtype=np.float32)

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of the curve between two frames.

        Besides the settings these are, for each kind of cue, each span's corners as far as they lie there:
        frames from ``start``, None where the ramp is over or has not begun.
        """
        corners = [
            [
                [
                    *((ahead - start, down - start) if down > start else ()),
                    None,
                    *((up - start, back - start) if up < end else ()),
                ]
                for ahead, down, up, back in _met(places, start, end).tolist()
            ]
            for _, (places, _) in self._lanes
        ]
        return [*astuple(self._ducking), corners]


def _met(places: NDArray[np.int64], start: int, end: int) -> NDArray[np.int64]:
    """The spans that a stretch meets, each with its four corners."""
    spans = places.reshape(-1, 4)
    return spans[(spans[:, 0] < end) & (spans[:, 3] > start)]


def _ramps(
    timeline: Timeline, kind: CueKind, ducking: Ducking
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Corner frames of the curve, and how far down (0 to 1) it is at each."""
    rate = timeline.rate
    counted = frames_of(ducking.chime_ms, rate)
    # a gap has to hold both ramps, or the next one would begin before the last has ended
    least = frames_of(max(ducking.hold_ms, ducking.look_ahead_ms + ducking.release_ms + 1), rate)
    spans: list[list[int]] = []
    for cue in timeline.cues():
        if cue.kind == kind and cue.frames:
            end = cue.end if kind != "chime" else min(cue.end, cue.start + counted)
            if spans and cue.start - spans[-1][1] < least:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([cue.start, end])
    ahead, release = frames_of(ducking.look_ahead_ms, rate), frames_of(ducking.release_ms, rate)
    places = [place for start, end in spans for place in (start - ahead, start, end, end + release)]
    return np.array(places, dtype=np.int64), np.tile([0.0, 1.0, 1.0, 0.0], len(spans))
