"""Figures get the signs of the target language, in every pair of languages, and nothing else does."""

from __future__ import annotations

from itertools import product

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

import languages
from pipeline.core.contract import Tidy
from pipeline.core.records import Hop, Item, Route, Segment
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.typesetter import Typesetter

CODES = languages.codes()
NOT_OF_CLDR = {"oc"}
"""Languages that CLDR has no signs of its own for, so that it answers with those of English."""


def written(
    text: str,
    answer: str,
    source: str,
    target: str,
    *,
    items: tuple[Item, ...] = (),
    numbers: Tidy = "rules",
    method: str = "rule-based",
) -> str:
    """Return an answer to a text with its figures as they are to be written."""
    segment = Segment(id="b1.1", block=0, start=0, end=len(text), text=text, language=source)
    hop = Hop(engine="x", source=source, target=target, method=method)  # type: ignore[arg-type]
    route = Route(hops=(hop,), quality=50.0, measured=True)
    made, changed = Typesetter(numbers=numbers).set(Restored(text=answer, items=items), segment, route)
    assert changed == (("numbers",) if made.text != answer else ())
    return made.text


def figure(code: str, digits: str = "12 345,6") -> str:
    """Return a number, given with a space and a comma, as a language writes it."""
    decimal, group = languages.get(code).number_signs
    return digits.replace(" ", "\0").replace(",", decimal).replace("\0", group)


@pytest.mark.parametrize("code", CODES)
def test_signs_are_those_of_cldr(code: str) -> None:
    """As Babel has them, for figures in Western digits."""
    signs = Locale.parse(code).number_symbols["latn"]
    known = (signs["decimal"], signs["group"])
    assert (known == languages.get(code).number_signs) != (code in NOT_OF_CLDR)


@pytest.mark.parametrize("source", CODES)
def test_every_pair(source: str) -> None:
    """Groups, decimals and both; a translation that has them already is left as it is."""
    amounts = (("12 345,6", "%"), ("1 234 567", " km"), ("2,5", " km"))
    for target, (digits, unit) in product(CODES, amounts):
        here, there = figure(source, digits) + unit, figure(target, digits) + unit
        assert written(f"aa {here} bb.", f"oo {here} uu.", source, target) == f"oo {there} uu."
        assert written(f"aa {here} bb.", f"oo {there} uu.", source, target) == f"oo {there} uu."


@pytest.mark.parametrize(
    ("source", "text", "target", "answer", "wanted"),
    [
        ("en", "rose 2.75 per cent", "es", "subió 2.75 por ciento", "subió 2,75 por ciento"),
        (
            "en",
            "It cost £3.5m, €2.2bn and $1.5million.",
            "es",
            "Costó 3.5 millones de libras, 2.2 mil millones de euros y 1.5 millones de dólares.",
            "Costó 3,5 millones de libras, 2,2 mil millones de euros y 1,5 millones de dólares.",
        ),
        (
            "en",
            "It cost $1.50 or £2,000,000",
            "ca",
            "Va costar $1.50 o £2,000,000",
            "Va costar $1,50 o £2.000.000",
        ),
        ("en", "a 6.5 magnitude", "es", "una 6.5 magnitud", "una 6,5 magnitud"),
        (
            "fr",
            "14 000 personnes et 2,5 millions",
            "es",
            "14 000 personas y 2,5 millones",
            "14.000 personas y 2,5 millones",
        ),
        ("de", "Rund 1’500 Leute", "en", "Some 1’500 people", "Some 1,500 people"),
        (
            "es",
            "16,5 grados y 1.200 euros",
            "en",
            "16,5 degrees and 1.200 euros",
            "16.5 degrees and 1,200 euros",
        ),
        ("en", "from 1,000-2,000 men", "es", "de 1,000-2,000 hombres", "de 1.000-2.000 hombres"),
    ],
)
def test_quantities_are_changed(source: str, text: str, target: str, answer: str, wanted: str) -> None:
    """Sums, shares, scales, ranges, and the apostrophes of Swiss texts."""
    assert written(text, answer, source, target) == wanted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("en", "the 9.30 train"),
        ("en", "at 12.45 when"),
        ("en", "iOS 14.5 was"),
        ("en", "the Web 2.0 was"),
        ("en", "see section 3.2 below"),
        ("en", "version 10.4.1 and 192.168.0.1 were"),
        ("en", "on 3.5.2018 it"),
        ("en", "won 3-1, then 2:2, on 12/5"),
        ("en", "in 2020 and 1999"),
        ("en", "call 020 7946 0018 or 555-1234"),
        ("en", "No. 1.2 and A4.5"),
        ("en", "1,40,000 people"),
        ("es", "el 3.5 por ciento"),
        ("es", "artículo 3,2 de"),
        ("fr", "le 06 12 345 67"),
        ("en", "It was 2.5"),
    ],
)
def test_what_is_no_quantity_is_left(source: str, text: str) -> None:
    """Times, versions, places in texts, dates, scores, years, numbers of telephones, and what is unsure."""
    for target in ("es" if source == "en" else "en", "fr" if source != "fr" else "es"):
        assert written(text, text, source, target) == text


def test_only_what_the_source_has_as_often_is_changed() -> None:
    """What an engine made up, or said twice, may mean something else."""
    assert written("12,345 men", "12,345 de 12,345", "en", "es") == "12,345 de 12,345"
    assert written("12,345 men", "12,346 hombres", "en", "es") == "12,346 hombres"
    assert written("1.5 % of 1.5 %", "1.5 % de 1.5 %", "en", "es") == "1,5 % de 1,5 %"


def test_items_are_left() -> None:
    """A figure inside an address or a protected term stays."""
    text = "aa 12,345 men"
    item = Item(kind="term", start=3, end=9)
    assert written(text, text, "en", "es", items=(item,)) == text


@pytest.mark.parametrize(
    ("numbers", "method", "is_changed"),
    [
        ("rules", "rule-based", True),
        ("rules", "neural", False),
        ("all", "neural", True),
        ("none", "rule-based", False),
    ],
)
def test_whose_figures(numbers: Tidy, method: str, is_changed: bool) -> None:
    """Those of translations by rules, of all, or of none."""
    made = written("12,345 men", "12,345 hombres", "en", "es", numbers=numbers, method=method)
    assert (made == "12.345 hombres") == is_changed


@given(
    st.sampled_from(CODES),
    st.sampled_from(CODES),
    st.integers(1000, 10**12),
    st.one_of(st.none(), st.integers(0, 999)),
)
def test_there_and_back_is_the_same_number(source: str, target: str, whole: int, part: int | None) -> None:
    """The value is never changed."""
    digits = f"{whole:,}".replace(",", " ") + (f",{part}" if part is not None else "")
    here = f"aa {figure(source, digits)} bb"
    there = written(here, here, source, target)
    assert there == f"aa {figure(target, digits)} bb"
    assert written(there, there, target, source) == here
