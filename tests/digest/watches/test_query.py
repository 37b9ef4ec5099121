"""Queries: what binds closest, what is wrong with one, and that no query takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.digest.watches.query import (
    DEEPEST,
    MOST_SIGNS,
    QueryError,
    QueryTerm,
    all_terms,
    holds,
    parse_query,
    wanted_terms,
)


def decided(query: str, *found: str) -> bool:
    """Say whether a query holds for a document that has these terms."""
    condition = parse_query(query)
    return holds(condition, {term for term in all_terms(condition) if term.text in found})


@pytest.mark.parametrize(
    ("query", "found", "holds_for_it"),
    [
        ("a", "a", True),
        ("a AND b", "a", False),
        ("a b", "a", False),
        ("a b", "ab", True),
        ("a OR b", "b", True),
        ("a OR b AND c", "a", True),
        ("a OR b AND c", "b", False),
        ("(a OR b) AND c", "a", False),
        ("(a OR b) AND c", "ac", True),
        ("a NOT b", "a", True),
        ("a AND NOT b", "ab", False),
        ("a AND NOT (b OR c)", "ac", False),
        ("NOT NOT a", "a", True),
        ("a OR NOT b", "", True),
        ("((a))(b)", "ab", True),
    ],
)
def test_what_binds_closest(query: str, found: str, holds_for_it: bool) -> None:
    """NOT, then AND, which may be left out, then OR; parentheses outrank them."""
    assert decided(query, *found) is holds_for_it


def test_a_phrase_stands_in_quotation_marks() -> None:
    """Operators in it are words, and in small letters they are words everywhere."""
    condition = parse_query('"AND so OR" “de nuevo” and')
    assert all_terms(condition) == (
        QueryTerm("AND so OR", is_phrase=True),
        QueryTerm("de nuevo", is_phrase=True),
        QueryTerm("and", is_phrase=False),
    )
    assert [term.text for term in wanted_terms(parse_query("a NOT (b NOT c)"))] == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "is empty; name a term"),
        ("  ", "is empty; name a term"),
        ("a AND", "ends where a term should stand"),
        ("a OR OR b", "character 6: OR stands where a term should"),
        ("AND a", "character 1: AND stands where a term should"),
        ("(a OR b", "character 1: '(' has no ')' after it"),
        ("a) b", "character 2: ')' has no '(' before it"),
        ("()", "character 2: ) stands where a term should"),
        ('a "b', "character 3: the quotation mark has no second one"),
        ("NOT a", "excludes only"),
        ("NOT a NOT b", "excludes only"),
        ("(" * (DEEPEST + 2) + "a", "is nested deeper than 20 times"),
        ("NOT " * 100 + "a", "is nested deeper than 20 times"),
        ("a " * MOST_SIGNS, "has 4,000 characters; 2,000 are allowed"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(query: str, message: str) -> None:
    """In one line, never with a traceback."""
    with pytest.raises(QueryError) as raised:
        parse_query(query)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.text(alphabet='ab()" NOTANDR“”\n', max_size=120))
def test_any_text_is_a_query_or_an_error(text: str) -> None:
    """And a query holds where all wanted terms are found and no other, unless it contradicts itself."""
    try:
        condition = parse_query(text)
    except QueryError:
        return
    assert wanted_terms(condition)
    assert isinstance(holds(condition, ()), bool)
