"""Lines that a listener recorded: they are heard in the voice's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from voiceguide.script._parts import Part, parts

if TYPE_CHECKING:
    from voiceguide.script._hold_model import HoldCue
    from voiceguide.script._script_model import SayBody


class RecordedLine(str):
    """The text of a line, with the sound file that is heard for it.

    It is shown as any other text is. The same words without the file are another line.
    """

    __slots__ = ("file",)

    file: str

    def __new__(cls, text: str, file: str) -> Self:
        """A line and its file."""
        made = super().__new__(cls, text)
        made.file = file
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordedLine) and str(self) == str(other) and self.file == other.file

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((str(self), self.file))

    def __str__(self) -> str:
        return "".join(self)


def parts_of(line: SayBody | HoldCue) -> tuple[Part, ...]:
    """The sentences and breaks of a line; a recorded one is one piece.

    Raises
    ------
    ValueError
        As :func:`voiceguide.script.parts`.
    """
    found = parts(line.text)
    if line.file is None:
        return found
    return (RecordedLine(" ".join(part for part in found if isinstance(part, str)), line.file),)
