import os
from pathlib import Path

import pytest

from voiceguide.speech import ClipCache

FAKES = (
    "Good",
    "Slow",
    "Choosy",
    "Dying",
    "DyingOnce",
    "Hanging",
    "Sleeping",
    "HangingOnce",
    "Picky",
    "Broken",
    "Chatty",
    "Wrong",
)


@pytest.fixture
def fakes(monkeypatch, tmp_path):
    """The fake engines under their lower-case names; returns the folder where they leave marks."""
    here = str(Path(__file__).parent)
    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setenv("FAKE_MARKS", str(marks))
    monkeypatch.setenv(
        "VOICEGUIDE_ENGINES", ",".join(f"{name.lower()}=fake_engines:{name}" for name in FAKES)
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(here)
    return marks


@pytest.fixture
def cache(tmp_path):
    return ClipCache(tmp_path / "clips")
