"""Playing a session: the transport, the sound devices, the keys and the status line.

:func:`play` puts them together. Nothing here prints by itself: the screen writes to the stream
that it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.player._answers import Answers
    from voiceguide.player._commands import LEVELS_DB, VOICE, Command, Order, Orders, parse_order
    from voiceguide.player._places import RESTART_MS, SKIP_SECONDS
    from voiceguide.player._playback import Outcome, play
    from voiceguide.player._screen import screen_for
    from voiceguide.player._screens import Screens
    from voiceguide.player._terminal_keys import terminal_keys
    from voiceguide.player.full_screen import FullScreen
    from voiceguide.player.media_keys import find_media_keys

__all__ = [
    "LEVELS_DB",
    "RESTART_MS",
    "SKIP_SECONDS",
    "VOICE",
    "Answers",
    "Command",
    "FullScreen",
    "Order",
    "Orders",
    "Outcome",
    "Screens",
    "find_media_keys",
    "parse_order",
    "play",
    "screen_for",
    "terminal_keys",
]

__getattr__ = lazy(
    __name__,
    {
        "_terminal_keys": "terminal_keys",
        "_answers": "Answers",
        "_commands": "LEVELS_DB VOICE Command Order Orders parse_order",
        "_playback": "Outcome play",
        "_screen": "screen_for",
        "_screens": "Screens",
        "full_screen": "FullScreen",
        "media_keys._open": "find_media_keys",
        "_places": "RESTART_MS SKIP_SECONDS",
    },
)
