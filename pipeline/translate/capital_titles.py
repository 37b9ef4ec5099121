"""Titles wholly in capitals: sent in small letters, as engines by rules know words, and written in capitals.

``MACRON VISITS BERLIN`` goes as ``Macron visits Berlin``: the words that the rest of the document has with a
capital inside a sentence keep theirs, and so do first names, acronyms and Roman numerals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.check.words.acronym_forms import meanings
from pipeline.check.words.name_lists import GIVEN_NAMES, unaccented
from pipeline.core.records import Item, LanguageCode
from pipeline.core.text.case import capitalised, lowered, raised
from pipeline.core.text.stop_words import for_detection
from pipeline.translate.protect.restore import Restored, gaps
from pipeline.translate.typesetting.edits import edited

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS, _LEAST_LETTERS = 2, 8
"""Words of two letters and more, and letters, that a title has at least."""
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_OPENING = frozenset(".!?:;«»“”„\"'‘’(—–-\n•")
"""Signs after which a capital may be a sentence's."""
_PRONOUN = "I"
"""The English word that is a capital everywhere."""


def is_capital_title(text: str) -> bool:
    """Say whether a text is of several words, all in capitals."""
    if text.upper() != text or text.lower() == text:
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 1 and word.isupper()]
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS


def words_with_capitals(texts: Iterable[str], language: LanguageCode) -> dict[str, str]:
    """Return the words that a document has with a capital inside sentences, and never without, by small ones.

    Texts in capitals are passed over.
    """
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        if is_capital_title(text):
            continue
        end = 0
        for match in _WORD.finditer(text):
            begins = not text[: match.start()].strip() or not _OPENING.isdisjoint(text[end : match.start()])
            end = match.end()
            if not begins or match[0].islower():
                forms.setdefault(lowered(match[0], language), Counter())[match[0]] += 1
    commonest = {small: found.most_common(1)[0][0] for small, found in forms.items()}
    return {small: form for small, form in commonest.items() if form != small and small not in forms[small]}


def in_sentence_case(
    text: str, items: Sequence[Item], language: LanguageCode, seen: Mapping[str, str]
) -> str:
    """Return a text in capitals as a sentence has it, of the same length, its items as they are.

    ``seen`` has the words with capitals of the document.
    """
    acronyms, common = meanings(language), for_detection(language)
    is_first = True

    def cased(match: re.Match[str]) -> str:
        nonlocal is_first
        word, small = match[0], lowered(match[0], language)
        begins, is_first = is_first, False
        if len(small) != len(word):
            return word
        is_acronym = word in acronyms and small not in common
        is_numeral = len(word) > 1 and _ROMAN.fullmatch(word) is not None
        form = seen.get(small, small)
        if is_acronym or is_numeral or (word == _PRONOUN and language == "en"):
            form = word
        elif unaccented(small) in GIVEN_NAMES and small not in common:
            form = capitalised(form, language)
        form = capitalised(form, language) if begins else form
        return form if len(form) == len(word) else word

    parts = []
    for number, piece in enumerate(gaps(text, items)):
        parts += [text[items[number - 1].start : items[number - 1].end]] if number else []
        parts.append(_WORD.sub(cased, piece))
    return "".join(parts)


def in_capitals(restored: Restored, language: LanguageCode) -> Restored:
    """Return a translation in capitals, names too; what must not change stays as it is."""
    kept = [item for item in restored.items if item.stand_in is None]
    edits = []
    at = 0
    for start, end in [*((item.start, item.end) for item in kept), (len(restored.text),) * 2]:
        piece = restored.text[at:start]
        if (large := raised(piece, language)) != piece:
            edits.append((at, start, large))
        at = max(at, end)
    return edited(replace(restored, items=tuple(kept)), edits)
