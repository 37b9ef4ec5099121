"""Months by themselves, days that are names, and dates that changed places."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict


@pytest.mark.parametrize("code", [code for code in languages.codes() if languages.get(code).separator])
def test_a_month_without_a_day_or_a_year_that_is_lost_is_a_warning(code: str) -> None:
    """Every long name of every month, unless it is another word too; in every form that means the month."""
    other = "fr" if code == "en" else "en"
    for month, forms in enumerate(languages.get(code).checks.months):
        right = languages.get(other).checks.months[month][0].rstrip("?*")
        long = [form for form in forms if not form.endswith("?") and len(form.rstrip("*")) > 4]
        for form in long:
            here = f"x {form.rstrip('*')} x"
            assert verdict("dates", f"{code}-{other}", here, f"x {right} x") == "pass", form
            assert verdict("dates", f"{code}-{other}", here, "x marcha x") == "warn", form


@pytest.mark.parametrize(
    "code", [code for code in languages.codes() if languages.get(code).checks.month_lead]
)
def test_a_month_that_is_another_word_too_is_told_by_the_word_before_it(code: str) -> None:
    """``in May``, ``en mars``; without such a word it may be the other."""
    other = "fr" if code == "en" else "en"
    known = languages.get(code).checks
    for form in (form for forms in known.months for form in forms if form.endswith("?")):
        name = form.rstrip("?").title() if known.capital_months else form.rstrip("?")
        for lead in known.month_lead:
            assert verdict("dates", f"{code}-{other}", f"x {lead} {name} x", "x marcha x") == "warn", form
        assert verdict("dates", f"{code}-{other}", f"x {name} x", "x marcha x") == "pass", form


@pytest.mark.parametrize("code", languages.codes())
def test_a_name_with_a_day_of_the_week_in_it_is_no_day(code: str) -> None:
    """Black Friday stays or is ``viernes negro``; Good Friday is ``Karfreitag``."""
    other = "fr" if code == "en" else "en"
    for form in languages.get(code).checks.named_days:
        name = form.rstrip("*").title()
        assert verdict("dates", f"{code}-{other}", f"x {name} x", "x Xyz x") == "pass", form
        assert verdict("dates", f"{code}-{other}", f"x {name} x", f"x {name} x") == "pass", form
    assert languages.get(code).checks.named_days


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-es", "Rebuilding began in March, the mayor said.", "Empezó en marcha, dijo el alcalde.", "warn"),
        ("en-ca", "Rebuilding began in March.", "Va començar en marxa.", "warn"),
        ("en-es", "Rebuilding began in March.", "Empezó en March.", "warn"),
        ("en-es", "Rebuilding began in March.", "Empezó en marzo.", "pass"),
        ("en-es", "They march in May and in June.", "Marchan en mayo y en junio.", "pass"),
        ("en-it", "the March elections", "le elezioni di marcia", "warn"),
        ("en-it", "the march went on", "il corteo continuò", "pass"),
        ("en-es", "on 7 June", "el 6 de julio", "fail"),
        ("en-es", "on 5 May", "el 5 de mayo", "pass"),
        ("en-zh", "on March 9", "9月3日", "fail"),
        ("en-zh", "on March 9", "3月9日", "pass"),
        ("ko-en", "3월 9일에", "on March 9", "pass"),
        ("ko-en", "3월 9일에", "on September 3", "fail"),
        ("en-zh", "for five months", "5个月", "pass"),
        ("en-ru", "the November vote", "ноябрьское голосование", "pass"),
        ("en-sv", "the November vote", "novembervalet", "pass"),
        ("en-ar", "in January", "في كانون الثاني", "pass"),
        ("en-ar", "in January", "في شباط", "fail"),
        ("en-fa", "in September", "در شهریور", "pass"),
        ("en-fr", "on April 2 and July 9", "le 9 avril et le 2 juillet", "fail"),
        ("en-fr", "on April 2 and July 9", "le 9 juillet et le 2 avril", "pass"),
        ("en-fr", "in April 2017 and July 2019", "en avril 2019 et en juillet 2017", "fail"),
        ("en-fr", "in April 2017 and July 2019", "en juillet 2019 et en avril 2017", "pass"),
        ("en-es", "from Tuesday to Saturday", "de sábado a martes", "warn"),
        ("en-zh", "Rain on Tuesday after a dry Monday", "周一干燥，周二有雨", "pass"),
        ("en-es", "the Sunday Telegraph", "el Sunday Telegraph", "pass"),
        ("en-es", "Sheffield Wednesday won", "ganó el Sheffield Wednesday", "pass"),
        ("en-es", "on Wednesday he won", "el Wednesday ganó", "warn"),
    ],
)
def test_dates_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """A month needs no figure; two months do not take each other's day or year."""
    found = check("dates", pair, source, target)
    assert found.verdict == expected, found.note
