"""WAV (RIFF): plain samples, with the chapters as labelled markers."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import OutputError
from voiceguide.export._encoding import SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._encoding import SampleFormat
    from voiceguide.export._job import Job
    from voiceguide.export._tags import Tags
    from voiceguide.export._target import Target
    from voiceguide.sound import Block
    from voiceguide.timeline import Timeline

_PCM, _IEEE_FLOAT = 1, 3
_INT24_STEPS = 1 << 23
_MAX_RIFF_BYTES = (1 << 32) - 1
_MARKER_ROOM_BYTES = 1 << 20
"""Far more than tags and markers take; keeps the check of the size simple."""


def check_wav(target: Target) -> None:
    """Raise OutputError if a WAV file of this kind cannot be made."""
    encoding = target.encoding
    if encoding.bit_rate_kbps is not None or encoding.vbr_quality is not None:
        raise OutputError("a WAV file has no bit rate to choose; that is for MP3 and the like")
    if encoding.sample_format not in {None, *SAMPLE_BYTES}:
        raise OutputError(f"a WAV file's samples are {', '.join(SAMPLE_BYTES)}, not {encoding.sample_format}")
    if wav_bytes(target) + _MARKER_ROOM_BYTES > _MAX_RIFF_BYTES:
        raise OutputError(
            "a WAV file holds at most 4 GiB, and this session is larger;"
            " choose int16 samples, FLAC or a shorter one"
        )


def wav_bytes(target: Target) -> int:
    """Size of the samples in the file."""
    return target.frames * target.channels * SAMPLE_BYTES[target.encoding.sample_format or "int16"]


def encode_wav(file: OutputFile, job: Job) -> None:
    """Write a WAV file in one pass: all sizes are known from the timeline.

    The samples come right after the format, where the simplest readers expect them; tags and markers follow.

    Raises
    ------
    ExportError
        If the disk fails, or the sound does.
    """
    timeline, channels = job.timeline, job.channels
    sample_format: SampleFormat = job.encoding.sample_format or "int16"
    data_bytes = timeline.frames * channels * SAMPLE_BYTES[sample_format]
    head = _format_chunks(sample_format, timeline, channels)
    tail = _info_chunk(job.tags) + _marker_chunks(timeline)
    pad = data_bytes % 2
    riff_bytes = 4 + len(head) + 8 + data_bytes + pad + len(tail)
    file.write(
        struct.pack("<4sI4s", b"RIFF", riff_bytes, b"WAVE") + head + struct.pack("<4sI", b"data", data_bytes)
    )
    samples_of = _sample_writer(sample_format, channels)
    start = 0
    for block in job.blocks():
        file.write(samples_of(block, start))
        start += len(block)
    file.write(bytes(pad) + tail)


def _sample_writer(sample_format: SampleFormat, channels: int) -> Callable[[Block, int], bytes]:
    from voiceguide.sound import Quantiser

    quantiser = Quantiser(channels)

    def int16(block: Block, start: int) -> bytes:
        return quantiser.int16(block, start).astype("<i2", copy=False).tobytes()

    def int24(block: Block, _start: int) -> bytes:
        # no dither: a float32's own mantissa is 24 bits, so hardly a bit is lost
        scaled = np.clip(np.rint(block.astype(np.float64) * _INT24_STEPS), -_INT24_STEPS, _INT24_STEPS - 1)
        return scaled.astype("<i4").reshape(-1, 1).view(np.uint8)[:, :3].tobytes()

    def float32(block: Block, _start: int) -> bytes:
        return block.astype("<f4", copy=False).tobytes()

    writers: dict[SampleFormat, Callable[[Block, int], bytes]] = {
        "int16": int16,
        "int24": int24,
        "float32": float32,
    }
    return writers[sample_format]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", name, len(body)) + body + bytes(len(body) % 2)


def _format_chunks(sample_format: SampleFormat, timeline: Timeline, channels: int) -> bytes:
    size = SAMPLE_BYTES[sample_format]
    code = _IEEE_FLOAT if sample_format == "float32" else _PCM
    frame_bytes = size * channels
    form = struct.pack(
        "<HHIIHH", code, channels, timeline.rate, timeline.rate * frame_bytes, frame_bytes, size * 8
    )
    if code == _PCM:
        return _chunk(b"fmt ", form)
    # what is not PCM says how long its extension is (0), and states its length in frames
    return _chunk(b"fmt ", form + struct.pack("<H", 0)) + _chunk(b"fact", struct.pack("<I", timeline.frames))


def _text(value: str) -> bytes:
    # RIFF names no encoding; UTF-8 is what today's readers try first
    return value.replace("\0", " ").encode() + b"\0"


def _info_chunk(tags: Tags) -> bytes:
    fields = (
        (b"INAM", tags.title),
        (b"IART", tags.artist),
        (b"IPRD", tags.album),
        (b"IGNR", tags.genre),
        (b"ICMT", tags.comment),
    )
    body = b"".join(_chunk(name, _text(value)) for name, value in fields if value)
    return _chunk(b"LIST", b"INFO" + body)


def _marker_chunks(timeline: Timeline) -> bytes:
    """A cue point where each chapter starts, its label, and its length.

    All labels come before all lengths: FFmpeg reads labels up to the first note of another kind.
    """
    if not timeline.chapters:
        return b""
    points, labels, lengths = b"", b"", b""
    for number, chapter in enumerate(timeline.chapters, start=1):
        points += struct.pack("<II4sIII", number, chapter.start, b"data", 0, 0, chapter.start)
        labels += _chunk(b"labl", struct.pack("<I", number) + _text(chapter.title))
        length = chapter.end - chapter.start
        # "rgn " marks a stretch, as opposed to a point; no country, language, dialect or code page
        lengths += _chunk(b"ltxt", struct.pack("<II4sHHHH", number, length, b"rgn ", 0, 0, 0, 0))
    count = struct.pack("<I", len(timeline.chapters))
    return _chunk(b"cue ", count + points) + _chunk(b"LIST", b"adtl" + labels + lengths)
