# ruff: noqa: T201 (who runs it by hand wants to see what was misheard)
"""A speech recogniser understands a routine's sentences: slow, and only with the extra voiceguide[listen]."""

import itertools

import numpy as np
import pytest

from voiceguide.compose import Composer, Request
from voiceguide.listen import RATE as HEARD_RATE
from voiceguide.listen import HeardLine, Recogniser, missing_packages
from voiceguide.packs import default_pack
from voiceguide.script import Script, resolve
from voiceguide.sound import resample
from voiceguide.speech import VoiceId, find_voice
from voiceguide.studio import Studio
from voiceguide.timeline import utterances
from voiceguide.yamlfile import from_values

EVERY = 3
"""Of the sentences of twenty minutes (about 130), each third is listened to."""
RATE = 24_000


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser()


def error_rate(recogniser, voice, bed, cache_dir):
    """Word error rate of a voice over a routine's sentences, cut out of a rendered session."""
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
        line = HeardLine(cue.text, recogniser.hear(resample(piece.reshape(-1, 1), RATE, HEARD_RATE)))
        wrong, total = wrong + line.wrong, total + line.words
        if line.wrong:
            print(f"{voice} {bed or 'no bed'}: {line.said!r} was heard as {line.heard!r}")
    print(f"{voice} {bed or 'no bed'}: {wrong} of {total} words, {wrong / total:.4f}")
    return wrong / total


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the recogniser's own
@pytest.mark.skipif(bool(missing_packages()), reason="the extra voiceguide[listen] is not installed")
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
