"""Numbers as lists write them: digits, letters, Roman numerals."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3_999
_LETTERS = 26


def numeral(number: int, form: str) -> str:
    """Return a number in a form that Word names: ``lowerLetter``, ``upperRoman``; digits in any other."""
    if form.endswith("Roman") and 0 < number <= _LARGEST_ROMAN:
        written = _roman(number)
    elif form.endswith("Letter") and number > 0:
        written = chr(ord("a") + (number - 1) % _LETTERS) * min(9, 1 + (number - 1) // _LETTERS)
    else:
        return f"{number:02d}" if form == "decimalZero" else str(number)
    return written.upper() if form.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
