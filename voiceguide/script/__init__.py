"""Scripts: the ordered steps of one session, with elastic times. Model, rules, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.script._bed import Bed
    from voiceguide.script._estimate import Calibration, estimate_ms
    from voiceguide.script._heading import (
        FASTEST,
        HIGHEST,
        LOWEST,
        NO_CHIMES,
        SLOWEST,
        Heading,
        Knob,
        check_length,
        flag_of,
        is_level,
        knobs,
    )
    from voiceguide.script._located import beside, located, recordings
    from voiceguide.script._override import make_script, override
    from voiceguide.script._parts import Part, parts, unheeded
    from voiceguide.script._recorded import RecordedLine, parts_of
    from voiceguide.script._resolution import (
        ElasticTime,
        ResolvedChapterStart,
        ResolvedChime,
        ResolvedHold,
        ResolvedSay,
        ResolvedScript,
        ResolvedSilence,
        resolve,
    )
    from voiceguide.script._rules import chapters_of, require
    from voiceguide.script._script_file import check_document, parse_script, read_script, write_script
    from voiceguide.script._script_model import (
        At,
        Breath,
        ChapterBody,
        ChapterStart,
        Chime,
        Hold,
        HoldBody,
        HoldChimes,
        HoldCue,
        HoldWay,
        Pause,
        PlainStep,
        Repeat,
        Say,
        SayBody,
        Script,
        Settle,
        Side,
        Step,
        Talk,
    )
    from voiceguide.script._sentences import speakable, split_sentences
    from voiceguide.script._spoken_time import (
        HOLD,
        LENGTH,
        hold_choices,
        in_words,
        length_words,
        number,
        said_seconds,
    )
    from voiceguide.script._unroll import PlacedStep, StepPath, unrolled
    from voiceguide.script._voice_name import DEFAULT_VOICE, split_voice

__all__ = [
    "DEFAULT_VOICE",
    "FASTEST",
    "HIGHEST",
    "HOLD",
    "LENGTH",
    "LOWEST",
    "NO_CHIMES",
    "SLOWEST",
    "At",
    "Bed",
    "Breath",
    "Calibration",
    "ChapterBody",
    "ChapterStart",
    "Chime",
    "ElasticTime",
    "Heading",
    "Hold",
    "HoldBody",
    "HoldChimes",
    "HoldCue",
    "HoldWay",
    "Knob",
    "Part",
    "Pause",
    "PlacedStep",
    "PlainStep",
    "RecordedLine",
    "Repeat",
    "ResolvedChapterStart",
    "ResolvedChime",
    "ResolvedHold",
    "ResolvedSay",
    "ResolvedScript",
    "ResolvedSilence",
    "Say",
    "SayBody",
    "Script",
    "Settle",
    "Side",
    "Step",
    "StepPath",
    "Talk",
    "beside",
    "chapters_of",
    "check_document",
    "check_length",
    "estimate_ms",
    "flag_of",
    "hold_choices",
    "in_words",
    "is_level",
    "knobs",
    "length_words",
    "located",
    "make_script",
    "number",
    "override",
    "parse_script",
    "parts",
    "parts_of",
    "read_script",
    "recordings",
    "require",
    "resolve",
    "said_seconds",
    "speakable",
    "split_sentences",
    "split_voice",
    "unheeded",
    "unrolled",
    "write_script",
]

__getattr__ = lazy(
    __name__,
    {
        "_estimate": "Calibration estimate_ms",
        "_bed": "Bed",
        "_heading": (
            "FASTEST HIGHEST Heading Knob LOWEST NO_CHIMES SLOWEST check_length flag_of is_level knobs"
        ),
        "_script_file": "check_document parse_script read_script write_script",
        "_located": "beside located recordings",
        "_script_model": (
            "At Breath ChapterBody ChapterStart Chime Hold HoldBody HoldChimes HoldCue "
            "HoldWay Pause PlainStep Repeat Say SayBody Script Settle Side Step Talk"
        ),
        "_override": "make_script override",
        "_parts": "Part parts unheeded",
        "_recorded": "RecordedLine parts_of",
        "_resolution": (
            "ElasticTime ResolvedChapterStart ResolvedChime ResolvedHold ResolvedSay ResolvedScript "
            "ResolvedSilence resolve"
        ),
        "_rules": "chapters_of require",
        "_sentences": "speakable split_sentences",
        "_spoken_time": "HOLD LENGTH hold_choices in_words length_words number said_seconds",
        "_unroll": "PlacedStep StepPath unrolled",
        "_voice_name": "DEFAULT_VOICE split_voice",
    },
)
