"""The ``system`` engine: the voices of the operating system, through pyttsx3 (SAPI5, NSSS, espeak-ng).

pyttsx3 2.99 needs a fence, which is this module and the worker process around it:

- four or more sentences in one ``save_to_file`` write no file and raise no error, and of several
  ``save_to_file`` before one ``runAndWait`` only the last is written: so one sentence a call, and a wait
  after each;
- it can hang for ever after a failed write: so it runs only in a worker that can be killed;
- a voice that it cannot set is reported to callbacks only: so the voice is read back;
- it prints to stdout: the worker keeps its own pipe away from that;
- empty text is an AssertionError: the text front end lets none through;
- on Linux it needs a shared library that pip does not put on the loader's path: see :func:`_preload_espeak`.
"""

from __future__ import annotations

import functools
import os
import platform
import re
import sys
import tempfile
import threading
import wave
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide._lib.child import ChildError, in_child
from voiceguide._lib.installed import installed_version
from voiceguide._lib.late_numpy import np
from voiceguide.errors import SpeechError
from voiceguide.script import Calibration
from voiceguide.speech._respeller import LETTERS
from voiceguide.speech._voice import VoiceId, VoiceInfo, no_voice
from voiceguide.speech.engines._espeak_phonemes import PHONEMES_FLAG, for_espeak, spelt_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.speech._voice import VoiceSettings

WORDS_A_MINUTE = 150
"""pyttsx3's pace at rate 1; its own default of 200 is too fast for a listener who lies down."""

_SEMITONES = (-6.2, -4.2, -2.4, 0.0, 1.7, 4.2, 7.1, 8.8)
_ESPEAK_PITCHES = (0.0, 20.0, 35.0, 50.0, 60.0, 75.0, 90.0, 99.0)
"""Semitones against espeak-ng's own pitch, and its parameter for them: measured on a voiced sentence."""

_FINISHED = threading.Event()
"""Set when the file of an utterance is complete."""
_FINISH_S = 10.0
"""How long to wait for that, in seconds; the file is looked for after it in any case."""
_TRIES = 3
"""How often a sentence is spoken if its file is empty: on a busy machine one in some hundred is."""
_SET: dict[str, tuple[tuple[str, Any], ...]] = {}
"""What the driver was told last."""

_DEFAULT_ON_ESPEAK = "en-US"
_FIELD = re.compile(r"^(name|language)\s+(.+?)\s*$", re.MULTILINE)


class System:
    """The computer's own voices: ``system/default``, or one by its name (``system/en-GB`` with espeak-ng)."""

    name = "system"
    # espeak takes phonemes; Windows' and macOS's voices are given letters
    family = "espeak" if sys.platform == "linux" else LETTERS
    calibration = Calibration()
    # espeak's driver takes a pitch, and SAPI's and NSSS's do not
    settings = frozenset({"pitch"} if sys.platform == "linux" else ())
    in_process = False
    parallel = 2
    # a sentence takes 50 ms, half of them sleeps of pyttsx3's; a worker's start takes six times as long
    worth = 6
    exact = False
    worldwide = True

    @property
    def version(self) -> str:
        """Version of pyttsx3; empty if it is not installed."""
        return installed_version("pyttsx3")

    def voices(self) -> Sequence[VoiceInfo]:
        """All voices of the system, the default first."""
        return [self._default(), *_named()]

    def voice(self, name: str) -> VoiceInfo:
        """One voice, its name compared without regard to case."""
        if name == "default":
            return self._default()
        for info in _named():
            if info.id.name.lower() == name.lower():
                return info
        raise no_voice(VoiceId(self.name, name), [info.id.name for info in self.voices()])

    def fingerprint(self, name: str) -> str:
        """Version of pyttsx3 and of what speaks underneath."""
        info = self.voice(name)
        beneath = (
            f"espeakng-loader {installed_version('espeakng-loader')}"
            if _espeak_data()
            else platform.platform()
        )
        alone = " alone" if _speaks_alone() else ""
        voice = _identifier(info.id.name)
        return f"pyttsx3 {self.version} {beneath} voice {voice} pace {WORDS_A_MINUTE}{alone}"

    def load(self, name: str) -> None:
        """Start pyttsx3's driver, or load what it starts from, and see that the voice is there."""
        self.voice(name)
        if _speaks_alone():
            _load_espeak()
        else:
            _driver()

    def synthesize(self, sentence: str, settings: VoiceSettings) -> tuple[NDArray[np.float32], int]:
        """Speak one sentence into a file of its own and read it back.

        With espeak in a process of its own, too: its flutter, a slow wavering of the pitch, would go on from
        the sentence before, and a clip would depend on more than its key tells.
        """
        for _ in range(_TRIES):
            with tempfile.TemporaryDirectory(prefix="voiceguide-") as folder:
                file = Path(folder, "clip.wav")
                if _speaks_alone():
                    try:
                        in_child(lambda: self._speak(sentence, settings, file))  # noqa: B023 - it ends here
                    except ChildError as error:
                        raise SpeechError(str(error)) from error
                else:
                    self._speak(sentence, settings, file)
                if not file.exists():
                    raise SpeechError("the system's voice wrote no sound and gave no reason")
                samples, rate = _read_wave(file)
            if len(samples):
                break
        return samples, rate

    def _speak(self, sentence: str, settings: VoiceSettings, file: Path) -> bytes:
        driver = _driver()
        identifier = _identifier(settings.voice.name)
        _set(
            driver,
            (
                *((("voice", identifier),) if identifier else ()),
                ("rate", round(WORDS_A_MINUTE * settings.rate)),
                *((("pitch", _espeak_pitch(settings.pitch)),) if "pitch" in self.settings else ()),
            ),
        )
        _save(driver, for_espeak(sentence) if self.family == "espeak" else sentence, file)
        spoke = str(driver.getProperty("voice"))
        if identifier and spoke.lower() != identifier.lower():
            raise SpeechError(f"the system speaks with {spoke!r}, not {identifier!r}")
        return b""

    def phonemes(self, sentence: str, settings: VoiceSettings) -> str | None:
        """What espeak-ng makes of a sentence, where it is the one that comes with espeakng-loader."""
        data = _espeak_data()
        if data is None:
            return None
        import espeakng_loader

        accent = _identifier(settings.voice.name).rpartition("/")[2]
        return spelt_out(sentence, espeakng_loader.get_library_path(), str(data), accent)

    def _default(self) -> VoiceInfo:
        why_not, fix = _why_not(self.version)
        return VoiceInfo(
            VoiceId(self.name, "default"),
            "en-US" if _espeak_data() else "en",
            "espeak-ng GPL-3.0-or-later" if sys.platform == "linux" else "part of the operating system",
            "espeak-ng: plain and quick" if sys.platform == "linux" else "the system's default voice",
            22_050 if sys.platform == "linux" else 0,
            not why_not,
            why_not,
            fix,
            has_pitch="pitch" in self.settings,
        )


def _espeak_pitch(semitones: float) -> int:
    return round(float(np.interp(semitones, _SEMITONES, _ESPEAK_PITCHES)))


def list_installed() -> list[tuple[str, str, str]]:
    """Ask the driver for its voices as (identifier, name, language); call it in a worker process only."""
    found = []
    for voice in _driver().getProperty("voices"):
        languages = [
            each.decode(errors="ignore") if isinstance(each, bytes) else each for each in voice.languages
        ]
        found.append((str(voice.id), str(voice.name), str(next(iter(languages), "")).strip("\x05")))
    return found


def _why_not(version: str) -> tuple[str, str]:
    """Why the system's voices cannot speak here and what to do, or two empty texts."""
    if not version:
        return "the Python package pyttsx3 is not installed", "pip install pyttsx3"
    if sys.platform == "linux" and not _espeak_data() and not _has_system_espeak():
        return "the library espeak-ng is not installed", "pip install espeakng-loader"
    return "", ""


def _has_system_espeak() -> bool:
    from ctypes.util import find_library

    return find_library("espeak-ng") is not None


@functools.cache
def _espeak_data() -> Path | None:
    """The data folder of espeakng-loader; None where another library speaks."""
    if sys.platform != "linux":
        return None
    spec = util.find_spec("espeakng_loader")
    data = Path(spec.origin).parent / "espeak-ng-data" if spec and spec.origin else None
    return data if data and data.is_dir() else None


@functools.cache
def _named() -> list[VoiceInfo]:
    """The voices by name, English first; from espeak's data folder, which is quicker than asking a worker."""
    data = _espeak_data()
    if data is not None:
        listed = [(file.name, *_described(file)) for file in (data / "lang").rglob("*") if file.is_file()]
        licence = "espeak-ng GPL-3.0-or-later"
    else:
        from voiceguide.speech._process import installed_system_voices

        listed = [(identifier, language, label) for identifier, label, language in installed_system_voices()]
        licence = "part of the operating system"
    infos = [
        VoiceInfo(
            VoiceId(System.name, name), language, licence, label, 0, has_pitch="pitch" in System.settings
        )
        for name, language, label in listed
    ]
    return sorted(infos, key=lambda info: (not info.english, info.id.name.lower()))


def _described(file: Path) -> tuple[str, str]:
    """Language and label from a file of espeak's ``lang`` folder."""
    fields: dict[str, str] = {}
    for key, value in _FIELD.findall(file.read_text("utf-8", errors="replace")):
        fields.setdefault(key, value)
    return fields.get("language", file.name).split()[0], fields.get("name", file.name)


@functools.cache
def _identifier(name: str) -> str:
    """What pyttsx3 calls a voice; empty for the operating system's own default."""
    data = _espeak_data()
    if data is None:
        return "" if name == "default" else name
    wanted = _DEFAULT_ON_ESPEAK if name == "default" else name
    for file in (data / "lang").rglob("*"):
        if file.name.lower() == wanted.lower():
            return file.relative_to(data / "lang").as_posix()
    raise no_voice(VoiceId(System.name, name), [info.id.name for info in _named()])


def _speaks_alone() -> bool:
    """Whether each sentence gets a process of its own, which is a copy of this one."""
    return sys.platform == "linux"


@functools.cache
def _load_espeak() -> None:
    """Load all that a process for a sentence needs, but do not start espeak: that is for the copies."""
    _preload_espeak()
    import pyttsx3.drivers.espeak  # noqa: F401 - loads the library


@functools.cache
def _driver() -> Any:
    """pyttsx3's engine; one a process, since espeak cannot start twice and is not safe with threads."""
    if sys.platform == "linux":
        _load_espeak()
    import pyttsx3

    driver = pyttsx3.init()
    driver.connect("finished-utterance", lambda **_: _FINISHED.set())
    if sys.platform == "linux":
        _take_phonemes()
        # The first runAndWait of a process does not wait, and what was set before it may come too late:
        # pyttsx3 runs its queue, with the command to end the loop in it, before the loop. So the first
        # utterance is nobody's. All are alike only if it is, so espeak must know its settings before.
        _wait_for_espeak()
        with tempfile.TemporaryDirectory(prefix="voiceguide-") as folder:
            _save(driver, "Ready.", Path(folder, "clip.wav"))
    return driver


def _set(driver: Any, properties: tuple[tuple[str, Any], ...]) -> None:
    """Set what is not set already, and wait until it is: espeak's thread must not read what is written."""
    if _SET.get("properties") != properties:
        for name, value in properties:
            driver.setProperty(name, value)
            _wait_for_espeak()
        _SET["properties"] = properties


def _save(driver: Any, sentence: str, file: Path) -> None:
    """Speak into a file, until espeak's thread has nothing left to tell.

    A last callback that came late would be taken for the end of the next utterance: an empty file.
    """
    _FINISHED.clear()
    driver.save_to_file(sentence, str(file))
    driver.runAndWait()
    if sys.platform == "linux":
        _FINISHED.wait(_FINISH_S)
    _wait_for_espeak()


def _wait_for_espeak() -> None:
    if sys.platform == "linux":
        from pyttsx3.drivers import _espeak

        _espeak.Synchronize()


def _take_phonemes() -> None:
    """Have espeak read ``[[...]]`` as phonemes: a flag of each utterance, which pyttsx3 does not set."""
    from pyttsx3.drivers import _espeak

    synth = _espeak.Synth

    def synth_with_phonemes(text: bytes, *, flags: int = 0, **options: Any) -> Any:
        return synth(text, flags=flags | PHONEMES_FLAG, **options)

    _espeak.Synth = synth_with_phonemes


def _preload_espeak() -> None:
    """Load the pip wheel's espeak-ng so that pyttsx3 finds it by its soname, as if it were installed."""
    data = _espeak_data()
    if data is None:
        return
    import ctypes

    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = str(data)
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _read_wave(file: Path) -> tuple[NDArray[np.float32], int]:
    """Samples of the file that pyttsx3 wrote; NSSS writes AIFF under any name, so not only WAV."""
    try:
        with wave.open(str(file)) as sound:
            width, channels, rate = sound.getsampwidth(), sound.getnchannels(), sound.getframerate()
            data = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError):
        return _decode(file)
    if width != 2:
        return _decode(file)
    samples = np.frombuffer(data, dtype="<i2").reshape(-1, channels).mean(axis=1)
    return (samples / 32768.0).astype(np.float32), rate


def _decode(file: Path) -> tuple[NDArray[np.float32], int]:
    """Samples of any other kind of file."""
    import av

    try:
        with av.open(str(file)) as container:
            rate = container.streams.audio[0].rate
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
            frames = [
                piece.to_ndarray()
                for frame in container.decode(audio=0)
                for piece in resampler.resample(frame)
            ]
    except (av.FFmpegError, IndexError, OSError) as e:
        raise SpeechError(f"the system's voice wrote a file that is not sound: {e}") from e
    if not frames:
        raise SpeechError("the system's voice wrote an empty file")
    return np.concatenate(frames, axis=1).reshape(-1).astype(np.float32), int(rate)
