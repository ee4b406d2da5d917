"""Durations as people write them, and the one place that rounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.units import (
    MAX_DURATION_MS,
    clock,
    format_duration,
    frames_down,
    frames_in,
    frames_of,
    frames_up,
    gain_of,
    ms_down,
    ms_of,
    ms_up,
    nearest_ms,
    parse_duration,
    seconds_down,
    seconds_of,
    seconds_up,
)

MS = st.integers(0, MAX_DURATION_MS)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("45s", 45_000),
        ("2.5s", 2500),
        ("0.001s", 1),
        ("250ms", 250),
        ("10m", 600_000),
        ("1m30s", 90_000),
        ("1h", 3_600_000),
        ("1h2m3s4ms", 3_723_004),
        ("1:30", 90_000),
        ("0:07", 7000),
        ("90:00", 5_400_000),
        ("1:00:00", 3_600_000),
        ("1:30.5", 90_500),
        (" 4s\n", 4000),
        ("4h", MAX_DURATION_MS),
        ("0s", 0),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-5s", "negative"),
        ("\N{MINUS SIGN}5s", "negative"),
        ("", "not a duration"),
        ("5", "not a duration"),
        ("s", "not a duration"),
        ("five minutes", "not a duration"),
        ("1:60", "not a duration"),
        ("30s1m", "not a duration"),
        (".nan", "not a duration"),
        ("inf", "not a duration"),
        ("1e3s", "not a duration"),
        ("٣s", "not a duration"),
        ("2.0001s", "finer than a millisecond"),
        ("4h1ms", "longer than 4 hours"),
        ("9" * 5000 + "s", "longer than 4 hours"),
        ("9" * 5000 + "ms", "longer than 4 hours"),
    ],
)
def test_what_is_no_duration_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_duration(text)


@given(MS)
def test_a_duration_written_is_read_again(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms


@given(st.text(alphabet="0123456789hms:.- ", max_size=12))
def test_any_text_is_a_duration_or_a_value_error(text: str) -> None:
    try:
        ms = parse_duration(text)
    except ValueError:
        ms = 0
    assert 0 <= ms <= MAX_DURATION_MS


@given(MS, st.sampled_from([24_000, 48_000]))
def test_nothing_is_rounded_at_our_rates(ms: int, rate: int) -> None:
    assert frames_of(ms, rate) * 1000 == ms * rate
    assert ms_of(frames_of(ms, rate), rate) == ms


@given(MS, st.sampled_from([22_050, 44_100, 11_025]))
def test_other_rates_round_to_the_nearest_frame(ms: int, rate: int) -> None:
    assert abs(frames_of(ms, rate) * 1000 - ms * rate) * 2 <= 1000
    assert ms_of(frames_of(ms, rate), rate) == ms


@pytest.mark.parametrize(
    ("frames", "shown", "exact"),
    [
        (0, "0:00", "0:00.000"),
        (48_000 * 600, "10:00", "10:00.000"),
        (48_000 * 600 - 1, "9:59", "10:00.000"),
        (48_000 * 3723 + 24, "1:02:03", "1:02:03.001"),
    ],
)
def test_a_countdown_reaches_zero_at_the_end_only(frames: int, shown: str, exact: str) -> None:
    assert clock(frames, 48_000) == shown
    assert clock(frames, 48_000, millis=True) == exact


def test_levels_are_amplitudes() -> None:
    assert gain_of(0) == 1
    assert gain_of(-20) == pytest.approx(0.1)
    assert gain_of(6.0206) == pytest.approx(2, rel=1e-5)


@given(st.integers(0, 10**9), st.sampled_from([1_000, 22_050, 24_000, 44_100, 48_000]))
def test_every_conversion_rounds_as_its_name_says(count: int, rate: int) -> None:
    exact_ms, exact_s = Fraction(count * 1000, rate), Fraction(count, rate)
    assert ms_down(count, rate) <= exact_ms <= ms_up(count, rate) <= ms_down(count, rate) + 1
    assert seconds_down(count, rate) <= exact_s <= seconds_up(count, rate) <= seconds_down(count, rate) + 1
    assert abs(seconds_of(count, rate) - exact_s) <= Fraction(1, 2)
    assert 0 <= Fraction(count * rate, 1000) - frames_down(count, rate) < 1
    assert abs(frames_in(count / 1000, rate) - frames_of(count, rate)) <= 1


def test_floats_become_whole_by_one_rule() -> None:
    assert [nearest_ms(ms) for ms in (0.4, 0.5, 1.5, 2.6)] == [0, 0, 2, 3]
    assert [frames_up(frames) for frames in (0.0, 0.1, 1.0)] == [0, 1, 1]
