"""The studio: from a request to sound, with the silent engine, so that every frame is known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from voiceguide.compose import Request
from voiceguide.errors import InputError, LengthError, VoiceError
from voiceguide.packs import default_pack
from voiceguide.script import Heading, Script, override, parse_script, write_script
from voiceguide.studio import Studio
from voiceguide.units import parse_duration
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.session import Session

REQUEST = Request(length_ms=180_000, points=("GV-20",), voice="silent/default", talk="short")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module")
def studio(folder: Path) -> Iterator[Studio]:
    # small, and quiet enough that nothing has to be limited
    with Studio(cache_dir=folder, rate=24_000, channels=1, loudness=-34.0, workers=1) as made:
        yield made


@pytest.fixture(scope="module")
def session(studio: Studio) -> Session:
    return studio.session(studio.compose(REQUEST))


def sound(blocks: Iterator[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    return np.concatenate(list(blocks))


def short(*steps: dict[str, Any], **heading: Any) -> Script:
    plain = {"voiceguide": "1", "title": "One", "voice": "silent/default", "steps": steps, **heading}
    return from_values(Script, plain)


HOLD = {"hold": {"for": "30s", "chimes": {"start": "start", "end": "stop"}}}


def test_a_request_becomes_sound_of_exactly_its_length(session: Session) -> None:
    assert session.timeline.frames == 180 * 24_000
    assert (session.rate, session.channels) == (24_000, 1)
    whole = sound(session.blocks())
    assert whole.shape == (180 * 24_000, 1)
    assert whole.dtype == np.float32
    assert 0.01 < np.abs(whole).max() <= 1
    assert np.array_equal(sound(session.blocks(1_000)), whole)
    assert np.array_equal(sound(session.blocks(start=77_777)), whole[77_777:])


def test_the_script_as_a_file_gives_the_same_timeline(studio: Studio, session: Session) -> None:
    again = studio.session(parse_script(write_script(session.script)))
    assert again.timeline == session.timeline


def test_the_second_time_everything_comes_from_the_cache(folder: Path, session: Session) -> None:
    with Studio(cache_dir=folder, rate=24_000, channels=1, loudness=-34.0, workers=1) as other:
        again = other.session(session.script)
        assert again.timeline == session.timeline
        assert other.stats.clips > 10
        assert (other.stats.from_cache, other.stats.spoken) == (other.stats.clips, 0)


def test_another_length_speaks_only_what_tells_the_length(folder: Path, session: Session) -> None:
    with Studio(cache_dir=folder, rate=24_000, channels=1, workers=1) as other:
        longer = override(session.script, Heading(), length_ms=220_000)
        assert other.session(longer).timeline.frames == 220 * 24_000
        assert other.stats.spoken == 1


def test_clips_stand_where_the_timeline_says(session: Session) -> None:
    voice = sound(session.stem("voice").blocks())[:, 0]
    spoken = np.zeros(len(voice), dtype=bool)
    for cue in session.timeline.tracks[0].cues:
        assert np.abs(voice[cue.start : cue.end]).max() > 0.001
        spoken[cue.start : cue.end] = True
    assert not voice[~spoken].any()


@pytest.mark.parametrize("bed", [None, "rain"])
def test_stems_add_up_to_the_whole_but_for_the_room_tone(
    studio: Studio, session: Session, bed: str | None
) -> None:
    one = studio.session(override(session.script, Heading(bed=bed, room_tone="off")))
    names = ["voice", "chimes", *(["bed"] if bed else [])]
    stems = [sound(one.stem(name).blocks()) for name in names]
    assert all(stem.any() for stem in stems)
    np.testing.assert_allclose(sum(stems), sound(one.blocks()), atol=2e-4)


@pytest.mark.parametrize(
    ("told", "asked", "bed", "heard"),
    [
        (None, None, None, -67.0),
        ("off", None, None, None),
        (-72, None, None, -72.0),
        ("off", "-70 dB", None, -70.0),
        ("-72dB", "off", None, None),
        (None, "-72dB", "rain", None),
    ],
)
def test_a_room_tone_is_heard_where_there_is_no_bed(
    folder: Path, told: str | float | None, asked: str | None, bed: str | None, heard: float | None
) -> None:
    with Studio(cache_dir=folder, rate=24_000, channels=1, room_tone=told) as studio:
        made = studio.session(override(short({"say": "Breathe."}), Heading(bed=bed, room_tone=asked)))
    assert made.heard_tone_db == heard
    first = next(made.blocks(9_600))
    assert made.timeline.cues()[0].start == 24_192  # a second, on the grid
    assert (made.master().tone is not None) == (heard is not None)
    if heard is not None:
        assert 10 * np.log10(np.square(first).mean()) == pytest.approx(heard, abs=2)
    elif bed is None:
        assert not first.any()


@pytest.mark.parametrize("level", ["loud", "-30dB", "0dB", -100.0, True, "nan"])
def test_a_room_tone_that_cannot_be_is_refused(folder: Path, level: Any) -> None:
    with pytest.raises(InputError, match=r"room_tone: .* is no room tone; write off, or a level"):
        Studio(cache_dir=folder, room_tone=level)
    with pytest.raises(InputError, match=r"room_tone: .* is no room tone"):
        Heading(room_tone=level)


def test_chimes_can_be_silent(studio: Studio) -> None:
    script = studio.compose(
        Request(length_ms=180_000, points=("GV-20",), voice="silent/default", chimes="none")
    )
    session = studio.session(script)
    assert session.timeline.frames == 180 * 24_000
    assert session.timeline.tracks[1].cues == ()


def test_an_own_chime_is_taken_in(folder: Path) -> None:
    from pydub import AudioSegment
    from pydub.generators import Sine

    gong = Sine(330).to_audio_segment(duration=700, volume=-12.0).set_frame_rate(44_100)
    assert isinstance(gong, AudioSegment)
    with Studio(cache_dir=folder, rate=24_000, chimes={"start": gong, "gong": gong}, workers=1) as own:
        timeline = own.session(short({"say": "Hello."}, HOLD, {"chime": "gong"})).timeline
    lengths = {cue.chime: cue.frames for cue in timeline.tracks[1].cues}
    assert abs(lengths["start"] - 700 * 24) <= 24
    assert lengths["gong"] == lengths["start"]
    assert lengths["stop"] > 2 * lengths["start"]


def test_a_heading_replaces_the_script_s() -> None:
    script = short({"say": "Hello."}, length=60_000, bed={"sound": "rain", "level": "-12dB"})
    changed = override(script, Heading(rate=0.8, bed_level_db=-20.04, chimes="bell"), length_ms=90_000)
    assert (changed.length, changed.rate, changed.chimes) == (90_000, 0.8, "bell")
    assert changed.bed is not None
    assert (changed.bed.sound, changed.bed.level_db) == ("rain", -20.0)
    assert changed.steps == script.steps
    assert override(script, Heading()) == script


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ({"rate": 5.0}, "rate: must be 0.5 to 2, not 5"),
        ({"pitch": math.nan}, "pitch"),
        ({"voice": "joe"}, "voice: 'joe' is not one"),
        ({"chimes": " "}, "chimes"),
        ({"bed_level_db": -10.0}, "needs a bed"),
        ({"bed": "rain", "bed_level_db": -500.0}, "level"),
    ],
)
def test_a_heading_that_cannot_be_is_refused(heading: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        override(short({"say": "Hello."}), Heading(**heading))


@pytest.mark.parametrize("length_ms", [0, 999, 14_400_001])
def test_a_length_that_makes_no_sense_is_refused(length_ms: int) -> None:
    with pytest.raises(InputError, match="makes no sense"):
        override(short({"say": "Hello."}), Heading(), length_ms=length_ms)


@pytest.mark.parametrize(
    ("script", "error", "message"),
    [
        (short({"say": "Hello."}, length=1_000_000), LengthError, "16m40s cannot be met: the shortest"),
        (short({"say": "Hello."}, voice="silent/nobody"), VoiceError, "silent/nobody"),
        (short({"say": "Hello."}, voice="nothing/at-all"), VoiceError, "nothing"),
        (short({"chime": "kazoo"}), InputError, "kazoo"),
        (short({"say": "Hello."}, chimes="kazoos"), InputError, "kazoos"),
        (short({"say": "Hello."}, bed={"sound": "traffic"}), InputError, "traffic"),
        (short({"say": "Stay for {hold}."}), InputError, "no hold follows"),
    ],
)
def test_what_cannot_be_a_session_is_the_input_s_fault(
    studio: Studio, script: Script, error: type[InputError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        studio.session(script)
    assert caught.value.exit_code == 2


def test_a_refused_length_names_lengths_that_can_be_made(studio: Studio) -> None:
    with pytest.raises(LengthError) as caught:
        studio.compose(replace(REQUEST, length_ms=20_000))
    words = str(caught.value).replace(",", "").split()
    shortest = parse_duration(words[words.index("shortest") + 4])
    script = studio.compose(replace(REQUEST, length_ms=shortest))
    assert studio.session(script).timeline.frames == shortest * 24


def test_a_script_that_was_read_before_is_not_checked_again(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(write_script(session.script))
    with Studio(cache_dir=tmp_path) as one:
        assert one.read_script(path) == session.script
    monkeypatch.setattr("voiceguide.yamlfile._validation.validate", lambda *_, **__: pytest.fail("checked"))
    monkeypatch.setattr("voiceguide.script._script_file.validate", lambda *_, **__: pytest.fail("checked"))
    with Studio(cache_dir=tmp_path) as other:
        assert other.read_script(path) == session.script
    monkeypatch.undo()
    path.write_text(write_script(replace(session.script, title="Another")))
    with Studio(cache_dir=tmp_path) as other:
        assert other.read_script(path).title == "Another"
        path.write_text("title: [")
        with pytest.raises(InputError, match=r"script\.yaml:2:1"):
            other.read_script(path)
        with pytest.raises(InputError, match="no such file"):
            other.read_script(tmp_path / "gone.yaml")


def test_a_request_that_was_met_before_is_not_composed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Studio(cache_dir=tmp_path) as one:
        script = one.compose(REQUEST)
        other = one.compose(replace(REQUEST, seed=1))
        assert other != script
        monkeypatch.setattr("voiceguide.compose._composer.Composer.fits", lambda _: pytest.fail("composed"))
    with Studio(cache_dir=tmp_path) as two:
        assert two.compose(REQUEST) == script
        assert two.compose(replace(REQUEST, seed=1)) == other
        for changed in (replace(REQUEST, seed=2), replace(REQUEST, rate=0.9)):
            with pytest.raises(pytest.fail.Exception, match="composed"):
                two.compose(changed)
        pack = replace(default_pack(), title="Another")
        with pytest.raises(pytest.fail.Exception, match="composed"):
            two.compose(REQUEST, pack)
