"""A teacher's own chimes, from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.errors import InputError
from voiceguide.sound import ChimeSet

if TYPE_CHECKING:
    from pathlib import Path

GLASS = """\
voiceguide_chimes: 1
instruments:
  glass:
    attack: 0.003
    ring_at: 600
    modes:
      - {ratio: 1, level: 0, ring: 3, beat: 0.4}
sounds:
  glass: {about: one touch on a glass, level: -6, strikes: [{instrument: glass, pitch: 620}]}
roles: {start: glass}
"""


def test_a_role_is_played_by_the_file_and_the_others_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "Glass bells.yaml"
    path.write_text(GLASS)
    chimes, usual = ChimeSet(str(path)), ChimeSet()
    assert chimes.about("start") == "one touch on a glass"
    assert chimes.about("end") == usual.about("end")
    clip = chimes.clip(chimes.ref("start", 48_000).key)
    spectrum = np.abs(np.fft.rfft(clip.samples.mean(axis=1)))
    assert abs(spectrum.argmax() * 48_000 / clip.frames - 620) < 2


def test_a_sound_that_was_changed_has_another_key(tmp_path: Path) -> None:
    path = tmp_path / "glass.yaml"
    keys = []
    for pitch in ("620", "640"):
        path.write_text(GLASS.replace("620", pitch))
        chimes = ChimeSet(str(path))
        keys += [chimes.ref(name, 48_000).key for name in ("start", "glass")]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (("instrument: glass,", "instrument: glas,"), "'glas'"),
        (("start: glass", "start: gong2"), "'gong2'"),
        (("start: glass", "begin: glass"), "begin"),
        (("ring: 3,", "ring: -3,"), "ring"),
        (("attack: 0.003", "attak: 0.003"), "did you mean 'attack'"),
        (("voiceguide_chimes: 1", "voiceguide_chimes: 2"), "voiceguide_chimes"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(wrong: tuple[str, str], word: str, tmp_path: Path) -> None:
    path = tmp_path / "glass.yaml"
    path.write_text(GLASS.replace(*wrong))
    with pytest.raises(InputError, match=word) as caught:
        ChimeSet(str(path))
    assert "glass.yaml:" in str(caught.value)
