"""What is wrong with a script beyond its form: each command tells its place, as ``check`` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

COMMANDS = [("export", "-o", "out.wav"), ("timeline",), ("play",)]
GOOD = """\
voiceguide: 1
title: Wrong
voice: silent/default
length: 1m
steps:
  - say: Hold for half a minute.
  - hold: {for: 25s-40s}
  - say: That is all.
  - chime: end
"""
WRONG = {
    "a chime": (("chime: end", "chime: bellll"), "9:12: there is no chime 'bellll'"),
    "a bed": (("length: 1m", "length: 1m\nbed: rainn"), "5:6: there is no bed 'rainn'"),
    "a voice": (("silent/default", "silent/other"), "3:8: there is no voice silent/other"),
    "a lexicon": (("length: 1m", "length: 1m\nlexicon: nix.yaml"), "5:10: the lexicon "),
    "a sound": (("chime: end", "sound: nix.wav"), "9:12: "),
    "a length": (
        ("length: 1m", "length: 1h"),
        "4:9: a length of 1h cannot be met: the shortest that would do is ",
    ),
}


@pytest.fixture
def script(folder: Path) -> Callable[[str, str], None]:
    def write(old: str, new: str) -> None:
        assert old in GOOD
        (folder / "mine.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")

    return write


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_each_command_tells_the_place(
    run: Callable[..., Ran],
    script: Callable[[str, str], None],
    args: tuple[str, ...],
    change: tuple[str, str],
    message: str,
) -> None:
    script(*change)
    command, *more = args
    ran = run(command, "mine.yaml", *more)
    assert ran.code == 2
    assert ran.err.startswith(f"voiceguide: mine.yaml:{message}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("flag", "message"),
    [
        (("--minutes", "60"), "a length of 1h cannot be met"),
        (("--voice", "silent/other"), "there is no voice silent/other"),
        (("--bed", "rainn"), "there is no bed 'rainn'"),
    ],
)
def test_what_a_flag_asks_for_is_not_put_down_to_the_script(
    run: Callable[..., Ran], script: Callable[[str, str], None], flag: tuple[str, str], message: str
) -> None:
    script("1m", "1m")
    ran = run("export", "mine.yaml", *flag, "-o", "out.wav")
    assert ran.code == 2
    assert ran.err.startswith(f"voiceguide: {message}")
