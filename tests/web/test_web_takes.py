"""Takes: a sound that was begun before all is spoken is right at its end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import pytest

from voiceguide.script import Calibration
from voiceguide.timeline import SESSION_LEAD, Grid
from voiceguide.web._takes import Take
from voiceguide.web._wire import read_script

if TYPE_CHECKING:
    from web_client import Client

    from voiceguide.web import Site

SILENT = "voiceguide.speech.engines._silent.Silent.calibration"
WORDS = "Let the shoulders sink down, slowly, and then breathe out for as long as it goes by itself"


def script(length: str, hold: str) -> str:
    says = "".join(f"  - say: {WORDS}, number {number}.\n" for number in range(6))
    chimes = "{start: start, end: stop}"
    return (
        f"voiceguide: 1\ntitle: Words\nvoice: silent/default\nlength: {length}\nsteps:\n"
        f"  - chapter: One\n{says}"
        f"  - chapter: Two\n  - hold: {{for: {hold}, chimes: {chimes}}}\n  - say: That was it.\n"
    )


def kept(client: Client, text: str) -> str:
    made = client.post("/api/routines", json={"script": text})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def ended(site: Site, routine: str) -> Take:
    take = site.takes.found(routine)
    assert take is not None
    assert take.job is not None
    assert take.job.ended.wait(60)
    return take


@pytest.mark.slow
@pytest.mark.parametrize("bias", [0.5, 1.6])
def test_a_wrong_guess_is_made_up_for(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch, bias: float
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=bias, margin=1.0))
    routine = kept(client, script("2m", "10s..2m"))
    begun = client.get(f"/routines/{routine}/audio.mp3")
    assert begun.status_code == 200
    assert len(begun.content) == int(begun.headers["content-length"])
    take = ended(site, routine)
    assert take.settled
    with av.open(io.BytesIO(begun.content), "r") as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 120 * 48_000
    told = client.get(f"/api/routines/{routine}/timeline").json()
    assert told["frames"] == 120 * 48_000
    (hold,) = told["holds"]
    chime = next(cue for track in told["tracks"] for cue in track["cues"] if cue.get("chime") == "start")
    assert chime["start"] == hold["start"]
    # a file of it has the same
    file = client.get(f"/routines/{routine}/download.mp3").content
    with av.open(io.BytesIO(file), "r") as downloaded:
        starts = [one["start"] * (one["time_base"] or 1) for one in downloaded.chapters()]
    assert [round(float(start), 3) for start in starts] == [
        round(one["start"] / 48_000, 3) for one in told["chapters"]
    ]
    # another take, of what is spoken now, is laid out in its own way: as long, with the same chapters
    site.takes.drop(routine)
    client.get(f"/routines/{routine}/audio.mp3")
    again = client.get(f"/api/routines/{routine}/timeline").json()
    assert [one["title"] for one in again["chapters"]] == [one["title"] for one in told["chapters"]]
    assert again["chapters"][-1]["end"] == told["chapters"][-1]["end"]
    assert again["settled"]


def test_what_is_heard_while_it_is_spoken_is_what_is_downloaded(client: Client, site: Site) -> None:
    routine = kept(client, script("2m", "10s..2m"))
    client.get(f"/routines/{routine}/audio.mp3")
    take = ended(site, routine)
    assert take.settled
    with site.studios.use() as studio:
        file = studio.session(read_script(take.routine.script)).timeline
    assert take.timeline is not None
    assert take.timeline.chapters == file.chapters
    # a second of room tone, in which headphones wake up
    assert min(cue.start for cue in take.timeline.cues()) == Grid.of_mp3(48_000).frames_of(SESSION_LEAD)


def test_words_that_leave_no_room_are_told_with_the_length_that_has(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=0.5, margin=0.01))
    # by hand, and checked with another guess
    routine = site.shelf.add(name="Words", script=script("40s", "5s..1m"), seconds=40.0).id
    client.get(f"/routines/{routine}/audio.mp3")
    take = ended(site, routine)
    assert take.error is not None
    assert take.error.startswith("the words took longer than the length has room for; ask for ")
    wanted = take.error.rpartition("ask for ")[2].removesuffix(" or longer")
    # and that is true
    longer = kept(client, script(wanted, "5s..1m"))
    assert client.get(f"/routines/{longer}/audio.mp3").status_code == 200
    assert ended(site, longer).settled
    # asked again, it is refused before anything sounds
    refused = client.get(f"/routines/{routine}/audio.mp3")
    assert refused.status_code == 422
    assert "cannot be met: the shortest that would do is" in refused.text


class _File:
    samples = 3600 * 48_000
    pulled = 10 * 48_000
    pulled_from = 0

    def sample_at(self, byte: int) -> int:
        return byte


class _Live:
    rate = 48_000

    def __init__(self) -> None:
        self.jumps: list[int] = []

    def jump(self, _: Any, frame: int) -> None:
        self.jumps.append(frame)


@pytest.mark.parametrize(
    ("second", "readers", "jumps"),
    [
        (540, 1, True),
        (540, 2, False),  # somebody else would have to wait
        (30, 1, False),  # soon there anyway
        (5, 1, False),
        (3590, 1, False),  # a player that looks for a tag
    ],
)
def test_who_seeks_far_ahead_alone_is_served_first(second: int, readers: int, jumps: bool) -> None:
    take: Any = Take(None, lambda: None)  # type: ignore[arg-type]
    take._live, take.file, take._speaking, take.readers = live, *_ = _Live(), _File(), True, readers
    take.come_to(second * 48_000)
    assert bool(live.jumps) is jumps
    take._speaking = False
    take.come_to(540 * 48_000)
    assert bool(live.jumps) is jumps
