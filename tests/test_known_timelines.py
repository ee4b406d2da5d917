"""A script that was laid out before is known, as long as nothing has changed that decides how it sounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydub.generators import Sine

from voiceguide import Studio
from voiceguide.errors import ScriptError, VoiceError
from voiceguide.script import Heading, RoleChime, Script, override, parse_script, with_chimes
from voiceguide.store import CLIP, MEMO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.script import LateScript
    from voiceguide.session import Session

TEXT = """\
voiceguide: 1
title: Two sides
voice: silent/default
length: 40s
steps:
  - say: "Welcome to {length}."
  - hold: {for: 10s..40s, say: [{at: half, text: Halfway.}]}
  - say: That was all.
"""


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[Script]:
    """Scripts that were taken apart."""
    from voiceguide.script import resolve

    seen: list[Script] = []

    def noted(script: Script) -> Any:
        seen.append(script)
        return resolve(script)

    monkeypatch.setattr("voiceguide.script.resolve", noted)
    return seen


def studio(folder: Path, **options: Any) -> Studio:
    return Studio(cache_dir=folder, rate=24_000, channels=1, **options)


def test_what_is_known_is_not_taken_apart_again(tmp_path: Path, resolved: list[Script]) -> None:
    with studio(tmp_path) as one:
        first = one.session(parse_script(TEXT))
        spoken = one.stats
        sound = np.concatenate(list(first.blocks()))
    assert len(resolved) == 1
    with studio(tmp_path) as other:
        again = other.session(parse_script(TEXT))
        assert again.timeline == first.timeline
        assert np.array_equal(np.concatenate(list(again.blocks())), sound)
        assert (other.stats.clips, other.stats.from_cache) == (spoken.clips, spoken.clips)
    assert len(resolved) == 1


def changed(**heading: Any) -> Script:
    return replace(parse_script(TEXT), **heading)


@pytest.mark.parametrize(
    "other",
    [
        changed(rate=0.9),
        changed(length=41_000),
        changed(title="Else"),
        parse_script(TEXT.replace("all", "it")),
    ],
)
def test_another_script_is_laid_out_itself(tmp_path: Path, resolved: list[Script], other: Script) -> None:
    with studio(tmp_path) as made:
        known = made.session(parse_script(TEXT)).timeline
        assert made.session(other).timeline != known
    assert len(resolved) == 2


def test_another_lexicon_is_another_voice(tmp_path: Path, resolved: list[Script]) -> None:
    for lexicon in ({}, {"welcome": "greetings and welcome"}):
        with studio(tmp_path, lexicon=lexicon) as made:
            made.session(parse_script(TEXT))
    assert len(resolved) == 2


def test_own_chimes_and_files_are_looked_at_each_time(tmp_path: Path, resolved: list[Script]) -> None:
    tone = Sine(300).to_audio_segment(duration=200)
    for _ in range(2):
        with studio(tmp_path / "cache", chimes={"start": tone}) as made:
            made.session(parse_script(TEXT))
    tone.export(tmp_path / "own.wav", format="wav").close()
    script = tmp_path / "script.yaml"
    script.write_text(TEXT + "  - sound: {file: own.wav}\n")
    for _ in range(2):
        with studio(tmp_path / "cache") as made:
            made.session(made.read_script(script))
    assert len(resolved) == 4


def test_a_clip_that_has_gone_is_spoken_again(tmp_path: Path, resolved: list[Script]) -> None:
    with studio(tmp_path) as made:
        made.session(parse_script(TEXT))
    with studio(tmp_path) as made:
        key = next(entry.key for _, entry in made.cache.store.entries(CLIP))
        made.cache.store.remove(CLIP, key)
        sound = np.concatenate(list(made.session(parse_script(TEXT)).blocks()))
        assert made.stats.spoken == 1
    assert len(resolved) == 2
    assert len(sound) == 40 * 24_000


def test_clips_that_go_while_they_are_in_use_are_spoken_again(tmp_path: Path) -> None:
    with studio(tmp_path) as made:
        wanted = np.concatenate(list(made.session(parse_script(TEXT)).blocks()))
    with studio(tmp_path) as made:
        session = made.session(parse_script(TEXT))
        for _, entry in list(made.cache.store.entries(CLIP)):
            made.cache.store.remove(CLIP, entry.key)
        assert np.array_equal(np.concatenate(list(session.blocks())), wanted)


def test_a_memo_that_is_damaged_is_not_believed(tmp_path: Path, resolved: list[Script]) -> None:
    with studio(tmp_path) as made:
        first = made.session(parse_script(TEXT)).timeline
    for path in (entry.path for _, entry in made.cache.store.entries(MEMO)):
        path.write_bytes(path.read_bytes()[:-3])
    with studio(tmp_path) as made:
        assert made.session(parse_script(TEXT)).timeline == first
    assert len(resolved) == 2


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Files whose steps were read."""
    from voiceguide.stages import read

    seen: list[Path] = []

    def noted(store: Any, path: Path, content: bytes) -> Script:
        seen.append(path)
        return read(store, path, content)

    monkeypatch.setattr("voiceguide.stages.read", noted)
    return seen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A script's file that was laid out before."""
    path = tmp_path / "script.yaml"
    path.write_text(TEXT)
    with studio(tmp_path / "cache") as made:
        made.session(made.late_script(path))
    return path


def session_of(path: Path, change: Callable[[LateScript], LateScript] = lambda late: late) -> Session:
    with studio(path.parent / "cache") as made:
        return made.session(change(made.late_script(path)))


def test_the_steps_of_a_known_file_are_not_read(path: Path, loaded: list[Path]) -> None:
    session = session_of(path)
    assert loaded == []
    assert session.tags().title == "Two sides"
    assert np.concatenate(list(session.blocks())).shape == (40 * 24_000, 1)
    assert loaded == []
    assert session.script == parse_script(TEXT)
    assert loaded == [path]


def test_a_file_and_its_script_are_known_by_each_other(path: Path, resolved: list[Script]) -> None:
    with studio(path.parent / "cache") as made:
        assert made.session(made.read_script(path)).timeline == session_of(path).timeline
        assert made.session(override(made.read_script(path), Heading(rate=0.9)))
    assert len(resolved) == 1
    session_of(path, lambda late: late.changed(lambda script: override(script, Heading(rate=0.9))))
    assert len(resolved) == 1


@pytest.mark.parametrize("change", [("That was", "This was"), ("title: Two", "title: Both"), ("40s", "39s")])
def test_a_file_that_was_changed_is_laid_out_again(
    path: Path, resolved: list[Script], change: tuple[str, str]
) -> None:
    path.write_text(TEXT.replace(*change))
    timeline = session_of(path).timeline
    assert resolved == [parse_script(path.read_text())]
    with studio(path.parent / "fresh") as made:
        assert made.session(made.read_script(path)).timeline == timeline


def test_a_file_under_another_heading_is_laid_out_itself(path: Path, resolved: list[Script]) -> None:
    known = session_of(path).timeline
    quiet = {"end": RoleChime(sound="none")}
    for count, change in enumerate(
        (
            lambda script: override(script, Heading(rate=1.1)),
            lambda script: override(script, Heading(), length_ms=41_000),
            lambda script: override(script, Heading(chimes="none")),
            lambda script: with_chimes(script, quiet),
            lambda script: override(script, Heading(chime_level_db=-3.0)),
        ),
        start=1,
    ):
        changed = session_of(path, lambda late, change=change: late.changed(change))  # type: ignore[misc]
        assert changed.script == change(parse_script(TEXT))
        assert len(resolved) == count
    assert session_of(path).timeline == known
    assert len(resolved) == count


def test_a_lexicon_beside_a_known_file_is_read_again(tmp_path: Path, resolved: list[Script]) -> None:
    path, lexicon = tmp_path / "script.yaml", tmp_path / "own.yaml"
    path.write_text(TEXT.replace("length: 40s", "length: 40s\nlexicon: own.yaml"))
    timelines = []
    for said in ("greetings", "greetings", "greetings and a very warm welcome"):
        lexicon.write_text(f"words: {{welcome: {said}}}\n")
        timelines.append(session_of(path).timeline)
    assert len(resolved) == 2
    assert timelines[0] == timelines[1] != timelines[2]
    lexicon.unlink()
    with pytest.raises(VoiceError, match="own"):
        session_of(path)


def test_a_sound_beside_a_file_is_looked_at_each_time(tmp_path: Path, resolved: list[Script]) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(TEXT + "  - sound: {file: own.wav}\n")
    lengths = []
    for ms in (200, 200, 900):
        Sine(300).to_audio_segment(duration=ms).export(tmp_path / "own.wav", format="wav").close()
        sounds = [cue.frames for cue in session_of(path).timeline.cues() if cue.kind == "sound"]
        lengths.append(sounds)
    assert len(resolved) == 3
    assert lengths[0] == lengths[1] != lengths[2]


def test_a_known_file_may_not_name_what_lies_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("words: {welcome: greetings}\n")
    path = tmp_path / "inside" / "script.yaml"
    path.parent.mkdir()
    path.write_text(TEXT.replace("length: 40s", "length: 40s\nlexicon: ../own.yaml"))
    with studio(tmp_path / "cache") as made:
        assert made.session(made.late_script(path, allow_outside=True))
        with pytest.raises(ScriptError, match="is not in the script's folder"):
            made.late_script(path)


def test_clips_of_a_known_file_that_go_are_spoken_again(path: Path, resolved: list[Script]) -> None:
    wanted = np.concatenate(list(session_of(path).blocks()))
    with studio(path.parent / "cache") as made:
        session = made.session(made.late_script(path))
        path.write_text(TEXT.replace("That was", "This was"))
        for _, entry in list(made.cache.store.entries(CLIP)):
            made.cache.store.remove(CLIP, entry.key)
        assert np.array_equal(np.concatenate(list(session.blocks())), wanted)
    assert set(map(repr, resolved)) == {repr(parse_script(TEXT))}


def test_a_damaged_summary_is_not_believed(path: Path, resolved: list[Script]) -> None:
    timeline = session_of(path).timeline
    with studio(path.parent / "cache") as made:
        for entry in [entry.path for _, entry in made.cache.store.entries(MEMO)]:
            entry.write_bytes(entry.read_bytes()[:-3])
    assert session_of(path).timeline == timeline
    assert len(resolved) == 1


def test_a_file_that_cannot_be_used_is_refused_each_time(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(TEXT.replace("hold:", "hald:"))
    for _ in range(2):
        with pytest.raises(ScriptError, match=r"script.yaml:\d+"):
            session_of(path)
