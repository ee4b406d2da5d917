"""That the lines which no voice was tuned on are in nothing that is said otherwise."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def test_unseen_lines_are_in_no_script_and_in_no_words() -> None:
    lines = (HERE / "unseen_lines.txt").read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) == 80
    said = [
        *(ROOT / "scripts").glob("*.yaml"),
        *(ROOT / "voiceguide").rglob("*.yaml"),
    ]
    assert said
    texts = [path.read_text("utf-8") for path in said]
    assert not [line for line in lines if any(line in text for text in texts)]
