"""The sound of a routine, over HTTP."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from web_client import Client

    from voiceguide.web import Site


def test_its_size_is_known_and_any_part_can_be_asked_for(client: Client, routine: str) -> None:
    where = f"/routines/{routine}/audio.mp3"
    head = client.ask("HEAD", where)
    size = int(head.headers["content-length"])
    assert head.headers["accept-ranges"] == "bytes"
    whole = client.get(where)
    assert (whole.status_code, len(whole.content)) == (200, size)
    with av.open(io.BytesIO(whole.content)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 40 * 48_000
    for header, start, end in (
        ("bytes=0-1", 0, 2),
        (f"bytes={size // 2}-", size // 2, size),
        ("bytes=-500", size - 500, size),
        (f"bytes={size - 1}-{size + 500}", size - 1, size),
    ):
        part = client.get(where, headers={"range": header})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.content == whole.content[start:end]


def test_ranges_at_the_edge(client: Client, routine: str) -> None:
    where = f"/routines/{routine}/audio.mp3"
    whole = client.get(where)
    size, tag = len(whole.content), whole.headers["etag"]
    for header in (f"bytes={size}-", "bytes=-0", "bytes=" + ",".join(["0-0"] * 50)):
        refused = client.get(where, headers={"range": header})
        assert refused.status_code == 416
        assert refused.headers["content-range"] == f"bytes */{size}"
    several = client.get(where, headers={"range": "bytes=0-9,100-109"})
    assert several.status_code == 206
    assert several.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert len(several.content) == int(several.headers["content-length"])
    assert whole.content[100:110] in several.content
    same = client.get(where, headers={"range": "bytes=0-9", "if-range": tag})
    assert same.status_code == 206
    for other in ('"other"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert client.get(where, headers={"range": "bytes=0-9", "if-range": other}).status_code == 200
    assert client.get(where, headers={"if-none-match": tag}).status_code == 304
    assert client.get(where, headers={"range": "lines=1-2"}).status_code == 200


def test_another_version_is_not_mixed_with_this_one(client: Client, routine: str) -> None:
    found = client.post(f"/api/routines/{routine}/play", json={}).json()
    client.get(f"/routines/{routine}/audio.mp3")
    found = client.get(f"/api/routines/{routine}").json()["sound"]
    assert found["file"].endswith(f"?rev={found['revision']}")
    assert client.ask("HEAD", found["file"]).status_code == 200
    assert client.get(f"/routines/{routine}/audio.mp3?rev=other").status_code == 404


def test_the_timeline_is_the_sounds(client: Client, routine: str, site: Site) -> None:
    assert client.get(f"/api/routines/{routine}/timeline").status_code == 404
    client.get(f"/routines/{routine}/audio.mp3")
    take = site.takes.found(routine)
    assert take is not None
    assert take.job is not None
    assert take.job.ended.wait(60)
    found = client.get(f"/api/routines/{routine}/timeline").json()
    assert found["settled"]
    assert found["frames"] == 40 * 48_000
    assert [chapter["title"] for chapter in found["chapters"]] == ["One", "Two"]
    assert len(found["holds"]) == len(found["breaths"]) == 1


def test_a_second_take_of_the_same_script_has_the_same_bytes(
    client: Client, routine: str, site: Site
) -> None:
    client.get(f"/routines/{routine}/audio.mp3")  # now all is spoken and kept
    site.takes.drop(routine)
    first = client.get(f"/routines/{routine}/audio.mp3")
    site.takes.drop(routine)
    second = client.get(f"/routines/{routine}/audio.mp3")
    assert first.headers["etag"] == second.headers["etag"]
    assert first.content == second.content
