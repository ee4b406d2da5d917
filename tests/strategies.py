"""Scripts by chance, for the properties that must hold for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from voiceguide.compose import TALKS
from voiceguide.script import NO_CHIMES, Script
from voiceguide.script._unroll import DEEPEST
from voiceguide.sound import theme_names
from voiceguide.timeline import ClipRef
from voiceguide.units import Span, frames_of
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("press", "the", "ball", "slowly", "to", "your", "left", "shoulder", "and", "breathe", "out", "again")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: f"{' '.join(words)}.")
ANY_LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=40
).map("x{}".format)
"""A line that says something, with any signs after it."""
CODES = ("BL-43", "SI-3", "GV-20")


@st.composite
def spans(draw: st.DrawFn, most_ms: int = 200_000, least_ms: int = 0) -> Span:
    """Elastic times, in any relation of their three parts."""
    low, best, high = sorted(draw(st.lists(st.integers(least_ms, most_ms), min_size=3, max_size=3)))
    return draw(
        st.sampled_from([Span(low, best, high), Span(low, (low + high) // 2, high), Span(best, best, best)])
    )


@st.composite
def _cues(draw: st.DrawFn, line: st.SearchStrategy[str]) -> list[dict[str, Any]]:
    places = st.sampled_from(["half", "0%", "25%", "70%", "100%", "0s", "4s", "12.5s", "-0s", "-3s", "-10s"])
    return [
        {"at": draw(places), "text": draw(line), "over": draw(st.sampled_from([None, "40s", "1m15s"]))}
        for _ in range(draw(st.integers(0, 4)))
    ]


def _repeat(draw: st.DrawFn, steps: list[dict[str, Any]], line: st.SearchStrategy[str]) -> dict[str, Any]:
    """Steps from a chapter's start on, several times; what repeats they have in them are one deeper."""
    told = st.sampled_from(["Round {round} of {rounds}.", "{left} rounds left."])
    between = draw(st.sampled_from([[], [{"say": "Next is {next}."}], [{"pause": draw(spans(20_000))}]]))
    first, *rest = steps
    return {
        "repeat": draw(st.integers(1, 3)),
        "steps": [first, {"say": draw(told)}, *rest],
        "between": between,
    }


WAYS = [
    None,
    {"posture": "lying", "tool": "tennis-ball"},
    {"posture": "standing", "tool": "massage-tool", "wall": True},
    {"posture": "seated"},
]


@st.composite
def _holds(draw: st.DrawFn, span: Span, line: st.SearchStrategy[str]) -> dict[str, Any]:
    chime = st.sampled_from([None, "start", "half", "switch", "stop"])
    return {
        "for": span,
        "chimes": {key: draw(chime) for key in ("start", "half", "end")},
        "breathe": draw(st.sampled_from([None, {"in": "4s", "out": "6s"}, {"in": "1s", "out": "2.5s"}])),
        "say": draw(_cues(line)),
    }


@st.composite
def scripts(
    draw: st.DrawFn,
    *,
    title: st.SearchStrategy[str] = SENTENCES,
    line: st.SearchStrategy[str] = SENTENCES,
    heading: bool = False,
    with_length: bool = True,
    repeats: bool = True,
) -> Script:
    """Scripts that keep all rules: chapters with and without points and sides, and every kind of step."""
    length = draw(st.none() | st.integers(1_000, 14_400_000)) if with_length else None
    times = {code: draw(spans()) for code in CODES}
    steps: list[dict[str, Any]] = [{"say": draw(line)}]
    begins: list[int] = []
    for _ in range(draw(st.integers(1, 5))):
        code = draw(st.none() | st.sampled_from(CODES))
        span = times[code] if code else draw(spans())
        if draw(st.booleans()):
            side = draw(st.sampled_from([None, "left", "right"])) if code else None
            begins.append(len(steps))
            steps.append({"chapter": {"title": draw(title), "point": code, "side": side}})
        else:
            # a point is its chapter's, so without a chapter the last one goes on, with its own span
            span = next(
                (times[s["chapter"]["point"]] for s in reversed(steps) if s.get("chapter", {}).get("point")),
                span,
            )
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(["say", "say", "pause", "settle", "chime", "hold"]))
            if kind == "say":
                steps.append({"say": " ".join(draw(st.lists(line, min_size=1, max_size=3)))})
            elif kind in {"pause", "settle"}:
                steps.append({kind: draw(spans(30_000))})
            elif kind == "chime":
                steps.append({"chime": draw(st.sampled_from(["start", "end"]))})
            else:
                if draw(st.booleans()):
                    steps.append({"say": draw(st.sampled_from(["Hold for {hold}.", "{hold}, again."]))})
                body = draw(_holds(span, line))
                chapter = next((s["chapter"] for s in reversed(steps) if "chapter" in s), {})
                if chapter.get("point"):
                    body["way"] = draw(st.sampled_from(WAYS))
                steps.append({"hold": body})
    deep = 0
    for begin in reversed(begins):
        if repeats and deep < DEEPEST and draw(st.integers(0, 2)) == 0:
            steps[begin:] = [_repeat(draw, steps[begin:], line)]
            deep += 1
    if length is not None and draw(st.booleans()):
        steps.append({"say": "All of it took {length}."})
    steps.append({"chime": "end"})
    plain: dict[str, Any] = {"voiceguide": "1", "title": draw(title), "length": length, "steps": steps}
    if heading:
        plain |= draw(
            st.fixed_dictionaries(
                {
                    "voice": st.sampled_from([None, "piper/joe", "system/a name: with marks"]),
                    "rate": st.none() | st.floats(0.5, 2.0),
                    "talk": st.sampled_from([None, *TALKS]),
                    "chimes": st.sampled_from([None, *theme_names(), NO_CHIMES]),
                    "bed": st.sampled_from(
                        [None, {"sound": "rain"}, {"sound": "my rain.wav", "level": "-7.5 dB"}]
                    ),
                }
            )
        )
    return from_values(Script, plain)


class EstimatedSpeech(dict[str, ClipRef]):
    """A clip for any sentence that is asked for: as long as its letters say, and told by its text."""

    def __init__(self, rate: int, ms_a_letter: int = 70) -> None:
        super().__init__()
        self._rate, self._ms = rate, ms_a_letter

    def __missing__(self, sentence: str) -> ClipRef:
        clip = ClipRef(sentence, frames_of(self._ms * len(sentence), self._rate))
        return self.setdefault(sentence, clip)


def rings(rate: int, **ms: int) -> Callable[[str], ClipRef | None]:
    """Chimes of the lengths given in milliseconds, 4 s for others; none at all for 0."""

    def chime(name: str) -> ClipRef | None:
        name, _, shortened = name.partition("~")
        length = min(ms.get(name, 4_000), int(shortened or 60_000))
        return ClipRef(f"chime {name}", frames_of(length, rate)) if length else None

    return chime
