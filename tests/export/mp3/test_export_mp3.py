import shutil
import struct
import subprocess

import av
import miniaudio
import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode
from pieces import write

from voiceguide.errors import OutputError
from voiceguide.export import Encoding, Tags
from voiceguide.export.mp3._crc16 import crc16
from voiceguide.export.mp3._mpeg import MpegStream

TAGS = Tags("Back flexibility")
RANDOM = np.random.default_rng(20)
FORMS = [
    pytest.param((48_000, 2, Encoding()), id="default"),
    pytest.param((24_000, 1, Encoding()), id="small"),
    pytest.param((48_000, 2, Encoding(vbr_quality=4)), id="variable"),
    pytest.param((24_000, 1, Encoding(vbr_quality=9)), id="small variable"),
]


def tones(frames: int, rate: int, channels: int) -> np.ndarray:
    at = np.arange(frames)[:, None] / rate
    return (0.4 * np.sin(2 * np.pi * (220 + 110 * np.arange(channels)) * at)).astype(np.float32)


def decoded_lengths(path, rate: int, channels: int) -> dict[str, int]:
    lengths = {"libsndfile": len(soundfile.read(path)[0])}
    lengths["miniaudio"] = (
        len(miniaudio.decode_file(str(path), nchannels=channels, sample_rate=rate).samples) // channels
    )
    with av.open(str(path)) as container:
        lengths["PyAV"] = sum(frame.samples for frame in container.decode(audio=0))
    if shutil.which("ffmpeg"):
        run = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"], check=True, capture_output=True
        )
        assert run.stderr == b""
        lengths["ffmpeg"] = len(run.stdout) // 2 // channels
    return lengths


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("frames", [47, 1151, 1152, 1153, *RANDOM.integers(2_000, 200_000, 5).tolist()])
def test_every_decoder_gives_exactly_the_timeline_s_frames(tmp_path, make_timeline, cut, form, frames):
    rate, channels, encoding = form
    path = tmp_path / "a.mp3"
    sound = tones(frames, rate, channels)
    written = write(
        path,
        cut(sound),
        timeline=make_timeline(frames, rate),
        channels=channels,
        tags=TAGS,
        encoding=encoding,
    )
    assert written.frames == frames
    assert written.bytes == path.stat().st_size
    assert set(decoded_lengths(path, rate, channels).values()) == {frames}


@pytest.mark.parametrize("offset", range(0, 1152, 96))
def test_every_place_in_the_last_mpeg_frame(tmp_path, make_timeline, cut, offset):
    path = tmp_path / "a.mp3"
    frames = 24 * 1152 + offset
    write(path, cut(tones(frames, 24_000, 1)), timeline=make_timeline(frames, 24_000), channels=1, tags=TAGS)
    assert set(decoded_lengths(path, 24_000, 1).values()) == {frames}


@pytest.mark.parametrize(
    ("form", "kbps"),
    [
        (form, kbps)
        for form in ((48_000, 2), (24_000, 1), (44_100, 2))
        for kbps in MpegStream(*form).bit_rates_kbps
    ],
)
def test_every_constant_rate(tmp_path, make_timeline, cut, form, kbps):
    rate, channels = form
    path = tmp_path / "a.mp3"
    frames = 30_001
    write(
        path,
        cut(tones(frames, rate, channels)),
        timeline=make_timeline(frames, rate),
        channels=channels,
        tags=TAGS,
        encoding=Encoding(bit_rate_kbps=kbps),
    )
    assert len(soundfile.read(path)[0]) == frames
    with av.open(str(path)) as container:
        sizes = {packet.size for packet in container.demux() if packet.size}
    small = MpegStream(rate, channels).frame_bytes(kbps)
    assert sizes == ({small, small + 1} if rate == 44_100 and len(sizes) > 1 else {small})
    info = MP3(path).info
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.length == pytest.approx(frames / rate, abs=1e-6)


@pytest.mark.parametrize("kbps", [64, 96, 128, 160, 192, 224, 256, 320, None])
def test_the_sound_is_the_sound_at_its_own_level(tmp_path, make_timeline, cut, kbps):
    path = tmp_path / "a.mp3"
    sound = tones(100_000, 48_000, 2)
    encoding = Encoding(bit_rate_kbps=kbps, vbr_quality=4 if kbps is None else None)
    write(path, cut(sound), timeline=make_timeline(len(sound)), channels=2, tags=TAGS, encoding=encoding)
    decoded = soundfile.read(path)[0][2000:-2000]
    sound = sound[2000:-2000]
    level = np.vdot(decoded, sound) / np.vdot(sound, sound)
    assert abs(20 * np.log10(level)) < 0.02
    assert 20 * np.log10(np.std(decoded - sound) / np.std(sound)) < -35


@pytest.mark.parametrize("form", FORMS)
def test_a_chime_s_onset_is_heard_where_the_timeline_has_it(tmp_path, make_timeline, cut, form):
    rate, channels, encoding = form
    frames = rate * 6
    onsets = np.sort(
        RANDOM.choice(np.arange(1, 11) * rate // 2, 5, replace=False) + RANDOM.integers(0, rate // 4, 5)
    )
    sound = np.zeros((frames, channels), np.float32)
    at = np.arange(rate // 4) / rate
    chime = (0.5 * np.sin(2 * np.pi * 880 * at) * np.exp(-12 * at)).astype(np.float32)[:, None]
    for onset in onsets:
        sound[onset : onset + len(chime)] += chime
    path = tmp_path / "a.mp3"
    write(
        path,
        cut(sound),
        timeline=make_timeline(frames, rate),
        channels=channels,
        tags=TAGS,
        encoding=encoding,
    )
    decoded = soundfile.read(path, always_2d=True)[0][:, 0]
    for onset in onsets:
        # the best match of the chime's shape tells its place without a threshold to choose
        reach = rate // 100
        window = decoded[onset - reach : onset + len(chime) + reach]
        found = onset - reach + int(np.argmax(np.correlate(window, chime[:, 0], "valid")))
        assert abs(found - onset) <= rate * 5 // 1000
        assert abs(found - onset) <= 1


@pytest.mark.parametrize("form", FORMS)
def test_the_lame_tag_is_true(tmp_path, make_timeline, cut, form):
    rate, channels, encoding = form
    path = tmp_path / "a.mp3"
    frames = rate * 3 + 17
    write(
        path,
        cut(tones(frames, rate, channels)),
        timeline=make_timeline(frames, rate),
        channels=channels,
        tags=TAGS,
        encoding=encoding,
    )
    data = path.read_bytes()
    variable = encoding.vbr_quality is not None
    xing = data.index(b"Xing" if variable else b"Info")
    stream = MpegStream(rate, channels)
    start = xing - 4 - stream.side_info_bytes
    assert data[:3] == b"ID3"
    flags, mpeg_frames, size = struct.unpack(">III", data[xing + 4 : xing + 16])
    with av.open(str(path)) as container:
        packets = [packet.size for packet in container.demux() if packet.size]
    assert (flags, mpeg_frames, size) == (15, len(packets), len(data) - start)
    toc = data[xing + 16 : xing + 116]
    first_audio = len(data) - sum(packets)
    for entry in range(100):
        true = first_audio - start + sum(packets[: entry * mpeg_frames // 100])
        assert toc[entry] == true * 256 // size
    lame = xing + 120
    assert data[lame : lame + 4] == b"LAME"
    assert data[lame + 9] & 15 == (4 if variable else 1)
    both = int.from_bytes(data[lame + 21 : lame + 24], "big")
    delay, padding = both >> 12, both & 0xFFF
    assert delay == 576
    assert delay + frames + padding == mpeg_frames * stream.frame_samples
    music_size, music_crc, tag_crc = struct.unpack(">IHH", data[lame + 28 : lame + 36])
    assert music_size == size
    assert music_crc == crc16(data[first_audio:])
    assert tag_crc == crc16(data[start : lame + 34])
    info = MP3(path).info
    assert info.bitrate_mode == (BitrateMode.VBR if variable else BitrateMode.CBR)
    assert info.length == pytest.approx(frames / rate, abs=1e-6)


def test_the_same_session_gives_the_same_bytes_in_any_blocks(tmp_path, make_timeline, cut):
    sound = tones(50_000, 48_000, 2)
    files = []
    for size in (8192, 8192, 1000, 50_000):
        path = tmp_path / "a.mp3"
        write(path, cut(sound, size), timeline=make_timeline(len(sound)), channels=2, tags=TAGS)
        files.append(path.read_bytes())
    assert len(set(files)) == 1


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ((48_000, 2, Encoding(bit_rate_kbps=8)), "32, 40"),
        ((24_000, 1, Encoding(bit_rate_kbps=320)), "8, 16"),
        ((48_000, 2, Encoding(bit_rate_kbps=128, vbr_quality=3)), "not both"),
        ((48_000, 2, Encoding(vbr_quality=10)), "0 .best. to 9"),
        ((48_000, 2, Encoding(sample_format="int16")), "WAV and FLAC"),
        ((96_000, 2, Encoding()), "not 96000"),
        ((48_000, 6, Encoding()), "not 6"),
    ],
)
def test_an_encoding_that_does_not_fit(tmp_path, make_timeline, cut, form, message):
    rate, channels, encoding = form
    path = tmp_path / "a.mp3"
    sound = np.zeros((100, channels), np.float32)
    with pytest.raises(OutputError, match=message):
        write(
            path,
            cut(sound),
            timeline=make_timeline(100, rate),
            channels=channels,
            tags=TAGS,
            encoding=encoding,
        )
    assert not path.exists()
