"""Tones and chimes: announced ones come, and those that come were announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voiceguide.listener._finding import Path, Report
    from voiceguide.listener._hearing import Meaning
    from voiceguide.listener._times import HoldTimes
    from voiceguide.script import HoldBody

_LEAST_BREATHS: Final = 2
"""Breaths that tones lead in the first hold after they were announced."""
SILENT: Final = "none"
"""The theme without chimes."""


class Sounds:
    """Remembers what was announced."""

    def __init__(self, report: Report, times: HoldTimes, *, silent: bool) -> None:
        self._report = report
        self._times = times
        self._silent = silent
        self._tones: Path | None = None
        self._tones_due = False
        self._chimes: Path | None = None
        self._begun = False

    def hear(self, path: Path, heard: Meaning) -> None:
        """Take note of a sentence."""
        if self._tones is None and heard.deed("promises-tones"):
            self._tones, self._tones_due = path, True
        if self._chimes is None and heard.deed("promises-chimes"):
            self._chimes = path

    def hold(self, path: Path, index: int, hold: HoldBody) -> None:
        """A hold on a point begins."""
        chimes = hold.chimes
        if self._chimes is None:
            if not self._begun and not self._silent and (chimes.start or chimes.end):
                self._report.tell(path, "chimes", "chimes sound in this hold, and nobody said what they mean")
        elif self._silent or not chimes.start or not chimes.end:
            message = "chimes are announced for each hold, and are missing in this one"
            self._report.tell(path, "chimes", message, once=True)
        self._begun = True
        if self._tones is not None and self._tones_due:
            self._tones_due = False
            self._expect_tones(self._tones, 0 if self._silent else self._times.breaths(index, hold))

    def _expect_tones(self, path: Path, breaths: int | None) -> None:
        if breaths is not None and breaths < _LEAST_BREATHS:
            count = "for one breath only" if breaths else "for no breath"
            self._report.tell(path, "tones", f"tones are announced, and come {count} in the next hold")
