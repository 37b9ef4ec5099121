"""What a run protects, by language pair: what is found in texts, a glossary, what comes from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import Item, LanguageCode
from pipeline.translate.protect.glossary import Glossary
from pipeline.translate.protect.patterns import find_protected, merge_items
from pipeline.translate.protect.term_matches import Matches, TermFinder

VERSION = 1
"""Raised by one when what is found, or how it is sent, changes: documents are then made anew."""

_Pair = tuple[LanguageCode, LanguageCode]


class Protection:
    """Finds in a segment's text what must survive its translation."""

    def __init__(self, glossary: Glossary | None = None, *, found: bool = True) -> None:
        """Protect the terms of ``glossary``; without ``found``, which serves measurements, nothing else."""
        self._glossary = glossary or Glossary()
        self._found = found
        self._terms: dict[_Pair, TermFinder] = {}
        self._digests: dict[_Pair, str] = {}

    def matches(
        self, text: str, source: LanguageCode, target: LanguageCode, others: Sequence[Item] = ()
    ) -> Matches:
        """Return what must survive in ``text``, and what resembles a term.

        ``others`` are items from outside, such as inline markup: in order, not overlapping; they come first.
        A term inside of an address or of code is part of it.
        """
        pair = source, target
        if pair not in self._terms:
            self._terms[pair] = TermFinder(self._glossary.of(*pair))
        terms = self._terms[pair].find(text)
        found = find_protected(text) if self._found else ()
        items = merge_items(merge_items(terms.items, found), others)
        inside = {at for item in found for at in range(item.start, item.end)}
        inflected = tuple(form for form in terms.inflected if form.start not in inside)
        return replace(terms, items=items, inflected=inflected)

    def identity(self, source: LanguageCode, target: LanguageCode) -> str:
        """Return what results of a pair depend on, as a short text."""
        pair = source, target
        if pair not in self._digests:
            self._digests[pair] = self._glossary.digest(*pair)
        return f"{VERSION} {self._found} {self._digests[pair]}"
