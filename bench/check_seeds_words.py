"""Errors in times, dates, Roman figures and acronyms that ``bench/checks.py`` puts into translations."""

from __future__ import annotations

import random

from check_seeds_numbers import changed

import languages
from languages import Forms
from pipeline.check.case import Case
from pipeline.check.words.acronym_forms import meanings

_REIGNS = ("II", "III", "VI", "VIII", "XII", "XIV", "XVI", "XXIII")
_BEFORE_HOUR = ("zh", "ja", "ko", "hi", "tr")
"""Languages that put the half of the day before the hour."""


def _plain(form: str) -> str:
    return form.rstrip("?").rstrip("*")


def _timed(code: str, part: str, hour: int, chance: random.Random) -> str:
    """Write an hour with one of the language's words for a part of the day."""
    parts: dict[str, Forms] = dict(languages.get(code).checks.day_parts)
    word = _plain(
        chance.choice([form for form in parts[part] if not form.startswith(("a", "p"))] or parts[part])
    )
    joint = "" if code in ("zh", "ja") else " "
    sign = "時" if code in ("zh", "ja") else "시" if code == "ko" else ""
    return f"{word}{joint}{hour}{sign}" if code in _BEFORE_HOUR else f"{hour} {word}"


def other_half_of_day(case: Case, chance: random.Random) -> Case | None:
    """Give both texts an hour, in two halves of the day."""
    before, after = chance.sample(["morning", "evening"], 2)
    hour = chance.randint(7, 11)
    here = _timed(case.source_language, before, hour, chance)
    there = _timed(case.target_language, after, hour, chance)
    return changed(case, source=f"{case.source} ({here})", target=f"{case.target} ({there})")


def lone_month(case: Case, chance: random.Random) -> Case | None:
    """Give the source a month without a day or a year."""
    forms = [_plain(own[0]) for own in languages.get(case.source_language).checks.months]
    long = [form for form in forms if len(form) > 4 and form not in ("march",)]
    if not languages.get(case.source_language).separator or not long:
        return None
    return changed(case, source=f"{case.source} ({chance.choice(long)})", target=f"{case.target} (x)")


def swapped_dates(case: Case, chance: random.Random) -> Case | None:
    """Give both texts two dates, whose days changed places."""
    one, other = chance.sample(range(12), 2)
    first, second = chance.sample(range(13, 29), 2)

    def both(code: str, days: tuple[int, int]) -> str:
        names = [_plain(languages.get(code).checks.months[month][0]) for month in (one, other)]
        if code in ("zh", "ja"):
            return "、".join(f"{name}{day}日" for name, day in zip(names, days, strict=True))
        return ", ".join(f"{day} {name}" for name, day in zip(names, days, strict=True))

    before, after = both(case.source_language, (first, second)), both(case.target_language, (second, first))
    return changed(case, source=f"{case.source} ({before})", target=f"{case.target} ({after})")


def other_reign(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a king, with two numbers."""
    one, other = chance.sample(_REIGNS, 2)
    return changed(
        case, source=f"{case.source} (Alexander {one})", target=f"{case.target} (Alexander {other})"
    )


def other_version(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a version, with two parts the other way round."""
    first, second = chance.sample(range(1, 20), 2)
    return changed(
        case,
        source=f"{case.source} (v11.{first}.{second})",
        target=f"{case.target} (v11.{second}.{first})",
    )


def other_acronym(case: Case, chance: random.Random) -> Case | None:
    """Give both texts an acronym, of two things."""
    before, after = (
        {m: a for a, m in meanings(code).items()} for code in (case.source_language, case.target_language)
    )
    one, other = chance.sample(sorted(before.keys() & after.keys()), 2)
    return changed(case, source=f"{case.source} ({before[one]})", target=f"{case.target} ({after[other]})")


def open_quotation(case: Case, _: random.Random) -> Case | None:
    """Give both texts a quotation, and the translation's no end."""
    opening, closing = languages.get(case.source_language).quotes[0]
    theirs = languages.get(case.target_language).quotes[0][0]
    if any(set(text) & set("«»“”„\"‘’'「」『』") for text in (case.source, case.target)) or opening in "'‘":
        return None
    return changed(
        case,
        source=f"{opening}{case.source.rstrip('.')}{closing} - x.",
        target=f"{theirs}{case.target.rstrip('.')} - x.",
    )
