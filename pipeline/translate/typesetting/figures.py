"""``--locale-numbers``: figures with the signs of the target language.

``14,000`` is ``14.000`` in Spanish, ``16,5`` is ``16.5`` in English.

Engines by rules leave figures as they are. A figure is changed where the source has it too, as often, so that
it is known what it means there. Languages' files have the signs, which are those of Unicode's CLDR.

A figure with one decimal sign may be no number: a time (``9.30``), a version (``iOS 14.5``), a place in a
text (``section 3.2``). So it is changed only beside what makes it a quantity, or before a word in small
letters, and not behind a name or a word for a part of a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import languages
from pipeline.core.records import LanguageCode
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, in_items

_SPACES = " \u00a0\u202f\u2009"
_APOSTROPHES = "'’"
_UNIT = re.compile(
    r"[ \u00a0\u202f]?(?:[%‰°$€£¥₹₽]|(?:per cent|percent|km|cm|mm|m|kg|g|t|ha|km²|m²|kWh|MW|GW|°C)(?!\w))"
    r"|[ \u00a0\u202f](?:mil+[ijh]|bil+[ijh]|tril+[ijh]|d[oóò]l+ar|euro|pound)"
    r"|[ \u00a0\u202f](?:m[eè]t[er]|second|segund|segon|point|punt|mg\b|degree|grad)"
    r"|-[^\W\d_]"
)
"""What stands after a quantity."""
_BEFORE_SUM = re.compile(
    r"[$€£¥₹₽≈~±+−-][ \u00a0]?$|(?<![^\W\d_])(?:[A-Z]{1,3}\$|EUR|USD|GBP|CHF|JPY|CNY|RUB)[ \u00a0]$"
)
_SCALE = r"(?:bn|tn|mn|m|k|million|billion|trillion)(?!\w)"
"""What may touch a figure that it multiplies: ``£3.5m``."""
_MULTIPLIED = re.compile(_SCALE)
_SMALL_WORD = re.compile(r"[ \u00a0]([^\W\d_]{2,})")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)\.?[ \u00a0]$")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
_BEHIND_CODE = re.compile(r"-(?:[^\W\d_](?!\w)|\d{1,2}(?![\d.,]))")
_BEFORE_CLOCK = frozenset(
    {"at", "by", "until", "till", "from", "since", "before", "after", "around", "about"}
)
_OF_CLOCK = frozenset({"am", "pm", "uhr", "hrs", "hours", "gmt", "cet", "est", "bst", "noon", "o’clock"})
"""Words after the time of day."""
_PARTS_OF_TEXTS = frozenset(
    (
        "article", "articles", "section", "sections", "chapter", "version", "versions", "paragraph", "figure",
        "fig", "table", "page", "pages", "no", "nos", "number", "rule", "part", "item", "verse", "line",
        "build", "release", "level", "step", "type", "model", "artículo", "artículos", "sección", "capítulo",
        "versión", "párrafo", "figura", "tabla", "página", "número", "regla", "parte", "apartado", "punto",
        "chapitre", "paragraphe", "tableau", "numéro", "règle", "partie", "alinéa", "secció", "capítol",
        "versió", "paràgraf", "taula", "pàgina", "apartat", "seção", "versão", "parágrafo", "tabela",
        "artigo", "articolo", "sezione", "capitolo", "versione", "paragrafo", "tabella", "pagina", "numero",
    )
)  # fmt: skip
"""Words before numbers that are no quantities."""


def figures_of_target(
    restored: Restored, text: str, source: LanguageCode, target: LanguageCode
) -> list[Edit]:
    """Return the edits that give the figures of a translation of ``text`` the signs of ``target``."""
    of_source, of_target = _signs(source), _signs(target)
    if of_source == of_target:
        return []
    wanted = Counter(found[0] for found in _written(text, source))
    changed = {
        found[0]: new for found in _numbers(text, source) if (new := _rewritten(found, of_target)) != found[0]
    }
    if not changed:
        return []
    hidden = in_items(restored)
    places = [found for found in _written(restored.text, source) if found[0] in changed]
    counts = Counter(found[0] for found in places)
    return [
        (found.start(), found.end(), changed[found[0]])
        for found in places
        if counts[found[0]] == wanted[found[0]] and hidden.isdisjoint(range(*found.span()))
    ]


def _numbers(text: str, language: LanguageCode) -> Iterator[re.Match[str]]:
    """Yield the figures with signs that are quantities for certain; of two alike both are, or none.

    Where one figure with a decimal sign is, those that nothing speaks against are too.
    """
    found = list(_written(text, language))
    decimals = [each for each in found if not each["grouped"]]
    is_sure = any(_is_quantity(text, each) for each in decimals)
    unsure = {
        each[0]
        for each in decimals
        if not _is_quantity(text, each) and not (is_sure and _may_be_quantity(text, each))
    }
    codes = {each[0] for each in found if each["grouped"] and _is_code(text, each)}
    return (each for each in found if each[0] not in unsure | codes)


def _is_code(text: str, found: re.Match[str]) -> bool:
    """Say whether a grouped figure is a number of something: ``DNI 12.345.678-Z``, ``CP 69 003``."""
    follows = _BEHIND_CODE.match(text, found.end())
    word = _WORD_BEFORE.search(text[: found.start()])
    return follows is not None or (word is not None and len(word[1]) > 1 and word[1].isupper())


def _may_be_quantity(text: str, found: re.Match[str]) -> bool:
    """Say whether nothing speaks against an amount: no name or part of a text before it, no time of day."""
    precedes, follows = _WORD_BEFORE.search(text[: found.start()]), _SMALL_WORD.match(text[found.end() :])
    word = precedes[1] if precedes else ""
    is_of_clock = word.lower() in _BEFORE_CLOCK or (follows is not None and follows[1] in _OF_CLOCK)
    is_time = _CLOCK.fullmatch(found[0]) is not None and is_of_clock
    return not (word.lower() != word or word in _PARTS_OF_TEXTS or is_time)


def _is_quantity(text: str, found: re.Match[str]) -> bool:
    """Say whether a figure with a decimal sign alone is an amount of something."""
    before, after = text[: found.start()], text[found.end() :]
    if _UNIT.match(after) or _MULTIPLIED.match(after) or _BEFORE_SUM.search(before):
        return True
    follows, precedes = _SMALL_WORD.match(after), _WORD_BEFORE.search(before)
    if follows is None or not follows[1].islower() or follows[1] in _OF_CLOCK:
        return False
    word = precedes[1] if precedes else ""
    is_first = precedes is None or not before[: precedes.start()].strip()
    is_named = word[1:].lower() != word[1:] or (word[:1].isupper() and not is_first)
    is_part = word.lower() in _PARTS_OF_TEXTS
    return not (is_named or is_part or _CLOCK.fullmatch(found[0]))


def _rewritten(found: re.Match[str], signs: tuple[str, str]) -> str:
    decimal, group = signs
    whole = found["grouped"] or found["plain"]
    digits = "".join(filter(str.isdigit, whole))
    if found["grouped"]:
        first = len(digits) % 3 or 3
        digits = group.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])
    part = found["part"] or found["fraction"]
    return f"{digits}{decimal}{part}" if part else digits


def _signs(language: LanguageCode) -> tuple[str, str]:
    return languages.get(language).number_signs


def _written(text: str, language: LanguageCode) -> Iterator[re.Match[str]]:
    """Yield the figures of a text with the signs of a language in them."""
    return _pattern(*_signs(language)).finditer(text) if any(map(str.isdigit, text)) else iter(())


@cache
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    """Return the pattern of a figure with a sign: ``14,000``, ``16.5``, ``1,234.5``.

    Where a language groups by spaces, it may write any; and Swiss texts in any language have apostrophes.
    """
    groups = (
        f"{_SPACES}{_APOSTROPHES}" if group in _SPACES else f"{re.escape(group)}{_SPACES[1:]}{_APOSTROPHES}"
    )
    grouped = rf"[1-9]\d{{0,2}}(?P<sign>[{groups}{_APOSTROPHES}])\d{{3}}(?:(?P=sign)\d{{3}})*"
    decimal = re.escape(decimal)
    around = rf"\w.,·/:{_APOSTROPHES}"
    return re.compile(
        rf"(?<![{around}])(?<!\d[{_SPACES}])(?:(?P<grouped>{grouped})(?:{decimal}(?P<fraction>\d+))?"
        rf"|(?P<plain>\d+){decimal}(?P<part>\d+))(?!(?!{_SCALE})[\w/·]|[.,:{_APOSTROPHES}]\d|[{_SPACES}]\d{{3}}(?!\d))"
    )
