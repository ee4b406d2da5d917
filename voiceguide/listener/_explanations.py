"""Whether a listener was told where and how to press before each hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voiceguide.listener._language import english
from voiceguide.listener._phrases import as_words

if TYPE_CHECKING:
    from voiceguide.listener._body_state import BodyState
    from voiceguide.listener._finding import Kind, Path, Report
    from voiceguide.listener._hearing import Meaning
    from voiceguide.listener._language import DeedName
    from voiceguide.script import ChapterBody, HoldBody, HoldWay, Talk

_WANTED: Final[tuple[tuple[DeedName, Kind, str], ...]] = (
    ("measures", "distance", "nothing tells how far the point is from what fingers find"),
    ("moves", "move", "nothing tells how to move, or to keep still, before the hold"),
)


@dataclass(slots=True)
class _ChapterNotes:
    """What was heard in one chapter."""

    chapter: ChapterBody | None = None
    path: Path = ()
    site: bool = False
    tender: bool = False
    on_foot: bool = False
    breath: bool = False


class Explanations:
    """What has been explained so far, chapter by chapter."""

    def __init__(self, report: Report, talk: Talk | None) -> None:
        self._report = report
        self._talk = talk
        self._here = _ChapterNotes()
        self._heard: set[tuple[DeedName, str | None]] = set()
        """What was told so far, of which points."""

    @property
    def chapter(self) -> ChapterBody | None:
        """The chapter that is heard."""
        return self._here.chapter

    def enter(self, path: Path, chapter: ChapterBody) -> bool:
        """A chapter begins; tells whether it is about another point than the last."""
        self.leave()
        before = self._here
        if before.chapter and chapter.point and before.chapter.point == chapter.point:
            # the other side of a point is where the first was
            self._here = replace(before, chapter=chapter, path=path)
            return False
        self._here = _ChapterNotes(chapter, path)
        return True

    def leave(self) -> None:
        """A chapter ends."""
        here = self._here
        if here.chapter and not here.breath and english().breathing.search(as_words(here.chapter.title)):
            self._report.tell(
                here.path, "breathing", f"there is no breathing in the chapter {here.chapter.title!r}"
            )

    def hear(self, path: Path, heard: Meaning, body: BodyState, *, in_hold: bool) -> None:
        """Take note of a sentence; what is said inside a hold does not tell where to press."""
        here = self._here
        here.breath |= bool(heard.deed("breathes"))
        if not in_hold:
            self._remember(heard)
        self._other_side(path, heard)
        if here.tender and heard.deed("speaks-of-ache"):
            self._report.tell(path, "ache", f"an ache is asked for: {heard.sentence!r}")
        if heard.deed("eyes-are-closed") and not body.eyes_closed:
            message = f"the eyes are assumed closed, and nothing said to close them: {heard.sentence!r}"
            self._report.tell(path, "eyes", message)

    def _remember(self, heard: Meaning) -> None:
        """Keep what tells where and how to press."""
        here = self._here
        point = here.chapter.point if here.chapter else None
        here.site |= heard.names_site or bool(heard.deed("same-place"))
        here.tender |= heard.names_tender
        here.on_foot |= bool(heard.deed("works-on-foot"))
        for name, _, _ in _WANTED:
            deed = heard.deed(name)
            if deed and not deed.in_case:
                self._heard.add((name, point))

    def _other_side(self, path: Path, heard: Meaning) -> None:
        side = self._here.chapter.side if self._here.chapter else None
        told = heard.deed("says-left"), heard.deed("says-right")
        if side and any(told) and not (told[0] if side == "left" else told[1]):
            other = "right" if side == "left" else "left"
            self._report.tell(
                path, "side", f"the {other} side is named in a {side} chapter: {heard.sentence!r}"
            )

    def hold(self, path: Path, hold: HoldBody, body: BodyState) -> None:
        """A hold begins."""
        self._here.breath |= hold.breathe is not None
        if hold.way is not None:
            self._press(path, hold.way, body)

    def _press(self, path: Path, way: HoldWay, body: BodyState) -> None:
        here = self._here
        if not here.site:
            message = "nothing since the chapter began says where on the body this is"
            self._report.tell(path, "place", message)
        if here.on_foot and way.tool == "none" and not way.wall and not body.barefoot:
            message = "the foot is pressed, and shoes were never taken off"
            self._report.tell(path, "shoes", message, once=True)
        point = here.chapter.point if here.chapter else None
        if self._talk == "minimal" or point is None:
            return
        for name, kind, message in _WANTED:
            if (name, point) not in self._heard:
                self._report.tell(path, kind, message)
                self._heard.add((name, point))
