"""What of a session is encoded, and kept, as one; and what lies between.

Without a bed a session is digital silence with events in it: an event is a run of cues that sound together.
It is the same wherever it stands, so its frames are kept under a key that says all that is heard in it, and
between events stands one constant frame.

With a bed there is no silence, but from the start of a run of cues on the bed is a function of the run (see
:mod:`voiceguide.sound._bed_clock`). So a session is cut into cells there, counted from each run's start, and a
cell is the same in each session up to the pause that is longer or shorter, whose end is one stretch that is
encoded again.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide._lib.digest import digest_of
from voiceguide.export.mp3._frame_encoder import POST_ROLL, PRE_ROLL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.export._master import Block
    from voiceguide.export.mp3._frame_cache import FrameCache
    from voiceguide.sound import Bed
    from voiceguide.timeline import Cue, Timeline

_BEFORE = 2
"""Frames before a sound's own: its first sample lies 1105 samples later in the frames (LAME's delay of 576,
the decoder's of 529), but a block of the transform may begin a frame earlier."""
_AFTER = 3
"""Frames after it, for the delays and the overlap of the last block."""
_APART = 4
"""Least frames between two stretches; what is closer is one, since the encoder still remembers the first."""
_HEARD_BEFORE, _HEARD_AFTER = PRE_ROLL + 2, POST_ROLL + 2
"""Frames around a stretch that its own depend on: the encoder's rolls, and what the limiter sees around."""
CELL = 48
"""Frames under a bed that are kept as one, about a second: shorter ones are more files, and of longer ones
more is encoded anew at the end of a pause that changed."""


class Sound(Protocol):
    """What can be rendered from any frame on."""

    def blocks(self, size: int = ..., start: int = ...) -> Iterator[Block]:
        """Yield the sound in blocks of ``size`` from frame ``start`` to its end."""
        ...


@dataclass(frozen=True, slots=True)
class Splicing:
    """What is needed to put a session together from frames that were kept."""

    sound: Sound
    timeline: Timeline
    """The cues that are heard in the sound."""
    cache: FrameCache
    recipe: Mapping[str, Any]
    """All that is heard everywhere: gain, ceiling, the bed's name and level, as JSON types."""
    bed: Bed | None = None
    """What lies under it all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames that are kept as one."""

    first: int
    """Number of its first MPEG frame in the session."""
    frames: int
    heard: tuple[Any, ...]
    """What is heard in it besides the recipe, as JSON types."""


def stretches(splicing: Splicing, frame_samples: int, frames: int) -> Iterator[Stretch]:
    """The session's stretches in order; between them is digital silence.

    Parameters
    ----------
    frame_samples : int
        Samples of an MPEG frame.
    frames : int
        MPEG frames of the session.
    """
    cues = [cue for cue in splicing.timeline.cues() if cue.frames]
    if splicing.bed is None:
        for first, end, those in _events(cues, frame_samples, frames):
            yield Stretch(first, end - first, _cues_from(those, first * frame_samples))
        return
    starts, longest = [cue.start for cue in cues], max((cue.frames for cue in cues), default=0)
    for first, end in itertools.pairwise(_cuts(splicing.bed, frame_samples, frames)):
        start = (first - _HEARD_BEFORE) * frame_samples
        stop = (end + _HEARD_AFTER) * frame_samples
        # of cues that are ordered by start, those that may still sound
        coming = bisect.bisect_left(starts, stop)
        near = [cue for cue in cues[bisect.bisect_left(starts, start - longest) : coming] if cue.end > start]
        heard = splicing.bed.heard(start, stop), _cues_from(near, first * frame_samples)
        yield Stretch(first, end - first, heard)


def key_of(splicing: Splicing, stretch: Stretch, encoder: tuple[Any, ...]) -> str:
    """Hash of all that is heard in a stretch, how it was made into samples, and these into frames."""
    described = json.dumps(
        [digest_of("sound"), encoder, sorted(splicing.recipe.items()), stretch.frames, stretch.heard]
    )
    return hashlib.sha256(described.encode()).hexdigest()


def _events(cues: Iterable[Cue], frame_samples: int, frames: int) -> list[tuple[int, int, list[Cue]]]:
    """Runs of cues that sound together: first MPEG frame, end, and the cues."""
    runs: list[tuple[int, int, list[Cue]]] = []
    for cue in cues:
        first = max(0, cue.start // frame_samples - _BEFORE)
        # what rings to the session's very end would have its last frames outside
        end = min(-(-cue.end // frame_samples) + _AFTER, frames)
        if runs and first < runs[-1][1] + _APART:
            start, last, those = runs[-1]
            runs[-1] = start, max(last, end), [*those, cue]
        else:
            runs.append((first, end, [cue]))
    return runs


def _cues_from(cues: Iterable[Cue], start: int) -> tuple[Any, ...]:
    """Clips, each at its place from a frame on and at its level."""
    return tuple((cue.start - start, cue.frames, cue.clip.key, cue.gain_db) for cue in cues)


def _cuts(bed: Bed, frame_samples: int, frames: int) -> list[int]:
    """Where a session with a bed is cut into stretches: MPEG frames, from 0 to the session's end."""
    passages = bed.clock.passages
    # as soon as nothing of a cross-fade is heard any more, and as long as nothing of the next one is
    starts = [0, *(passage.alone // frame_samples + _HEARD_BEFORE for passage in passages[1:])]
    limits = [*(passage.start // frame_samples - _HEARD_AFTER for passage in passages[1:]), frames]
    cuts: list[int] = []
    for start, limit in zip(starts, limits, strict=True):
        cuts += range(start, max(limit, start) + 1, CELL)
    # the end lies in the last cell, or is its end
    return [*(cut for cut in cuts if cut < frames), frames]
