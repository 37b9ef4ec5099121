"""Scales without a figure that became others: thousands, millones; a trillion-dollar plan."""

from __future__ import annotations

import re
from functools import lru_cache

import languages
from pipeline.check.numbers.counted import is_whole
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.spelled import Count, counts
from pipeline.check.numbers.word_forms import find_words, normal
from pipeline.core.records import LanguageCode

_SCALES = frozenset(10**power for power in range(2, 19))
_DOZEN, _ABOUT_A_DOZEN = 12, frozenset({10, 12, 20})
_SHORT = 3
"""Letters below which a form is an abbreviation, and often another word."""
_UNITS = {
    "m": re.compile(
        r"m[eèéiī]t|μέτρ|м[еі]т[аъ]?р|(?<![^\W\d_])[mм](?![^\W\d_])|متر|أمتار|מטר|मीटर|米|公尺|メートル|미터|minut|mil|mi[jl]|"
        r"минут|хв|دقيق|دقیق|דק|मिनट|分|분|phút",
        re.IGNORECASE,
    ),
    "k": re.compile(
        r"(?<![^\W\d_])(?:km?|км?)(?![^\W\d_])|[kc]h?il[oóòô]|qu?il[oóòô]|κιλ|χιλιόμ|χλμ|к[иі]ло|كيلو|كم|کیلو|קילו|ק\"מ|किमी|किलो|公里|"
        r"千米|キロ|킬로|mil|mijl|cây số",
        re.IGNORECASE,
    ),
}
"""Words for what the letter may be as well: metres, minutes, miles; kilometres, kilograms."""
_COUNTED = re.compile(
    r"\s?(?:of |de |d'|di )?(?:people|person|pessoa|persoa|user|usuari|usuár|utilisat|utilizador|utent|habit|"
    r"abitant|inhabit|viewer|voter|votant|elector|elettor|eleitor|child|women|men|worker|job|home|household|"
    r"famil|follower|seguidor|subscriber|view|vote|vot[io]s?(?!\w)|cop(?:y|ies|ie)|barrel|tonne|patient|"
    r"pacient|pazient|tourist|turist|visit|euro|dollar|dólar|dòlar|pound)"
)
"""What is counted by millions behind a letter that may be metres: ``3m people``, which are no metres."""
_LOOSE = {10**5: frozenset({10**4, 10**5, 10**6}), 10**7: frozenset({10**6, 10**7, 10**8})}
"""What lakhs and crores stand for where nobody counts."""
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000


def other_scale(source: NumberedText, target: NumberedText) -> str:
    """Describe scales that became others; empty where none did.

    Only those that no number goes before, as languages count these in other units.
    """
    before = _scales(source.text, source.language)
    after = _scales(target.text, target.language) if before else frozenset()
    if not after:
        return ""
    lost, new = _unmet(before, target), _unmet(after, source)
    if lost and not new and max(lost) >= _THOUSAND:
        new = {min(values) for values in after if max(values) < min(lost)}
    if not lost or not new:
        return ""
    return f"lost scale {max(lost)}; new {max(new)}"


def lost_letter(source: NumberedText, target: NumberedText) -> str:
    """Name a figure whose letter is lost: 5k, 5; empty where there is none, or the letter is a unit's."""
    for figure in source.figures:
        unit = _UNITS.get(figure.text[-1])
        if unit is None or not figure.is_scaled or not figure.bare & target.values:
            continue
        scaled = figure.values - figure.bare
        if scaled & target.values or any(value in target.words for value in scaled):
            continue
        if figure.text[-1] == "m" and _is_counted(figure.text, source.text):
            return f"lost the scale of {figure.text}"
        if not unit.search(target.text) and figure.text not in normal(target.text):
            return f"lost the scale of {figure.text}"
    return ""


def _is_counted(figure: str, text: str) -> bool:
    """Say whether people or the like are behind a figure with a letter, which then is no unit."""
    plain = normal(text)
    at = plain.find(figure)
    return _COUNTED.match(plain, at + len(figure)) is not None


def _unmet(scales: frozenset[frozenset[int]], other: NumberedText) -> set[int]:
    words = other.words
    if languages.get(other.language).checks.vague:  # 百 in 数百万 is no hundred
        words = frozenset(value for count in counts(other.text, other.language) for value in count.values)
    alone = {word.value for word in find_words(other.text, other.language, "words")}
    loose = {near for value in alone for near in _LOOSE.get(value, ())}
    return {
        min(values)
        for values in scales
        if values.isdisjoint(words)
        and values.isdisjoint(loose)
        and not any(one in other.values for one in values)
    }


@lru_cache(maxsize=128)
def _scales(text: str, language: LanguageCode) -> frozenset[frozenset[int]]:
    """Return the scales in words that stand alone, each by its possible values."""
    if not any(word.value >= _TEN for word in find_words(text, language, "words")):
        return frozenset()
    found = [(count, values) for count in counts(text, language) if (values := _values(count))]
    if not found:
        return frozenset()
    plain = normal(text)
    vague = languages.get(language).checks.vague
    return frozenset(
        values
        for count, values in found
        if (_is_led(count, plain, vague) if vague else is_whole(count.words[-1], plain))
    )


def _is_led(count: Count, text: str, vague: tuple[str, ...]) -> bool:
    """Say whether a word stands before a scale, or begins it, by which it is one."""
    start = count.words[0].start
    return text[:start].rstrip().endswith(vague) or text.startswith(vague, start)


def _values(count: Count) -> frozenset[int]:
    if any(len(word.form) < _SHORT and word.form.isascii() and word.value > 1 for word in count.words):
        return frozenset()
    if count.values == {_DOZEN} and len(count.words) == 1:
        return _ABOUT_A_DOZEN
    if not count.values <= _SCALES or any(1 < word.value < _HUNDRED for word in count.words):
        return frozenset()
    (value, *more) = sorted(count.values)
    return count.values if more else _LOOSE.get(value, count.values)
