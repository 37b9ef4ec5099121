"""Finds a glossary's terms in a text: whole words, longest first, with their case and inflected forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, LanguageCode
from pipeline.core.text.case import capitalised, raised
from pipeline.core.text.far_patterns import FarPattern
from pipeline.translate.protect.glossary import Term

_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"\S")
_UNSPACED = FarPattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")
"""Letters of scripts without spaces between words. A term may end anywhere in them."""

_STEM = 4
"""Number of first letters that a word must share with a term's word to count as a form of it."""

_ENDING = 3
"""Most letters of an ending."""


@dataclass(frozen=True, slots=True, order=True)
class Inflected:
    """Words that differ from a term only in endings or case."""

    start: int
    end: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The terms of a glossary that a text has."""

    items: tuple[Item, ...]
    """The items found, in order and without overlaps. Longer terms are preferred."""
    inflected: tuple[Inflected, ...]
    """The inflected forms found, in order."""

    @property
    def notes(self) -> tuple[str, ...]:
        """A note ``words (term)`` for each inflected form, once."""
        return tuple(dict.fromkeys(form.note for form in self.inflected))


class TermFinder:
    """Finds the terms of one language pair."""

    def __init__(self, terms: Sequence[Term], *, target: LanguageCode = "") -> None:
        """Find ``terms``, whose translations are in ``target``."""
        self._target = target
        self._exact: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[list[str], Term]]] = defaultdict(list)
        for term in terms:
            folded = _fold(term.term)
            self._exact[_key(folded, 0)].append((folded, term))
            words = _WORD.findall(folded)
            if words and len(words[0]) >= _STEM:
                self._stems[words[0][:_STEM]].append((words, term))

    def find(self, text: str) -> Matches:
        """Find glossary terms in ``text``."""
        if not self._exact:
            return Matches(items=(), inflected=())
        folded = _fold(text)
        items: list[Item] = []
        taken = bytearray(len(text))
        odd: list[Inflected] = []
        first = _WORD.search(text)
        opening = first.start() if first else 0
        for start, end, term in sorted(self._matches(folded), key=_longest_first):
            if taken[start] or taken[end - 1]:
                continue
            shown = _shown(text[start:end], term, opens=start <= opening, target=self._target)
            if shown is None:
                odd.append(Inflected(start, end, f"{text[start:end]} ({term.term})"))
                continue
            taken[start:end] = b"\1" * (end - start)
            items.append(Item(start=start, end=end, kind="term", replacement=shown))
        odd.extend(self._inflected(text, folded, taken))
        return Matches(
            items=tuple(sorted(items, key=lambda item: item.start)),
            inflected=tuple(sorted(odd)),
        )

    def _matches(self, folded: str) -> Iterator[tuple[int, int, Term]]:
        for start in _starts(folded):
            for words, term in self._exact.get(_key(folded, start), ()):
                end = start + len(words)
                if folded.startswith(words, start) and _parts(folded, start) and _parts(folded, end):
                    yield start, end, term

    def _inflected(self, text: str, folded: str, taken: bytearray) -> Iterator[Inflected]:
        words = list(_WORD.finditer(folded))
        for at, word in enumerate(words):
            for forms, term in self._stems.get(word[0][:_STEM], ()):
                found = words[at : at + len(forms)]
                start, end = found[0].start(), found[-1].end()
                if len(found) < len(forms) or any(taken[start:end]):
                    continue
                pairs = [(form, here[0]) for form, here in zip(forms, found, strict=True)]
                if any(a != b for a, b in pairs) and all(_alike(a, b) for a, b in pairs):
                    yield Inflected(start, end, f"{text[start:end]} ({term.term})")


def _starts(folded: str) -> Iterator[int]:
    """Yield the places where a term may begin: words, signs, and all letters of scripts without spaces."""
    for match in _SIGN.finditer(folded):
        if _parts(folded, match.start()):
            yield match.start()


def _parts(text: str, at: int) -> bool:
    """Say whether a term can end or begin at a place: no word of a script with spaces continues there."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    inside = _WORD.match(before) and _WORD.match(after)
    return not inside or bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def _key(folded: str, start: int) -> str:
    """Return the key of terms: their first word, or their first sign in a script without spaces."""
    if _UNSPACED.match(folded[start : start + 1]):
        return folded[start]
    word = _WORD.match(folded, start)
    return word[0] if word else folded[start]


def _fold(text: str) -> str:
    """Return the text in small letters, sign for sign, with one kind of apostrophe and of space."""
    return "".join(_folded(sign) for sign in text)


def _folded(sign: str) -> str:
    if sign == "’":
        return "'"
    if sign.isspace():
        return " "
    small = sign.translate(_ONE_I).lower()
    return small if len(small) == 1 else sign


_ONE_I = str.maketrans({"İ": "i", "ı": "i"})
"""Turkish has two of these letters, and which one a capital of another language's text is cannot be told."""


def _with_capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _longest_first(found: tuple[int, int, Term]) -> tuple[int, int]:
    start, end, _ = found
    return start - end, start


def _shown(here: str, term: Term, *, opens: bool, target: LanguageCode) -> str | None:
    """Return the translation of a term in its case here; None if the case makes it another word.

    ``opens`` says that the term begins the sentence, where a capital means nothing.
    """
    name = term.term
    shown = here if term.translation is None else term.translation
    if _same(here, name):
        return shown
    if here == here.upper() and sum(sign.isalpha() for sign in here) > 1:
        return shown if term.translation is None else raised(shown, target)
    capitals = " ".join(map(_with_capital, name.split(" ")))
    first = _fold(here[:1]) == _fold(name[:1]) and here[:1].isupper()
    if opens and first and _same(here[1:], name[1:]):
        return capitalised(shown, target)
    return shown if " " in name and _same(here, capitals) else None


def _same(one: str, other: str) -> bool:
    return one.replace("’", "'").split() == other.replace("’", "'").split()


def _alike(form: str, word: str) -> bool:
    """Say whether two words differ only in their endings, or not at all."""
    if form == word:
        return True
    differ = (at for at, (a, b) in enumerate(zip(form, word, strict=False)) if a != b)
    shared = next(differ, min(len(form), len(word)))
    return shared >= _STEM and max(len(form), len(word)) - shared <= _ENDING
