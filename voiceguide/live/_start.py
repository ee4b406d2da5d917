"""The state in which a session that plays while it is spoken starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.live._guide import Guide
    from voiceguide.live._present import Present
    from voiceguide.session import Session


@dataclass(frozen=True, slots=True)
class Start:
    """The state in which a live session starts."""

    session: Session
    """The session as first laid out."""
    guide: Guide
    present: Present
    start: int = 0
    """The first frame to be heard: of a session that is resumed, where it was left."""
