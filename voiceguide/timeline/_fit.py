"""The fitter: elastic times share what is left of a session, so that the sum is the target to the frame."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Elastic:
    """A time that may be chosen inside bounds, in frames."""

    min: int
    preferred: int
    max: int
    weight: int = 1
    """How soon it grows: with twice the weight it is at its longest when half as much is asked."""
    times: int = 1
    """How often the one choice counts: 2 for the two sides of a point, n for the rounds of a repeat, which
    are always equal."""
    shrink_weight: int = 1
    """How readily it shrinks, likewise."""
    stops: tuple[int, ...] = ()
    """Values that suit it best, rising, within its bounds: one of them is taken wherever the others allow."""


class Unfit(Exception):
    """Raised when no choice inside the bounds makes the target."""

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__(f"between {shortest} and {longest} frames")
        self.shortest = shortest
        """The least sum, in frames."""
        self.longest = longest
        """The largest sum, in frames."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What each elastic time gets."""

    frames: tuple[int, ...]
    """One for each elastic time, in the order given."""
    rest: int
    """Frames that no choice could take, because only times that count several times over have room: less
    than the largest ``times``, so a few hundred-thousandths of a second. They belong at the very end."""


def fit(items: Sequence[Elastic], target: int) -> Shares:
    """Choose every elastic time so that, each times its count, they add up to ``target``.

    All start at what they prefer and move towards their bounds: each by its weight times its room, times
    one common factor. What rounding down leaves goes to those that lost most by it (largest remainder).

    Parameters
    ----------
    items : sequence of Elastic
    target : int
        Frames to make.

    Returns
    -------
    Shares
        ``sum(times * frames) + rest == target``, always.

    Raises
    ------
    Unfit
        If the target is under the sum of the minima or over the sum of the maxima.
    """
    shortest = sum(item.min * item.times for item in items)
    longest = sum(item.max * item.times for item in items)
    if not shortest <= target <= longest:
        raise Unfit(shortest, longest)
    if any(item.stops for item in items) and (shares := _at_stops(items, target)) is not None:
        return shares
    extra = target - sum(item.preferred * item.times for item in items)
    exact = _stretch(items, extra)
    frames = [int(value) for value in exact]  # all are positive, so this rounds down
    left = target - sum(value * item.times for value, item in zip(frames, items, strict=True))
    by_loss = sorted(range(len(items)), key=lambda i: (frames[i] - exact[i], i))
    for i in by_loss:
        if items[i].times <= left and frames[i] < items[i].max:
            frames[i] += 1
            left -= items[i].times
    rest = _trade(items, frames, left) if left else 0
    return Shares(tuple(frames), rest)


def _at_stops(items: Sequence[Elastic], target: int) -> Shares | None:
    """The shares with all items that have stops at one of them; None if the others cannot fill the rest."""
    free = [replace(item, stops=()) for item in items]
    wanted = fit(free, target).frames
    chosen = {
        index: min(range(len(item.stops)), key=lambda at: (abs(item.stops[at] - wanted[index]), at))
        for index, item in enumerate(items)
        if item.stops
    }
    first_way = 0
    while True:
        fixed = list(free)
        for index, at in chosen.items():
            stop = items[index].stops[at]
            fixed[index] = replace(free[index], min=stop, preferred=stop, max=stop)
        try:
            return fit(fixed, target)
        except Unfit as unfit:
            way = -1 if unfit.shortest > target else 1
            missing = unfit.shortest - target if way < 0 else target - unfit.longest
        moved = _moved_stop(items, chosen, way, missing)
        if moved is None or way == -first_way:
            return None
        first_way = way
        chosen[moved] += way


def _moved_stop(items: Sequence[Elastic], chosen: dict[int, int], way: int, missing: int) -> int | None:
    """The item whose next stop comes nearest to what is missing; None if none has another."""
    steps = {
        index: abs(items[index].stops[at + way] - items[index].stops[at]) * items[index].times
        for index, at in chosen.items()
        if 0 <= at + way < len(items[index].stops)
    }
    return min(steps, key=lambda index: abs(steps[index] - missing)) if steps else None


def _stretch(items: Sequence[Elastic], extra: int) -> list[Fraction]:
    """Move all from what they prefer, so that the moves add up to ``extra``; in exact fractions."""
    moves = [_Move.of(item, grows=extra >= 0) for item in items]
    wanted = Fraction(abs(extra))
    factor = Fraction(0)
    # The sum of moves grows with the factor, in straight pieces that end where a weight meets its bound.
    pieces = sorted({Fraction(1, move.weight) for move in moves})
    for bound in pieces:
        if wanted <= _moved(moves, bound):
            break
    else:
        bound = pieces[-1] if pieces else Fraction(0)
    below = max((piece for piece in pieces if piece < bound), default=Fraction(0))
    done, full = _moved(moves, below), _moved(moves, bound)
    factor = below + (bound - below) * (wanted - done) / (full - done) if full > done else bound
    sign = 1 if extra >= 0 else -1
    return [
        item.preferred + sign * move.room * min(Fraction(1), factor * move.weight)
        for item, move in zip(items, moves, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Move:
    """How far one time may go, all to one side."""

    room: int
    weight: int
    times: int

    @classmethod
    def of(cls, item: Elastic, *, grows: bool) -> _Move:
        if grows:
            return cls(item.max - item.preferred, item.weight, item.times)
        return cls(item.preferred - item.min, item.shrink_weight, item.times)


def _moved(moves: Sequence[_Move], factor: Fraction) -> Fraction:
    return sum(
        (move.times * move.room * min(Fraction(1), factor * move.weight) for move in moves), Fraction(0)
    )


def _trade(items: Sequence[Elastic], frames: list[int], left: int) -> int:
    """Place frames that fit nowhere as they are: one choice some frames longer, another some shorter.

    Changes ``frames``; returns what is left, if no two choices make it.
    """
    counts = sorted({item.times for item in items})
    for more, less in itertools.product(counts, counts):
        for longer in range(1, less + 1):
            shorter, odd = divmod(longer * more - left, less)
            if odd or shorter < 0:
                continue
            grower = _first(
                items, more, [item.max - now >= longer for item, now in zip(items, frames, strict=True)]
            )
            shrinker = _first(
                items, less, [now - item.min >= shorter for item, now in zip(items, frames, strict=True)]
            )
            if grower is not None and shrinker is not None and grower != shrinker:
                frames[grower] += longer
                frames[shrinker] -= shorter
                return 0
            break  # more of both is no easier
    return left


def _first(items: Sequence[Elastic], times: int, can: Sequence[bool]) -> int | None:
    """The first item that counts so often and can be changed."""
    return next((i for i, item in enumerate(items) if item.times == times and can[i]), None)
