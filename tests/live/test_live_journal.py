"""The journal: a session goes on where it was left, and is logged when it was heard to its end."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import Request
from voiceguide.errors import RequestError
from voiceguide.live import Journal
from voiceguide.player import parse_order
from voiceguide.player._transport import Transport
from voiceguide.studio import Studio
from voiceguide.units import Ms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.live import Live

RATE = 8_000
FRAMES = 5 * 60 * RATE
REQUEST = Request(length_ms=Ms(300_000), voice="silent/default")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Studio(cache_dir=tmp_path / "clips", rate=RATE, channels=1, workers=1) as made:
        yield made


def hear(live: Live, until: int, *orders: str) -> int:
    """Hear a session from where it begins up to a frame; gives how many frames were heard."""
    live.begin()
    start = live._made.start
    heard = 0
    with Transport(
        live.timeline, lambda first: live.blocks(start=first), channels=1, start=start, ongoing=live
    ) as transport:
        for order in orders:
            transport.perform(parse_order(order))
        while transport.position < until and not transport.finished.is_set():
            block = transport.take(min(4_000, until - transport.position), 30.0)
            heard += len(block)
            if not len(block):
                transport.idle(1)
    return heard


def test_a_session_that_was_left_goes_on_and_ends_when_it_should(studio: Studio) -> None:
    random.seed(13)
    for _ in range(4):
        place = random.randrange(5 * RATE, FRAMES - 5 * RATE)
        journal = studio.journal
        with studio.live(REQUEST) as live:
            assert hear(live, place) == place
            journal.see(live, place, now=1.0)
            before = live.timeline
        with studio.resume() as again:
            again.begin()
            start = again._made.start
            assert 0 <= place - start <= 5 * RATE
            # what was heard is told as it was
            assert [c for c in again.timeline.cues() if c.end < start] == [
                c for c in before.cues() if c.end < start
            ]
            heard = hear(again, 10**9)
            # on time, and the sentence that was said again is made up for
            assert heard == FRAMES - place


def test_a_session_that_was_steered_is_resumed_as_it_was(studio: Studio) -> None:
    with studio.live(REQUEST) as live:
        live.begin()
        hold = live.timeline.holds[0]
        hear(live, hold.start + 5 * RATE, f"to {hold.start // RATE}s")
        studio.journal.see(live, hold.start + 5 * RATE, now=1.0)
        left = live.timeline.frames - hold.start - 5 * RATE
    with studio.resume() as again:
        assert hear(again, 10**9) == left


def test_the_rest_of_a_session_that_was_left_may_wait_until_the_listener_is_ready(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with studio.live(REQUEST, waits_ready=True) as live:
        live.begin()
        place = live.timeline.holds[0].start - RATE
        hear(live, place)
        studio.journal.see(live, place, now=1.0)
    now = [100.0]
    monkeypatch.setattr("voiceguide.live._gate.time.monotonic", lambda: now[0])
    with studio.resume(waits_ready=True, ready_by=("voice",)) as again:
        again.begin()
        start = again._made.start
        with Transport(
            again.timeline, lambda first: again.blocks(start=first), channels=1, start=start, ongoing=again
        ) as transport:
            heard = 0
            while len(block := transport.take(100, 0.02)) or not again.gated:
                heard += len(block)
            gate = transport.position
            assert gate == again.timeline.holds[0].start
            for _ in range(20):
                assert not len(transport.take(100, 0.01))
            transport.perform(parse_order("ready"))
            while transport.position < gate + 5 * RATE:
                heard += len(transport.take(100, 30.0))
        assert heard == gate + 5 * RATE - start
        said = [cue.text for cue in again.timeline.cues() if cue.kind == "say" and start <= cue.start < gate]
        assert said[-1] == "Say ready when you are in place.", said


def test_whoever_was_invited_before_the_session_was_left_is_not_invited_again(
    studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "close.yaml"
    path.write_text(
        "voiceguide: 1\ntitle: Close\nvoice: silent/default\nlength: 2m\nsteps:\n"
        "  - chapter: {title: One, point: BL-43}\n  - say: Press here.\n"
        "  - hold: {for: 20s-60s}\n  - say: Rest.\n  - pause: 10s-70s\n  - say: The session is over.\n"
    )
    with studio.live(studio.read_script(path), waits_ready=True) as live:
        live.begin()
        with Transport(
            live.timeline, lambda first: live.blocks(start=first), channels=1, ongoing=live
        ) as transport:
            while len(transport.take(100, 0.02)) or not live.gated:
                pass
            studio.journal.see(live, transport.position, now=1.0)
    with studio.resume(waits_ready=True) as again:
        again.begin()
        start = again._made.start
        with Transport(
            again.timeline, lambda first: again.blocks(start=first), channels=1, start=start, ongoing=again
        ) as transport:
            while len(transport.take(100, 0.02)) or not again.gated:
                pass
        said = [cue.text for cue in again.timeline.cues() if cue.kind == "say"]
        assert said[:2] == ["Press here.", "Press Enter when you are in place."]
        assert not [text for text in said[2:] if text in {said[1], "Whenever you are ready."}]


def test_a_finished_session_is_told_apart_and_logged(studio: Studio) -> None:
    with pytest.raises(RequestError, match="no session was left"):
        studio.resume()
    with studio.live(REQUEST) as live:
        live.begin()
        studio.journal.see(live, RATE, now=1.0)
        studio.resume().close()
        studio.journal.finish(live)
    with pytest.raises(RequestError, match="heard to its end"):
        studio.resume()
    (one,) = studio.journal.finished()
    assert one.title == live.timeline.title
    assert one.length == "5:00"


def test_what_cannot_be_read_is_told_in_one_line(studio: Studio, tmp_path: Path) -> None:
    with studio.live(REQUEST) as live:
        live.begin()
        studio.journal.see(live, RATE, now=1.0)
    folder = tmp_path / "clips" / "journal"
    assert sorted(path.name[:5] for path in folder.iterdir()) == ["place", "plan-"]
    place = folder / "place.json"
    whole = place.read_bytes()
    for broken in (b"", b"{", b"[]", b'{"finished": false}', whole.replace(b"stands", b"falls")):
        place.write_bytes(broken)
        with pytest.raises(RequestError, match="another version"):
            studio.resume()
    (folder / "finished.jsonl").write_text(
        '{"at": "2026-03-01 07:30", "title": "One", "length": "5:00"}\n{"at'
    )
    assert [one.title for one in studio.journal.finished()] == ["One"]


def test_a_full_disk_does_not_stop_a_session(studio: Studio, tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way")
    with studio.live(REQUEST) as live:
        live.begin()
        journal = Journal(folder)
        journal.see(live, RATE, now=1.0)
        journal.finish(live)
        assert journal.finished() == []


def test_the_place_is_noted_once_a_second_and_the_plan_when_it_changes(
    studio: Studio, tmp_path: Path
) -> None:
    folder = tmp_path / "clips" / "journal"
    with studio.live(REQUEST) as live:
        live.begin()
        journal = studio.journal
        journal.see(live, RATE, now=1.0)
        (plan,) = folder.glob("plan-*")
        first = plan.stat().st_mtime_ns
        journal.see(live, 2 * RATE, now=1.5)
        assert json.loads((folder / "place.json").read_bytes())["left"] == FRAMES - RATE
        journal.see(live, 3 * RATE, now=2.5)
        assert json.loads((folder / "place.json").read_bytes())["left"] == FRAMES - 3 * RATE
        assert plan.stat().st_mtime_ns == first
