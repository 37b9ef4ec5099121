"""Units that changed while their number did not: 12 miles, 12 kilómetros."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.word_forms import find_words, normal

_METRIC = re.compile(
    r"[\s\u00a0-]{0,2}(?:(?:km|kg|км|кг|χλμ)(?![^\W\d_])|[kc]h?il[oóòô]|qu?il[oóòô]|κιλ|χιλιόμ|к[иі]ло|кіло|كيلو|كم|کیلو|קילו|ק\"מ|"
    r"किमी|किलो|公里|千米|公斤|キロ|킬로|m[eèé]t[er]|метъ?р|μέτρ|متر|أمتار|מטר|मीटर|米|メートル|미터)"
)
"""Kilometres, kilograms and metres behind a figure."""
_GAP = 2
_DIGITS = re.compile(r"\d[\d.,\u00a0]*$")
_FIGURE = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)?")


def other_unit(source: NumberedText, target: NumberedText) -> str:
    """Name a figure that is miles, pounds or feet on one side, and metric on the other."""
    if source.is_imperial == target.is_imperial:
        return ""
    imperial, metric = (source, target) if source.is_imperial else (target, source)
    if _METRIC.search(normal(imperial.text)):
        return ""
    both = _imperial(imperial) & metric_figures(metric)
    return f"{' '.join(sorted(both))} in another unit" if both else ""


@lru_cache(maxsize=64)
def _imperial(side: NumberedText) -> frozenset[str]:
    """Return the figures with miles, feet or pounds right behind them."""
    text = normal(side.text)
    found = set()
    for word in find_words(side.text, side.language, "imperial"):
        before = text[max(0, word.start - 16) : word.start]
        plain = before.rstrip(" \u00a0-")
        digits = _DIGITS.search(plain)
        if digits and len(before) - len(plain) <= _GAP:
            found.add(digits[0])
    return frozenset(found)


@lru_cache(maxsize=64)
def metric_figures(side: NumberedText) -> frozenset[str]:
    """Return the figures with kilometres, kilograms or metres right behind them."""
    text = normal(side.text)
    return frozenset(match[0] for match in _FIGURE.finditer(text) if _METRIC.match(text, match.end()))
