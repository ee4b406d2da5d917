"""What is wrong in a script is told at once, each thing in one line with its place."""

from __future__ import annotations

import pytest

from voiceguide.errors import InputError, InputErrors, ScriptError
from voiceguide.script import Script, parse_script, read_script, require
from voiceguide.yamlfile import from_values

HEAD = "voiceguide: 1\ntitle: One\n"


def complaints(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_script(text, "my.yaml")
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("steps", "line", "column", "message"),
    [
        ("- pause: -5s", 4, 12, "negative"),
        ("- pause: .nan", 4, 12, "not a duration"),
        ("- pause: 5h", 4, 12, "longer than 4 hours"),
        ("- pause: 1m..30s", 4, 12, "does not rise"),
        ("- pause: 1s..2s..3s..4s", 4, 12, "4 parts"),
        ("- pause: {for: 5s}", 4, 12, "it is one time"),
        ("- pause: {min: 5, preferred: 5, max: 5}", 4, 12, "it is one time"),
        ("- hold: {for: 30s, say: [{at: {kind: end, value: 5}, text: Now.}]}", 4, 33, "it is one position"),
        ("- hold: {for: 30s, say: [{at: half, text: Now., over: [5s]}]}", 4, 57, "it is one time"),
        ("- shout: Now.", 4, 5, "unknown step 'shout'"),
        ("- hodl: {for: 30s}", 4, 5, "did you mean 'hold'"),
        ("- say: Now.\n    pause: 5s", 4, 5, "start each with its own dash"),
        ("- Now.", 4, 5, "a step is written 'kind: value'"),
        ("- say: ''", 4, 10, None),
        ("- say: '...'", 4, 10, "nothing to speak"),
        ("- say: '<s>Now'", 4, 10, "not well-formed SSML"),
        ("- say: Stay for {time}.", 4, 10, "'{time}' is not a placeholder; allowed are {hold} and {length}"),
        ("- say: 'Stay for { hold }.'", 4, 10, "'{ hold }' is not a placeholder"),
        ("- say: For {length}.", 4, 10, "{length} needs the script's length"),
        ("- say: Hold for {hold}.", 4, 10, "no hold follows"),
        ("- hold: {for: 30s, say: [{at: half, text: 'For {hold}.'}]}", 4, 45, "plain words"),
        ("- hold: {for: 30s, say: [{at: 120%, text: Now.}]}", 4, 33, "past the end"),
        ("- hold: {for: 30s, say: [{at: later, text: Now.}]}", 4, 33, "write half, 25%, 12s or -10s"),
        ("- hold: {for: 30s, breathe: {hold: 4s}}", 4, 31, "out"),
        ("- hold: {for: 30s, breathe: {in: 4s, out: 200ms}}", 4, 45, None),
        ("- hold: {for: 30s, breath: {in: 4s, out: 6s}}", 4, 22, "breathe"),
        ("- hold: {}", 4, 11, "for"),
        ("- chime: Bowl!", 4, 12, None),
        ("- chapter: Empty", 4, 5, "the chapter is empty"),
        (
            "- chapter: {title: One, side: left}\n  - hold: {for: 30s}",
            4,
            14,
            "'One' is held once on the left and never on the right",
        ),
        ("- chapter: {title: One, point: X, side: middle}\n  - say: Now.", 4, 43, "left"),
    ],
)
def test_one_wrong_step(steps: str, line: int, column: int, message: str | None) -> None:
    told = complaints(
        f"{HEAD}steps:\n  {steps}\n  - say: The end.\n"
        if "Empty" not in steps
        else f"{HEAD}steps:\n  - say: A.\n  {steps}\n"
    )
    assert len(told) == 1, told
    if "Empty" in steps:
        line, column = 5, 14
    assert told[0].startswith(f"my.yaml:{line}:{column}: "), told
    if message:
        assert message in told[0]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", None),
        ("just words", "1:1", None),
        ("- say: Hello.", "1:1", None),
        ("title: One\nsteps: [say: Hello.]\n", "1:1", "voiceguide"),
        ("voiceguide: 2\ntitle: One\nsteps: [say: Hello.]\n", "1:13", "1"),
        (f"{HEAD}steps: []\n", "3:8", None),
        (f"{HEAD}steps: [pause: 5s]\n", "3:8", "nothing in it can be heard"),
        (f"{HEAD}lenght: 10m\nsteps: [say: Hello.]\n", "3:1", "length"),
        (f"{HEAD}length: 10\nsteps: [say: Hello.]\n", "3:9", "could be seconds or minutes; write 10s or 10m"),
        (f"{HEAD}length: 0s\nsteps: [say: Hello.]\n", "3:9", None),
        (f"{HEAD}title: Two\nsteps: [say: Hello.]\n", "3:1", "title"),
        (f"{HEAD}rate: 3\nsteps: [say: Hello.]\n", "3:7", None),
        (f"{HEAD}rate: nan\nsteps: [say: Hello.]\n", "3:7", None),
        (f"{HEAD}voice: joe\nsteps: [say: Hello.]\n", "3:8", None),
        (f"{HEAD}talk: loud\nsteps: [say: Hello.]\n", "3:7", "full"),
        (f"{HEAD}bed: {{sound: rain, level: low}}\nsteps: [say: Hello.]\n", "3:27", None),
        (f"{HEAD}steps: &a [say: Hello.]\n", "3:8", None),
        (f"{HEAD}steps: [*a]\n", "3:9", None),
    ],
)
def test_one_wrong_thing_in_the_heading(text: str, place: str, message: str | None) -> None:
    told = complaints(text)
    assert len(told) == 1, told
    assert told[0].startswith(f"my.yaml:{place}: "), told
    if message:
        assert message in told[0]


def test_everything_that_is_wrong_is_told_at_once_in_the_file_s_order() -> None:
    told = complaints(
        f"{HEAD}lenght: 10m\nsteps:\n  - pause: -5s\n  - shout: Now.\n  - hold: {{for: 1m..30s}}\n"
    )
    assert [line.split(": ")[0] for line in told] == [
        "my.yaml:3:1",
        "my.yaml:5:12",
        "my.yaml:6:5",
        "my.yaml:7:17",
    ]


def test_all_broken_rules_are_told_at_once() -> None:
    told = complaints(
        f"{HEAD}steps:\n  - say: In {{length}}.\n  - say: For {{time}}.\n  - say: For {{hold}}.\n"
    )
    assert [line.split(": ")[0] for line in told] == ["my.yaml:4:10", "my.yaml:5:10", "my.yaml:6:10"]


def test_sides_that_cannot_get_the_same_time() -> None:
    told = complaints(
        f"{HEAD}steps:\n"
        "  - chapter: {title: L, point: BL-43, side: left}\n  - hold: {for: 30s..40s}\n"
        "  - chapter: {title: R, point: BL-43, side: right}\n  - hold: {for: 50s..60s}\n"
    )
    assert len(told) == 1
    assert told[0].startswith("my.yaml:7:17: the two sides of a point get the same time")


def test_a_script_that_was_not_read_is_held_to_the_same_rules() -> None:
    steps = [{"say": "For {time}."}, {"say": "For {hold}."}]
    script = from_values(Script, {"voiceguide": "1", "title": "One", "steps": steps})
    with pytest.raises(InputErrors, match=r"step 1: .*\nstep 2: ") as caught:
        require(script)
    assert all(isinstance(error, ScriptError) for error in caught.value.errors)
    assert len(caught.value.errors) == 2


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        read_script(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("voice", "joe", "voice: 'joe' is not one; write it like piper/joe or system/default"),
        ("voice", "my engine/joe", "voice: 'my engine/joe' is not one; write it like"),
        ("chime_level", "loud", "chime_level: must be a level such as -20dB, not 'loud'"),
        ("bed", "{sound: rain, duck: a bit}", "duck: must be a level such as -20dB, not 'a bit'"),
        ("steps", "[{chime: Bowl}]", "chime: must be a chime's name: a small letter, then"),
    ],
)
def test_what_has_a_form_is_told_it_in_words(key: str, value: str, message: str) -> None:
    lines = {"voiceguide": "1", "title": "One", "steps": "[{say: One.}]", key: value}
    with pytest.raises(InputError) as info:
        parse_script("".join(f"{name}: {text}\n" for name, text in lines.items()))
    assert message in str(info.value)
    assert "[a-z" not in str(info.value)
    assert "attern" not in str(info.value)
