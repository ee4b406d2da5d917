import struct
import wave

import av
import numpy as np
import pytest
import soundfile
from pieces import write

from voiceguide.errors import OutputError
from voiceguide.export import Encoding, Tags

TAGS = Tags("Back flexibility, Gāo Huāng", comment="odd")
RANDOM = np.random.default_rng(21)


def chunks(data: bytes, start: int = 12) -> list[tuple[bytes, bytes]]:
    found = []
    while start < len(data):
        name, size = struct.unpack_from("<4sI", data, start)
        found.append((name, data[start + 8 : start + 8 + size]))
        start += 8 + size + size % 2
    assert start == len(data)
    return found


@pytest.mark.parametrize("frames", RANDOM.integers(1, 100_000, 20).tolist())
def test_the_frames_are_the_timeline_s(tmp_path, make_timeline, cut, frames):
    path = tmp_path / "a.wav"
    sound = RANDOM.uniform(-0.5, 0.5, (frames, 2)).astype(np.float32)
    write(path, cut(sound), timeline=make_timeline(frames), channels=2, tags=TAGS)
    with wave.open(str(path)) as file:
        assert (file.getnframes(), file.getframerate(), file.getnchannels(), file.getsampwidth()) == (
            frames,
            48_000,
            2,
            2,
        )
    read, rate = soundfile.read(path)
    assert (len(read), rate) == (frames, 48_000)
    # triangular dither reaches one step to either side, and rounding half a step
    assert np.abs(read - sound).max() <= 1.5 / 32768
    data = path.read_bytes()
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("form", [("int24", "PCM_24", 1 << 23), ("float32", "FLOAT", 1 << 40)])
def test_finer_samples(tmp_path, make_timeline, cut, channels, form):
    sample_format, subtype, steps = form
    path = tmp_path / "a.wav"
    sound = np.linspace(-1, 1, 4001, dtype=np.float32)[:, None].repeat(channels, 1)
    write(
        path,
        cut(sound),
        timeline=make_timeline(len(sound)),
        channels=channels,
        tags=TAGS,
        encoding=Encoding(sample_format=sample_format),
    )
    assert soundfile.info(path).subtype == subtype
    read = soundfile.read(path, always_2d=True)[0]
    assert read.shape == sound.shape
    assert np.abs(read - sound).max() <= 1 / steps
    chunks(path.read_bytes())


def test_digital_silence_stays(tmp_path, make_timeline, cut):
    path = tmp_path / "a.wav"
    write(path, cut(np.zeros((9000, 2), np.float32)), timeline=make_timeline(9000), channels=2, tags=TAGS)
    assert not soundfile.read(path)[0].any()


def test_markers_and_texts(tmp_path, make_timeline, cut):
    path = tmp_path / "a.wav"
    timeline = make_timeline(10_001, chapters=3)
    write(path, cut(np.zeros((10_001, 1), np.float32)), timeline=timeline, channels=1, tags=TAGS)
    found = chunks(path.read_bytes())
    assert [name for name, _ in found] == [b"fmt ", b"data", b"LIST", b"cue ", b"LIST"]
    texts = dict(chunks(found[2][1], 4))
    assert texts[b"INAM"].decode() == TAGS.title + "\0"
    assert texts[b"ICMT"] == b"odd\0"
    cue = found[3][1]
    points = list(struct.iter_unpack("<II4sIII", cue[4:]))
    assert struct.unpack_from("<I", cue)[0] == len(points) == 3
    assert [point[5] for point in points] == [chapter.start for chapter in timeline.chapters]
    notes = chunks(found[4][1], 4)
    labels = [body for name, body in notes if name == b"labl"]
    assert [body[4:-1].decode() for body in labels] == [chapter.title for chapter in timeline.chapters]
    lengths = [struct.unpack_from("<II", body)[1] for name, body in notes if name == b"ltxt"]
    assert sum(lengths) == 10_001


@pytest.mark.parametrize("count", [1, 2, 9])
def test_ffmpeg_reads_every_chapter(tmp_path, make_timeline, cut, count):
    path = tmp_path / "a.wav"
    timeline = make_timeline(10_001, chapters=count)
    write(path, cut(np.zeros((10_001, 2), np.float32)), timeline=timeline, channels=2, tags=TAGS)
    with av.open(str(path)) as container:
        read = [(each["metadata"]["title"], each["start"]) for each in container.chapters()]
    assert read == [(chapter.title, chapter.start) for chapter in timeline.chapters]


def test_onsets_are_exact(tmp_path, make_timeline, cut):
    sound = np.zeros((50_000, 2), np.float32)
    onsets = [0, 777, 8191, 8192, 49_999]
    sound[onsets] = 0.9
    path = tmp_path / "a.wav"
    write(path, cut(sound), timeline=make_timeline(len(sound)), channels=2, tags=TAGS)
    assert np.flatnonzero(soundfile.read(path)[0][:, 0]).tolist() == onsets


def test_the_same_bytes_in_any_blocks(tmp_path, make_timeline, cut):
    sound = RANDOM.uniform(-1, 1, (20_000, 2)).astype(np.float32)
    files = set()
    for size in (1, 64, 8193, 20_000):
        path = tmp_path / "a.wav"
        write(path, cut(sound, size), timeline=make_timeline(len(sound)), channels=2, tags=TAGS)
        files.add(path.read_bytes())
    assert len(files) == 1


@pytest.mark.parametrize(
    ("encoding", "frames", "message"),
    [
        (Encoding(bit_rate_kbps=128), 100, "no bit rate"),
        (Encoding(vbr_quality=1), 100, "no bit rate"),
        (Encoding(sample_format="float32"), 48_000 * 3600 * 4, "4 GiB"),
        (Encoding(sample_format="int8"), 100, "int16, int24, float32"),
    ],
)
def test_an_encoding_that_does_not_fit(tmp_path, make_timeline, encoding, frames, message):
    with pytest.raises(OutputError, match=message):
        write(
            tmp_path / "a.wav", [], timeline=make_timeline(frames), channels=2, tags=TAGS, encoding=encoding
        )
    assert list(tmp_path.iterdir()) == []
