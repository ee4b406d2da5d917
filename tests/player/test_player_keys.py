"""Keys: bytes to commands, and a terminal that is put back."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.player import terminal_keys
from voiceguide.player._commands import Command
from voiceguide.player._terminal_keys import KeyDecoder, PosixKeys, WindowsKeys

WAIT = 20.0
HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("data", "commands"),
    [
        (b" ", ["toggle"]),
        (b"nNpPqQ", ["next", "next", "back", "back", "stop", "stop"]),
        (b"\x1b[C\x1b[D", ["forward", "rewind"]),
        (b"\x1bOC\x1bOD", ["forward", "rewind"]),
        (b"\x1b[1;5C", ["forward"]),
        (b"\x1b[A\x1b[B\x1b[5~\x1b[15~", ["louder", "softer"]),
        (b"\x1bn", ["next"]),
        (b"\x1b\x1b[C", ["forward"]),
        (b"xyz\r\n\t\xff\xe5\xa4\xaa", ["ready", "ready"]),
        (b"\x1b[" + b"1;" * 50 + b"C ", ["toggle"]),
        (b"\x03", ["stop"]),
        (
            b"rs+=-[]t",
            ["repeat", "skip", "longer", "longer", "shorter", "voice softer", "voice louder", "time"],
        ),
    ],
)
def test_what_keys_mean(data: bytes, commands: list[str]) -> None:
    assert [command.value for command in KeyDecoder().feed(data)] == commands


@given(
    st.lists(st.sampled_from([b" ", b"n", b"\x1b[C", b"\x1bOD", b"\x1b[1;2C", b"\x1b[3~", b"q"])), st.data()
)
def test_a_sequence_may_come_in_pieces(keys: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(keys)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    decoder = KeyDecoder()
    got = []
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        got += decoder.feed(whole[start:end])
    assert got == KeyDecoder().feed(whole)


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    decoder = KeyDecoder()
    decoder.feed(data)
    assert decoder.feed(b"~n")[-1] is Command.NEXT


@pytest.fixture
def terminal():
    master, slave = pty.openpty()
    yield master, slave
    os.close(master)
    os.close(slave)


def test_keys_come_without_enter_and_the_mode_is_put_back(terminal) -> None:
    master, slave = terminal
    before = termios.tcgetattr(slave)
    with PosixKeys(slave) as keys:
        assert not termios.tcgetattr(slave)[3] & (termios.ICANON | termios.ECHO)
        os.write(master, b"n\x1b[")
        assert keys.read(WAIT) is Command.NEXT
        os.write(master, b"C")
        got = None
        while got is None:
            got = keys.read(WAIT)
        assert got is Command.FORWARD
        assert keys.read(0) is None
    assert termios.tcgetattr(slave) == before


def test_the_mode_and_the_signals_are_put_back_after_an_error(terminal) -> None:
    _, slave = terminal
    before = termios.tcgetattr(slave), signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    with pytest.raises(RuntimeError, match="oops"), PosixKeys(slave):
        raise RuntimeError("oops")
    assert before == (
        termios.tcgetattr(slave),
        signal.getsignal(signal.SIGTSTP),
        signal.getsignal(signal.SIGCONT),
    )


def test_several_keys_at_once_come_one_by_one(terminal) -> None:
    master, slave = terminal
    with PosixKeys(slave) as keys:
        os.write(master, b"  q")
        assert [keys.read(WAIT) for _ in range(3)] == [Command.TOGGLE, Command.TOGGLE, Command.QUIT]


def test_a_terminal_that_hangs_up_gives_no_more_keys() -> None:
    master, slave = pty.openpty()
    with PosixKeys(slave) as keys:
        os.close(master)
        assert keys.read(WAIT) is None
        assert keys.read(0) is None
    os.close(slave)


def test_no_terminal_no_keys(tmp_path: Path) -> None:
    assert terminal_keys(io.StringIO()) is None
    file = (tmp_path / "input").open("w+", encoding="utf-8")
    assert terminal_keys(file) is None
    file.close()
    assert terminal_keys(file) is None


def test_a_terminal_has_keys(terminal) -> None:
    _, slave = terminal
    with os.fdopen(os.dup(slave), encoding="utf-8") as stream:
        assert isinstance(terminal_keys(stream), PosixKeys)


class Console:
    def __init__(self, keys: str) -> None:
        self.keys = list(keys)

    def kbhit(self) -> bool:
        return bool(self.keys)

    def getwch(self) -> str:
        return self.keys.pop(0)


def test_a_windows_console() -> None:
    with WindowsKeys(Console(" \xe0M\x00KN\xe0H太q")) as keys:
        got = [keys.read(0) for _ in range(8)]
    expected = ["toggle", "forward", "rewind", "next", "louder", None, "stop", None]
    assert [command and command.value for command in got] == expected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_mode_is_put_back_when_the_program_is_ended(terminal, number: signal.Signals) -> None:
    _, slave = terminal
    before = termios.tcgetattr(slave)
    program = (
        "import sys, time\n"
        "from voiceguide.player._terminal_keys import terminal_keys\n"
        "with terminal_keys() as keys:\n"
        "    print('ready', flush=True)\n"
        "    while True: keys.read(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=slave, stdout=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        assert termios.tcgetattr(slave) != before
        child.send_signal(number)
        assert child.wait(WAIT) == -number
    assert termios.tcgetattr(slave) == before


def test_stopped_it_gives_the_terminal_back_and_takes_it_again(terminal) -> None:
    _, slave = terminal
    before = termios.tcgetattr(slave)
    program = (
        "from voiceguide.player._terminal_keys import terminal_keys\n"
        "with terminal_keys() as keys:\n"
        "    print('ready', flush=True)\n"
        "    while True:\n"
        "        if (key := keys.read(60)): print(key.value, flush=True)\n"
    )
    # job control stops no orphans, so the program needs a parent in its session that is not in its group
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, program], stdin=slave, stdout=subprocess.PIPE, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        cbreak = termios.tcgetattr(slave)
        child = int(parent.stdout.readline())
        os.kill(child, signal.SIGTSTP)
        assert parent.stdout.readline() == b"stopped\n"
        assert termios.tcgetattr(slave) == before
        os.kill(child, signal.SIGCONT)
        os.write(terminal[0], b"n")
        assert parent.stdout.readline() == b"next\n"
        assert termios.tcgetattr(slave) == cbreak != before
        os.kill(child, signal.SIGTERM)
        assert parent.wait(WAIT) == 0
    assert termios.tcgetattr(slave) == before


PARENT = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
out, into = os.pipe()
child = os.fork()
if not child:
    # a job of its own in the foreground, as a shell makes it
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.dup2(into, 1)
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
os.close(into)
lines = os.fdopen(out)
print(lines.readline(), end="", flush=True)
print(child, flush=True)
os.waitpid(child, os.WUNTRACED)
print("stopped", flush=True)
for line in lines:
    print(line, end="", flush=True)
os.waitpid(child, 0)
"""
