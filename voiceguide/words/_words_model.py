"""The model of a language's words, and how a phrase is filled."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from voiceguide.words._keys import PLACEHOLDERS
from voiceguide.yamlfile import Before, EditorSchema, Form, NonEmpty, TextLength, model

if TYPE_CHECKING:
    from collections.abc import Sequence

Text = Annotated[str, TextLength(400)]
Glue = Annotated[str, Form(r"(?s).{0,20}", "at most 20 characters")]
Language = Annotated[str, Form(r"^[a-z]{2,3}(-[A-Z]{2})?$", "a language such as en or pt-BR")]
Version = Annotated[Literal["1"], EditorSchema(const=1)]
Phrase = Annotated[str, Form(r"(?s).{1,400}", "1 to 400 characters")]
"""Not stripped: glue between words has blanks at its ends."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Wordings = Annotated[
    tuple[Phrase, ...],
    NonEmpty(),
    Before(_listed),
    EditorSchema(anyOf=[{"type": "string"}, {"type": "array", "items": {"type": "string"}}]),
]
"""One text, or several among which a seed chooses."""


@model()
class Lines:
    """What is said in holds of one kind, one line at a time."""

    brief: Annotated[tuple[Text, ...], NonEmpty()]
    """For any hold that has room."""
    long: Annotated[tuple[Text, ...], NonEmpty()]
    """For a hold that goes on for a while afterwards."""


@model()
class Times:
    """Numbers and times in words."""

    ones: tuple[Text, ...]
    """0 to 19."""
    tens: tuple[Text, ...]
    """20, 30, up to 90."""
    hyphen: Glue
    """Between tens and ones."""
    about: Text
    none: Text
    second: Text
    seconds: Text
    minute: Text
    minutes: Text
    hour: Text
    hours: Text
    holds: dict[str, Text]
    """Times of holds that people say in another way, by their seconds."""
    sessions: dict[str, Text]
    """Lengths of sessions that people say in another way, by their seconds."""
    no: Text = "0"
    """Before what is counted, where there is none of it."""
    singular: dict[str, Text] = field(default_factory=dict)
    """What is counted in repeats, for one of it: ``rounds: round``."""


@model()
class LintWords:
    """What the lint looks for."""

    signals: tuple[Text, ...]
    """Keys of phrases, or the beginnings of keys, that may come again at any time."""
    claims: Annotated[tuple[Text, ...], NonEmpty()]
    """Words that promise something; a star stands for any ending."""
    over: Annotated[tuple[Text, ...], NonEmpty()]
    """Words of which the last chapter has one."""
    asleep: Annotated[tuple[Text, ...], NonEmpty()]
    """Words of which the last chapter has one, where the listener may fall asleep."""
    times: Annotated[tuple[Text, ...], NonEmpty()]
    """Words of which the announcement of a hold has one."""
    heard_as_sides: tuple[Text, ...]
    """Words that voices say so much like a side that no instruction begins with one where sides matter."""


@model()
class Words:
    """Everything that is said in one language and comes from no pack."""

    voiceguide_words: Version
    """The version of the file's form."""
    language: Language
    phrases: dict[str, Wordings]
    lines: dict[str, Lines]
    times: Times
    lint: LintWords

    def wordings(self, key: str) -> tuple[str, ...]:
        """The wordings of a phrase."""
        return self.phrases[key]

    def has(self, key: str) -> bool:
        """Whether there is a phrase of that key."""
        return key in self.phrases

    def text(self, key: str, **facts: str | int) -> str:
        """A phrase's first wording, filled; for what has only one."""
        return self.filled(self.phrases[key][0], facts)

    def filled(self, wording: str, facts: dict[str, str | int]) -> str:
        """A wording with its placeholders filled, but for the times, which the script fills in."""
        for name, fact in facts.items():
            said = self.number(int(fact)) if PLACEHOLDERS[name] == "count" else str(fact)
            wording = wording.replace(f"{{{name}}}", said)
        return wording

    def counted(self, key: str, count: int) -> str:
        """A phrase that has a form for one and a form for several."""
        return self.text(f"{key}.one") if count == 1 else self.text(f"{key}.other", count=count)

    def listed(self, things: Sequence[str]) -> str:
        """Several things in words."""
        if len(things) < 2:
            return "".join(things)
        comma, and_ = self.text("glue.comma"), self.text("glue.and")
        return and_.join([comma.join(things[:-1]), things[-1]])

    def number(self, value: int) -> str:
        """A whole number in words."""
        # num2words takes 20 ms to load, for numbers that nearly always are minutes and seconds
        if 0 <= value < 20:
            return self.times.ones[value]
        if value < 100:
            tens, ones = divmod(value, 10)
            ending = f"{self.times.hyphen}{self.times.ones[ones]}" if ones else ""
            return self.times.tens[tens - 2] + ending
        from num2words import num2words

        return str(num2words(value, lang=self.language))
