"""Plays a session to its end, or until the listener quits."""

from __future__ import annotations

from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

from voiceguide.errors import DeviceError, RequestError, VoiceguideError
from voiceguide.player._commands import VOICE, Command, Order, Orders
from voiceguide.player._slept import Slept
from voiceguide.player._transport import Transport
from voiceguide.player._watchdog import Watchdog
from voiceguide.player.devices import Device, open_device
from voiceguide.units import Ms, clock, frames_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from voiceguide.player._answers import Answers
    from voiceguide.player._live_session import LiveSession
    from voiceguide.player._prefetch import BlocksFrom
    from voiceguide.sound import Loop
    from voiceguide.timeline import Timeline

TICK_SECONDS = 0.1
"""Interval at which keys, device and clock are checked: the status line moves ten times a second."""
_ORDER_SECONDS = 0.02
"""The same where orders come from elsewhere, too: so long one may wait."""
_RETRY_SECONDS = 1.0
"""Interval at which a device is looked for in place of one that has gone."""
_PRIME_SECONDS = 0.5
"""A render that is slower than this, since it still speaks, begins late rather than not at all."""
_GOODBYE_SECONDS = 1.0
"""Longer than the fade and any device's latency; a dead device does not keep the listener."""


class Keys(Protocol):
    """A source of commands; a context manager entered while playing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def read(self, timeout: float) -> Command | Order | None:
        """Wait up to ``timeout`` seconds for a command."""
        ...


class Screen(Protocol):
    """A display of the session's position; a context manager entered while playing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Update the display; called about ten times a second."""
        ...


@runtime_checkable
class Teller(Protocol):
    """A display that can show a line of its own: why an order cannot be followed."""

    def tell(self, text: str) -> None:
        """Show a line."""
        ...


class Watch(Protocol):
    """Sees where a session is while it plays."""

    def see(self, frame: int, *, paused: bool) -> None:
        """Note the frame that is heard; called about ten times a second."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """How playing ended."""

    finished: bool
    """Whether the session played to its end; False if the listener quit."""
    frame: int
    """The last frame heard, or the session's length."""
    device: str
    """The device that it played on."""


def play(
    timeline: Timeline,
    blocks_from: BlocksFrom,
    *,
    channels: int,
    device: str | Device | None = None,
    start: int = 0,
    keys: Keys | None = None,
    screen: Screen | None = None,
    tone: Loop | None = None,
    ongoing: LiveSession | None = None,
    orders: Orders | None = None,
    watch: Watch | None = None,
    latency_ms: int = 0,
    reopen: Callable[[], Device] | None = None,
    count_in_ms: int = 0,
    answers: Callable[[], Answers] | None = None,
) -> Outcome:
    """Play a session on a sound device.

    Parameters
    ----------
    timeline : Timeline
        The session.
    blocks_from : callable
        Gives float32 blocks ``(frames, channels)`` of its render, from a frame on.
    channels : int
        1 or 2.
    device : str or Device, optional
        A name for :func:`voiceguide.player.devices.open_device`, or an open device, which is closed at the
        end. The first that opens without.
    start : int
        First frame to sound.
    keys : Keys, optional
        Where commands come from.
    screen : Screen, optional
        What shows the position.
    tone : Loop, optional
        The room tone, for pauses.
    ongoing : LiveSession, optional
        The session, if it is still being laid out; ``timeline`` is what it was to begin with.
    orders : Orders, optional
        Commands from anywhere else: a remote control, a voice, a page.
    watch : Watch, optional
        Sees where the session is, about ten times a second.
    latency_ms : int, optional
        By how many milliseconds the sound is heard later than the device takes it, as with Bluetooth.
    reopen : callable, optional
        Opens a device in place of one that has gone; without, playing ends then.
    count_in_ms : int, optional
        Milliseconds before it begins, to lie down; a command to go on, or any that moves, ends them.
    answers : callable, optional
        Makes the short sounds that answer commands; called once the session sounds.

    Raises
    ------
    InputError
        If no device has that name.
    DeviceError
        If no device opens, or it fails while playing.
    VoiceguideError
        What rendering a block raised.
    KeyboardInterrupt
        After Ctrl-C, when the sound has faded and the device is closed.
    """
    opened = (
        open_device(device, rate=timeline.rate, channels=channels)
        if device is None or isinstance(device, str)
        else device
    )
    with (
        closing(opened),
        Transport(
            timeline,
            blocks_from,
            channels=channels,
            start=start,
            drain=opened.latency,
            ongoing=ongoing,
            tone=tone,
        ) as transport,
        keys or nullcontext() as commands,
        screen or nullcontext() as display,
    ):
        transport.prime(_PRIME_SECONDS)
        if count_in_ms:
            transport.pause()
        opened.start(transport)
        latency = frames_of(Ms(latency_ms), timeline.rate)
        following = _Following(transport, opened, commands, display, orders, watch, latency, reopen)
        following.answers = answers() if answers else None
        try:
            quitting = not following.count_in(count_in_ms / 1000) or following.to_the_end()
        except KeyboardInterrupt:
            _perform(Command.QUIT, transport, following.device)
            transport.finished.wait(_GOODBYE_SECONDS)
            raise
        finally:
            if following.device is not opened:
                following.device.close()
        frames = transport.timeline.frames
        frame = min(max(transport.position - following.device.pending(), 0), frames)
    return Outcome(not quitting, frame if quitting else frames, following.device.name)


@dataclass(slots=True)
class _Following:
    """Follows what the listener asks for, until the end."""

    transport: Transport
    device: Device
    keys: Keys | None
    screen: Screen | None
    orders: Orders | None
    watch: Watch | None
    latency: int
    """Frames by which the screen is behind the device."""
    reopen: Callable[[], Device] | None
    answers: Answers | None = None
    slept: Slept = field(default_factory=Slept)
    watchdog: Watchdog = field(default_factory=Watchdog)

    def count_in(self, seconds: float) -> bool:
        """Let some time pass before it begins; return False if the listener quits meanwhile."""
        if seconds <= 0:
            return True
        self._tell(f"It begins in {seconds:g} s; space begins at once.")
        left = seconds
        while left > 0 and not self.transport.finished.is_set():
            self._show()
            order = self._wait(min(TICK_SECONDS, left))
            left -= TICK_SECONDS
            if order and order.command is Command.QUIT:
                return False
            if order:
                break
        self.transport.resume()
        return True

    def to_the_end(self) -> bool:
        """Play until the end; return whether the listener quit."""
        transport = self.transport
        shown = 0.0
        tick = _ORDER_SECONDS if self.orders else TICK_SECONDS
        while not transport.finished.is_set():
            if shown <= 0:
                self._rest_if_it_slept()
                self._show()
                shown = TICK_SECONDS
            order = self._wait(tick)
            shown -= tick
            if order:
                self._carry_out(order)
                if order.command is Command.QUIT:
                    transport.finished.wait(_GOODBYE_SECONDS)
                    _raise(transport.error, transport, self.device)
                    return True
                shown = 0.0
                continue
            if self.watchdog.is_dead(transport.pulls, tick, self.device.longest_wait):
                gone = DeviceError(f"{self.device.name}: the device accepts no more sound; was it unplugged?")
                if self.reopen is None:
                    transport.fail(gone)
                elif not self._wait_for_a_device(self.reopen):
                    return True
        _raise(transport.error, transport, self.device)
        return False

    def _rest_if_it_slept(self) -> None:
        """Stand still after the machine slept: whoever closed the lid may not lie there any more."""
        if self.slept.look() and not self.transport.paused:
            self._carry_out(Order(Command.PAUSE, source="system"))
            self._tell("The machine slept: the session is paused where it was; space goes on.")

    def _wait_for_a_device(self, reopen: Callable[[], Device]) -> bool:
        """Stand still until there is a device again; return False if the listener quits meanwhile."""
        was_paused = self.transport.paused
        self.transport.pause()
        self._tell("The sound device is gone: the session is paused, and goes on when one is back.")
        self.device.close()
        while True:
            self._show()
            order = self._wait(_RETRY_SECONDS)
            if order and order.command is Command.QUIT:
                return False
            try:
                self.device = reopen()
                self.watchdog.start(self.transport.pulls)
                self.device.start(self.transport)
            except DeviceError:
                continue
            break
        self._tell(f"The session goes on, on {self.device.name}.")
        if not was_paused:
            self._carry_out(Order(Command.RESUME))
        return True

    def _tell(self, text: str) -> None:
        display: object = self.screen
        if isinstance(display, Teller):
            display.tell(text)

    def _show(self) -> None:
        transport = self.transport
        heard = max(transport.position - self.device.pending(), 0)
        if self.screen:
            shown = max(heard - self.latency, 0)
            self.screen.show(transport.timeline, shown, paused=transport.paused, waiting=transport.waiting)
        if self.watch:
            self.watch.see(heard, paused=transport.paused)

    def _wait(self, seconds: float) -> Order | None:
        """The next order, of whatever source, if one comes in time."""
        if self.orders and (order := self.orders.read(0)):
            return order
        if self.keys:
            command = self.keys.read(seconds)
        elif self.orders:
            command = self.orders.read(seconds)
        else:
            self.transport.finished.wait(seconds)
            return None
        return Order(command) if isinstance(command, Command) else command

    def _carry_out(self, order: Order) -> None:
        if self.answers and order.source == VOICE:
            self.transport.sound_over(self.answers.taken)
        try:
            _perform(order, self.transport, self.device)
        except RequestError as error:
            if self.answers:
                self.transport.sound_over(self.answers.refused)
            self._tell(str(error))


def _perform(command: Command | Order, transport: Transport, device: Device) -> None:
    with device.interrupted() as dropped:
        transport.retract(dropped)
        transport.perform(command)


def _raise(error: BaseException | None, transport: Transport, device: Device) -> None:
    if error is None:
        return
    here = clock(transport.position, transport.timeline.rate)
    if isinstance(error, DeviceError):
        raise DeviceError(f"{error} Playback stopped at {here}; resume with --from {here}") from error
    if isinstance(error, VoiceguideError):
        raise error
    raise DeviceError(f"{device.name}: playing failed at {here}: {error}") from error
