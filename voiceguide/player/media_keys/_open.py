"""Chooses the media keys of this system."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.player._commands import Orders
    from voiceguide.player._playback import Screen


def find_media_keys(orders: Orders) -> Screen | None:
    """The media keys of this system, which give their orders into ``orders``.

    Returns
    -------
    Screen or None
        None where the system has none, or the extra ``media-keys`` is not installed.
    """
    if sys.platform == "darwin":
        if find_spec("MediaPlayer"):
            from voiceguide.player.media_keys._macos import MacMediaKeys

            return MacMediaKeys(orders)
    elif sys.platform == "win32":
        if find_spec("winrt"):
            from voiceguide.player.media_keys._windows import WindowsMediaKeys

            return WindowsMediaKeys(orders)
    elif os.environ.get("DBUS_SESSION_BUS_ADDRESS") and find_spec("dbus_fast"):
        from voiceguide.player.media_keys._mpris import Mpris

        return Mpris(orders)
    return None
