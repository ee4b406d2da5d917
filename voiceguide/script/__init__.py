"""Scripts: the ordered steps of one session, with elastic times. Model, rules, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.script.load import parse_script, read_script, write_script
    from voiceguide.script.model import Script
    from voiceguide.script.sentences import split_sentences

__all__ = ["Script", "parse_script", "read_script", "split_sentences", "write_script"]

__getattr__ = lazy(
    __name__,
    {
        "load": "parse_script read_script write_script",
        "model": "Script",
        "sentences": "split_sentences",
    },
)
