"""Writing a script and reading it back: nothing changes, so that people may edit what compose made."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_LINE, scripts, spans

from voiceguide.script import At, ChapterStart, Hold, Script, parse_script, read_script, write_script
from voiceguide.script._rules import problems
from voiceguide.units import Span
from voiceguide.yamlfile import from_values

# what a person may say, but that looks like YAML, like markup to us, or like nothing at all
PLAIN = ANY_LINE.map(lambda text: text.translate(str.maketrans("{}<", "()(")))


@given(scripts(title=ANY_LINE, line=PLAIN, heading=True))
def test_what_was_written_is_what_is_read(script: Script) -> None:
    assert not list(problems(script))
    text = write_script(script)
    assert parse_script(text) == script
    assert write_script(parse_script(text)) == text


def test_a_comment_stands_on_top_and_does_not_count(tmp_path) -> None:
    script = from_values(Script, {"voiceguide": "1", "title": "One", "steps": [{"say": "Hello."}]})
    text = write_script(script, comment="made by compose\n\nedit: as you like")
    assert text.startswith("# made by compose\n#\n# edit: as you like\nvoiceguide: ")
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_script(path) == script


@pytest.mark.parametrize("rate", [0.5, 0.9, 0.8765432109876543, 1.0, 2.0])
def test_a_pace_keeps_all_its_digits(rate: float) -> None:
    plain = {"voiceguide": "1", "title": "One", "rate": rate, "steps": [{"say": "Hello."}]}
    assert parse_script(write_script(from_values(Script, plain))).rate == rate


def test_the_design_document_s_script_is_read() -> None:
    script = parse_script(
        """\
voiceguide: 1
title: Back flexibility, ten minutes
length: 10m
voice: piper/joe
bed: {sound: rain, level: -20dB}
steps:
  - chapter: Welcome
  - say: Find a quiet place, and have your tennis ball within reach.
  - pause: 2s..4s
  - chapter: {title: "Gao Huang, BL-43, left", point: BL-43, side: left}
  - say: Lie on your back, and place the ball beside your spine, left, at the height of your shoulder blade.
  - settle: 8s..25s
  - hold:
      for: 30s..3m
      way: {posture: lying, tool: tennis-ball, wall: false}
      chimes: {start: bowl, half: wood, end: bowl}
      breathe: {in: 4s, out: 6s}
      say: [{at: half, text: Halfway.}, {at: -10s, text: Ten seconds left.}]
  - chime: end
"""
    )
    assert (script.length, script.voice) == (600_000, "piper/joe")
    assert script.bed is not None
    assert script.bed.level_db == -20.0
    chapter, hold = script.steps[3], script.steps[6]
    assert isinstance(chapter, ChapterStart)
    assert (chapter.chapter.point, chapter.chapter.side) == ("BL-43", "left")
    assert isinstance(hold, Hold)
    assert hold.hold.time == Span(30_000, 105_000, 180_000)
    assert hold.hold.way is not None
    assert (hold.hold.way.posture, hold.hold.way.tool, hold.hold.way.wall) == ("lying", "tennis-ball", False)
    assert "way: {posture: lying, tool: tennis-ball}" in write_script(script)
    assert hold.hold.breathe is not None
    assert hold.hold.breathe.cycle == 10_000
    assert [cue.at for cue in hold.hold.say] == [At("percent", 50), At("end", 10_000)]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("half", At("percent", 50)),
        ("50%", At("percent", 50)),
        ("0%", At("percent", 0)),
        ("100%", At("percent", 100)),
        ("12s", At("start", 12_000)),
        ("1:30", At("start", 90_000)),
        ("-10s", At("end", 10_000)),
        ("-1m30s", At("end", 90_000)),
        (" 4s ", At("start", 4_000)),
        ("10", At("start", 10_000)),
        ("-10", At("end", 10_000)),
        ("\N{MINUS SIGN}10 s", At("end", 10_000)),
        ("\N{EN DASH} 1 min", At("end", 60_000)),
        ("+20s", At("start", 20_000)),
        ("Half", At("percent", 50)),
        ("middle", At("percent", 50)),
        ("25 %", At("percent", 25)),
    ],
)
def test_positions_in_a_hold(text: str, at: At) -> None:
    assert At.parse(text) == at
    assert At.parse(str(at)) == at


@pytest.mark.parametrize("text", ["", "-", "101%", "5.5%", "-50%", "later", "--10s", "٣%", "9h"])
def test_what_is_no_position_says_what_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"past the end|write half, 25%, 12s or -10s"):
        At.parse(text)


@given(spans(14_400_000))
def test_a_range_is_read_as_it_was_written(span: Span) -> None:
    assert Span.parse(str(span)) == span


@given(st.text(max_size=12))
def test_a_range_or_position_is_refused_by_value_error_alone(text: str) -> None:
    for parse in (At.parse, Span.parse):
        with suppress(ValueError):  # anything else is a fault of ours
            parse(text)
