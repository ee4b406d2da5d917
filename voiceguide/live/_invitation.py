"""What the guide says where a hold waits: how the listener tells that they are ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.words import Words

ReadyBy = Literal["voice", "button", "key"]
"""What a listener can answer with."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The sentences of one session; every further hold has only the short one."""

    first: str
    again: str

    @classmethod
    def of(cls, words: Words, by: Sequence[ReadyBy]) -> Self:
        """The sentences for what there is to answer with; no more than two ways are told."""
        ways = [words.text(f"ready.by.{one}") for one in ("voice", "button", "key") if one in by]
        if not ways:
            first = words.text("ready.alone")
        elif len(ways) == 1:
            first = words.text("ready.one", way=ways[0])
        else:
            first = words.text("ready.two", way=ways[0], other=ways[1])
        return cls(first[:1].upper() + first[1:], words.text("ready.again"))
