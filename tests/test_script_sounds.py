"""Sounds of a script's own, beds that change, and words on a beat: from the script to the finished sound."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import InputError, RequestError
from voiceguide.export._captions import captions
from voiceguide.script import RoleChime, Script, make_script, parse_role, resolve, with_chimes
from voiceguide.speech._squeeze import squeezed
from voiceguide.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.session import Session

RATE = 24_000


def tone(path: Path, seconds: float, hz: float = 440, level: float = 0.02) -> str:
    samples = level * np.sin(2 * np.pi * hz / RATE * np.arange(int(RATE * seconds)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return str(path)


def script(*steps: dict[str, Any], **heading: Any) -> Script:
    plain = {"voiceguide": "1", "title": "One", "voice": "silent/default", **heading, "steps": steps}
    return make_script(plain)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Studio(cache_dir=tmp_path / "cache", rate=RATE, channels=1) as opened:
        yield opened


def sound(session: Session) -> np.ndarray:
    return np.concatenate(list(session.blocks(size=65_536)))[:, 0]


def rms_db(samples: np.ndarray) -> float:
    return float(20 * np.log10(max(1e-9, np.sqrt(np.mean(samples**2)))))


def test_a_sound_is_a_step_at_the_voice_s_loudness_with_its_own_level(studio: Studio, tmp_path: Path) -> None:
    faint, loud = tone(tmp_path / "a.wav", 3, level=0.01), tone(tmp_path / "b.wav", 3, level=0.9)
    session = studio.session(
        script(
            {"sound": faint, "text": "Music"},
            {"pause": "1s"},
            {"sound": loud, "level": "-6dB"},
            {"say": "Now."},
        )
    )
    one, two = session.timeline.tracks[2].cues
    assert session.timeline.tracks[2].name == "sounds"
    assert (one.frames, one.text, two.gain_db) == (3 * RATE, "Music", -6.0)
    assert two.start - one.end >= RATE
    heard = sound(session)
    first, second = (rms_db(heard[cue.start : cue.end]) for cue in (one, two))
    assert first - second == pytest.approx(6, abs=0.2)
    assert "Music" in captions(session.timeline, ".srt")
    assert session.stem("sounds").frames == session.frames


@pytest.mark.parametrize(
    ("name", "message"), [("none.wav", "cannot be read"), ("empty.wav", "nothing to hear")]
)
def test_a_sound_that_cannot_be_used_says_why(
    studio: Studio, tmp_path: Path, name: str, message: str
) -> None:
    tone(tmp_path / "empty.wav", 1, level=0)
    with pytest.raises(InputError, match=message):
        studio.session(script({"sound": str(tmp_path / name)}))


def test_roles_have_sounds_and_levels_of_their_own(studio: Studio, tmp_path: Path) -> None:
    bell = tone(tmp_path / "bell.wav", 2)
    chimes = {"theme": "wood", "start": bell, "half": "none", "end": {"sound": "gong", "level": "-3dB"}}
    hold = {"hold": {"for": "20s", "chimes": {"start": "start", "half": "half", "end": "end"}}}
    timeline = studio.session(script(hold, {"chime": bell}, chimes=chimes)).timeline
    start, end, own = timeline.tracks[1].cues
    assert start.clip.key == own.clip.key
    assert start.clip.key.startswith("file/chime/")
    assert (start.chime, end.chime, end.gain_db) == ("start", "end", -3.0)
    assert "/gong@" in end.clip.key


def test_the_flag_of_a_role(studio: Studio) -> None:
    assert parse_role("start=bell.wav") == ("start", RoleChime(sound="bell.wav"))
    assert parse_role("end=gong,-3dB") == ("end", RoleChime(sound="gong", level_db=-3.0))
    assert parse_role("half=none") == ("half", RoleChime(sound="none"))
    for wrong in ("start", "stard=bell", "start=Bell!", "end=gong,loud"):
        with pytest.raises(RequestError):
            parse_role(wrong)
    one = with_chimes(script({"chime": "end"}, chimes="wood"), dict([parse_role("end=gong")]))
    (cue,) = studio.session(one).timeline.cues()
    assert "/gong@" in cue.clip.key


def test_the_tones_of_a_paced_breath_are_as_long_as_its_phases(studio: Studio) -> None:
    breath = {"in": "3s", "sip": "1s", "hold": "2s", "out": "8s", "rest": "1s"}
    session = studio.session(script({"hold": {"for": "40s", "breathe": breath}}, chimes={"inhale": "rise"}))
    tones = {cue.chime: cue.frames / RATE for cue in session.timeline.cues()}
    assert tones["inhale"] == pytest.approx(2.85)
    assert tones["sip"] == pytest.approx(0.95)
    assert tones["exhale"] == pytest.approx(7.6)
    heard = sound(session)
    first, *_ = session.timeline.cues()
    assert np.abs(heard[first.start : first.start + RATE]).max() > 0.01
    # a tone that rises is told from one that falls
    for cue in session.timeline.cues()[:5]:
        if cue.chime in {"inhale", "exhale"}:
            early, late = (pitch(heard[cue.start + int(cue.frames * at) :][: RATE // 4]) for at in (0.2, 0.7))
            assert (early < late) == (cue.chime == "inhale")


def pitch(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return float(np.argmax(spectrum) * RATE / (8 * len(samples)))


def test_a_bed_changes_and_ends(studio: Studio) -> None:
    steps = (
        *({"pause": "20s"}, {"bed": {"sound": "drone", "fade": "4s"}}, {"pause": "20s"}),
        *({"bed": {"sound": "off", "fade": "4s"}}, {"pause": "20s"}, {"say": "Done."}),
    )
    session = studio.session(script({"say": "Begin."}, *steps, bed={"sound": "rain"}))
    first, second = session.timeline.beds
    assert (first.sound, second.sound) == ("drone", None)
    bed = np.concatenate(list(session.stem("bed").blocks(size=50_000)))[:, 0]
    after = bed[second.start + 5 * RATE : second.start + 10 * RATE]
    assert not after.any()
    # while one passes over into the other, neither a hole nor a bump
    levels = [
        rms_db(bed[at : at + RATE]) for at in range(first.start - 3 * RATE, first.start + 8 * RATE, RATE)
    ]
    assert max(levels) - min(levels) < 6
    # any frame can be the first
    start = first.start + RATE
    assert np.array_equal(
        next(session.blocks(size=RATE, start=start)), sound(session)[start : start + RATE, None]
    )


def test_a_bed_may_begin_in_the_middle(studio: Studio, tmp_path: Path) -> None:
    steps = ({"say": "Begin."}, {"pause": "10s"}, {"bed": "surf"}, {"pause": "20s"}, {"say": "Done."})
    session = studio.session(script(*steps))
    heard = sound(session)
    (change,) = session.timeline.beds
    assert rms_db(heard[change.start - 5 * RATE : change.start]) == pytest.approx(-67, abs=0.5)
    assert heard[change.start + 8 * RATE : change.start + 9 * RATE].any()
    report = session.export(tmp_path / "one.mp3")
    assert report.frames == session.frames


@pytest.mark.parametrize("before", [{"bed": "rain"}, {}])
def test_where_a_bed_is_off_there_is_the_room_tone(studio: Studio, before: dict[str, Any]) -> None:
    def made(ms: int) -> Session:
        on = {"bed": {"sound": "drone", "fade": "2s"}}
        off = {"bed": {"sound": "off", "fade": "2s"}}
        steps = ({"pause": f"{6000 + ms}ms"}, on, {"pause": "8s"}, off, {"pause": "9s"}, {"say": "Done."})
        return studio.session(script({"say": "Begin."}, *steps, **before))

    session = made(0)
    heard = sound(session)
    edges = np.flatnonzero(np.concatenate([[1.0], heard, [1.0]]))
    assert np.diff(edges).max() < 0.1 * RATE
    _, off = session.timeline.beds
    open_tone = slice(off.start + 3 * RATE, off.start + 8 * RATE)
    assert rms_db(heard[open_tone]) == pytest.approx(-67, abs=0.5)
    assert session.heard_tone_db == -67
    start = off.start + RATE
    assert np.array_equal(next(session.blocks(size=RATE, start=start))[:, 0], heard[start : start + RATE])
    # equal identities mean equal samples, in a session of another length, too
    later = made(480)
    moved = later.timeline.beds[1].start - off.start
    assert moved > 0
    places = range(start, session.frames - 2 * RATE, RATE // 3)
    same = [
        at
        for at in places
        if session.master().identity(at, at + 4000) == later.master().identity(at + moved, at + moved + 4000)
    ]
    assert len(same) > len(places) // 2
    other = sound(later)
    assert all(np.array_equal(heard[at : at + 4000], other[at + moved :][:4000]) for at in same)


def test_words_for_a_beat_are_never_longer_than_it(studio: Studio) -> None:
    count = {"count": {"to": 80, "every": "500ms", "down": "true"}}
    session = studio.session(script(count, {"say": "Seventy-seven."}))
    numbers = session.timeline.tracks[0].cues
    assert len(numbers) == 81
    assert all(cue.frames <= RATE * 440 // 1000 for cue in numbers[:80])
    # on the beat, but for the grid's 24 ms, to the last one
    assert all(
        0 <= cue.start - numbers[0].start - number * RATE // 2 < 576
        for number, cue in enumerate(numbers[:80])
    )
    assert numbers[3].text == numbers[80].text == "Seventy-seven."
    assert numbers[80].frames > numbers[3].frames
    assert len(sound(session)) == session.frames


def test_words_for_a_beat_are_spoken_while_the_session_plays(studio: Studio) -> None:
    steps = (
        {"say": "Begin."},
        {"count": {"to": 3, "every": "500ms"}},
        {"hold": {"for": "5s", "countdown": 3}},
    )
    with studio.live(script(*steps)) as live:
        frames = sum(len(block) for block in live.blocks())
        played = live.timeline
    laid_out = studio.session(script(*steps)).timeline
    # what is not spoken yet begins after a shorter quiet
    assert frames - played.cues()[0].start == laid_out.frames - laid_out.cues()[0].start


@given(st.integers(400, 4_000), st.floats(0.3, 0.95))
@settings(max_examples=20)
def test_squeezed_speech_has_its_length_and_pitch(ms: int, share: float) -> None:
    frames = RATE * ms // 1000
    wave_in = np.sin(2 * np.pi * 200 / RATE * np.arange(frames)).astype(np.float32)[:, None]
    most = int(frames * share)
    out = squeezed(wave_in, most, RATE)
    assert out.shape == (most, 1)
    assert out.dtype == np.float32
    assert abs(float(out[-1, 0])) == 0
    middle = out[most // 4 : most // 2, 0]
    assert 0.5 < np.abs(middle).max() <= 1.05
    spectrum = np.abs(np.fft.rfft(out[:, 0] * np.hanning(most)))
    assert np.argmax(spectrum) * RATE / most == pytest.approx(200, abs=max(12, RATE / most))


def test_a_repeat_says_each_sentence_once(studio: Studio) -> None:
    one = script({"repeat": 5, "steps": [{"say": "Up, and down."}, {"pause": "1s"}]})
    assert len(resolve(one).steps) == 10
    studio.session(one)
    assert studio.stats.clips == 1
