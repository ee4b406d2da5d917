"""A listener's own pack: what is right is read, what is wrong is told in one line with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import InputError, InputErrors, PackError
from voiceguide.packs import find_point, load_pack
from voiceguide.units import Span

if TYPE_CHECKING:
    from pathlib import Path

OWN = """\
voiceguide_pack: 1
title: Hands
subject: tired hands
sources:
  - {title: My notes, used_for: everything}
guidance:
  when: [Whenever hands are tired.]
  rules: [Press gently.]
  safety: [If anything hurts, stop.]
points:
  - code: LI-4
    aliases: [Hoku]
    name: He Gu
    location: back of the hand, between thumb and index finger
    sides: both
    benefits: [eases the head]
    technique: press with the thumb
    hold: 30s..1m
    hold_in_source: one minute
    priority: 1
    tradition: In the tradition, it is pressed for a heavy head.
    where: [It is in the web between thumb and index finger.]
    ways:
      - posture: seated
        presses: thumb
        reach: ["Take the web of your {side} hand with your {other} thumb."]
        again: ["Change hands, and take the web of the {side} hand."]
  - code: PC-8
    name: Lao Gong
    location: middle of the palm
    sides: both
    benefits: [cools]
    technique: press with the thumb
    hold: 1m..90s
    hold_in_source: none given
    priority: 2
    tradition: In the tradition, it is pressed for hot hands.
    where: [It is in the middle of the palm.]
    ways:
      - posture: seated
        presses: thumb
        reach: ["Press the palm of the {side} hand."]
        again: ["Change hands, and press the {side} palm."]
language: en
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in OWN
    path = folder / "hands.yaml"
    path.write_text(OWN.replace(old, new, 1) if old else OWN, encoding="utf-8")
    return path


def test_an_own_pack_is_read(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path))
    assert (pack.title, [point.code for point in pack.points]) == ("Hands", ["LI-4", "PC-8"])
    assert find_point(pack, "hoku").hold == Span(30_000, 45_000, 60_000)
    way = pack.points[0].ways[0]
    assert (way.tool, way.wall, way.settle) == ("none", False, Span(6_000, 10_000, 25_000))


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("    aliases: [Hoku]", "    nicknames: [Hoku]", "12:5", "unknown key 'nicknames'"),
        ("title: Hands", "title: Hands\ntitle: Feet", "3:1", "title"),
        ("code: PC-8", "code: LI-4", "28:11", "the code LI-4 is there twice"),
        ("name: Lao Gong", "name: hoku", "28:5", "the name 'hoku' is taken by LI-4"),
        ("hold: 30s..1m", "hold: 20s..1m", "18:11", "at least 30s a point"),
        ("hold: 30s..1m", "hold: 2m..1m", "18:11", "does not rise"),
        ("hold: 30s..1m", "hold: a while", "18:11", "45s"),
        (
            "your {side} hand",
            "your {hand}",
            "26:17",
            "'{hand}' is not a placeholder; allowed are {side} and {other}",
        ),
        ("your {side} hand", "your { hand", "26:17", "'{' is not a placeholder"),
        ("[It is in the web", '["It is in the {side} web"] # ', "22:13", "'{side}' is not a placeholder"),
        ("for a heavy head.", "for {name}.", "21:16", "'{name}' is not a placeholder"),
        ("[If anything hurts, stop.]", '["If {it} hurts, stop."]', "9:12", "'{it}' is not a placeholder"),
        ("subject: tired hands", "subject: '{hands}'", "3:10", "'{hands}' is not a placeholder"),
        ("sides: both", "sides: left", "15:12", "both"),
        ("posture: seated", "posture: kneeling", "24:18", "standing, lying"),
        ("presses: thumb", "presses: thumb\n        tool: spoon", "26:15", "tennis-ball"),
        ("code: LI-4", "code: LI 4!", "11:11", "a code such as BL-43 or EX-HN3"),
        ("aliases: [Hoku]", "aliases: ['--']", "11:5", "the name '--' has no letter or digit"),
        ("priority: 1", "priority: first", "20:15", None),
        (
            "where: [It is in the web between thumb and index finger.]",
            "where: []",
            "22:12",
            "must not be empty",
        ),
        ("language: en", "language: de", "44:11", "there are no words in the language 'de'; languages: en"),
        ("language: en", "", "1:1", "the key 'language' is missing"),
        ("    name: He Gu\n", "", "11:5", "'name' is missing"),
        ("voiceguide_pack: 1", "voiceguide_pack: 9", "1:18", None),
    ],
)
def test_one_mistake_is_one_line(tmp_path: Path, old: str, new: str, place: str, message: str | None) -> None:
    path = write(tmp_path, old, new)
    with pytest.raises(InputError) as caught:
        load_pack(path)
    told = str(caught.value).splitlines()
    assert len(told) == 1, told
    assert told[0].startswith(f"{path}:{place}: "), told
    if message:
        assert message in told[0]
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path)
    text = OWN.replace("hold: 30s..1m", "hold: 1s").replace("hold: 1m..90s", "hold: 2s")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        load_pack(path)
    assert [error.place.line for error in caught.value.errors if error.place] == [18, 34]
    assert all(isinstance(error, PackError) for error in caught.value.errors)


def test_a_file_that_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "song.yaml"
    path.write_bytes(b"\x00\x01RIFF")
    for bad in (path, tmp_path / "none.yaml", tmp_path):
        with pytest.raises(InputError, match=bad.name):
            load_pack(bad)
