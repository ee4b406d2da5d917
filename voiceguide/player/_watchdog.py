"""Tells a device that is gone from one that is only slow to wake up."""

from __future__ import annotations

from dataclasses import dataclass

_WAKING_SECONDS = 5.0
"""A device may take so long until it sounds, as over Bluetooth, or where a sound server let it sleep."""
_WAKING_PULLS = 8
"""A driver fills its buffers in fewer pulls, before the device is awake."""


@dataclass(slots=True)
class Watchdog:
    """Counts how long a device has asked for no sound."""

    _started: int = 0
    _pulls: int = 0
    _idle: float = 0.0

    def start(self, pulls: int) -> None:
        """Begin with a device that is just opened, so many pulls after the session began."""
        self._started = self._pulls = pulls
        self._idle = 0.0

    def is_dead(self, pulls: int, seconds: float, longest: float) -> bool:
        """Whether the device has asked for nothing for too long.

        Parameters
        ----------
        pulls : int
            How often sound was asked for so far.
        seconds : float
            How long ago this was last looked at: ticks, not a clock, since a program that was stopped or a
            machine that slept is no dead device.
        longest : float
            The device's longest wait between two pulls, in seconds.
        """
        self._idle = self._idle + seconds if pulls == self._pulls else 0.0
        self._pulls = pulls
        awake = pulls - self._started > _WAKING_PULLS
        return self._idle > (longest if awake else max(longest, _WAKING_SECONDS))
