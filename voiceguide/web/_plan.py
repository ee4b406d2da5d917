"""The plan: what a request will become, told before anything is spoken; or what is possible instead."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from voiceguide.compose import guessed_timeline, left_out, ways_of, write_request
from voiceguide.errors import InputError, LengthError, RequestError, VoiceError
from voiceguide.packs import POSTURES, TOOLS, find_point
from voiceguide.script import DEFAULT_VOICE, Hold, unrolled
from voiceguide.speech import VoiceId, find_voice
from voiceguide.units import Ms, ms_of
from voiceguide.web._layout import length_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.compose import Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.studio import Studio
    from voiceguide.timeline import Timeline
    from voiceguide.web._packs import PackedRequest


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chapter of the plan."""

    title: str
    start_ms: int
    ms: int
    point: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request will become."""

    title: str
    length_ms: int
    sure: bool
    """Whether it will be just so; otherwise it is near to what can be done, and the voice decides."""
    talk: str | None
    points: tuple[str, ...]
    """Codes, in the order of the session."""
    hold_ms: dict[str, int]
    """Time on each point and side, in all rounds."""
    needs: tuple[str, ...]
    """What to have at hand."""
    postures: tuple[str, ...]
    left_out: tuple[str, ...]
    """Codes of points that these postures and tools do not reach."""
    stretches: tuple[Stretch, ...]
    link: str
    """The request as a link's query."""
    script: Script

    def as_json(self) -> dict[str, Any]:
        """What the page and other programs are told."""
        return {
            "title": self.title,
            "length_ms": self.length_ms,
            "sure": self.sure,
            "talk": self.talk,
            "points": list(self.points),
            "hold_ms": self.hold_ms,
            "needs": list(self.needs),
            "postures": list(self.postures),
            "left_out": list(self.left_out),
            "chapters": [
                {"title": s.title, "start_ms": s.start_ms, "ms": s.ms, "point": s.point, "side": s.side}
                for s in self.stretches
            ],
            "link": self.link,
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request cannot be met, and what can be instead."""

    message: str
    nearest: tuple[tuple[str, str], ...]
    """Requests that can be met: how they differ, and the query of each."""

    def as_json(self) -> dict[str, Any]:
        """What the page and other programs are told."""
        return {
            "error": {
                "message": self.message,
                "nearest": [{"say": say, "link": link} for say, link in self.nearest],
            }
        }


def query_of(request: Request, pack_name: str = "") -> str:
    """A request as a link's query."""
    return urlencode([*([("pack", pack_name)] if pack_name else []), *write_request(request)])


def plan(studio: Studio, wanted: PackedRequest) -> Plan | Refusal:
    """What a request will become; if it cannot be met, why, and what is nearest to it."""
    request, pack = wanted.request, wanted.pack
    try:
        if request.voice:
            find_voice(VoiceId.parse(request.voice))
        sketch = studio.sketch(request, pack)
        timeline = guessed_timeline(sketch.script)
    except InputError as error:
        near = _nearest(studio, request, pack, error)
        return Refusal(str(error), tuple((say, query_of(other, wanted.pack_name)) for say, other in near))
    script = sketch.script
    points = tuple(dict.fromkeys(chapter.point for chapter in timeline.chapters if chapter.point))
    holds = [one.step for one in unrolled(script) if isinstance(one.step, Hold)]
    ways = [hold.hold.way for hold in holds if hold.hold.way]
    needs = dict.fromkeys(way.tool for way in ways if way.tool != "none")
    return Plan(
        title=script.title,
        length_ms=request.length_ms,
        sure=sketch.sure,
        talk=script.talk,
        points=points,
        hold_ms=_held(timeline),
        needs=(
            *(tool.replace("-", " ") for tool in needs),
            *(("wall",) if any(w.wall for w in ways) else ()),
        ),
        postures=tuple(dict.fromkeys(way.posture for way in ways)),
        left_out=tuple(point.code for point in _unreached(request, pack)),
        stretches=tuple(
            Stretch(
                chapter.title,
                ms_of(chapter.start, timeline.rate),
                ms_of(chapter.end - chapter.start, timeline.rate),
                chapter.point,
                chapter.side,
            )
            for chapter in timeline.chapters
        ),
        link=query_of(request, wanted.pack_name),
        script=script,
    )


def _unreached(request: Request, pack: Pack) -> tuple[Any, ...]:
    return left_out(pack, request) if request.postures or request.wants_all else ()


def _held(timeline: Timeline) -> dict[str, int]:
    """Time on each point: of one side, if it has two."""
    held: dict[str, int] = {}
    for hold in timeline.holds:
        if hold.point is not None and hold.side != "right":
            held[hold.point] = held.get(hold.point, 0) + ms_of(hold.frames, timeline.rate)
    return held


def _nearest(
    studio: Studio, request: Request, pack: Pack, error: InputError
) -> Iterator[tuple[str, Request]]:
    """Requests near to one that cannot be met, each of which can."""
    if isinstance(error, VoiceError):
        yield f"Have {DEFAULT_VOICE.partition('/')[2]} speak", replace(request, voice=None)
    elif isinstance(error, LengthError):
        lengths = [ms for ms in (error.shortest_ms, error.longest_ms) if ms is not None]
        for ms in sorted(lengths, key=lambda ms: abs(ms - request.length_ms))[:1]:
            yield f"Make it {length_of(ms)}", replace(request, length_ms=Ms(ms))
        fewer = request.points[:-1]
        if fewer and not request.wants_all and lengths and request.length_ms < min(lengths):
            while fewer and not _works(studio, replace(request, points=fewer), pack):
                fewer = fewer[:-1]
            if fewer:
                say = f"Keep {length_of(request.length_ms)} and only {', '.join(fewer)}"
                yield say, replace(request, points=fewer)
    elif isinstance(error, RequestError):
        yield from _reachable(studio, request, pack)


def _reachable(studio: Studio, request: Request, pack: Pack) -> Iterator[tuple[str, Request]]:
    """The same with one more tool or posture, and without the points that cannot be pressed."""
    for tool, posture in itertools.product((None, *TOOLS, *pack.tools), (None, *POSTURES, *pack.postures)):
        if (tool is None) == (posture is None):
            continue
        more = replace(
            request,
            tools=(*request.tools, tool) if tool else request.tools,
            postures=(*request.postures, posture) if posture and request.postures else request.postures,
        )
        if more != request and _works(studio, more, pack):
            added = f"Add {(tool or posture or '').replace('-', ' ')}"
            yield added, more
            break
    if request.points and not request.wants_all:
        there = tuple(name for name in request.points if ways_of(find_point(pack, name), request))
        fewer = replace(request, points=there)
        if there and there != request.points and _works(studio, fewer, pack):
            yield f"Only {', '.join(there)}", fewer


def _works(studio: Studio, request: Request, pack: Pack) -> bool:
    try:
        studio.sketch(request, pack)
    except InputError:
        return False
    return True
