"""Queries of watches: terms with AND, OR, NOT, parentheses and quotation marks, decided for a document."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

from pipeline.core.dataclass import dataclass

MOST_SIGNS = 2_000
"""The most characters of a query."""
DEEPEST = 20
"""The most parentheses, or NOTs, one inside another."""
_TOKEN = re.compile(r'\s*(?:([()])|"([^"]*)"|“([^”]*)”|([^\s()"“”]+)|(["“”]))')
_OPERATORS = ("AND", "OR", "NOT")


class QueryError(ValueError):
    """A query cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word, or a phrase in quotation marks."""

    text: str
    is_phrase: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of another condition."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """All of several conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several conditions, at least."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = QueryTerm | Not | Both | Either


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """``word``, ``phrase``, a parenthesis or an operator."""
    text: str
    place: int
    """Number of its first character, from 1."""


def parse_query(text: str) -> Condition:
    """Return what a query says. AND may be left out, NOT binds closest, then AND, then OR.

    Raises ``QueryError``, also where no term is wanted, but all are excluded.
    """
    if len(text) > MOST_SIGNS:
        raise QueryError(f"has {len(text):,} characters; {MOST_SIGNS:,} are allowed")
    parser = _Parser(_tokens(text))
    found = parser.either(0)
    if (left := parser.next()) is not None:
        raise QueryError(f"character {left.place}: ')' has no '(' before it")
    if not wanted_terms(found):
        raise QueryError("excludes only; name a term that is to be found")
    return found


def wanted_terms(condition: Condition, *, is_wanted: bool = True) -> tuple[QueryTerm, ...]:
    """Return the terms of a query that are not excluded, in its order."""
    match condition:
        case QueryTerm():
            return (condition,) if is_wanted else ()
        case Not(part):
            return wanted_terms(part, is_wanted=not is_wanted)
        case Both(parts) | Either(parts):
            return tuple(term for part in parts for term in wanted_terms(part, is_wanted=is_wanted))


def all_terms(condition: Condition) -> tuple[QueryTerm, ...]:
    """Return all terms of a query, each once, in its order."""
    both = (*wanted_terms(condition), *wanted_terms(condition, is_wanted=False))
    return tuple(dict.fromkeys(both))


def holds(condition: Condition, found: Collection[QueryTerm]) -> bool:
    """Say whether a query holds for a document that has the terms ``found``."""
    match condition:
        case QueryTerm():
            return condition in found
        case Not(part):
            return not holds(part, found)
        case Both(parts):
            return all(holds(part, found) for part in parts)
        case Either(parts):
            return any(holds(part, found) for part in parts)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        sign, straight, curled, word, stray = match.groups()
        place = match.end() - len(match[0].lstrip()) + 1
        if stray:
            raise QueryError(f"character {place}: the quotation mark has no second one")
        if sign or word in _OPERATORS:
            found.append(_Token(sign or word, sign or word, place))
        elif word:
            found.append(_Token("word", word, place))
        else:
            found.append(_Token("phrase", straight or curled or "", place))
    return found


class _Parser:
    """Reads tokens by the grammar; how deep it goes is bounded."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def next(self) -> _Token | None:
        """Return the next token, which stays the next one; None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def either(self, depth: int) -> Condition:
        """Read conditions between ORs."""
        parts = [self._both(depth)]
        while self._took("OR"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while (following := self.next()) is not None and following.kind not in ("OR", ")"):
            self._took("AND")
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self, depth: int) -> Condition:
        token = self.next()
        if token is None:
            raise QueryError("ends where a term should stand" if self._tokens else "is empty; name a term")
        self._at += 1
        if depth > DEEPEST:
            raise QueryError(f"character {token.place}: is nested deeper than {DEEPEST} times")
        if token.kind == "NOT":
            return Not(self._one(depth + 1))
        if token.kind == "(":
            inner = self.either(depth + 1)
            if not self._took(")"):
                raise QueryError(f"character {token.place}: '(' has no ')' after it")
            return inner
        if token.kind in ("word", "phrase"):
            return QueryTerm(token.text, token.kind == "phrase")
        raise QueryError(f"character {token.place}: {token.text} stands where a term should")

    def _took(self, kind: str) -> bool:
        token = self.next()
        if token is None or token.kind != kind:
            return False
        self._at += 1
        return True
