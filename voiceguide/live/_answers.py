"""The sounds that answer commands, made as loud as a session's own chimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.player import Answers
from voiceguide.sound import ChimeSet
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from voiceguide.sound import Block


def answers(rate: int, channels: int, gain_db: float) -> Answers:
    """The answers at a rate, and at the gain of a session."""
    chimes, gain = ChimeSet(), np.float32(gain_of(gain_db))

    def sound(name: str) -> Block:
        samples = chimes.clip(chimes.ref(name, rate).key).samples
        if samples.shape[1] != channels:
            samples = samples.mean(axis=1, keepdims=True)
        return np.asarray(np.broadcast_to(samples * gain, (len(samples), channels)))

    return Answers(sound("taken"), sound("refused"))
