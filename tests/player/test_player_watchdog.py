"""A device that asks for no more sound is gone, unless it is only waking up."""

from __future__ import annotations

import itertools

from voiceguide.player._watchdog import Watchdog


def looks(dog: Watchdog, pulls: int, longest: float = 1.0) -> int:
    """How many tenths of a second it takes until a device that stands still is dead."""
    return next(number for number in itertools.count() if dog.is_dead(pulls, 0.1, longest))


def test_a_device_that_plays_is_gone_after_its_longest_wait() -> None:
    dog = Watchdog()
    for pulls in range(100):
        assert not dog.is_dead(pulls, 0.1, 1.0)
    assert 10 <= looks(dog, 99) <= 11


def test_a_device_that_wakes_up_gets_more_time_though_its_driver_took_some_in_advance() -> None:
    assert 50 <= looks(Watchdog(), 0) <= 51
    dog = Watchdog()
    for pulls in range(3):
        assert not dog.is_dead(pulls, 0.0, 1.0)
    assert 49 <= looks(dog, 2) <= 51


def test_one_that_is_opened_in_place_of_another_gets_the_same() -> None:
    dog = Watchdog()
    dog.start(1_000)
    assert 49 <= looks(dog, 1_002) <= 52


def test_a_device_may_have_a_longer_wait_of_its_own() -> None:
    dog = Watchdog()
    dog.is_dead(100, 0.1, 30.0)
    assert 299 <= looks(dog, 100, 30.0) <= 302
