"""What scripts were composed from, so that the rest of one can be composed again while it plays."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.compose import Request
    from voiceguide.live._journal import Origin
    from voiceguide.packs import Pack
    from voiceguide.script import Script

_MOST = 16
"""How many composed scripts are known again when they are played."""


class Origins:
    """The requests of the last few scripts that were composed."""

    def __init__(self) -> None:
        self._composed: deque[tuple[Script, Request, Pack]] = deque(maxlen=_MOST)

    def note(self, script: Script, request: Request, pack: Pack) -> None:
        """Note what a script was composed from."""
        self._composed.append((script, request, pack))

    def of(self, script: Script) -> Origin | None:
        """What a script was composed from, if it is among the last."""
        from voiceguide.live._journal import Origin

        for composed, request, pack in self._composed:
            if composed is script or composed == script:
                return Origin(request, pack)
        return None
