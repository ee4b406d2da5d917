"""Layout: whatever the script and the length, every frame is accounted for, and nothing collides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import EstimatedSpeech, rings, scripts, spans

from voiceguide.errors import LengthError
from voiceguide.script import Script
from voiceguide.script.model import Hold
from voiceguide.script.rules import hold_groups
from voiceguide.script.spoken_time import said_seconds
from voiceguide.timeline import Layout, Timeline, rhythm, utterances
from voiceguide.units import frames_of, ms_of

if TYPE_CHECKING:
    from voiceguide.timeline import Bounds

RATES = st.sampled_from([1_000, 24_000, 44_100, 48_000])
CHIMES = st.fixed_dictionaries(
    {
        name: st.sampled_from([0, 1_500, 4_000, 9_000])
        for name in ("start", "half", "switch", "stop", "end", "inhale")
    }
)


def lay(script: Script, rate: int = 1_000, letters: int = 70, **chimes: int) -> Layout:
    return Layout(script, rate=rate, speech=EstimatedSpeech(rate, letters), chime=rings(rate, **chimes))


def with_length(script: Script, ms: int) -> Script:
    return script.model_copy(update={"length": ms})


def check(script: Script, timeline: Timeline, target: int) -> None:
    """All that must be true of any timeline of the script."""
    rate = timeline.rate
    assert timeline.frames == target
    # every hold of the script is there, in its order, with a time that the script allows
    steps = [(index, step.hold) for index, step in enumerate(script.steps) if isinstance(step, Hold)]
    assert len(steps) == len(timeline.holds)
    times = {index: span.frames for (index, _), span in zip(steps, timeline.holds, strict=True)}
    for (_, body), span in zip(steps, timeline.holds, strict=True):
        assert frames_of(body.time.min, rate) <= span.frames <= frames_of(body.time.max, rate)
    for group in hold_groups(script):
        assert len({times[index] for index in group.steps}) == 1, "both sides of a point get the same time"
    # nothing outside of the session, nothing spoken over anything spoken
    cues = timeline.cues()
    assert all(cue.start >= 0 and cue.end <= timeline.frames for cue in cues)
    for track in timeline.tracks:
        assert list(track.cues) == sorted(track.cues, key=lambda cue: cue.start)
    voice = next(track.cues for track in timeline.tracks if track.name == "voice")
    assert all(one.end <= two.start for one, two in zip(voice, voice[1:], strict=False))
    # a hold and what is said in it
    last = 0
    for span in timeline.holds:
        assert last <= span.start
        last = span.end
        for cue in voice:
            if cue.end > span.start and cue.start < span.end:
                assert span.start <= cue.start
                assert cue.end + frames_of(rhythm.CUE_MARGIN, rate) <= span.end
                assert (cue.point, cue.side) == (span.point, span.side)
    for cue in cues:
        if cue.chime in {"inhale", "exhale"}:
            assert any(
                s.start <= cue.start < s.end and (cue.chime == "inhale" or cue.end <= s.end)
                for s in timeline.holds
            )
    # chapters cover everything, once, and none is empty
    assert timeline.chapters[0].start == 0
    assert timeline.chapters[-1].end == timeline.frames
    assert all(
        one.end == two.start for one, two in zip(timeline.chapters, timeline.chapters[1:], strict=False)
    )
    assert all(chapter.start < chapter.end for chapter in timeline.chapters)


@given(scripts(), RATES, st.sampled_from([20, 70, 150]), CHIMES, st.floats(0, 1))
@settings(max_examples=2000)
def test_any_length_within_the_bounds_is_met_to_the_frame(script, rate, letters, chimes, share) -> None:
    assume(script.length is None)
    free = lay(script, rate, letters, **chimes)
    bounds = free.bounds()
    check(script, free.timeline(), bounds.preferred)
    low, high = -(-bounds.shortest * 1000 // rate), bounds.longest * 1000 // rate
    ms = low + round(share * (high - low))
    assume(1000 <= ms <= 14_400_000 and low <= high)
    fitted = lay(with_length(script, ms), rate, letters, **chimes)
    check(script, fitted.timeline(), frames_of(ms, rate))
