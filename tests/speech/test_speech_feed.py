"""Sentences that come while a program goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import SpeechError
from voiceguide.speech import Feed
from voiceguide.timeline import ClipRef

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT = 20.0


def clip(name: str) -> tuple[str, ClipRef]:
    return name, ClipRef(name, 10)


def test_what_comes_can_be_waited_for() -> None:
    gate = threading.Event()

    def coming() -> Iterator[tuple[str, ClipRef]]:
        yield clip("one")
        gate.wait(WAIT)
        yield clip("two")

    clips = dict([clip("zero")])
    feed = Feed(clips, lambda _: coming(), wanted=["one", "two"])
    assert feed.wait(lambda: "one" in feed.clips, WAIT)
    assert not feed.wait(lambda: "two" in feed.clips, 0)
    gate.set()
    assert feed.wait(lambda: "two" in feed.clips, WAIT)
    assert list(clips) == ["zero", "one", "two"]
    feed.close()


def test_a_failure_is_raised_where_something_is_missing_and_only_there() -> None:
    def coming() -> Iterator[tuple[str, ClipRef]]:
        yield clip("one")
        raise SpeechError("no more")

    feed = Feed({}, lambda _: coming(), wanted=["one", "two"])
    with pytest.raises(SpeechError, match="no more"):
        feed.wait(lambda: "two" in feed.clips, WAIT)
    assert feed.wait(lambda: "one" in feed.clips, WAIT)
    feed.close()


def test_closing_stops_what_is_under_way() -> None:
    started, stopped = threading.Event(), threading.Event()

    def coming() -> Iterator[tuple[str, ClipRef]]:
        started.set()
        stopped.wait(WAIT)
        yield clip("one")
        yield clip("two")

    feed = Feed({}, lambda _: coming(), stopped.set, ["one", "two"])
    assert started.wait(WAIT)
    feed.close()
    assert stopped.is_set()
    assert list(feed.clips) == ["one"]


def test_with_nothing_to_come_there_is_nothing_to_stop() -> None:
    feed = Feed(dict([clip("zero")]))
    assert feed.wait(lambda: "zero" in feed.clips, 0)
    feed.close()


def test_what_is_wanted_anew_comes_next() -> None:
    gate, asked = threading.Semaphore(0), []

    def speak(sentences: list[str]) -> Iterator[tuple[str, ClipRef]]:
        for sentence in sentences:
            asked.append(sentence)
            gate.acquire(timeout=WAIT)
            yield clip(sentence)

    feed = Feed({}, speak, lambda: gate.release(100), [str(number) for number in range(20)])
    gate.release(3)
    assert feed.wait(lambda: "2" in feed.clips, WAIT)
    feed.want(["3", "new", "19"])
    gate.release(4)
    assert feed.wait(lambda: "19" in feed.clips, WAIT)
    assert asked == ["0", "1", "2", "3", "4", "new", "19"]  # the first alone, then four in one go
    feed.close()


def test_a_single_core_speaks_on_once_the_first_sentence_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.speech._feed.cores", lambda: 1)
    asked: list[list[str]] = []

    def speak(sentences: list[str]) -> Iterator[tuple[str, ClipRef]]:
        asked.append(sentences)
        yield from map(clip, sentences)

    feed = Feed({}, speak, wanted=["One.", "Two.", "Three."])
    assert feed.wait(lambda: "One." in feed.clips, 5)
    assert not feed.wait(lambda: "Two." in feed.clips, 0.05)
    feed.note_sound()
    assert feed.wait(lambda: "Three." in feed.clips, 5)
    assert asked == [["One."], ["Two.", "Three."]]
    feed.close()


def test_a_single_core_does_not_wait_for_a_sound_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.speech._feed.cores", lambda: 1)
    monkeypatch.setattr("voiceguide.speech._feed._YIELD_SECONDS", 0.01)
    feed = Feed({}, lambda sentences: map(clip, sentences), wanted=["One.", "Two."])
    assert feed.wait(lambda: "Two." in feed.clips, 5)
    feed.close()
