"""Compose: from a request and a pack to a script. Choosing points, ordering them, words, and their lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.compose._choice import left_out, ways_of
    from voiceguide.compose._composer import Composer, Fit, guess, guessed_timeline
    from voiceguide.compose._course import Course
    from voiceguide.compose._lint import Finding, lint
    from voiceguide.compose._margin import cannot_be, is_sure, is_sure_by_letters, spoken_ms
    from voiceguide.compose._readers import level, minutes
    from voiceguide.compose._request import Request
    from voiceguide.compose._terms import DEFAULT_LENGTH_MS, OCCASIONS, TALKS
    from voiceguide.compose._written import (
        YES,
        Asked,
        asked,
        knob_name,
        make_request,
        read_request,
        write_request,
    )

__all__ = [
    "DEFAULT_LENGTH_MS",
    "OCCASIONS",
    "TALKS",
    "YES",
    "Asked",
    "Composer",
    "Course",
    "Finding",
    "Fit",
    "Request",
    "asked",
    "cannot_be",
    "guess",
    "guessed_timeline",
    "is_sure",
    "is_sure_by_letters",
    "knob_name",
    "left_out",
    "level",
    "lint",
    "make_request",
    "minutes",
    "read_request",
    "spoken_ms",
    "ways_of",
    "write_request",
]

__getattr__ = lazy(
    __name__,
    {
        "_choice": "left_out ways_of",
        "_composer": "Composer Fit guess guessed_timeline",
        "_course": "Course",
        "_lint": "Finding lint",
        "_margin": "cannot_be is_sure is_sure_by_letters spoken_ms",
        "_readers": "level minutes",
        "_request": "Request",
        "_terms": "DEFAULT_LENGTH_MS OCCASIONS TALKS",
        "_written": "YES Asked asked knob_name make_request read_request write_request",
    },
)
