"""All errors of the package: one class for each stage, with an exit code that says whose fault it was.

A message is one line that says what, where, the probable cause and what is allowed. Only ``cli/``
prints it and turns :attr:`VoiceguideError.exit_code` into the program's.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file that a person wrote."""

    file: str
    """The file's name as the person gave it."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class VoiceguideError(Exception):
    """Base of all errors that this package raises on purpose."""

    exit_code = 1


class InputError(VoiceguideError):
    """Raised when what a person gave (a flag, a file, a request) cannot be used."""

    exit_code = 2

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place


class YamlError(InputError):
    """Raised when a YAML file is not well-formed, or uses what is not allowed in ours."""


class WordsError(InputError):
    """Raised when a language has no words, or its file is not complete."""


class PackError(InputError):
    """Raised when a pack's content is wrong, or a point is not in it."""


class ScriptError(InputError):
    """Raised when a script's content is wrong."""


class RequestError(InputError):
    """Raised when a request asks for what the pack cannot give."""


class LengthError(InputError):
    """Raised when a length cannot be met; the message says the shortest and longest that can."""

    def __init__(
        self,
        message: str,
        place: Place | None = None,
        *,
        shortest_ms: int | None = None,
        longest_ms: int | None = None,
    ) -> None:
        super().__init__(message, place)
        self.shortest_ms = shortest_ms
        """The shortest length that can be met, where it is known."""
        self.longest_ms = longest_ms


class VoiceError(InputError):
    """Raised when a voice or an engine is not known, or is not installed."""


class OutputError(InputError):
    """Raised when the output's name, folder or format cannot be used."""


class ListenError(VoiceguideError):
    """Raised when the recogniser is not installed, or is not what it should be."""


class SpeechError(VoiceguideError):
    """Raised when an engine failed to speak, even at the second try."""


class CacheError(VoiceguideError):
    """Raised when the clip cache cannot be read or written."""


class ExportError(VoiceguideError):
    """Raised when writing a finished file failed (a full disk, a codec's refusal)."""


class DeviceError(VoiceguideError):
    """Raised when no sound device opens, or one fails while playing."""


class InputErrors(InputError):
    """Raised when several things are wrong at once, so that all can be fixed at once."""

    def __init__(self, errors: list[InputError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)
