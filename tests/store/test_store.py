"""The store: what was put comes back whole or not at all, and nothing that goes wrong costs the caller."""

import hashlib
import os
import subprocess
import sys
import textwrap
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import CacheError
from voiceguide.store import CLIP, FRAMES, KINDS, MEMO, Store

KEY = hashlib.sha256(b"one").hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()
SEALED = [kind for kind in KINDS if kind.sealed]


def path_of(store, kind, key=KEY):
    return store.root / key[:2] / f"{key}{kind.suffix}"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_was_put_comes_back(store, kind):
    assert store.read(kind, KEY) is None
    assert not store.holds(kind, KEY)
    store.write(kind, KEY, b"some bytes")
    assert store.holds(kind, KEY)
    assert Store(store.root).read(kind, KEY) == b"some bytes"
    store.write(kind, KEY, b"others")
    assert store.read(kind, KEY) == b"others"
    assert [path.suffix for path in store.root.rglob("*") if path.is_file()] == [kind.suffix]
    assert store.remove(kind, KEY)
    assert store.read(kind, KEY) is None
    assert not store.remove(kind, KEY)


def test_kinds_do_not_meet(store):
    for kind in KINDS:
        store.write(kind, KEY, kind.name.encode())
    assert [store.read(kind, KEY) for kind in KINDS] == [kind.name.encode() for kind in KINDS]
    assert store.prune(FRAMES, max_bytes=0)[0] == 1
    assert [store.holds(kind, KEY) for kind in KINDS] == [kind is not FRAMES for kind in KINDS]


@pytest.mark.parametrize("kind", SEALED, ids=lambda kind: kind.name)
@pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b + b"x", lambda _: b"", lambda b: b[:20]])
def test_what_is_not_whole_is_not_there(store, kind, change):
    store.write(kind, KEY, b"some bytes")
    path = path_of(store, kind)
    path.write_bytes(change(path.read_bytes()))
    assert store.read(kind, KEY) is None
    assert not path.exists()


@pytest.mark.parametrize("kind", SEALED, ids=lambda kind: kind.name)
def test_any_flipped_bit_is_found(store, kind):
    store.write(kind, KEY, b"bytes")
    whole = path_of(store, kind).read_bytes()
    for at in range(len(whole)):
        store.write(kind, KEY, b"bytes")
        path_of(store, kind).write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert store.read(kind, KEY) is None


@pytest.mark.parametrize("kind", SEALED, ids=lambda kind: kind.name)
def test_another_key_s_file_is_not_taken(store, kind):
    store.write(kind, KEY, b"some bytes")
    other = KEY[:-1] + ("0" if KEY[-1] != "0" else "1")
    path_of(store, kind).rename(path_of(store, kind, other))
    assert store.read(kind, other) is None


@given(st.binary(max_size=200))
def test_any_file_is_an_entry_or_nothing(tmp_path_factory, content):
    store = Store(tmp_path_factory.mktemp("store"))
    for kind in SEALED:
        path_of(store, kind).parent.mkdir(exist_ok=True)
        path_of(store, kind).write_bytes(content)
        assert store.read(kind, KEY) is None


def test_trims_what_was_not_used_for_longest(tmp_path):
    store = Store(tmp_path, most_bytes=2500)
    keys = [hashlib.sha256(bytes([number])).hexdigest() for number in range(4)]
    for age, key in enumerate(keys):
        store.write(FRAMES, key, bytes(1000))
        os.utime(path_of(store, FRAMES, key), (age, age))
    (tmp_path / keys[0][:2] / "clip.wav").write_bytes(bytes(9000))
    store.write(CLIP, KEY, bytes(9000))
    store.trim()
    assert [store.holds(FRAMES, key) for key in keys] == [False, False, True, True]
    assert (tmp_path / keys[0][:2] / "clip.wav").exists()
    assert store.holds(CLIP, KEY)


def spoil_as_file(root):
    root.write_text("a file stands in the way")


def spoil_under_file(root):
    root.parent.rmdir()
    root.parent.write_text("a file stands in the way")


def spoil_as_link(root):
    root.symlink_to(root.with_name("gone") / "nowhere")


@pytest.mark.parametrize("spoil", [spoil_as_file, spoil_under_file, spoil_as_link])
def test_what_cannot_be_kept_is_kept_in_a_spare_folder_and_told_once(tmp_path, spoil):
    root = tmp_path / "parent" / "store"
    root.parent.mkdir()
    spoil(root)
    told = []
    store = Store(root, spare=True, on_notice=told.append)
    for kind in KINDS:
        store.write(kind, KEY, b"bytes")
        assert store.read(kind, KEY) == b"bytes"
        assert store.holds(kind, KEY)
    assert len(told) == 1
    assert str(root) in told[0]
    assert "--cache-dir" in told[0]
    spare = store.spare()
    assert spare.is_dir()
    # a worker is given both folders
    assert Store(root, spare=spare).read(CLIP, KEY) == b"bytes"
    del store
    assert not spare.exists()


def test_without_a_spare_folder_it_is_an_error_that_says_what_to_do(tmp_path):
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file")
    with pytest.raises(CacheError, match=r"cannot be written.*--cache-dir"):
        store.write(CLIP, KEY, b"bytes")
    store.keep(MEMO, KEY, b"bytes")  # can do without
    assert store.read(MEMO, KEY) is None


def test_a_full_disk_leaves_nothing_and_takes_the_spare_folder(store, monkeypatch):
    fsync = os.fsync

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CacheError, match="No space left"):
        store.write(CLIP, KEY, b"bytes")
    assert [path for path in store.root.rglob("*") if path.is_file()] == []
    other = Store(store.root, spare=True)
    other.write(CLIP, KEY, b"bytes")
    monkeypatch.setattr(os, "fsync", fsync)
    assert other.read(CLIP, KEY) == b"bytes"


def test_one_process_after_another_makes_an_entry(tmp_path):
    program = """
        import sys, time
        from pathlib import Path
        from voiceguide.store import CLIP, Store
        store, key, log = Store(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3])
        with store.once(key):
            if store.read(CLIP, key) is None:
                with log.open("a") as file:
                    file.write("made\\n")
                store.write(CLIP, key, b"bytes")
    """
    log = tmp_path / "log"
    processes = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), str(tmp_path / "s"), KEY, str(log)])
        for _ in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    assert log.read_text() == "made\n"


def test_threads_read_and_write_while_another_clears(store):
    stop = threading.Event()

    def clear():
        while not stop.is_set():
            store.clear()

    clearing = threading.Thread(target=clear)
    clearing.start()
    try:
        for number in range(300):
            key = hashlib.sha256(bytes([number % 7])).hexdigest()
            store.write(MEMO, key, b"bytes")
            assert store.read(MEMO, key) in {b"bytes", None}
    finally:
        stop.set()
        clearing.join()


def test_nothing_is_made_by_looking(store):
    assert store.read(CLIP, KEY) is None
    assert list(store.entries()) == []
    assert store.prune(max_bytes=0) == (0, 0)
    assert store.verify(FRAMES) == (0, [])
    assert store.clear() == 0
    assert not store.root.exists()


def test_other_files_are_nobody_s_business(store):
    store.write(MEMO, KEY, b"bytes")
    strangers = [
        store.root / "README.md",
        store.root / KEY[:2] / "notes.memo",
        store.root / "x" / f"{OTHER}.memo",
    ]
    for stranger in strangers:
        stranger.parent.mkdir(exist_ok=True)
        stranger.write_text("mine")
    assert [entry.key for _, entry in store.entries()] == [KEY]
    assert store.clear() == 1
    assert sorted(path for path in store.root.rglob("*") if path.is_file()) == sorted(strangers)
