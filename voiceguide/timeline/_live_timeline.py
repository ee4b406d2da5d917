"""The timeline of a session that is still being spoken: unspoken sentences have an estimated length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import ResolvedHold
from voiceguide.timeline._draft import Commitments
from voiceguide.timeline._layout import Layout
from voiceguide.timeline._spoken import said_in, utterances
from voiceguide.timeline._timeline import ClipRef
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voiceguide.script import ResolvedScript
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._layout import Bounds
    from voiceguide.timeline._timeline import Timeline

    Guess = Callable[[str], int]
    """Guesses the frames of a sentence."""


class LiveTimeline:
    """A script's timeline, laid out again whenever more of its sentences are known.

    Each timeline agrees with the previous one up to the frame heard so far, which :meth:`lay_out` is given.
    So nothing may be heard beyond :attr:`known_until`.

    Parameters
    ----------
    script : ResolvedScript
    rate : int
        Frames a second.
    speech : mapping of str to ClipRef
        The clips of the sentences that are known; may grow.
    chime : callable
        As for :class:`~voiceguide.timeline._layout.Layout`.
    grid : Grid
    guess : callable
        Guesses the frames of a sentence that is not known. Rather too many: what is left over in the end can
        be given to holds and pauses, and what is missing has to be taken from them.
    sound : callable, optional
        As for :class:`~voiceguide.timeline._layout.Layout`.
    """

    def __init__(
        self,
        script: ResolvedScript,
        *,
        rate: int,
        speech: Mapping[str, ClipRef],
        chime: Callable[[str], ClipRef | None],
        grid: Grid,
        guess: Guess,
        sound: Callable[[str], ClipRef] | None = None,
    ) -> None:
        self._script = script
        self._rate = rate
        self._speech = speech
        self._chime = chime
        self._grid = grid
        self._guess = guess
        self._sound = sound
        self._sentences = utterances(script)
        self._in_holds = {
            index: said_in(step.body)
            for index, step in enumerate(script.steps)
            if isinstance(step, ResolvedHold)
        }
        self._lay_out(Commitments())

    @property
    def known_until(self) -> int:
        """The first frame of the timeline that may still move.

        An unspoken sentence begins there, or a hold that has one in it: a hold is known as a whole or not at
        all, since one cue in it may make room for another.
        """
        return self._known_until

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self._draft.timeline

    @property
    def is_known(self) -> bool:
        """Whether nothing is guessed any more, whatever the words for the holds' times."""
        return all(sentence in self._speech for sentence in self._sentences)

    @property
    def missed(self) -> int:
        """Frames by which the script's length is missed, by what is known.

        So much longer is the session; or if it is negative, so much of its end is silent, since nothing in it
        can stretch any more.
        """
        length, bounds = self._script.script.length, self.bounds
        if length is None:
            return 0
        target = frames_of(length, self._rate)
        return max(bounds.shortest - target, 0) or min(bounds.longest - target, 0)

    @property
    def bounds(self) -> Bounds:
        """The lengths that the session can have, by what was known and stood fast when it was laid out."""
        return self._draft.bounds

    def require_length(self) -> None:
        """Refuse a length that cannot be met.

        Raises
        ------
        LengthError
            It says the shortest and the longest that would do; both are true if all is known.
        """
        length, bounds = self._script.script.length, self.bounds
        if length is not None and not bounds.shortest <= frames_of(length, self._rate) <= bounds.longest:
            raise bounds.refuse(length)

    def guessed(self) -> int:
        """Frames of the timeline's speech that are guessed."""
        return sum(
            cue.frames for cue in self.timeline.cues() if cue.kind == "say" and cue.text not in self._speech
        )

    def in_order(self) -> list[str]:
        """All sentences, those of the timeline first, in the order in which they are needed."""
        needed: list[tuple[int, str]] = [
            (cue.start, cue.text)
            for cue in self.timeline.cues()
            if cue.kind == "say" and cue.text is not None
        ]
        for index, words in self._in_holds.items():
            needed += [(self._draft.starts[index], text) for text in words]
        first = [text for _, text in sorted(needed, key=lambda need: need[0])]
        return list(dict.fromkeys(first + self._sentences))

    def could_be_known_until(self) -> int:
        """What :attr:`known_until` would be, had what was spoken meanwhile the length that was guessed.

        Where it is no larger, a new layout gains nothing.
        """
        return self._known_with(self._speech)

    def lay_out(self, horizon: int) -> Timeline:
        """Lay out again what lies after ``horizon`` frames, with all that is known now.

        Where the script's length cannot be met any more, it is missed by as little as possible.
        """
        self._lay_out(Commitments.until(horizon, self._script, self._draft))
        return self.timeline

    def _lay_out(self, commitments: Commitments) -> None:
        known = dict(self._speech)  # another thread may add to it meanwhile
        layout = Layout(
            self._script,
            rate=self._rate,
            speech={text: known.get(text) or ClipRef("", self._guess(text)) for text in self._sentences},
            chime=self._chime,
            sound=self._sound,
            grid=self._grid,
            commitments=commitments,
        )
        self._draft = layout.nearest()
        self._known_until = self._known_with(known)

    def _known_with(self, speech: Mapping[str, ClipRef]) -> int:
        sentences = [
            cue.start for cue in self.timeline.cues() if cue.kind == "say" and cue.text not in speech
        ]
        holds = [
            self._draft.starts[index]
            for index, words in self._in_holds.items()
            if any(text not in speech for text in words)
        ]
        return min([*sentences, *holds], default=self.timeline.frames)
