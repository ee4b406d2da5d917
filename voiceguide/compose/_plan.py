"""What a session is made of, before words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.compose._choice import Station
    from voiceguide.script import Talk

Rest = Literal["none", "short", "long"]
"""A closing rest: none, one of up to a fifth of the session, or one that takes whatever is left."""
Breathing = Literal["none", "rounds", "groups"]
"""Where there is time only to breathe: nowhere, between rounds, or between groups of points, too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is made of, before words."""

    stations: tuple[Station, ...]
    """In the order of the first round."""
    talk: Talk
    again: tuple[tuple[Station, ...], ...] = ()
    """The stations of each later round: those that matter most."""
    rest: Rest = "none"
    breathing: Breathing = "none"

    @property
    def rounds(self) -> int:
        """How often the session goes through points."""
        return 1 + len(self.again)

    def groups(self, turn: int) -> list[tuple[Station, ...]]:
        """The stations of a round, those of one posture and tool together.

        Every other round goes backwards, so that it begins where the one before it ended.
        """
        stations = self.again[turn - 1] if turn else self.stations
        groups = [tuple(group) for _, group in groupby(stations, key=lambda station: station.place)]
        return groups[::-1] if turn % 2 else groups

    def visits(self, station: Station) -> int:
        """How often a point is pressed."""
        return 1 + sum(station in again for again in self.again)

    def in_order(self) -> Iterator[tuple[int, tuple[Station, ...]]]:
        """Every group of the session with the number of its round."""
        for turn in range(self.rounds):
            for group in self.groups(turn):
                yield turn, group
