"""What a session is made of, before words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.compose._choice import Station
    from voiceguide.script import Talk


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is made of, before words."""

    stations: tuple[Station, ...]
    """In the order of the first round."""
    talk: Talk
    rounds: int = 1
    rest: bool = False
    """True for a closing rest, and a time of breathing between rounds."""

    def groups(self, turn: int) -> list[tuple[Station, ...]]:
        """The stations of a round, those of one posture and tool together.

        Every other round goes backwards, so that it begins where the one before it ended.
        """
        groups = [tuple(group) for _, group in groupby(self.stations, key=lambda station: station.place)]
        return groups[::-1] if turn % 2 else groups
