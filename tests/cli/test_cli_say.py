"""``voiceguide say``: what is shown of a text, one line of a script, own words and own recordings."""

# ruff: noqa: RUF001 (phonemes look like letters)

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.packs import load_pack
from voiceguide.packs._pack_file import BUILT_IN
from voiceguide.script import RecordedLine, parse_script, read_script, write_script
from voiceguide.sound import prepare
from voiceguide.speech import ClipCache, VoiceId
from voiceguide.speech._recordings import recorded_clip
from voiceguide.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

SCRIPT = """\
voiceguide: 1
title: One
voice: silent/default
length: 1m
lexicon: {Kuroda: koo roh dah}
steps:
  - chapter: Start
  - say: For {hold}, in {length}, breathe with Kuroda.
  - hold:
      for: 20s..60s
      say:
        - {at: 5s, text: "Not {never} here."}
        - {at: half, text: Halfway to He Gu.}
  - say:
      text: This is my own voice.
      file: left.wav
  - pause: 1s..20s
  - chime: end
""".replace('        - {at: 5s, text: "Not {never} here."}\n', "        - {at: 5s, text: Breathe.}\n")


def write_tone(path: Path, *, seconds: float = 1.0, level: float = 0.05, rate: int = 22_050) -> None:
    """A tone between two silences, far softer than a voice's clip."""
    position = np.arange(round(seconds * rate))
    tone = level * np.sin(2 * np.pi * 300 * position / rate)
    silence = np.zeros(rate // 2)
    samples = (np.concatenate([silence, tone, silence]) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())


@pytest.fixture
def script(folder: Path) -> Path:
    place = folder / "scripts"
    place.mkdir()
    write_tone(place / "left.wav")
    (place / "mine.yaml").write_text(SCRIPT, encoding="utf-8")
    return place / "mine.yaml"


def parts_shown(run: Callable[..., Ran], *words: object) -> list[dict[str, object]]:
    ran = run("say", "--show", "--json", *words)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["parts"]


def test_what_is_said_is_shown_and_nothing_is_spoken(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("say", "--show", "Press Hou Xi [pause 2s] now.", "--voice", "piper/joe")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "Press Hou Xi.",
        "  given:    Press [[hˈoʊ ʃˈiː]].",
        "  phonemes: pɹˈɛs hˈoʊ ʃˈiː.",
        "(pause of 2 s)",
        "now.",
        "  phonemes: nˈaʊ.",
    ]
    assert not list((tmp_path / "cache").rglob("*.wav"))


def test_the_same_as_json(run: Callable[..., Ran]) -> None:
    assert parts_shown(run, "Hou Xi [pause 2s] Li4", "--voice", "piper/joe") == [
        {"spoken": "Hou Xi.", "phonemes": "hˈoʊ ʃˈiː."},
        {"pause_ms": 2000},
        {"spoken": "large intestine four.", "phonemes": "lˈɑːɹdʒ ɪntˈɛstɪn fˈɔːɹ."},
    ]
    assert parts_shown(run, "Hou Xi", "--voice", "silent/default") == [
        {"spoken": "Hou Xi.", "phonemes": None}
    ]


def test_a_lexicon_of_one_s_own(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "mine.yaml").write_text("words: {Kuroda: /kʊˈroʊdə/}", encoding="utf-8")
    ran = run("say", "--show", "Kuroda", "--lexicon", "mine.yaml")
    assert "given:    [[kʊɹˈoʊdə]]." in ran.out
    ran = run("say", "--show", "Kuroda", "--lexicon", "none.yaml")
    assert ran.code == 2
    assert "none.yaml cannot be read" in ran.err
    (folder / "mine.yaml").write_text("words: {Kuroda: {ipa: '5'}}", encoding="utf-8")
    ran = run("say", "--show", "Kuroda", "--lexicon", "mine.yaml")
    assert ran.code == 2
    assert ran.err.startswith("voiceguide: mine.yaml:1:")


@pytest.mark.parametrize(
    ("which", "spoken"),
    [
        (("--line", 8), ["For about half a minute, in one minute, breathe with Kuroda."]),
        (("--step", 2), ["For about half a minute, in one minute, breathe with Kuroda."]),
        (("--line", 12), ["Breathe."]),
        (("--line", 13), ["Halfway to He Gu."]),
        (("--line", 10), ["Breathe.", "Halfway to He Gu."]),
        (("--step", 3), ["Breathe.", "Halfway to He Gu."]),
        (("--line", 15), ["This is my own voice."]),
    ],
)
def test_one_line_of_a_script(
    run: Callable[..., Ran], script: Path, which: tuple[str, int], spoken: list[str]
) -> None:
    assert [part["spoken"] for part in parts_shown(run, "--script", script, *which)] == spoken


def test_a_line_s_times_are_those_of_the_session(run: Callable[..., Ran], script: Path) -> None:
    (line,) = parts_shown(run, "--script", script, "--line", 8)
    assert f'"{line["spoken"]}"' in run("timeline", script, "--json").out


def test_a_line_is_said_as_its_script_says_it(run: Callable[..., Ran], script: Path, folder: Path) -> None:
    ran = run("say", "--show", "--script", script, "--line", 8)
    assert "breathe with koo roh dah." in ran.out
    (folder / "mine.yaml").write_text("words: {Kuroda: other}", encoding="utf-8")
    ran = run("say", "--show", "--script", script, "--line", 8, "--lexicon", "mine.yaml")
    assert "breathe with other." in ran.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say what"),
        (("Hi", "--script", "scripts/mine.yaml"), "not both"),
        (("--script", "scripts/mine.yaml"), "--line or --step"),
        (("--script", "scripts/mine.yaml", "--line", 8, "--step", 2), "--line or --step"),
        (("Hi", "--line", 8), "--script"),
        (("--script", "scripts/mine.yaml", "--line", 2), "there is no step"),
        (("--script", "scripts/mine.yaml", "--line", 99), "there is no step"),
        (("--script", "scripts/mine.yaml", "--step", 99), "no step 99"),
        (("--script", "scripts/mine.yaml", "--line", 17), "is a pause, in which nothing is said"),
        (("--script", "scripts/mine.yaml", "--step", 1), "is a chapter, in which nothing is said"),
        (("--script", "none.yaml", "--step", 1), "none.yaml"),
    ],
)
def test_what_cannot_be_said_is_told(
    run: Callable[..., Ran], script: Path, words: tuple[object, ...], message: str
) -> None:
    ran = run("say", *words)
    assert ran.code == 2
    assert message in ran.err


def test_a_recorded_line_is_heard_in_the_voice_s_place(run: Callable[..., Ran], script: Path) -> None:
    ran = run("export", script, "-o", "one.wav", "--captions", "srt")
    assert ran.code == 0, ran.err
    ran = run("timeline", script, "--json")
    voice = next(track for track in json.loads(ran.out)["tracks"] if track["name"] == "voice")
    cue = next(cue for cue in voice["cues"] if cue["text"] == "This is my own voice.")
    # a second's tone, 10 ms before it and 50 ms after it, and nothing of the silence around
    assert abs(cue["frames"] / 48_000 - 1.06) < 0.02
    assert "This is my own voice." in Path("one.srt").read_text(encoding="utf-8")


def test_a_recording_is_brought_to_the_voice_s_level_and_rate(script: Path) -> None:
    from voiceguide.sound._meter import loudness

    cache = ClipCache(script.parent / "cache")
    line = RecordedLine("This is my own voice.", str(script.parent / "left.wav"))
    clip = cache.clip(recorded_clip(line, 24_000, cache).key)
    assert clip.rate == 24_000
    assert clip.samples.shape[1] == 1
    assert loudness(clip.samples, clip.rate) == pytest.approx(
        loudness(prepare(np.asarray(clip.samples), 24_000), 24_000), abs=0.1
    )
    assert recorded_clip(line, 24_000, cache).key == recorded_clip(line, 24_000, cache).key
    write_tone(script.parent / "left.wav", seconds=2.0)
    assert recorded_clip(line, 24_000, cache).frames > 40_000


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"no sound", "cannot be read as a sound"), ("silent", "nothing to hear")],
)
def test_a_recording_that_cannot_be_used_is_told_with_its_place(
    run: Callable[..., Ran], script: Path, content: bytes | str | None, message: str
) -> None:
    sound = script.parent / "left.wav"
    if content is None:
        sound.unlink()
    elif isinstance(content, bytes):
        sound.write_bytes(content)
    else:
        write_tone(sound, level=0.0)
    ran = run("check", script)
    assert ran.code == 2
    assert message in ran.err
    assert "mine.yaml:16:" in ran.err
    ran = run("say", "--script", script, "--line", 15, "-o", "one.wav")
    assert ran.code == 2
    assert message in ran.err


def test_the_same_words_without_the_file_are_another_line() -> None:
    line = RecordedLine("Hello.", "a.wav")
    assert line == RecordedLine("Hello.", "a.wav")
    assert line != RecordedLine("Hello.", "b.wav")
    assert line != "Hello."
    assert "Hello." != line  # noqa: SIM300 (both ways)
    assert len({line: 1, "Hello.": 2}) == 2
    assert json.dumps([line]) == '["Hello."]'


def test_files_lie_beside_the_script(script: Path) -> None:
    text = SCRIPT.replace("lexicon: {Kuroda: koo roh dah}", "lexicon: [names.yaml, {Kuroda: koo}]")
    script.write_text(text, encoding="utf-8")
    read = read_script(script)
    assert read.lexicon == (str(script.parent / "names.yaml"), {"Kuroda": "koo"})
    assert str(script.parent / "left.wav") in write_script(read)
    assert parse_script(write_script(parse_script(text))) == parse_script(text)


def test_check_tells_what_is_wrong_with_a_lexicon(run: Callable[..., Ran], script: Path) -> None:
    script.write_text(SCRIPT.replace("koo roh dah", "'...'"), encoding="utf-8")
    ran = run("check", script)
    assert ran.code == 2
    assert "mine.yaml:5:10: lexicon: " in ran.err
    assert "nothing to say" in ran.err


def test_compose_brings_the_pack_s_names_and_a_lexicon(run: Callable[..., Ran], folder: Path) -> None:
    pack = Path(BUILT_IN).read_text(encoding="utf-8")
    own = pack.replace("name: Hou Xi", "name: Long Pan").replace("pinyin: Hòuxī", "pinyin: Lóngpán")
    (folder / "packs").mkdir()
    (folder / "packs" / "own.yaml").write_text(f"{own}\nlexicon: words.yaml\n", encoding="utf-8")
    (folder / "packs" / "words.yaml").write_text("words: {Kuroda: koo}", encoding="utf-8")
    (folder / "mine.yaml").write_text("words: {knuckle: nuckle}", encoding="utf-8")
    assert load_pack(folder / "packs" / "own.yaml").lexicon == (str(folder / "packs" / "words.yaml"),)
    asked = (
        "--pack",
        "packs/own.yaml",
        "--lexicon",
        "mine.yaml",
        "--points",
        "SI-3",
        "--voice",
        "silent/default",
    )
    ran = run("compose", *asked, "--minutes", 3, "-o", "packs/made.yaml")
    assert ran.code == 0, ran.err
    script = parse_script((folder / "packs" / "made.yaml").read_text(encoding="utf-8"))
    assert script.lexicon == (
        {"Long Pan": {"all": "Lóngpán", "case": "exact"}},
        "words.yaml",
        str(Path("..", "mine.yaml")),
    )
    with Studio(cache_dir=folder / "cache") as studio:
        found = studio.shown(studio.read_script(folder / "packs" / "made.yaml", allow_outside=True))
    given = " ".join(part.given for part in found if not isinstance(part, int))
    assert "[[lˈʊŋ pˈɑːn]]" in given
    assert "nuckle" in given


def test_a_studio_has_lexicons_of_its_own(tmp_path: Path) -> None:
    script = parse_script(SCRIPT.replace("{hold}", "once"))
    with Studio(cache_dir=tmp_path, lexicon={"Kuroda": "koo"}) as studio:
        assert studio._voices.settings(script).voice == VoiceId("silent", "default")
        assert "with koo." in studio.shown(script)[0].given
