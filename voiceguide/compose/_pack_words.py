"""The words of a pack's language, with those that the pack brings for its own tools, postures and focuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.words import words_of

if TYPE_CHECKING:
    from voiceguide.packs import Pack
    from voiceguide.words import Words


def words_with(pack: Pack) -> Words:
    """The words that tell a session of a pack."""
    words = words_of(pack.language)
    own: dict[str, tuple[str, ...]] = {}
    for name, tool in pack.tools.items():
        own |= {f"thing.{name}": (tool.say,), f"the.{name}": (tool.the,)}
    for name, posture in pack.postures.items():
        own[f"move.to.{name}"] = posture.go
    for name, focus in pack.focuses.items():
        own |= {
            f"focus.{name}": (focus.title,),
            f"subject.{name}": (focus.subject,),
            f"area.{name}": (focus.area,),
        }
    return replace(words, phrases={**words.phrases, **own}) if own else words


def craft_of(pack: Pack, words: Words) -> str:
    """What is done, in a word or two."""
    return pack.craft or pack.method or words.text("method")
