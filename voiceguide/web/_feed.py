"""The kept routines as a podcast: RSS 2.0 with what podcast programs ask for."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.web._shelf import Routine

_BYTES_A_SECOND = 16_000
"""Of an MP3 at 128 kbit/s; the size in a feed need not be exact."""


def feed_xml(base: str, routines: Sequence[Routine], key: str | None) -> str:
    """The feed.

    Parameters
    ----------
    base : str
        The site's address, without a slash at its end.
    routines : sequence of Routine
    key : str or None
        What opens the episodes, where a token is needed.
    """
    items = "".join(_item(base, routine, key) for routine in routines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">\n'
        f"<channel>\n<title>voiceguide</title>\n<link>{escape(base)}/routines</link>\n"
        "<description>Your kept routines.</description>\n<language>en</language>\n"
        "<itunes:author>voiceguide</itunes:author>\n<itunes:explicit>false</itunes:explicit>\n"
        "<itunes:block>Yes</itunes:block>\n"
        f"<itunes:image href={quoteattr(f'{base}/static/icon-512.png')}/>\n{items}</channel>\n</rss>\n"
    )


def _item(base: str, routine: Routine, key: str | None) -> str:
    at = f"{base}/routines/{routine.id}"
    sound = f"{at}/episode.mp3" + (f"?key={key}" if key else "")
    size = round(routine.seconds * _BYTES_A_SECOND)
    seconds = round(routine.seconds)
    return (
        f"<item>\n<title>{escape(routine.name)}</title>\n<link>{escape(at)}</link>\n"
        f'<guid isPermaLink="false">voiceguide:{routine.id}</guid>\n'
        f"<pubDate>{formatdate(routine.made, usegmt=True)}</pubDate>\n"
        f'<enclosure url={quoteattr(sound)} length="{size}" type="audio/mpeg"/>\n'
        f"<itunes:duration>{seconds}</itunes:duration>\n</item>\n"
    )
