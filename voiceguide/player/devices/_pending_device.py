"""A device that opens in the background while the session is prepared."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from voiceguide.player.devices._open import open_device

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.player.devices._contract import Device


class PendingDevice:
    """A device that is being opened in the background; a context manager that closes it.

    Parameters
    ----------
    name, rate, channels
        As for :func:`voiceguide.player.devices.open_device`.
    """

    def __init__(self, name: str | None, *, rate: int, channels: int) -> None:
        self._device: Device | None = None
        self._error: Exception | None = None

        def work() -> None:
            try:
                self._device = open_device(name, rate=rate, channels=channels)
            except Exception as error:  # kept for who asks for the device
                self._error = error

        self._thread = threading.Thread(target=work, name="voiceguide-opening", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.join()
        if self._device is not None:
            self._device.close()

    def device(self) -> Device:
        """The device, as soon as it is open.

        Raises
        ------
        InputError, DeviceError
            As for :func:`voiceguide.player.devices.open_device`.
        """
        self._thread.join()
        if self._device is None:
            raise self._error or RuntimeError("the thread that opens a device ended early")
        return self._device
