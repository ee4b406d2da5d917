"""What a teacher may write in short, and what the messages say of what may not be."""

from __future__ import annotations

import pytest

from voiceguide.errors import InputError
from voiceguide.script import Hold, parse_script

HEAD = "voiceguide: 1\ntitle: One\n"


def hold_of(steps: str) -> Hold:
    step = parse_script(f"{HEAD}steps:\n  {steps}\n").steps[0]
    assert isinstance(step, Hold)
    return step


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("- hold: 30s", "- hold: {for: 30s}"),
        ("- hold: 1 min", "- hold: {for: 1m}"),
        ("- hold: 30s..1m", "- hold: {for: 30s..1m}"),
        ("- hold: 90", "- hold: {for: 90s}"),
        (
            "- hold: {for: 1m, say: {at: half, text: Half.}}",
            "- hold: {for: 1m, say: [{at: half, text: Half.}]}",
        ),
        (
            "- hold: {for: 1m, breathe: {pattern: box, led: 2}}",
            "- hold: {for: 1m, breathe: {in: 4s, hold: 4s, out: 4s, rest: 4s, led: 2}}",
        ),
    ],
)
def test_a_short_form_is_the_long_one(short: str, long: str) -> None:
    assert hold_of(short) == hold_of(long)


@pytest.mark.parametrize(
    ("name", "phases"),
    [
        *((name, "in: 4s, hold: 4s, out: 4s, rest: 4s") for name in ("Box", "box breathing", "square")),
        *((name, "in: 4s, hold: 4s, out: 4s, rest: 4s") for name in ("4-4-4-4", "4/4/4/4", "Box (4-4-4-4)")),
        *(
            (name, "in: 4s, hold: 7s, out: 8s")
            for name in ("4-7-8", "478", "4\N{EN DASH}7\N{EN DASH}8", "4-7-8 breathing")
        ),
        *((name, "in: 5.5s, out: 5.5s") for name in ("coherent", "coherent (5.5)", "coherent breathing")),
        *((name, "in: 5.5s, out: 5.5s") for name in ("5.5", "5.5-5.5", "resonance")),
        *((name, "in: 4s, out: 8s") for name in ("extended exhale", "Extended_Exhale", "long exhale")),
        ("4-6", "in: 4s, out: 6s"),
        ("4-4-6-2", "in: 4s, hold: 4s, out: 6s, rest: 2s"),
    ],
)
def test_a_pattern_has_many_names(name: str, phases: str) -> None:
    named = hold_of(f"- hold: {{for: 2m, breathe: '{name}'}}")
    assert named == hold_of(f"- hold: {{for: 2m, breathe: {{{phases}, led: all}}}}")


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("- breathe: box", "'breathe' stands in a hold, such as '- hold: {for: 1m, breathe: ...}'"),
        ("- rest: 1m", "unknown step 'rest'; did you mean 'pause'?"),
        ("- speak: Hello.", "unknown step 'speak'; did you mean 'say'?"),
        ("- Lie down.", "to have it said, write '- say: ...'"),
        ("- say:Hello.", "with a plain blank after the ':' of 'say'"),
        ("- hold", "as in '- hold: ...'"),
        ("- hold:\n    for: 30s", "what belongs to 'hold' must begin further to the right than 'hold'"),
        ("- hold: soon", "'soon' is not a duration; write it like 45s"),
        ("- hold: {duration: 1m}", "unknown key 'duration'; did you mean 'for'?"),
        ("- hold: {for: 1m, say: Half.}", "must be a list, not 'Half.'; write - {at: ..., text: ...}"),
        ("- hold: {for: 1m, say: [Half.]}", "must be a mapping, not 'Half.'; write {at: ..., text: ...}"),
        ("- hold: {for: 1m, breathe: {in: 0s}}", "in: must be at least 1s, not 0s"),
        ("- hold: {for: 1m, breathe: {in: 2m}}", "in: must be at most 1m, not 2m"),
        ("- hold: {for: 1m, breathe: {pattern: box, in: 2s}}", "beside 'pattern' only led is allowed"),
        ("- repeat:\n      times: 3", "write the number after 'repeat:', and 'steps:' under it"),
        ("- count: {to: 5, ticked: true}", "unknown key 'ticked'; did you mean 'tick'?"),
        ("- say: ''", "say: must not be empty"),
        ("- say:\n    - One.\n    - Two.", "not a list; several lines are one text, after a '|'"),
        ("-say: Hello.", "must be a list, not a mapping; begin each line of it with '- '"),
    ],
)
def test_the_message_tells_how_to_write_it(steps: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_script(f"{HEAD}steps:\n  {steps}\n")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("minutes: 10", "length"), ("name: One", "title"), ("speed: 0.9", "rate"), ("music: rain", "bed")],
)
def test_keys_of_a_heading_that_people_try(heading: str, meant: str) -> None:
    with pytest.raises(InputError, match=f"did you mean '{meant}'"):
        parse_script(f"{HEAD}{heading}\nsteps: [say: Hello.]\n")


def test_sides_that_allow_no_common_time_are_told_with_both() -> None:
    text = (
        f"{HEAD}steps:\n"
        "  - chapter: {title: Swan, side: right}\n  - hold: 1m\n"
        "  - chapter: {title: Swan, side: left}\n  - hold: 2m..3m\n"
    )
    with pytest.raises(InputError, match=r"this side allows \(2m..3m\) the other does not \(1m\)"):
        parse_script(text)
