"""Timelines as rows: what is read is what was written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from strategies import rings, scripts

from voiceguide.script import Script, estimate_ms, parse_script, resolve
from voiceguide.timeline import (
    BedStart,
    ClipRef,
    Cue,
    Layout,
    Timeline,
    Track,
    timeline_of_rows,
    timeline_to_rows,
    utterances,
)

CROWDED = """\
voiceguide: 1
title: Crowded
steps:
  - chapter: {title: "One, left", point: BL-43, side: left}
  - hold: {for: 10s, say: [{at: 9s, text: "This is by far too long for what is left of the hold."}]}
"""


def laid_out(script: Script, rate: int = 1_000) -> Timeline:
    resolved = resolve(script)
    speech = {line: ClipRef(line, estimate_ms(line) * rate // 1_000) for line in utterances(resolved)}
    return Layout(resolved, rate=rate, speech=speech, chime=rings(rate, end=9_000)).timeline()


@given(scripts(with_length=False))
@settings(max_examples=30)
def test_a_timeline_comes_back_as_it_was(script: Script) -> None:
    timeline = laid_out(script)
    assert timeline_of_rows(timeline_to_rows(timeline)) == timeline


def test_beds_and_what_is_not_heard_come_back_too() -> None:
    crowded = laid_out(parse_script(CROWDED))
    assert crowded.unheard
    ring = ClipRef("chime/bell", 90, lead=10, level_db=-3.0)
    sounds = (Cue(5, ring, "sound", -1.5), Cue(7, ring, "chime", chime="bell"))
    timeline = Timeline(
        rate=crowded.rate,
        frames=crowded.frames,
        title="\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK} one",
        tracks=(*crowded.tracks, Track("sounds", sounds)),
        chapters=crowded.chapters,
        holds=crowded.holds,
        beds=(BedStart(0, "rain", -20.0, None, 48), BedStart(9, None)),
        unheard=crowded.unheard,
    )
    assert timeline_of_rows(timeline_to_rows(timeline)) == timeline


@pytest.mark.parametrize("spoilt", ["{}", "[", '{"head": [1]}', "null"])
def test_other_bytes_are_refused(spoilt: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        timeline_of_rows(spoilt.encode())


def test_a_row_too_long_is_refused() -> None:
    rows = json.loads(timeline_to_rows(laid_out(parse_script(CROWDED))))
    rows["holds"][0].append("more")
    with pytest.raises(TypeError):
        timeline_of_rows(json.dumps(rows).encode())
