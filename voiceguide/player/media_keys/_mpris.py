"""MPRIS: the media keys of Linux desktops, headset buttons over Bluetooth, and what the lock screen shows.

See the specification, https://specifications.freedesktop.org/mpris-spec/2.2/. A thread of its own speaks to
the bus; it also imports dbus-fast, so that nothing waits for either.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Self

from voiceguide.player.media_keys._art import ChapterArt
from voiceguide.player.media_keys._now_playing import microseconds, now_playing
from voiceguide.player.media_keys._remote import Remote

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.player._commands import Orders
    from voiceguide.player.media_keys._mpris_interfaces import Player
    from voiceguide.player.media_keys._now_playing import NowPlaying
    from voiceguide.timeline import Timeline

NAME = "org.mpris.MediaPlayer2.voiceguide"
"""The name on the bus; a second player gets ``.instance`` and its process number behind it."""
PATH = "/org/mpris/MediaPlayer2"

_JUMP_US = 1_500_000
"""A position that is further than this from where it would have got to was sought."""
_GOODBYE_SECONDS = 1.0

_logger = logging.getLogger(__name__)


class Mpris(Remote):
    """A screen that shows the session on the bus, and gives the orders that come from there.

    Without a bus, or without dbus-fast, it does nothing.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    """

    def __init__(self, orders: Orders) -> None:
        super().__init__(orders)
        self._art = ChapterArt()
        self._place_us = 0
        self._place_at = time.monotonic()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._player: Player | None = None
        self._ended: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._talk, name="media keys", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        if self._loop is not None and self._ended is not None:
            with contextlib.suppress(RuntimeError):  # the bus has just gone
                self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(_GOODBYE_SECONDS)
        self._art.close()

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Tell the bus what is heard, if that has changed; called about ten times a second."""
        now = now_playing(timeline, frame, paused=paused)
        place = microseconds(frame, timeline.rate)
        jumped = abs(place - self.position_us) > _JUMP_US
        self._place_us, self._place_at = place, time.monotonic()
        changed, self.now = now != self.now, now
        if self._player is not None and self._loop is not None and (changed or jumped):
            with contextlib.suppress(RuntimeError):  # the bus has just gone
                self._loop.call_soon_threadsafe(self._player.changed, changed, jumped)

    @property
    def position_us(self) -> int:
        """The place in the session in microseconds."""
        if self.now is None or self.now.paused:
            return self._place_us
        passed = round((time.monotonic() - self._place_at) * 1e6)
        return min(self._place_us + passed, self.now.length_us)

    def art_url(self, now: NowPlaying) -> str | None:
        """Where the picture of a chapter is; None if it could not be written."""
        return self._art.url(now)

    def _talk(self) -> None:
        """Be on the bus until the session ends."""
        try:
            asyncio.run(self._on_the_bus())
        except ImportError as error:
            _logger.debug("no media keys: %s", error)
        except Exception as error:  # the desktop's bus never costs the session
            _logger.debug("no media keys: the bus fails: %s", error, exc_info=True)
        finally:
            self._player = self._loop = None

    async def _on_the_bus(self) -> None:
        from dbus_fast import BusType, RequestNameReply
        from dbus_fast.aio import MessageBus

        from voiceguide.player.media_keys._mpris_interfaces import Player, Root

        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        bus = await MessageBus(bus_type=BusType.SESSION).connect()
        try:
            player = Player(self)
            bus.export(PATH, Root())
            bus.export(PATH, player)
            if await bus.request_name(NAME) is not RequestNameReply.PRIMARY_OWNER:
                await bus.request_name(f"{NAME}.instance{os.getpid()}")
            self._player = player
            player.changed(True, False)
            await self._ended.wait()
        finally:
            self._player = None
            bus.disconnect()
