"""The short sounds that answer a command: somebody with closed eyes sees no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.player._prefetch import Block


@dataclass(frozen=True, slots=True)
class Answers:
    """Sounds of the session's rate and channels, as loud as they are to be in it."""

    taken: Block
    """A tick: a spoken command was understood. A key is felt, and needs none."""
    refused: Block
    """The command cannot be followed now; the screen says why."""
