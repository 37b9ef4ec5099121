"""Errors that ``bench/checks.py`` puts into translations by people, for the checks to find."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from check_seeds_numbers import (
    changed,
    month_first,
    no_month,
    no_number,
    no_sign,
    other_digit,
    other_fraction,
    other_month,
    other_scale,
    other_weekday,
    other_word,
    ten_times,
    turned_score,
)
from check_seeds_words import (
    lone_month,
    open_quotation,
    other_acronym,
    other_half_of_day,
    other_reign,
    other_version,
    swapped_dates,
)

import languages
from pipeline.check.case import Case
from pipeline.check.numbers.currencies import amounts
from pipeline.check.numbers.word_forms import normal
from pipeline.check.words.name_lists import SURNAMES
from pipeline.detect.vocabulary import kinship
from pipeline.detect.word_frequencies import frequencies_of

Seed: TypeAlias = Callable[[Case, random.Random], Case | None]
URLS = (
    "https://example.org/a/b?id=7",
    "http://www.example.com/news",
    "desk@example.org",
    "example.net/live/1",
)
SIGNS = "€$£¥₹₽"
PIVOT_WORDS = {
    "es": ("desplegó", "sobrevivió", "ayuntamiento", "mientras", "huracán", "heridos", "lluvias", "hallazgo"),
    "en": ("marched", "deployed", "throughout", "wounded", "rainfall", "shortage", "withdrew", "mayor"),
    "fr": ("déployé", "pluies", "blessés", "toutefois", "échec", "mairie", "ouragan", "soutien"),
}
"""Words of pivots, none of which another language of these has."""


def _is_latin(case: Case) -> bool:
    return "Latn" in case.reads.scripts and "Latn" in case.writes.scripts


def translated_name(case: Case, chance: random.Random) -> Case | None:
    """Give both texts a person, and the translation a word of its own in the place of the surname."""
    if not _is_latin(case):
        return None
    given = chance.choice(["Theresa", "John", "Donald", "Maria", "Kevin", "Sarah"])
    surname = chance.choice([*sorted(SURNAMES), "may", "young", "black", "king"]).title()
    words = [
        word for word in re.findall(r"[^\W\d_]{4,}", case.target) if word[:3].lower() != surname[:3].lower()
    ]
    if not words:
        return None
    other = chance.choice(words).title()
    return changed(
        case, source=f"{case.source} (with {given} {surname})", target=f"{case.target} ({given} {other})"
    )


def broken_acronym(case: Case, chance: random.Random) -> Case | None:
    """Give both texts an acronym with full stops, one with a letter translated."""
    if not _is_latin(case):
        return None
    other = chance.choice(["Un.I.", "A.i.", "Una.I."])
    return changed(case, source=f"{case.source} (A.I.)", target=f"{case.target} ({other})")


def left_word(case: Case, chance: random.Random) -> Case | None:
    """Put one word of the source into the translation, in small letters."""
    if kinship(case.source_language, case.target_language) > 0.05:
        return None
    if not frequencies_of(case.target_language):
        return None
    words = [word for word in re.findall(r"(?<!\w)[^\W\d_]{5,}(?!\w)", case.source) if word.islower()]
    there = [word for word in words if word not in case.target]
    if not there or not languages.get(case.source_language).separator:
        return None
    return changed(case, target=f"{case.target} ({chance.choice(there)})")


def pivot_word(case: Case, chance: random.Random) -> Case | None:
    """Put a word of a pivot into the translation."""
    if not _is_latin(case) or not frequencies_of(case.target_language):
        return None
    pivot = chance.choice(
        [code for code in PIVOT_WORDS if code not in (case.source_language, case.target_language)]
    )
    word = chance.choice(PIVOT_WORDS[pivot])
    wrong = changed(case, target=f"{case.target} ({word})")
    return wrong and replace(wrong, pivots=(pivot,))


def no_blank(case: Case, chance: random.Random) -> Case | None:
    """Leave out the blank between two words in small letters."""
    places = [match.end(1) for match in re.finditer(r"(?<=[^\W\d_])( )(?=[^\W\d_])", case.target)]
    places = [at for at in places if case.target[at - 2].islower() and case.target[at].islower()]
    if not places:
        return None
    at = chance.choice(places)
    return changed(case, target=case.target[: at - 1] + case.target[at:])


def no_blank_before_capital(case: Case, chance: random.Random) -> Case | None:
    """Leave out the blank before a word with a capital, or after a mark."""
    places = [
        match.start(1) for match in re.finditer(r"[a-zа-яα-ω]{2}[,.]?( )[A-ZА-ЯΑ-Ω][a-zа-яα-ω]+", case.target)
    ]
    if not places:
        return None
    at = chance.choice(places)
    return changed(case, target=case.target[:at] + case.target[at + 1 :])


def hollow_quotes(case: Case, _: random.Random) -> Case | None:
    """Give the source words in quotation marks, and the translation the marks alone."""
    opening, closing = languages.get(case.target_language).quotes[0]
    before = (
        "".join(languages.get(case.source_language).quotes[0][0:1])
        + "x"
        + languages.get(case.source_language).quotes[0][1]
    )
    return changed(case, source=f"{case.source} {before}", target=f"{case.target} {opening} {closing}")


def moved_quotes(case: Case, _: random.Random) -> Case | None:
    """Have a quotation end after its first word."""
    match = re.fullmatch(r"([^«»“”„\"‘’']*)[«“„\"]([^«»“”„\"‘’']{40,})[»”“\"]([^«»“”„\"‘’']*)", case.target)
    if match is None or " " not in match[2].strip():
        return None
    word, rest = match[2].strip().split(" ", 1)
    opening, closing = case.target[match.start(2) - 1], case.target[match.end(2)]
    return changed(case, target=f"{match[1]}{opening}{word}{closing} {rest}{match[3]}")


def shifted_quotes(case: Case, chance: random.Random) -> Case | None:
    """Put the marks of the only quotation around as many words, some of which stand beside it."""
    match = re.fullmatch(r"([^«»“”„\"‘’']*)([«“„\"])([^«»“”„\"‘’']+)([»”“\"])([^«»“”„\"‘’']*)", case.target)
    if match is None:
        return None
    before, opening, inside, closing, after = match.groups()
    words = [*before.split(), *inside.split(), *after.split()]
    first, size = len(before.split()), len(inside.split())
    places = [at for step in (-3, -2, 2, 3) if 0 <= (at := first + step) <= len(words) - size]
    if not languages.get(case.target_language).separator or size < 2 or not places:
        return None
    at = chance.choice(places)
    quoted = f"{opening}{' '.join(words[at : at + size])}{closing}"
    return changed(case, target=" ".join([*words[:at], quoted, *words[at + size :]]))


def no_quotes(case: Case, _: random.Random) -> Case | None:
    """Leave out the marks of the only quotation."""
    match = re.fullmatch(r"([^«»“”„\"‘’']*)[«“„\"]([^«»“”„\"‘’']{25,})[»”“\"]([^«»“”„\"‘’']*)", case.target)
    return match and changed(case, target=f"{match[1]}{match[2].strip()}{match[3]}")


def other_currency(case: Case, chance: random.Random) -> Case | None:
    """Put the sign of another currency in the place of an amount's sign or name."""
    text = normal(case.target)
    here = [one for one in amounts(case.target, case.target_language) if one.is_amount]
    if not here:
        return None
    named = {kind for one in here for kind in one.kinds}
    named |= {kind for one in amounts(case.source, case.source_language) for kind in one.kinds}
    free = [mark for mark in SIGNS if not any(one.kinds & named for one in amounts(mark, "en"))]
    sign = chance.choice(free)
    for one in reversed(here):
        text = text[: one.start] + sign + text[one.end :]
    return changed(case, target=text)


def other_name(case: Case, chance: random.Random) -> Case | None:
    """Give both texts an amount, by the names of two currencies."""
    one, other = chance.sample(["dollar", "euro", "pound", "yen", "rouble", "franc"], 2)
    names = [
        dict(languages.get(code).checks.currencies)[kind][0].rstrip("*")
        for code, kind in ((case.source_language, one), (case.target_language, other))
    ]
    return changed(case, source=f"{case.source} (30 {names[0]})", target=f"{case.target} (30 {names[1]})")


def no_address(case: Case, chance: random.Random) -> Case | None:
    """Give the source an address and leave it out, or break it in one sign."""
    address = chance.choice(URLS)
    at = chance.randrange(len(address))
    broken = address[:at] + address[at + 1 :] if chance.random() < 0.5 else ""
    return changed(case, source=f"{case.source} ({address})", target=f"{case.target} ({broken})")


def source_again(case: Case, _: random.Random) -> Case | None:
    """Give the source back."""
    return changed(case, target=case.source) if len(re.findall(r"[^\W\d_]{2,}", case.source)) >= 4 else None


def nothing(case: Case, chance: random.Random) -> Case | None:
    """Give nothing back, or nothing but marks."""
    return changed(case, target=chance.choice(["", " ", "\u00a0", "...", "–"]))


def loop(case: Case, chance: random.Random) -> Case | None:
    """Repeat the last words, as a model does when it does not find the end."""
    joint = languages.get(case.target_language).separator
    words = case.target.split() if joint else list(case.target)
    count = chance.randint(1, 6)
    if len(words) < count or not any(map(str.isalpha, "".join(words[-count:]))):
        return None
    return changed(case, target=joint.join([*words, *(words[-count:] * chance.randint(4, 12))]))


def half(case: Case, _: random.Random) -> Case | None:
    """Keep the first 45 % of a long sentence."""
    return (
        changed(case, target=case.target[: len(case.target) * 45 // 100]) if len(case.source) > 60 else None
    )


def third_language(case: Case, _: random.Random) -> Case | None:
    """Give the source of a long sentence with its words in another order: a text in the wrong language."""
    words = case.source.split()
    return changed(case, target=" ".join([*words[1:], *words[:1]])) if len(case.source) > 60 else None


def open_bracket(case: Case, _: random.Random) -> Case | None:
    """Take out a closing bracket."""
    return changed(case, target=re.sub(r"[)）]", "", case.target, count=1))


def left_passage(case: Case, chance: random.Random) -> Case | None:
    """Put eight words of the source into the translation."""
    words, target = case.source.split(), case.target.split()
    if len(words) < 16 or not languages.get(case.source_language).separator:
        return None
    at = chance.randrange(len(words) - 8)
    return changed(case, target=" ".join([*target[:3], *words[at : at + 8], *target[8:]]))


SEEDS: tuple[tuple[str, str, Seed], ...] = (
    ("numbers", "a digit changed", other_digit),
    ("numbers", "a number left out", no_number),
    ("numbers", "a number ten times as large", ten_times),
    ("numbers", "a number in words changed", other_word),
    ("numbers", "a sign left out", no_sign),
    ("numbers", "another scale", other_scale),
    ("numbers", "another fraction", other_fraction),
    ("numbers", "a score the other way round", turned_score),
    ("numbers", "the other half of the day", other_half_of_day),
    ("numbers", "another Roman figure", other_reign),
    ("numbers", "a version with its parts turned", other_version),
    ("dates", "another month", other_month),
    ("dates", "another word for the month", no_month),
    ("dates", "the month before the day", month_first),
    ("dates", "another day of the week", other_weekday),
    ("dates", "a month alone, left out", lone_month),
    ("dates", "two dates with their days turned", swapped_dates),
    ("names", "a name translated", translated_name),
    ("names", "an acronym broken", broken_acronym),
    ("names", "the acronym of another thing", other_acronym),
    ("untranslated", "a word of the source left", left_word),
    ("untranslated", "a word of the pivot left", pivot_word),
    ("spacing", "a blank left out between words", no_blank),
    ("spacing", "a blank left out before a capital", no_blank_before_capital),
    ("marks", "quotation marks that hold nothing", hollow_quotes),
    ("marks", "a quotation that ends too soon", moved_quotes),
    ("marks", "a quotation around other words", shifted_quotes),
    ("marks", "a quotation left open", open_quotation),
    ("marks", "the marks of a quotation left out", no_quotes),
    ("currencies", "another sign", other_currency),
    ("currencies", "another name", other_name),
    ("urls", "an address left out or broken", no_address),
    ("echo", "the source given back", source_again),
    ("empty", "nothing, or only marks", nothing),
    ("repetition", "the last words over and over", loop),
    ("length", "cut off after 45 %", half),
    ("language", "in the source's language", third_language),
    ("marks", "a closing bracket left out", open_bracket),
    ("untranslated", "eight words left as they were", left_passage),
)
