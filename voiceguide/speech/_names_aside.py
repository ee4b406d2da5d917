"""A text's spoken form with every point's name put aside: for who cannot know names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide.speech._respeller import Respeller
from voiceguide.speech._text import spoken_form

if TYPE_CHECKING:
    from collections.abc import Callable

NAME_ASIDE: Final = "anyname"
"""Stands in the place of each name."""


class _Aside(Respeller):
    """Puts one word in the place of all names."""

    def respell(self, text: str, keep: Callable[[str], str]) -> str:
        return super().respell(text, lambda _: keep(NAME_ASIDE))


def names_aside(text: str) -> str:
    """The spoken form of an English text, with :data:`NAME_ASIDE` in the place of each name."""
    return spoken_form(text, respell=_Aside([], []))
