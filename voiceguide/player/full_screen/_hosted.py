"""The screen as the player sees it. Nothing of textual is loaded before the session has begun."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

from voiceguide.player._snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from voiceguide.player._commands import Orders
    from voiceguide.timeline import Timeline

R = TypeVar("R")


class FullScreen:
    """A screen for the player that takes the whole terminal.

    Its program runs in the main thread, as textual needs it; the session is followed beside it.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    """

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._app: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        pass

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Show a moment of the session; may be called from any thread, and does not wait."""
        app = self._app
        if app is not None and app.is_running:
            app.call_later(app.present, snapshot(timeline, frame, paused=paused, waiting=waiting))

    def tell(self, text: str) -> None:
        """Show a line for a moment."""
        app = self._app
        if app is not None and app.is_running:
            app.call_later(app.notify, text)

    def host(self, follow: Callable[[], R]) -> R:
        """Run the screen until ``follow``, which runs in a thread of its own, has ended; return its result.

        Raises
        ------
        BaseException
            What ``follow`` raised.
        """
        results: list[R] = []
        raised: list[BaseException] = []
        ended = threading.Event()

        def beside() -> None:
            try:
                results.append(follow())
            except BaseException as error:
                raised.append(error)
            finally:
                ended.set()

        thread = threading.Thread(target=beside, name="player", daemon=True)
        thread.start()

        from voiceguide.player.full_screen._app import SessionApp

        self._app = SessionApp(self._orders, ended)
        if not ended.is_set():
            self._app.run()
        thread.join()
        if raised:
            raise raised[0]
        return results[0]
