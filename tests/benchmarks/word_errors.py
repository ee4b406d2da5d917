"""Word error rates: how much of what a voice says a recogniser of speech hears wrong, alone and over beds.

    python tests/benchmarks/word_errors.py [--voice piper/joe ...] [--bed none rain ...] [--text scripts]
                                           [--lines 80] [--wrong]

Whisper base hears every line as it is in the session: mixed, mastered, and by itself. *scripts* are lines of
the scripts that come with the program, taken evenly; *unseen* are those of ``unseen_lines.txt``, which no
script has, and no voice was tuned on. Names of points are put aside, as no recogniser of English knows them.
Needs the extra ``voiceguide[listen]``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voiceguide import Studio, read_script
from voiceguide.listen import RATE as HEARD_RATE
from voiceguide.listen import HeardLine, Recogniser
from voiceguide.script import Bed, make_script
from voiceguide.sound import resample

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
SCRIPTS: Final = HERE.parent.parent / "scripts"
VOICES: Final = ("piper/joe", "kokoro/heart", "kokoro/emma", "kokoro/michael", "system/default")
BEDS: Final = ("none", "rain", "brown", "drone")
RATE: Final = 24_000
ROOM: Final = RATE // 2
"""Frames before and after a line that are heard with it."""


def lines_of(text: str, most: int) -> list[str]:
    """The lines of a kind of text, each once, at most so many."""
    if text == "unseen":
        found = (HERE / "unseen_lines.txt").read_text("utf-8").splitlines()
    else:
        found = list(dict.fromkeys(said_in_scripts()))
    return [found[number * len(found) // most] for number in range(most)] if len(found) > most else found


def said_in_scripts() -> Iterator[str]:
    """All that is said in the scripts, but words for a beat."""
    with Studio(rate=RATE, channels=1) as studio:
        for path in sorted(SCRIPTS.glob("*.yaml")):
            silent = replace(read_script(path), voice="silent/default", pitch=None)
            for cue in studio.session(silent).timeline.cues():
                if cue.text and " " in cue.text:
                    yield cue.text


def heard_lines(
    studio: Studio, recogniser: Recogniser, lines: list[str], voice: str, bed: str
) -> Iterator[HeardLine]:
    """What is heard of lines in a session of theirs."""
    steps = [step for line in lines for step in ({"pause": "1s"}, {"say": line})]
    script = make_script(
        {"voiceguide": "1", "title": "Words", "voice": voice, "steps": [*steps, {"pause": "4s"}]}
    )
    session = studio.session(script if bed == "none" else replace(script, bed=Bed(sound=bed)))
    sound = np.concatenate([block.copy() for block in session.blocks()])
    # one cue a sentence; a line may be several
    for cue in session.timeline.cues():
        if cue.text:
            part = sound[max(0, cue.start - ROOM) : cue.end + ROOM]
            yield HeardLine(cue.text, recogniser.hear(resample(part, RATE, HEARD_RATE)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--voice", nargs="+", default=VOICES)
    parser.add_argument("--bed", nargs="+", default=BEDS)
    parser.add_argument("--text", nargs="+", choices=("scripts", "unseen"), default=("scripts", "unseen"))
    parser.add_argument("--lines", type=int, default=80, help="most lines of each text")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--cache-dir", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what was heard wrong, too")
    asked = parser.parse_args()
    recogniser = Recogniser(threads=asked.threads)
    say = sys.stdout.write
    say("| voice | text | bed | words | wrong | rate |\n| --- | --- | --- | ---: | ---: | ---: |\n")
    with Studio(cache_dir=asked.cache_dir, rate=RATE, channels=1) as studio:
        for voice in asked.voice:
            for text in asked.text:
                lines = lines_of(text, asked.lines)
                for bed in asked.bed:
                    found = list(heard_lines(studio, recogniser, lines, voice, bed))
                    words, wrong = sum(line.words for line in found), sum(line.wrong for line in found)
                    say(f"| {voice} | {text} | {bed} | {words} | {wrong} | {wrong / words:.3f} |\n")
                    for line in found if asked.wrong else ():
                        if line.wrong:
                            say(f"    {line.wrong}/{line.words} {line.said!r} heard as {line.heard!r}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
