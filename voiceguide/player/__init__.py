"""Playing a session: the transport, the sound devices, the keys and the status line.

:func:`play` puts them together. Nothing here prints by itself: the screen writes to the stream
that it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.player._commands import Command, Order, Orders, parse_order
    from voiceguide.player._playback import Outcome, play
    from voiceguide.player._screen import screen_for
    from voiceguide.player._terminal_keys import terminal_keys

__all__ = ["Command", "Order", "Orders", "Outcome", "parse_order", "play", "screen_for", "terminal_keys"]

__getattr__ = lazy(
    __name__,
    {
        "_terminal_keys": "terminal_keys",
        "_commands": "Command Order Orders parse_order",
        "_playback": "Outcome play",
        "_screen": "screen_for",
    },
)
