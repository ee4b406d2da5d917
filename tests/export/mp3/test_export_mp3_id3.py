import itertools
import json
import shutil
import subprocess
from dataclasses import fields, replace

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from pieces import write

from voiceguide.export import Tags
from voiceguide.export.mp3._id3 import id3_bytes, kept_id3_bytes
from voiceguide.store import Store

TAGS = Tags(
    "Back flexibility, Gāo Huāng 膏肓",
    album="Sessions",
    genre="Speech",
    comment="Seven points",
    lyrics="One\nTwo",
)


@pytest.fixture
def path(tmp_path, make_timeline, cut):
    path = tmp_path / "a.mp3"
    sound = np.zeros((100_001, 2), np.float32)
    write(path, cut(sound), timeline=make_timeline(len(sound), chapters=7), channels=2, tags=TAGS)
    return path


def test_tags_read_back(path):
    tag = ID3(path)
    assert tag.version == (2, 3, 0)
    assert str(tag["TIT2"]) == TAGS.title
    assert str(tag["TPE1"]) == "voiceguide"
    assert str(tag["TALB"]) == TAGS.album
    assert str(tag["TCON"]) == TAGS.genre
    assert str(tag["TLEN"]) == "2083"
    assert str(tag["COMM::eng"]) == TAGS.comment
    assert str(tag["USLT::eng"]) == TAGS.lyrics


def test_chapters_are_contiguous_and_end_with_the_sound(path, make_timeline):
    tag = ID3(path)
    table = tag["CTOC:toc"]
    assert table.flags == 3
    chapters = [tag[f"CHAP:{name}"] for name in table.child_element_ids]
    assert len(chapters) == len(tag.getall("CHAP")) == 7
    assert chapters[0].start_time == 0
    assert chapters[-1].end_time == 2083
    assert all(a.end_time == b.start_time for a, b in itertools.pairwise(chapters))
    titles = [chapter.title for chapter in make_timeline(100_001, chapters=7).chapters]
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == titles


def test_ffmpeg_reads_the_chapters(path, make_timeline):
    with av.open(str(path)) as container:
        chapters = container.chapters()
        assert container.metadata["title"] == TAGS.title
    wanted = make_timeline(100_001, chapters=7).chapters
    assert [chapter["metadata"]["title"] for chapter in chapters] == [chapter.title for chapter in wanted]
    if shutil.which("ffprobe"):
        run = subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", path], check=True, capture_output=True
        )
        seen = json.loads(run.stdout)["chapters"]
        assert [chapter["tags"]["title"] for chapter in seen] == [chapter.title for chapter in wanted]
        for chapter, due in zip(seen, wanted, strict=True):
            assert float(chapter["start_time"]) == pytest.approx(due.start / 48_000, abs=0.0005)


def test_more_chapters_than_one_table_can_list(make_timeline, tmp_path):
    path = tmp_path / "a.id3"
    path.write_bytes(id3_bytes(Tags("Long"), make_timeline(48_000 * 600, chapters=600)))
    tag = ID3(path)
    tables = [tag[f"CTOC:{name}"] for name in tag["CTOC:toc"].child_element_ids]
    listed = [name for table in tables for name in table.child_element_ids]
    assert listed == [f"chp{number}" for number in range(600)]
    assert [table.flags for table in tables] == [1, 1, 1]


def test_no_chapters_and_no_empty_tags(make_timeline, tmp_path):
    path = tmp_path / "a.id3"
    path.write_bytes(id3_bytes(Tags("Plain"), make_timeline(48_000, chapters=0)))
    assert sorted(ID3(path)) == ["TIT2", "TLEN", "TPE1"]


def test_a_kept_tag_is_the_tag_that_would_be_made(make_timeline, tmp_path, monkeypatch):
    timeline = make_timeline(100_001, chapters=7)
    first, *others = timeline.chapters
    cases = [
        (TAGS, timeline),
        *((replace(TAGS, **{field.name: "fra"}), timeline) for field in fields(TAGS)),
        (TAGS, replace(timeline, frames=timeline.frames - 1_000)),
        (TAGS, replace(timeline, rate=24_000)),
        (TAGS, replace(timeline, chapters=(replace(first, title="Else"), *others))),
        (TAGS, replace(timeline, chapters=())),
    ]
    store = Store(tmp_path / "cache")
    made = [kept_id3_bytes(store, *case) for case in cases]
    assert made == [id3_bytes(*case) for case in cases]
    monkeypatch.setattr("voiceguide.export.mp3._id3.id3_bytes", None)
    assert [kept_id3_bytes(Store(tmp_path / "cache"), *case) for case in cases] == made
