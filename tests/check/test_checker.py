"""All checks together: over any text, in their order, counted."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import languages
from pipeline.check import addresses
from pipeline.check.case import Case, GlossaryPairs
from pipeline.check.checker import add_counts, count_verdicts, failed_checks
from pipeline.check.numbers import (
    currencies,
    dates,
    figures,
    shares,
    sides,
    signs,
    spelled,
    word_forms,
)
from pipeline.check.rules import CHECKS
from pipeline.check.words import names, spacing
from pipeline.core.records import Check, CheckCount
from tests.support.check_cases import checker

TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="0123456789.,:'()[] $€%abcXVI٣五百万年", max_size=80),
)
CODES = st.sampled_from(languages.codes())


def run(
    source: str, target: str, pair: tuple[str, str] = ("en", "fr"), terms: GlossaryPairs = ()
) -> tuple[Check, ...]:
    """Run all checks."""
    before, after = pair
    case = Case(source=source, target=target, source_language=before, target_language=after, terms=terms)
    return checker().check(case)


@settings(deadline=None)  # the first call loads the detector's models
@given(source=TEXTS, target=TEXTS, one=CODES, other=CODES)
def test_any_two_texts_get_a_verdict_of_every_check(source: str, target: str, one: str, other: str) -> None:
    """Nothing that can stand in a text makes a check raise, and the verdicts are the same each time."""
    found = run(source, target, (one, other))
    assert found == run(source, target, (one, other))
    assert [check.name for check in found] in ([name for name in CHECKS if name != "terms"], ["empty"])
    assert all(
        check.note or check.verdict == "pass" for check in found if check.name not in ("echo", "empty")
    )


@given(st.text(alphabet="wax19./:@#-_ ", max_size=30).map(lambda text: f"x {text} www.a.b{text}"))
def test_no_address_is_without_a_hint(text: str) -> None:
    """A text without a hint is not searched for addresses, so each that the search finds must have one."""
    assert all(addresses._ADDRESS_HINT.search(match) for match in addresses._ADDRESS.findall(text))


@settings(deadline=None)  # the first call loads the detector's models
@given(text=TEXTS, code=CODES)
def test_a_text_has_its_own_numbers_amounts_and_marks(text: str, code: str) -> None:
    """Compared with itself, nothing is lost or new."""
    for check in run(text, text, (code, code)):
        if check.name in ("numbers", "currencies", "urls", "marks", "repetition", "length"):
            assert check.verdict == "pass", check


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{number} " for number in range(20_001, 21_400, 2)),
        "1" * 2_000,
        "1," * 1_000,
        "1.000" * 400,
        "1 " * 1_000,
        "(" * 2_000,
        "()" * 1_000,
        "twenty " * 300,
        "five million " * 200,
        "a@" * 1_000,
        "http://" * 300,
        "a.b" * 700,
        "$" * 2_000,
        "XVI" * 700,
        "«»" * 1_000,
        "五" * 2_000,
        "siebenundzwanzig" * 150,
        "very " * 400,
        "'" * 2_000,
        "Mr Smith met Theresa May. " * 80,
        "-1 +2 ±3 " * 200,
        "two may three march " * 100,
        "a" * 2_000 + ",bb",
        "令和6年 " * 300,
        "½ 2¼ " * 300,
        "COVID-19 " * 200,
        "7:30 " * 300,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_take_steps_in_proportion_to_their_length(text: str) -> None:
    """Twice the text costs no more than three times the steps: nothing compares all with all."""
    half = text[: len(text) // 2]
    _steps(half)  # what is made once is made now
    _forget()
    first = _steps(half)
    _forget()
    assert _steps(text) < 3 * first


REMEMBERING = (
    sides,
    figures,
    spelled,
    currencies,
    word_forms,
    dates,
    shares,
    signs,
    addresses,
    names,
    spacing,
)


def _forget() -> None:
    """Forget what was read of texts; what was read of languages' files stays."""
    for module in REMEMBERING:
        for remembered in vars(module).values():
            size = getattr(remembered, "cache_parameters", lambda: {"maxsize": None})()["maxsize"]
            if size is not None:
                remembered.cache_clear()


def _steps(text: str) -> int:
    """Count the calls of Python functions that all checks but the detector's make."""
    there = " ".join(map(str, range(10_000, 10_000 + len(text), 3)))
    case = Case(source=f"{text[::-1]} {there}", target=text, source_language="en", target_language="de")
    made = 0

    def count_call(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        for name in CHECKS:
            if name != "language":
                CHECKS[name](case, None)  # type: ignore[arg-type]
    finally:
        sys.setprofile(None)
    return made


def test_terms_are_checked_where_there_are_some() -> None:
    """The check is in the record only then."""
    with_terms = run("The Court ruled.", "La Cour a statué.", terms=(("court", "Cour"),))
    assert [check.name for check in with_terms] == list(CHECKS)


def test_where_nothing_came_back_that_is_all_there_is_to_say() -> None:
    """Lost numbers and quotation marks would only be noise beside it."""
    assert [(check.name, check.verdict) for check in run("277 dead.", " ")] == [("empty", "fail")]


def test_verdicts_are_counted_and_added_up() -> None:
    """By check, sorted; counts of several documents give those of the run."""
    wrong = Check(name="numbers", verdict="fail", note="lost 3")
    fine = Check(name="numbers", verdict="pass")
    odd = Check(name="echo", verdict="warn")
    counted = count_verdicts([(wrong, odd), (fine,)])
    assert counted == (
        CheckCount(name="echo", passed=0, warned=1, failed=0),
        CheckCount(name="numbers", passed=1, warned=0, failed=1),
    )
    assert add_counts([counted, counted[1:], ()]) == (
        counted[0],
        CheckCount(name="numbers", passed=2, warned=0, failed=2),
    )
    assert failed_checks((wrong, fine, odd)) == (wrong,)
