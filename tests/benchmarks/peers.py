"""The other ways to make the same MP3, each written as its own documentation recommends.

    python peers.py WAY JOB OUTPUT

JOB is what `own.py prepare` wrote: what is heard when, with each sound as a 16-bit WAV file at the session's
rate and channels, and the bed as a loop of a minute. What sounds together there is one file already, since
most of these ways can only put one thing after another. None of them ducks the bed, writes tags or
chapters, or limits peaks: that is work which only voiceguide does here.

Only the standard library is imported before a way is chosen, so that each pays for what it uses.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST_SILENCE_S = 60
"""Silence is one file of this length, used as often as needed, and one for what is left of each gap."""


_VOLUME_1 = ("-v", "1")


class Job:
    """What is to be made, and where."""

    def __init__(self, path: Path, output: Path) -> None:
        job: dict[str, Any] = json.loads(path.read_text())
        self.folder = path.parent
        self.output = output
        self.scratch = output.parent
        self.rate: int = job["rate"]
        self.channels: int = job["channels"]
        self.kbps: int = job["kbps"]
        self.frames: int = job["frames"]
        self.bed: str | None = str(self.folder / job["bed"]) if job["bed"] else None
        self.events = [(start, frames, str(self.folder / name)) for start, frames, name in job["events"]]
        """Sounds that do not overlap: first frame, frames, file."""
        self.sentences: list[tuple[int, str]] = job["sentences"]
        self.chimes = [(start, frames, str(self.folder / name)) for start, frames, name in job["chimes"]]

    def gaps(self) -> Iterator[tuple[int, str | None]]:
        """Frames of silence, and the file that follows them; None at the end."""
        at = 0
        for start, frames, name in self.events:
            yield start - at, name
            at = start + frames
        yield self.frames - at, None

    def ms(self, frames: int) -> int:
        return round(frames * 1000 / self.rate)


def pydub_plus(job: Job) -> None:
    """Pydub as most people write it: a segment that grows by `+=`, each time copied as a whole."""
    from pydub import AudioSegment

    audio = AudioSegment.empty()
    for start, _, name in job.events:
        # silence at the session's rate: pydub's default of 11,025 Hz would have to be resampled
        audio += AudioSegment.silent(duration=job.ms(start) - len(audio), frame_rate=job.rate)
        audio += AudioSegment.from_wav(name)
    audio += AudioSegment.silent(duration=job.ms(job.frames) - len(audio), frame_rate=job.rate)
    if job.bed:
        audio = audio.overlay(AudioSegment.from_wav(job.bed), loop=True)
    audio.export(job.output, format="mp3", bitrate=f"{job.kbps}k")


def pydub_joined(job: Job) -> None:
    """Pydub written well: raw data joined once, as its API page makes a segment from `data=`; one overlay."""
    from pydub import AudioSegment

    width, loaded = 2 * job.channels, {}
    parts = []
    for silence, name in job.gaps():
        parts.append(bytes(silence * width))
        if name is not None:
            if name not in loaded:
                loaded[name] = AudioSegment.from_wav(name).raw_data
            parts.append(loaded[name])
    data = b"".join(parts)
    parts.clear()
    audio = AudioSegment(data=data, sample_width=2, frame_rate=job.rate, channels=job.channels)
    del data
    if job.bed:
        audio = audio.overlay(AudioSegment.from_wav(job.bed), loop=True)
    audio.export(job.output, format="mp3", bitrate=f"{job.kbps}k")


def ffmpeg_concat(job: Job) -> None:
    """FFmpeg's concat demuxer, which reads a list of files of one format."""
    listed = job.scratch / "list.txt"
    listed.write_text("".join(f"file '{name}'\n" for name in _files(job)))
    bed = []
    if job.bed:
        bed = ["-stream_loop", "-1", "-i", job.bed]
        bed += ["-filter_complex", "amix=inputs=2:duration=first:normalize=0"]
    _ffmpeg(job, ["-f", "concat", "-safe", "0", "-i", str(listed), *bed])


def ffmpeg_adelay(job: Job) -> None:
    """FFmpeg's adelay and amix: each sound an input, delayed to its place, all of them mixed."""
    inputs, graph, names = [], [], []
    for number, (start, _, name) in enumerate(job.events):
        inputs += ["-i", name]
        graph.append(f"[{number}]adelay=delays={start}S:all=1[e{number}]")
        names.append(f"[e{number}]")
    if job.bed:
        inputs += ["-stream_loop", "-1", "-i", job.bed]
        graph.append(f"[{len(job.events)}]atrim=end_sample={job.frames}[bed]")
        names.append("[bed]")
    mix = f"{''.join(names)}amix=inputs={len(names)}:normalize=0:dropout_transition=0"
    graph.append(f"{mix},apad=whole_len={job.frames}")
    script = job.scratch / "graph.txt"
    script.write_text(";\n".join(graph))  # as a file: the graph may be longer than an argument can be
    _ffmpeg(job, [*inputs, "-filter_complex_script", str(script)])


def sox_concat(job: Job) -> None:
    """SoX concatenates its inputs; a bed is looped by `repeat` and mixed by a second SoX."""
    files = list(_files(job))
    # SoX opens all of its inputs at once
    wanted = len(files) + 64
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    stream = ["-t", "raw", "-e", "signed", "-b", "16", "-r", str(job.rate), "-c", str(job.channels)]
    mp3 = _sox_writes_mp3()
    sink = ["-t", "mp3", "-C", str(job.kbps), str(job.output)] if mp3 else [*stream, "-"]
    if job.bed:
        loops = job.frames // (_LONGEST_SILENCE_S * job.rate) + 1
        bed = f"|sox '{job.bed}' -p repeat {loops}"
        pipes = [
            ["sox", "-D", *files, *stream, "-"],
            # a volume of one each: SoX would divide the level by the number of inputs
            [
                "sox",
                "-D",
                "-m",
                *_VOLUME_1,
                *stream,
                "-",
                *_VOLUME_1,
                bed,
                *sink,
                "trim",
                "0",
                f"{job.frames}s",
            ],
        ]
    else:
        pipes = [["sox", "-D", *files, *sink]]
    if not mp3:
        raw = ["-f", "s16le", "-ar", str(job.rate), "-ac", str(job.channels), "-i", "-"]
        pipes.append(_ffmpeg_words(job, raw))
    _piped(pipes)


def pyttsx3_plus(job: Job) -> None:
    """From text: pyttsx3 speaks sentence by sentence, and pydub puts them together by `+=`."""
    from pydub import AudioSegment

    audio = AudioSegment.empty()
    for start, name in _spoken(job):
        if (gap := job.ms(start) - len(audio)) > 0:
            audio += AudioSegment.silent(duration=gap, frame_rate=job.rate)
        audio += AudioSegment.from_wav(name).set_frame_rate(job.rate).set_channels(job.channels)
    audio += AudioSegment.silent(duration=job.ms(job.frames) - len(audio), frame_rate=job.rate)
    if job.bed:
        audio = audio.overlay(AudioSegment.from_wav(job.bed), loop=True)
    audio.export(job.output, format="mp3", bitrate=f"{job.kbps}k")


def pyttsx3_joined(job: Job) -> None:
    """From text: pyttsx3 speaks sentence by sentence, and pydub joins the raw data once."""
    from pydub import AudioSegment

    width, loaded = 2 * job.channels, {}
    parts, at = [], 0
    for start, name in _spoken(job):
        if name not in loaded:
            segment = AudioSegment.from_wav(name).set_frame_rate(job.rate).set_channels(job.channels)
            loaded[name] = segment.raw_data
        parts += [bytes(max(start - at, 0) * width), loaded[name]]
        at = max(start, at) + len(loaded[name]) // width
    parts.append(bytes(max(job.frames - at, 0) * width))
    data = b"".join(parts)
    parts.clear()
    audio = AudioSegment(data=data, sample_width=2, frame_rate=job.rate, channels=job.channels)
    del data
    if job.bed:
        audio = audio.overlay(AudioSegment.from_wav(job.bed), loop=True)
    audio.export(job.output, format="mp3", bitrate=f"{job.kbps}k")


WAYS: dict[str, Callable[[Job], None]] = {
    way.__name__: way
    for way in (
        pydub_plus,
        pydub_joined,
        ffmpeg_concat,
        ffmpeg_adelay,
        sox_concat,
        pyttsx3_plus,
        pyttsx3_joined,
    )
}


def _spoken(job: Job) -> list[tuple[int, str]]:
    """Where each sound starts, and its file: each sentence is spoken once, the chimes are there."""
    if sys.platform == "linux":
        _load_espeak()
    import pyttsx3

    engine = pyttsx3.init()
    files: dict[str, str] = {}
    for _, text in job.sentences:
        if text not in files:
            files[text] = str(job.scratch / f"s{len(files):04}.wav")
            engine.save_to_file(text, files[text])
            # after each sentence: of several that wait, only the last one's file is written
            engine.runAndWait()
    said = [(start, files[text]) for start, text in job.sentences]
    return sorted([*said, *((start, name) for start, _, name in job.chimes)])


def _load_espeak() -> None:
    """The espeak-ng that voiceguide installs, where pyttsx3 finds it."""
    import ctypes

    import espeakng_loader

    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _files(job: Job) -> Iterator[str]:
    """The session as files to be joined: silence of the exact length, and sounds."""
    longest = _LONGEST_SILENCE_S * job.rate
    made: dict[int, str] = {}
    for gap, name in job.gaps():
        for silence in [longest] * (gap // longest) + [gap % longest] * bool(gap % longest):
            if silence not in made:
                made[silence] = str(job.scratch / f"silence{silence}.wav")
                with wave.open(made[silence], "wb") as file:
                    file.setparams((job.channels, 2, job.rate, silence, "NONE", ""))
                    file.writeframes(bytes(silence * 2 * job.channels))
            yield made[silence]
        if name is not None:
            yield name


def _ffmpeg_words(job: Job, inputs: list[str]) -> list[str]:
    output = ["-c:a", "libmp3lame", "-b:a", f"{job.kbps}k", "-ar", str(job.rate), "-ac", str(job.channels)]
    return ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, *output, str(job.output)]


def _ffmpeg(job: Job, inputs: list[str]) -> None:
    subprocess.run(_ffmpeg_words(job, inputs), check=True)


def _piped(commands: list[list[str]]) -> None:
    """Run commands side by side, each reading what the one before it writes."""
    running: list[subprocess.Popen[bytes]] = []
    for number, words in enumerate(commands):
        source = running[-1].stdout if running else subprocess.DEVNULL
        last = number == len(commands) - 1
        # "ffmpeg -nostdin" reads from a pipe that it is told to
        running.append(subprocess.Popen(words, stdin=source, stdout=None if last else subprocess.PIPE))
        if running[:-1] and (pipe := running[-2].stdout):
            pipe.close()
    codes = [process.wait() for process in running]
    if codes[-1] or any(code > 0 for code in codes):
        sys.exit(f"{' | '.join(words[0] for words in commands)}: exit codes {codes}")


def _sox_writes_mp3() -> bool:
    sox = shutil.which("sox")
    listed = (
        subprocess.run([sox, "--help"], capture_output=True, text=True, check=False).stdout if sox else ""
    )
    return any("mp3" in line.split() for line in listed.splitlines() if line.startswith("AUDIO FILE FORMATS"))


if __name__ == "__main__":
    _, way, job_path, output_path = sys.argv
    WAYS[way](Job(Path(job_path), Path(output_path)))
