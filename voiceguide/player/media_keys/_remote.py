"""What the media keys of every system have in common: the orders that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.player._commands import Command, Order
from voiceguide.player.media_keys._button import Button

if TYPE_CHECKING:
    from voiceguide.player._commands import Orders
    from voiceguide.player.media_keys._now_playing import NowPlaying

SOURCE = "remote"
"""The source of these orders."""


class Remote:
    """Gives the orders of media keys.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    """

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._button = Button(self.order)
        self.now: NowPlaying | None = None
        """What is heard; None before the first sound."""

    def order(self, command: Command) -> None:
        """Give an order."""
        self._orders.put(Order(command, None, SOURCE))

    def seek(self, seconds: float) -> None:
        """Go to a place in the session."""
        self._orders.put(Order(Command.SEEK, f"{seconds:.3f}s", SOURCE))

    def press(self) -> None:
        """The one button of a headset was pressed."""
        self._button.press(paused=self.now is not None and self.now.paused)
