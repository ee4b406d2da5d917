"""How a session grows softer towards sleep."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.timeline import SOFTEST_DB, ClipRef, Cue, fade_frames
from voiceguide.timeline._to_sleep import softened


@given(st.integers(1, 10**8), st.lists(st.integers(0, 10**8), min_size=1), st.sampled_from(["say", "chime"]))
def test_it_is_never_louder_later_and_never_too_soft(frames: int, starts: list[int], kind: str) -> None:
    cues = [Cue(start, ClipRef("", 10), kind, 1.0) for start in sorted(starts)]  # type: ignore[arg-type]
    levels = [cue.gain_db - 1.0 for cue in softened(cues, frames)]
    assert all(after <= before for before, after in pairwise(levels))
    assert all(SOFTEST_DB[kind] <= level <= 0 and level == int(level) for level in levels)
    for cue, level in zip(cues, levels, strict=True):
        assert level == 0 or 2 * cue.start >= frames
        assert level == SOFTEST_DB[kind] or 10 * cue.start <= 9 * frames


def test_a_bed_fades_out_over_minutes_but_no_more_than_a_quarter() -> None:
    assert fade_frames(8_000 * 3_600, 8_000) == 8_000 * 300
    assert fade_frames(8_000 * 400, 8_000) == 8_000 * 100
