"""A script that was laid out before is known, as long as nothing has changed that decides how it sounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydub.generators import Sine

from voiceguide import Studio
from voiceguide.script import Script, parse_script
from voiceguide.store import CLIP, MEMO

if TYPE_CHECKING:
    from pathlib import Path

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
