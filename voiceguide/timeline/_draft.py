"""A layout that may be made again: what was chosen for it, and which of that stands once it was heard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from voiceguide.script import ResolvedCount, ResolvedHold, ResolvedSay, ResolvedSilence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.script import ElasticTime, ResolvedScript
    from voiceguide.timeline._layout import Bounds
    from voiceguide.timeline._timeline import Timeline
    from voiceguide.units import Frames


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for one elastic time."""

    frames: Frames
    said_s: int | None
    """What is said for it, in seconds; None for a silence."""


@dataclass(frozen=True, slots=True)
class LayoutDraft:
    """A timeline, and the choices that led to it."""

    timeline: Timeline
    choices: tuple[Choice, ...]
    """One for each of the script's times."""
    starts: tuple[int, ...]
    """Where each of the script's steps begins at the earliest, in frames."""
    bounds: Bounds
    """What lengths there were to choose from."""


@dataclass(frozen=True, slots=True)
class Commitments:
    """The choices that stand, since they were heard or announced, or since the listener made them."""

    steps: Mapping[int, Choice] = field(default_factory=dict)
    """By the index of a step that takes the time."""
    alone: Mapping[int, Frames] = field(default_factory=dict)
    """What a single hold lasts in place of its pair's time, by the index of its step: one that was ended."""
    said: Mapping[int, int] = field(default_factory=dict)
    """What was said for a hold before its time changed, in seconds, by the index of the step that said it."""

    @classmethod
    def until(cls, horizon: int, script: ResolvedScript, draft: LayoutDraft) -> Self:
        """What stands once a draft is heard up to frame ``horizon``.

        A pause that has begun stays as long as it is. So does a hold that has begun or whose time was
        announced, and with it the other side of its point.
        """
        times = _committed(horizon, script, draft)
        return cls({step: draft.choices[time.number] for time in times for step in time.steps})

    def with_hold(self, time: ElasticTime, step: int, choice: Choice, announced: dict[int, int]) -> Self:
        """The same, with another time for a hold and all that are as long.

        Parameters
        ----------
        time : ElasticTime
            The time that is chosen.
        step : int
            The hold's.
        choice : Choice
        announced : dict of int to int
            What was said for the time before, in seconds, by the step that said it; only what comes before
            the hold was heard.
        """
        told = {index: said for index, said in announced.items() if index < step}
        return replace(
            self,
            steps={**self.steps, **dict.fromkeys(time.steps, choice)},
            said={**told, **self.said},
        )

    def of_first(self, steps: int) -> Self:
        """What stands of the first steps."""
        return replace(
            self,
            steps={index: choice for index, choice in self.steps.items() if index < steps},
            alone={index: frames for index, frames in self.alone.items() if index < steps},
            said={index: said for index, said in self.said.items() if index < steps},
        )

    def of(self, time: ElasticTime) -> Choice | None:
        """What stands for a time; None if it is free."""
        return next((self.steps[step] for step in time.steps if step in self.steps), None)


def _committed(horizon: int, script: ResolvedScript, draft: LayoutDraft) -> Iterator[ElasticTime]:
    for step, start in zip(script.steps, draft.starts, strict=True):
        if start >= horizon:
            continue
        if isinstance(step, ResolvedSilence):
            yield step.time
        elif isinstance(step, ResolvedCount) and not isinstance(step.every, int):
            yield step.every
        elif isinstance(step, ResolvedHold):
            yield step.pair
        elif isinstance(step, ResolvedSay) and step.announces is not None:
            yield step.announces.pair
