"""One button is enough: a press pauses or resumes, two go on to the next instruction, three say this again.

The first press acts at once, because nobody should wait to see whether another follows; what two or three
presses ask for is carried out when the button has been let go for a moment.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from voiceguide.player._commands import Command

if TYPE_CHECKING:
    from collections.abc import Callable

TOGETHER_SECONDS = 0.45
"""Presses that follow each other within this time belong together; headsets and phones wait 0.3 to 0.5 s."""

_MEANINGS = {2: Command.NEXT, 3: Command.REPEAT}


class Button:
    """The presses of the one button of a headset.

    Parameters
    ----------
    give : callable
        Takes each command.
    """

    def __init__(self, give: Callable[[Command], None]) -> None:
        self._give = give
        self._presses = 0
        self._was_paused = False
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def press(self, *, paused: bool) -> None:
        """Note a press; ``paused`` tells whether the session stands at this moment."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._presses += 1
            if self._presses == 1:
                self._was_paused = paused
                self._give(Command.RESUME if paused else Command.PAUSE)
            self._timer = threading.Timer(TOGETHER_SECONDS, self.let_go)
            self._timer.daemon = True
            self._timer.start()

    def let_go(self) -> None:
        """Carry out what several presses ask for; called when no more follow."""
        with self._lock:
            presses, self._presses = self._presses, 0
            if self._timer:
                self._timer.cancel()
                self._timer = None
            if presses < 2:
                return
            if not self._was_paused:  # the first press paused it
                self._give(Command.RESUME)
            self._give(_MEANINGS[min(presses, max(_MEANINGS))])
