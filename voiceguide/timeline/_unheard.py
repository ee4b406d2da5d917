"""What a script asks for in a hold and there is no room for: told with its place, and what to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Why = Literal["past the end", "runs over", "before the start", "overlaps", "over", "no breath"]
"""Why something is not heard: it begins after the hold's end, ends after it, begins before the hold, meets
something else, is asked for in longer holds only, or not one breath fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Something in a hold that is not heard."""

    path: tuple[str | int, ...]
    """Where it is written: keys and indexes from the script's root."""
    text: str
    """What would have been said; or a chime's name in round brackets."""
    why: Why
    start: int
    """Where it would begin, in frames from the hold's start."""
    frames: int
    """The room that it needs."""
    hold: int
    """How long the hold is, in frames."""
    rate: int
    """Frames a second."""
    other: str | None = None
    """What it would meet."""
    other_start: int = 0
    """Where that begins, in frames from the hold's start."""
    other_end: int = 0
    """Where that ends."""
    over: int = 0
    """The shortest hold that it is asked for in, in frames."""

    @property
    def is_asked_for(self) -> bool:
        """Whether the script itself leaves it out, so that nothing is wrong."""
        return self.why == "over"

    @property
    def message(self) -> str:
        """What is not heard, why, and what to change, in one line."""
        are = "are" if self.why == "no breath" else "is"
        return f"{_shown(self.text)} {are} not heard: {self._reason()}"

    def _reason(self) -> str:
        need, hold = self._s(self.frames), self._s(self.hold)
        if self.why == "over":
            return f"'over' asks for a hold of {self._s(self.over)}, and this one lasts {hold}"
        if self.why == "no breath":
            return f"the first breath ends {need} into the hold, which lasts {hold}; make it longer"
        if self.why == "past the end":
            return (
                f"it begins {self._s(self.start)} into the hold, which lasts {hold}, and takes {need}; "
                f"{self._sooner()}"
            )
        if self.why == "before the start":
            return (
                f"it begins {self._s(-self.start)} before the hold does, which lasts {hold}; "
                "name a later place, or make the hold longer"
            )
        if self.why == "runs over":
            left = self._s(self.hold - self.start)
            return f"it takes {need}, and {left} of the hold are left when it begins; {self._sooner()}"
        return self._meeting()

    def _meeting(self) -> str:
        other = _shown(self.other or "")
        if self.start >= self.other_start:
            until = self._s(self.other_end, up=True)
            return (
                f"{other} lasts until {until} into the hold; begin it there or later, or shorten one of them"
            )
        room = self._s(self.other_start - self.start)
        return f"it takes {self._s(self.frames)}, and after {room} comes {other}; shorten or move it"

    def _sooner(self) -> str:
        if self.frames >= self.hold:
            return "shorten it, or make the hold longer"
        return f"begin it at -{self._s(self.frames, up=True)} or before, or shorten it"

    def _s(self, frames: int, *, up: bool = False) -> str:
        tenths = -(-frames * 10 // self.rate) if up else (frames * 20 + self.rate) // (2 * self.rate)
        return f"{tenths / 10:g}s"


def _shown(text: str) -> str:
    if text.startswith("("):
        return text
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}...")


_MOST_SHOWN = 48
