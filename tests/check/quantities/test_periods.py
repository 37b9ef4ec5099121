"""Times in other units, wholes with a part in a word, and days of the Iranian calendar."""

from __future__ import annotations

from decimal import Decimal

import pytest

import languages
from pipeline.check.quantities.mixed import mixed
from tests.support.check_cases import check, verdict


@pytest.mark.parametrize("code", languages.codes())
def test_a_time_may_be_in_another_unit(code: str) -> None:
    """18 months are a year and a half, 48 hours two days; in every form of every language's units."""
    other = "fr" if code == "en" else "en"
    half, two = ("un an et demi", "deux ") if code == "en" else ("a year and a half", "two ")
    years, days, weeks = ("ans", "jours", "semaines") if code == "en" else ("years", "days", "weeks")
    units = dict(languages.get(code).checks.periods)
    assert len(units) == 6

    def both(here: str, there: str, expected: str) -> None:
        assert verdict("numbers", f"{code}-{other}", here, there) == expected, (here, there)
        assert verdict("numbers", f"{other}-{code}", there, here) == expected, (there, here)

    for form in (form.rstrip("*") for form in units["month"]):
        both(f"- 18 {form} -", f"- {half} -", "pass")
        both(f"- 24 {form} -", f"- {two}{years} -", "pass")
        both(f"- 19 {form} -", f"- {half} -", "fail")
    for form in (form.rstrip("*") for form in units["hour"]):
        both(f"- 48 {form} -", f"- {two}{days} -", "pass")
        both(f"- 49 {form} -", f"- {two}{days} -", "fail")
    for form in (form.rstrip("*") for form in units["day"]):
        both(f"- 14 {form} -", f"- {two}{weeks} -", "pass")
        both(f"- 15 {form} -", f"- {two}{days} -", "fail")


@pytest.mark.parametrize("code", [code for code in languages.codes() if languages.get(code).checks.mixed])
def test_a_word_for_a_whole_and_a_part_has_its_value(code: str) -> None:
    """Alone and with a scale; one with a sign is added to the number behind."""
    for key, forms in languages.get(code).checks.mixed:
        for form in (form.rstrip("*") for form in forms):
            signed = key[0] in "+-"
            text = f"- {form}{' 3' if signed else ''} -"
            value = Decimal(key) + (3 if signed else 0)
            assert value in mixed(text, code), text
            assert verdict("numbers", f"{code}-en", text, f"- {value} -") == "pass", text


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("hi-en", "सवा तीन करोड़ लोग", "32.5 million people", "pass"),
        ("hi-en", "सवा सौ लोग", "125 people", "pass"),
        ("hi-en", "पौने चार लाख", "375,000", "pass"),
        ("hi-en", "पौने चार लाख", "425,000", "fail"),
        ("hi-en", "साढ़े पांच हजार", "5,500", "pass"),
        ("hi-en", "ढाई लाख", "150,000", "fail"),
        ("hi-en", "पौने 3 लाख", "275,000", "pass"),
        ("hi-en", "पौने पांच बजे", "at 4:45", "pass"),
        ("hi-en", "सवा पांच बजे", "at 5:15", "pass"),
        ("ru-en", "полтора миллиарда", "1.5 billion", "pass"),
        ("nl-en", "tweeënhalf miljoen", "2.5 million", "pass"),
        ("en-fr", "a 36-hour strike", "une grève d'un jour et demi", "pass"),
        ("en-zh", "after 30 months", "两年半后", "pass"),
        ("en-ja", "after 18 months", "1年半後", "pass"),
        ("en-es", "a 90-minute film", "una película de hora y media", "pass"),
        ("en-es", "a 90-minute film", "una película de tres horas", "fail"),
        ("en-es", "90 people in an hour", "una hora y media", "fail"),
        ("en-de", "It was 50 degrees outside.", "Draußen waren es 10 Grad.", "pass"),
        ("it-en", "Fuori c'erano 30 gradi.", "It was 86 degrees outside.", "pass"),
        ("en-de", "It was 50 degrees outside.", "Draußen waren es 40 Grad.", "fail"),
        ("en-de", "50 people died in the heat.", "10 Menschen starben in der Hitze.", "fail"),
        ("en-de", "It closes at 5 p.m.", "Es schließt um 17.00 Uhr.", "pass"),
        ("nb-en", "Det stenger kl. 17.00.", "It closes at 5 p.m.", "pass"),
        ("en-de", "It closes at 5 p.m.", "Es schließt um 18.00 Uhr.", "fail"),
        ("en-fr", "3 to 5 inches of rain", "de 7 à 13 cm de pluie", "pass"),
        ("en-es", "40 km2 burnt", "ardieron 40 kilómetros cuadrados", "pass"),
        ("fr-en", "un saut de 2 m 31", "a jump of 2.31 m", "pass"),
        ("fr-en", "un saut de 2 m 31", "a jump of 2.13 m", "fail"),
        ("en-fr", "in 10.42 seconds", "en 10 s 42", "pass"),
        ("en-fa", "on 12 March 2021", "۲۲ اسفند ۱۳۹۹", "pass"),
        ("en-fa", "on 12 March 2021", "۲ اسفند ۱۳۹۹", "warn"),
        ("fa-en", "۱۳ آبان ۱۳۵۸", "4 November 1979", "pass"),
    ],
)
def test_quantities_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """The unit decides; another quantity fails as before."""
    found = check("numbers", pair, source, target)
    assert found.verdict == expected, found.note
