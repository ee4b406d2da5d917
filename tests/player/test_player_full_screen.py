"""The screen: what it shows at a glance, and the orders that keys and clicks give."""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.player._commands import Command, Orders
from voiceguide.player._snapshot import Snapshot, snapshot
from voiceguide.timeline import Chapter, ClipRef, Cue, HoldSpan, Timeline, Track

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 1000
TIMELINE = Timeline(
    RATE,
    600_000,
    "Ten minutes",
    (
        Track(
            "voice",
            (
                Cue(2_000, ClipRef("a", 2_000), "say", text="Welcome."),
                Cue(70_000, ClipRef("b", 3_000), "say", text="Lie on your back.", point="BL-43", side="left"),
            ),
        ),
        Track(
            "chimes",
            (
                Cue(100_000, ClipRef("c", 5_000), "chime", chime="start"),
                Cue(103_000, ClipRef("d", 3_000), "chime", chime="inhale"),
                Cue(107_000, ClipRef("e", 4_000), "chime", chime="exhale"),
            ),
        ),
    ),
    (
        Chapter(0, 60_000, "Welcome"),
        Chapter(60_000, 300_000, "Gao Huang, BL-43, left", "BL-43", "left"),
        Chapter(300_000, 600_000, "Rest"),
    ),
    (HoldSpan(100_000, 80_000, "BL-43", "left"),),
)


def test_a_hold_is_shown_with_its_point_side_time_and_breath() -> None:
    shown = snapshot(TIMELINE, 105_000)
    assert (shown.name, shown.handle, shown.side) == ("Gao Huang", "BL-43", "left")
    assert (shown.hold_left, shown.hold_share) == ("1:15", 5 / 80)
    assert (shown.breath, shown.breath_share) == ("in", 0.5)
    assert shown.words == "Lie on your back."
    assert shown.upcoming == "Rest in 3:15"
    assert (shown.left, shown.share) == ("8:15", 105 / 600)


def test_a_breath_out_is_shown_as_long_as_its_tone_sounds() -> None:
    assert snapshot(TIMELINE, 108_000).breath == "out"
    assert snapshot(TIMELINE, 111_000).breath is None


def test_outside_of_holds_nothing_is_shown_of_one() -> None:
    shown = snapshot(TIMELINE, 400_000, paused=True)
    assert (shown.name, shown.hold_left, shown.hold_share, shown.breath) == ("Rest", "", None, None)
    assert (shown.words, shown.upcoming, shown.state) == ("", "", "paused")


def test_the_lines_for_a_screen_reader_say_the_same() -> None:
    assert list(snapshot(TIMELINE, 105_000).lines()) == [
        "Gao Huang, BL-43, left",
        "Hold: 1:15 left",
        "Next: Rest in 3:15",
        "8:15 left",
    ]
    assert next(iter(snapshot(replace(TIMELINE, chapters=()), 0).lines())) == "Ten minutes"


@given(st.integers(-10, 600_010), st.booleans())
def test_any_moment_can_be_shown(frame: int, paused: bool) -> None:
    shown = snapshot(TIMELINE, frame, paused=paused)
    assert 0 <= shown.share <= 1
    assert shown.hold_share is None or 0 <= shown.hold_share < 1
    assert 0 <= shown.breath_share < 1


@pytest.fixture
def pilot() -> Callable[..., list[Command]]:
    """Shows a moment in a terminal, presses keys and clicks, and returns the orders."""
    if importlib.util.find_spec("textual") is None:
        pytest.skip("textual is missing")
    from voiceguide.player.full_screen._app import SessionApp

    def steer(shown: Snapshot, *acts: str, size: tuple[int, int] = (80, 24)) -> list[Command]:
        orders = Orders()

        async def run() -> None:
            app = SessionApp(orders)
            async with app.run_test(size=size) as driver:
                app.present(shown)
                await driver.pause()
                for act in acts:
                    await (driver.click(act) if act.startswith("#") else driver.press(act))
                    await driver.pause()
                await driver.pause()
                for name in ("name", "side", "hold", "words", "upcoming", "left", "buttons"):
                    region = app.query_one(f"#{name}").region
                    assert region.y >= 0, name
                    assert region.bottom <= size[1], name

        asyncio.run(run())
        given = []
        while order := orders.read(0):
            assert order.source == "screen"
            given.append(order.command)
        return given

    return steer


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 24)])
def test_all_of_it_fits(pilot, size: tuple[int, int]) -> None:
    assert pilot(snapshot(TIMELINE, 105_000), size=size) == []


def test_keys_and_clicks_give_orders(pilot) -> None:
    given = pilot(
        snapshot(TIMELINE, 105_000),
        "space", "n", "p", "r", "s", "+", "-", "t", "enter", "question_mark", "question_mark", "#next", "q",
    )  # fmt: skip
    assert given == [
        Command.TOGGLE, Command.NEXT, Command.PREVIOUS, Command.REPEAT, Command.SKIP, Command.LONGER,
        Command.SHORTER, Command.TIME, Command.READY, Command.NEXT, Command.QUIT,
    ]  # fmt: skip
