"""What a listener can ask for while a session plays, and the one queue through which it comes.

Keys, a remote control, a voice or a page each put a :class:`Order` into the :class:`Orders` of a session; the
player takes them out one by one. A new source needs nothing else.
"""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import RequestError
from voiceguide.units import parse_duration

if TYPE_CHECKING:
    from voiceguide.units import Ms


class Command(Enum):
    """What a listener can do during playback; the value is the word for it."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"
    """Pause or resume, whichever it is not."""
    REWIND = "rewind"
    """Ten seconds back."""
    FORWARD = "forward"
    """Ten seconds ahead."""
    NEXT = "next"
    PREVIOUS = "back"
    REPEAT = "repeat"
    """This point again, from where the body is."""
    SKIP = "skip"
    """To the next point, past the other side of this one."""
    LONGER = "longer"
    """Fifteen seconds more of this hold."""
    SHORTER = "shorter"
    LOUDER = "louder"
    SOFTER = "softer"
    VOICE_LOUDER = "voice louder"
    """The voice against the bed."""
    VOICE_SOFTER = "voice softer"
    TIME = "time"
    """Say how much time is left."""
    READY = "ready"
    """Begin a hold that waits for the listener."""
    CHAPTER = "chapter"
    """To a chapter, by its number or a part of its title."""
    SEEK = "to"
    """To a time of the session."""
    QUIT = "stop"


VOICE = "voice"
"""The source of commands that are spoken."""

LEVELS_DB = {Command.LOUDER: 2.0, Command.SOFTER: -2.0}
"""How much louder one command makes it, in decibels."""

_OTHER_WORDS = {
    "previous": Command.PREVIOUS,
    "quit": Command.QUIT,
    "end": Command.QUIT,
    "continue": Command.RESUME,
    "play": Command.RESUME,
    "again": Command.REPEAT,
    "time left": Command.TIME,
    "quieter": Command.SOFTER,
    "voice quieter": Command.VOICE_SOFTER,
    "seek": Command.SEEK,
}
_WITH_VALUE = (Command.CHAPTER, Command.SEEK)


@dataclass(frozen=True, slots=True)
class Order:
    """A command with what belongs to it."""

    command: Command
    value: str | None = None
    """The chapter's number or title, or the time; None for a command that needs nothing."""
    source: str = "keys"
    """Where it comes from: ``keys``, ``remote``, ``voice``, ``page`` ..."""
    at: float = field(default_factory=time.monotonic, compare=False)
    """When it was given, by the monotonic clock."""

    @property
    def time(self) -> Ms:
        """The time that is asked for; only of a seek."""
        return parse_duration(self.value or "")


def parse_order(text: str, source: str = "keys") -> Order:
    """Read a command as it is written or said: ``pause``, ``chapter 3``, ``to 4:20``.

    Raises
    ------
    RequestError
        If there is no such command, or it lacks a value, has one too many or one that cannot be read.
    """
    words = " ".join(text.casefold().split())
    known = {command.value: command for command in Command} | _OTHER_WORDS
    if words in known and known[words] not in _WITH_VALUE:
        return Order(known[words], None, source)
    name, _, value = words.partition(" ")
    command = known.get(name)
    if command in _WITH_VALUE:
        if not value:
            example = "chapter 3" if command is Command.CHAPTER else "to 4:20"
            raise RequestError(f"the command {name!r} needs a value; write it like {example}")
        order = Order(command, value, source)
        if command is Command.SEEK:
            try:
                parse_duration(value)
            except ValueError as error:
                raise RequestError(f"the command {text!r}: {error}") from error
        return order
    if command is not None:
        raise RequestError(f"the command {name!r} takes no value, and got {value!r}")
    raise RequestError(f"there is no command {text!r}{did_you_mean(words, list(known))}")


class Orders:
    """The orders that wait to be carried out; any thread may put one in."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Order] = queue.SimpleQueue()

    def put(self, order: Order | Command | str, source: str = "keys") -> None:
        """Give an order, or a command's words.

        Raises
        ------
        RequestError
            If the words are no command.
        """
        if isinstance(order, str):
            order = parse_order(order, source)
        self._waiting.put(Order(order, source=source) if isinstance(order, Command) else order)

    def read(self, timeout: float) -> Order | None:
        """Wait up to ``timeout`` seconds for an order."""
        try:
            return self._waiting.get(timeout=timeout) if timeout > 0 else self._waiting.get_nowait()
        except queue.Empty:
            return None
