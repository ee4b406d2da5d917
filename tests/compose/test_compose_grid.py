"""Hundreds of sessions, of every length, talk, focus, activity, tool and posture, keep the form of narration.

The fast suite takes a few of them, the slow one all.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.compose import OCCASIONS, TALKS, Composer, Request, guessed_timeline
from voiceguide.errors import InputError
from voiceguide.packs import FOCUSES, TOOLS, default_pack
from voiceguide.script import ChapterStart, Chime, Hold, Say, parts
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script import Script
    from voiceguide.timeline import Timeline

PACK = default_pack()
POINTS = {point.code: point for point in PACK.points}
MINUTES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 150)
DOSE_MS = 180_000
LINES = {
    kind: {*lines.brief, *lines.long}
    for kind, lines in words_of("en").lines.items()
    if kind not in {"rest", "scan", "scan_back"}
}


def grid() -> Iterator[dict[str, Any]]:
    """Some 560 wishes: each of the choices at several lengths, with several seeds."""
    for minutes, seed in itertools.product(MINUTES, range(4)):
        yield {"minutes": minutes, "seed": seed}
    for minutes, talk in itertools.product(MINUTES, TALKS):
        yield {"minutes": minutes, "talk": talk, "seed": minutes}
    choices: list[tuple[str, tuple[Any, ...]]] = [
        ("focus", FOCUSES),
        ("occasion", OCCASIONS),
        ("tools", (("none",), ("massage-tool",), ("tennis-ball", "massage-tool"), TOOLS)),
        ("postures", (("lying",), ("seated",), ("standing",), ("seated", "standing"))),
        ("chimes", ("none", "bell")),
    ]
    for (name, values), minutes in itertools.product(choices, MINUTES):
        for number, choice in enumerate(values):
            yield {"minutes": minutes, name: choice, "seed": minutes + number}
    for number, (focus, occasion) in enumerate(itertools.product(FOCUSES, OCCASIONS)):
        yield {"minutes": MINUTES[3 + number % 12], "focus": focus, "occasion": occasion, "seed": number}


WISHES = list(grid())


@dataclass(frozen=True)
class Heard:
    """A composed session, with what is asked of it."""

    wish: dict[str, Any]
    script: Script
    timeline: Timeline


def composed(wish: dict[str, Any]) -> Heard | None:
    """The session that is made of a wish; None if it is refused."""
    asked = dict(wish)
    request = Request(length_ms=asked.pop("minutes") * 60_000, **asked)
    try:
        fit = next(Composer(request, PACK).fits(), None)
    except InputError:
        return None
    return Heard(wish, fit.script, guessed_timeline(fit.script)) if fit else None


def check(heard: Heard) -> None:
    """Everything that holds for each session."""
    script, timeline, minutes = heard.script, heard.timeline, heard.wish["minutes"]
    texts = [cue.text for cue in timeline.cues() if cue.text]
    written = [
        part
        for step in script.steps
        if isinstance(step, Hold)
        for cue in step.hold.say
        for part in parts(cue.text)
    ]
    assert sum(part not in texts for part in written) == 0, "a line that is written is not heard"
    # rests, and the end
    titles = [chapter.title for chapter in timeline.chapters]
    assert "Rest" in titles or minutes < 12
    assert isinstance(script.steps[-1], Chime)
    # the dose, and sides that are equal
    pressed: dict[tuple[str, str | None], int] = {}
    for hold in timeline.holds:
        if hold.point:
            key = hold.point, hold.side
            pressed[key] = pressed.get(key, 0) + hold.frames
    assert all(frames <= DOSE_MS for frames in pressed.values())
    assert all(
        frames == pressed[point, "right"] for (point, side), frames in pressed.items() if side == "left"
    )
    check_tones(heard, " ".join(texts))
    check_points(heard)


def check_tones(heard: Heard, text: str) -> None:
    """Tones that are announced are heard in the first hold, and none are announced that do not sound."""
    script, timeline = heard.script, heard.timeline
    first = timeline.holds[0]
    inside = [cue for cue in timeline.cues() if first.start <= cue.start < first.start + first.frames]
    told = bool(re.search(r"\btones? (rises|stop)|the tone", text))
    if heard.wish.get("chimes") == "none":
        assert not told
    elif script.talk != "minimal":
        assert told
        assert [cue.chime for cue in inside if cue.chime].count("inhale") >= 2
        second = sorted(cue.start for cue in inside if cue.chime == "exhale")[1]
        assert all(cue.start > second for cue in inside if cue.text), "a word before two breaths"


def check_points(heard: Heard) -> None:
    """Place, distance and move are told before the first hold on each point; ways are as asked."""
    told: list[str] = []
    code: str | None = None
    seen: set[str] = set()
    for step in heard.script.steps:
        if isinstance(step, ChapterStart):
            code, told = step.chapter.point, []
        elif isinstance(step, Say):
            told.append(step.say.text)
        elif isinstance(step, Hold) and code is None:
            assert step.hold.way is None
        elif isinstance(step, Hold) and code is not None:
            hold = step.hold
            assert hold.way is not None
            way = next(
                way
                for way in POINTS[code].ways
                if (way.posture, way.tool, way.wall) == (hold.way.posture, hold.way.tool, hold.way.wall)
            )
            if code not in seen and heard.script.talk != "minimal":
                text = " ".join(told)
                for sentence in (*(way.where or POINTS[code].where), *way.move):
                    assert any(says(text, wording) for wording in sentence), (code, sentence, text)
            seen.add(code)
            if "massage-tool" in heard.wish.get("tools", ()) and code == "BL-52":
                assert way.tool == "massage-tool"
            check_lines(code, [cue.text for cue in hold.say])


def check_lines(code: str, said: list[str]) -> None:
    """What is said in a hold fits the point."""
    part = POINTS[code].part
    own = {"hand": {"hand"}, "foot": {"foot"}, "head": {"crown"}}.get(
        part, {"ball-floor", "ball-wall", "press-wall"}
    )
    for line in said:
        kinds = {kind for kind, lines in LINES.items() if line in lines}
        assert not kinds or kinds & {"any", "press", "soft", "awake", *own}, line


def says(text: str, wording: str) -> bool:
    return any(
        wording.replace("{side}", a).replace("{other}", b) in text
        for a, b in (("left", "right"), ("middle", "middle"))
    )


@pytest.mark.parametrize("wish", WISHES[::23], ids=str)
def test_a_session_keeps_the_form(wish: dict[str, Any]) -> None:
    heard = composed(wish)
    if heard is not None:
        check(heard)


@pytest.mark.slow
def test_hundreds_of_sessions_keep_the_form() -> None:
    made = 0
    for wish in WISHES:
        heard = composed(wish)
        if heard is not None:
            made += 1
            check(heard)
    assert made >= 480


@pytest.mark.parametrize(
    ("minutes", "seed"), [(45, 0), (45, 1), (60, 0), (60, 1), (60, 2), (90, 0), (150, 0)]
)
def test_a_long_session_has_an_arc(minutes: int, seed: int) -> None:
    """Words fall from the first quarter to the last, but not to nothing."""
    heard = composed({"minutes": minutes, "seed": seed})
    assert heard is not None
    words = [0] * 4
    for cue in heard.timeline.cues():
        if cue.text:
            words[4 * cue.start // heard.timeline.frames] += len(cue.text.split())
    assert words[0] > words[1] > words[3]
    assert 0.55 * words[0] < words[3] < 0.75 * words[0]


def test_a_hold_too_short_to_tell_what_is_left_of_it_has_a_line_all_the_same() -> None:
    heard = composed({"minutes": 45})
    assert heard is not None
    steps = [step for step in heard.script.steps if isinstance(step, Hold)]
    short = [
        [cue.text for cue in step.hold.say]
        for step, hold in zip(steps, heard.timeline.holds, strict=True)
        if 36 <= hold.frames / heard.timeline.rate < 39
    ]
    assert short
    assert all(len(said) == 1 for said in short)


def test_a_long_rest_goes_down_through_the_body_again_and_says_no_line_twice() -> None:
    heard = composed({"minutes": 150})
    assert heard is not None
    *_, rest = (step.hold for step in heard.script.steps if isinstance(step, Hold))
    said = [cue.text for cue in rest.say]
    scan, back = words_of("en").lines["scan"], words_of("en").lines["scan_back"]
    walks = [*scan.brief, *scan.long, *back.brief, *back.long]
    assert said[: len(walks)] == walks
    assert len(set(said)) == len(said)


@pytest.mark.slow
def test_two_wordings_of_every_point_are_heard() -> None:
    """Of what the pack says of points, nearly all is heard in some session."""
    heard: set[str] = set()
    for seed in range(16):
        for talk in ("full", "short"):
            session = composed({"minutes": 60, "seed": seed, "talk": talk})
            assert session is not None
            heard |= {
                part
                for step in session.script.steps
                if isinstance(step, Say)
                for part in parts(step.say.text)
                if isinstance(part, str)
            }
    written = [
        wording.replace("{side}", "left").replace("{other}", "right")
        for point in PACK.points
        for sentence in (
            point.tradition,
            *point.find,
            *point.where,
            *point.ways[0].reach,
            *point.ways[0].move,
        )
        for wording in sentence
        if point.code != "BL-52"
    ]
    unheard = [wording for wording in written if not any(wording.startswith(part) for part in heard)]
    assert len(unheard) <= 0.05 * len(written), unheard
