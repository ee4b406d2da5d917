"""Playing through the command line: a session that is spoken while it plays."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.speech import Speaker
from voiceguide.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from voiceguide.speech import VoiceSettings

ENGINES = Path(__file__).resolve().parents[1] / "speech"
SCRIPT = """
voiceguide: 1
title: One
length: 1m
voice: {voice}
steps:
  - chapter: Welcome
  - say: Welcome. This is the first of them. And this is the second one.
  - pause: 1s..60s
  - chapter: Middle
  - say: {middle}
  - pause: 1s..60s
  - chapter: End
  - say: That was all.
"""


@pytest.fixture
def play(run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    marks = folder / "marks"
    marks.mkdir()
    monkeypatch.setenv("FAKE_MARKS", str(marks))
    monkeypatch.setenv("VOICEGUIDE_ENGINES", "good=fake_engines:Good,picky=fake_engines:Picky")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ENGINES), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(str(ENGINES))

    def call(*flags: str, voice: str = "good/default", middle: str = "This is the middle.") -> Ran:
        Path("one.yaml").write_text(SCRIPT.format(voice=voice, middle=middle))
        return run("play", "one.yaml", "--device", "null", *flags)

    return call


def test_a_session_plays_from_nothing_to_its_end(play: Callable[..., Ran]) -> None:
    ran = play()
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("0:0")  # the device may be faster than the screen
    ran = play("--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_the_second_time_no_worker_is_started(
    play: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    play()

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    ran = play("--from", "End", "--no-voice")
    assert ran.code == 0
    assert "waiting" not in ran.err  # nothing else is sure to be shown: the device may be faster


def test_a_sentence_that_fails_is_told_and_what_was_spoken_is_kept(
    play: Callable[..., Ran], run: Callable[..., Ran]
) -> None:
    ran = play(voice="picky/default", middle="This is poison.")
    assert ran.code == 1
    assert "could not say 'This is poison.'" in ran.err
    # a second worker may have spoken what comes after it
    assert re.search(r"picky/default +[234]\n", run("cache", "info").out)


@pytest.mark.parametrize("command", [("play", "--device", "null"), ("export", "-o", "x.wav")])
def test_the_voice_loads_early_if_it_is_sure_to_be_needed(
    command: tuple[str, ...], run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    compose, live = Studio.compose, Studio.live

    def warmed(self: Speaker, settings: VoiceSettings, **options: Any) -> None:
        done.append(f"warm {settings.voice}")

    def composed(self: Studio, *rest: Any) -> Any:
        done.append("compose")
        return compose(self, *rest)

    def played(self: Studio, *rest: Any, **options: Any) -> Any:
        done.append("compose")
        return live(self, *rest, **options)

    monkeypatch.setattr(Studio, "live", played)
    monkeypatch.setattr(Speaker, "warm_up", warmed)
    monkeypatch.setattr(Studio, "compose", composed)
    request = ("--length", "1m50s", "--voice", "silent/default")
    assert run(*command, *request).code == 0
    assert done == ["warm silent/default", "compose"]
    assert run(*command, *request).code == 0
    assert done == ["warm silent/default", "compose", "compose"]


def test_a_length_that_cannot_be_met_is_refused_before_anything_is_heard(play: Callable[..., Ran]) -> None:
    ran = play("--length", "4m")
    assert ran.code == 2
    assert "a length of 4m cannot be met" in ran.err
    assert "Welcome" not in ran.err


def test_a_busy_device_is_told_in_one_line(
    play: Callable[..., Ran], run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    import miniaudio

    def refuse(**_: Any) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -19)

    play()  # all is spoken
    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    ran = run("play", "one.yaml", "--device", "miniaudio", "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "voiceguide: The sound device does not open (miniaudio: another program has it (failed to init "
        "device -19)). Write a file instead: voiceguide export ... -o routine.mp3\n"
    )


def test_what_is_resumed_may_wait_for_the_listener(play: Callable[..., Ran], run: Callable[..., Ran]) -> None:
    play()
    ran = run("play", "--resume", "--wait-ready", "--device", "null")
    assert ran.code == 2
    assert "the last session was heard to its end" in ran.err
    assert "nothing else describes it" in run("play", "--resume", "--minutes", "5").err
