"""Sound devices: the contract, one module a backend, and how one is chosen.

A backend's library is imported when it is opened, never before.
"""

from voiceguide.player.devices.choice import NAMES, Probe, listing, open_device
from voiceguide.player.devices.contract import Device, Source

__all__ = ["NAMES", "Device", "Probe", "Source", "listing", "open_device"]
