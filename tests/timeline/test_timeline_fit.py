"""The fitter: exact, inside the bounds, and fair."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.timeline import Elastic, Unfit
from voiceguide.timeline._fit import fit


@st.composite
def elastics(draw: st.DrawFn) -> Elastic:
    low, best, high = sorted(draw(st.lists(st.integers(0, 3_000), min_size=3, max_size=3)))
    return Elastic(low, best, high, draw(st.integers(1, 3)), draw(st.integers(1, 2)), draw(st.integers(1, 3)))


ITEMS = st.lists(elastics(), max_size=8)


def ends(items: list[Elastic]) -> tuple[int, int]:
    return sum(i.min * i.times for i in items), sum(i.max * i.times for i in items)


@given(ITEMS, st.data())
@settings(max_examples=300)
def test_the_sum_is_the_target_and_every_choice_is_allowed(items: list[Elastic], data: st.DataObject) -> None:
    target = data.draw(st.integers(*ends(items)))
    fitted = fit(items, target)
    made = sum(frames * item.times for frames, item in zip(fitted.frames, items, strict=True))
    assert made + fitted.rest == target
    assert all(item.min <= frames <= item.max for frames, item in zip(fitted.frames, items, strict=True))
    assert 0 <= fitted.rest < max((item.times for item in items), default=1)
    if any(i.times == 1 and f < i.max for f, i in zip(fitted.frames, items, strict=True)):
        assert fitted.rest == 0, "a time that counts once can take the rest"


@given(ITEMS, st.integers(1, 500))
def test_what_cannot_be_is_refused_with_what_could(items: list[Elastic], by: int) -> None:
    shortest, longest = ends(items)
    for target in (shortest - by, longest + by):
        with pytest.raises(Unfit) as caught:
            fit(items, target)
        assert (caught.value.shortest, caught.value.longest) == (shortest, longest)
    for target in (shortest, longest):
        assert fit(items, target).rest == 0


@given(ITEMS, st.data())
def test_more_time_gives_each_as_much_or_more(items: list[Elastic], data: st.DataObject) -> None:
    """But for the last frames, which are dealt out by what rounding took."""
    one = data.draw(st.integers(*ends(items)))
    two = data.draw(st.integers(one, ends(items)[1]))
    slack = max((item.times for item in items), default=1)
    for less, more in zip(fit(items, one).frames, fit(items, two).frames, strict=True):
        assert less <= more + slack


@given(ITEMS)
def test_what_is_preferred_is_chosen_where_it_fits(items: list[Elastic]) -> None:
    target = sum(item.preferred * item.times for item in items)
    fitted = fit(items, target)
    assert fitted.frames == tuple(item.preferred for item in items)
    assert fitted.rest == 0


def test_room_is_shared_by_weight() -> None:
    items = [Elastic(0, 100, 300, weight=2, shrink_weight=2), Elastic(0, 100, 300), Elastic(50, 50, 50)]
    assert fit(items, 250 + 90).frames == (160, 130, 50)
    assert fit(items, 250 - 90).frames == (40, 70, 50)
    # the first reaches its bound, and the second takes the rest
    assert fit(items, 250 + 350).frames == (300, 250, 50)


def test_a_pair_takes_an_odd_frame_from_a_single_time() -> None:
    fitted = fit([Elastic(10, 10, 20, times=2), Elastic(5, 5, 5)], 26)
    assert (fitted.frames, fitted.rest) == ((10, 5), 1)
    fitted = fit([Elastic(10, 10, 20, times=2), Elastic(4, 5, 5)], 26)
    assert (fitted.frames, fitted.rest) == ((11, 4), 0)


def test_nothing_elastic_makes_nothing() -> None:
    assert fit([], 0).frames == ()
    with pytest.raises(Unfit):
        fit([], 1)
