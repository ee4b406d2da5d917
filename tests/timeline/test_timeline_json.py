"""The JSON that other programs read: one small script, compared with what it gave before."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from strategies import rings, scripts

from voiceguide.script import Script, estimate_ms, parse_script, resolve
from voiceguide.timeline import ClipRef, Layout, to_json, utterances
from voiceguide.timeline._json import VERSION

GOLDEN = Path(__file__).with_name("golden.json")

SMALL = """\
voiceguide: 1
title: One point
length: 3m
steps:
  - chapter: Welcome
  - say: "{length}, for a stiff back. If anything hurts, stop."
  - pause: 1s..2s..6s
  - chapter: {title: "Gao Huang, BL-43, left", point: BL-43, side: left}
  - say: <s>Left side.</s><break time="500ms"/><s>Stay for {hold}.</s>
  - settle: 5s..8s..20s
  - hold:
      for: 30s..1m..3m
      chimes: {start: start, half: half, end: switch}
      breathe: {in: 4s, out: 6s}
      say: [{at: half, text: Halfway.}, {at: -10s, text: Ten seconds left.}]
  - chapter: {title: "Gao Huang, BL-43, right", point: BL-43, side: right}
  - say: Now the right. Again, {hold}.
  - settle: 5s..8s..20s
  - hold:
      for: 30s..1m..3m
      chimes: {start: start, half: half, end: stop}
      breathe: {in: 4s, out: 6s}
      say: [{at: half, text: Halfway.}, {at: -10s, text: Ten seconds left.}]
  - chapter: End
  - say: The session is over.
  - chime: end
"""

ALLOWED = {
    "": {"version", "rate", "frames", "title", "tracks", "chapters", "holds"},
    "tracks": {"name", "cues"},
    "cues": {"start", "frames", "kind", "text", "chime", "gain_db", "point", "side"},
    "chapters": {"start", "end", "title", "point", "side"},
    "holds": {"start", "frames", "point", "side"},
}


def laid_out(script: Script, rate: int = 1_000) -> dict:
    resolved = resolve(script)
    speech = {line: ClipRef(line, estimate_ms(line) * rate // 1_000) for line in utterances(resolved)}
    return to_json(Layout(resolved, rate=rate, speech=speech, chime=rings(rate, end=9_000)).timeline())


def test_the_small_script_gives_what_it_gave_before() -> None:
    """To take a change on purpose, write the new JSON into ``golden.json`` and look at the difference."""
    assert laid_out(parse_script(SMALL), 48_000) == json.loads(GOLDEN.read_text(encoding="utf-8"))


@given(scripts(with_length=False))
@settings(max_examples=40)
def test_keys_are_the_documented_ones_and_nothing_is_null(script: Script) -> None:
    plain = laid_out(script)
    assert set(plain) - {"beds", "unheard"} == ALLOWED[""]
    assert plain["version"] == VERSION == 1
    assert [track["name"] for track in plain["tracks"]] == ["voice", "chimes"]
    for name in ("tracks", "chapters", "holds"):
        assert all(set(item) <= ALLOWED[name] for item in plain[name])
    for track, kind in zip(plain["tracks"], ("say", "chime"), strict=True):
        for cue in track["cues"]:
            assert {"start", "frames", "kind", "gain_db"} <= set(cue) <= ALLOWED["cues"]
            assert cue["kind"] == kind
            assert ("text" in cue, "chime" in cue) == (kind == "say", kind == "chime")
    assert "null" not in json.dumps(plain).split('"')
    assert json.loads(json.dumps(plain)) == plain
