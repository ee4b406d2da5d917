"""The ready scripts: what compose makes today, each of exactly its length, with nothing to warn of."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import guessed_timeline
from voiceguide.script import ResolvedHold, read_script, resolve
from voiceguide.studio import Studio
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from voiceguide.timeline import Timeline

SCRIPTS = sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml"))
MADE_BY = "# Made by: voiceguide "
COMPOSED = [path for path in SCRIPTS if path.read_text(encoding="utf-8").startswith(MADE_BY)]
BY_HAND = [path for path in SCRIPTS if path not in COMPOSED]
GOLDEN = Path(__file__).with_name("golden")
"""What is heard when in the scripts that were written by hand, with lengths guessed from the letters."""


def test_there_are_scripts_for_the_usual_wishes() -> None:
    assert {path.stem for path in SCRIPTS} >= {
        "five_minutes", "ten_minutes", "twenty_minutes", "thirty_minutes",
        "before_yoga", "after_gardening", "desk_break", "ball_only",
    }  # fmt: skip
    assert {path.stem for path in BY_HAND} == {
        "yin", "body_scan", "knee_rehabilitation", "box_breathing", "pomodoro", "tabata", "silent_sit",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMPOSED, ids=lambda path: path.stem)
def test_it_is_what_compose_makes_today(path: Path, run: Callable[..., Ran]) -> None:
    text = path.read_text(encoding="utf-8")
    call = text.splitlines()[0].removeprefix(MADE_BY)
    ran = run(*shlex.split(call))
    assert ran.code == 0, ran.err
    assert ran.out == text, "compose makes another script now; look at the difference, then: make scripts"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_check_has_nothing_to_say(path: Path, run: Callable[..., Ran]) -> None:
    ran = run("check", "--strict", path)
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem == "five_minutes" else pytest.mark.slow)
        for path in COMPOSED
    ],
)
def test_it_renders_exactly(path: Path, tmp_path: Path) -> None:
    script = read_script(path)
    script = replace(script, voice="silent/default")
    assert script.length is not None
    with Studio(cache_dir=tmp_path, rate=24_000, channels=1) as studio:
        session = studio.session(script)
        frames = sum(len(block) for block in session.blocks(size=65_536))
    assert frames == session.timeline.frames == frames_of(script.length, 24_000)
    assert not session.timeline.unheard
    assert guessed_timeline(script).frames == script.length


def told(timeline: Timeline) -> str:
    """A timeline as lines of text: milliseconds, what it is, and what is said."""
    rows = [(hold.start, "hold", f"{hold.frames}") for hold in timeline.holds]
    rows += [(bed.start, "bed", str(bed.sound)) for bed in timeline.beds]
    rows += [(chapter.start, "chapter", chapter.title) for chapter in timeline.chapters]
    rows += [(cue.start, cue.kind, str(cue.text or cue.chime)) for cue in timeline.cues()]
    rows.append((timeline.frames, "end", ""))
    order = {"chapter": 0, "bed": 1, "hold": 2}
    rows.sort(key=lambda row: (row[0], order.get(row[1], 3)))
    return "".join(f"{start:>8} {what:<7} {text}".rstrip() + "\n" for start, what, text in rows)


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_what_is_heard_when_is_what_it_was(path: Path) -> None:
    """To take a change on purpose, write the new lines into the golden file and look at the difference."""
    timeline = guessed_timeline(read_script(path))
    assert not timeline.unheard
    assert told(timeline) == (GOLDEN / f"{path.stem}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_its_sides_and_rounds_are_equal_at_any_length(path: Path) -> None:
    script = resolve(read_script(path))
    timeline = guessed_timeline(script.script)
    holds = [step for step in script.steps if isinstance(step, ResolvedHold)]
    times: dict[int, set[int]] = {}
    for hold, span in zip(holds, timeline.holds, strict=True):
        times.setdefault(hold.pair.number, set()).add(span.frames)
    assert all(len(each) == 1 for each in times.values())
    assert script.script.length is None or timeline.frames == script.script.length
