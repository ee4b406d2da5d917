from collections.abc import Iterator

import numpy as np
import pytest
import soundfile
from pieces import write

from voiceguide.errors import ExportError
from voiceguide.export import Tags
from voiceguide.export.mp3 import _frame_encoder as frame_encoder
from voiceguide.export.mp3 import _lame_library as lame_library
from voiceguide.export.mp3._frame_encoder import FrameEncoder
from voiceguide.export.mp3._lame import lame_frames
from voiceguide.export.mp3._lame_library import LameLibrary, library_paths
from voiceguide.export.mp3._mpeg import MpegStream
from voiceguide.export.mp3._parallel import CHUNK, encode_chunks, in_order

TAGS = Tags("Back flexibility")
FORMS = [pytest.param((24_000, 1, 64), id="small"), pytest.param((48_000, 2, 128), id="default")]
LIBRARIES = [pytest.param(path, id=path.name.split(".")[0].split("-")[0]) for path in library_paths()]


def rain(frames: int, channels: int) -> np.ndarray:
    sound = np.random.default_rng(4).standard_normal((frames, channels)).astype(np.float32)
    for _ in range(6):
        sound[1:] += sound[:-1]
    return sound * np.float32(0.1 / sound.std())


def drone(frames: int, rate: int, channels: int) -> np.ndarray:
    at = np.arange(frames)[:, None] / rate * np.ones(channels)
    return sum(0.2 * np.sin(2 * np.pi * hertz * at) for hertz in (110, 165, 222, 331)).astype(np.float32)


def words(frames: int, rate: int, channels: int) -> np.ndarray:
    """Tones with digital silence between them."""
    sound = np.zeros((frames, channels), np.float32)
    at = np.arange(rate)[:, None] / rate
    tone = 0.4 * np.sin(2 * np.pi * 180 * at * (1 + at)) * np.sin(np.pi * at) ** 2
    for start in range(rate // 3, frames - rate, 2 * rate):
        sound[start : start + rate] += tone.astype(np.float32)
    return sound


def cut_up(sound: np.ndarray, size: int = 8192) -> Iterator[np.ndarray]:
    return (sound[start : start + size] for start in range(0, len(sound), size))


def snr(decoded: np.ndarray, sound: np.ndarray) -> float:
    return float(10 * np.log10(np.square(sound).sum() / np.square(decoded - sound).sum()))


@pytest.fixture(params=LIBRARIES)
def library(request, monkeypatch) -> LameLibrary:
    found = LameLibrary(request.param)
    monkeypatch.setattr(lame_library, "lame_library", lambda: found)
    return found


def written(path, sound, rate, channels, make_timeline) -> None:
    timeline = make_timeline(len(sound), rate)
    write(path, cut_up(sound), timeline=timeline, channels=channels, tags=TAGS)


def test_a_library_of_an_installed_wheel_has_lame_s_functions():
    assert LIBRARIES
    assert lame_library.lame_library() is not None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_chunks_are_the_frames_of_one_pass(form, workers):
    rate, channels, kbps = form
    stream = MpegStream(rate, channels)
    encoder = FrameEncoder(lame_library.lame_library(), stream, kbps)
    sound = rain((2 * CHUNK + 100) * stream.frame_samples + 77, channels)
    frames = lame_frames(len(sound), stream.frame_samples)
    chunks = list(encode_chunks(encoder, cut_up(sound), frames, workers=workers))
    assert len(chunks) == 3
    assert b"".join(chunks) == encoder.frames(sound, 0, frames)


@pytest.mark.parametrize("form", FORMS)
def test_blocks_of_any_size_give_the_same_chunks(form):
    rate, channels, kbps = form
    encoder = FrameEncoder(lame_library.lame_library(), MpegStream(rate, channels), kbps)
    sound = rain((CHUNK + 2) * encoder.stream.frame_samples, channels)
    frames = lame_frames(len(sound), encoder.stream.frame_samples)
    of_each = [b"".join(encode_chunks(encoder, cut_up(sound, size), frames)) for size in (999, 8192, 10**7)]
    assert len(set(of_each)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_sound_is_that_of_the_plain_encoder(  # noqa: PLR0917 (fixtures)
    tmp_path, monkeypatch, make_timeline, decoders, library, form
):
    rate, channels, _ = form
    stream = MpegStream(rate, channels)
    sound = words((CHUNK + 300) * stream.frame_samples, rate, channels)
    written(tmp_path / "ours.mp3", sound, rate, channels, make_timeline)
    monkeypatch.setattr(lame_library, "lame_library", lambda: None)
    written(tmp_path / "plain.mp3", sound, rate, channels, make_timeline)
    near = np.convolve(np.abs(sound).max(axis=1) > 0, np.ones(4001), "same") > 0
    for decode in decoders.values():
        ours, plain = decode(tmp_path / "ours.mp3"), decode(tmp_path / "plain.mp3")
        assert len(ours) == len(plain) == len(sound)
        assert snr(ours, sound) > snr(plain, sound) - 1
        assert np.abs(ours[~near]).max() < 10 ** (-140 / 20)


@pytest.mark.parametrize("form", FORMS)
def test_without_a_pre_roll_the_joins_would_be_heard(tmp_path, monkeypatch, make_timeline, form):
    rate, channels, _ = form
    stream = MpegStream(rate, channels)
    sound = drone((CHUNK + 50) * stream.frame_samples, rate, channels)
    joins = slice((CHUNK - 2) * stream.frame_samples, (CHUNK + 2) * stream.frame_samples)
    worst = {}
    for roll in (frame_encoder.PRE_ROLL, 0):
        monkeypatch.setattr("voiceguide.export.mp3._parallel.PRE_ROLL", roll)
        written(tmp_path / "a.mp3", sound, rate, channels, make_timeline)
        error = np.abs(soundfile.read(tmp_path / "a.mp3", always_2d=True)[0] - sound)
        worst[roll] = error[joins].max()
    assert worst[frame_encoder.PRE_ROLL] < 0.05
    assert worst[0] > 0.3


def test_a_fault_in_the_blocks_ends_the_encoding(tmp_path, make_timeline, no_remains):
    def failing() -> Iterator[np.ndarray]:
        yield np.zeros((8192, 1), np.float32)
        raise ExportError("gone")

    with pytest.raises(ExportError, match="gone"):
        write(tmp_path / "a.mp3", failing(), timeline=make_timeline(10**7, 24_000), channels=1, tags=TAGS)


def test_tasks_are_drawn_only_as_fast_as_results_are_taken():
    drawn = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    results = in_order(lambda number: number * number, tasks(), workers=3)
    taken = []
    for result in results:
        taken.append(result)
        assert len(drawn) - len(taken) <= 3 + 2
    assert taken == [number * number for number in range(100)]


def test_a_fault_in_a_thread_reaches_the_caller():
    def work(number: int) -> int:
        if number == 5:
            raise ExportError("five")
        return number

    with pytest.raises(ExportError, match="five"):
        list(in_order(work, range(100), workers=2))
