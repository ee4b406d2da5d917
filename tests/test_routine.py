"""A whole routine in the default voice, exported and decoded again: what a listener gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import soundfile

from voiceguide.compose import Request
from voiceguide.sound import ChimeSet
from voiceguide.studio import Studio

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from voiceguide.session import Session

pytestmark = pytest.mark.slow

LENGTH_MS = 233_211


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    folder = tmp_path_factory.mktemp("routine")
    with Studio(cache_dir=folder / "cache") as studio:
        session = studio.session(studio.compose(Request(length_ms=LENGTH_MS, points=("SI-3",), talk="short")))
        for suffix in (".wav", ".mp3"):
            session.export(folder / f"routine{suffix}")
        spoken = studio.stats.spoken
        again = studio.session(session.script)
        assert again.timeline == session.timeline
        assert studio.stats.spoken == spoken > 10
    return session, folder


def decoded_by_ffmpeg(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
        planar = container.streams.audio[0].format.is_planar
    if planar:
        return np.concatenate(blocks, axis=1).T.astype(np.float32)
    return np.concatenate(blocks, axis=1).reshape(-1, 2).astype(np.float32) / 32768


@pytest.mark.parametrize("suffix", [".wav", ".mp3"])
def test_it_is_as_long_as_asked_to_the_frame(made: tuple[Session, Path], suffix: str) -> None:
    session, folder = made
    expected = LENGTH_MS * 48
    assert session.timeline.frames == expected
    assert len(soundfile.read(folder / f"routine{suffix}")[0]) == expected
    assert len(decoded_by_ffmpeg(folder / f"routine{suffix}")) == expected


@pytest.mark.parametrize(("suffix", "tolerance_ms"), [(".wav", 1), (".mp3", 5)])
def test_chimes_sound_when_the_timeline_says(
    made: tuple[Session, Path], suffix: str, tolerance_ms: int
) -> None:
    session, folder = made
    sound = decoded_by_ffmpeg(folder / f"routine{suffix}").mean(axis=1)
    chimes = ChimeSet()
    cues = [cue for cue in session.timeline.cues() if cue.kind == "chime"]
    assert {cue.chime for cue in cues} >= {"start", "switch", "stop", "end", "inhale", "exhale"}
    reach = 48 * 20
    for cue in cues:
        strike = chimes.clip(cue.clip.key).samples.mean(axis=1)[
            :72_000
        ]  # a soft tone may begin over what a bowl leaves
        around = np.pad(sound, reach)[cue.start : cue.start + 2 * reach + len(strike)]
        match = np.correlate(around, strike, "valid")
        assert abs(int(match.argmax()) - reach) <= 48 * tolerance_ms, cue


def test_it_is_as_loud_as_it_should_be(made: tuple[Session, Path]) -> None:
    _, folder = made
    loudness, peak = measured_by_ffmpeg(folder / "routine.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -0.9  # the ceiling is -1 dBTP; a lossy codec may pass it by a little


def measured_by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by FFmpeg's ebur128."""
    with av.open(str(path)) as container:
        graph = av.filter.Graph()
        source = graph.add_abuffer(template=container.streams.audio[0])
        meter = graph.add("ebur128", "peak=true:metadata=1")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        told: dict[str, str] = {}
        for frame in container.decode(audio=0):
            graph.push(frame)
            while True:
                try:
                    told = dict(graph.pull().metadata)
                except (av.BlockingIOError, av.EOFError):
                    break
    peaks = [float(told[f"lavfi.r128.true_peaks_ch{channel}"]) for channel in (0, 1)]
    return float(told["lavfi.r128.I"]), 20 * np.log10(max(peaks))


def test_between_sounds_there_is_only_the_room_tone(made: tuple[Session, Path]) -> None:
    session, folder = made
    sound, _ = soundfile.read(folder / "routine.wav", dtype="int16")
    heard = np.zeros(len(sound), bool)
    for cue in session.timeline.cues():
        heard[cue.start : cue.end] = True
    assert heard.mean() < 0.9
    tone = sound[~heard].astype(float)
    assert np.abs(tone).max() < 32768 * 10 ** (-52 / 20)
    assert 10 * np.log10(np.square(tone / 32768).mean()) == pytest.approx(-67.0, abs=0.5)
    edges = np.flatnonzero(np.concatenate([[True], sound.any(axis=1), [True]]))
    assert np.diff(edges).max() - 1 < session.rate // 100, "a device falls asleep in zeros"


def test_nothing_clicks_where_clips_begin_and_end(made: tuple[Session, Path]) -> None:
    session, folder = made
    sound, _ = soundfile.read(folder / "routine.wav", dtype="int16")
    steps = np.abs(np.diff(sound.astype(np.int32), axis=0)).max(axis=1)
    cues = list(session.timeline.cues())
    spoken = [cue for cue in cues if cue.kind == "say"]
    for cue in cues:
        for edge in (cue.start, cue.end):
            if any(other is not cue and other.start < edge < other.end for other in spoken):
                continue  # what a chime leaves ends under a word, and a consonant is no click
            near = steps[max(0, edge - 5) : edge + 5]
            assert near.max(initial=0) < 600, cue  # 2 % of full scale, where consonants reach 30 %
