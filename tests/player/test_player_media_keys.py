"""Media keys: what the desktop shows, what its buttons do, and one button that does three things."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import pytest
from media_keys_player import TIMELINE
from required import need

from voiceguide.player._commands import Command, Orders
from voiceguide.player.media_keys import find_media_keys
from voiceguide.player.media_keys._art import card
from voiceguide.player.media_keys._button import Button
from voiceguide.player.media_keys._now_playing import now_playing

PLAYER = Path(__file__).with_name("media_keys_player.py")


def pressed(*presses: bool) -> list[Command]:
    """What presses lead to, in a session that is paused or not at each of them, and then let go."""
    given: list[Command] = []
    button = Button(given.append)
    for paused in presses:
        button.press(paused=paused)
    button.let_go()
    return given


def test_one_press_pauses_or_resumes_at_once() -> None:
    given: list[Command] = []
    Button(given.append).press(paused=False)
    assert given == [Command.PAUSE]
    assert pressed(False) == [Command.PAUSE]
    assert pressed(True) == [Command.RESUME]


def test_two_presses_go_on_and_three_repeat() -> None:
    assert pressed(False, True) == [Command.PAUSE, Command.RESUME, Command.NEXT]
    assert pressed(True, False) == [Command.RESUME, Command.NEXT]
    assert pressed(False, True, True) == [Command.PAUSE, Command.RESUME, Command.REPEAT]
    assert pressed(False, True, True, True) == [Command.PAUSE, Command.RESUME, Command.REPEAT]


def test_presses_that_were_let_go_do_not_count_any_more() -> None:
    given: list[Command] = []
    button = Button(given.append)
    for paused in (False, True):
        button.press(paused=paused)
        button.let_go()
    assert given == [Command.PAUSE, Command.RESUME]


def test_a_chapter_is_told_by_its_point_and_side() -> None:
    now = now_playing(TIMELINE, 61_000, paused=True)
    assert (now.title, now.point, now.side, now.number) == ("Gao Huang, BL-43, left", "BL-43", "left", 2)
    assert now.length_us == 600_000_000
    assert now.paused


@pytest.mark.parametrize("frame", [0, 61_000, 400_000])
def test_the_picture_is_an_image_with_the_point_and_the_side(frame: int) -> None:
    now = now_playing(TIMELINE, frame, paused=False)
    root = ElementTree.fromstring(card(now))  # noqa: S314 (our own)
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == (now.point or now.title)
    assert (words[1] or None) == now.side


def test_without_a_bus_there_are_no_media_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert find_media_keys(Orders()) is None


STEPS = """
trap 'kill %1 2>/dev/null' EXIT
wait_for() {{ for _ in $(seq 500); do [ "$("$@" 2>/dev/null)" = "$expected" ] && return; sleep 0.02; done
  echo "never: $* = $expected, but: $("$@" 2>&1)"; exit 1; }}
{python} {player} > orders &
expected=Playing; wait_for playerctl -p voiceguide status
playerctl -p voiceguide metadata \\
  --format '{{{{title}}}}|{{{{album}}}}|{{{{mpris:length}}}}|{{{{xesam:trackNumber}}}}'
cp "$(playerctl -p voiceguide metadata mpris:artUrl | sed s,file://,,)" art.svg
playerctl -p voiceguide play-pause
expected=Paused; wait_for playerctl -p voiceguide status
before=$(playerctl -p voiceguide position)
[ "$before" = "$(playerctl -p voiceguide position)" ] || echo moving
sleep 0.6  # so that the next press is one of its own
playerctl -p voiceguide play
expected=Playing; wait_for playerctl -p voiceguide status
playerctl -p voiceguide next
expected='Gao Huang, BL-43, right'; wait_for playerctl -p voiceguide metadata title
playerctl -p voiceguide previous
playerctl -p voiceguide position 30
expected=Welcome; wait_for playerctl -p voiceguide metadata title
playerctl -p voiceguide position 10+
playerctl -p voiceguide pause
expected=Paused; wait_for playerctl -p voiceguide status
playerctl -p voiceguide position
playerctl -p voiceguide stop
wait
"""


def test_a_real_client_sees_and_steers_the_session(tmp_path: Path) -> None:
    for program in ("dbus-run-session", "playerctl"):
        need(bool(shutil.which(program)), program, "VOICEGUIDE_REQUIRE_DBUS")
    need(importlib.util.find_spec("dbus_fast") is not None, "dbus-fast", "VOICEGUIDE_REQUIRE_DBUS")
    steps = textwrap.dedent(STEPS).format(python=sys.executable, player=PLAYER)
    root = str(Path(__file__).parents[2])
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", steps],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    shown, place = ran.stdout.split("\n")[:2]
    assert shown == "Gao Huang, BL-43, left|Ten minutes <for> the back|600000000|2"
    assert 39 <= float(place) < 45
    assert "BL-43" in (tmp_path / "art.svg").read_text(encoding="utf-8")
    orders = [line.split() for line in (tmp_path / "orders").read_text(encoding="utf-8").splitlines()]
    assert {source for source, *_ in orders} == {"remote"}
    assert [command for _, command, *_ in orders] == [
        "pause", "resume", "next", "back", "to", "to", "pause", "stop",
    ]  # fmt: skip
    assert float(orders[4][2].removesuffix("s")) == 30
    assert 40 <= float(orders[5][2].removesuffix("s")) < 45
