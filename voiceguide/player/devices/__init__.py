"""Sound devices: the contract, one module a backend, and how one is chosen.

A backend's library is imported when it is opened, never before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.player.devices._contract import Device, Source
    from voiceguide.player.devices._open import NAMES, Probe, listing, open_device
    from voiceguide.player.devices._pending_device import PendingDevice

__all__ = ["NAMES", "Device", "PendingDevice", "Probe", "Source", "listing", "open_device"]

__getattr__ = lazy(
    __name__,
    {
        "_open": "NAMES Probe listing open_device",
        "_contract": "Device Source",
        "_pending_device": "PendingDevice",
    },
)
