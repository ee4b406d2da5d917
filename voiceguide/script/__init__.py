"""Scripts: the ordered steps of one session, with elastic times. Model, rules, reading and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.script._beat import BeatWord, words_of_count, words_of_countdown
    from voiceguide.script._bed import Bed
    from voiceguide.script._chime_names import (
        NO_CHIMES,
        ROLE_NAMES,
        Chimes,
        RoleChime,
        parse_role,
        theme_of,
    )
    from voiceguide.script._estimate import Calibration, estimate_ms
    from voiceguide.script._heading import (
        FASTEST,
        HIGHEST,
        LOWEST,
        SLOWEST,
        Heading,
        Knob,
        check_length,
        flag_of,
        is_level,
        knobs,
    )
    from voiceguide.script._hold_model import (
        ALL_BREATHS,
        BREATHS,
        COUNT_LEAD_MS,
        SECOND_MS,
        At,
        Bells,
        Breath,
        BreathPhase,
        CountBody,
        CountdownBody,
        HoldBody,
        HoldChimes,
        HoldCue,
        HoldWay,
    )
    from voiceguide.script._late_script import HeadingChange, LateScript, summary
    from voiceguide.script._located import (
        ALLOW_OUTSIDE,
        beside,
        chime_files,
        chime_names,
        files,
        located,
        outside,
        recordings,
        without_files,
    )
    from voiceguide.script._override import make_script, override, voice_sample, with_chimes
    from voiceguide.script._parts import Part, parts, unheeded
    from voiceguide.script._recorded import RecordedLine, parts_of
    from voiceguide.script._resolution import (
        ElasticTime,
        ResolvedBedChange,
        ResolvedChapterStart,
        ResolvedChime,
        ResolvedCount,
        ResolvedHold,
        ResolvedSay,
        ResolvedScript,
        ResolvedSilence,
        ResolvedSound,
        resolve,
    )
    from voiceguide.script._room_tone import NO_TONE, USUAL_TONE_DB, tone_db, tone_level
    from voiceguide.script._rules import chapters_of, require
    from voiceguide.script._script_file import (
        check_document,
        outside_errors,
        parse_script,
        read_script,
        reading_of,
        script_of,
        write_script,
    )
    from voiceguide.script._script_heading import ScriptHeading, Talk, heading_of
    from voiceguide.script._script_model import (
        BedChange,
        BedChangeBody,
        ChapterBody,
        ChapterStart,
        Chime,
        CountdownStep,
        CountStep,
        Hold,
        Pause,
        PlainStep,
        Repeat,
        Say,
        SayBody,
        Script,
        Settle,
        Side,
        Sound,
        Step,
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
    "ALLOW_OUTSIDE",
    "ALL_BREATHS",
    "BREATHS",
    "COUNT_LEAD_MS",
    "DEFAULT_VOICE",
    "FASTEST",
    "HIGHEST",
    "HOLD",
    "LENGTH",
    "LOWEST",
    "NO_CHIMES",
    "NO_TONE",
    "ROLE_NAMES",
    "SECOND_MS",
    "SLOWEST",
    "USUAL_TONE_DB",
    "At",
    "BeatWord",
    "Bed",
    "BedChange",
    "BedChangeBody",
    "Bells",
    "Breath",
    "BreathPhase",
    "Calibration",
    "ChapterBody",
    "ChapterStart",
    "Chime",
    "Chimes",
    "CountBody",
    "CountStep",
    "CountdownBody",
    "CountdownStep",
    "ElasticTime",
    "Heading",
    "HeadingChange",
    "Hold",
    "HoldBody",
    "HoldChimes",
    "HoldCue",
    "HoldWay",
    "Knob",
    "LateScript",
    "Part",
    "Pause",
    "PlacedStep",
    "PlainStep",
    "RecordedLine",
    "Repeat",
    "ResolvedBedChange",
    "ResolvedChapterStart",
    "ResolvedChime",
    "ResolvedCount",
    "ResolvedHold",
    "ResolvedSay",
    "ResolvedScript",
    "ResolvedSilence",
    "ResolvedSound",
    "RoleChime",
    "Say",
    "SayBody",
    "Script",
    "ScriptHeading",
    "Settle",
    "Side",
    "Sound",
    "Step",
    "StepPath",
    "Talk",
    "beside",
    "chapters_of",
    "check_document",
    "check_length",
    "chime_files",
    "chime_names",
    "estimate_ms",
    "files",
    "flag_of",
    "heading_of",
    "hold_choices",
    "in_words",
    "is_level",
    "knobs",
    "length_words",
    "located",
    "make_script",
    "number",
    "outside",
    "outside_errors",
    "override",
    "parse_role",
    "parse_script",
    "parts",
    "parts_of",
    "read_script",
    "reading_of",
    "recordings",
    "require",
    "resolve",
    "said_seconds",
    "script_of",
    "speakable",
    "split_sentences",
    "split_voice",
    "summary",
    "theme_of",
    "tone_db",
    "tone_level",
    "unheeded",
    "unrolled",
    "voice_sample",
    "with_chimes",
    "without_files",
    "words_of_count",
    "words_of_countdown",
    "write_script",
]

__getattr__ = lazy(
    __name__,
    {
        "_estimate": "Calibration estimate_ms",
        "_beat": "BeatWord words_of_count words_of_countdown",
        "_bed": "Bed",
        "_chime_names": "Chimes NO_CHIMES ROLE_NAMES RoleChime parse_role theme_of",
        "_heading": ("FASTEST HIGHEST Heading Knob LOWEST SLOWEST check_length flag_of is_level knobs"),
        "_script_file": (
            "check_document outside_errors parse_script read_script reading_of script_of write_script"
        ),
        "_located": (
            "ALLOW_OUTSIDE beside chime_files chime_names files located outside recordings without_files"
        ),
        "_late_script": "HeadingChange LateScript summary",
        "_hold_model": (
            "ALL_BREATHS At BREATHS Bells Breath BreathPhase COUNT_LEAD_MS CountBody CountdownBody HoldBody "
            "HoldChimes HoldCue HoldWay SECOND_MS"
        ),
        "_script_heading": "ScriptHeading Talk heading_of",
        "_script_model": (
            "BedChange BedChangeBody ChapterBody ChapterStart Chime CountStep CountdownStep Hold Pause "
            "PlainStep Repeat Say SayBody Script Settle Side Sound Step"
        ),
        "_override": "make_script override voice_sample with_chimes",
        "_parts": "Part parts unheeded",
        "_recorded": "RecordedLine parts_of",
        "_resolution": (
            "ElasticTime ResolvedBedChange ResolvedChapterStart ResolvedChime ResolvedCount ResolvedHold "
            "ResolvedSay ResolvedScript ResolvedSilence ResolvedSound resolve"
        ),
        "_room_tone": "NO_TONE USUAL_TONE_DB tone_db tone_level",
        "_rules": "chapters_of require",
        "_sentences": "speakable split_sentences",
        "_spoken_time": "HOLD LENGTH hold_choices in_words length_words number said_seconds",
        "_unroll": "PlacedStep StepPath unrolled",
        "_voice_name": "DEFAULT_VOICE split_voice",
    },
)
