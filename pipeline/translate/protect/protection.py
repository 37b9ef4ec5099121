"""The items that a run protects, by language pair: found in texts, named by a glossary, or given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core.ports import Engine
from pipeline.core.records import Item, LanguageCode, Route
from pipeline.translate.protect.glossary import Glossary
from pipeline.translate.protect.patterns import find_protected, merge_items
from pipeline.translate.protect.term_matches import Matches, TermFinder
from pipeline.translate.protect.words.finder import broken_words

VERSION = 4
"""Version of the protection. It is raised when the items found, or the way they are sent, change. Documents
are then made again."""

_Pair = tuple[LanguageCode, LanguageCode]


class Protection:
    """Finds the items in a segment's text that must survive its translation."""

    def __init__(self, glossary: Glossary | None = None, *, found: bool = True, words: bool = True) -> None:
        """Protect the terms of ``glossary``, items found in texts, and words that engines break.

        Without ``found`` or ``words``, which serves measurements, those are not protected.
        """
        self._words = words
        self._glossary = glossary or Glossary()
        self._found = found
        self._terms: dict[_Pair, TermFinder] = {}
        self._digests: dict[_Pair, str] = {}

    def matches(
        self, text: str, source: LanguageCode, target: LanguageCode, others: Sequence[Item] = ()
    ) -> Matches:
        """Return the items of ``text`` that must survive, and the words that resemble a term.

        ``others`` are given items, such as inline markup, in order and without overlaps. They outrank those
        found. A term inside an address or code is part of it.
        """
        pair = source, target
        if pair not in self._terms:
            self._terms[pair] = TermFinder(self._glossary.of(*pair), target=pair[1])
        terms = self._terms[pair].find(text)
        found = find_protected(text) if self._found else ()
        items = merge_items(merge_items(terms.items, found), others)
        inside = {at for item in found for at in range(item.start, item.end)}
        inflected = tuple(form for form in terms.inflected if form.start not in inside)
        return replace(terms, items=items, inflected=inflected)

    def with_words(
        self,
        texts: Sequence[str],
        matches: Sequence[Matches],
        route: Route,
        engines: Mapping[str, Engine],
    ) -> tuple[Matches, ...]:
        """Return the matches in the sentences of a document, with the words that the route's engines break.

        Those inside other items are part of them. Raises ``EngineError`` as engines do.
        """
        if not self._words:
            return tuple(matches)
        cuts = [{item.start for item in match.items if item.start == item.end} for match in matches]
        broken = broken_words(texts, route, engines, cuts)
        return tuple(
            replace(match, items=merge_items(items, match.items)) if items else match
            for match, items in zip(matches, broken, strict=True)
        )

    def identity(self, source: LanguageCode, target: LanguageCode) -> str:
        """Return a short text that identifies everything that is protected for a pair."""
        pair = source, target
        if pair not in self._digests:
            self._digests[pair] = self._glossary.digest(*pair)
        return f"{VERSION} {self._found} {self._words} {self._digests[pair]}"
