"""Several screens at once: what is seen, what the system shows, whoever listens for commands."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.player._playback import Screen
    from voiceguide.timeline import Timeline


class Screens:
    """Shows a session on several screens.

    Parameters
    ----------
    *screens : Screen or None
        None is left out.
    """

    def __init__(self, *screens: Screen | None) -> None:
        self._screens = [screen for screen in screens if screen is not None]
        self._entered = ExitStack()

    def __enter__(self) -> Self:
        with self._entered as entering:
            for screen in self._screens:
                entering.enter_context(screen)
            self._entered = entering.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._entered.__exit__(kind, error, trace)

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Update them all."""
        for screen in self._screens:
            screen.show(timeline, frame, paused=paused, waiting=waiting)

    def tell(self, text: str) -> None:
        """Show a line wherever that can be done."""
        for screen in self._screens:
            if (tell := getattr(screen, "tell", None)) is not None:
                tell(text)
