"""Durations as people write them, and the one place that rounds."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.units import (
    DURATION_PATTERN,
    LEVEL_PATTERN,
    MAX_DURATION_MS,
    RANGE_PATTERN,
    Span,
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
    parse_level,
    seconds_down,
    seconds_of,
    seconds_up,
)

MS = st.integers(0, MAX_DURATION_MS)


SPELLINGS = [
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
    ("0", 0),
    ("90", 90_000),
    ("7.5", 7500),
    ("30 s", 30_000),
    ("30  s", 30_000),
    ("30\N{NO-BREAK SPACE}s", 30_000),
    ("30S", 30_000),
    ("90 sec", 90_000),
    ("90 sec.", 90_000),
    ("90 secs", 90_000),
    ("1 second", 1000),
    ("30-second", 30_000),
    ("30 seconds", 30_000),
    ("250 msec", 250),
    ("250 milliseconds", 250),
    ("1 min", 60_000),
    ("1min", 60_000),
    ("5 MIN", 300_000),
    ("5 mins", 300_000),
    ("2 minutes", 120_000),
    ("2 Minutes", 120_000),
    ("1 hr", 3_600_000),
    ("2 hrs", 7_200_000),
    ("1 hour", 3_600_000),
    ("2h10m", 7_800_000),
    ("2 h 10 min", 7_800_000),
    ("1m 30s", 90_000),
    ("1 m 30 s", 90_000),
    ("1 min 30 sec", 90_000),
    ("1min30sec", 90_000),
    ("1 min, 30 s", 90_000),
    ("1 minute and 30 seconds", 90_000),
    ("1m30", 90_000),
    ("1 min 30", 90_000),
    ("1m5", 65_000),
    ("1h30", 5_400_000),
    ("1h 5", 3_900_000),
    ("1m90s", 150_000),
    ("0.5m", 30_000),
    (".5 min", 30_000),
    ("1.5 min", 90_000),
    ("1,5 min", 90_000),
    ("0,5 h", 1_800_000),
    ("1.5h", 5_400_000),
    ("2.25 min", 135_000),
    ("0,500 s", 500),
    ("1.500 s", 1500),
    ("00:45", 45_000),
    ("1:30,5", 90_500),
    ("1:30 min", 90_000),
    ("1:30 h", 5_400_000),
    ("0:45 h", 2_700_000),
    ("5'", 300_000),
    ("1'30\"", 90_000),
    ("1\N{PRIME}30\N{DOUBLE PRIME}", 90_000),
    ("PT1M30S", 90_000),
    ("twenty-five minutes", 1_500_000),
    ("Thirty five sec", 35_000),
    ("two and a half minutes", 150_000),
    ("three quarters of an hour", 2_700_000),
    ("half a minute", 30_000),
    ("half an hour", 1_800_000),
    ("a minute", 60_000),
    ("an hour", 3_600_000),
    ("one minute", 60_000),
    ("five minutes", 300_000),
    ("forty-five seconds", 45_000),
    ("a minute and a half", 90_000),
    ("1/2 min", 30_000),
    ("1 1/2 min", 90_000),
    ("\N{VULGAR FRACTION ONE HALF} min", 30_000),
    ("1\N{VULGAR FRACTION ONE HALF} min", 90_000),
]


@pytest.mark.parametrize(("text", "ms"), SPELLINGS)
def test_durations_are_read_as_people_write_them(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize("text", [text for text, _ in SPELLINGS])
def test_editors_take_every_spelling_of_a_duration(text: str) -> None:
    assert re.search(DURATION_PATTERN, " ".join(text.split()))
    assert re.search(RANGE_PATTERN, " ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.30", r"could be 1.3s or 1m30s; write one of these"),
        ("1m+", "not a duration"),
        ("30 s and", "not a duration"),
        ("-5s", "negative"),
        ("\N{MINUS SIGN}5s", "negative"),
        ("", "not a duration"),
        ("s", "not a duration"),
        ("a while", "not a duration"),
        ("about 5 minutes", "not a duration"),
        ("5 apples", "not a duration"),
        ("5x", "not a duration"),
        ("5 m s", "not a duration"),
        ("5 1", "not a duration"),
        ("10 000 ms", "not a duration"),
        ("1'000 ms", "not a duration"),
        ("1:60", "two digits"),
        ("1:5", "two digits"),
        ("1:2:03", "two digits"),
        ("30s1m", "not a duration"),
        ("1m30m", "not a duration"),
        ("1m90", "not a duration"),
        ("1.5m 30s", "not a duration"),
        ("11/2 min", "not a duration"),
        (".nan", "not a duration"),
        ("inf", "not a duration"),
        ("1e3s", "not a duration"),
        ("٣s", "not a duration"),
        ("2.0001s", "finer than a millisecond"),
        ("1.30 min", "could be 1m18s or 1m30s"),
        ("1,500s", "could be 1 and a fraction or 1500"),
        ("4h1ms", "longer than 4 hours"),
        ("9" * 5000 + "s", "longer than 4 hours"),
        ("9" * 5000 + "ms", "longer than 4 hours"),
        ("9" * 5000 + ":00", "longer than 4 hours"),
    ],
)
def test_what_is_no_duration_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        parse_duration(text)
    assert len(str(refused.value)) < 200


def test_a_number_that_could_be_seconds_or_minutes_is_refused() -> None:
    with pytest.raises(ValueError, match="'90' could be seconds or minutes; write 90s or 90m"):
        parse_duration("90", unit=None)
    assert parse_duration("90s", unit=None) == 90_000
    assert parse_duration("1m30", unit=None) == 90_000
    assert parse_duration("0", unit=None) == 0
    with pytest.raises(ValueError, match="'12x' is not a duration"):
        parse_duration("12x", unit=None)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("45s", "45s"),
        ("30s-60s", "30s..1m"),
        ("one to two minutes", "1m..2m"),
        ("30s..1m", "30s..1m"),
        ("30s...1m", "30s..1m"),
        ("30s\N{HORIZONTAL ELLIPSIS}1m", "30s..1m"),
        ("30s \N{EN DASH} 1m", "30s..1m"),
        ("30s\N{EM DASH}1m", "30s..1m"),
        ("30-60 s", "30s..1m"),
        ("30-60", "30s..1m"),
        ("30..60", "30s..1m"),
        ("1-2 min", "1m..2m"),
        ("0,5-1 min", "30s..1m"),
        ("\N{VULGAR FRACTION ONE HALF}-1 min", "30s..1m"),
        ("1 to 2 minutes", "1m..2m"),
        ("30 sec to 1 min", "30s..1m"),
        ("1:00-1:30", "1m..1m30s"),
        ("1m30-2m", "1m30s..2m"),
        ("45s..1m..2m", "45s..1m..2m"),
        ("30-second", "30s"),
    ],
)
def test_ranges_are_read_as_people_write_them(text: str, span: str) -> None:
    assert str(Span.parse(text)) == span
    assert re.search(RANGE_PATTERN, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2m..1m", "write the shortest time first"),
        ("1m-30s", "write the shortest time first"),
        ("90-2m", "give every time its unit"),
        ("-5s", "negative"),
        ("1s..2s..3s..4s", "has 4 parts"),
        ("1s-", "not a duration"),
        ("..5s", "not a duration"),
    ],
)
def test_what_is_no_range_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Span.parse(text)


@pytest.mark.parametrize(
    ("text", "decibels"),
    [
        ("-20", -20),
        ("-20dB", -20),
        ("-20 dB", -20),
        ("-20db", -20),
        ("\N{MINUS SIGN}20 dB", -20),
        ("\N{EN DASH}20 dB", -20),
        ("- 20 dB", -20),
        ("-20,5 dB", -20.5),
        ("-20.5dB", -20.5),
        ("+3dB", 3),
        ("3 decibels", 3),
        ("0", 0),
    ],
)
def test_levels_are_read_as_people_write_them(text: str, decibels: float) -> None:
    assert parse_level(text) == decibels
    assert re.search(LEVEL_PATTERN, text)


@pytest.mark.parametrize("text", ["", "loud", "50%", "-20 LUFS", "dB", "1e1", "--20", "-1000dB", "nan", "٣"])
def test_what_is_no_level_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="is not a level; write it like -20dB"):
        parse_level(text)


@given(MS)
def test_a_duration_written_is_read_again(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms


@pytest.mark.parametrize(
    ("ms", "text"), [(7_200_000, "2h"), (7_240_700, "2h0m40.7s"), (7_800_000, "2h10m"), (90_000, "1m30s")]
)
def test_seconds_after_hours_do_not_read_like_minutes(ms: int, text: str) -> None:
    assert format_duration(ms) == text


@given(st.text(alphabet="0123456789hmsinec:.,-'½ ", max_size=12))
def test_any_text_is_a_duration_or_a_value_error(text: str) -> None:
    try:
        ms = parse_duration(text)
    except ValueError:
        ms = 0
    else:
        assert re.search(DURATION_PATTERN, " ".join(text.split()))
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
