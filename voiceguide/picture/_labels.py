"""Texts in a picture: which characters can be drawn, how wide they are, and the longest that fits.

Loads matplotlib, so it is imported when a picture is drawn and not before.
"""

from __future__ import annotations

import bisect
import functools
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voiceguide.timeline import Chapter

_FONT = "DejaVu Sans"
"""Comes with matplotlib, so it is there and the same on every machine; it has all of pinyin's tone marks."""
_CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Hiragino Sans GB", "Heiti TC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts of the systems that have the characters for points' names, which ours lacks."""

_LEAST_SHORTENED = 4
"""Letters that must be left of a shortened text for it to say anything."""


@functools.cache
def families() -> list[str]:
    """Fonts to draw with, ours first: the others serve only characters that it lacks."""
    installed = set(fontManager.get_font_names())
    return [_FONT, *(name for name in _CHINESE if name in installed)]


@functools.cache
def _drawable() -> frozenset[int]:
    paths = (fontManager.findfont(FontProperties(family=name)) for name in families())
    return frozenset(code for path in paths for code in get_font(path).get_charmap())


def clean(text: str) -> str:
    """A text on one line, without what no font here can draw (an empty box says nothing to anyone)."""
    drawable = _drawable()
    kept = (letter if letter.isprintable() else " " for letter in text)
    return " ".join("".join(letter for letter in kept if ord(letter) in drawable).split())


@functools.lru_cache(maxsize=4096)
def width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a text's longest line in inches, at ``size`` points."""
    font = FontProperties(family=families(), size=size, weight=weight)
    measure = TextToPath().get_text_width_height_descent
    return float(max(measure(line, font, False)[0] for line in text.split("\n"))) / 72


def fitting(texts: Iterable[str], room: float, sizes: Iterable[float]) -> tuple[str, float] | None:
    """Return the first of ``texts`` that fits ``room`` inches at the first of ``sizes`` that any fits at."""
    texts = [text for text in texts if text]
    return next(((text, size) for size in sizes for text in texts if width(text, size) <= room), None)


def shortened(text: str, room: float, size: float, weight: str = "normal") -> str:
    """Return the text, or as much of its beginning as fits; empty if that is too little to say anything."""
    if width(text, size, weight) <= room:
        return text

    def beginning(length: int) -> str:
        return text[:length].rstrip(" ,;:-") + "\N{HORIZONTAL ELLIPSIS}"

    lengths = range(len(text))
    most = bisect.bisect_right(lengths, room, key=lambda length: width(beginning(length), size, weight)) - 1
    return beginning(most) if most >= _LEAST_SHORTENED else ""


def chapter_label(chapter: Chapter, room: float, sizes: Sequence[float]) -> tuple[str, float] | None:
    """What a chapter's band says in ``room`` inches, on one line or two, and at which of ``sizes``."""
    found = fitting(_chapter_labels(chapter), room, sizes)
    if found is None and not chapter.point:
        short = shortened(clean(chapter.title), room, sizes[-1])
        return (short, sizes[-1]) if short else None
    return found


def _chapter_labels(chapter: Chapter) -> Iterator[str]:
    """What would do, the fullest first."""
    title = clean(chapter.title)
    # a band is high enough for two lines, and a row of bands is read faster if all break alike
    yield _halved(title) if "," in title else title
    yield title
    yield _halved(title)
    if chapter.point:
        point = clean(chapter.point)
        if chapter.side:
            yield f"{point} {chapter.side}"
            yield f"{point}\n{chapter.side}"
            yield f"{point} {chapter.side[0].upper()}"
        yield point


def _halved(title: str) -> str:
    """On two lines, about equally long, rather after a comma than elsewhere."""
    words = title.split(" ")
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    if not splits:
        return title
    after_comma = [pair for pair in splits if pair[0].endswith(",")]
    first, second = min(after_comma or splits, key=lambda pair: max(map(len, pair)))
    return f"{first.removesuffix(',')}\n{second}"
