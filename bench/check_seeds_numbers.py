"""Wrong numbers and dates that ``bench/checks.py`` puts into translations by people."""

from __future__ import annotations

import random
import re

import languages
from pipeline.check.case import Case
from pipeline.check.numbers.figures import figures
from pipeline.check.numbers.spelled import spelled
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal


def changed(case: Case, *, target: str, source: str | None = None) -> Case | None:
    """Return the case with another translation; None where it is the same."""
    if target == case.target:
        return None
    return Case(
        source=case.source if source is None else source,
        target=target,
        source_language=case.source_language,
        target_language=case.target_language,
    )


def shared_number(case: Case, chance: random.Random, *, least: int) -> re.Match[str] | None:
    """Choose a whole number that both texts have in figures."""
    there = set(re.findall(r"(?<![\d.,])[0-9]+(?![.,]?\d)", case.source))
    found = re.finditer(r"(?<![\d.,])[0-9]+(?![.,]?\d)", case.target)
    numbers = [match for match in found if match[0] in there and len(match[0]) >= least]
    return chance.choice(numbers) if numbers else None


def other_digit(case: Case, chance: random.Random) -> Case | None:
    """Change one digit of a number of at least two that both texts have in figures, in whatever form."""
    there = {value for figure in figures(case.source, case.source_language) for value in figure.values}
    texts = {figure.text for figure in figures(case.target, case.target_language) if figure.values & there}
    places = [
        match.start() + at
        for match in re.finditer(r"\d(?:[\d.,]*\d)", case.target)
        if any(text.startswith(match[0]) for text in texts)
        for at, sign in enumerate(match[0])
        if sign.isdecimal()
    ]
    if not places:
        return None
    at = chance.choice(places)
    old = int(case.target[at])
    new = chance.choice([digit for digit in range(1, 10) if digit != old])
    return changed(
        case, target=case.target[:at] + chr(ord(case.target[at]) - old + new) + case.target[at + 1 :]
    )


def no_number(case: Case, chance: random.Random) -> Case | None:
    """Take out a number of at least two digits."""
    match = shared_number(case, chance, least=2)
    return match and changed(case, target=case.target.replace(match[0], ""))


def ten_times(case: Case, chance: random.Random) -> Case | None:
    """Put a nought behind a number."""
    match = shared_number(case, chance, least=1)
    return match and changed(case, target=case.target[: match.end()] + "0" + case.target[match.end() :])


def other_word(case: Case, chance: random.Random) -> Case | None:
    """Put another number from two to twelve in the place of one in words, which the source has too."""
    known = spelled(case.source, case.source_language) | {
        int(value) for one in figures(case.source, case.source_language) for value in one.values if value < 13
    }
    words = dict(languages.get(case.target_language).checks.words)
    cardinals = {value: normal(words[value][0].rstrip("*")) for value in range(2, 13) if value in words}
    text = normal(case.target)
    days = find_words(case.target, case.target_language, "weekdays")
    places = [
        word
        for word in find_words(case.target, case.target_language, "words")
        if not any(day.start <= word.start < day.end for day in days)
        and word.value in known & set(cardinals)
        and word.form == cardinals[word.value]
        and _is_alone(word, text)
    ]
    if not places:
        return None
    word = chance.choice(places)
    other = chance.choice([value for value in cardinals if value not in known and value > 2])
    return changed(case, target=text[: word.start] + cardinals[other] + text[word.end :])


def _is_alone(word: FoundWord, text: str) -> bool:
    return not text[max(0, word.start - 1) : word.start].isalpha() and not text[word.end :][:1].isalpha()


def no_sign(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a number, and the source a sign or a word for minus."""
    number = chance.randint(11, 99)
    minus = languages.get(case.source_language).checks.minus[0].rstrip("*")
    sign = chance.choice(["-", "\u2212", "±", "+", f"{minus} "])
    return changed(case, source=f"{case.source} ({sign}{number})", target=f"{case.target} ({number})")


def other_scale(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a number with the words for two scales."""
    ours, theirs = (
        {value: forms[0].rstrip("*") for value, forms in languages.get(code).checks.words if value >= 10**4}
        for code in (case.source_language, case.target_language)
    )
    one, other = chance.choice([(one, other) for one in ours for other in theirs if one != other])
    number = chance.randint(2, 99)
    before, after = f"({number} {ours[one]})", f"({number} {theirs[other]})"
    return changed(case, source=f"{case.source} {before}", target=f"{case.target} {after}")


def other_fraction(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a number with two fractions."""
    one, other = chance.sample("½¼¾⅓⅔", 2)
    number = chance.randint(3, 9)
    return changed(case, source=f"{case.source} ({number}{one})", target=f"{case.target} ({number}{other})")


def turned_score(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a score, one the other way round."""
    if languages.get(case.source_language).direction != languages.get(case.target_language).direction:
        return None
    one, other = chance.sample(range(10), 2)
    return changed(case, source=f"{case.source} ({one}-{other})", target=f"{case.target} ({other}-{one})")


def _dated(code: str, month: int, day: int) -> str:
    """Write a date as the language does."""
    name = _plain(languages.get(code).checks.months[month][0])
    return f"{name}{day}日" if code in ("zh", "ja") else f"{name} {day}" if code == "ko" else f"{day} {name}"


def _plain(form: str) -> str:
    return form.rstrip("?").rstrip("*")


def other_month(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a date, in two months."""
    one, other = chance.sample(range(12), 2)
    day = chance.randint(13, 28)
    before = _dated(case.source_language, one, day)
    after = _dated(case.target_language, other, day)
    return changed(case, source=f"{case.source} ({before})", target=f"{case.target} ({after})")


def no_month(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a date, and a word of the translation in the place of its month: ``Marcha 4``."""
    day = chance.randint(13, 28)
    before = _dated(case.source_language, chance.randrange(12), day)
    word = chance.choice(re.findall(r"[^\W\d_]{3,}", case.target) or ["x"])
    return changed(case, source=f"{case.source} ({before})", target=f"{case.target} ({word} {day})")


def month_first(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a date, with the month first where the language has it after the day."""
    if languages.get(case.target_language).checks.month_first:
        return None
    month, day = chance.randrange(12), chance.randint(13, 28)
    before = _dated(case.source_language, month, day)
    name = _plain(languages.get(case.target_language).checks.months[month][0])
    return changed(case, source=f"{case.source} ({before})", target=f"{case.target} ({name} {day})")


def other_weekday(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a day of the week, two different ones."""
    one, other = chance.sample(range(7), 2)
    before = _plain(languages.get(case.source_language).checks.weekdays[one][0])
    after = _plain(languages.get(case.target_language).checks.weekdays[other][0])
    return changed(case, source=f"{case.source} ({before})", target=f"{case.target} ({after})")
