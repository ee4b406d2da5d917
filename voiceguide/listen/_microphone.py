"""The microphone, as blocks of 16 kHz mono."""

from __future__ import annotations

import contextlib
import queue
from typing import TYPE_CHECKING, Any, Final, Self

from voiceguide._lib.late_numpy import np
from voiceguide._lib.quiet_stderr import quiet_stderr
from voiceguide.errors import DeviceError
from voiceguide.listen._endpointing import RATE

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from numpy.typing import NDArray

_MOST_WAITING: Final = 200
"""Blocks that may wait; when whoever listens is that late, the oldest are of no use any more."""
_BLOCK_MS: Final = 30
_ALSA_NULL: Final = "Discard all samples"
"""How ALSA lists its own null device, which hears nothing."""


class Microphone:
    """The default microphone, or another; a context manager that is open while it is entered.

    A microphone of another rate or with more channels is converted by the sound library.

    Parameters
    ----------
    name : str, optional
        A part of the device's name; the default one without.

    Raises
    ------
    DeviceError
        When it is entered: if there is no microphone, none has that name, or it cannot be opened.
    """

    def __init__(self, name: str | None = None) -> None:
        self._name = name
        self._blocks: queue.Queue[NDArray[np.float32]] = queue.Queue(_MOST_WAITING)
        self._device: Any = None

    def __enter__(self) -> Self:
        import miniaudio

        with quiet_stderr():
            try:
                self._device = miniaudio.CaptureDevice(
                    input_format=miniaudio.SampleFormat.FLOAT32,
                    nchannels=1,
                    sample_rate=RATE,
                    buffersize_msec=_BLOCK_MS,
                    device_id=self._found() if self._name else None,
                    app_name="voiceguide",
                )
                receiver = self._receive()
                next(receiver)
                self._device.start(receiver)
            except miniaudio.MiniaudioError as error:
                why = " ".join(str(part) for part in error.args)
                raise DeviceError(
                    f"no microphone can be opened ({why}); is one plugged in, and free?"
                ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._device.close()

    def read(self, timeout: float) -> NDArray[np.float32] | None:
        """The next block, shape (frames,); None if none came in ``timeout`` seconds."""
        try:
            return self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None

    def _found(self) -> Any:
        import miniaudio

        names = {
            device["name"]: device["id"]
            for device in miniaudio.Devices().get_captures()
            if not device["name"].startswith(_ALSA_NULL)
        }
        wanted = (self._name or "").casefold()
        for name, device_id in names.items():
            if wanted in name.casefold():
                return device_id
        there = f"there are: {'; '.join(names)}" if names else "there is none"
        raise DeviceError(f"no microphone is called {self._name!r}; {there}")

    def _receive(self) -> Generator[None, bytes, None]:
        while True:
            data = yield
            block = np.frombuffer(data, np.float32)
            try:
                self._blocks.put_nowait(block)
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._blocks.get_nowait()  # the oldest
                self._blocks.put_nowait(block)
