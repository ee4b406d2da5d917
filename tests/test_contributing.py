"""The recipes name files that are there, and everything that they name in those files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:voiceguide|tests|scripts)/[\w./]+)`", TEXT)))
PATTERN = re.compile("[A-Z]{2,}")
"""What stands in a path for a name that is chosen."""
RECIPES = re.split(r"(?m)^### ", TEXT)[1:]


@pytest.mark.parametrize("path", [path for path in PATHS if not PATTERN.search(path)])
def test_a_named_file_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", [path for path in PATHS if PATTERN.search(path)])
def test_a_pattern_of_files_has_members(path: str) -> None:
    assert list(ROOT.glob(PATTERN.sub("*", path)))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.splitlines()[0])
def test_a_name_in_capitals_is_in_one_of_the_recipe_s_files(recipe: str) -> None:
    files = [
        ROOT / path for path in re.findall(r"`(voiceguide/[\w./]+\.py)`", recipe) if not PATTERN.search(path)
    ]
    names = set(re.findall(r"`([A-Z]{2,})`", recipe))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {name for name in names if name not in text} == set()
