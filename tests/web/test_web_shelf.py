"""The shelf: routines as files in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import InputError
from voiceguide.web._shelf import MOST_NAME, NoRoutine, Shelf, short_name

if TYPE_CHECKING:
    from pathlib import Path


def test_a_routine_is_found_by_another_shelf(tmp_path: Path) -> None:
    made = Shelf(tmp_path / "new").add(name=" A  walk\n", script="# mine\n", seconds=60.0, asked="length=1m")
    assert Shelf(tmp_path / "new").all() == [made]
    assert made.name == "A walk"
    assert made.script == "# mine\n"


def test_a_changed_script_is_no_longer_what_was_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    made = shelf.add(name="One", script="a", seconds=1.0, asked="length=1m")
    assert shelf.change(made.id, new_name="Two").asked == "length=1m"
    assert shelf.change(made.id, script="b").asked is None
    assert (shelf.get(made.id).name, shelf.get(made.id).script) == ("Two", "b")
    shelf.remove(made.id)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "a" * 12 + "/", "A" * 12, "aaaaaaaaaaa1", "a" * 13]
)
def test_an_id_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoRoutine):
        Shelf(tmp_path).get(name)


def test_what_is_damaged_is_passed_over(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    made = shelf.add(name="One", script="a", seconds=1.0)
    (tmp_path / f"{made.id}.json").write_text("{")
    assert shelf.all() == []


@pytest.mark.parametrize("name", ["", " \n", "x" * 121])
def test_a_name_is_short_and_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        Shelf(tmp_path).add(name=name, script="", seconds=1.0)


def test_a_long_title_is_cut_after_a_word() -> None:
    assert short_name("Two breaths") == "Two breaths"
    cut = short_name("Evening " * 30)
    assert len(cut) <= MOST_NAME
    assert cut.endswith("Evening…")
    assert len(short_name("a" * 300)) == MOST_NAME
