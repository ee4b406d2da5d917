"""The types of the page's own script, as TypeScript reads them from its comments."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent.parent / "voiceguide" / "web" / "static"


@pytest.mark.parametrize(
    ("name", "library"), [("page.js", "dom,dom.iterable"), ("worker.js", "webworker")], ids=["page", "worker"]
)
def test_types(name: str, library: str) -> None:
    compiler = shutil.which("tsc")
    if compiler is None:
        pytest.skip("tsc is missing: npm install --global typescript")
    done = subprocess.run(
        [compiler, "--noEmit", "--checkJs", "--allowJs", "--strict", "--target", "es2023",
         "--module", "es2022", "--lib", f"es2023,{library}", "--types", "", str(STATIC / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["page.js", "worker.js", "page.css"])
def test_nothing_comes_from_elsewhere(name: str) -> None:
    text = (STATIC / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in text
    assert "https://" not in text
    assert "@import" not in text
    assert "eval(" not in text
