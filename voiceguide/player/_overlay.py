"""Short sounds over whatever plays."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from voiceguide.player._prefetch import Block


class Overlay:
    """Sounds that are heard at once, each from its start; any thread may put one in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sounds: list[Block] = []

    def put(self, sound: Block) -> None:
        """Have one heard."""
        with self._lock:
            self._sounds.append(sound)

    def lay(self, out: Block, gain: float, *, goes_on: bool) -> None:
        """Mix what is to be heard into what is about to sound; keep the rest only if that goes on."""
        with self._lock:
            if not self._sounds:
                return
            sounds, self._sounds = self._sounds, []
            for sound in sounds:
                frames = min(len(sound), len(out))
                out[:frames] += sound[:frames] * np.float32(gain)
                if goes_on and frames < len(sound):
                    self._sounds.append(sound[frames:])
        np.clip(out, -1.0, 1.0, out=out)
