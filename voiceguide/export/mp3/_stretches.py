"""What of a sound is encoded, and kept, as one; and what lies between.

Without a bed a session is a room tone, or digital silence, with events in it: an event is a run of cues that
sound together. It is the same wherever it stands, so its frames are kept under the identity of what is heard
in it. Between events stands one constant frame of silence, again and again, or the frames of the room tone's
loop. Where the loop passes over to its beginning before the next event is one short stretch, which depends on
nothing but the loop's place: so there are as many of them as frames in the loop, whatever is heard.

With a bed there is no silence, but from the start of a run of cues on the bed is a function of the run (see
:mod:`voiceguide.sound._bed_clock`). So a session is cut into cells there, counted from each run's start, and
a cell is the same in each session up to the pause that is longer or shorter, whose end is one stretch that is
encoded again.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.export.mp3._frame_encoder import POST_ROLL, PRE_ROLL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.sound import Identity, Loop, Sections, Sound

_BEFORE = 2
"""Frames before a sound's own: its first sample lies 1105 samples later in the frames (LAME's delay of 576,
the decoder's of 529), but a block of the transform may begin a frame earlier."""
_AFTER = 3
"""Frames after it, for the delays and the overlap of the last block."""
_BEFORE_IN_LOOP = 4
"""Frames before a sound's own where a loop goes on before it: with the encoder's pre-roll these are as many
as a passage has there (:mod:`voiceguide.sound._bed_clock`)."""
_APART = 4
"""Least frames between two stretches; what is closer is one, since the encoder still remembers the first."""
_HEARD_BEFORE, _HEARD_AFTER = PRE_ROLL + 2, POST_ROLL + 2
"""Frames around a stretch that its own depend on: the encoder's rolls, and as much as a limiter sees around
them."""
CELL = 48
"""Frames under a bed that are kept as one, about a second: shorter ones are more files, and of longer ones
more is encoded again at the end of a pause that changed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames that are kept as one."""

    first: int
    """Number of its first MPEG frame in the session."""
    frames: int
    identity: Identity
    """Of all samples that its frames depend on."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Frames in which nothing is heard but silence or a loop."""

    first: int
    """Number of its first MPEG frame in the session."""
    frames: int
    place: int = 0
    """Frame of the loop that it begins with."""


def stretches(sound: Sound, frame_samples: int, frames: int) -> Iterator[Stretch | Gap]:
    """The stretches of a sound, and the gaps between them, in order and without a frame left out.

    Parameters
    ----------
    frame_samples : int
        Samples of an MPEG frame.
    frames : int
        MPEG frames of the session.
    """
    sections = sound.sections()
    if sections.silent_between:
        at = 0
        for first, end in _events(sections.spans, frame_samples, frames):
            if first > at:
                yield Gap(at, first - at)
            # what the encoder's rolls reach beyond an event is silence
            yield Stretch(first, end - first, sound.identity(first * frame_samples, end * frame_samples))
            at = end
        if at < frames:
            yield Gap(at, frames - at)
        return
    if sections.loop is not None and _is_on_grid(sections, sections.loop, frame_samples):
        parts = _in_loop(sections, sections.loop.period // frame_samples, frame_samples, frames)
    else:
        parts = (
            (first, end, None) for first, end in itertools.pairwise(_cuts(sections, frame_samples, frames))
        )
    for first, end, place in parts:
        if place is not None:
            yield Gap(first, end - first, place)
        else:
            start, stop = (first - PRE_ROLL) * frame_samples, (end + POST_ROLL) * frame_samples
            yield Stretch(first, end - first, sound.identity(start, stop))


def _is_on_grid(sections: Sections, loop: Loop, frame_samples: int) -> bool:
    """Whether a loop and all places where it begins are whole MPEG frames."""
    return all(start % frame_samples == 0 for start in (loop.period, *(first for first, _ in sections.runs)))


def _in_loop(
    sections: Sections, period: int, frame_samples: int, frames: int
) -> Iterator[tuple[int, int, int | None]]:
    """Where a session on a loop is cut.

    Parameters
    ----------
    period : int
        MPEG frames of the loop.

    Yields
    ------
    first, end : int
        MPEG frames of the session.
    place : int or None
        Of the loop, where nothing else is heard.
    """
    at = 0
    for (start, stop), (heard, silent) in zip(sections.spans, sections.runs, strict=True):
        # as soon as nothing of what was before is heard any more, and as long as nothing of what comes is
        alone = max(at, -(-start // frame_samples) + PRE_ROLL)
        limit = stop // frame_samples - POST_ROLL
        begin = heard // frame_samples
        event = max(alone, begin - _BEFORE_IN_LOOP)
        end = -(-silent // frame_samples) + _AFTER
        if silent == heard:
            event = end = alone
        for part_end, in_loop in ((alone, False), (event, True), (end, False), (limit, True)):
            if (until := min(part_end, frames)) > at:
                yield at, until, (at - begin) % period if in_loop else None
                at = until
    if at < frames:
        yield at, frames, None


def _events(spans: Iterable[tuple[int, int]], frame_samples: int, frames: int) -> list[tuple[int, int]]:
    """Runs of spans that sound together: first MPEG frame, and end."""
    runs: list[tuple[int, int]] = []
    for start, stop in spans:
        first = max(0, start // frame_samples - _BEFORE)
        # what rings to the session's very end would have its last frames outside
        end = min(-(-stop // frame_samples) + _AFTER, frames)
        if runs and first < runs[-1][1] + _APART:
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((first, end))
    return runs


def _cuts(sections: Sections, frame_samples: int, frames: int) -> list[int]:
    """Where a session with a bed is cut into stretches: MPEG frames, from 0 to the session's end."""
    # as soon as nothing of a cross-fade is heard any more, and as long as nothing of the next one is
    starts = [0, *(start // frame_samples + _HEARD_BEFORE for start, _ in sections.spans[1:])]
    limits = [*(end // frame_samples - _HEARD_AFTER for _, end in sections.spans[:-1]), frames]
    cuts: list[int] = []
    for start, limit in zip(starts, limits, strict=True):
        cuts += range(start, max(limit, start) + 1, CELL)
    # the end lies in the last cell, or is its end
    return [*(cut for cut in cuts if cut < frames), frames]
