"""Things that a session needs: asked for at its start, and then used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide.listener._body_state import NAMES, PRESSING

if TYPE_CHECKING:
    from voiceguide.listener._finding import Path, Report
    from voiceguide.listener._hearing import Meaning
    from voiceguide.listener._language import DeedName, Thing

_FETCHED: Final[frozenset[DeedName]] = frozenset({"takes", "brings"})
_COMFORTS: Final[tuple[Thing, ...]] = ("towel", "cushion")


class Supplies:
    """What was asked for, and what was needed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._asked: dict[Thing, Path] = {}
        self._used: set[Thing] = set()
        self._opening = True
        self._begun = False

    def open_session(self) -> None:
        """The first point is next: what is fetched from here on should have been asked for."""
        self._opening = False

    def begin(self) -> None:
        """A hold begins: from here on it is late to ask."""
        self._begun = True

    def hear(self, path: Path, heard: Meaning) -> tuple[Thing, ...]:
        """Take note of a sentence; gives the things that it asks for."""
        asks = heard.deed("asks-for")
        asked = asks.things if asks and not self._begun else ()
        for thing in asked:
            self._asked.setdefault(thing, path)
        for deed in heard.deeds:
            if deed.name in _FETCHED:
                for thing in deed.things:
                    if self._opening:
                        self._asked.setdefault(thing, path)
                    if thing in PRESSING:
                        self.need(path, thing)
            elif deed.name == "puts-under":
                for thing in deed.things:
                    if thing in PRESSING:
                        self.need(path, thing)
        if asks is None and not heard.leaves_choice:
            for thing in _COMFORTS:
                if thing in heard.things:
                    self.need(path, thing)
        return asked

    def need(self, path: Path, thing: Thing) -> None:
        """Something is needed now."""
        self._used.add(thing)
        if thing not in self._asked:
            self._report.tell(
                path, "unasked", f"{NAMES[thing]} is needed, and was never asked for", once=True
            )

    def end(self) -> None:
        """Tell what was asked for in vain."""
        for thing, path in self._asked.items():
            if thing in PRESSING and thing not in self._used and self._begun:
                self._report.tell(path, "unused", f"{NAMES[thing]} is asked for, and never used")
