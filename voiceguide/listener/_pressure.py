"""What a listener still lies or leans on when a hold is over, and what nobody should hear meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiceguide.listener._body_state import LYING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.listener._body_state import BodyState
    from voiceguide.listener._finding import Path, Report
    from voiceguide.listener._hearing import Meaning
    from voiceguide.listener._language import DeedName
    from voiceguide.script import ChapterBody

PATIENCE_MS: Final = 8_000
"""The longest time on a ball after the hold, before words take the listener off."""

_OFF: Final[frozenset[DeedName]] = frozenset(
    {"comes-off", "puts-under", "leaves-wall", "lies-down", "turns-over", "gets-up", "sits", "stands",
     "goes-to-wall", "goes-to-chair", "goes-to-mat"}
)  # fmt: skip
"""What takes the listener off what is pressed."""
_LEAVES_AS_IS: Final[Mapping[DeedName, str]] = {
    "lies-down": "lying",
    "sits": "seated",
    "stands": "standing",
    "goes-to-wall": "wall",
}
"""The stance or the place in which a deed changes nothing."""
_ELSEWHERE: Final[Mapping[DeedName, str]] = {
    "explains": "the next point is explained",
    "breathes": "the words go on to breathing",
    "rests": "the words go on to a rest",
    "ends": "the session is said to be over",
    "lays-by": "the hands are to be empty",
}
"""What nobody should hear while still pressing."""


def _stays(name: DeedName, body: BodyState) -> bool:
    """Whether a deed leaves the listener as before: who lies may be told to lie, and stays on the ball."""
    if name == "gets-up":
        return body.stance not in LYING  # who bends the knees comes up again, too
    return _LEAVES_AS_IS.get(name) in {body.stance, body.place} - {None}


@dataclass(slots=True)
class _LingeringPressure:
    """Something that is still pressed after its hold."""

    what: str
    chapter: ChapterBody | None
    waited_ms: int = 0
    fault: tuple[Path, str] | None = None
    """Where it becomes a fault, and what is heard there."""


class Pressure:
    """Follows what is pressed from the end of each hold until words take the listener off."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._pressed: _LingeringPressure | None = None

    def stay(self, what: str, chapter: ChapterBody | None) -> None:
        """A hold is over, and the listener is still on something."""
        self._pressed = _LingeringPressure(what, chapter)

    def wait(self, path: Path, ms: int) -> None:
        """Time passes."""
        if self._pressed is None:
            return
        self._pressed.waited_ms += ms
        if self._pressed.waited_ms > PATIENCE_MS:
            self._blame(path, "time passes")

    def hear(self, path: Path, heard: Meaning, chapter: ChapterBody | None, body: BodyState) -> None:
        """A sentence takes the listener off, or speaks of something else."""
        if self._pressed is None:
            return
        before = self._pressed.chapter
        # the other side of the point may be explained while the listener gets there
        other_side = (
            before is not chapter and before and chapter and before.point == chapter.point is not None
        )
        for deed in heard.deeds:
            if deed.name in _OFF and not deed.in_case and not _stays(deed.name, body):
                self._come_off()
                return
            if deed.name in _ELSEWHERE and (deed.name == "ends" or not other_side):
                self._blame(path, _ELSEWHERE[deed.name])

    def end(self, path: Path, why: str) -> None:
        """The next hold begins, or the session ends."""
        if self._pressed is not None:
            self._blame(path, why)
            self._come_off()

    def _blame(self, path: Path, why: str) -> None:
        if self._pressed is not None and self._pressed.fault is None:
            self._pressed.fault = path, why

    def _come_off(self) -> None:
        """Tell it if it came late."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or pressed.fault is None:
            return
        path, why = pressed.fault
        side = pressed.chapter.side if pressed.chapter else None
        who = f"the {side} side" if side else "the listener"
        seconds = round(pressed.waited_ms / 1000)
        self._report.tell(path, "pressed-on", f"{who} is still on {pressed.what} for {seconds}s, while {why}")
