"""The steps of a script, one after another, as a narrator says them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import (
    ChapterBody,
    ChapterStart,
    Chime,
    Hold,
    HoldBody,
    Pause,
    Say,
    SayBody,
    Settle,
    Step,
)

if TYPE_CHECKING:
    from voiceguide.script import Breath, HoldChimes, HoldWay, Side
    from voiceguide.units import Span

_CLOSING = ".!?\u2026\"'\u201d\u2019)"


@dataclass(slots=True)
class Steps:
    """A list of steps that grows at its end."""

    _steps: list[Step] = field(default_factory=list)

    def all(self) -> tuple[Step, ...]:
        """The steps so far."""
        return tuple(self._steps)

    def chapter(self, title: str, point: str | None = None, side: Side | None = None) -> None:
        """Begin a chapter."""
        self._steps.append(ChapterStart(chapter=ChapterBody(title=title, point=point, side=side)))

    def say(self, *sentences: str) -> None:
        """Say sentences in one paragraph, if there are any."""
        # a listener's own pack may leave out full stops, and two sentences would be read in one breath
        said = [s if s[-1] in _CLOSING else f"{s}." for s in sentences]
        if said:
            self._steps.append(Say(say=SayBody(text=" ".join(said))))

    def pause(self, span: Span) -> None:
        """Be silent."""
        self._steps.append(Pause(pause=span))

    def settle(self, span: Span) -> None:
        """Give time to get into place."""
        self._steps.append(Settle(settle=span))

    def chime(self, name: str) -> None:
        """Sound a chime."""
        self._steps.append(Chime(chime=name))

    def hold(self, time: Span, way: HoldWay | None, chimes: HoldChimes, breathe: Breath | None) -> int:
        """Hold; gives the number of the step."""
        self._steps.append(Hold(hold=HoldBody(time=time, way=way, chimes=chimes, breathe=breathe)))
        return len(self._steps) - 1
