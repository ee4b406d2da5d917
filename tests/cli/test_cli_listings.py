"""What the other commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from voiceguide.cli import _export_command as export_command
from voiceguide.cli._table import columns, width
from voiceguide.compose import OCCASIONS, TALKS
from voiceguide.export import PRESETS
from voiceguide.packs import FOCUSES, POSTURES, TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Ran

SILENT = ("--voice", "silent/default")


@pytest.mark.parametrize("name", ["LR-3", "liv3", "LIV-3", "tai chong", "Tàichōng", "太冲", "Supreme Rush"])
def test_a_point_by_any_name(name: str, run: Callable[..., Ran]) -> None:
    ran = run("points", name)
    assert ran.code == 0
    assert ran.out.startswith("LR-3  Tai Chong\n")
    assert "Stop if anything hurts" in ran.out
    assert "P. Sze" in ran.out
    assert "Mai Sogawa" in ran.out
    assert re.search(r"\ncaution +If you are pregnant, press it only with a professional\.\n", ran.out)
    assert re.search(r"\ntradition +releases lower back and hips\n", ran.out)
    assert "- Breathe slowly and deeply.\n" in ran.out
    assert "; flexibility" not in ran.out


def test_all_points_in_a_table(run: Callable[..., Ran]) -> None:
    ran = run("points")
    for code in ("BL-43", "SI-3", "BL-18", "BL-52", "LR-3", "SI-11", "GV-20"):
        assert f"\n{code} " in ran.out
    assert "Stop if anything hurts" in ran.out
    for told in ("no aggressive rolling", "Before or after activity", "P. Sze", "Mai Sogawa"):
        assert told in ran.out
    assert all(width(line) <= 100 for line in ran.out.splitlines())


def test_points_as_json(run: Callable[..., Ran]) -> None:
    assert json.loads(run("points", "hou xi", "--json").out)["code"] == "SI-3"
    assert len(json.loads(run("points", "--json").out)["points"]) == 7


def test_the_timeline_as_json_is_the_documented_form(run: Callable[..., Ran]) -> None:
    told = json.loads(run("timeline", "--minutes", "3", *SILENT, "--json").out)
    assert set(told) == {"version", "rate", "frames", "title", "tracks", "chapters", "holds", "room_tone_db"}
    assert told["frames"] == 180 * told["rate"]
    for track in told["tracks"]:
        for cue in track["cues"]:
            assert {"start", "frames", "kind", "gain_db"} <= set(cue)
    assert told["chapters"][0]["start"] == 0
    assert told["chapters"][-1]["end"] == told["frames"]


def test_the_timeline_as_a_table(run: Callable[..., Ran]) -> None:
    out = run("timeline", "--minutes", "3", *SILENT).out
    assert out.startswith("Back flexibility, three minutes: 3:00.000\n")
    assert "hold for" in out
    assert "(start)" in out


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_the_timeline_as_a_picture(suffix: str, run: Callable[..., Ran], folder: Path) -> None:
    ran = run("timeline", "--length", "1m50s", *SILENT, "--plot", f"x{suffix}")
    assert ran.code == 0, ran.err
    begin = (folder / f"x{suffix}").read_bytes()[:8]
    assert begin == (b"\x89PNG\r\n\x1a\n" if suffix == ".png" else b"<?xml ve")


def test_a_composed_script_is_taken_back(run: Callable[..., Ran], folder: Path) -> None:
    assert run("compose", "--minutes", "4", "--seed", "3", *SILENT, "-o", "mine.yaml").code == 0
    direct = run("timeline", "--minutes", "4", "--seed", "3", *SILENT, "--json").out
    assert run("timeline", "mine.yaml", "--json").out == direct
    assert run("check", "mine.yaml").code == 0
    assert (folder / "mine.yaml").read_text().startswith("# Made by: voiceguide compose --minutes 4 --seed 3")


def test_voices_beds_and_chimes(run: Callable[..., Ran]) -> None:
    voices = run("voices").out
    for voice in ("piper/joe", "system/default", "silent/default"):
        assert voice in voices
    assert {voice["id"] for voice in json.loads(run("voices", "--json").out)} >= {"piper/joe"}
    assert "rain" in run("beds").out
    assert "switch" in run("chimes", "--theme", "wood").out


def test_looking_after_the_cache(run: Callable[..., Ran], folder: Path) -> None:
    run("say", "Breathe in.", *SILENT, "-o", "x.wav")
    assert "silent/default" in run("cache", "info").out
    clip = next((folder.parent / "cache").rglob("*.wav"))
    clip.write_bytes(clip.read_bytes()[:-100])
    assert "0 good, 1 damaged" in run("cache", "verify").out
    run("say", "Breathe in.", *SILENT, "-o", "x.wav")
    assert run("cache", "prune").code == 2
    assert "removed 1 clips" in run("cache", "prune", "--max-mb", "0").out
    run("say", "Breathe in.", *SILENT, "-o", "x.wav")
    assert "removed 1 clips" in run("cache", "clear").out


@pytest.mark.parametrize("kind", ["script", "pack"])
def test_the_schemas_are_schemas(kind: str, run: Callable[..., Ran]) -> None:
    schema = json.loads(run("schema", kind).out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["additionalProperties"] is False


def test_a_sound_card_that_is_not_there(run: Callable[..., Ran]) -> None:
    ran = run("say", "Breathe in.", *SILENT, "--device", "miniaudio/no such card")
    assert ran.code in {1, 2}
    assert "no such card" in ran.err or "voiceguide export" in ran.err
    assert ran.err.count("\n") == 1


def test_play_to_a_device_that_swallows(run: Callable[..., Ran]) -> None:
    assert run("play", "--length", "1m50s", *SILENT, "--device", "null", "--from", "End").code == 0
    beyond = run("play", "--length", "1m50s", *SILENT, "--device", "null", "--from", "5:00")
    assert beyond.code == 2
    assert "1:50" in beyond.err
    nowhere = run("play", "--length", "1m50s", *SILENT, "--device", "null", "--from", "Nowhere")
    assert nowhere.code == 2
    assert "Welcome" in nowhere.err


@pytest.mark.parametrize(
    ("flag", "choices"),
    [
        ("focus", FOCUSES),
        ("tools", TOOLS),
        ("posture", POSTURES),
        ("talk", TALKS),
        ("activity", OCCASIONS),
        ("preset", PRESETS),
    ],
)
def test_help_offers_what_a_request_takes(flag: str, choices: Iterable[str]) -> None:
    option = next(option for option in export_command.command.params if option.name == flag)
    if isinstance(option.type, click.Choice):
        assert tuple(option.type.choices) == tuple(choices)
    else:  # a pack may have names of its own
        assert ", ".join(choices) in option.help


def test_a_table_knows_how_wide_chinese_is() -> None:
    assert width("膏肓") == 4
    assert width("Gāohuāng") == 8
    assert columns([("膏", "a"), ("bb", "c")]) == "膏  a\nbb  c"


def test_a_posture_that_leaves_points_out_says_so(run: Callable[..., Ran]) -> None:
    ran = run("compose", "--minutes", "20", "--posture", "standing", *SILENT)
    assert ran.code == 0
    assert "left out" in ran.err
    assert "LR-3 (Tai Chong)" in ran.err
    assert "left out" not in run("compose", "--minutes", "20", *SILENT).err
    assert "left out" not in ran.out
