"""The master: what every encoder is given besides the sound itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.export._encoding import Encoding
    from voiceguide.export._tags import Tags
    from voiceguide.export.mp3 import Splicing
    from voiceguide.timeline import Timeline

    Block = NDArray[np.float32]
    """Samples of shape ``(frames, channels)``, in [-1, 1]."""


@dataclass(frozen=True, slots=True)
class Master:
    """A session that is ready to be encoded."""

    timeline: Timeline
    """Gives the rate, the exact length and the chapters."""
    channels: int
    """1 or 2."""
    tags: Tags
    encoding: Encoding
    splicing: Splicing | None = None
    """How the session can be joined from encoded frames that are kept, for formats that can."""
    on_progress: Callable[[int], None] | None = None
    """To be told how many frames are done."""
