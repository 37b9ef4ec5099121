"""The names of days and months of a language, as its file has them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import languages
from languages import Forms
from pipeline.core.records import LanguageCode


@cache
def day_names(code: LanguageCode) -> frozenset[str]:
    """Return the names of the days of the week in small letters; of those with endings, the stem."""
    return _plain(languages.get(code).checks.weekdays)


@cache
def month_names(code: LanguageCode) -> frozenset[str]:
    """Return the names of the months in small letters; of those with endings, the stem."""
    return _plain(languages.get(code).checks.months)


@cache
def sure_calendar_names(code: LanguageCode) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return days and months that are no other words: whole words, and beginnings of words."""
    checks = languages.get(code).checks
    forms = [form for names in (*checks.weekdays, *checks.months) for form in names if not form.endswith("?")]
    whole = frozenset(form for form in forms if not form.endswith("*"))
    return whole, tuple(form.removesuffix("*") for form in forms if form.endswith("*"))


def _plain(names: Iterable[Forms]) -> frozenset[str]:
    return frozenset(form.rstrip("?*") for forms in names for form in forms)
