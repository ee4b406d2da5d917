"""The stages from a request to a file, as functions that remember nothing.

:class:`~voiceguide.Studio` chains them. What is remembered of each, and by which of its inputs, is listed in
one list: :data:`READ`, :data:`SUMMARY`, :data:`COMPOSE`, :data:`OUTLINE`, :data:`MEASURE` and :data:`GAIN`
here. A timeline is remembered with the proofs of its clips, in :mod:`voiceguide.known_timelines`. Two more
stages keep many small results themselves: sentences in :mod:`voiceguide.speech`, frames and tags in
:mod:`voiceguide.export.mp3`.
"""

from __future__ import annotations

import logging
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.store import Stage, json_stage, memo, recall, remember

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from voiceguide.compose import Course, Request
    from voiceguide.export import Encoding, ExportReport, Tags
    from voiceguide.packs import Pack
    from voiceguide.script import Calibration, LateScript, ResolvedScript, Script, ScriptHeading
    from voiceguide.sound import (
        BedLane,
        BedSequence,
        ClipSource,
        Curve,
        Master,
        MasterGain,
        Mixer,
        Sound,
        ToneLane,
        ToneTurns,
    )
    from voiceguide.store import Store
    from voiceguide.timeline import Bounds, ClipRef, Cue, Layout, Timeline

_FITS = 4
"""How many plans are looked at to find the one that a script was composed with."""
_logger = logging.getLogger(__name__)

READ: Stage[Script] = json_stage("read", "script")
"""A script, by its file's bytes."""
SUMMARY: Stage[tuple[ScriptHeading, str, bool]] = json_stage("summary", "script", "store")
"""A script without its steps, by its file's bytes."""
COMPOSE: Stage[Script] = json_stage("compose", "compose")
"""A script, by the request, the pack, and what makes the voice say it as it does: how long sentences are may
decide."""

OUTLINE: Stage[Script | None] = json_stage("outline", "compose")
"""The script of a request by guesses alone; None where a guess is too close to what can be done."""


def _array(data: bytes) -> Curve:
    return array("d", data)


MEASURE: Stage[Curve] = Stage("measure", ("sound",), array.tobytes, _array)
"""A clip's curve of energy, by its key, its level and the limiter's ceiling."""
GAIN: Stage[MasterGain] = json_stage("gain", "sound")
"""A session's gain, by all that is heard in it and its target."""


def read(store: Store, path: Path, content: bytes) -> Script:
    """Read and check a script; ``content`` is what is in its file."""

    def make() -> Script:
        from voiceguide.script import check_document
        from voiceguide.yamlfile import read_bytes

        return check_document(read_bytes(content, str(path)))

    # as it is written: where the files lie that it names is not a part of it
    return memo(store, READ, _text(content), make)


def late_script(store: Store, path: Path, *, allow_outside: bool) -> LateScript:
    """Read and check a script, with the files that it names looked for beside it.

    Of one that was read before, only the heading is taken from the store.

    Raises
    ------
    InputError
        As :func:`voiceguide.script.read_script`.
    """
    from voiceguide.script import LateScript, located, outside, summary

    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        return LateScript.of(_read_afresh(path))  # which says why it cannot be read
    heading, steps, names_files = memo(
        store, SUMMARY, _text(content), lambda: summary(read(store, path, content))
    )

    def load() -> Script:
        script = read(store, path, content)
        if not allow_outside and any(outside(script, path.parent)):
            return _read_afresh(path)  # which says where
        return located(script, path.parent, allow_outside=True)

    if not allow_outside and (names_files or any(outside(heading, path.parent))):
        return LateScript.of(load())
    return LateScript(located(heading, path.parent, allow_outside=True), steps, names_files, load)


def _text(content: bytes) -> str:
    """A file's bytes, as a memo's key takes them."""
    return content.decode("utf-8", "surrogateescape")


def _read_afresh(path: Path) -> Script:
    # the reader and its YAML are seldom needed: most scripts are remembered
    from voiceguide.script import read_script as read_and_check

    return read_and_check(path)


def compose(
    request: Request, pack: Pack, bounds: Callable[[Script], Bounds], calibration: Calibration
) -> Script:
    """Make the script of a request.

    Parameters
    ----------
    bounds : callable
        Returns the lengths that a script can have in its own voice; called near the limits, where an
        estimate from the letters is not reliable enough.
    calibration : Calibration
        How far such a guess is trusted for the voice's engine.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    from voiceguide.compose import Composer, is_sure_by_letters
    from voiceguide.packs import default_pack
    from voiceguide.speech import with_names
    from voiceguide.units import frames_of

    def meets(script: Script) -> bool:
        found = bounds(script)
        return found.shortest <= frames_of(script.length or 0, found.rate) <= found.longest

    composer = Composer(request, pack if pack is default_pack() else with_names(pack))
    for fit in composer.fits():
        sure = is_sure_by_letters(fit.script, fit.bounds, calibration)
        _logger.debug("composed %s; a guess is %s", fit.plan.talk, "trusted" if sure else "not trusted")
        if sure or meets(fit.script):
            return fit.script
    if meets(script := composer.extreme()):
        return script
    raise composer.refuse(bounds)


def composed(
    store: Store,
    request: Request,
    pack: Pack,
    bounds: Callable[[Script], Bounds],
    calibration: Calibration,
    *,
    voice: Sequence[object],
) -> Script:
    """The script that :func:`compose` makes; ``voice`` tells all that decides how long it speaks."""
    return memo(
        store,
        COMPOSE,
        [request, pack, calibration, voice],
        lambda: compose(request, pack, bounds, calibration),
    )


def outline(request: Request, pack: Pack) -> Script | None:
    """The script of a request by guesses alone, to be played at once; None if no plan is guessed to fit."""
    from voiceguide.compose import Composer
    from voiceguide.packs import default_pack
    from voiceguide.speech import with_names

    composer = Composer(request, pack if pack is default_pack() else with_names(pack))
    fit = next(composer.fits(), None)
    return None if fit is None else fit.script


def outlined(store: Store, request: Request, pack: Pack) -> Script | None:
    """The script that :func:`outline` makes."""
    return memo(store, OUTLINE, [request, pack], lambda: outline(request, pack))


def course(request: Request, pack: Pack, script: Script) -> Course | None:
    """What the rest of a composed script can be composed from; None if the request no longer leads to it."""
    from voiceguide.compose import Composer, Course
    from voiceguide.packs import default_pack
    from voiceguide.speech import with_names

    pack = pack if pack is default_pack() else with_names(pack)
    fits = Composer(request, pack).fits()
    fit = next((fit for _, fit in zip(range(_FITS), fits, strict=False) if _same(fit.script, script)), None)
    return None if fit is None else Course.of(pack, request, fit.plan, script)


def _same(one: Script, other: Script) -> bool:
    """Whether two scripts have the same steps, whatever voice speaks them."""
    return one.steps == other.steps and one.length == other.length


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a request is expected to become."""

    script: Script
    sure: bool
    """Whether it will be this script; otherwise its length is so near to what can be done that the voice
    decides."""


def sketch(request: Request, pack: Pack, calibration: Calibration) -> Sketch:
    """What :func:`compose` is expected to make of a request, by guesses alone; raises as that does."""
    from voiceguide.compose import guess

    asked = False

    def by_letters(script: Script) -> Bounds:
        nonlocal asked
        asked = True
        return guess(script)

    script = compose(request, pack, by_letters, calibration)
    return Sketch(script, sure=not asked)


def lay_out(
    script: ResolvedScript,
    rate: int,
    speech: Mapping[str, ClipRef],
    chime: Callable[[str], ClipRef | None],
    sound: Callable[[str], ClipRef] | None = None,
) -> Layout:
    """Lay out a script whose sentences are spoken."""
    from voiceguide.timeline import Grid, Layout

    _logger.debug("laying out %d sentences at %d Hz", len(speech), rate)
    return Layout(script, rate=rate, speech=speech, chime=chime, sound=sound, grid=Grid.of_mp3(rate))


def mix(timeline: Timeline, clips: ClipSource, channels: int, bed: BedLane | BedSequence | None) -> Mixer:
    """The sound of a timeline."""
    from voiceguide.sound import Mixer

    return Mixer(timeline, clips, channels=channels, bed=bed)


def master(
    mixer: Mixer,
    loudness: float,
    store: Store | None,
    ceiling_db: float,
    tone: ToneLane | ToneTurns | None = None,
) -> Master:
    """A mixed session at its loudness, in LUFS, with no true peak above a ceiling, in dBTP.

    The room tone lies under it; no loudness is measured with it.
    """
    from voiceguide.sound import Master, master_gain

    if store is None:
        gain = master_gain(mixer, loudness, ceiling_db=ceiling_db)
        return Master(mixer, gain.db, ceiling_db, lufs=gain.lufs, tone=tone)

    def measure(
        mixer: Mixer, cues: Sequence[Cue], gain_db: float, ceiling_db: float | None
    ) -> Iterable[Curve]:
        return measured(store, mixer, cues, gain_db, ceiling_db)

    gain = memo(
        store,
        GAIN,
        _gain_inputs(mixer, loudness, ceiling_db),
        lambda: master_gain(mixer, loudness, ceiling_db=ceiling_db, measure=measure),
    )
    _logger.debug("the session's gain is %+.2f dB", gain.db)
    return Master(mixer, gain.db, ceiling_db, lufs=gain.lufs, tone=tone)


def found_gain_db(mixer: Mixer, loudness: float, store: Store, ceiling_db: float) -> float | None:
    """The gain that :func:`master` found for the same session before, if it did."""
    found = recall(store, GAIN, _gain_inputs(mixer, loudness, ceiling_db))
    return None if found is None else found.db


def measured(
    store: Store, mixer: Mixer, cues: Sequence[Cue], gain_db: float, ceiling_db: float | None
) -> list[Curve]:
    """The clips' curves: as they are kept, the missing ones measured together."""
    from voiceguide.sound import measure_clips

    def inputs(cue: Cue) -> list[object]:
        level = cue.gain_db + gain_db
        return [cue.clip.key, cue.frames, mixer.rate, mixer.channels, level, ceiling_db]

    curves = {cue: recall(store, MEASURE, inputs(cue)) for cue in cues}
    if missing := [cue for cue, curve in curves.items() if curve is None]:
        _logger.debug("measuring %d of %d clips", len(missing), len(curves))
        for cue, curve in zip(missing, measure_clips(mixer, missing, gain_db, ceiling_db), strict=True):
            remember(store, MEASURE, inputs(cue), curve)
            curves[cue] = curve
    return [curve for curve in curves.values() if curve is not None]


def encode(
    path: Path,
    sound: Sound,
    *,
    timeline: Timeline,
    tags: Tags,
    encoding: Encoding | None,
    store: Store | None,
    on_progress: Callable[[int], None] | None,
) -> ExportReport:
    """Write a sound to a file; see :func:`voiceguide.export.write`."""
    from voiceguide.export import write

    return write(
        path, sound, timeline=timeline, tags=tags, encoding=encoding, store=store, on_progress=on_progress
    )


def _gain_inputs(mixer: Mixer, loudness: float, ceiling_db: float) -> list[object]:
    return [loudness, ceiling_db, mixer.frames, mixer.identity(0, mixer.frames)]
