import hashlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import CacheError
from voiceguide.speech import ClipCache
from voiceguide.speech import _clip_file as wav
from voiceguide.speech._clip_cache import clip_key
from voiceguide.store import _files, locate

META = {"text": "Halfway.", "voice": "piper/joe", "engine": "piper 1"}


def key_of(number):
    return hashlib.sha256(str(number).encode()).hexdigest()


def tone(frames=4800, level=0.5):
    return (level * np.sin(np.arange(frames) * 0.05)).astype(np.float32).reshape(-1, 1)


def fill(cache, count, frames=480):
    return [cache.put(key_of(number), tone(frames), 48_000, META) for number in range(count)]


def path_of(cache, key):
    return cache.root / key[:2] / f"{key}.wav"


def test_a_clip_comes_back_as_it_was_put(cache):
    ref = cache.put(key_of(1), tone(), 48_000, META)
    assert ref == ClipCache(cache.root).ref(key_of(1))
    clip = ClipCache(cache.root).clip(key_of(1))
    assert clip.rate == 48_000
    assert clip.samples.dtype == np.float32
    assert not clip.samples.flags.writeable
    np.testing.assert_array_equal(clip.samples, tone())


def test_other_programs_read_the_file(cache):
    cache.put(key_of(1), tone(4801), 48_000, {**META, "text": "odd: ü"})
    samples, rate = soundfile.read(path_of(cache, key_of(1)), dtype="float32", always_2d=True)
    assert rate == 48_000
    np.testing.assert_array_equal(samples, tone(4801))


def test_what_is_not_there_is_a_miss(cache):
    assert cache.ref(key_of(1)) is None
    with pytest.raises(CacheError, match="gone"):
        cache.clip(key_of(1))


CONTENT = wav.encode(key_of(1), tone(500).tobytes(), 48_000, META)


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
@settings(max_examples=400, deadline=None)
def test_no_byte_can_change_unseen(place, change):
    damaged = bytearray(CONTENT)
    damaged[place] ^= change
    with pytest.raises(wav.DamagedClipError):
        wav.decode(bytes(damaged), key_of(1))


def test_no_byte_of_the_header_can_change_unseen():
    for place in range(CONTENT.index(b"data") + 8):
        damaged = bytearray(CONTENT)
        damaged[place] ^= 0x20
        with pytest.raises(wav.DamagedClipError):
            wav.decode(bytes(damaged), key_of(1))


@given(st.integers(0, len(CONTENT) - 1), st.binary(max_size=8))
@settings(deadline=None)
def test_a_cut_or_lengthened_file_is_damaged(length, more):
    for content in (CONTENT[:length] + more, CONTENT + b"\0" + more):
        if content != CONTENT:
            with pytest.raises(wav.DamagedClipError):
                wav.decode(content, key_of(1))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_a_clip_or_damaged(content):
    with pytest.raises(wav.DamagedClipError):
        wav.decode(content, key_of(1))
    with pytest.raises(wav.DamagedClipError):
        wav.describe(content)


@pytest.mark.parametrize("place", [0, 8, 20, 60, 150, 400, -1])
def test_a_damaged_file_is_a_miss_and_goes(cache, place):
    cache.put(key_of(1), tone(), 48_000, META)
    path = path_of(cache, key_of(1))
    damaged = bytearray(path.read_bytes())
    damaged[place] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(CacheError):
        ClipCache(cache.root).clip(key_of(1))
    assert ClipCache(cache.root).ref(key_of(1)) is None
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a clip"])
def test_a_cut_file_is_a_miss_even_if_it_was_proven_before(cache, content):
    cache.put(key_of(1), tone(), 48_000, META)
    path_of(cache, key_of(1)).write_bytes(content)
    assert cache.ref(key_of(1)) is None


def test_a_clip_under_anothers_name_is_a_miss(cache):
    cache.put(key_of(1), tone(), 48_000, META)
    other = path_of(cache, key_of(2))
    other.parent.mkdir(exist_ok=True)
    path_of(cache, key_of(1)).rename(other)
    assert cache.ref(key_of(2)) is None


def test_the_first_one_put_stays(cache):
    cache.put(key_of(1), tone(100), 48_000, META)
    assert cache.put(key_of(1), tone(200), 48_000, META).frames == 100
    assert cache.clip(key_of(1)).frames == 100


def test_memory_does_not_grow_with_the_session(cache):
    refs = fill(cache, 40)
    for ref in refs:
        cache.clip(ref.key)
    assert len(cache._recent) <= 8
    assert cache.clip(refs[-1].key) is cache.clip(refs[-1].key)


def test_a_write_that_fails_leaves_nothing(cache, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CacheError, match=r"No space left.*--cache-dir"):
        cache.put(key_of(1), tone(), 48_000, META)
    assert [path for path in cache.root.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CacheError, match="cannot be written"):
        ClipCache(tmp_path / "file").put(key_of(1), tone(), 48_000, META)


def test_info_verify_and_clear_touch_only_our_files(cache):
    cache.root.mkdir()
    strangers = [
        cache.root / "README.md",
        cache.root / "ab" / "notes.wav",
        cache.root / "music" / f"{key_of(0)}.wav",
    ]
    for stranger in strangers:
        stranger.parent.mkdir(exist_ok=True)
        stranger.write_text("mine")
    refs = fill(cache, 5)
    info = cache.info()
    assert (info.clips, dict(info.voices)) == (5, {"piper/joe": 5})
    assert info.size == sum(path_of(cache, ref.key).stat().st_size for ref in refs)
    bad = path_of(cache, refs[2].key)
    bad.write_bytes(bad.read_bytes()[:-4] + b"\1\2\3\4")
    assert cache.verify() == (4, [bad.name])
    assert cache.verify() == (4, [])
    assert cache.clear() == 4
    assert sorted(path for path in cache.root.rglob("*") if path.is_file()) == sorted(strangers)


def test_an_empty_cache_is_not_made_by_looking(cache):
    assert cache.info().clips == 0
    assert cache.verify() == (0, [])
    assert cache.prune(max_bytes=0) == (0, 0)
    assert cache.clear() == 0
    assert not cache.root.exists()


def test_prune_takes_what_was_not_used_for_longest(cache):
    refs = fill(cache, 6)
    paths = [path_of(cache, ref.key) for ref in refs]
    for age, path in enumerate(paths):
        os.utime(path, (2_000_000_000 - age * 10_000, 1_000_000_000))
    size = paths[0].stat().st_size
    assert cache.prune(max_bytes=size * 4) == (2, size * 2)
    assert [path.exists() for path in paths] == [True] * 4 + [False] * 2


def test_prune_by_age_and_use_keeps_a_clip(cache):
    old, used, new = (path_of(cache, ref.key) for ref in fill(cache, 3))
    for path in (old, used):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert ClipCache(cache.root).ref(used.stem) is not None
    assert cache.prune(older_than_s=3600 * 24)[0] == 1
    assert [path.exists() for path in (old, used, new)] == [False, True, True]


def test_unfinished_files_of_a_crash_go_and_new_ones_stay(cache):
    fill(cache, 1)
    folder = path_of(cache, key_of(0)).parent
    stale, young = (folder / f".{key_of(0)}.{name}.part" for name in ("aa", "bb"))
    for part in (stale, young):
        part.write_bytes(b"unfinished")
    os.utime(stale, (1_000_000_000, 1_000_000_000))
    assert cache.verify() == (1, [stale.name])
    assert young.exists()


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4))
@settings(deadline=None)
def test_keys_do_not_depend_on_order(audible):
    assert clip_key(audible) == clip_key(dict(reversed(audible.items())))
    assert clip_key(audible) != clip_key({**audible, "more": 1})


def test_where_the_cache_is(tmp_path, monkeypatch):
    import platformdirs

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VOICEGUIDE_CACHE", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "users")
    assert locate() == tmp_path / "users"
    (tmp_path / "audio_cache").mkdir()
    assert locate() == tmp_path / "audio_cache"
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "named"))
    assert locate() == tmp_path / "named"
    assert locate(Path("flag")) == Path("flag")


RACE = """
    import sys
    from pathlib import Path
    import numpy as np
    from voiceguide.speech import ClipCache
    import hashlib
    cache = ClipCache(Path(sys.argv[1]))
    for round in range(3):
        for number in range(30):
            key = hashlib.sha256(str(number).encode()).hexdigest()
            samples = np.full((1000 + number, 1), 0.25, np.float32)
            assert cache.put(key, samples, 48000, {}).frames == 1000 + number
            found = cache.ref(key)
            assert found is None or found.frames == 1000 + number, found
            if round < 2 and number % 7 == int(sys.argv[2]):
                path = cache.root / key[:2] / (key + ".wav")
                path.unlink(missing_ok=True)
"""


def test_many_processes_use_one_cache(cache):
    processes = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(RACE), str(cache.root), str(number)])
        for number in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    whole, removed = cache.verify()
    assert (whole, removed) == (30, [])
    assert not list(cache.root.rglob("*.part"))


def test_numpy_is_not_needed_to_look_after_a_cache(cache):
    fill(cache, 1)
    code = "import sys; from pathlib import Path; from voiceguide.speech._clip_cache import ClipCache\n"
    code += (
        f"c = ClipCache(Path({str(cache.root)!r})); c.info(); c.verify(); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_touch_is_not_written_for_each_use(cache, monkeypatch):
    fill(cache, 1)
    monkeypatch.setattr(_files.os, "utime", lambda *_, **__: pytest.fail("the disk was written"))
    assert cache.ref(key_of(0)) is not None
