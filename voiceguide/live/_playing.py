"""Plays a session on a device while it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide.live._journal import Watch
from voiceguide.player import play
from voiceguide.player.devices import PendingDevice, open_device

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.live._journal import Journal
    from voiceguide.live._live import Live
    from voiceguide.player import Outcome
    from voiceguide.timeline import Timeline


def play_live(
    live: Live,
    *,
    device: str | None = None,
    start: int | Callable[[Timeline], int] | None = None,
    journal: Journal | None = None,
    **options: Any,
) -> Outcome:
    """Play a session; it sounds as soon as its opening is spoken.

    Parameters
    ----------
    device : str, optional
        A name for :func:`voiceguide.player.devices.open_device`.
    start : int or callable
        First frame to sound, or what finds it in the timeline. Where that is not known yet, the player
        waits for it; a chapter's start moves with its chapter. By default the beginning, or where a
        session is resumed.
    journal : Journal, optional
        Where the place is noted, so that the session can be resumed.
    **options
        ``keys`` and ``screen`` of :func:`voiceguide.player.play`.

    Raises
    ------
    InputError, SpeechError, CacheError
        As for :meth:`voiceguide.Studio.session`. What was spoken is kept.
    DeviceError
        If no device opens, or it fails while playing.
    """
    with PendingDevice(device, rate=live.rate, channels=live.channels) as opening:
        live.begin()
        timeline = live.timeline
        begin = live.first_frame if start is None else start if isinstance(start, int) else start(timeline)
        if journal is not None:
            options["watch"] = Watch(live, journal)
        outcome = play(
            timeline,
            lambda first: live.blocks(start=first),
            channels=live.channels,
            device=opening.device(),
            reopen=lambda: open_device(device, rate=live.rate, channels=live.channels),
            start=begin,
            tone=live.room_tone(),
            ongoing=live,
            answers=live.answers,
            **options,
        )
        if journal is not None and outcome.finished:
            journal.finish(live)
        return outcome
