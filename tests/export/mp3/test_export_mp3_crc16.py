import io

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export.mp3._crc16 import combine, crc16, repeated


def bit_by_bit(data: bytes, state: int = 0) -> int:
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (0xA001 if state & 1 else 0)
    return state


def test_the_catalogue_s_check_value():
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=300), st.integers(0, 0xFFFF))
def test_equals_the_definition(data, start):
    assert crc16(data, start) == bit_by_bit(data, start)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_pieces_combine(first, second):
    assert combine(crc16(first), crc16(second), len(second)) == crc16(first + second)
    assert crc16(second, crc16(first)) == crc16(first + second)


def test_ffmpeg_s_own_tag_has_the_same_sums():
    """FFmpeg's muxer writes both check sums of the LAME tag: an independent witness of what they cover."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=48_000)
        stream.layout = "stereo"
        samples = np.random.default_rng(0).normal(size=(2, 20_000)).astype(np.float32) * 0.1
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    data = file.getvalue()
    lame = data.index(b"Info") + 120
    if data[lame : lame + 3] != b"Lav":
        pytest.skip("this FFmpeg writes no LAME tag")
    music, tag = (int.from_bytes(data[lame + at : lame + at + 2], "big") for at in (32, 34))
    assert tag == crc16(data[: lame + 34])
    with av.open(io.BytesIO(data)) as container:
        audio = sum(packet.size for packet in container.demux() if packet.size)
    assert music == crc16(data[-audio:])


@pytest.mark.parametrize("size", [4095, 4096, 4097, 10_001])
def test_long_pieces_are_folded_to_the_same_sum(size):
    data = np.random.default_rng(size).bytes(size)
    assert crc16(data, 0x1234) == bit_by_bit(data, 0x1234)


@given(st.binary(min_size=1, max_size=20), st.integers(0, 40))
def test_a_repeated_piece_has_the_sum_of_the_whole(data, times):
    assert repeated(crc16(data), len(data), times) == crc16(data * times)
