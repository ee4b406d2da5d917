"""What the benchmark does with voiceguide itself, each in a process of its own.

    python own.py prepare SCRIPT FOLDER '{"rate": ..., ...}'    write what the peers put together
    python own.py api SCRIPT OUTPUT '{"rate": ..., ...}'        export in a program that already runs
    python own.py speak SCRIPT '{"rate": ..., ...}'             speak all sentences, and no more
    python own.py encode SCRIPT '{"rate": ..., ...}'            encode on one thread and on all
    python own.py versions                                      libraries

Results go to stdout as JSON.
"""

from __future__ import annotations

import hashlib
import json
import resource
import statistics
import sys
import time
import wave
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.session import Session
    from voiceguide.studio import Studio
    from voiceguide.timeline import Cue

_BED_LOOP_S = 60
_ENCODED_SAMPLES = 240 * 48_000 * 2
"""How much sound the threads are compared with, at most: it fits into memory as floats."""
_ENCODE_ROUNDS = 5


def prepare(script: Path, folder: Path, settings: dict[str, Any]) -> dict[str, int]:
    """Write a session's sounds as WAV files, and `job.json`, which says where each is heard; count them."""
    from voiceguide.sound._levels import VOICE_LUFS
    from voiceguide.units import gain_of

    with _studio(settings) as studio:
        session = _session(studio, script, settings | {"bed": None})
        job = {
            **settings,
            "frames": session.timeline.frames,
            "bed": None,
            "events": _sounds(session, folder),
            "sentences": [(cue.start, cue.text) for cue in session.timeline.cues() if cue.kind == "say"],
        }
        job["chimes"] = _sounds(session.without_voice(), folder)
        if settings["bed"]:
            bedded = _session(studio, script, settings)
            assert bedded.bed is not None
            assert bedded.script.bed is not None
            level = VOICE_LUFS + bedded.script.bed.level_db - bedded.bed.lufs + bedded.master().gain_db
            loop = bedded.bed.frames(0, _BED_LOOP_S * session.rate) * gain_of(level)
            if session.channels == 1:
                loop = loop.mean(axis=1)[:, None]
            _write_wav(folder / "bed.wav", loop, session)
            job["bed"] = "bed.wav"
    (folder / "job.json").write_text(json.dumps(job))
    return {name: len(job[name]) for name in ("events", "sentences", "chimes")}


def api(script: Path, output: Path, settings: dict[str, Any]) -> dict[str, float]:
    """Time `Session.export` alone: what a program that already has the session waits for."""
    from voiceguide import Encoding

    with _studio(settings) as studio:
        session = _session(studio, script, settings)
        encoding = Encoding(settings["kbps"])
        began, used = time.perf_counter(), _cpu()
        session.export(output, encoding=encoding)
        return {"wall": time.perf_counter() - began, "cpu": _cpu() - used}


def speak(script: Path, settings: dict[str, Any]) -> dict[str, int]:
    """Speak what is not in the cache, on all cores: what nothing that is made of it can be faster than."""
    from voiceguide import read_script
    from voiceguide.script import resolve
    from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings
    from voiceguide.store import locate
    from voiceguide.timeline import utterances

    read = read_script(script)
    assert read.voice is not None
    with Speaker(ClipCache(locate(None))) as speaker:
        voice = VoiceSettings(VoiceId.parse(read.voice))
        clips = speaker.speak(utterances(resolve(read)), voice, settings["rate"])
    return {"clips": len(clips)}


def encode(script: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Time the encoder of whole sessions on one thread and on all, in turns, on sound that is in memory."""
    from voiceguide._lib.cores import cores
    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.export.mp3._lame import lame_frames
    from voiceguide.export.mp3._lame_library import lame_library
    from voiceguide.export.mp3._mpeg import MpegStream
    from voiceguide.export.mp3._parallel import encode_chunks

    library = lame_library()
    if library is None:
        return {}
    with _studio(settings) as studio:
        session = _session(studio, script, settings)
        wanted = _ENCODED_SAMPLES // session.channels
        blocks: list[NDArray[np.float32]] = []
        for block in session.blocks():
            blocks.append(block)
            wanted -= len(block)
            if wanted <= 0:
                break
    stream = MpegStream(session.rate, session.channels)
    encoder = FrameEncoder(library, stream, settings["kbps"])
    frames = lame_frames(sum(map(len, blocks)), stream.frame_samples)
    times: dict[int, list[float]] = {1: [], cores(): []}
    for _ in range(_ENCODE_ROUNDS):
        for workers, taken in times.items():
            began = time.perf_counter()
            for _data in encode_chunks(encoder, blocks, frames, workers=workers):
                pass
            taken.append(time.perf_counter() - began)
    medians = {workers: statistics.median(taken) for workers, taken in times.items()}
    return {"threads": cores(), "one": medians[1], "all": medians[cores()], "runs": times}


def versions() -> dict[str, str]:
    """The versions of what is measured."""
    from importlib.metadata import version

    return {name: version(name) for name in ("pydub", "lameenc", "numpy")}


def _studio(settings: dict[str, Any]) -> Studio:
    from voiceguide import Studio

    return Studio(rate=settings["rate"], channels=settings["channels"])


def _session(studio: Studio, path: Path, settings: dict[str, Any]) -> Session:
    from voiceguide import read_script
    from voiceguide.script import Bed

    script = read_script(path)
    bed = settings["bed"]
    return studio.session(replace(script, bed=Bed(sound=bed) if bed else None))


def _sounds(session: Session, folder: Path) -> list[tuple[int, int, str]]:
    """Write what is heard between silences, each different sound once: start, frames, file name."""
    import numpy as np

    names, found = set(), []
    for start, end in _runs(session.timeline.cues()):
        samples = np.concatenate(list(_between(session, start, end)))
        name = f"{hashlib.sha256(samples.tobytes()).hexdigest()[:16]}.wav"
        if name not in names:
            names.add(name)
            _write_wav(folder / name, samples, session)
        found.append((start, end - start, name))
    return found


def _runs(cues: Iterable[Cue]) -> list[tuple[int, int]]:
    """Stretches in which cues sound without a gap: first frame and end."""
    runs: list[tuple[int, int]] = []
    for cue in cues:
        if runs and cue.start <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(runs[-1][1], cue.end)
        elif cue.frames:
            runs.append((cue.start, cue.end))
    return runs


def _between(session: Session, start: int, end: int) -> Iterable[NDArray[np.float32]]:
    for block in session.blocks(start=start):
        yield block[: end - start]
        start += len(block)
        if start >= end:
            return


def _write_wav(path: Path, samples: NDArray[np.float32], session: Session) -> None:
    import numpy as np

    with wave.open(str(path), "wb") as file:
        file.setparams((session.channels, 2, session.rate, len(samples), "NONE", ""))
        file.writeframes(np.rint(samples * 32767).clip(-32768, 32767).astype("<i2").tobytes())


def _cpu() -> float:
    """Seconds of this process and of its children that ended."""
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in use)


def main() -> None:
    """Do what the first word says, with the others, and tell the result as JSON."""
    _, what, *words = sys.argv
    paths, settings = [Path(word) for word in words[:-1]], json.loads(words[-1]) if words else {}
    does: dict[str, Any] = {"prepare": prepare, "api": api, "speak": speak, "encode": encode}
    result = does[what](*paths, settings) if what in does else versions()
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
