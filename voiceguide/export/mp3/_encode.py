"""MP3: through LAME on all cores, with a tag, chapters and a length that is exact to the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import OutputError
from voiceguide.export.mp3._mpeg import RATES, MpegStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._encoding import Encoding
    from voiceguide.export._job import Job
    from voiceguide.export._target import Target
    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.sound import Block

_DEFAULT_KBPS_PER_CHANNEL = 64


def check_mp3(target: Target) -> None:
    """Raise OutputError if an MP3 file of this kind cannot be made."""
    rate, channels, encoding = target.rate, target.channels, target.encoding
    if rate not in RATES:
        raise OutputError(f"an MP3 file has a rate of {', '.join(map(str, RATES))} Hz, not {rate}")
    if channels not in {1, 2}:
        raise OutputError(f"an MP3 file has 1 or 2 channels, not {channels}")
    if encoding.sample_format is not None:
        raise OutputError("an MP3 file has no sample format; that is for WAV and FLAC")
    if encoding.vbr_quality is not None:
        if encoding.bit_rate_kbps is not None:
            raise OutputError("give a bit rate or a variable rate's quality, not both")
        if not 0 <= encoding.vbr_quality <= 9:
            raise OutputError(f"a variable rate's quality is 0 (best) to 9, not {encoding.vbr_quality}")
    allowed = MpegStream(rate, channels).bit_rates_kbps
    if encoding.bit_rate_kbps is not None and encoding.bit_rate_kbps not in allowed:
        listed = ", ".join(map(str, allowed))
        raise OutputError(f"an MP3 file at {rate} Hz has {listed} kbit/s, not {encoding.bit_rate_kbps}")


def mp3_bytes(target: Target) -> int:
    """Size of the sound in the file: exact for a constant rate, the most for a variable one."""
    encoding = target.encoding
    if encoding.vbr_quality is None:
        kbps = constant_kbps(encoding, target.channels)
    else:
        kbps = MpegStream(target.rate, target.channels).bit_rates_kbps[-1]
    return target.frames * kbps * 125 // target.rate


def constant_kbps(encoding: Encoding, channels: int) -> int:
    """The constant rate that is meant, in kbit/s: by default 64 a channel, 128 for stereo."""
    return encoding.bit_rate_kbps or _DEFAULT_KBPS_PER_CHANNEL * channels


def encode_mp3(file: OutputFile, job: Job) -> None:
    """Write an MP3 file; memory does not grow with the length.

    Raises
    ------
    ExportError
        If LAME or the disk fails, or the sound does.
    """
    from voiceguide.export.mp3._file import Mp3File
    from voiceguide.export.mp3._id3 import id3_bytes, kept_id3_bytes
    from voiceguide.export.mp3._lame import LAME_DELAY, lame_frames

    timeline, encoding, tags, store = job.timeline, job.encoding, job.tags, job.store
    stream = MpegStream(timeline.rate, job.channels)
    quality = encoding.vbr_quality
    kbps = constant_kbps(encoding, job.channels) if quality is None else stream.bit_rates_kbps[0]
    frames = lame_frames(timeline.frames, stream.frame_samples)
    id3 = id3_bytes(tags, timeline) if store is None else kept_id3_bytes(store, tags, timeline)
    output = Mp3File(file, stream, kbps=kbps, vbr_quality=quality, id3=id3, frames=frames)
    encoder = frame_encoder(stream, kbps) if quality is None else None
    if encoder is None:
        for data in _one_pass(stream, kbps, quality, job.blocks()):
            output.append(data)
    elif store is not None:
        from voiceguide.export.mp3._join import Joiner

        joiner = Joiner(job.sound, store, encoder, frames)
        joiner.encode_missing(job.on_progress)
        for kept, times in joiner.joined():
            output.append_frames(kept, times)
        if job.on_progress is not None:
            job.on_progress(timeline.frames)
    else:
        from voiceguide.export.mp3._parallel import encode_chunks

        for data in encode_chunks(encoder, job.blocks(), frames):
            output.append(data)
    output.finish(delay=LAME_DELAY, samples=timeline.frames)


def frame_encoder(stream: MpegStream, kbps: int) -> FrameEncoder | None:
    """An encoder of frames that can be joined; None where they have two sizes, or LAME is out of reach."""
    if stream.constant_frame_bytes(kbps) is None:
        return None
    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.export.mp3._lame_library import lame_library

    library = lame_library()
    return FrameEncoder(library, stream, kbps) if library is not None else None


def _one_pass(
    stream: MpegStream, kbps: int, vbr_quality: int | None, blocks: Iterable[Block]
) -> Iterator[bytes]:
    """Encode on one core, with the bit reservoir."""
    from voiceguide.export.mp3._lame import LameEncoder, lame_level
    from voiceguide.sound import Quantiser

    encoder = LameEncoder(stream, kbps=kbps, vbr_quality=vbr_quality)
    quantiser = Quantiser(stream.channels)
    # what is above 0.95 of full scale clips here at most rates; the mixer's limiter stays well below
    gain = np.float32(1.0 / lame_level(kbps, vbr_quality))
    start = 0
    for block in blocks:
        yield encoder.encode(quantiser.int16(block * gain, start).tobytes())
        start += len(block)
    yield encoder.flush()
