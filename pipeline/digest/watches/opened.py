"""A watch with its terms taken apart, and all that can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal, TypeAlias

import languages
from pipeline.core.dataclass import dataclass
from pipeline.digest.watches.folding import split_words
from pipeline.digest.watches.query import Condition, QueryError, all_terms, parse_query
from pipeline.digest.watches.watch import Watch

MOST_TERMS = 500
"""The most terms of a watch, those of its query among them."""
LONGEST_TERM = 200
"""The most characters of a term."""
MOST_WORDS = 40
"""The most words, or characters of a script without spaces, of a term."""

TermKind: TypeAlias = Literal["words", "names", "phrases", "query"]


class WatchError(ValueError):
    """A watch cannot be used; ``key`` names the setting, ``number`` its item, and the message says why."""

    def __init__(self, key: str, message: str, number: int | None = None) -> None:
        super().__init__(message)
        self.key = key
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTerm:
    """A term as the user wrote it, and its words."""

    text: str
    kind: TermKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWatch:
    """A watch with its terms taken apart."""

    watch: Watch
    terms: tuple[WatchTerm, ...]
    condition: Condition | None = field(default=None)
    """What the query says; None where there is none."""


def opened_watch(watch: Watch) -> OpenedWatch:
    """Return a watch whose terms are taken apart. Raises ``WatchError`` where it cannot be used."""
    for number, code in enumerate(watch.languages):
        if code not in languages.codes():
            raise WatchError("languages", f"{code}: no such language", number)
    condition = _condition(watch.query)
    terms = (
        *_terms("words", watch.words),
        *_terms("names", watch.names),
        *_terms("phrases", watch.phrases),
        *_query_terms(condition),
    )
    if not terms:
        raise WatchError("", "names nothing to look for; give it words, names, phrases or a query")
    if len(terms) > MOST_TERMS:
        raise WatchError("", f"has {len(terms)} terms; {MOST_TERMS} are allowed: make two watches of it")
    return OpenedWatch(watch=watch, terms=terms, condition=condition)


def _condition(query: str) -> Condition | None:
    try:
        return parse_query(query) if query else None
    except QueryError as error:
        raise WatchError("query", str(error)) from error


def _query_terms(condition: Condition | None) -> Iterator[WatchTerm]:
    for term in all_terms(condition) if condition is not None else ():
        yield _term("query", term.text, None)


def _terms(kind: TermKind, texts: Sequence[str]) -> Iterator[WatchTerm]:
    for number, text in enumerate(texts):
        if kind == "words" and len(text.split()) > 1:
            raise WatchError(kind, f"{text!r} is several words: write it among phrases", number)
        yield _term(kind, text, number)


def _term(kind: TermKind, text: str, number: int | None) -> WatchTerm:
    if len(text) > LONGEST_TERM:
        size = f"has {len(text):,} characters; {LONGEST_TERM} are allowed"
        raise WatchError(kind, f"{text[:20]!r}... {size}", number)
    words = tuple(word.text for word in split_words(text))
    if not words:
        raise WatchError(kind, f"{text!r} has no letter and no digit", number)
    if len(words) > MOST_WORDS:
        raise WatchError(kind, f"{text[:20]!r}... has {len(words)} words; {MOST_WORDS} are allowed", number)
    return WatchTerm(text=text, kind=kind, words=words)
