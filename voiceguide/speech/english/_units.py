"""Units of measure, and how they are said."""

from __future__ import annotations

import re
from typing import Final

from voiceguide.speech.english._grammar import CLASSES

_MEASURES: Final = """
    s sec secs                  | second            | seconds
    min mins                    | minute            | minutes
    h hr hrs                    | hour              | hours
    ms msec                     | millisecond       | milliseconds
    wk wks                      | week              | weeks
    mo mos mth mths             | month             | months
    yr yrs                      | year              | years
    rep                         | rep               | reps
    mm                          | millimetre        | millimetres
    cm                          | centimetre        | centimetres
    m                           | metre             | metres
    km                          | kilometre         | kilometres
    in                          | inch              | inches
    ft                          | foot              | feet
    yd yds                      | yard              | yards
    mi                          | mile              | miles
    mg                          | milligram         | milligrams
    µg mcg                      | microgram         | micrograms
    g                           | gram              | grams
    kg kgs                      | kilo              | kilos
    oz                          | ounce             | ounces
    lb lbs                      | pound             | pounds
    floz                        | fluid ounce       | fluid ounces
    cc                          | cubic centimetre  | cubic centimetres
    iu                          | international unit | international units
    mmol                        | millimole         | millimoles
    µm                          | micrometre        | micrometres
    µl                          | microlitre        | microlitres
    kpa                         | kilopascal        | kilopascals
    ml                          | millilitre        | millilitres
    cl                          | centilitre        | centilitres
    dl                          | decilitre         | decilitres
    l L                         | litre             | litres
    gal                         | gallon            | gallons
    tsp tsps                    | teaspoon          | teaspoons
    tbsp tbsps                  | tablespoon        | tablespoons
    hz                          | hertz             | hertz
    mhz                         | megahertz         | megahertz
    ghz                         | gigahertz         | gigahertz
    d                           | day               | days
    N                           | newton            | newtons
    pt                          | pint              | pints
    qt                          | quart             | quarts
    khz                         | kilohertz         | kilohertz
    db                          | decibel           | decibels
    bpm                         | beat per minute   | beats per minute
    rpm                         | revolution per minute | revolutions per minute
    mph                         | mile per hour     | miles per hour
    kph kmh                     | kilometre per hour | kilometres per hour
    cal                         | calorie           | calories
    kcal                        | kilocalorie       | kilocalories
    kj                          | kilojoule         | kilojoules
    W                           | watt              | watts
    kw                          | kilowatt          | kilowatts
    V                           | volt              | volts
    ma                          | milliampere       | milliamperes
    nm                          | newton metre      | newton metres
    mmhg                        | millimetre of mercury | millimetres of mercury
    psi                         | pound per square inch | pounds per square inch
    kb                          | kilobyte          | kilobytes
    mb                          | megabyte          | megabytes
    gb                          | gigabyte          | gigabytes
    °C ℃                        | degree Celsius    | degrees Celsius
    °F ℉                        | degree Fahrenheit | degrees Fahrenheit
    ° deg                       | degree            | degrees
    %                           | percent           | percent
    ‰                           | per mille         | per mille
    '                           | foot              | feet
    "                           | inch              | inches
    € EUR                       | euro              | euros
    $ USD                       | dollar            | dollars
    £ GBP                       | pound             | pounds
    ¥                           | yen               | yen
    ¢                           | cent              | cents
    US$                         | US dollar         | US dollars
    A$ AU$                      | Australian dollar | Australian dollars
    C$ CA$                      | Canadian dollar   | Canadian dollars
    NZ$                         | New Zealand dollar | New Zealand dollars
    ₹ INR                       | rupee             | rupees
    CHF                         | Swiss franc       | Swiss francs
    ★                           | star              | stars
"""

_SQUARES: Final = {"²": "square", "^2": "square", "³": "cubic", "^3": "cubic"}

UNITS: Final[dict[str, tuple[str, str]]] = {
    unit: (one.strip(), many.strip())
    for units, one, many in (line.split("|") for line in _MEASURES.strip().splitlines())
    for unit in units.split()
}
"""Units after a number: singular and plural. One capital letter is a unit only as it is written here."""

WORDS: Final = tuple(sorted(CLASSES["units_in_full"]))
"""Units in full, which a range may have on both sides."""

DENOMINATORS: Final = {
    "s²": "second squared",
    "s2": "second squared",
    "m²": "square metre",
    "m2": "square metre",
    **{word: word for word in sorted(CLASSES["shares"])},
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    "kg": "kilo",
    "km": "kilometre",
    "m": "metre",
    "l": "litre",
    "L": "litre",
    "dl": "decilitre",
    "dL": "decilitre",
    "ml": "millilitre",
}
"""What may stand after a slash that means "per"."""

_IN_FULL: Final = {
    word: (one, many)
    for one, many in (
        *((unit.removesuffix("s?"), unit.removesuffix("?")) for unit in WORDS if unit.endswith("s?")),
        ("inch", "inches"),
        ("foot", "feet"),
    )
    for word in (one, many)
}

LENGTHS: Final = frozenset(["mm", "cm", "m", "km", "in", "ft", "yd", "'", '"', "inches", "feet"])
"""Units of length: between them an x is "by"."""

_MARKS: Final = frozenset("°%‰'\"€$£¥¢℃℉₹★")
MONEY: Final = r"(?:US\$|AU?\$|CA?\$|NZ\$|[€$£¥₹]|(?:USD|EUR|GBP|CHF|INR)(?=\s?\d))"
"""What stands before an amount of money, in a regular expression."""
_POWER: Final = r"(?:²|³|\^[23])?"


def _choice(units: list[str]) -> str:
    return "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))


_LETTERS: Final = _choice(
    [
        unit
        for unit in UNITS
        if unit[0] not in _MARKS and len(unit) > 1 and unit != "in" and not unit.endswith("$")
    ]
)
_LETTER: Final = _choice([unit for unit in UNITS if unit[0] not in _MARKS and len(unit) == 1])
UNIT: Final = (
    rf"(?:°\s?[CF](?!\w)|(?:(?i:{_LETTERS})|{_LETTER}){_POWER}(?!\w)|in(?=\.|\s+(?:wide|long|high|deep|tall|thick|across|apart|above|below|off|away)\b)|"
    rf"{_choice([unit for unit in UNITS if unit[0] in _MARKS])})"
)
"""Any unit, in a regular expression. One letter is one only as the table has it; "in" needs its full stop."""


def unit_names(unit: str) -> tuple[str, str] | None:
    """Singular and plural of a unit as it was written; None if it is none."""
    plain = unit.replace(" ", "")
    power = next((mark for mark in _SQUARES if plain.endswith(mark)), "")
    base = plain.removesuffix(power) if power else plain
    known = UNITS.get(base) or (UNITS.get(base.lower()) if len(base) > 1 else None)
    if known is None:
        return _IN_FULL.get(base)
    one, many = known
    return (f"{_SQUARES[power]} {one}", f"{_SQUARES[power]} {many}") if power else (one, many)
