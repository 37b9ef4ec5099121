"""Words that look like those of numbers and are none, and words and signs for numbers from elsewhere."""

from __future__ import annotations

import pytest

import languages
from pipeline.check.numbers.word_forms import find_words, normal
from tests.support.check_cases import verdict

NO_NUMBERS = {
    "bg": "преди седмица",
    "ca": "de nou, segons ells",
    "cs": "oběti z této třídy",
    "de": "kein Zweifel an ihrer Achtung",
    "es": "según los medios",
    "gl": "segundo os medios",
    "it": "settimana scorsa, secondo il giornale",
    "ja": "フォード氏の観光ツール",
    "nb": "tiden før toget",
    "nl": "achter het paard",
    "pl": "na północ od obiektu",
    "pt": "segundo os meios",
    "ro": "cea mai nouă fregată",
    "ru": "семья у двери утром",
    "sk": "treba dverí a tried",
    "sv": "sjukhuset är trevligt",
    "tr": "molozların altında",
    "uk": "сім'я на північ від двору",
    "vi": "vào năm ngoái, năm 2014",
}
"""Words that begin as a language's numbers do; all were met in news."""


@pytest.mark.parametrize("code", NO_NUMBERS)
def test_a_word_that_begins_as_a_number_is_none(code: str) -> None:
    """It is found neither as a number that is missing, nor as one that another could be."""
    assert not [word.form for word in find_words(NO_NUMBERS[code], code, "words") if word.value > 1]


@pytest.mark.parametrize("code", languages.codes())
def test_words_that_are_no_numbers_leave_the_numbers(code: str) -> None:
    """No form of ``not_numbers`` hides one of ``words``; each says what it hides."""
    checks = languages.get(code).checks
    for form in checks.not_numbers:
        assert not find_words(f". {normal(form.removesuffix('*'))}.", code, "words"), form
    for _, own in checks.words:
        for form in own:
            assert find_words(f". {normal(form.removesuffix('*'))}.", code, "words"), form


@pytest.mark.parametrize("code", sorted(set(languages.codes()) - {"en"}))
def test_an_amount_as_english_writes_it_is_the_amount(code: str) -> None:
    """Every language quotes it so; another scale is found."""
    assert verdict("numbers", f"en-{code}", "It is $3.6bn (£4m).", "– $3.6bn (£4m)") == "pass"
    assert verdict("numbers", f"en-{code}", "It is $3.6bn now.", "– $3.6m") == "fail"
    assert verdict("numbers", f"en-{code}", "It is 3.6 billion dollars.", "– $3.6bn") == "pass"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("200 miles (322 km) away", "á 320 km", "pass"),
        ("200 miles (322 km) away", "á 200 millas", "pass"),
        ("800 km/h (497 m/h) fast", "a 800 km/h", "pass"),
        ("a 20 foot (6 metre) wave", "unha onda de 6 metros", "pass"),
        ("200 miles (322 km) away", "á 150 km", "fail"),
        ("200 miles (322 km) away", "á 200 millas (342 km)", "fail"),
        ("800 people (497 women)", "800 persoas", "fail"),
    ],
)
def test_a_length_that_is_said_twice_is_one(before: str, after: str, expected: str) -> None:
    """A figure in brackets converts the one before it: a translation may have either."""
    assert verdict("numbers", "en-gl", before, after) == expected
