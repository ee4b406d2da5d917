"""From one render of a session to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np

if TYPE_CHECKING:
    from voiceguide.session import Session
    from voiceguide.sound import Block, Master


@dataclass(frozen=True, slots=True)
class Fade:
    """From one render to the next: the bed may duck for words that have moved."""

    old: Block

    @classmethod
    def between(cls, before: Master, session: Session, position: int, most: int) -> Fade | None:
        """A fade that is over before anything begins; None where there is nothing to fade."""
        if not session.has_bed and session.heard_tone_db is None:
            return None
        starts = (cue.start for cue in session.timeline.cues() if cue.start >= position)
        frames = min(most, min(starts, default=position + most) - position)
        return cls(next(before.blocks(frames, position))) if frames > 0 else None

    def into(self, block: Block) -> Block:
        """The beginning of a block, faded."""
        faded = block.copy()
        frames = min(len(block), len(self.old))
        falling = np.linspace(1.0, 0.0, frames, endpoint=False, dtype=np.float32)[:, None]
        # where both are the same, this adds nothing to the last bit
        faded[:frames] += (self.old[:frames] - block[:frames]) * falling
        return faded
