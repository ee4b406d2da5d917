"""How well spoken commands are recognised: `python voice_commands.py measure` and `report [README]`.

    python voice_commands.py words --voice piper/joe     each command, clean and over beds
    python voice_commands.py guide --minutes 30          a session of the guide's own, through the gate
    python voice_commands.py sounds                      chimes and the player's ticks, at several levels
    python voice_commands.py time                        from the end of a word to the action
    python voice_commands.py report [README]             the tables, to the terminal or the README

Needs the extra `listen`. What is measured is kept in `build/bench/voice_commands.json`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from voiceguide.compose import Request
from voiceguide.listen._command_words import CommandWords
from voiceguide.listen._endpointing import RATE, Endpointer
from voiceguide.listen._open import _detector
from voiceguide.listen._spoken_commands import WORDS, SpokenCommands
from voiceguide.sound import ChimeSet, theme_names
from voiceguide.sound._beds import SynthesisedBed
from voiceguide.sound._resample import resample
from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings
from voiceguide.store import locate
from voiceguide.studio import Studio
from voiceguide.units import Ms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent.parent / "build" / "bench" / "voice_commands.json"
BEGIN, END = "<!-- voice-commands:begin -->", "<!-- voice-commands:end -->"
CLIP_RATE = 48_000
RENDITIONS = (("{}.", 1.0), ("{}!", 1.0), ("{}.", 1.25))
"""How a command is written, and its pace: it is spoken no slower than the guide speaks."""
BEDS = ("rain", "surf")
NOISES: dict[str, float | None] = {"clean": None, "10 dB": 10.0, "5 dB": 5.0}
"""How much louder the word is than the bed, in the mean."""
LEVELS = (0, -12, -24)
"""How loud a chime or a tick is at the microphone: its peak, in decibels of full scale."""
QUIET_S = 1.0
"""Before and after a word; the bed goes on."""
SHOWN_S = 0.1
TIMED = ("pause", "stop", "next", "longer", "repeat")


def spoken(voice: str, texts: list[str], pace: float) -> dict[str, NDArray[np.float32]]:
    """Each text in a voice, at the recogniser's rate."""
    settings = VoiceSettings(VoiceId.parse(voice), pace)
    with Speaker(ClipCache(locate(None))) as speaker:
        clips = speaker.speak(texts, settings, CLIP_RATE)
        return {text: _heard(speaker.clip(clips[text].key).samples) for text in texts}


def _heard(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    mono = samples.mean(axis=1, keepdims=True)
    return np.asarray(resample(mono, CLIP_RATE, RATE)[:, 0], dtype=np.float32)


def over(word: NDArray[np.float32], bed: NDArray[np.float32], louder_db: float | None) -> NDArray[np.float32]:
    """A word with quiet, or so much softer a bed, around and under it."""
    edge = np.zeros(round(QUIET_S * RATE), np.float32)
    sound = np.concatenate([edge, word, edge])
    if louder_db is not None:
        under = bed[: len(sound)]
        ratio = np.sqrt(np.mean(word**2) / np.mean(under**2))
        sound = sound + under * np.float32(ratio * 10 ** (-louder_db / 20))
    return np.asarray(sound / max(1.0, float(np.abs(sound).max())), dtype=np.float32)


def heard_in(sound: NDArray[np.float32], words: CommandWords) -> list[str | None]:
    """What each utterance in a sound is taken for, as while a session plays."""
    return [words.hear(found.samples) for found in Endpointer(_detector(), 2.1).feed(sound)]


def measure_words(voice: str) -> list[dict[str, Any]]:
    """Every command in every rendition, pace, noise and bed."""
    words = CommandWords(WORDS)
    beds = {
        name: _heard(SynthesisedBed(name, CLIP_RATE, channels=1).frames(0, 8 * CLIP_RATE)) for name in BEDS
    }
    found = []
    for form, pace in RENDITIONS:
        texts = {form.format(word.capitalize()): word for word in WORDS}
        for text, samples in spoken(voice, list(texts), pace).items():
            for noise, louder_db in NOISES.items():
                for bed in BEDS if louder_db is not None else BEDS[:1]:
                    got = heard_in(over(samples, beds[bed], louder_db), words)
                    case = {"voice": voice, "word": texts[text], "text": text, "pace": pace, "noise": noise}
                    found.append({**case, "bed": bed if louder_db is not None else None, "heard": got})
    return found


def measure_guide(voice: str, minutes: int) -> dict[str, Any]:
    """What the guide's own speech is taken for, as the microphone beside the speaker hears it."""
    taken: list[str] = []
    request = Request(length_ms=Ms(minutes * 60_000), voice=voice, bed="rain", talk="full")
    with Studio(rate=CLIP_RATE, channels=1) as studio:
        session = studio.session(studio.compose(request))
        words = CommandWords(WORDS)
        commands = SpokenCommands(taken.append, _Deaf(), lambda: words, _detector, _ignore)
        endpointer, heard, place, utterances = Endpointer(_detector(), 2.1), 0, 0, 0
        step = round(SHOWN_S * CLIP_RATE)
        for block in _pieces(session.blocks(), step):
            commands.show(session.timeline, place, paused=False, waiting=False)
            place += len(block)
            sound = _heard(block)
            commands._guide.pass_time(len(sound))
            for utterance in endpointer.feed(sound):
                utterances += 1
                heard += words.hear(utterance.samples) is not None if utterance.seconds <= 2 else 0
                commands.take(utterance, words)
    return {"voice": voice, "minutes": minutes, "utterances": utterances, "heard": heard, "taken": taken}


def measure_sounds() -> dict[str, Any]:
    """What every chime and tick is taken for, alone and over a bed, however loud the microphone hears it."""
    words, taken, stretches, played = CommandWords(WORDS), [], 0, 0
    bed = _heard(SynthesisedBed(BEDS[0], CLIP_RATE, channels=1).frames(0, 30 * CLIP_RATE))
    sounds: dict[str, tuple[str, NDArray[np.float32]]] = {}
    for theme in theme_names():
        chimes = ChimeSet(theme)
        for name in chimes.names():
            key = chimes.ref(name, CLIP_RATE).key
            sounds.setdefault(key, (f"{theme}: {name}", _heard(chimes.clip(key).samples)))
    for name, samples in sounds.values():
        for level, noise in product(LEVELS, ("clean", "10 dB")):
            sound = over(samples, bed, NOISES[noise])
            sound = sound / np.abs(sound).max() * np.float32(10 ** (level / 20))
            found = heard_in(sound, words)
            played, stretches = played + 1, stretches + len(found)
            taken += [[name, level, noise, word] for word in found if word is not None]
    return {"sounds": len(sounds), "played": played, "stretches": stretches, "taken": taken}


def measure_time(voice: str) -> list[float]:
    """Seconds from the end of each word until its command is given; the sound comes as from a microphone."""
    words, found = CommandWords(WORDS), []
    for samples in spoken(voice, [f"{word.capitalize()}." for word in TIMED], 1.0).values():
        last = int(np.flatnonzero(np.abs(samples) > 0.02)[-1])
        sound = over(samples[: last + 1], samples, None)
        ended = round(QUIET_S * RATE) + last + 1
        endpointer = Endpointer(_detector(), 2.1)
        for start in range(0, len(sound), 480):  # the blocks of a microphone
            begun = time.perf_counter()
            for utterance in endpointer.feed(sound[start : start + 480]):
                if words.hear(utterance.samples) is None:
                    continue
                found.append((start + 480 - ended) / RATE + time.perf_counter() - begun)
    return found


class _Deaf:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, timeout: float) -> None:
        """Nothing: what is heard is given by hand."""


def _ignore(_: object) -> None:
    pass


def _pieces(blocks: Iterator[NDArray[np.float32]], size: int) -> Iterator[NDArray[np.float32]]:
    rest: list[NDArray[np.float32]] = []
    held = 0
    for block in blocks:
        rest.append(np.array(block))
        held += len(block)
        while held >= size:
            whole = np.concatenate(rest)
            yield whole[:size]
            rest, held = [whole[size:]], held - size


def tables(found: dict[str, Any]) -> str:
    """The README's section in Markdown."""
    cases = found.get("words", [])
    voices = list(dict.fromkeys(case["voice"] for case in cases))
    parts = []
    for noise, bed in [("clean", None), *product(tuple(NOISES)[1:], BEDS)]:
        heading = noise if bed is None else f"{noise} over {bed}"
        rows = [f"| {heading} | {' | '.join(voices)} | all |", f"|---|{'---:|' * (len(voices) + 1)}"]
        for word in (*WORDS, None):
            told = []
            for voice in (*voices, None):
                some = [
                    case
                    for case in cases
                    if (case["noise"], case["bed"]) == (noise, bed)
                    and word in (None, case["word"])
                    and voice in (None, case["voice"])
                ]
                right = sum(case["heard"] == [case["word"]] for case in some)
                told.append(f"{right}/{len(some)}")
            rows.append(f"| {word or '**all**'} | {' | '.join(told)} |")
        parts.append("\n".join(rows))
    wrong = sum(any(h not in (None, case["word"]) for h in case["heard"]) for case in cases)
    parts.append(f"Taken for another command: {wrong} of {len(cases)}.")
    parts += [
        f"{one['minutes']} minutes of the guide's own speech ({one['voice']}, with rain): of "
        f"{one['utterances']} stretches {one['heard']} are a command to the recogniser, and "
        f"{len(one['taken'])} pass the gate."
        for one in found.get("guide", [])
    ]
    if one := found.get("sounds"):
        parts.append(
            f"Of {one['sounds']} chimes and ticks, {one['played']} times at levels from {LEVELS[0]} to "
            f"{LEVELS[-1]} dB, clean and over rain, {one['stretches']} are taken for speech, and "
            f"{len(one['taken'])} for a command."
        )
    if times := found.get("time"):
        parts.append(
            f"From the end of a word to its command: {statistics.median(times):.2f} s, at most "
            f"{max(times):.2f} s; 0.32 s of it is the silence that ends a word."
        )
    return "\n\n".join(parts)


def main() -> None:
    """Measure a part, or make the tables."""
    parser = argparse.ArgumentParser(description="Measure how spoken commands are recognised.")
    parser.add_argument("what", choices=("words", "guide", "sounds", "time", "report"))
    parser.add_argument("readme", nargs="?", type=Path)
    parser.add_argument("--voice", default="piper/joe")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    found = json.loads(asked.results.read_text()) if asked.results.exists() else {}
    if asked.what == "report":
        if asked.readme is None:
            sys.stdout.write(tables(found) + "\n")
            return
        before, _, rest = asked.readme.read_text().partition(BEGIN)
        asked.readme.write_text(f"{before}{BEGIN}\n{tables(found)}\n{END}{rest.partition(END)[2]}")
        return
    if asked.what == "words":
        kept = [case for case in found.get("words", []) if case["voice"] != asked.voice]
        found["words"] = kept + measure_words(asked.voice)
    elif asked.what == "guide":
        found.setdefault("guide", []).append(measure_guide(asked.voice, asked.minutes))
    elif asked.what == "sounds":
        found["sounds"] = measure_sounds()
    else:
        found["time"] = measure_time(asked.voice)
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    asked.results.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
