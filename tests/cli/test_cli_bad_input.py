"""Bad input: exit code 2, one clear line on stderr, no traceback, and no file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

HEAD = "voiceguide: 1\ntitle: A test\nsteps:\n  - say: Breathe in.\n"

FLAGS = {
    "unknown point": (["--points", "XX-99"], ["'XX-99'", "BL-43"]),
    "nearly a point": (["--points", "Tai Chang"], ["did you mean", "LR-3"]),
    "too short": (["--minutes", "0.5"], ["shortest", "longest"]),
    "too long for its points": (["--points", "GV-20", "--minutes", "230"], ["shortest", "longest"]),
    "no number": (["--minutes", "ten"], ["'ten'", "--minutes"]),
    "not a number": (["--minutes", "nan"], ["nan"]),
    "infinite": (["--minutes", "inf"], ["inf"]),
    "negative": (["--minutes", "-3"], ["-3"]),
    "two lengths": (["--minutes", "3", "--length", "3m"], ["--minutes", "--length"]),
    "bad length": (["--length", "-5s"], ["negative"]),
    "unknown voice": (["--voice", "piper/jo"], ["piper/jo"]),
    "unknown engine": (["--voice", "loud/one"], ["loud", "piper"]),
    "unknown focus": (["--focus", "knees"], ["'knees'", "upper-back"]),
    "unknown theme": (["--chimes", "kazoo"], ["kazoo", "bowl"]),
    "unknown bed": (["--bed", "rian"], ["rian", "rain"]),
    "level without bed": (["--bed-level", "-20dB"], ["--bed rain"]),
    "loud bed": (["--bed", "rain", "--bed-level", "12dB"], ["-60dB"]),
    "no pack": (["--pack", "mine.yaml"], ["mine.yaml"]),
    "no tool for it": (["--points", "BL-43", "--tools", "none"], ["BL-43", "tennis-ball"]),
    "no such script": (["there.yaml"], ["there.yaml"]),
    "unknown flag": (["--loud"], ["--loud"]),
}

SCRIPTS = {
    "unknown key": ("  - paus: 2s\n", ["5:5", "did you mean 'pause'"]),
    "duplicate key": ("  - say: One.\n    say: Two.\n", ["6:5", "say"]),
    "alias": ("  - &a {pause: 2s}\n  - *a\n", ["5:5"]),
    "negative": ("  - pause: -5s\n", ["5:12", "negative"]),
    "not a number": ("  - pause: .nan\n", ["5:12", ".nan"]),
    "a range that falls": ("  - settle: 9s..3s\n", ["5:13", "9s..3s"]),
    "nothing to say": ('  - say: "..."\n', ["5:10"]),
    "unknown chime": ("  - chime: kazoo\n", ["kazoo", "bowl"]),
    "unequal sides": (
        "  - chapter: {title: L, point: A, side: left}\n  - hold: {for: 30s}\n"
        "  - chapter: {title: R, point: A, side: right}\n  - hold: {for: 40s}\n",
        ["8:17", "same time"],
    ),
}


def assert_refused(ran: Ran, folder: Path, words: list[str], before: set[Path]) -> None:
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.startswith("voiceguide: ")
    for word in words:
        assert word in ran.err
    assert set(folder.iterdir()) == before


@pytest.mark.parametrize("name", FLAGS)
def test_a_bad_flag(name: str, run: Callable[..., Ran], folder: Path) -> None:
    flags, words = FLAGS[name]
    voice = () if "--voice" in flags else ("--voice", "silent/default")
    assert_refused(run("export", *flags, *voice, "-o", "x.mp3"), folder, words, set())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_bad_script(name: str, run: Callable[..., Ran], folder: Path) -> None:
    steps, words = SCRIPTS[name]
    script = folder / "bad.yaml"
    script.write_text(HEAD + steps)
    ran = run("export", "bad.yaml", "--voice", "silent/default", "-o", "x.mp3")
    assert_refused(ran, folder, words, {script})


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"[" * 200_000, "bad.yaml:1:"),
        (bytes(range(256)) * 20, "bad.yaml:"),
        (b"\xff\xfe\x00\x00", "bad.yaml:"),
        (b"- just\n- a list\n", "bad.yaml:1:1"),
        (b"a: &x [1]\nb: *x\n", "bad.yaml:1:4"),
        (b"voiceguide: 2\ntitle: x\nsteps: [{pause: 2s}]\n", "1:13"),
    ],
    ids=["empty", "deep", "binary", "utf-16", "a list", "an alias", "a later version"],
)
def test_a_file_that_is_no_script(content: bytes, word: str, run: Callable[..., Ran], folder: Path) -> None:
    script = folder / "bad.yaml"
    script.write_bytes(content)
    ran = run("check", "bad.yaml")
    assert ran.code == 2
    assert word in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("nowhere/x.mp3", ["nowhere", "does not exist"]),
        ("x.ogg", [".ogg", ".mp3", ".wav"]),
        ("x", ["suffix"]),
        (".", []),
    ],
)
def test_a_bad_output(output: str, words: list[str], run: Callable[..., Ran], folder: Path) -> None:
    # the default voice would be spoken with: a target is refused before a minute is spent on speech
    assert_refused(run("export", "--minutes", "10", "-o", output), folder, words, set())
    assert not (folder.parent / "cache").exists() or not any((folder.parent / "cache").rglob("*.wav"))


def test_a_script_and_a_flag_for_composing(run: Callable[..., Ran], folder: Path) -> None:
    script = folder / "good.yaml"
    script.write_text(HEAD)
    ran = run("export", "good.yaml", "--points", "BL-43", "-o", "x.mp3")
    assert_refused(ran, folder, ["--points"], {script})


def test_every_mistake_at_once(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "bad.yaml").write_text(HEAD + "  - pause: -5s\n  - hold: {for: 5m..1m}\n  - say: '{what}'\n")
    (folder / "other.yaml").write_text("title: x\n")
    ran = run("check", "bad.yaml", "other.yaml")
    assert ran.code == 2
    for place in ("bad.yaml:5:12", "bad.yaml:6:17", "other.yaml:1:1"):
        assert place in ran.err
    assert "Traceback" not in ran.err


def test_names_that_there_are_not_are_found_by_check_with_their_places(
    run: Callable[..., Ran], folder: Path
) -> None:
    head = HEAD.replace("steps:", "voice: piper/jo\nbed: {sound: rian}\nchimes: bowll\nlength: 30m\nsteps:")
    (folder / "bad.yaml").write_text(head + "  - pause: 2s..4s\n")
    ran = run("check", "bad.yaml")
    assert ran.code == 2
    assert all(" warning: " in line for line in ran.out.splitlines())
    for place, hint in (("3:8", "piper/joe"), ("4:6", "rain"), ("5:9", "bowl"), ("6:9", "cannot be met")):
        assert any(f"bad.yaml:{place}: " in line and hint in line for line in ran.err.splitlines()), ran.err


def test_a_length_near_those_that_can_be_is_a_warning(run: Callable[..., Ran], folder: Path) -> None:
    head = HEAD.replace("steps:", "length: 6s\nsteps:")
    (folder / "near.yaml").write_text(head + "  - pause: 2s..4s\n")
    ran = run("check", "near.yaml")
    assert ran.code == 0
    assert "near.yaml:3:9: warning: the length may not be met" in ran.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_under_stdout() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "voiceguide", "points"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "voiceguide: cannot write: the disk is full\n"


def test_a_length_that_a_script_cannot_have(run: Callable[..., Ran], folder: Path) -> None:
    script = folder / "short.yaml"
    script.write_text(HEAD + "  - pause: 2s..4s\n")
    ran = run("export", "short.yaml", "--minutes", "5", "--voice", "silent/default", "-o", "x.wav")
    assert_refused(ran, folder, ["5m", "shortest", "longest"], {script})


def test_debug_shows_where(run: Callable[..., Ran]) -> None:
    ran = run("export", "--points", "XX-99", "-o", "x.mp3", "--debug")
    assert ran.code == 2
    assert "Traceback" in ran.err
    assert "find_point" in ran.err


def test_an_unknown_command(run: Callable[..., Ran]) -> None:
    ran = run("exprt")
    assert ran.code == 2
    assert "did you mean export" in ran.err


def test_a_script_into_a_folder_that_is_not_there(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("compose", "--minutes", "5", "--voice", "silent/default", "-o", "nowhere/x.yaml")
    assert_refused(ran, folder, ["nowhere", "does not exist"], set())


def test_what_a_listener_cannot_follow_is_a_warning_with_its_place(
    run: Callable[..., Ran], folder: Path
) -> None:
    steps = (
        "  - say: Lie down. Open your eyes, and roll onto one side.\n"
        "  - say: Come up. Open your eyes. It is over.\n"
        "  - chime: end\n"
    )
    (folder / "eyes.yaml").write_text(HEAD + steps)
    ran = run("check", "eyes.yaml")
    assert ran.code == 0
    first, second = (line for line in ran.out.splitlines() if "warning: the eyes are to be opened" in line)
    assert first.startswith("eyes.yaml:5:10: ")
    assert "say 'Close your eyes' before" in first  # the advice is given once
    assert second.startswith("eyes.yaml:6:10: ")
    assert "say 'Close your eyes' before" not in second
    strict = run("check", "--strict", "eyes.yaml")
    assert strict.code == 2
    assert "the eyes are to be opened" in strict.err
