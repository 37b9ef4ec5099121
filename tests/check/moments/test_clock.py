"""Hours and the half of the day that they are in, in every language."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict

BEFORE = ("zh", "ja", "ko")
"""Languages that put the half of the day before the hour."""
BEHIND_ONLY = ("am", "a.m", "a. m", "pm", "p.m", "p. m")


def timed(code: str, form: str, hour: int) -> str:
    """Return an hour with a word for a part of the day, as the language writes it."""
    word = form.rstrip("*")
    if code in BEFORE and word not in BEHIND_ONLY:
        return f"x {word} {hour}시 x" if code == "ko" else f"x {word}{hour}時 x"
    return f"x {hour} {word} x"


@pytest.mark.parametrize("code", languages.codes())
def test_an_hour_in_the_other_half_of_the_day_fails(code: str) -> None:
    """Every word of every language for a part of the day, against English and by the clock of 24 hours."""
    other = "fr" if code == "en" else "en"
    am, pm = ("du matin", "du soir") if code == "en" else ("a.m.", "p.m.")
    parts: dict[str, languages.Forms] = dict(languages.get(code).checks.day_parts)
    assert {"morning", "evening", "night"} <= parts.keys()
    for part, hour in (("morning", 8), ("evening", 8), ("night", 11), ("noon", 2)):
        is_morning = part == "morning"
        right, wrong = (am, pm) if is_morning else (pm, am)
        for form in parts.get(part, ()):
            here = timed(code, form, hour)
            assert verdict("numbers", f"{code}-{other}", here, f"x {hour} {right} x") == "pass", form
            assert verdict("numbers", f"{other}-{code}", f"x {hour} {right} x", here) == "pass", form
            assert verdict("numbers", f"{code}-{other}", here, f"x {hour} {wrong} x") == "fail", form
            assert verdict("numbers", f"{other}-{code}", f"x {hour} {wrong} x", here) == "fail", form
            by_day = f"x {hour if is_morning else hour + 12} h x"
            assert verdict("numbers", f"{code}-fr", here, by_day) == "pass", form
            assert verdict("numbers", f"{code}-fr", here, f"x {hour} h x") == (
                "pass" if is_morning else "warn"
            )
            if is_morning:
                assert verdict("numbers", f"{code}-fr", here, f"x {hour + 12} h x") == "fail", form


@pytest.mark.parametrize("code", [code for code in languages.codes() if code not in ("zh", "ja", "ko")])
def test_a_morning_s_hour_that_lost_its_half_and_every_sign_of_a_clock_is_a_warning(code: str) -> None:
    """``9 a.m.`` that became a 9; by the clock of 24 hours it is no other."""
    other = "fr" if code == "en" else "en"
    part = dict(languages.get(other).checks.day_parts)["morning"][0].rstrip("*?")
    assert verdict("numbers", f"{other}-{code}", f"x 9 {part} x", "xxx 9 xxx") == "warn"
    for clocked in ("xxx 9 h xxx", "xxx 9:00 xxx", "xxx 09.00 xxx", "xxx 9 Uhr xxx"):
        assert verdict("numbers", f"{other}-{code}", f"x 9 {part} x", clocked) == "pass", clocked


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-es", "It starts at eight in the morning.", "Empieza a las ocho de la noche.", "fail"),
        ("en-es", "It starts at eight in the morning.", "Empieza a las ocho de la mañana.", "pass"),
        ("en-de", "It starts at 7:15 p.m.", "Es beginnt um 19.15 Uhr.", "pass"),
        ("en-de", "It starts at 7:15 p.m.", "Es beginnt um 7.15 Uhr morgens.", "fail"),
        ("de-en", "Um 15 Uhr ging er.", "He left at 3 a.m.", "fail"),
        ("de-en", "Um 3 Uhr nachts ging er.", "He left at 3 a.m.", "pass"),
        ("ko-en", "밤 1시에 떠났다.", "He left at 1 a.m.", "pass"),
        ("hi-en", "वह रात 10 बजे गया।", "He left at 10 p.m.", "pass"),
        ("en-zh", "from 9 a.m. to 5 p.m.", "从上午9点到下午5点", "pass"),
        ("en-zh", "from 9 a.m. to 5 p.m.", "从下午9点到上午5点", "fail"),
        ("zh-en", "下午三点开会", "They meet at 3 a.m.", "fail"),
        ("id-en", "pukul 11 siang", "at 11 a.m.", "pass"),
        ("en-fr", "from 3 to 5 p.m.", "de 15 à 17 heures", "pass"),
        ("en-fr", "I am 9 and she is 11.", "J'ai 9 ans et elle 11.", "pass"),
        ("en-fr", "5 p.m. on Monday night", "5 heures, lundi soir", "pass"),
        ("en-es", "12 a.m.", "12 p.m.", "fail"),
        ("en-fr", "at 12:20 a.m.", "à 0 h 20", "pass"),
        ("en-fr", "at 12:20 a.m.", "à 12 h 20", "warn"),
        ("en-fr", "at 12:20 p.m.", "à 12 h 20", "pass"),
        ("en-es", "12 noon", "las 12 de la mañana", "pass"),
        ("en-es", "He left at 10:30 am.", "Dejó en 10:30 soy.", "fail"),
        ("en-es", "It opens at 9am.", "Abre en 9soy.", "fail"),
        ("en-ca", "It opens at 9am.", "Obre a 9és.", "fail"),
        ("en-ca", "It ended at 9:45PM.", "Va acabar a 9:45primer ministre.", "fail"),
        ("en-fr", "He left at 9 am.", "Il a laissé à 9 est.", "fail"),
        ("es-en", "Salió a las 10:30 a. m. ayer.", "It exited to the 10:30 to. m. yesterday.", "fail"),
        ("en-es", "At 7 a. m. he woke.", "En 7 un. m. despertó.", "fail"),
        ("en-ca", "It ended at 5 pm.", "Va acabar a 5 primer ministre.", "fail"),
        ("en-es", "He left at 10:30 am.", "Dejó en 10.30 soy.", "fail"),
        ("en-es", "He left at 10:30 am.", "Salió a las 10:30.", "pass"),
        ("en-es", "He left at 10:30 am.", "Salió a las 10:30h de casa.", "pass"),
        ("en-ca", "The 9 am train is late.", "El tren de les 9 és amb retard.", "warn"),
        ("en-de", "He left at 10:30 am.", "Er ging um 10:30 Uhr.", "pass"),
        ("de-es", "Um 9 am Montag.", "A las 9 es lunes.", "pass"),
    ],
)
def test_hours_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """An hour stands beside its part of the day; nights end, and noons begin, in the morning."""
    found = check("numbers", pair, source, target)
    assert found.verdict == expected, found.note
