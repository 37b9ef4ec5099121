"""Figures whose order matters: versions and addresses (10.4.1), scores (3-1, 3 a 1)."""

from __future__ import annotations

import re
import unicodedata

import languages
from pipeline.check.numbers.sides import NumberedText

_BETWEEN = "to|a|à|zu|til|till|tot|tegen|per|ke|na|на|к|до|към|προς|إلى|比|对|對|대"
_SCORE = re.compile(rf"(?<![\d.,:/-])(\d{{1,2}})\s?(?:[-–:]|{_BETWEEN})\s?(\d{{1,2}})(?![\d/-]|[.,:]\d)")
"""Two small numbers: a score, or a range."""
_ROW = re.compile(
    r"(?<![\d.,/-])(?P<version>(?<![^\W\d_])v)?(?P<row>\d{1,5}(?:\.\d{1,5}){2,6})(?![\d/-]|[.,]\d)",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})|\d{4}\.\d{1,2}\.\d{1,2}")


def turned(source: NumberedText, target: NumberedText) -> str:
    """Name a score or a range whose numbers changed places: 3-1, 1-3."""
    if len(source.figures) < 2:
        return ""
    if languages.get(source.language).direction != languages.get(target.language).direction:
        return ""  # they stand in the order of reading
    before, after = set(_SCORE.findall(source.text)), set(_SCORE.findall(target.text))
    found = [(one, other) for one, other in before - after if one != other and (other, one) in after - before]
    return f"turned {' '.join('-'.join(pair) for pair in sorted(found))}" if found else ""


def lost_row(source: NumberedText, target: NumberedText) -> str:
    """Name the first row of figures, such as a version, that the translation has not as it was."""
    if source.text.count(".") < 2 or not _ROW.search(source.text):
        return ""
    text = _western(target.text)
    rows = (
        match["row"]
        for match in _ROW.finditer(_western(source.text))
        if match["version"] or not (_GROUPS.fullmatch(match["row"]) or _DATE.fullmatch(match["row"]))
    )
    return next(
        (f"lost {row}" for row in rows if not re.search(rf"(?<![\d.]){re.escape(row)}(?!\d|\.\d)", text)),
        "",
    )


def _western(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
