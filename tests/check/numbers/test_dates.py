"""Months, days of the week, and the order of dates, in every language."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict

WITHOUT_SPACES = ("zh", "ja")


def dated(code: str, month: int, day: int) -> str:
    """Return a date with the month's first name."""
    name = languages.get(code).checks.months[month][0].rstrip("?").rstrip("*")
    return f"{name}{day}日" if code in WITHOUT_SPACES else f"{day} {name}"


@pytest.mark.parametrize("code", languages.codes())
def test_a_month_that_became_another_fails(code: str) -> None:
    """Every month is its own, by name or by number; one that became another word is lost."""
    other = "fr" if code == "en" else "en"
    for month in range(12):
        here = f"x {dated(code, month, 23)} x"
        assert verdict("dates", f"{code}-{other}", here, f"x {dated(other, month, 23)} x") == "pass", here
        assert verdict("dates", f"{other}-{code}", f"x {dated(other, month, 23)} x", here) == "pass", here
        assert verdict("dates", f"{code}-{other}", here, f"x 23/{month + 1} x") == "pass", here
        wrong = f"x {dated(other, (month + 1) % 12, 23)} x"
        assert verdict("dates", f"{code}-{other}", here, wrong) == "fail", here
        assert verdict("dates", f"{other}-{code}", wrong, here) == "fail", here
        assert verdict("dates", f"{code}-{other}", here, "x 23 Marcha x") == "fail", here


@pytest.mark.parametrize("code", languages.codes())
def test_a_day_of_the_week_that_became_another_fails(code: str) -> None:
    """Every form of every day is that day; one that is lost is a warning, unless it is another word too."""
    other = "fr" if code == "en" else "en"
    days = languages.get(code).checks.weekdays
    for at, forms in enumerate(days):
        right, wrong = (languages.get(other).checks.weekdays[day % 7][0].rstrip("*") for day in (at, at + 1))
        for form in forms:
            name = form.rstrip("?").rstrip("*")
            here = f"x {name} x"
            assert verdict("dates", f"{code}-{other}", here, f"x {right} x") == "pass", form
            assert verdict("dates", f"{other}-{code}", f"x {right} x", here) == "pass", form
            assert verdict("dates", f"{code}-{other}", here, f"x {wrong} x") == "fail", form
            lost = "pass" if form.endswith("?") else "warn"
            assert verdict("dates", f"{code}-{other}", here, "x x") == lost, form


@pytest.mark.parametrize("code", languages.codes())
def test_a_month_before_its_day_is_a_warning_where_the_language_has_it_after(code: str) -> None:
    """``por mayo 12``; English, Chinese, Japanese, Korean and Hindi have both or only that order."""
    other = "fr" if code == "en" else "en"
    name = languages.get(code).checks.months[3][0].rstrip("?").rstrip("*")
    expected = "pass" if languages.get(code).checks.month_first else "warn"
    assert verdict("dates", f"{other}-{code}", f"x {dated(other, 3, 23)} x", f"x {name} 23 x") == expected


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-es", "It opens on March 4.", "Abre el 4 de marzo.", "pass"),
        ("en-es", "It opens on March 4.", "Abre en Marcha 4.", "fail"),
        ("en-es", "They left by May 12.", "Salieron por mayo 12.", "warn"),
        ("en-es", "They left by May 12.", "Salieron antes del 12 de mayo.", "pass"),
        ("en-es", "They left by May 12.", "Salieron antes del 12/5.", "pass"),
        ("en-es", "They left by May 12.", "Salieron antes del 5/12.", "warn"),
        ("en-fr", "The march may begin at 10.", "La marche peut commencer à 10 h.", "pass"),
        ("en-es", "In May 2018 they left.", "En mayo de 2018 se fueron.", "pass"),
        ("en-pt", "He spoke on Monday.", "Falou na segunda-feira.", "pass"),
        ("pt-en", "É a segunda reunião.", "It is the second meeting.", "pass"),
        ("en-pt", "He spoke on Monday.", "Falou na terça-feira.", "fail"),
        ("en-zh", "He spoke on Monday.", "他周二讲话。", "fail"),
        ("en-es", "Monday and Monday again", "lunes y otra vez martes", "warn"),
        ("en-de", "On 9/11 he left.", "Am 11. September ging er.", "pass"),
        ("ja-en", "三月4日", "March 4", "pass"),
        ("ro-en", "De luni de zile așteaptă.", "They have waited for months.", "pass"),
    ],
)
def test_dates_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """A month needs a figure beside it where its name is another word; figures may stand for months."""
    found = check("dates", pair, source, target)
    assert found.verdict == expected, found.note


@pytest.mark.parametrize("code", languages.codes())
def test_a_month_beside_a_year_that_is_lost_fails(code: str) -> None:
    """``March 2020`` that became a march; by number, and without the year, it is not lost."""
    other = "fr" if code == "en" else "en"
    for month in range(12):
        name, own = (languages.get(each).checks.months[month][0].rstrip("?*") for each in (code, other))
        here = f"x 2020年{name} x" if code in WITHOUT_SPACES else f"x {name} 2020 x"
        assert verdict("dates", f"{code}-{other}", here, f"x {own} 2020 x") == "pass", here
        assert verdict("dates", f"{code}-{other}", here, f"x {month + 1}/2020 x") == "pass", here
        assert verdict("dates", f"{code}-{other}", here, "x Marcha 2020 x") == "fail", here


@pytest.mark.parametrize(
    ("code", "written"), [("de", "05.11.2024"), ("ru", "05.11.2024"), ("fr", "05/11/2024")]
)
def test_a_date_in_figures_may_be_written_as_the_language_does(code: str, written: str) -> None:
    """The day and the month are no part of a decimal; another day is another figure."""
    assert verdict("numbers", f"en-{code}", "On 2024-11-05 it broke.", f"x {written} x.") == "pass"
    assert verdict("numbers", f"en-{code}", "On 2024-11-07 it broke.", f"x {written} x.") != "pass"
