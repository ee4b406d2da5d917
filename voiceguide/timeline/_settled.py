"""What of a session is heard already, so that layout does not choose it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from voiceguide.script import HOLD, Say, hold_groups, next_hold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.script import Script
    from voiceguide.timeline._layout import Bounds
    from voiceguide.timeline._model import Timeline


@dataclass(frozen=True, slots=True)
class Laid:
    """A timeline, and what was chosen for it; mappings are by the index of a step in the script."""

    timeline: Timeline
    times: Mapping[int, int]
    """Frames of each elastic step."""
    said: Mapping[int, int]
    """What is said for the time of each hold, in seconds."""
    starts: tuple[int, ...]
    """Where each step begins at the earliest."""
    bounds: Bounds
    """What lengths there were to choose from."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Choices that stand, by the index of a step."""

    times: Mapping[int, int] = field(default_factory=dict)
    """Frames of elastic steps."""
    said: Mapping[int, int] = field(default_factory=dict)
    """What was said for the time of holds, in seconds."""

    @classmethod
    def before(cls, horizon: int, script: Script, laid: Laid) -> Self:
        """What stands once a session is heard up to frame ``horizon``.

        A pause that has begun stays as long as it is. So does a hold that has begun or whose time was told,
        and with it the other side of its point.
        """
        begun = [index for index, start in enumerate(laid.starts) if start < horizon]
        stands = {index for index in begun if index in laid.times}
        for index in begun:
            step = script.steps[index]
            if isinstance(step, Say) and HOLD in step.say and (hold := next_hold(script, index)) is not None:
                stands.add(hold)
        for group in hold_groups(script):
            if stands.intersection(group.steps):
                stands.update(group.steps)
        return cls(
            {index: laid.times[index] for index in stands},
            {index: laid.said[index] for index in stands if index in laid.said},
        )
