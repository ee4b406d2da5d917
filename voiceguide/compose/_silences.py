"""Finds silences that are too long for closed eyes, each at the step that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import Chime, Hold, Pause, Say, Settle, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script import Step
    from voiceguide.timeline import Cue, HoldSpan, Timeline


def silences(
    steps: Sequence[tuple[tuple[str | int, ...], Step]], timeline: Timeline, longest: int
) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """The stretches of a timeline in which nothing is heard.

    Parameters
    ----------
    steps : sequence of (path, step)
        The script's steps in the order in which they are heard, each with its place.
    timeline : Timeline
        The script laid out.
    longest : int
        The longest silence in frames that is no fault.

    Yields
    ------
    path, start, frames
        The step, and the silence.
    """
    onsets = _onsets(steps, timeline)
    heard = 0
    for cue in timeline.cues():
        if cue.start - heard > longest:
            yield steps[_silent_step(steps, onsets, heard, cue.start)][0], heard, cue.start - heard
        heard = max(heard, cue.end)


def _onsets(steps: Sequence[tuple[tuple[str | int, ...], Step]], timeline: Timeline) -> list[tuple[int, int]]:
    """Where the steps begin in which something is heard: frame and index, in order.

    Outside of holds, each sentence of a ``say`` is one cue, in the order of the script.
    """
    inside = [(hold.start, hold.start + hold.frames) for hold in timeline.holds]
    holds = iter(timeline.holds)
    cues = [
        cue
        for cue in timeline.cues()
        if not any(start <= cue.start < end for start, end in inside)
        and cue.start not in {end for _, end in inside}
    ]
    said = iter([cue for cue in cues if cue.kind != "chime"])
    chimes = iter([cue for cue in cues if cue.kind == "chime"])
    onsets = []
    for index, (_, step) in enumerate(steps):
        found: Cue | HoldSpan | None = None
        if isinstance(step, Hold):
            found = next(holds, None)
        elif isinstance(step, Chime):
            found = next(chimes, None)
        elif isinstance(step, Say):
            count = 1 if step.say.file else sum(isinstance(part, str) for part in parts(step.say.text))
            heard = [cue for _, cue in zip(range(count), said, strict=False)]
            found = heard[0] if heard else None
        if found is not None:
            onsets.append((found.start, index))
    return onsets


def _silent_step(
    steps: Sequence[tuple[tuple[str | int, ...], Step]], onsets: list[tuple[int, int]], start: int, end: int
) -> int:
    """The step that takes the most of a silence: a hold, or a pause between what is heard."""
    before = max((index for onset, index in onsets if onset <= start), default=0)
    after = min((index for onset, index in onsets if onset >= end), default=len(steps))
    within = range(before, max(after, before + 1))

    def longest(index: int) -> int:
        step = steps[index][1]
        if isinstance(step, Hold):
            return step.hold.time.max
        if isinstance(step, Pause):
            return step.pause.max
        return step.settle.max if isinstance(step, Settle) else 0

    return max(within, key=longest)
