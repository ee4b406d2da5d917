"""What is said inside holds, once it is known how long they are: nothing that will not be heard."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from voiceguide.script import At, ChapterStart, Hold, HoldCue, estimate_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.compose._composition import HoldTalk
    from voiceguide.compose._narrator import Draft
    from voiceguide.script import Script, Step, Talk
    from voiceguide.words import Words

QUIET_MS = 24_000
"""Two paced breaths, before any word."""
HALF_FROM_MS = 60_000
"""Halfway is told in holds of this time and over."""
TEN_LEFT_FROM_MS = 36_000
"""Ten seconds left are told where two breaths fit before that."""
AGAIN_MS = 1_230_000
"""A line may come again after twenty minutes, and a little more for what the guess is off."""
_SLACK = 0.92, 1.1
"""What a hold may turn out to take against the guess; what is said fits in any case."""
_AROUND_HALF_MS = 1_200, 5_000
"""Silence before halfway is told, and from its chime until the next line."""
_BEFORE_TEN_MS = 11_200
"""From the end of a line to the end of the hold, so that ten seconds left are told in peace."""
_BEFORE_END_MS = 4_000
_LONG_FROM_MS = 15_000
"""What is left of a hold for a line that goes on, besides the last ten seconds of it."""
_SCAN_FROM_MS = 150_000
"""A rest in which there is time for a walk through the body."""
_APART_MS = 20_000, 26_000
"""From one line to the next, at the start of the session and at its end."""
_APART_AT_REST_MS = {"full": 13_000, "short": 24_000}
_LONG_REST_MS = 400_000
"""From here on a rest has more silence between its lines, the longer it is."""
_APART_BY_REST = 200
"""A second more for each so many seconds of rest."""
_WAY_BACK_FROM = 12
"""Lines that are left in a rest after the walk through the body, for one that goes back."""
_SPARSER_MS = 40_000
"""How much further lines are apart towards sleep, from the middle of the session to its end."""
_FIRST_TO_SLEEP_MS = 8_000
_EVER_FEWER = 1.12
"""From one line to the next in a rest that leads to sleep, against the one before."""
_MOST_APART_MS = 120_000
_BEFORE_SLEEP_MS = 15_000
"""From the last line of such a rest to its end: the closing is still to be said."""
_FROM_START_MS = 27_000


@dataclass(frozen=True, slots=True)
class HoldTime:
    """When a hold is, in milliseconds of the session."""

    start: int
    length: int


@dataclass(slots=True)
class Prompter:
    """Prompts what is said inside the holds of one draft."""

    draft: Draft
    words: Words
    seed: str
    session_ms: int
    """The length of the session."""
    _said_at: dict[str, int] = field(default_factory=dict)
    _orders: dict[str, list[str]] = field(default_factory=dict)
    _signals: bool = True
    """Whether it is told in a hold how much is left of it."""
    _last: str = ""
    """The line before."""
    _pressing: int = 0
    """How many lines were prompted on points: every second one goes on, in whatever hold there is room."""

    def script(self, times: Mapping[int, HoldTime]) -> Script:
        """The script with what is said in its holds.

        Parameters
        ----------
        times : mapping of int to HoldTime
            The time of each hold, by the number of its step.
        """
        steps: list[Step] = list(self.draft.script.steps)
        for index, talk in self.draft.talk.items():
            step = steps[index]
            self._note_signals(index, times[index])
            if isinstance(step, Hold) and self._talk != "minimal":
                steps[index] = self._filled(step, talk, times[index])
        return replace(self.draft.script, steps=tuple(steps))

    def remember(self, said_at: Mapping[str, int]) -> None:
        """Take it that lines were said already, at a time in milliseconds each."""
        self._said_at.update(said_at)

    def _note_signals(self, index: int, time: HoldTime) -> None:
        """Whether a hold has signals, which startle who is about to sleep: both sides, or neither."""
        before = self.draft.script.steps[:index]
        chapter = next((step for step in reversed(before) if isinstance(step, ChapterStart)), None)
        if chapter is None or chapter.chapter.side != "right":
            self._signals = not self._to_sleep or 2 * time.start <= self.session_ms

    @property
    def _to_sleep(self) -> bool:
        return self.draft.script.to_sleep

    @property
    def _talk(self) -> Talk:
        return self.draft.script.talk or "full"

    def _filled(self, step: Hold, talk: HoldTalk, time: HoldTime) -> Hold:
        told: list[tuple[int, HoldCue]] = []
        body = step.hold
        tells = not talk.rests and self._signals
        half = tells and time.length * _SLACK[0] >= HALF_FROM_MS
        if half:
            body = replace(body, chimes=replace(body.chimes, half="half"))
            told.append((time.length // 2, self._cue("half", self.words.text("point.halfway"))))
        ten = tells and time.length * _SLACK[0] >= TEN_LEFT_FROM_MS
        if ten:
            told.append((time.length - 10_000, self._cue("-10s", self.words.text("point.ten_left"))))
        told += (
            self._lines_to_sleep(talk, time)
            if self._to_sleep and "scan" in talk.kinds
            else self._lines(talk, time, half=half, ten=ten)
        )
        in_order = tuple(cue for _, cue in sorted(told, key=lambda one: one[0]))
        return Hold(hold=replace(body, say=in_order))

    def _lines(
        self, talk: HoldTalk, time: HoldTime, *, half: bool, ten: bool
    ) -> Iterator[tuple[int, HoldCue]]:
        if self._talk == "short" and not talk.rests:
            return
        apart = self._apart(talk, time)
        end = time.length - (_BEFORE_TEN_MS if ten else _BEFORE_END_MS)
        middle = time.length // 2
        windows = [(_FROM_START_MS, end)]
        if half:
            windows = [
                (_FROM_START_MS, middle - _AROUND_HALF_MS[0]),
                (middle + _AROUND_HALF_MS[1], end),
            ]
        lighter = talk.lighter
        count = 0
        for first, last in windows:
            at = first
            sure = last - round(time.length * (1 - _SLACK[0]))  # a walk through the body ends before that
            slots = max(1, (sure - first) // apart)
            while at < last:
                # a rest is long, and a hundredth of it is no place; a point's lines keep to its halves
                place = (
                    At("start", at // 1000 * 1000)
                    if talk.rests
                    else At("percent", -(-at * 100 // time.length))
                )
                fits = partial(self._fits, place, length=time.length, first=first, last=last)
                if lighter and not fits(lighter):
                    lighter = None
                line = lighter or self._next(talk, time, at, last - at, (count, slots), fits=fits)
                if line is None or not fits(line):
                    break
                self._pressing += not talk.rests and line != lighter
                lighter = None
                self._said_at[line] = time.start + at
                self._last = line
                count += 1
                yield at, HoldCue(at=place, text=line)
                at += max(apart, self._ms(line) + 6_000)

    def _lines_to_sleep(self, talk: HoldTalk, time: HoldTime) -> Iterator[tuple[int, HoldCue]]:
        """Ever fewer lines, in a rest that nobody is to wake from."""
        at, apart = float(_FIRST_TO_SLEEP_MS), float(_APART_AT_REST_MS[self._talk])
        places = []
        while at < time.length * _SLACK[0] - _BEFORE_SLEEP_MS:
            places.append(int(at) // 1000 * 1000)
            at += apart + 5_000
            apart = min(apart * _EVER_FEWER, _MOST_APART_MS)
        for count, place in enumerate(places):
            slot = count, len(places)
            line = self._next(talk, time, place, time.length - place, slot, fits=lambda _: True)
            if line is None:
                return
            self._said_at[line] = time.start + place
            self._last = line
            yield place, HoldCue(at=At("start", place), text=line)

    def _fits(self, place: At, line: str, *, length: int, first: int, last: int) -> bool:
        """Whether a line is heard as a whole, even if the hold is somewhat shorter or longer than guessed."""
        for factor in (_SLACK[0], 1.0, _SLACK[1]):
            real = length * factor
            start = place.value if place.kind == "start" else real * place.value / 100
            # windows begin and end at half of the hold, which moves with it, or near its ends, which do not
            opens = QUIET_MS if first == _FROM_START_MS else first * factor
            closes = last * factor if last < length // 2 else real - (length - last)
            if start < opens or start + self._ms(line) * 1.1 > closes:
                return False
        return True

    def _apart(self, talk: HoldTalk, time: HoldTime) -> int:
        """From one line to the next."""
        if talk.rests:
            more = max(0, time.length - _LONG_REST_MS) // _APART_BY_REST
            return max(_APART_AT_REST_MS[self._talk] + more, time.length // self._lines_at_rest)
        early, late = _APART_MS
        more = max(0, 2 * time.start - self.session_ms) * _SPARSER_MS if self._to_sleep else 0
        return early + ((late - early) * time.start + more) // max(1, self.session_ms)

    @property
    def _lines_at_rest(self) -> int:
        """About as many as there are: a very long rest has more silence, not all of them at its start."""
        walks = (self.words.lines[kind] for kind in ("scan", "scan_back"))
        return len(self.words.lines["rest"].brief) + sum(len(walk.brief) + len(walk.long) for walk in walks)

    def _next(
        self,
        talk: HoldTalk,
        time: HoldTime,
        at: int,
        left: int,
        slot: tuple[int, int],
        *,
        fits: Callable[[str], bool],
    ) -> str | None:
        """The line for the first of so many slots: one that fits, and was not said for twenty minutes."""
        count, slots = slot
        kinds = [kind for kind in talk.kinds if kind != "scan"]
        if "scan" in talk.kinds and time.length >= _SCAN_FROM_MS:
            line = self._scan(count, slots)
            if line is not None:
                return line
        kinds = [*kinds[count % len(kinds) :], *kinds[: count % len(kinds)]]
        goes_on = (count if talk.rests else self._pressing) % 2 == 1
        lengths = ("long", "brief") if left >= _LONG_FROM_MS and goes_on else ("brief",)
        now = time.start + at
        for kind in kinds:
            for length in lengths:
                lines = self._order(kind, length)
                fresh = [line for line in lines if now - self._said_at.get(line, -AGAIN_MS) >= AGAIN_MS]
                if line := next(filter(fits, sorted(fresh, key=self._staleness)), None):
                    return line
        return None

    def _staleness(self, line: str) -> tuple[bool, int]:
        """Lines that begin otherwise than the one before come first, then those said longest ago."""
        return line.partition(" ")[0] == self._last.partition(" ")[0], self._said_at.get(line, -AGAIN_MS)

    def _scan(self, count: int, slots: int) -> str | None:
        """A walk through the whole body, and back: all of its steps, or where there are fewer slots, some."""
        there, back = self.words.lines["scan"], self.words.lines["scan_back"]
        walk = *_some(there.brief, slots), *there.long
        if (left := slots - len(walk)) >= _WAY_BACK_FROM:
            walk = *walk, *_some(back.brief, left), *back.long
        return walk[count] if count < len(walk) and walk[count] not in self._said_at else None

    def _order(self, kind: str, length: str) -> list[str]:
        """The lines of a kind, in an order that the seed makes."""
        key = f"{kind} {length}"
        if key not in self._orders:
            lines: Sequence[str] = getattr(self.words.lines[kind], length)
            self._orders[key] = sorted(lines, key=self._lot)
        return self._orders[key]

    def _lot(self, line: str) -> bytes:
        return hashlib.sha256(f"{self.seed}\n{line}".encode()).digest()

    def _ms(self, line: str) -> int:
        return estimate_ms(line, self.draft.script.rate or 1.0)

    @staticmethod
    def _cue(at: str, text: str) -> HoldCue:
        return HoldCue(at=At.parse(at), text=text)


def _some(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """So many of the lines at most, the first and the last among them."""
    count = min(len(lines), most)
    return tuple(lines[number * (len(lines) - 1) // max(1, count - 1)] for number in range(count))
