"""Words that are spelt alike and said in two ways, respelt so that every engine says the one that is meant.

espeak-ng, which makes the phonemes for all our engines, takes "Close your eyes" for the adjective. Respelling
("cloze") leaves it the sentence in one piece, with its weak forms and links; phonemes would cut it in two.
"""

from __future__ import annotations

import functools
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._finished_spans import READS_IPA
from voiceguide.speech.english._grammar import (
    ADJECTIVES,
    ALSO,
    BEING,
    CLASSES,
    DETERMINERS,
    HELPERS,
    KEEPING,
    OBJECTS,
    OWNERS,
    PLACES,
    SUBJECTS,
    WordSequence,
    governor,
    is_plural,
    is_third_person,
    is_verb,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TABLE = "heteronyms.tsv"

_RESPELLS: Final = READS_IPA | {"letters"}
_WORD = re.compile(r"[a-z]+")
_CELL = re.compile(r"^(.*?)\s*(\[\[.+\]\])?$")


def read_aloud(text: str, family: str, found: Callable[[str], str] = lambda said: said) -> str:
    """Respell the heteronyms in a sentence.

    Parameters
    ----------
    text : str
        Written out.
    family : str
        The engine's family; text for an unknown one stays as it is.
    found : callable, optional
        Gets each respelling, and gives what is put in its place.
    """
    if family not in _RESPELLS:
        return text
    table = _table()
    if table.keys().isdisjoint(_WORD.findall(text.lower())):
        return text
    words = WordSequence.of(text)
    pieces, done = [], 0
    for place, word in enumerate(words.lower):
        if word not in table:
            continue
        rule, if_found, if_not = table[word]
        said = _said(if_found if RULES[rule](words, place) else if_not, family)
        if said:
            start, end = words.spans[place]
            pieces += [text[done:start], found(said)]
            done = end
    return "".join([*pieces, text[done:]])


def _said(cell: str, family: str) -> str:
    """What a cell of the table gives for a family; empty if the word stays."""
    letters, phonemes = _CELL.match(cell).groups()  # type: ignore[union-attr]
    if phonemes and family in READS_IPA:
        return str(phonemes)
    return "" if letters == "-" else str(letters)


@functools.cache
def _table() -> Mapping[str, tuple[str, str, str]]:
    """Rule and the two respellings of each word."""
    text = Path(__file__).with_name(TABLE).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: (rule, if_found, if_not) for word, rule, if_found, if_not in rows}


def _is_seldom_verb(words: WordSequence, place: int) -> bool:
    """A word that opens a clause as a verb only before its object: "Mouth the words", "Mouth closed"."""
    if governor(words, place) in {"", "to"}:
        return words.after(place) in DETERMINERS | OBJECTS
    return is_verb(words, place)


def _shut(words: WordSequence, place: int) -> bool:
    """To close, and a close that ends something; not near."""
    before, after = words.before(place), words.after(place)
    if before in {"a", "the"}:
        return after == "of" or words.before(place, 2) in {"to", "at"}
    if after in {
        "to",
        "together",
        "enough",
        "attention",
        "at",
        "behind",
        "beside",
        "against",
        "as",
        "contact",
    }:
        return governor(words, place) in SUBJECTS | {"eyes"} and after not in {
            "enough",
            "attention",
            "contact",
        }
    if after == "by" and words.after(place, 2) in {"", "you", "the"}:
        return False
    if after == "in" and not words.before(place):
        return False
    clause = words.clause_before(place)
    if is_plural(before) and any(word in KEEPING for word in clause):
        return False
    return is_verb(words, place)


_BOW_OF_WOOD = CLASSES["bow_of_wood"]
_SMALL_BOWS = ADJECTIVES | {"take", "make", "with", "bow", "formal", "final", "respectful", "humble"}


def _bend(words: WordSequence, place: int) -> bool:
    """To bow; not a bow and arrow."""
    before, after = words.before(place), words.after(place)
    if after in _BOW_OF_WOOD - {"and"} or (after == "and" and words.after(place, 2) in {"arrow", "arrows"}):
        return False
    if (
        before in _SMALL_BOWS
        or (before in {"a", "the"} and words.before(place, 2) in {"with", "take", "make"})
        or (
            before == "a"
            and words.before(place, 2) == "in"
            and not {"head", "chin", "forehead", "heads"}.isdisjoint(words.clause_before(place))
        )
    ):
        return True
    return is_verb(words, place)


def _bends(words: WordSequence, place: int) -> bool:
    return is_third_person(words, place) or words.before(place) in _SMALL_BOWS


def _turn(words: WordSequence, place: int) -> bool:
    """To wind; not the wind."""
    before = words.before(place)
    after = words.after(place)
    if after in {"down", "up"} and before not in DETERMINERS:
        return True
    if not governor(words, place):
        # "Wind blows" against "Wind the strap"
        return after in DETERMINERS | OBJECTS or after in PLACES
    return is_verb(words, place)


_THE_TURNING = CLASSES["the_turning"]


def _turns(words: WordSequence, place: int) -> bool:
    return governor(words, place) in _THE_TURNING


def _alive(words: WordSequence, place: int) -> bool:
    """A live class; not to live."""
    before = governor(words, place)
    if words.after(place) in CLASSES["shown_live"] and not before:
        return True
    if before in {"recorded", "streamed", "filmed", "taught", "broadcast", "played"}:
        return True
    return words.joined_before(place) or before in DETERMINERS | BEING | {"go", "goes", "going", "went"}


def _several_lives(words: WordSequence, place: int) -> bool:
    """Our lives; not she lives."""
    before = governor(words, place)
    if not before or is_plural(before):
        # "Lives change", "it changes lives"
        return words.after(place) not in PLACES
    return (
        before in DETERMINERS - {"what", "which", "this", "that"}
        or before in ADJECTIVES | PLACES | {"busy", "people's", "save"}
        or before.endswith("s'")
    )


_TINY = re.compile(
    r"(adjustment|movement|change|shift|motion|circle|detail|correction|rocking|pulse|tremor|sensation|amount"
    r"|difference|variation|vibration|sway|wobble|tilt|twist|nod|roll|step|particle|ripple|wave|turn|bend"
    r"|contraction|oscillation|gap|lift|degree)s?$"
)


def _tiny(words: WordSequence, place: int) -> bool:
    """Minute movements; not a minute."""
    before, after = words.before(place), words.after(place)
    if before in {"each", "every"}:
        return bool(_TINY.match(after))
    if words.joined_before(place) or before in _COUNTS:
        return False
    if before in {"most", "very", "so", "too"} and after not in {"of", "left"}:
        return True
    following = words.lower[place + 1] if place + 1 < len(words.lower) else ""
    if before and before not in DETERMINERS and "," in words.breaks[place + 1] and following in ADJECTIVES:
        return True
    if before in {"is", "are", "was"} and not following:
        return True
    if before == "with" and after not in {"left", "hand"}:
        # the other minute has its article, or is counted
        return True
    return (
        bool(_TINY.match(after))
        or after == "little"
        or bool(_TINY.match(words.after(place, 2)) and after in ADJECTIVES)
    )


_COUNTS = CLASSES["counts"]


def _satisfied(words: WordSequence, place: int) -> bool:
    """To be content; not the content of something."""
    before, after = governor(words, place), words.after(place)
    if (
        before in DETERMINERS - {"both", "more", "less", "most"}
        or after in {"of", "is", "in", "warning"}
        or before in PLACES
    ):
        return False
    known = not before or before in ALSO | BEING | OBJECTS | SUBJECTS | HELPERS | CLASSES["resting"]
    # "water content" and "audio content" are nouns
    return known or after in {"with", "to"}


def _metal(words: WordSequence, place: int) -> bool:
    """Heavy as lead; not to lead."""
    before, after = words.before(place), words.after(place)
    if after in {"weight", "weights", "apron", "pipe", "ball", "balls", "heavy", "blanket", "shot"}:
        return before not in SUBJECTS
    if before in {"as", "like", "of", "into", "liquid", "molten"}:
        return True
    if before in BEING and not after:
        return True
    return before == "to" and words.before(place, 2) in {"turn", "turns", "turning", "turned", "change"}


_WHAT_TEARS = CLASSES["what_tears"]


def _rip(words: WordSequence, place: int) -> bool:
    """To tear, and a torn muscle; not a tear that is wept."""
    before, after = words.before(place), words.after(place)
    if before in _WHAT_TEARS - {"small"} or after == "in":
        return True
    if before and (len(before) == 1 or not before.isascii()) and before not in {"a", "i"}:
        # an initialism that was spelt out, or a name: "an ACL tear"
        return True
    return is_verb(words, place) and after not in {
        "fall",
        "falls",
        "roll",
        "rolls",
        "come",
        "comes",
        "drop",
        "run",
    }


def _rips(words: WordSequence, place: int) -> bool:
    return (
        words.before(place) in _WHAT_TEARS
        or words.after(place) in {"easily", "apart", "open", "off"}
        or (words.after(place) in OBJECTS | DETERMINERS - {"each"} and bool(words.before(place)))
    )


_LONG_AGO = CLASSES["long_ago"]


def _past(words: WordSequence, place: int) -> bool:
    """Have read, was read, read last year; not to read now."""
    decider = governor(words, place)
    if decider in _HAVING:
        return True
    if decider not in SUBJECTS:
        return False
    rest = words.lower[place + 1 :]
    asks = words.clause_before(place)[0] in {"as", "when", "while", "if", "whenever"} and rest[-1:] != (
        "ago",
    )
    return not asks and (
        any(word in _LONG_AGO for word in rest)
        or rest[-1:] in {("before",), ("once",)}
        or any(first == "last" and then in _PERIODS for first, then in itertools.pairwise(rest))
    )


_HAVING = CLASSES["having"]
_PERIODS = CLASSES["periods"]


def _shine(words: WordSequence, place: int) -> bool:
    """To polish; not what is Polish, though a sentence begins with it."""
    start, _ = words.spans[place]
    return words.text[start].islower() or (
        not words.before(place) and words.after(place) in DETERMINERS | OBJECTS | {"", "and"}
    )


def _dived(words: WordSequence, place: int) -> bool:
    """She dove into the water; not the bird."""
    before = words.before(place)
    return before in SUBJECTS or (
        before not in DETERMINERS and words.after(place) in {"into", "under", "in", "deep", "down"}
    )


def _coiled(words: WordSequence, place: int) -> bool:
    """Wound around a foot; not a wound."""
    before, after = governor(words, place), words.after(place)
    if before in DETERMINERS or before in ADJECTIVES:
        return False
    return before in BEING | SUBJECTS | _HAVING or after in {
        "around",
        "round",
        "about",
        "up",
        "into",
        "tightly",
        "down",
        "twice",
        "once",
    }


def _old(words: WordSequence, place: int) -> bool:
    """An aged joint; not aged sixty."""
    after = words.after(place)
    return bool(after) and words.before(place) in DETERMINERS and after not in _COUNTS and after not in PLACES


def _accustomed(words: WordSequence, place: int) -> bool:
    """Get used to the ball, it used to hurt; not used for pressing."""
    if words.after(place) != "to":
        return False
    before, then = governor(words, place), words.after(place, 2)
    if before in SUBJECTS or before in {"get", "gets", "getting", "got", "grow", "become", "becomes"}:
        return True
    return before in BEING and (then in DETERMINERS | OBJECTS | OWNERS or then.endswith("ing") or not then)


RULES: Final[Mapping[str, Callable[[WordSequence, int], bool]]] = {
    "verb": is_verb,
    "verbs": is_third_person,
    "seldom a verb": _is_seldom_verb,
    "shut": _shut,
    "bend": _bend,
    "bends": _bends,
    "turn": _turn,
    "turns": _turns,
    "alive": _alive,
    "several lives": _several_lives,
    "tiny": _tiny,
    "satisfied": _satisfied,
    "metal": _metal,
    "rip": _rip,
    "rips": _rips,
    "past": _past,
    "shine": _shine,
    "dived": _dived,
    "coiled": _coiled,
    "old": _old,
    "accustomed": _accustomed,
}
"""What tells the two readings apart, by the name in the table: true for its first respelling."""
