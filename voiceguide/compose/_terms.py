"""What may be asked for by name, beside what packs know."""

from __future__ import annotations

from typing import Literal, get_args

from voiceguide.script import Talk
from voiceguide.units import Ms

Occasion = Literal[
    "before-yoga", "after-yoga", "before-gardening", "after-gardening", "before-workout", "after-workout",
    "desk-break", "after-sitting",
]  # fmt: skip

TALKS: tuple[Talk, ...] = get_args(Talk)
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)

DEFAULT_LENGTH_MS = Ms(600_000)
"""Ten minutes."""
