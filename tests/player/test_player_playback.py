"""Playing from start to end, with keys, on devices that do as the tests say."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import types
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pytest

from voiceguide.errors import CacheError, DeviceError, InputError
from voiceguide.player import Outcome, play
from voiceguide.player import _playback as playback_module
from voiceguide.player._commands import Command
from voiceguide.player.devices._null import NullDevice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voiceguide.player.devices import Source
    from voiceguide.timeline import Timeline

HERE = Path(__file__).parent
RATE = 8000
WAIT = 20.0


class Listener:
    """Keys and screen at once: gives each command as soon as it is asked, and notes what was shown."""

    def __init__(self, *commands: Command | type[BaseException]) -> None:
        self.commands = list(commands)
        self.shown: list[tuple[int, bool]] = []
        self.left = False
        self.waited = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.left = True

    def show(self, _timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        self.shown.append((frame, paused))
        self.waited = self.waited or waiting

    def read(self, timeout: float) -> Command | None:
        if not self.commands:
            threading.Event().wait(timeout / 10)
            return None
        command = self.commands.pop(0)
        if isinstance(command, Command):
            return command
        raise command


class StillDevice(NullDevice):
    """Opens and starts, and never pulls: as when its plug was drawn."""

    longest_wait = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.closed = 0

    def start(self, source: Source) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("block", [1000, 4096, 5003])
def test_a_session_plays_to_its_end(session: Any, block: int) -> None:
    device = NullDevice(block=block, keep=True)
    assert play(session.timeline, session.blocks, channels=2, device=device) == Outcome(
        True, 60 * RATE, "null"
    )
    assert np.array_equal(np.concatenate(device.blocks), session.samples)


def test_it_starts_where_it_is_told(session: Any) -> None:
    device = NullDevice(keep=True)
    play(session.timeline, session.blocks, channels=2, device=device, start=59 * RATE)
    played = np.concatenate(device.blocks)
    assert len(played) == RATE
    assert np.array_equal(played[160:], session.samples[59 * RATE + 160 :])


def test_an_empty_session_is_over_at_once(sessions: Any) -> None:
    session = sessions(0)
    assert play(session.timeline, session.blocks, channels=2, device="null").finished


def test_quitting_says_where(session: Any) -> None:
    listener = Listener(Command.TOGGLE, Command.NEXT, Command.NEXT, Command.QUIT)
    outcome = play(
        session.timeline, session.blocks, channels=2, device=NullDevice(), keys=listener, screen=listener
    )
    assert not outcome.finished
    assert outcome.frame >= 20 * RATE
    assert listener.left
    assert listener.shown[1][1]


def test_a_paused_session_waits(session: Any) -> None:
    device = NullDevice(keep=True)
    listener = Listener(Command.TOGGLE, Command.TOGGLE)
    play(session.timeline, session.blocks, channels=2, device=device, keys=listener)
    assert sum(len(block) for block in device.blocks) == 60 * RATE


def test_an_interrupt_closes_everything_and_goes_on(session: Any) -> None:
    device = NullDevice()
    listener = Listener(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        play(session.timeline, session.blocks, channels=2, device=device, keys=listener)
    assert listener.left
    assert device._thread is not None
    assert not device._thread.is_alive()


def test_a_device_that_takes_nothing_more_is_an_error_that_says_where(session: Any) -> None:
    device = StillDevice()
    message = r"null: the device accepts no more sound.* Playback stopped at 0:30; resume with --from 0:30"
    with pytest.raises(DeviceError, match=message):
        play(session.timeline, session.blocks, channels=2, device=device, start=30 * RATE, keys=Listener())
    assert device.closed


def test_quitting_a_dead_device_ends(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback_module, "_GOODBYE_SECONDS", 0.01)
    listener = Listener(Command.QUIT)
    outcome = play(session.timeline, session.blocks, channels=2, device=StillDevice(), keys=listener)
    assert outcome == Outcome(False, 0, "null")


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (CacheError("clip 3 is gone"), CacheError, "clip 3 is gone"),
        (OSError("no such disk"), DeviceError, "playing failed at 0:00: no such disk"),
    ],
)
def test_what_the_render_raises_comes_out(session: Any, error: Exception, kind: type, message: str) -> None:
    def blocks(start: int) -> Iterator[NDArray[np.float32]]:
        raise error
        yield

    with pytest.raises(kind, match=message):
        play(session.timeline, blocks, channels=2, device="null")


def test_what_a_device_raises_comes_out(session: Any) -> None:
    class Broken(NullDevice):
        def start(self, source: Source) -> None:
            threading.Thread(target=source.fail, args=(DeviceError("null: no more power."),)).start()

    with pytest.raises(DeviceError, match=r"no more power\. Playback stopped at 0:00"):
        play(session.timeline, session.blocks, channels=2, device=Broken())


def test_a_device_that_drops_what_it_took_gets_it_again(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playback_module, "_GOODBYE_SECONDS", 0.01)

    class Hoarder(NullDevice):
        """Pulls all at once, and drops half of it at a command."""

        def start(self, source: Source) -> None:
            self.source = source
            self.blocks.append(source.take(20 * RATE, WAIT))

        def interrupted(self) -> nullcontext[int]:
            return nullcontext(10 * RATE)

    device = Hoarder()
    listener = Listener(Command.FORWARD, Command.QUIT)
    play(session.timeline, session.blocks, channels=2, device=device, keys=listener, screen=listener)
    # 20 s taken, 10 dropped, 10 forward: at 20 s again
    assert [frame for frame, _ in listener.shown] == [20 * RATE, 20 * RATE]


def test_an_unknown_device_is_the_inputs_fault(session: Any) -> None:
    with pytest.raises(InputError, match="there is no sound device 'gramophone'; there are: miniaudio"):
        play(session.timeline, session.blocks, channels=2, device="gramophone")


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    master, slave = pty.openpty()
    yield master, slave
    os.close(master)
    os.close(slave)


def test_playing_on_a_terminal(terminal: tuple[int, int]) -> None:
    master, slave = terminal
    before = termios.tcgetattr(slave)
    seen = b""

    def until(text: bytes) -> None:
        nonlocal seen
        while text not in seen:
            seen += os.read(master, 4096)
        seen = seen[seen.index(text) :]

    with subprocess.Popen(
        [sys.executable, HERE / "listen.py"], stdin=slave, stdout=slave, stderr=slave
    ) as child:
        until(b"One |")
        os.write(master, b" ")
        until(b"paused | One")
        os.write(master, b"\x1b[C\x1b[D ")
        until(b"\rOne |")
        os.write(master, b"n")
        until(b"Two |")
        os.write(master, b"q")
        until(b"finished=False second=True")
        assert child.wait(WAIT) == 0
    assert termios.tcgetattr(slave) == before


def test_an_interrupt_puts_the_terminal_back(terminal: tuple[int, int]) -> None:
    master, slave = terminal
    before = termios.tcgetattr(slave)
    seen = b""
    with subprocess.Popen(
        [sys.executable, HERE / "listen.py"], stdin=slave, stdout=slave, stderr=slave
    ) as child:
        while b"One |" not in seen:
            seen += os.read(master, 4096)
        child.send_signal(signal.SIGINT)
        while b"interrupted" not in seen:
            seen += os.read(master, 4096)
        assert child.wait(WAIT) == 0
    assert b"Traceback" not in seen
    assert termios.tcgetattr(slave) == before


def test_the_screen_is_as_late_as_the_headphones(session: Any) -> None:
    from voiceguide.units import Ms

    shown: list[list[int]] = []
    for latency in (0, 2_000):
        frames: list[int] = []

        class Shown(_Silent):
            def show(self, timeline: Any, frame: int, **_: Any) -> None:  # noqa: ARG002
                frames.append(frame)  # noqa: B023

        play(
            session.timeline, session.blocks, channels=2, device=NullDevice(), screen=Shown(),
            start=50 * RATE, latency_ms=Ms(latency),
        )  # fmt: skip
        shown.append(frames)
    # a device without a clock may be done before it is shown
    assert max(shown[1], default=0) <= 58 * RATE


class _Silent:
    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Teller(_Silent):
    """A screen that keeps the lines that it is to show."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def show(self, *_: Any, **__: Any) -> None:
        pass

    def tell(self, text: str) -> None:
        self.told.append(text)


def test_orders_come_from_anywhere_and_what_cannot_be_is_told(session: Any) -> None:
    from voiceguide.player import Orders

    screen = _Teller()
    orders = Orders()
    for words in ("longer", "chapter 6", "stop"):
        orders.put(words, source="voice")
    outcome = play(
        session.timeline, session.blocks, channels=2, device=NullDevice(), screen=screen, orders=orders
    )
    assert not outcome.finished
    assert screen.told == ["longer: this session is finished, and cannot be changed"]


class _Pulled(NullDevice):
    """Pulls by callback when it is asked how much is pending: when the place is looked at."""

    def start(self, source: Any) -> None:
        self.source = source
        self.blocks = []

    def pending(self) -> int:
        self.blocks.append(self.source.read(80))
        return 0


@pytest.mark.parametrize(
    ("words", "source", "heard"),
    [
        ("chapter 6", "voice", {"taken"}),
        ("chapter 6", "keys", set()),
        ("stop", "voice", {"taken"}),
        ("longer", "voice", {"taken", "refused"}),
        ("longer", "keys", {"refused"}),
    ],
)
def test_a_tick_tells_that_a_spoken_command_was_taken_and_taps_that_none_is_followed(
    session: Any, words: str, source: str, heard: set[str]
) -> None:
    from voiceguide.player import Answers, Orders

    orders, device = Orders(), _Pulled()
    taken = np.array([[0.9, 0.0]], dtype=np.float32)
    refused = np.array([[0.0, 0.9]], dtype=np.float32)
    orders.put(words, source=source)
    orders.put("stop")
    quiet = np.zeros_like(session.samples)
    play(
        session.timeline, lambda start: iter([quiet[start:]]), channels=2, device=device, orders=orders,
        screen=Listener(), answers=lambda: Answers(taken, refused),
    )  # fmt: skip
    sound = np.concatenate(device.blocks)
    found = {name for name, side in (("taken", 0), ("refused", 1)) if sound[:, side].any()}
    assert found == heard


class _Unplugged(NullDevice):
    """Pulls for a while, and then no more."""

    name = "unplugged"
    longest_wait = 0.1

    def start(self, source: Any) -> None:
        for _ in range(20):
            source.take(4_096, 5.0)


@pytest.mark.parametrize("quits", [False, True])
def test_a_device_that_goes_away_pauses_and_another_goes_on(
    session: Any, monkeypatch: pytest.MonkeyPatch, quits: bool
) -> None:
    from voiceguide.player import Orders

    monkeypatch.setattr(playback_module, "_RETRY_SECONDS", 0.01)
    screen = _Teller()
    orders, tries, back = Orders(), [], NullDevice(keep=True)

    def reopen() -> NullDevice:
        tries.append(1)
        if quits:
            orders.put("stop")
        if quits or len(tries) < 3:
            raise DeviceError("there is none")
        return back

    outcome = play(
        session.timeline, session.blocks, channels=2, device=_Unplugged(), screen=screen, orders=orders,
        reopen=reopen,
    )  # fmt: skip
    assert screen.told[0].startswith("The sound device is gone: the session is paused")
    assert outcome.finished is not quits
    if not quits:
        assert screen.told[1] == "The session goes on, on null."
        assert outcome.device == "null"
        played = np.concatenate(back.blocks)
        assert np.array_equal(played[400:], session.samples[len(session.samples) - len(played) + 400 :])


def test_there_is_time_to_lie_down(session: Any) -> None:
    from voiceguide.player import Orders

    shown: list[tuple[int, bool]] = []

    class Screen(_Silent):
        def show(self, _timeline: Any, frame: int, *, paused: bool, waiting: bool) -> None:  # noqa: ARG002
            shown.append((frame, paused))

    device, orders = NullDevice(keep=True), Orders()
    play(
        session.timeline, session.blocks, channels=2, device=device, screen=Screen(), count_in_ms=250,
    )  # fmt: skip
    assert shown[0] == (0, True)
    assert np.concatenate(device.blocks).shape == session.samples.shape
    # a command begins at once, and to stop is to stop
    orders.put("resume")
    play(
        session.timeline, session.blocks, channels=2, device=NullDevice(), orders=orders,
        count_in_ms=3_600_000,
    )  # fmt: skip
    orders.put("stop")
    stopped = play(
        session.timeline, session.blocks, channels=2, device=NullDevice(), orders=orders,
        count_in_ms=3_600_000,
    )  # fmt: skip
    assert not stopped.finished
    assert stopped.frame == 0


def test_a_machine_that_slept_is_paused_where_it_was(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from voiceguide.player import Orders, _slept

    told: list[str] = []
    orders, device, asleep = Orders(), _Pulled(), [0.0]

    class Screen(_Silent):
        looks = 0

        def show(self, _timeline: Any, frame: int, *, paused: bool, waiting: bool) -> None:  # noqa: ARG002
            self.looks += 1
            if self.looks == 3:
                asleep[0] += 8 * 3600.0  # a night
            if paused:
                assert frame <= 5 * 80 + 2 * 160
                orders.put("stop")

        def tell(self, text: str) -> None:
            told.append(text)

    awake = _slept.time.monotonic
    clock = types.SimpleNamespace(CLOCK_BOOTTIME=7, clock_gettime=lambda _: awake() + asleep[0])
    monkeypatch.setattr(_slept, "time", clock)
    outcome = play(
        session.timeline, session.blocks, channels=2, device=device, screen=Screen(), orders=orders
    )
    assert not outcome.finished
    assert told == ["The machine slept: the session is paused where it was; space goes on."]


def test_a_clock_that_is_put_right_is_no_sleep() -> None:
    from voiceguide.player._slept import Slept

    clock = [0.0]
    slept = Slept(clock=lambda: clock[0], awake=lambda: 0.0)
    for seconds, expected in ((1.0, False), (-60.0, False), (4.9, False), (5.0, True), (0.0, False)):
        clock[0] += seconds
        assert slept.look() is expected
