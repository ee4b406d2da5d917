"""An MP3 file that is made as it is read: its size is known before, and any part is the whole's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import pytest

from voiceguide import Studio
from voiceguide.export import SeekableMp3
from voiceguide.script import parse_script

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.script import Script


def script(bed: str) -> Script:
    return parse_script(
        f"voiceguide: 1\ntitle: One\nvoice: silent/default\nlength: 40s\n{bed}steps:\n"
        "  - say: Breathe out, and let the shoulders sink.\n"
        "  - hold: {for: 10s..40s, chimes: {start: start, end: stop}}\n"
        "  - say: That was it.\n  - pause: 1s..20s\n"
    )


@pytest.mark.parametrize("bed", ["", "bed: {sound: rain}\n"], ids=["no bed", "bed"])
def test_any_part_is_the_whole_files(tmp_path: Path, bed: str) -> None:
    with Studio(cache_dir=tmp_path / "cache") as studio:
        session = studio.session(script(bed))
        file = session.seekable()
        # the last part first, so that nothing before it is made yet
        last = file.read(file.size - 5_000, 10_000)
        assert len(last) == 5_000
        pieces, at = [], 0
        while piece := file.read(at, 7_777):
            pieces.append(piece)
            at += len(piece)
        whole = b"".join(pieces)
        assert len(whole) == file.size == at
        assert whole.endswith(last)
        assert decoded(whole) == session.frames
        # the frames are an export's own; only the LAME tag's checksum of them is left out
        session.export(tmp_path / "one.mp3")
        exported = (tmp_path / "one.mp3").read_bytes()
        assert len(exported) == len(whole)
        assert sum(a != b for a, b in zip(exported, whole, strict=True)) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("bed", ["", "bed: {sound: rain}\n"], ids=["no bed", "bed"])
def test_a_session_is_read_while_it_is_spoken(tmp_path: Path, bed: str) -> None:
    with Studio(cache_dir=tmp_path / "cache") as studio, studio.live(script(bed)) as live:
        assert not live.settled
        file = live.seekable()
        size, pieces, at, settled = file.size, [], 0, None
        while at < size:
            piece = file.read(at, 1 << 14)
            pieces.append(piece)
            at += len(piece)
            if settled is None and live.settled and file.pulled > 480_000:
                settled = file.pulled
                live.settle(file)
        assert settled is not None
        assert decoded(b"".join(pieces)) == 40 * 48_000 == live.frames
        assert live.spoken()[0] == live.spoken()[1] > 0
        # what was read once is read again as it was
        assert file.read(5_000, 3_000) == b"".join(pieces)[5_000:8_000]


def test_it_needs_frames_of_one_size(tmp_path: Path) -> None:
    from voiceguide.errors import ExportError

    with Studio(cache_dir=tmp_path, rate=44_100) as studio:
        session = studio.session(script(""))
        with pytest.raises(ExportError, match="download"):
            SeekableMp3(session.timeline, channels=2, tags=session.tags())


def decoded(data: bytes) -> int:
    """Frames that another decoder finds."""
    with av.open(io.BytesIO(data)) as container:
        return sum(frame.samples for frame in container.decode(audio=0))
