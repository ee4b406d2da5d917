"""Opens a device by name, and lists those that the machine has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import DeviceError, InputError

if TYPE_CHECKING:
    from voiceguide.player.devices._contract import Device

NAMES = ("miniaudio", "simpleaudio", "null")
"""Backends by name; the first that opens is the default, and ``null`` only plays when asked for."""
_EXPORT_INSTEAD = "Write a file instead: voiceguide export ... -o routine.mp3"


@dataclass(frozen=True, slots=True)
class Probe:
    """What ``doctor`` reports about one backend."""

    backend: str
    opened: str | None
    """What it opened, or None."""
    problem: str | None
    """Why it did not, or None."""
    cards: tuple[str, ...]
    """The sound cards that can be named after the backend: ``miniaudio/CARD``."""


def open_device(name: str | None, *, rate: int, channels: int) -> Device:
    """Open a device.

    Parameters
    ----------
    name : str or None
        One of :data:`NAMES`, or ``miniaudio/CARD`` with part of a card's name.
        None takes the first that opens.
    rate : int
        Frames a second.
    channels : int
        1 or 2.

    Raises
    ------
    InputError
        If the name is not known.
    DeviceError
        If there is no sound device or none opens; the message says how to write a file instead.
    """
    if name is not None:
        backend, _, card = name.partition("/")
        if backend not in NAMES or (card and backend != "miniaudio"):
            raise InputError(
                f"there is no sound device {name!r}{did_you_mean(name, [*NAMES, 'miniaudio/CARD'])}"
            )
        try:
            return _open(backend, rate, channels, card or None)
        except DeviceError as error:
            raise DeviceError(f"The sound device does not open ({error}). {_EXPORT_INSTEAD}") from error
    problems = []
    for backend in NAMES[:2]:
        try:
            return _open(backend, rate, channels, None)
        except DeviceError as error:
            problems.append(str(error))
    raise DeviceError(f"No sound device opens ({'; '.join(problems)}). {_EXPORT_INSTEAD}")


def listing() -> list[Probe]:
    """Try every real backend without a sound; nothing is raised."""
    probes = []
    for backend in NAMES[:2]:
        try:
            device = _open(backend, 48_000, 2, None)
        except DeviceError as error:
            probes.append(Probe(backend, None, str(error), ()))
        else:
            device.close()
            probes.append(Probe(backend, device.name, None, _cards(backend)))
    return probes


def _open(backend: str, rate: int, channels: int, card: str | None) -> Device:
    if backend == "miniaudio":
        from voiceguide.player.devices._miniaudio import MiniaudioDevice

        return MiniaudioDevice(rate, channels, card)
    if backend == "simpleaudio":
        from voiceguide.player.devices._simpleaudio import SimpleaudioDevice

        return SimpleaudioDevice(rate, channels)
    from voiceguide.player.devices._null import NullDevice

    return NullDevice()


def _cards(backend: str) -> tuple[str, ...]:
    if backend != "miniaudio":
        return ()
    from voiceguide.player.devices._miniaudio import cards

    try:
        return tuple(cards())
    except DeviceError:
        return ()
