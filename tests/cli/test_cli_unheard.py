"""What a script asks for and its holds have no room for: told by every command, with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import Composer, Request, guessed_timeline
from voiceguide.packs import default_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

SCRIPT = """\
voiceguide: 1
title: Overlap
voice: silent/default
talk: minimal
steps:
  - say: Hold for one minute.
  - repeat: 2
    steps:
      - hold:
          for: 20s
          say:
            - {at: 5s, text: Feel how the muscle under the ball softens.}
            - {at: 6s, text: "If it is too much, put a folded towel over the ball."}
            - {at: 15s, text: In longer holds only., over: 1m}
  - say: It is over.
  - chime: end
"""
LOST = "mine.yaml:13:15: warning: 'If it is too much, put a folded towel over th...' is not heard: 'Feel how"
ASKED = "mine.yaml:14:15: note: 'In longer holds only.' is not heard: 'over' asks for a hold of 60s"


@pytest.fixture
def mine(folder: Path) -> Path:
    path = folder / "mine.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.mark.parametrize("args", [("export", "-o", "out.wav"), ("timeline",)])
def test_it_is_told_and_the_rest_is_made(run: Callable[..., Ran], mine: Path, args: tuple[str, ...]) -> None:
    command, *more = args
    ran = run(command, "mine.yaml", "--quiet", *more)
    assert ran.code == 0
    first, second = ran.err.splitlines()
    assert first.startswith(LOST)
    assert second.startswith(ASKED)
    assert command == "timeline" or (mine.parent / "out.wav").exists()


@pytest.mark.parametrize("args", [("export", "-o", "out.wav"), ("timeline",), ("check",)])
def test_strict_takes_it_for_an_error(run: Callable[..., Ran], mine: Path, args: tuple[str, ...]) -> None:
    command, *more = args
    ran = run(command, "mine.yaml", "--strict", *more)
    assert ran.code == 2
    assert "mine.yaml:13:15: 'If it is too much" in ran.err
    assert "In longer holds" not in ran.err or command != "check"
    assert not (mine.parent / "out.wav").exists()


def test_check_tells_it_without_a_voice(run: Callable[..., Ran], mine: Path) -> None:
    ran = run("check", "mine.yaml")
    assert ran.code == 0
    assert LOST in ran.out
    assert ASKED in ran.out


def test_the_timeline_has_it_and_a_row_for_each_hold(run: Callable[..., Ran], mine: Path) -> None:
    plain = json.loads(run("timeline", "mine.yaml", "--json").out)
    assert [one["path"][-3:] for one in plain["unheard"]] == [["hold", "say", 1], ["hold", "say", 2]]
    table = run("timeline", "mine.yaml").out
    assert table.count("hold for 20.0s") == 2


@pytest.mark.parametrize(("minutes", "talk"), [(4, None), (9, "full"), (14, None), (31, "short")])
def test_what_is_composed_has_room_for_all_that_it_says(minutes: int, talk: str | None) -> None:
    given = {"talk": talk} if talk else {}
    request = Request(length_ms=minutes * 60_000, seed=minutes, **given)  # type: ignore[arg-type]
    fit = next(Composer(request, default_pack()).fits())
    assert not guessed_timeline(fit.script).unheard
