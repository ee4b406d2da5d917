"""The picture of a chapter for lock screens: the point's code and its side, to be read from afar."""

from __future__ import annotations

import logging
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.player.media_keys._now_playing import NowPlaying

_logger = logging.getLogger(__name__)

_CARD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
<rect width="512" height="512" fill="#1f3a3d"/>
<circle cx="{x}" cy="150" r="54" fill="#e9c46a"/>
<circle cx="256" cy="150" r="92" fill="none" stroke="#f4f1ea" stroke-opacity="0.35" stroke-width="6"/>
<g fill="#f4f1ea" font-family="sans-serif" text-anchor="middle">
<text x="256" y="360" font-size="{size}" font-weight="bold">{headline}</text>
<text x="256" y="440" font-size="56">{line}</text>
</g>
</svg>
"""
_PLACES = {"left": 176, "right": 336}
_MIDDLE = 256
_WIDTH = 460
_LARGEST = 132


def card(now: NowPlaying) -> str:
    """The picture as SVG: a ball on the side that is pressed, the point's code and the side in words."""
    headline = now.point or now.title
    size = min(_LARGEST, round(_WIDTH / (0.62 * max(len(headline), 1))))
    side = now.side or ""
    place = _PLACES.get(side, _MIDDLE)
    return _CARD.format(x=place, size=size, headline=escape(headline), line=escape(side))


class ChapterArt:
    """The pictures of a session's chapters, as files in a temporary folder: the systems take only files."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._urls: dict[str, str] = {}

    def url(self, now: NowPlaying) -> str | None:
        """The file's address; None if it cannot be written."""
        svg = card(now)
        if svg not in self._urls:
            try:
                if self._folder is None:
                    self._folder = tempfile.TemporaryDirectory(prefix="voiceguide-")
                path = Path(self._folder.name) / f"{len(self._urls) + 1}.svg"
                path.write_text(svg, encoding="utf-8")
            except OSError as error:
                _logger.debug("no picture for the chapter: %s", error)
                return None
            self._urls[svg] = path.as_uri()
        return self._urls[svg]

    def close(self) -> None:
        """Remove the pictures."""
        if self._folder is not None:
            self._folder.cleanup()
