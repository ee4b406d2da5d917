"""English as people write it, put into words: numbers, symbols, abbreviations, capitals, heteronyms.

The front end is a list of passes, :data:`PASSES`, applied once each and in order. What a pass has written out
is hidden from all that follow (:class:`FinishedSpans`).
"""

from __future__ import annotations

from voiceguide.speech.english._finished_spans import SPAN, FinishedSpans
from voiceguide.speech.english._grammar import CLASSES
from voiceguide.speech.english._heteronyms import read_aloud
from voiceguide.speech.english._passes import PASSES
from voiceguide.speech.english._pasted import addresses, pasted, whole_addresses
from voiceguide.speech.english._units import UNIT

__all__ = [
    "CLASSES",
    "PASSES",
    "SPAN",
    "UNIT",
    "FinishedSpans",
    "addresses",
    "pasted",
    "read_aloud",
    "whole_addresses",
]
