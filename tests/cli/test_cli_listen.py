"""``check --listen``: what a recogniser makes of a script's lines."""

import json

import pytest

from voiceguide import listen
from voiceguide.listen import _whisper_model as whisper_model

SCRIPT = """voiceguide: 1
title: A test
voice: silent/default
steps:
  - say: Sit down. Breathe in.
  - hold:
      for: 30s
      say: [{at: -10s, text: Ten seconds left.}]
  - say: Press Hou Xi.
"""


@pytest.fixture
def script(folder):
    path = folder / "one two.yaml"
    path.write_text(SCRIPT)
    return path


@pytest.fixture
def hears(monkeypatch):
    """A recogniser that hears these lines, one after another."""

    def put(*lines):
        class Fake:
            def __init__(self):
                self.lines = iter(lines)

            def hear(self, block):
                assert block.ndim == 2
                assert str(block.dtype) == "float32"
                return next(self.lines)

        monkeypatch.setattr(listen, "Recogniser", Fake, raising=False)

    return put


def test_the_worst_lines_come_first_with_place_and_command(run, script, hears):
    hears("Sit down.", "Breathing.", "Ten seconds lift.", "Press horse.")
    ran = run("check", "--listen", script)
    assert ran.code == 0
    head, *worst = ran.out.splitlines()
    assert head == f"{script}: 4 lines heard, 3 of 8 words misheard (37.5%); names in 1 lines put aside"
    assert worst == [
        f"{script}:5:10: heard 'Breathing.' for 'Breathe in.'",
        f"    voiceguide say --script '{script}' --line 5",
        f"{script}:8:30: heard 'Ten seconds lift.' for 'Ten seconds left.'",
        f"    voiceguide say --script '{script}' --line 8",
    ]


def test_as_json(run, script, hears):
    hears("Sit down.", "Breathe in.", "Ten seconds lift.", "Press.")
    ran = run("check", "--listen", "--json", script)
    (report,) = json.loads(ran.out)["scripts"]
    assert (report["lines"], report["words"], report["wrong"], report["error_rate"]) == (4, 8, 1, 0.125)
    (worst,) = report["worst"]
    assert (worst["said"], worst["heard"]) == ("Ten seconds left.", "Ten seconds lift.")
    assert (worst["line"], worst["column"], worst["wrong"]) == (8, 30, 1)


def test_no_more_than_ten_are_listed(run, folder, hears):
    steps = "\n".join(f"  - say: Line {chr(97 + number) * 3}." for number in range(12))
    path = folder / "many.yaml"
    path.write_text(f"voiceguide: 1\ntitle: Many\nvoice: silent/default\nsteps:\n{steps}\n")
    hears(*["nothing"] * 12)
    assert len(run("check", "--listen", path).out.splitlines()) == 1 + 2 * 10


def test_without_the_extra_one_line_says_how_to_install_it(run, script, monkeypatch):
    monkeypatch.setattr(whisper_model, "find_installed", lambda _: None)
    ran = run("check", "--listen", script)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "voiceguide: the Python package faster-whisper is not installed; pip install 'voiceguide[listen]'"
    ]


def test_another_language_is_refused(run, script, hears):
    hears()
    script.write_text(SCRIPT.replace("silent/default", "system/de"))
    ran = run("check", "--listen", script)
    assert ran.code == 2
    assert "understands English only, not the voice system/de" in ran.err


def test_json_needs_listen(run, script):
    ran = run("check", "--json", script)
    assert ran.code == 2
    assert "--json is for --listen" in ran.err
