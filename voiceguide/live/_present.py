"""Where the listener is now, in words: from the way of the hold that is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceguideError
from voiceguide.units import nearest_ms

if TYPE_CHECKING:
    from voiceguide.packs import Pack, Point
    from voiceguide.script import ChapterBody, HoldBody
    from voiceguide.words import Words

_ROUGH_MS = ((600_000, 60_000), (120_000, 30_000), (0, 10_000))
"""From so much time left on, it is told in steps of so much."""


@dataclass(frozen=True, slots=True)
class Present:
    """Tells where the listener is, and how much time is left."""

    words: Words
    pack: Pack | None
    """Where points are looked up; None where nothing is known of them."""

    def state(self, hold: HoldBody, chapter: ChapterBody | None) -> str:
        """The state of the body in a hold: "Left side. You are lying on your back, ..."."""
        words = self.words
        side = chapter.side if chapter else None
        if hold.way is None:
            return words.text("now.rest")
        point = self._point(chapter)
        kind = self._kind(hold, point)
        facts = self._facts(side)
        if kind == "thing-foot":
            facts["thing"] = words.text(f"the.{hold.way.tool}")
        text = _sentence(words.text(f"now.{kind}.{'side' if side else 'middle'}", **facts))
        if point is not None and point.landmark:
            return f"{text} {_sentence(words.text('now.place', landmark=point.landmark))}"
        return text

    def time_left(self, ms: int) -> str:
        """How much time is left, as a guide would say it."""
        from voiceguide.script import length_words

        step = next(step for least, step in _ROUGH_MS if ms >= least)
        near = max(nearest_ms(ms / step) * step, step)
        return _sentence(self.words.text("now.time_left", length=length_words(near)))

    def refusal(self, key: str) -> str:
        """Why a command is not followed, as a guide would say it."""
        return self.words.text(f"now.{key}")

    def _facts(self, side: str | None) -> dict[str, str | int]:
        return {"side": self.words.text(f"side.{side}")} if side else {}

    def _point(self, chapter: ChapterBody | None) -> Point | None:
        if self.pack is None or chapter is None or chapter.point is None:
            return None
        from voiceguide.packs import find_point

        try:
            return find_point(self.pack, chapter.point)
        except VoiceguideError:
            return None

    def _kind(self, hold: HoldBody, point: Point | None) -> str:
        way = hold.way
        if way is None:
            return "other"
        if way.tool == "tennis-ball" and way.wall:
            return "ball-wall"
        if way.tool == "tennis-ball" and way.posture == "lying":
            return "ball-floor"
        if way.wall:
            return "fist-wall" if way.tool == "none" else "tool-wall"
        if point is not None and point.part == "foot" and self.words.has(f"the.{way.tool}"):
            return "thing-foot"
        parts = {"hand": "hand", "foot": "foot", "head": "crown"}
        part = parts.get(point.part) if point is not None and way.tool == "none" else None
        own = self.pack.postures.get(way.posture) if self.pack is not None else None
        return part or (own.like if own is not None else way.posture)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
