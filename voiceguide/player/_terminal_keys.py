"""Reads single key presses from the terminal."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Self, TextIO

from voiceguide.player._commands import Command

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from voiceguide.player._playback import Keys

HELP = (
    "space pauses and resumes, left and right skip 10 s, n and p go to the next and previous chapter, "
    "r repeats this point, s skips it, + and - hold 15 s longer or shorter, up and down are the loudness, "
    "[ and ] the voice against the bed, t says the time left, Enter is ready, q quits"
)
"""Help on the keys for the command line."""

_LETTERS = {
    b" ": Command.TOGGLE,
    b"n": Command.NEXT,
    b"p": Command.PREVIOUS,
    b"r": Command.REPEAT,
    b"s": Command.SKIP,
    b"+": Command.LONGER,
    b"=": Command.LONGER,
    b"-": Command.SHORTER,
    b"[": Command.VOICE_SOFTER,
    b"]": Command.VOICE_LOUDER,
    b"t": Command.TIME,
    b"\r": Command.READY,
    b"\n": Command.READY,
    b"q": Command.QUIT,
    b"\x03": Command.QUIT,
}
_ARROWS = {b"A": Command.LOUDER, b"B": Command.SOFTER, b"C": Command.FORWARD, b"D": Command.REWIND}
_ESCAPE = b"\x1b"
_LONGEST_SEQUENCE = 16
_CONSOLE_ARROWS = {"H": Command.LOUDER, "P": Command.SOFTER, "M": Command.FORWARD, "K": Command.REWIND}
_CONSOLE_POLL_SECONDS = 0.02


class KeyDecoder:
    """Turns a terminal's bytes into commands; a sequence may come in any number of pieces.

    Arrows are ``ESC [ C`` or, in the terminal's application mode, ``ESC O C``; with Shift or Ctrl held
    ``ESC [ 1 ; 5 C``. (ECMA-48 5.4: parameter bytes 0x30-0x3F, intermediate 0x20-0x2F, final 0x40-0x7E.)
    """

    def __init__(self) -> None:
        self._open = b""

    def feed(self, data: bytes) -> list[Command]:
        """Commands that are complete with ``data``; other keys are passed over."""
        commands = []
        for byte in (data[i : i + 1] for i in range(len(data))):
            command = self._step(byte)
            if command:
                commands.append(command)
        return commands

    def _step(self, byte: bytes) -> Command | None:
        if byte == _ESCAPE:
            self._open = byte
            return None
        if not self._open:
            return _LETTERS.get(byte.lower())
        if self._open == _ESCAPE:
            # a lone Escape press is followed by an ordinary key, not by an introducer
            self._open = self._open + byte if byte in {b"[", b"O"} else b""
            return None if self._open else _LETTERS.get(byte.lower())
        if b"\x20" <= byte <= b"\x3f" and len(self._open) < _LONGEST_SEQUENCE:
            self._open += byte
            return None
        self._open = b""
        return _ARROWS.get(byte)


class PosixKeys:
    """Reads a terminal in cbreak mode, and puts its mode back whatever happens.

    Parameters
    ----------
    descriptor : int
        An open terminal.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._decoder = KeyDecoder()
        self._ready: list[Command] = []
        self._mode: list[Any] | None = None
        self._handlers: dict[int, Any] = {}
        self._hung_up = False

    def __enter__(self) -> Self:
        self._cbreak()
        self._catch_signals()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import signal

        self._restore()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()

    def read(self, timeout: float) -> Command | None:
        """Wait up to ``timeout`` seconds for a command."""
        import select

        if self._ready:
            return self._ready.pop(0)
        if self._hung_up or not _is_ours(self._descriptor):
            time.sleep(timeout)
            return None
        if not select.select([self._descriptor], [], [], timeout)[0]:
            return None
        try:
            data = os.read(self._descriptor, 1024)
        except OSError:  # the terminal's window was closed
            data = b""
        self._hung_up = not data
        self._ready = self._decoder.feed(data)
        return self._ready.pop(0) if self._ready else None

    def _cbreak(self) -> None:
        import termios
        import tty

        if self._mode is None:
            self._mode = termios.tcgetattr(self._descriptor)
        # now, and not after flushing: keys that were pressed meanwhile count
        tty.setcbreak(self._descriptor, termios.TCSANOW)

    def _restore(self) -> None:
        import contextlib
        import termios

        if self._mode is not None:
            with contextlib.suppress(termios.error):  # the terminal may be gone
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._mode)
            self._mode = None

    def _catch_signals(self) -> None:
        """Leave the terminal sane also when the program is stopped (Ctrl-Z) or ended from outside."""
        import signal
        import threading

        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTSTP, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                self._handlers[number] = signal.signal(number, self._leave)
        if signal.getsignal(signal.SIGCONT) is signal.SIG_DFL:
            self._handlers[signal.SIGCONT] = signal.signal(signal.SIGCONT, self._return)

    def _leave(self, number: int, _frame: FrameType | None) -> None:
        import signal

        self._restore()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _return(self, _number: int, _frame: FrameType | None) -> None:
        import signal

        signal.signal(signal.SIGTSTP, self._leave)
        if _is_ours(self._descriptor):
            self._cbreak()


class WindowsKeys:
    """Reads the console through msvcrt, which needs no mode to be put back."""

    def __init__(self, console: Any) -> None:
        self._console = console

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def read(self, timeout: float) -> Command | None:
        """Wait up to ``timeout`` seconds for a command."""
        deadline = time.monotonic() + timeout
        while not self._console.kbhit():
            if time.monotonic() >= deadline:
                return None
            time.sleep(_CONSOLE_POLL_SECONDS)
        key = self._console.getwch()
        if key in {"\x00", "\xe0"}:
            return _CONSOLE_ARROWS.get(self._console.getwch())
        return _LETTERS.get(key.lower().encode())


def terminal_keys(stream: TextIO | None = None) -> Keys | None:
    """Keys of a terminal, or None where there is none to read (a pipe, a file, a job in the background).

    Parameters
    ----------
    stream : TextIO, optional
        Standard input without.
    """
    stream = sys.stdin if stream is None else stream
    try:
        if stream is None or not stream.isatty():
            return None
        descriptor = stream.fileno()
    except (OSError, ValueError):  # closed, or not a file of the system
        return None
    if sys.platform == "win32":
        import msvcrt

        return WindowsKeys(msvcrt)
    return PosixKeys(descriptor) if _is_ours(descriptor) else None


def _is_ours(descriptor: int) -> bool:
    """Whether the terminal is ours; in the background, reading or changing it would stop the program."""
    try:
        return os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:  # not our controlling terminal, so job control does not concern us
        return True
