"""The tables of ``languages/display/``, as Babel has their data from Unicode's CLDR.

``python -m tests.support.cldr`` writes them anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel import Locale

import languages

FOLDER = Path(languages.__file__).parent / "display"
_OTHER_NAMES = {"zh": "zh_Hans"}
"""Locales whose name is not the language's code."""
_NO_TERRITORIES = ("XA", "XB", "ZZ")
"""Codes that stand for none: of tests, and of what is not known."""
_FIELDS = {
    "d": "{day}",
    "dd": "{day:02}",
    "MMMM": "{month}",
    "M": "{number}",
    "MM": "{number:02}",
    "y": "{year}",
}
_PART = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")


def table(code: str) -> str:
    """Return the content of a language's file: how it writes a day, months, languages and countries."""
    locale = Locale.parse(_OTHER_NAMES.get(code, code))
    months = locale.months["format"]["wide"]
    date = "".join(
        part[1] if part[0].startswith("'") else _FIELDS.get(part[0], part[0])
        for part in _PART.finditer(locale.date_formats["long"].pattern)
    )
    territories = {
        key: name
        for key, name in sorted(locale.territories.items())
        if len(key) == 2 and key not in _NO_TERRITORIES
    }
    names = {other: locale.languages[other] for other in languages.codes()}
    return "\n".join(
        (
            "# From Unicode's CLDR by Babel: python -m tests.support.cldr",
            f"date = {_quoted(date)}",
            f"comma = {_quoted(_comma(locale))}",
            "months = [",
            *(f"    {_quoted(months[number])}," for number in range(1, 13)),
            "]",
            "",
            "[names]",
            *(f"{other} = {_quoted(name)}" for other, name in names.items()),
            "",
            "[territories]",
            *(f"{key} = {_quoted(name)}" for key, name in territories.items()),
            "",
        )
    )


def _comma(locale: Locale) -> str:
    """Return what stands between the items of a list, without a word for "and"."""
    between = locale.list_patterns["standard"]["middle"][len("{0}") : -len("{1}")]
    if any(map(str.isalpha, between)):
        between = locale.list_patterns["unit-short"]["middle"][len("{0}") : -len("{1}")]
    return "".join(sign for sign in between if not sign.isalpha() and sign != "\u200f")


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in languages.codes():
        (FOLDER / f"{each}.toml").write_text(table(each), encoding="utf-8")
