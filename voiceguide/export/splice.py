"""What of a session is encoded, and kept, as one; and what lies between.

Without a bed a session is digital silence with events in it: an event is a run of cues that sound together.
It is the same wherever it stands, so its frames are kept under a key that says all that is heard in it, and
between events stands one constant frame.

A bed changes everything that it lies under, with its place in the session. But it does not depend on the
session's length: where nothing else is heard, its frames at one place are the same in each session.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide.sources import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.export.frame_cache import FrameCache
    from voiceguide.export.master import Block
    from voiceguide.sound.ducking import Ducking
    from voiceguide.timeline.model import Cue, Timeline

_BEFORE = 2
"""Frames before a sound's own: its first sample lies 1105 samples later in the frames (LAME's delay of 576,
the decoder's of 529), but a block of the transform may begin a frame earlier."""
_AFTER = 3
"""Frames after it, for the delays and the overlap of the last block."""
_APART = 4
"""Least frames between two stretches; what is closer is one, since the encoder still remembers the first."""
CELL = 64
"""Frames of bed that are kept as one: 1.5 s."""


class Sound(Protocol):
    """What can be rendered from any frame on."""

    def blocks(self, size: int = ..., start: int = ...) -> Iterator[Block]:
        """Yield the sound in blocks of ``size`` from frame ``start`` to its end."""
        ...


@dataclass(frozen=True, slots=True)
class Bedding:
    """A bed, as far as joining has to know it."""

    alone: Sound
    """The bed at its level, never ducked."""
    ducking: Ducking
    fade_in: int
    """Frames."""
    fade_out: int
    """Frames."""


@dataclass(frozen=True, slots=True)
class Splicing:
    """What is needed to put a session together from frames that were kept."""

    sound: Sound
    timeline: Timeline
    """The cues that are heard in the sound."""
    cache: FrameCache
    recipe: Mapping[str, Any]
    """All that is heard everywhere: gain, ceiling, the bed's name and level, as JSON types."""
    bedding: Bedding | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames that are encoded as one."""

    first: int
    """Number of its first MPEG frame in the session."""
    frames: int
    heard: tuple[Any, ...]
    """What is heard in it besides the recipe, as JSON types."""
    sound: Sound


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stretch that stands in the session."""

    stretch: Stretch
    skip: int
    """Frames of the stretch before the part."""
    frames: int

    @property
    def first(self) -> int:
        """Number of its first MPEG frame in the session."""
        return self.stretch.first + self.skip


def pieces(splicing: Splicing, frame_samples: int, frames: int) -> list[Piece]:
    """The session's stretches in order; between them is digital silence.

    Parameters
    ----------
    frame_samples : int
        Samples of an MPEG frame.
    frames : int
        MPEG frames of the session.
    """
    bedding, timeline = splicing.bedding, splicing.timeline
    cues = [cue for cue in timeline.cues() if cue.frames]
    if bedding is None:
        events = _events(cues, frame_samples, (0, 0), _APART)
        return [
            _clipped(
                Stretch(first, end - first, _heard(those, first * frame_samples), splicing.sound), frames
            )
            for first, end, those in events
        ]
    rate, duck = timeline.rate, bedding.ducking
    margins = duck.look_ahead_ms * rate // 1000 + 1, duck.release_ms * rate // 1000 + 1
    # the curve of one event must not depend on another: they are one while the bed stays down between them
    apart = max(duck.hold_ms * rate // 1000 // frame_samples, _APART) + 1
    found: list[Piece] = []
    at = 0
    for first, end, those in _events(cues, frame_samples, margins, apart):
        found += _cells(bedding, timeline, frame_samples, at, first)
        place = _place(bedding, timeline, frame_samples, first, end)
        heard = (*place, *_heard(those, first * frame_samples))
        found.append(_clipped(Stretch(first, end - first, heard, splicing.sound), frames))
        at = min(end, frames)
    return [*found, *_cells(bedding, timeline, frame_samples, at, frames)]


def key_of(splicing: Splicing, stretch: Stretch, encoder: tuple[Any, ...]) -> str:
    """Hash of all that is heard in a stretch, how it was made into samples, and these into frames."""
    described = json.dumps(
        [digest_of("sound"), encoder, sorted(splicing.recipe.items()), stretch.frames, stretch.heard]
    )
    return hashlib.sha256(described.encode()).hexdigest()


def _events(
    cues: Iterable[Cue], frame_samples: int, margins: tuple[int, int], apart: int
) -> list[tuple[int, int, list[Cue]]]:
    """Runs of cues that sound together: first MPEG frame, end, and the cues."""
    runs: list[tuple[int, int, list[Cue]]] = []
    for cue in cues:
        first = max(0, (cue.start - margins[0]) // frame_samples - _BEFORE)
        end = -(-(cue.end + margins[1]) // frame_samples) + _AFTER
        if runs and first < runs[-1][1] + apart:
            start, last, those = runs[-1]
            runs[-1] = start, max(last, end), [*those, cue]
        else:
            runs.append((first, end, [cue]))
    return runs


def _heard(cues: list[Cue], start: int) -> tuple[Any, ...]:
    """Clips, each at its place in the stretch and at its level."""
    return tuple((cue.start - start, cue.frames, cue.clip.key, cue.gain_db) for cue in cues)


def _clipped(stretch: Stretch, frames: int) -> Piece:
    """All of a stretch that is in the session: what rings to its very end has its last frames outside."""
    return Piece(stretch, 0, min(stretch.frames, frames - stretch.first))


def _cells(bedding: Bedding, timeline: Timeline, frame_samples: int, first: int, end: int) -> Iterator[Piece]:
    """Bed alone, in stretches that begin at the same places in every session."""
    while first < end:
        start = first // CELL * CELL
        stop = min(start + CELL, end)
        heard = _place(bedding, timeline, frame_samples, start, start + CELL)
        yield Piece(Stretch(start, CELL, heard, bedding.alone), first - start, stop - first)
        first = stop


def _place(bedding: Bedding, timeline: Timeline, frame_samples: int, first: int, end: int) -> tuple[Any, ...]:
    """Where in the bed a stretch is, and how near to its fades."""
    reach = 8 * frame_samples  # the stretch's rolls, and the limiter's sight
    fades_in = first * frame_samples - reach < bedding.fade_in
    fades_out = end * frame_samples + reach > timeline.frames - bedding.fade_out
    return (
        first,
        bedding.fade_in if fades_in else None,
        (bedding.fade_out, timeline.frames) if fades_out else None,
    )
