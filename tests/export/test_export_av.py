import shutil
import subprocess

import av
import mutagen
import numpy as np
import pytest
import soundfile
from pieces import write

from voiceguide.errors import OutputError
from voiceguide.export import FORMATS, Encoding, Tags

TAGS = Tags("Back flexibility, Gāo Huāng 膏肓", album="Sessions", genre="Speech", comment="Seven points")
RANDOM = np.random.default_rng(22)
# FFmpeg plays nothing of an M4A file that is shorter than one AAC frame
LENGTHS = [1023, 1024, 1025, 48_000, *RANDOM.integers(1_000, 120_000, 8).tolist()]
FORMS = [
    (".m4b", 48_000, 2),
    (".m4a", 24_000, 1),
    (".opus", 48_000, 2),
    (".opus", 24_000, 1),
    (".flac", 48_000, 2),
]


def tones(frames: int, rate: int, channels: int) -> np.ndarray:
    at = np.arange(frames)[:, None] / rate
    return (0.4 * np.sin(2 * np.pi * (220 + 110 * np.arange(channels)) * at)).astype(np.float32)


def decoded(path) -> np.ndarray:
    with av.open(str(path)) as container:
        planar = container.streams.audio[0].format.is_planar
        rows = [frame.to_ndarray() for frame in container.decode(audio=0)]
        channels = container.streams.audio[0].channels
    samples = np.concatenate(rows, axis=1).T if planar else np.concatenate(rows, axis=1).reshape(-1, channels)
    return samples / 32768 if samples.dtype == np.int16 else samples


def decoded_lengths(path, channels: int) -> set[int]:
    lengths = {len(decoded(path))}
    if path.suffix == ".flac":
        lengths |= {soundfile.info(path).frames, len(soundfile.read(path)[0])}
    elif path.suffix == ".opus":
        # libsndfile goes back to the rate that the sound had before
        read, rate = soundfile.read(path)
        lengths |= {len(read) * 48_000 // rate}
    if shutil.which("ffmpeg"):
        run = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"], check=True, capture_output=True
        )
        lengths.add(len(run.stdout) // 2 // channels)
    return lengths


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("frames", LENGTHS)
def test_every_decoder_gives_exactly_the_timeline_s_frames(tmp_path, make_timeline, cut, form, frames):
    suffix, rate, channels = form
    path = tmp_path / f"a{suffix}"
    sound = tones(frames, rate, channels)
    write(path, cut(sound), timeline=make_timeline(frames, rate), channels=channels, tags=TAGS)
    # every Opus decoder gives 48 kHz
    assert decoded_lengths(path, channels) == {frames * 48_000 // rate if suffix == ".opus" else frames}


@pytest.mark.parametrize("form", FORMS)
def test_the_sound_is_the_sound_at_its_own_place_and_level(tmp_path, make_timeline, cut, form):
    suffix, rate, channels = form
    path = tmp_path / f"a{suffix}"
    sound = np.zeros((rate * 3 + 77, channels), np.float32)
    at = np.arange(rate // 4) / rate
    chime = (0.5 * np.sin(2 * np.pi * 880 * at) * np.exp(-12 * at)).astype(np.float32)[:, None]
    onsets = [rate // 3, rate + 1234, rate * 2 + 55]
    for onset in onsets:
        sound[onset : onset + len(chime)] += chime
    write(path, cut(sound), timeline=make_timeline(len(sound), rate), channels=channels, tags=TAGS)
    samples = decoded(path)[:: 48_000 // rate if suffix == ".opus" else 1, 0]
    for onset in onsets:
        reach = rate // 100
        window = samples[onset - reach : onset + len(chime) + reach]
        match = np.correlate(window, chime[:, 0], "valid")
        assert abs(int(np.argmax(match)) - reach) <= 1
        assert abs(20 * np.log10(match.max() / np.vdot(chime, chime))) < 0.1


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in {".mp3", ".wav"}])
def test_the_same_session_gives_the_same_bytes_in_any_blocks(tmp_path, make_timeline, cut, suffix):
    sound = tones(50_000, 48_000, 2)
    files = set()
    for size in (8192, 8192, 1000, 50_000):
        path = tmp_path / f"a{suffix}"
        write(path, cut(sound, size), timeline=make_timeline(len(sound)), channels=2, tags=TAGS)
        files.add(path.read_bytes())
    assert len(files) == 1


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in {".mp3", ".wav"}])
def test_tags_and_chapters(tmp_path, make_timeline, cut, suffix):
    path = tmp_path / f"a{suffix}"
    timeline = make_timeline(300_001, chapters=7)
    write(path, cut(tones(300_001, 48_000, 2)), timeline=timeline, channels=2, tags=TAGS)
    with av.open(str(path)) as container:
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == [
        chapter.title for chapter in timeline.chapters
    ]
    starts = [float(chapter["start"] * chapter["time_base"]) for chapter in chapters]
    assert starts == pytest.approx([chapter.start / 48_000 for chapter in timeline.chapters], abs=0.0006)
    tags = mutagen.File(path).tags
    names = ("\xa9nam", "\xa9ART", "\xa9alb", "\xa9gen", "\xa9cmt")
    if suffix in {".opus", ".flac"}:
        names = ("title", "artist", "album", "genre", "description")
    found = [str(tags[name][0]) for name in names]
    assert found == [TAGS.title, TAGS.artist, TAGS.album, TAGS.genre, TAGS.comment]


@pytest.mark.parametrize("form", [(".m4b", b"M4B ", 2), (".m4a", b"M4A ", 1)])
def test_an_audiobook_says_so(tmp_path, make_timeline, cut, form):
    suffix, brand, kind = form
    path = tmp_path / f"a{suffix}"
    write(path, cut(tones(9000, 48_000, 2)), timeline=make_timeline(9000), channels=2, tags=TAGS)
    assert path.read_bytes()[4:12] == b"ftyp" + brand
    assert mutagen.File(path).tags["stik"] == [kind]


def test_the_edit_list_is_exact(tmp_path, make_timeline, cut):
    path = tmp_path / "a.m4b"
    write(path, cut(tones(100_003, 48_000, 2)), timeline=make_timeline(100_003), channels=2, tags=TAGS)
    data = path.read_bytes()
    at = data.index(b"elst") + 4
    version, count, length, start = (int.from_bytes(data[at + n : at + n + 4], "big") for n in (0, 4, 8, 12))
    assert (version, count, length) == (0, 1, 100_003)
    assert start == 1024 + -100_003 % 1024


@pytest.mark.parametrize("sample_format", ["int16", "int24"])
@pytest.mark.parametrize("channels", [1, 2])
def test_flac_loses_nothing(tmp_path, make_timeline, cut, sample_format, channels):
    path = tmp_path / "a.flac"
    sound = RANDOM.uniform(-0.9, 0.9, (30_011, channels)).astype(np.float32)
    write(
        path,
        cut(sound, 777),
        timeline=make_timeline(len(sound)),
        channels=channels,
        tags=TAGS,
        encoding=Encoding(sample_format=sample_format),
    )
    read = soundfile.read(path, always_2d=True)[0]
    assert read.shape == sound.shape
    assert np.abs(read - sound).max() <= (1.5 / 32768 if sample_format == "int16" else 0.5 / (1 << 23))
    assert soundfile.info(path).subtype == ("PCM_16" if sample_format == "int16" else "PCM_24")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ((".m4b", 48_000, Encoding(bit_rate_kbps=8)), "32 to 320 kbit/s"),
        ((".m4b", 48_000, Encoding(vbr_quality=2)), "for MP3"),
        ((".m4b", 96_000, Encoding()), "not 96000"),
        ((".opus", 44_100, Encoding()), "not 44100"),
        ((".opus", 48_000, Encoding(sample_format="int16")), "for WAV and FLAC"),
        ((".opus", 48_000, Encoding(bit_rate_kbps=1000)), "16 to 512"),
        ((".flac", 48_000, Encoding(bit_rate_kbps=128)), "no bit rate"),
        ((".flac", 48_000, Encoding(sample_format="float32")), "int16, int24, not float32"),
    ],
)
def test_an_encoding_that_does_not_fit(tmp_path, make_timeline, form, message):
    suffix, rate, encoding = form
    timeline = make_timeline(9, rate)
    with pytest.raises(OutputError, match=message):
        write(tmp_path / f"a{suffix}", [], timeline=timeline, channels=2, tags=TAGS, encoding=encoding)


@pytest.mark.parametrize("form", [(".m4a", 32), (".m4a", 320), (".opus", 16), (".opus", 512)])
def test_the_bit_rate_is_about_kept(tmp_path, make_timeline, cut, form):
    suffix, kbps = form
    path = tmp_path / f"a{suffix}"
    noise = RANDOM.normal(0, 0.1, (96_000, 2)).astype(np.float32)
    written = write(
        path,
        cut(noise),
        timeline=make_timeline(len(noise)),
        channels=2,
        tags=TAGS,
        encoding=Encoding(bit_rate_kbps=kbps),
    )
    assert written.bytes * 8 / written.seconds / 1000 == pytest.approx(kbps, rel=0.35)
