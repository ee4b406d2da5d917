"""Compose hundreds of sessions, walk each as a listener would, and count what cannot be followed.

``python tests/listener/survey.py [--random N] [--examples N] [--kind KIND] [--every N] [--scripts]``
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.compose import OCCASIONS, TALKS, Composer, Request, guessed_timeline
from voiceguide.errors import InputError, LengthError
from voiceguide.listener import listen
from voiceguide.packs import FOCUSES, POSTURES, TOOLS, pack_named
from voiceguide.script import Hold, HoldWay, chapters_of, read_script, unrolled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.compose import Fit
    from voiceguide.listener import Contradiction
    from voiceguide.script import Script

MINUTES = (*range(2, 31), *range(35, 151, 5))
SOME = (3, 5, 7, 10, 15, 20, 30, 45, 60, 120)
FEW = (5, 12, 25, 60)


def grid() -> Iterator[dict[str, Any]]:
    """Every length; and every talk, focus, activity, tool and posture at some of them."""
    for minutes in MINUTES:
        for seed in (0, 1):
            yield {"minutes": minutes, "seed": seed}
    for minutes in SOME:
        yield from ({"minutes": minutes, "talk": talk, "seed": seed} for talk in TALKS for seed in (2, 3))
        yield from ({"minutes": minutes, "focus": focus} for focus in FOCUSES)
        yield from ({"minutes": minutes, "occasion": occasion} for occasion in OCCASIONS)
        yield from ({"minutes": minutes, "tools": (tool,)} for tool in TOOLS)
        yield from ({"minutes": minutes, "postures": (posture,)} for posture in POSTURES)
        yield from ({"minutes": minutes, "to_sleep": True, "talk": talk} for talk in (None, *TALKS))
        yield from ({"minutes": minutes, "to_sleep": True, "focus": focus} for focus in FOCUSES)
        yield from ({"minutes": minutes, "to_sleep": True, "tools": (tool,)} for tool in TOOLS)
    for minutes in FEW:
        yield {"minutes": minutes, "tools": ("tennis-ball", "massage-tool")}
        yield from (
            {"minutes": minutes, "talk": talk, "postures": (posture,)}
            for talk in TALKS
            for posture in POSTURES
        )


def drawn(count: int, seed: int = 10) -> Iterator[dict[str, Any]]:
    """Requests by chance, the same each time."""
    chance = random.Random(seed)
    for _ in range(count):
        yield {
            "minutes": round(2 + 148 * chance.random() ** 2, 1),
            "seed": chance.randrange(1000),
            "talk": chance.choice([None, None, *TALKS]),
            "focus": chance.choice([None, None, *FOCUSES]),
            "occasion": chance.choice([None, None, *OCCASIONS]),
            "tools": tuple(tool for tool in TOOLS if chance.random() < 0.4),
            "postures": tuple(posture for posture in POSTURES if chance.random() < 0.6),
        }


def composed(wish: dict[str, Any], pack: str = "back-flexibility") -> Script | None:
    """The script of a request; None where nothing can be made of it."""
    asked = {key: value for key, value in wish.items() if key != "minutes"}
    try:
        request = Request(length_ms=round(wish["minutes"] * 60_000), **asked)
        fit = next(Composer(request, pack_named(pack)).fits(), None)
    except InputError:
        return None
    return with_ways(fit) if fit else None


def with_ways(fit: Fit) -> Script:
    """A script whose holds tell their way, which an older composer left to its plan."""
    ways = {station.point.code: station.way for station in fit.plan.stations}
    steps = []
    for step, chapter in zip(fit.script.steps, chapters_of(unrolled(fit.script)), strict=True):
        if isinstance(step, Hold) and step.hold.way is None and chapter and chapter.point:
            way = ways[chapter.point]
            told = HoldWay(posture=way.posture, tool=way.tool, wall=way.wall)
            steps.append(replace(step, hold=replace(step.hold, way=told)))
        else:
            steps.append(step)
    return replace(fit.script, steps=tuple(steps))


def walked(script: Script) -> list[Contradiction]:
    """What the listener finds, with the times of the session where it can be laid out."""
    try:
        return listen(script, guessed_timeline(script))
    except LengthError:
        return listen(script)


def _walks(arguments: argparse.Namespace) -> Iterator[tuple[str, Script]]:
    if arguments.scripts:
        for path in sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml")):
            yield path.name, read_script(path)
        return
    for wish in (*grid(), *drawn(arguments.random))[:: arguments.every]:
        told = ", ".join(f"{key}={value}" for key, value in wish.items() if value not in {None, ()})
        if (script := composed(wish, arguments.pack)) is not None:
            yield told, script


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Count, and show examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=300)
    parser.add_argument("--examples", type=int, default=1)
    parser.add_argument("--kind", action="append")
    parser.add_argument("--every", type=int, default=1, help="only every Nth request")
    parser.add_argument("--pack", default="back-flexibility")
    parser.add_argument("--scripts", action="store_true", help="the ready scripts only")
    arguments = parser.parse_args()
    sessions: Counter[str] = Counter()
    times: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    count = clean = 0
    for told, script in _walks(arguments):
        count += 1
        found = [one for one in walked(script) if not arguments.kind or one.kind in arguments.kind]
        clean += not found
        sessions.update({one.kind for one in found})
        for one in found:
            times[one.kind] += 1
            if len(examples[one.kind]) < arguments.examples and told not in "".join(examples[one.kind]):
                examples[one.kind].append(f"[{told}] step {one.step}: {one.message}")
    _say(f"{count} sessions, {clean} without a finding")
    for kind, number in sessions.most_common():
        _say(f"{number:5} sessions {times[kind]:6} findings  {kind}")
        for example in examples[kind]:
            _say(f"        {example}")
    sys.exit(bool(sessions))


if __name__ == "__main__":
    main()
