"""The types of the page's own script, as TypeScript reads them from its comments."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from required import need

COMPILER = Path(__file__).with_name("typescript") / "node_modules" / ".bin" / "tsc"
"""Where `npm ci --prefix tests/web/typescript` puts it."""
STATIC = Path(__file__).parent.parent.parent / "voiceguide" / "web" / "static"


@pytest.mark.parametrize(
    ("name", "library"), [("page.js", "dom,dom.iterable"), ("worker.js", "webworker")], ids=["page", "worker"]
)
def test_types(name: str, library: str, tmp_path: Path) -> None:
    compiler = str(COMPILER) if COMPILER.exists() else shutil.which("tsc")
    need(compiler is not None, "tsc (npm ci --prefix tests/web/typescript)", "VOICEGUIDE_REQUIRE_TSC")
    done = subprocess.run(
        [compiler, "--noEmit", "--checkJs", "--allowJs", "--strict", "--target", "es2023",
         "--module", "es2022", "--lib", f"es2023,{library}", "--typeRoots", str(tmp_path),
         str(STATIC / name)],
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
