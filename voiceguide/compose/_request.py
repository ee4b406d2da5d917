"""What a listener asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.compose._terms import DEFAULT_LENGTH_MS, Occasion
from voiceguide.errors import RequestError
from voiceguide.packs import FOCUSES, POSTURES, TOOLS, Activity, Focus, Posture, Tool
from voiceguide.script import Heading, Talk, check_length
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.packs import Pack

ALL = "all"
"""In place of names of points: all of them."""
REST_FROM_MS = Ms(720_000)
"""From twelve minutes on there is a closing rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Heading):
    """What a listener asks for. What is left open, compose chooses; the heading goes into the script."""

    length_ms: Ms = DEFAULT_LENGTH_MS
    """Met exactly, in milliseconds."""
    points: tuple[str, ...] = ()
    """Names of points, all of which are then in the session; ``all`` for every point that can be pressed;
    empty for a choice by length and focus."""
    focus: Focus | None = None
    """Only points for this area."""
    tools: tuple[Tool, ...] = ()
    """Tools at hand; empty for a tennis ball."""
    postures: tuple[Posture, ...] = ()
    """Postures that are possible; empty for all."""
    occasion: Occasion | None = None
    """What the session goes with."""
    to_sleep: bool = False
    """Whether the listener may fall asleep: it ends lying down, ever softer, and nothing wakes."""
    talk: Talk | None = None
    """How much is said; None for as much as suits the length."""
    seed: int = 0
    """Another seed, other wordings."""
    own_tools: tuple[Tool, ...] = ()
    """Tools that the pack brings, which are at hand unless others are named."""
    own_postures: tuple[Posture, ...] = ()
    """Postures that the pack brings."""
    pack_postures: tuple[Posture, ...] = ()
    """Postures of the pack's ways, or what they are like: nobody is to lie down to rest at a desk."""

    def __post_init__(self) -> None:
        Heading.__post_init__(self)
        check_length(self.length_ms)
        self.values()  # so that a level without a bed is refused at once
        if self.to_sleep and (self.wakes_up or self.occasion == "desk-break"):
            raise RequestError(
                f"to-sleep and {self.occasion} do not go together: one ends asleep, the other awake; "
                "leave out one of them, or choose what ends the day, such as after-sitting"
            )

    def of_pack(self, pack: Pack) -> Request:
        """The request, with what the pack brings.

        Raises
        ------
        RequestError
            If it asks for a tool, a posture or a focus that neither the program nor the pack knows.
        """
        known = {
            "tool": (self.tools, (*TOOLS, *pack.tools)),
            "posture": (self.postures, (*POSTURES, *pack.postures)),
            "focus": ((self.focus,) if self.focus else (), (*FOCUSES, *pack.focuses)),
        }
        for what, (asked, words) in known.items():
            for word in asked:
                if word not in words:
                    raise RequestError(f"there is no {what} {word!r}{did_you_mean(word, words)}")
        lying = {name for name, own in pack.postures.items() if own.like == "lying"} | {"lying"}
        if self.to_sleep and self.postures and not lying & set(self.postures):
            raise RequestError(
                "to-sleep ends lying down, and not "
                f"{' or '.join(self.postures)}; allow the posture lying, too"
            )
        postures = dict.fromkeys(way.posture for point in pack.points for way in point.ways)
        like = (pack.postures[name].like if name in pack.postures else name for name in postures)
        return replace(
            self,
            own_tools=tuple(pack.tools),
            own_postures=tuple(pack.postures),
            pack_postures=tuple(dict.fromkeys(like)),
        )

    @property
    def tools_at_hand(self) -> frozenset[Tool]:
        """The tools that ways may use; bare hands always."""
        at_desk = self.occasion == "desk-break"
        chosen = self.tools or (() if at_desk else ("tennis-ball", *self.own_tools))
        return frozenset({"none", *chosen})

    @property
    def possible_postures(self) -> frozenset[Posture]:
        """The postures that ways may use."""
        at_desk: tuple[Posture, ...] = ("seated", "standing")
        return frozenset(
            self.postures or (at_desk if self.occasion == "desk-break" else (*POSTURES, *self.own_postures))
        )

    @property
    def wants_all(self) -> bool:
        """Whether every point is asked for that can be pressed."""
        return any(name.casefold() == ALL for name in self.points)

    @property
    def rests(self) -> bool:
        """Whether a closing rest is due."""
        return self.to_sleep or self.length_ms >= REST_FROM_MS

    @property
    def rest_posture(self) -> Posture:
        """The posture of the closing rest: lying where one can lie, but not before an activity."""
        if self.to_sleep:
            return "lying"
        order: tuple[Posture, ...] = ("lying", "seated", "standing")
        order = order[::-1] if self.wakes_up else order
        among = [posture for posture in order if posture in (self.pack_postures or order)]
        possible = [posture for posture in among if posture in self.possible_postures]
        return (possible or among)[0]

    @property
    def wakes_up(self) -> bool:
        """Whether the listener is to be ready for something afterwards."""
        return self.occasion is not None and self.occasion.startswith("before-")

    @property
    def settles(self) -> bool:
        """Whether the listener comes from something, or wants to relax or to sleep."""
        return (
            self.to_sleep
            or self.focus == "relax"
            or (self.occasion is not None and self.occasion.startswith("after-"))
        )

    @property
    def mood(self) -> str:
        """What the session's words are chosen for, beside the seed: the same ones do not suit everything."""
        return "awake" if self.wakes_up else "calm" if self.settles else ""

    @property
    def activity(self) -> Activity | None:
        """The activity whose points come first."""
        if self.occasion is None:
            return None
        last = self.occasion.rpartition("-")[2]
        return "sitting" if last in {"break", "sitting"} else _activity(last)


def _activity(name: str) -> Activity | None:
    return next((activity for activity in get_args(Activity) if activity == name), None)
