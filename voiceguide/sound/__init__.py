"""Sound: chimes and beds, clips at one level, the mixer that turns a timeline into blocks, the quantiser.

:class:`Sound` is the contract of everything that can be rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.sound._bed_lane import BedLane
    from voiceguide.sound._bed_sequence import BedSequence, BedTurn
    from voiceguide.sound._beds import BedSound, about_bed, bed_names
    from voiceguide.sound._chime_data import chimes_of
    from voiceguide.sound._chimes import ChimeSet, theme_names
    from voiceguide.sound._clip import Clip, ClipSource
    from voiceguide.sound._clip_sources import Clips, segment_from_blocks
    from voiceguide.sound._decode import decode
    from voiceguide.sound._ducking import Ducking
    from voiceguide.sound._gates import TARGET_LUFS
    from voiceguide.sound._lay_beds import lay_beds
    from voiceguide.sound._levels import fade_in, fade_out, prepare
    from voiceguide.sound._limiter import true_peak
    from voiceguide.sound._loudness import (
        Curve,
        MasterGain,
        master_gain,
        measure_clips,
        usual_gain_db,
    )
    from voiceguide.sound._master import CEILING_DB, Master
    from voiceguide.sound._mixer import Mixer
    from voiceguide.sound._quantise import Quantiser
    from voiceguide.sound._resample import resample
    from voiceguide.sound._room_tone import RoomTone, ToneLane, ToneTurns, lay_tone
    from voiceguide.sound._selection import Selection
    from voiceguide.sound._sound import Block, Identity, Loop, Sections, Sound
    from voiceguide.sound._sound_files import SoundFiles, sound_length_ms

__all__ = [
    "CEILING_DB",
    "TARGET_LUFS",
    "BedLane",
    "BedSequence",
    "BedSound",
    "BedTurn",
    "Block",
    "ChimeSet",
    "Clip",
    "ClipSource",
    "Clips",
    "Curve",
    "Ducking",
    "Identity",
    "Loop",
    "Master",
    "MasterGain",
    "Mixer",
    "Quantiser",
    "RoomTone",
    "Sections",
    "Selection",
    "Sound",
    "SoundFiles",
    "ToneLane",
    "ToneTurns",
    "about_bed",
    "bed_names",
    "chimes_of",
    "decode",
    "fade_in",
    "fade_out",
    "lay_beds",
    "lay_tone",
    "master_gain",
    "measure_clips",
    "prepare",
    "resample",
    "segment_from_blocks",
    "sound_length_ms",
    "theme_names",
    "true_peak",
    "usual_gain_db",
]

__getattr__ = lazy(
    __name__,
    {
        "_bed_lane": "BedLane",
        "_bed_sequence": "BedSequence BedTurn",
        "_beds": "BedSound about_bed bed_names",
        "_chime_data": "chimes_of",
        "_chimes": "ChimeSet theme_names",
        "_clip": "Clip ClipSource",
        "_clip_sources": "Clips segment_from_blocks",
        "_decode": "decode",
        "_ducking": "Ducking",
        "_lay_beds": "lay_beds",
        "_gates": "TARGET_LUFS",
        "_levels": "fade_in fade_out prepare",
        "_limiter": "true_peak",
        "_loudness": "Curve MasterGain master_gain measure_clips usual_gain_db",
        "_master": "CEILING_DB Master",
        "_mixer": "Mixer",
        "_quantise": "Quantiser",
        "_resample": "resample",
        "_room_tone": "RoomTone ToneLane ToneTurns lay_tone",
        "_selection": "Selection",
        "_sound_files": "SoundFiles sound_length_ms",
        "_sound": "Block Identity Loop Sections Sound",
    },
)
