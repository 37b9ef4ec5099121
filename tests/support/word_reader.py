"""An engine by rules that knows a few words, and says what it takes them for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.records import EngineIdentity, Hop, Item, LanguageCode, Route, WordKind, WordReading
from pipeline.translate.protect.words.finder import broken_words
from pipeline.translate.protect.words.stand_ins import ACRONYM_STAND_INS, NAME_STAND_INS

KNOWN: Mapping[str, tuple[WordKind, ...]] = {
    **dict.fromkeys(NAME_STAND_INS, ("first_name",)),
    **dict.fromkeys(ACRONYM_STAND_INS, ("acronym",)),
    "Ann": ("first_name",),
    "Jack": ("first_name",),
    "Mark": ("first_name", "word"),
    "Will": ("first_name", "word"),
    "Hunt": ("word", "verb"),
    "Smith": ("word", "surname"),
    "Miller": ("surname",),
    "London": ("place",),
    "London Road": ("place",),
    "West London": ("place",),
    "United": ("adjective",),
    "Nations": ("word",),
    "IMF": ("acronym",),
    "U.S.": ("place",),
}
"""Words with what the engine takes them for. It takes words in ``WORDS`` for other words."""
WORDS = frozenset(["Straw", "Stone", "Green", "March", "May", "AIDS", "NOT", "IT", "War", "Ruud"])


@dataclass(frozen=True, kw_only=True)
class WordReaderEngine:
    """Knows ``KNOWN`` and ``WORDS``, reads what has a full stop inside in parts, and knows nothing else."""

    name: str = "reader"
    known: Mapping[str, tuple[WordKind, ...]] = field(default_factory=lambda: KNOWN)

    def read_words(
        self, words: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[WordReading, ...]:
        """Return what is known of each word."""
        return tuple(
            WordReading(kinds=frozenset(self._kinds(word)), is_female=word == "Ann") for word in words
        )

    def _kinds(self, word: str) -> tuple[WordKind, ...]:
        if word in self.known:
            return self.known[word]
        if re.search(r"[.\s]", word):
            return ("several",)
        return ("word",) if word in WORDS else ()

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Say nothing in particular."""
        raise NotImplementedError


def found_in(
    texts: Sequence[str],
    source: LanguageCode = "en",
    target: LanguageCode = "es",
    *,
    engine: object = None,
    cuts: Sequence[Collection[int]] = (),
) -> list[tuple[Item, ...]]:
    """Return the items that the engine would break in the sentences of a document."""
    hop = Hop(engine="reader", source=source, target=target, method="rule-based")
    route = Route(hops=(hop,), quality=40.0, measured=False)
    return list(broken_words(texts, route, {"reader": engine or WordReaderEngine()}, cuts))  # type: ignore[dict-item]


def shown(text: str, items: Sequence[Item]) -> list[str]:
    """Return what stands at the places of items in their text."""
    return [text[item.start : item.end] for item in items]
