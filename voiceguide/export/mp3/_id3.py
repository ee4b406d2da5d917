"""The ID3 tag of an MP3 file, with chapters (ID3v2 Chapter Frame Addendum 1.0)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from voiceguide.store import Stage, memo
from voiceguide.units import ms_of

if TYPE_CHECKING:
    from voiceguide.export._tags import Tags
    from voiceguide.store import Store
    from voiceguide.timeline import Timeline

_UTF16 = 1
_HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
"""CHAP's byte offsets are not used: the times count."""
_TOP_LEVEL, _ORDERED = 2, 1
_MAX_CHILDREN = 255
"""A table of contents counts its entries in one byte."""

ID3: Stage[bytes] = Stage("id3", ("export",), bytes, bytes)
"""A tag, by its texts, the session's length and the chapters."""


def kept_id3_bytes(store: Store, tags: Tags, timeline: Timeline) -> bytes:
    """What :func:`id3_bytes` returns, from the store if it is there: mutagen takes long to import."""
    inputs = [tags, timeline.rate, timeline.frames, timeline.chapters]
    return memo(store, ID3, inputs, lambda: id3_bytes(tags, timeline))


def id3_bytes(tags: Tags, timeline: Timeline) -> bytes:
    """Return the whole tag, to stand at the start of the file.

    Version 2.3 with UTF-16 text, as Windows and most players' chapter code read nothing newer. Times are
    whole milliseconds, rounded from the frames in one place, so that a chapter starts where the one before
    it ends.
    """
    import mutagen.id3

    id3: Any = mutagen.id3  # its functions have no types
    frames: list[Any] = [
        make(encoding=_UTF16, text=[text])
        for make, text in (
            (id3.TIT2, tags.title),
            (id3.TPE1, tags.artist),
            (id3.TALB, tags.album),
            (id3.TCON, tags.genre),
            (id3.TLEN, str(ms_of(timeline.frames, timeline.rate))),
        )
        if text
    ]
    if tags.comment:
        frames.append(id3.COMM(encoding=_UTF16, lang=tags.language, desc="", text=[tags.comment]))
    if tags.lyrics:
        frames.append(id3.USLT(encoding=_UTF16, lang=tags.language, desc="", text=tags.lyrics))
    frames += _chapter_frames(id3, timeline)
    body = b"".join(_frame_bytes(id3, frame) for frame in frames)
    # a tag's size has seven bits a byte, so that no sync word of MPEG can be in it
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def _frame_bytes(id3: Any, frame: Any) -> bytes:
    """One frame as version 2.3 has it.

    A whole tag's frames mutagen would sort by their size, and readers show chapters in the order in which
    they find them.
    """
    tag = id3.ID3()
    tag.add(frame)
    written = io.BytesIO()
    tag.save(written, v1=0, v2_version=3, padding=lambda _info: 0)
    return written.getvalue()[_HEADER_BYTES:]


def _chapter_frames(id3: Any, timeline: Timeline) -> list[Any]:
    """One CHAP a chapter, and the table (CTOC) without which several players show none of them."""
    chapters = [
        id3.CHAP(
            element_id=f"chp{number}",
            start_time=ms_of(chapter.start, timeline.rate),
            end_time=ms_of(chapter.end, timeline.rate),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[id3.TIT2(encoding=_UTF16, text=[chapter.title])],
        )
        for number, chapter in enumerate(timeline.chapters)
    ]
    names = [chapter.element_id for chapter in chapters]
    if not names:
        return []
    if len(names) <= _MAX_CHILDREN:
        return [_table(id3, "toc", names, _TOP_LEVEL), *chapters]
    parts = [names[first : first + _MAX_CHILDREN] for first in range(0, len(names), _MAX_CHILDREN)]
    tables = [_table(id3, f"toc{number}", part, 0) for number, part in enumerate(parts)]
    return [_table(id3, "toc", [table.element_id for table in tables], _TOP_LEVEL), *tables, *chapters]


def _table(id3: Any, name: str, children: list[str], level: int) -> Any:
    return id3.CTOC(element_id=name, flags=level | _ORDERED, child_element_ids=children, sub_frames=[])
