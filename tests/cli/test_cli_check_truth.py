"""``check``: what ``export`` would refuse, what YAML leaves out, and files that are no scripts."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

HEAD = "voiceguide: 1\ntitle: A test\n"
BUILT_IN = Path(sys.modules["voiceguide"].__file__ or "").parent


def checked(run: Callable[..., Ran], text: str, *flags: str) -> Ran:
    Path("one.yaml").write_text(text, encoding="utf-8")
    return run("check", "one.yaml", *flags)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("steps:\n  - chime: bellll\n", "4:12", "there is no chime 'bellll'; did you mean bell"),
        (
            "steps:\n  - hold: {for: 5s, chimes: {end: stopp}}\n",
            "4:35",
            "no chime 'stopp'; did you mean stop",
        ),
        ("steps:\n  - say: Namaste. नमस्ते.\n", "4:10", "nothing to say in 'नमस्ते.' for the voice piper/joe"),
        (
            "steps:\n  - hold: {for: 30s, say: [{at: 9s, text: 放松。}]}\n",
            "4:43",
            "nothing to say in '放松。'",
        ),
        ("bed: rian\nsteps: [say: Hello.]\n", "3:6", "there is no bed 'rian'; did you mean rain"),
        ("bed: rian.wav\nsteps: [say: Hello.]\n", "3:6", "rian.wav cannot be read as a sound"),
        ("lexicon: none.yaml\nsteps: [say: Hello.]\n", "3:10", "the lexicon none.yaml cannot be read"),
        ("chimes: none.yaml\nsteps: [say: Hello.]\n", "3:9", "no such file: none.yaml"),
        ("pitch: 2\nsteps: [say: Hello.]\n", "3:8", "the pitch of piper/joe cannot be changed"),
        ("bed: ../rain.wav\nsteps: [say: Hello.]\n", "3:6", "allow it with --allow-outside"),
    ],
)
def test_what_export_refuses_is_found(run: Callable[..., Ran], text: str, place: str, message: str) -> None:
    ran = checked(run, HEAD + text)
    assert ran.code == 2
    assert f"one.yaml:{place}: " in ran.err
    assert message in ran.err
    assert run("export", "one.yaml", "-o", "one.wav").code == 2


def test_no_chimes_need_no_names(run: Callable[..., Ran]) -> None:
    assert checked(run, f"{HEAD}chimes: none\nsteps:\n  - chime: bellll\n").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "- say: Press point #3 with it.",
        "- say: Step # 3",
        "- say: {text: Step #2\n      }",
        "- chapter: Part #2",
    ],
)
def test_text_that_a_comment_cuts_is_a_warning_with_the_fix(run: Callable[..., Ran], line: str) -> None:
    ran = checked(run, f"{HEAD}steps:\n  {line}\n  - say: Hello.\n")
    assert ran.code == 0
    assert "warning: what follows ' #' is a comment, and not read; put the text in quotes: " in ran.out
    assert checked(run, f"{HEAD}steps:\n  {line}\n  - say: Hello.\n", "--strict").code == 2


@pytest.mark.parametrize(
    "line",
    [
        "- say: Breathe out.  # slowly",
        "- say: Breathe out. # slowly",
        '- say: "Step #2."',
        "- pause: 5s #short",
    ],
)
def test_a_comment_that_is_meant_is_none(run: Callable[..., Ran], line: str) -> None:
    assert "comment" not in checked(run, f"{HEAD}steps:\n  {line}\n  - say: Hello.\n").out


def test_errors_hide_no_warnings(run: Callable[..., Ran]) -> None:
    ran = checked(run, f"{HEAD}steps:\n  - say: Step #2, lie down.\n  - chime: bellll\n")
    assert "one.yaml:4:15: warning: what follows ' #'" in ran.out
    assert "one.yaml:5:12: there is no chime" in ran.err
    assert "steps, " not in ran.out


def test_silences_stand_at_their_step(run: Callable[..., Ran]) -> None:
    steps = (
        "steps:\n  - say: One. Two.\n  - pause: 50s\n  - say: Three.\n  - pause: 1s\n  - hold: {for: 40s}\n"
    )
    ran = checked(run, f"{HEAD}{steps}  - pause: 45s\n  - chime: end\n")
    found = [line.split(": warning")[0] for line in ran.out.splitlines() if "of silence" in line]
    assert found == ["one.yaml:5:5", "one.yaml:9:5"]


def test_packs_chimes_and_lexicons_are_known(run: Callable[..., Ran]) -> None:
    pack = BUILT_IN / "packs" / "back_flexibility.yaml"
    lexicon = BUILT_IN / "speech" / "lexicon.yaml"
    Path("chimes.yaml").write_text("voiceguide_chimes: 1\nroles: {end: gong}\n")
    ran = run("check", pack, lexicon, "chimes.yaml")
    assert ran.code == 0
    assert "'Back flexibility', a pack of 7 points" in ran.out
    assert "a lexicon of " in ran.out
    assert "chimes.yaml: chimes, 0 sounds of its own" in ran.out
    Path("chimes.yaml").write_text("voiceguide_chimes: 1\nroles: {end: gogn}\n")
    assert "'gogn'" in run("check", "chimes.yaml").err
    Path("pack.yaml").write_text("voiceguide_pack: 1\npoints: []\n")
    assert "pack.yaml:1:1: the key 'title' is missing" in run("check", "pack.yaml").err


def test_a_script_comes_by_a_pipe(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{HEAD}steps:\n  - chime: bellll\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert "stdin:4:12: there is no chime 'bellll'" in run("check", "-").err


def test_a_wrong_lexicon_is_told_once_and_all_mistakes_stand_in_order(run: Callable[..., Ran]) -> None:
    Path("names.yaml").write_text("words: {Hou Xi: [1]}\n")
    ran = checked(
        run, f"{HEAD}lexicon: names.yaml\nsteps:\n  - say: Hello. \u653e\n  - chime: bellll\nbed: rian\n"
    )
    places = [line.split(": ")[1] for line in ran.err.splitlines()]
    assert places == ["one.yaml:3:10", "one.yaml:5:10", "one.yaml:6:12", "one.yaml:7:6"]


def test_no_kind_of_mistake_hides_another(run: Callable[..., Ran]) -> None:
    ran = checked(
        run,
        f"{HEAD}bed: rainn\nchimes: {{start: bel.wav, ending: gong}}\nvoice: piper/joey\nsteps:\n"
        "  - chime: bellll\n"
        "  - hold: {fro: 30s, chimes: {start: gongg}}\n"
        "  - say: Round {round}.\n"
        "  - chapter: {title: Swan, side: right}\n"
        "  - hold: {for: 30s, breathe: boxx, countdown: 50}\n"
        "  - sound: none.wav\n"
        "  - say: <nothing\n",
    )
    places = [line.split("one.yaml:", 1)[1].split(": ", 1)[0] for line in ran.err.splitlines()]
    assert places == [
        *("3:6", "4:17", "4:26", "5:8", "7:12", "8:11", "8:12", "8:38", "9:10", "10:14"),
        *("11:31", "11:48", "12:12"),
    ]


def test_what_may_not_be_named_hides_nothing_else(run: Callable[..., Ran]) -> None:
    ran = checked(run, f"{HEAD}bed: ../rain.wav\nsteps:\n  - chime: bellll\n  - sound: in.wav\n")
    assert [line.split("one.yaml:", 1)[1].split(": ", 1)[0] for line in ran.err.splitlines()] == [
        "3:6",
        "5:12",
    ]


def test_what_a_wrong_step_may_put_right_is_not_told(run: Callable[..., Ran]) -> None:
    text = (
        f"{HEAD}steps:\n"
        "  - chapter: {title: Swan, sid: right}\n  - hold: {for: 1m}\n"
        "  - chapter: {title: Swan, side: left}\n  - hold: {for: 1m}\n"
        "  - say: Rest for {hold}.\n"
        "  - repet: 3\n    steps: [hold: {for: 1m}]\n"
    )
    ran = checked(run, text)
    assert len(ran.err.splitlines()) == 2, ran.err


def test_a_file_that_is_no_sound_is_told_in_words(run: Callable[..., Ran]) -> None:
    Path("notes.wav").write_text("Hello.", encoding="utf-8")
    ran = checked(run, f"{HEAD}steps:\n  - sound: notes.wav\n")
    assert "4:12: notes.wav cannot be read as a sound: it is no sound file, or a damaged one" in ran.err
