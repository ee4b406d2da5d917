"""The default backend: miniaudio, which has wheels for every platform and pulls in small steps."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from voiceguide._lib.quiet_stderr import quiet_stderr
from voiceguide.errors import DeviceError, InputError
from voiceguide.units import frames_down

if TYPE_CHECKING:
    from collections.abc import Generator

    from voiceguide.player._prefetch import Block
    from voiceguide.player.devices._contract import Source

PERIOD_MS = 30
"""Asked for a pull: three of these (the library's usual number) keep a key's effect within 100 ms."""
_PERIODS = 3
_NOT_SOUND = {"NULL", "CUSTOM", "WEBAUDIO"}
"""Backends that open everywhere and sound nowhere; the library falls back to NULL if it is allowed to."""
_ALSA_NULL = "Discard all samples"
"""How ALSA lists its own null device."""
_LAST_PULL_SECONDS = 1.0
_BUSY = "another program has it"
_NO_DEVICE = "there is none"
_WHY: dict[object, str] = {
    -6: "access is denied",
    -19: _BUSY,
    -23: _BUSY,
    -203: _NO_DEVICE,
    -204: _NO_DEVICE,
    -401: f"{_NO_DEVICE}, or {_BUSY}",
}
"""The library's results in words. ALSA's EBUSY is -401, as is a card that is not there."""


class MiniaudioDevice:
    """A streaming device.

    One that is opened without a card follows the system's default: PulseAudio moves such a stream itself, as
    PipeWire, Core Audio and WASAPI are documented to. ALSA's default is a line in a file.

    Parameters
    ----------
    rate : int
        Frames a second.
    channels : int
        1 or 2.
    card : str, optional
        Part of the name of one of :func:`cards`; the system's default without.

    Raises
    ------
    DeviceError
        If the machine has no sound device, or it does not open.
    InputError
        If no card has that name.
    """

    longest_wait = 1.0

    def __init__(self, rate: int, channels: int, card: str | None = None) -> None:
        import miniaudio

        self._ending = threading.Event()
        self._ended = threading.Event()
        self._started = False
        with quiet_stderr():
            try:
                found = _choose(card) if card else None
                self._device = miniaudio.PlaybackDevice(
                    output_format=miniaudio.SampleFormat.FLOAT32,
                    nchannels=channels,
                    sample_rate=rate,
                    buffersize_msec=PERIOD_MS,
                    callback_periods=_PERIODS,
                    device_id=found["id"] if found else None,
                    backends=_backends(),
                    app_name="voiceguide",
                )
            except miniaudio.MiniaudioError as error:
                raise DeviceError(f"miniaudio: {_reason(error)}") from error
        through = f"{self._device.backend}, {found['name']}" if found else self._device.backend
        self.name = f"miniaudio ({through})"
        self.latency = frames_down(PERIOD_MS * _PERIODS, rate)

    def start(self, source: Source) -> None:
        """Begin to pull, in the driver's thread."""
        import miniaudio

        feed = self._feed(source)
        next(feed)
        with quiet_stderr():
            try:
                self._device.start(feed)
            except miniaudio.MiniaudioError as error:
                raise DeviceError(f"{self.name}: {_reason(error)}") from error
        self._started = True

    def pending(self) -> int:
        """Nothing beyond the latency."""
        return 0

    def interrupted(self) -> AbstractContextManager[int]:
        """Commands act within the latency, so nothing is dropped."""
        return nullcontext(0)

    def close(self) -> None:
        """Stop after the frames already taken."""
        self._ending.set()
        if self._started:
            # the library's stop() clears the generator while the callback may be about to use it, which ends
            # in a traceback on the terminal: so let the callback end the generator first
            self._ended.wait(_LAST_PULL_SECONDS)
            self._started = False
        with quiet_stderr():
            self._device.close()

    def _feed(self, source: Source) -> Generator[bytes | Block, int, None]:
        frames = yield b""
        while not self._ending.is_set():
            frames = yield source.read(frames)
        self._ended.set()


def cards() -> list[str]:
    """Names of the sound cards that the library sees; may be empty where only a default is set up."""
    import miniaudio

    with quiet_stderr():
        try:
            return [card["name"] for card in _cards()]
        except miniaudio.MiniaudioError as error:
            raise DeviceError(f"miniaudio: {_reason(error)}") from error


def _backends() -> list[Any]:
    import miniaudio

    enabled = miniaudio.get_enabled_backends()
    # in the library's own order of preference, which is the order of its enum
    return [backend for backend in miniaudio.Backend if backend in enabled and backend.name not in _NOT_SOUND]


def _cards() -> list[dict[str, Any]]:
    import miniaudio

    found = miniaudio.Devices(_backends()).get_playbacks()
    return [card for card in found if not card["name"].startswith(_ALSA_NULL)]


def _choose(card: str) -> dict[str, Any]:
    found = _cards()
    for one in found:
        if card.casefold() in one["name"].casefold():
            return one
    names = ", ".join(one["name"] for one in found) or "none"
    raise InputError(f"no sound card is called {card!r}; there are: {names}")


def _reason(error: Exception) -> str:
    """What the library tells, with its number in words."""
    told = " ".join(str(part) for part in error.args)
    why = next((_WHY[part] for part in error.args if part in _WHY), None)
    return f"{why} ({told})" if why else told
