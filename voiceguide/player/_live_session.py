"""The contract of a session that is still being laid out while it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from voiceguide.player._commands import Order
    from voiceguide.timeline import Timeline


class LiveSession(Protocol):
    """A session whose later parts are not known yet.

    Its render may give empty blocks: those of a part that is waited for.
    """

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now; what was rendered of it stays."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether the render waits until more is known."""
        ...

    @property
    def gated(self) -> bool:
        """Whether a hold waits until the listener is ready."""
        ...

    def final_place(self, frame: int) -> int | None:
        """Where a frame of the timeline is found for good; None while that is not known.

        A chapter's start moves with its chapter. Called again and again while the answer is None.
        """
        ...

    def interrupts(self, order: Order) -> bool:
        """Whether an order changes what sounds at once, so that it fades while :meth:`steer` is at work."""
        ...

    def steer(self, order: Order, here: int) -> int | None:
        """Change what is to come; gives the frame to go on from, or None to go on as it is.

        Parameters
        ----------
        order : Order
        here : int
            The next frame to be heard.

        Raises
        ------
        RequestError
            If the order cannot be followed here; no more has changed then than that the guide says why.
        """
        ...
