import stat
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pieces import write

from voiceguide._lib import atomic
from voiceguide._lib.atomic import replacing
from voiceguide.errors import ExportError, OutputError
from voiceguide.export import FORMATS, Encoding, Tags

# limits and links as here are not to be had on Windows
resource = pytest.importorskip("resource")

TAGS = Tags("Back flexibility")
SUFFIXES = sorted(FORMATS)


class disk_limit:  # noqa: N801 (reads as a with statement)
    """The kernel refuses to let any file of this process grow past so many bytes."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __enter__(self):
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.before[1]))

    def __exit__(self, *_raised):
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


def noise(frames: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(-0.3, 0.3, (frames, 2)).astype(np.float32)


SOUND = noise(20_000)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(0, 90_000))
def test_a_disk_that_fills_up_gives_our_error_and_no_file(tmp_path, make_timeline, cut, suffix, limit):
    path = tmp_path / f"a{suffix}"
    failed = None
    try:
        with disk_limit(limit):
            written = write(path, cut(SOUND), timeline=make_timeline(len(SOUND)), channels=2, tags=TAGS)
    except ExportError as error:
        failed = error
    if failed is None:
        assert path.stat().st_size == written.bytes <= limit
        assert list(tmp_path.iterdir()) == [path]
        path.unlink()
    else:
        assert str(failed) == f"cannot write {path}: File too large"
        assert isinstance(failed.__cause__, OSError)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), ExportError("clip gone"), OSError("cache"), RuntimeError("x")]
)
def test_whatever_the_blocks_raise_passes_and_leaves_the_old_file(tmp_path, make_timeline, suffix, error):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")

    def blocks():
        yield SOUND[:8192]
        raise error

    with pytest.raises(type(error)) as raised:
        write(path, blocks(), timeline=make_timeline(len(SOUND)), channels=2, tags=TAGS)
    assert raised.value is error
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("frames", [0, 19_999, 20_001, 40_000])
def test_a_sound_of_another_length_is_refused(tmp_path, make_timeline, cut, suffix, frames):
    path = tmp_path / f"a{suffix}"
    with pytest.raises(ExportError, match="20000 frames"):
        write(path, cut(noise(frames)), timeline=make_timeline(20_000), channels=2, tags=TAGS)
    assert list(tmp_path.iterdir()) == []


def test_an_endless_sound_ends(tmp_path, make_timeline):
    def blocks():
        while True:
            yield SOUND

    with pytest.raises(ExportError, match="more than"):
        write(tmp_path / "a.wav", blocks(), timeline=make_timeline(50_000), channels=2, tags=TAGS)


def test_an_empty_session_is_refused(tmp_path, make_timeline):
    with pytest.raises(ExportError, match="empty"):
        write(tmp_path / "a.mp3", [], timeline=make_timeline(0, chapters=0), channels=2, tags=TAGS)
    assert list(tmp_path.iterdir()) == []


def test_a_block_of_another_shape_is_refused(tmp_path, make_timeline):
    with pytest.raises(ExportError, match=r"\(20000, 2\) and not \(frames, 1\)"):
        write(tmp_path / "a.mp3", [SOUND], timeline=make_timeline(len(SOUND)), channels=1, tags=TAGS)


def test_progress_goes_to_the_end(tmp_path, make_timeline, cut):
    seen = []
    write(
        tmp_path / "a.wav",
        cut(SOUND, 6000),
        timeline=make_timeline(len(SOUND)),
        channels=2,
        tags=TAGS,
        on_progress=seen.append,
    )
    assert seen == [6000, 12_000, 18_000, 20_000]


def test_an_unknown_format_names_ours(tmp_path, make_timeline):
    with pytest.raises(
        OutputError,
        match=r"\.ogg is an output format that is not supported.*\.mp3, \.m4b, \.m4a, \.opus, \.flac, \.wav",
    ):
        write(tmp_path / "a.ogg", [], timeline=make_timeline(1), channels=2, tags=TAGS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_older_file_is_replaced_and_its_link_stays(tmp_path, make_timeline, cut, suffix):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    real = elsewhere / f"real{suffix}"
    real.write_bytes(b"old")
    link = tmp_path / f"a{suffix}"
    link.symlink_to(real)
    write(link, cut(SOUND), timeline=make_timeline(len(SOUND)), channels=2, tags=TAGS, encoding=Encoding())
    assert link.is_symlink()
    assert real.stat().st_size > 1000
    assert list(elsewhere.iterdir()) == [real]


def test_the_file_s_mode_is_the_umask_s(tmp_path):
    plain = tmp_path / "plain"
    plain.touch()
    with replacing(tmp_path / "a") as file:
        file.write(b"x")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("name", ["a" * 251 + ".mp3", "膏" * 83 + ".mp3", ".mp3.mp3"])
def test_the_longest_names(tmp_path, make_timeline, cut, name):
    write(tmp_path / name, cut(SOUND), timeline=make_timeline(len(SOUND)), channels=2, tags=TAGS)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(not atomic._UNNAMED, reason="files without a name are Linux's")
def test_nothing_is_seen_before_the_end(tmp_path):
    path = tmp_path / "a.wav"
    with replacing(path) as file:
        file.write(b"half")
        assert list(tmp_path.iterdir()) == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.wav"]


@pytest.fixture
def named(monkeypatch):
    """Unfinished files have a name, as on systems other than Linux."""
    monkeypatch.setattr(atomic, "_UNNAMED", 0)


@pytest.mark.usefixtures("named")
def test_what_was_left_unfinished_goes_at_the_next_writing(tmp_path):
    path = tmp_path / "a.wav"
    left = [tmp_path / name for name in (".a.wav.0123abcd.part", ".a.wav.4567cdef.part")]
    others = [tmp_path / name for name in (".b.wav.0123abcd.part", "a.wav.part")]
    for part in (*left, *others):
        part.write_bytes(b"half")
    with replacing(path) as writing:
        writing.write(b"first")
        with replacing(path) as file:
            file.write(b"second")
        # only what nobody writes any more went
        assert len(list(tmp_path.glob(".a.wav.*.part"))) == 1
    assert path.read_bytes() == b"first"
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])


def test_without_proc_the_file_is_copied(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(atomic.os, "link", refuse)
    with replacing(tmp_path / "a.wav") as file:
        file.write(b"all of it")
    assert (tmp_path / "a.wav").read_bytes() == b"all of it"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.usefixtures("named")
def test_nothing_is_seen_under_the_name_before_the_end(tmp_path):
    path = tmp_path / "a.wav"
    with replacing(path) as file:
        file.write(b"half")
        (hidden,) = tmp_path.iterdir()
        assert hidden.name.startswith(".a.wav.")
        assert hidden.suffix == ".part"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.wav"]


def test_a_folder_that_is_gone_is_our_error(tmp_path):
    with pytest.raises(ExportError, match="No such file"), replacing(tmp_path / "gone" / "a.wav"):
        pass


def test_a_target_that_became_a_folder_is_our_error(tmp_path):
    path = tmp_path / "a.wav"
    with pytest.raises(ExportError, match="directory"), replacing(path):
        path.mkdir()
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_not_meet(tmp_path):
    path = tmp_path / "a.wav"
    both_open = threading.Barrier(2, timeout=20)

    def one(byte):
        with replacing(path) as file:
            file.write(byte * 1000)
            both_open.wait()

    threads = [threading.Thread(target=one, args=(byte,)) for byte in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in {b"a" * 1000, b"b" * 1000}
    assert list(tmp_path.iterdir()) == [path]
