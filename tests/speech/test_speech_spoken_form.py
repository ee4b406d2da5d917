"""All of a script's texts as each kind of voice gets them: the rows that were found wrong once."""

import re
from pathlib import Path

import pytest

from voiceguide.script import make_script
from voiceguide.speech import VoiceId, VoiceSettings, shown_lines
from voiceguide.speech.engines._kokoro_phonemes import kokoro_phonemes

HERE = Path(__file__).parent
ESCAPES = {r"\\": "\\", r"\n": "\n", r"\t": "\t"}
A_PAUSE = "Breathe in. | (break 1000 ms) | and out."


def cases():
    names = ("spoken_cases.tsv", "spoken_kinds.tsv")
    for line in (line for name in names for line in (HERE / name).read_text("utf-8").splitlines()):
        if not line.startswith("# kind"):
            _, mode, text, right = line.split("\t")
            yield mode, re.sub(r"\\[\\nt]", lambda found: ESCAPES[found[0]], text), right


@pytest.mark.parametrize("voice", ["piper/joe", "kokoro/heart", "system/default"])
def test_every_kind_of_voice_gets_what_is_right(voice):
    settings = VoiceSettings(VoiceId.parse(voice), 1.0)
    wrong = {}
    for mode, text, right in cases():
        script = make_script({"voiceguide": "1", "title": "Cases", "steps": [{"say": text}]})
        parts = shown_lines(script, settings)
        if mode == "S":
            said = " | ".join(
                f"(break {part} ms)" if isinstance(part, int) else part.spoken for part in parts
            )
            is_right = said.rstrip(".") == right.rstrip(".") or (right[0] == "(" and said == A_PAUSE)
        else:
            said = " ".join("" if isinstance(part, int) else part.phonemes or "" for part in parts)
            wanted = kokoro_phonemes(right, british=False) if voice.startswith("kokoro/") else right
            is_right = wanted in said
        if not is_right:
            wrong[text] = said
    assert not wrong
