"""What is around a session while it plays: what shows it, and what steers it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from voiceguide.errors import DeviceError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.cli._context import Settings
    from voiceguide.live import ReadyBy
    from voiceguide.player import FullScreen, Orders

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Controls:
    """The screens, and the sources of orders, of a session that plays."""

    orders: Orders
    options: dict[str, Any]
    """For :func:`voiceguide.player.play`."""
    full: FullScreen | None
    """The screen that takes the whole terminal, if it is wanted."""
    ready_by: tuple[ReadyBy, ...] = ()
    """What the listener can answer with."""

    def during(self, play: Callable[[], R]) -> R:
        """Play within the screen that takes the terminal, if there is one."""
        return self.full.host(play) if self.full else play()


def controls(
    settings: Settings, *, full_screen: bool, plain: bool, listen: bool, microphone: str | None
) -> Controls:
    """Put together what shows and steers a session.

    Raises
    ------
    RequestError
        If the full screen is asked for where there is no terminal, or its extra is not installed.
    ListenError
        If the extra for voice commands is not installed.
    """
    from voiceguide.player import (
        VOICE,
        FullScreen,
        Orders,
        Screens,
        find_media_keys,
        screen_for,
        terminal_keys,
    )

    orders = Orders()
    full = None
    if full_screen:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise RequestError("--full-screen needs a terminal; leave it out, or use --plain")
        for module in ("textual", "pyfiglet"):
            if find_spec(module) is None:
                raise RequestError(f"--full-screen needs {module}; pip install 'voiceguide[screen]'")
        full = FullScreen(orders)
    seen = full or screen_for(sys.stderr, quiet=settings.quiet, plain=plain)
    heard = None
    if listen or microphone:
        from voiceguide.listen import spoken_commands

        def failed(error: DeviceError) -> None:
            settings.note(f"voice commands ended: {error}")

        heard = spoken_commands(lambda word: orders.put(word, VOICE), failed, microphone)
        settings.note(f"Listening for: {', '.join(heard.words)}. What is heard stays on this machine.")
    keys, media = None if full else terminal_keys(), find_media_keys(orders)
    answers: dict[ReadyBy, object] = {"voice": heard, "button": media, "key": full or keys}
    return Controls(
        orders,
        {
            "orders": orders,
            "keys": keys,
            "screen": Screens(seen, media, heard),
        },
        full,
        tuple(by for by, there in answers.items() if there is not None),
    )
