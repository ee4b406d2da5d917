"""The contract of speech engines, and a registry of them by name."""

from __future__ import annotations

import functools
import importlib
import os
from typing import TYPE_CHECKING, Protocol, cast

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import VoiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.script import Calibration
    from voiceguide.speech._voice import VoiceInfo, VoiceSettings

ENGINES = {
    "piper": "voiceguide.speech.engines._piper:Piper",
    "system": "voiceguide.speech.engines._system:System",
    "kokoro": "voiceguide.speech.engines._kokoro:Kokoro",
    "silent": "voiceguide.speech.engines._silent:Silent",
}
"""Engine name to ``module:class``; a module is imported when its engine is asked for."""

EXTRA_ENGINES = "VOICEGUIDE_ENGINES"
"""Environment variable that adds engines of one's own: ``name=module:class``, several with commas.

An environment variable because worker processes inherit it, as they do the PYTHONPATH that it needs.
"""


class Engine(Protocol):
    """A speech synthesiser. Created without arguments and at no cost: models load at the first sentence.

    What it makes of a sentence depends on nothing but the sentence, the settings and its fingerprint.
    """

    name: str
    """As in ``engine/voice``."""
    version: str
    """The engine's own version, for listings."""
    family: str
    """Which respellings of the lexicon fit: ``piper``, ``kokoro`` and ``espeak`` read ``[[...]]`` as IPA,
    ``letters`` does not."""
    calibration: Calibration
    """How long its voices take, relative to the estimate from letters."""
    settings: frozenset[str]
    """Those fields of :class:`VoiceSettings`, besides the voice and its rate, that change its sound."""
    in_process: bool
    """Whether it speaks inside the calling process: only one that is quick, and cannot print, hang or die."""
    parallel: int
    """The most worker processes."""
    worth: int
    """How many sentences make it worth starting a worker."""
    exact: bool
    """Whether samples are final: not to be trimmed or level-matched, and of a length that must be kept."""
    worldwide: bool
    """Whether it has voices for so many languages and accents that a list is to show the common ones only."""

    def voices(self) -> Sequence[VoiceInfo]:
        """All voices, also those that are not installed; never loads a model."""
        ...

    def voice(self, name: str) -> VoiceInfo:
        """One voice; cheap.

        Raises
        ------
        VoiceError
            If there is no such voice. One that is known but not installed is returned, not available.
        """
        ...

    def fingerprint(self, name: str) -> str:
        """Everything that can be heard and is not in the text or the settings; cheap.

        Engine version, the model's hash, fixed synthesis settings. A part of each clip's cache key.

        Raises
        ------
        VoiceError
            If there is no such voice.
        """
        ...

    def load(self, name: str) -> None:
        """Load what a voice needs, so that the first sentence does not wait."""
        ...

    def phonemes(self, sentence: str, settings: VoiceSettings) -> str | None:
        """What the voice makes of a prepared sentence before it sounds; None where that cannot be known."""
        ...

    def synthesize(self, sentence: str, settings: VoiceSettings) -> tuple[NDArray[np.float32], int]:
        """Speak one sentence that the text front end has prepared.

        Returns
        -------
        samples : ndarray of float32, shape (frames,)
            Mono, in [-1, 1].
        rate : int
            Frames a second.
        """
        ...


def engine_names() -> list[str]:
    """Names of all engines, the default one first."""
    return list(_registry())


@functools.cache
def _made(path: str) -> Engine:
    module, _, attribute = path.partition(":")
    engine = getattr(importlib.import_module(module), attribute)
    if missing := [name for name in Engine.__annotations__ if not hasattr(engine, name)]:
        raise AttributeError(f"{attribute} does not say its {', '.join(missing)}")
    return cast("Engine", engine())


def find_engine(name: str) -> Engine:
    """Return an engine by its name; the same object each time.

    Raises
    ------
    VoiceError
        If there is no such engine, or its module cannot be imported.
    """
    registry = _registry()
    if name not in registry:
        raise VoiceError(f"there is no speech engine {name!r}{did_you_mean(name, registry)}")
    try:
        return _made(registry[name])
    except (ImportError, AttributeError, OSError) as e:
        raise VoiceError(f"the speech engine {name!r} cannot be loaded: {e}") from e


def _registry() -> dict[str, str]:
    extra = (entry.partition("=") for entry in os.environ.get(EXTRA_ENGINES, "").split(",") if "=" in entry)
    return ENGINES | {name.strip(): path.strip() for name, _, path in extra}
