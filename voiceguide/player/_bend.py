"""What is too loud is bent rather than clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from voiceguide.player._prefetch import Block

_KNEE = 0.8
"""Above this level."""


def bend(piece: Block) -> None:
    """Bend what is over the knee, so that nothing reaches 1."""
    over = np.abs(piece) - _KNEE
    if over.max() > 0:
        room = 1.0 - _KNEE
        bent = np.sign(piece) * (_KNEE + room * np.tanh(over / room))
        np.copyto(piece, bent.astype(np.float32), where=over > 0)
