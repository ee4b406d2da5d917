"""Numbers with what belongs to them: a range, a unit on one side or both, "per", money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._finished_spans import SPAN
from voiceguide.speech.english._grammar import CLASSES
from voiceguide.speech.english._number_words import cardinal, fraction, ordinal, year
from voiceguide.speech.english._units import DENOMINATORS, LENGTHS, MONEY, UNIT, WORDS, unit_names

if TYPE_CHECKING:
    from voiceguide.speech.english._finished_spans import FinishedSpans

N: Final = r"(?:\d+(?:\.\d+)?)"
"""A number whose figures were put in order by the pass "figures"."""
_MIXED: Final = rf"(?:\d+\s+\d/\d{{1,2}}(?!\d)|\d{{1,3}}/\d{{1,3}}(?![\d/])|{N})"
_FREE: Final = r"(?<![\w.,/'-])"
DASH: Final = r"\s*[-\u2013\u2014]\s*"
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FULL: Final = rf"(?:{'|'.join(WORDS)})\b"
_SHARE: Final = "|".join(sorted(DENOMINATORS, key=len, reverse=True))
_PER: Final = rf"\s?/\s?(?P<per>{_SHARE})(?!\w)"
_BETWEEN: Final = r"(?:\s*[-\u2013\u2014]\s*|\s+to\s+|-to-)"
_GAP: Final = r"\s?-?"

_LEFT: Final = (
    rf"(?:{_GAP}(?P<lowunit>{UNIT}|{_FULL})\.?)?{_BETWEEN}(?P<minus2>-(?=\d))?(?:{MONEY}\s?)?"
    rf"(?P<high>{_MIXED})"
)
_RIGHT: Final = (
    rf"(?P<glue>{_GAP})(?P<unit>{UNIT}|(?<=-){_FULL})(?P<stop>\.(?!\d))?(?:{_PER})?"
    rf"|\s?/\s?(?P<only>{_SHARE})\b|"
)
_QUANTITY = re.compile(
    rf"(?P<before>\b(?i:an?|the|each|every|one|this|that|another|your|my|first|second|next|last)\s+)?"
    rf"{_FREE}(?P<minus>-(?=\d))?(?P<money>{MONEY}\s?)?(?P<low>{_MIXED})(?:{_LEFT})?(?:{_RIGHT})"
    rf"(?P<after>(?:\s+|-)[a-z][\w-]*)?"
)
_BREATHING = re.compile(r"\b(?:breath|inhale|exhale|count)", re.IGNORECASE)
_NO_NOUN: Final = CLASSES["no_noun"]
"""Words that may follow a measure and are not measured: "10 minutes later", but "a 10 minute walk"."""
SIMPLE: Final = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64})
"""What is read as a fraction when it stands below a line."""
_SUBUNIT: Final = {"$": ("cent", "cents"), "€": ("cent", "cents"), "£": ("penny", "pence")}


def quantities(text: str, keep: FinishedSpans) -> str:
    """Write out numbers that have a unit, a currency symbol, "per", or another number after a dash."""
    return _QUANTITY.sub(lambda match: _said(match, keep), text)


def _said(match: re.Match[str], keep: FinishedSpans) -> str:
    before, after = match["before"] or "", match["after"] or ""
    money, unit, per = (match["money"] or "").strip(), match["unit"], match["per"] or match["only"]
    if not (money or unit or match["only"] or match["high"]):
        return match[0]
    low, high = match["low"], match["high"]
    sign = "minus " if match["minus"] else ""
    stop = match["stop"] or ""
    # a unit's full stop ends the sentence, too, where nothing follows
    rest = match.string[match.end("stop") :].lstrip() if stop else ""
    ends = stop if not rest or rest[0].isupper() else ""
    measures = bool(before) and bool(after) and after.split()[0] not in _NO_NOUN
    measures = measures or (unit == "\u2605" and bool(after) and after.split()[0] not in _NO_NOUN)
    described = measures or "-" in (match["glue"] or "")
    if unit == "in" and _BREATHING.search(match.string):
        return f"{before}{keep(sign + _number(low))} in{stop}{after}"
    if after.startswith("-"):
        described, after = True, " " + after[1:]
    if unit == "m" and not match["glue"]:
        unit = "min"
    names = unit_names(money or unit) if money or unit else None
    alike = names is None or match["lowunit"] is None or _same(match["lowunit"], names)
    if money and not high and "." in low and money[-1] in _SUBUNIT:
        words = _money(money, low)
    elif names is None and high and "/" not in low and high.endswith(("/10", "/100")):
        part, _, whole = high.partition("/")
        words = f"{cardinal(low)} to {cardinal(part)} out of {cardinal(whole)}"
    elif names is None:
        words = f"{_number(low)} to {_number(high)}" if high else _number(low)
        if high and match["lowunit"]:
            words = f"{_counted(low, match['lowunit'], described=False)} to {_number(high)}"
    elif high and alike:
        second = "minus " if match["minus2"] else ""
        single = described or high == "1"
        words = f"{_number(low)} to {second}{_number(high)} {names[0 if single else 1]}"
    elif high:
        words = _counted(low, match["lowunit"], described=described)
        words += f" to {_measured(high, names, described=described)}"
    else:
        words = _measured(low, names, described=described)
    if per:
        words += f" per {DENOMINATORS[per]}"
    return f"{before}{keep(sign + words)}{ends}{after}"


def _measured(number: str, names: tuple[str, str], *, described: bool) -> str:
    """A number with its unit; in "half a minute" the unit comes last."""
    if re.fullmatch(r"\d/\d+", number) and not described:
        article = "an" if names[0][0] in "aeiou" or names[0] == "hour" else "a"
        return f"{_number(number)} {'' if number == '1/2' else 'of '}{article} {names[0]}"
    return f"{_number(number)} {names[0 if described or number == '1' else 1]}"


def _counted(number: str, unit: str, *, described: bool) -> str:
    names = unit_names(unit) or (unit, unit)
    return _measured(number, names, described=described)


def _same(unit: str, names: tuple[str, str]) -> bool:
    return (unit_names(unit) or (unit, unit)) == names or unit in names


def _money(sign: str, number: str) -> str:
    """Money with its hundredths: "two dollars and fifty cents"."""
    whole, _, rest = number.partition(".")
    one, many = unit_names(sign) or ("", "")
    cents = int((rest + "0")[:2])
    part = f"{cardinal(str(cents))} {_SUBUNIT[sign[-1]][0 if cents == 1 else 1]}"
    if not int(whole):
        return part
    return f"{cardinal(whole)} {one if whole == '1' else many}" + (f" and {part}" if cents else "")


def _number(number: str) -> str:
    """A number, a fraction or both: "two and a half"."""
    whole, _, part = number.rpartition(" ")
    if "/" not in number:
        return cardinal(number)
    above, below = (int(figure) for figure in part.split("/"))
    if above >= below or below not in SIMPLE:
        return f"{cardinal(str(above))} over {cardinal(str(below))}"
    words = fraction(above, below)
    if not whole:
        return words
    return f"{cardinal(whole.strip())} and {'a half' if words == 'half' else words}"


_TEMPO = re.compile(rf"(?<![\w.,/-])(?=[\d-]*X)[\dX](?:{DASH}[\dX]){{2,3}}(?![\w-])")
"""How fast to lift and lower; an X is as fast as can be."""
_COUNT = re.compile(
    rf"(?<![\w.,/-]){N}(?P<each>\s?(?:{UNIT}))?(?:(?:{DASH}{N}(?:(?P=each))?){{2,}}|(?:\s?/\s?{N}){{2,}}(?!/))(?![\w/]*\d)(?:\s?(?P<unit>{UNIT})\.?)?"
)
_WITH_SLASHES = re.compile(r"(?<![\w/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?![\w/]|\.\d)")
_PHONE = re.compile(
    r"(?<![\w-])(?:\d{1,3}-)?\d{3}(?:[-.\s]|,\s+)\d{3}[-.\s]\d{4}(?![\w-]|\.\d)"
    # of another country: the plus before it is in words
    rf"|(?<={SPAN}\s)(?=\d[\d\s-]{{9,}})\d{{1,3}}(?:[\s-]\d{{2,8}}){{2,5}}(?![\w-])"
    r"|^\d{3}-\d{4}(?=\.?$)"
)
_CALLED = re.compile(
    r"(?P<lead>\b(?:call|phone|dial|text|tel|telephone|fax)\b\.?:?\s+(?:(?:us|me|them)\s+)?(?:(?:at|on)\s+)?)"
    r"(?P<number>\d[\d\s-]{5,}\d|(?:000|111|112|911|988|999)(?!\s+(?:times|people|steps)\b))(?![\w-])",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w]|\.\d)")
_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")


def counts(text: str, keep: FinishedSpans) -> str:
    """Three numbers or more joined by dashes are counted out, not a range: "4-7-8"."""

    def said(match: re.Match[str]) -> str:
        end = match.start("unit") if match["unit"] else match.end()
        figures = re.findall(N, match.string[match.start() : end])
        words = ", ".join(cardinal(figure) for figure in figures)
        unit = (match["unit"] or match["each"] or "").strip()
        names = unit_names(unit) if unit else None
        return keep(f"{words} {names[1]}" if names else words)

    text = _TEMPO.sub(
        lambda match: keep(
            ", ".join(step if step == "X" else cardinal(step) for step in re.findall(r"[\dX]", match[0]))
        ),
        text,
    )
    return _COUNT.sub(said, text)


def dates(text: str, keep: FinishedSpans) -> str:
    """Dates as machines write them ("2024-05-01"), telephone numbers, and versions ("1.2.3")."""

    def said(match: re.Match[str]) -> str:
        month, day = int(match[2]), int(match[3])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        return keep(f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match[1]))}")

    def with_slashes(match: re.Match[str]) -> str:
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second > 0 or second > 12 >= first > 0:
            month, day = (second, first) if first > 12 else (first, second)
            return keep(f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match[4]))}")
        # which is the month is not known: "say it in words"
        return keep(f"{cardinal(str(first))}, {cardinal(str(second))}, {year(int(match[4]))}")

    text = _PHONE.sub(lambda match: keep(_digits(match[0])), text)
    text = _CALLED.sub(lambda match: match["lead"] + keep(_digits(match["number"])), text)
    text = _WITH_SLASHES.sub(with_slashes, _DATE.sub(said, text))
    return _VERSION.sub(lambda match: keep(" point ".join(map(cardinal, match[0].split(".")))), text)


def _digits(text: str) -> str:
    """Groups of digits, each digit by itself."""
    return ", ".join(" ".join(map(cardinal, group)) for group in re.findall(r"\d+", text))


_EACH = rf"{N}(?:{DASH}{N})?(?:\s?(?:{UNIT}|inches|feet))?"
_BY = re.compile(rf"(?<![\w.,/\u2013-])(?P<product>{_EACH}(?:\s?x\s?{_EACH})+)(?:\.?{_PER})?(?!\w)")
_TIMES = re.compile(
    rf"(?<![\w.,/-])(?P<low>{N})(?:{DASH}(?P<high>{N}))?\s?x"
    rf"(?:{_PER}|\s?(?P<each>wk|mo|yr|day|week|month|year)(?!\w)|(?![\w/]))(?!\s?\d)",
    re.IGNORECASE,
)
_TIMES_AFTER = re.compile(rf"(?<![\w.])x\s?({N})(?:{_PER})?(?![\w.]*\d)(?!\w)", re.IGNORECASE)
_PIECE = re.compile(rf"({N})(?:{DASH}({N}))?\s?({UNIT}|inches|feet)?")


def multiples(text: str, keep: FinishedSpans) -> str:
    """An x: "three times", "times three", and "by" between lengths."""

    def by(match: re.Match[str]) -> str:
        per = f" per {DENOMINATORS[match['per']]}" if match["per"] else ""
        return keep(_product(match["product"]) + per)

    text = _BY.sub(by, text)

    def times(match: re.Match[str]) -> str:
        words = cardinal(match["low"]) + (f" to {cardinal(match['high'])}" if match["high"] else "")
        noun = "time" if words == "one" else "times"
        per = match["per"] or (match["each"] or "").lower()
        return keep(f"{words} {noun}" + (f" per {DENOMINATORS[per]}" if per else ""))

    text = _TIMES.sub(times, text)

    def times_after(match: re.Match[str]) -> str:
        per = f" per {DENOMINATORS[match['per']]}" if match["per"] else ""
        return keep(f"times {cardinal(match[1])}{per}")

    return _TIMES_AFTER.sub(times_after, text)


def _product(text: str) -> str:
    pieces = _PIECE.findall(text)
    lengths = any(unit.rstrip("23²³^") in LENGTHS for *_, unit in pieces)
    words = []
    for low, high, unit in pieces:
        count = f"{cardinal(low)} to {cardinal(high)}" if high else cardinal(low)
        names = unit_names(unit) or (unit, unit)
        words.append(f"{count} {names[0 if (high or low) == '1' else 1]}" if unit else count)
    return (" by " if lengths else " times ").join(words)
