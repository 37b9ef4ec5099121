"""Halves of scales and of ones, units, and collective numbers, in every language that has words for them."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict

HALVES = {
    "ar": ("نصف مليون شخص", "مليون شخص"),
    "bg": ("половин милион души", "милион души"),
    "ca": ("mig milió de persones", "un milió de persones"),
    "cs": ("půl milionu lidí", "milion lidí"),
    "da": ("en halv million mennesker", "en million mennesker"),
    "de": ("eine halbe Million Menschen", "eine Million Menschen"),
    "el": ("μισό εκατομμύριο άνθρωποι", "ένα εκατομμύριο άνθρωποι"),
    "en": ("half a million people", "a million people"),
    "es": ("medio millón de personas", "un millón de personas"),
    "fa": ("نیم میلیون نفر", "یک میلیون نفر"),
    "fr": ("un demi-million de personnes", "un million de personnes"),
    "gl": ("medio millón de persoas", "un millón de persoas"),
    "he": ("חצי מיליון איש", "מיליון איש"),
    "id": ("setengah juta orang", "satu juta orang"),
    "it": ("mezzo milione di persone", "un milione di persone"),
    "nb": ("en halv million mennesker", "en million mennesker"),
    "nl": ("een half miljoen mensen", "een miljoen mensen"),
    "pl": ("pół miliona osób", "milion osób"),
    "pt": ("meio milhão de pessoas", "um milhão de pessoas"),
    "ro": ("jumătate de milion de oameni", "un milion de oameni"),
    "ru": ("половина миллиона человек", "миллион человек"),
    "sk": ("pol milióna ľudí", "milión ľudí"),
    "sv": ("en halv miljon människor", "en miljon människor"),
    "tr": ("yarım milyon insan", "bir milyon insan"),
    "uk": ("половина мільйона людей", "мільйон людей"),
    "vi": ("nửa triệu người", "một triệu người"),
}
MILLIONS = [
    ("en-es", "It has 3m people.", "Tiene 3 metros de personas.", "warn"),
    ("en-de", "The app has 5m users.", "Die App hat 5 Meter Nutzer.", "warn"),
    ("en-ru", "The film had 2m viewers.", "У фильма было 2 метра зрителей.", "warn"),
    ("en-fr", "About 4m jobs went.", "Environ 4 mètres d’emplois ont disparu.", "warn"),
    ("es-en", "Son 3m de personas.", "They are 3 metres of people.", "warn"),
    ("en-es", "It has 3m people.", "Tiene 3 millones de personas.", "pass"),
    ("en-ja", "It has 3m people.", "300万人がいる。", "pass"),
    ("en-de", "The app has 5m users.", "Die App hat 5 Mio. Nutzer.", "pass"),
    ("en-es", "It is a 3m wall.", "Es un muro de 3 metros.", "pass"),
    ("en-fr", "The wall is 3m tall.", "Le mur fait 3 m de haut.", "pass"),
]


@pytest.mark.parametrize(("pair", "source", "target", "expected"), MILLIONS)
def test_people_are_counted_by_millions_and_not_by_metres(
    pair: str, source: str, target: str, expected: str
) -> None:
    """``3m people`` that became metres; a wall of 3m is one."""
    assert verdict("numbers", pair, source, target) == expected


OTHERWISE = [
    ("ja-en", "費用は22憶ユーロ。", "It costs 2.2 billion euros.", "pass"),
    ("ja-en", "費用は22憶ユーロ。", "It costs 22 billion euros.", "fail"),
    ("ja-ru", "2 児の母親が登場した。", "Появилась мать двоих детей.", "pass"),
    ("fr-gl", "Il est tombé de 5 à 10 cm.", "Caeron de 50 a 100 l/m2.", "pass"),
    ("fr-gl", "Il est tombé de 5 à 10 cm.", "Caeron de 30 a 100 l/m2.", "fail"),
]


@pytest.mark.parametrize(("pair", "source", "target", "expected"), OTHERWISE)
def test_a_number_may_be_written_otherwise(pair: str, source: str, target: str, expected: str) -> None:
    """Litres on a square metre are millimetres of rain, 憶 is a slip for 億, двоих is two."""
    assert verdict("numbers", pair, source, target) == expected


KILOMETRES = {
    "ar": "كيلومتر",
    "bg": "километра",
    "ca": "quilòmetres",
    "cs": "kilometrů",
    "da": "kilometer",
    "de": "Kilometer",
    "el": "χιλιόμετρα",
    "en": "kilometres",
    "eo": "kilometroj",
    "es": "kilómetros",
    "fa": "کیلومتر",
    "fr": "kilomètres",
    "gl": "quilómetros",
    "he": "קילומטרים",
    "hi": "किलोमीटर",
    "id": "kilometer",
    "it": "chilometri",
    "ja": "キロメートル",
    "ko": "킬로미터",
    "nb": "kilometer",
    "nl": "kilometer",
    "oc": "quilomètres",
    "pl": "kilometrów",
    "pt": "quilómetros",
    "ro": "kilometri",
    "ru": "километров",
    "sk": "kilometrov",
    "sv": "kilometer",
    "tr": "kilometre",
    "uk": "кілометрів",
    "vi": "km",
    "zh": "公里",
}
MILES = {
    "en": "miles",
    "es": "millas",
    "fr": "miles",
    "de": "Meilen",
    "ru": "миль",
    "zh": "英里",
    "he": "מייל",
    "ar": "ميل",
}


@pytest.mark.parametrize("code", HALVES)
def test_half_a_scale_and_the_whole_are_two(code: str) -> None:
    """Whichever side has the half."""
    other = "fr" if code == "en" else "en"
    half, whole = HALVES[code]
    their_half, their_whole = HALVES[other]
    for one, two in ((half, their_half), (whole, their_whole)):
        assert verdict("numbers", f"{code}-{other}", f"x {one} x.", f"x {two} x.") == "pass"
    for one, two in ((half, their_whole), (whole, their_half)):
        assert verdict("numbers", f"{code}-{other}", f"x {one} x.", f"x {two} x.") == "warn"


def test_a_half_elsewhere_or_in_figures_says_nothing() -> None:
    """A million and a half, .5 million, half of those."""
    for source, target in (
        ("A million and a half people.", "Millón y medio de personas."),
        ("Half a million people.", "0,5 millones de personas."),
        ("Half a million people.", "500.000 personas."),
        ("Half the town has a million.", "La mitad del pueblo tiene un millón."),
    ):
        assert verdict("numbers", "en-es", source, target) == "pass", source


@pytest.mark.parametrize("code", KILOMETRES)
def test_miles_are_no_kilometres(code: str) -> None:
    """Where the number is the same; where it was converted, or both are said, they are."""
    for other, miles in MILES.items():
        if other == code:
            continue
        far, near = f"x 25 {miles} x.", f"x 25 {KILOMETRES[code]} x."
        assert check("numbers", f"{other}-{code}", far, near).note == "25 in another unit", (other, code)
        assert check("numbers", f"{code}-{other}", near, far).note == "25 in another unit", (code, other)
        assert verdict("numbers", f"{other}-{code}", far, f"x 40 {KILOMETRES[code]} x.") == "pass"


def test_metres_are_no_feet_and_kilograms_no_pounds() -> None:
    """But an amount in pounds is one."""
    assert verdict("numbers", "en-es", "It rose 30 feet.", "Subió 30 metros.") == "warn"
    assert verdict("numbers", "en-de", "It weighs 30 pounds.", "Es wiegt 30 Kilogramm.") == "warn"
    assert verdict("numbers", "en-es", "It cost 30 pounds.", "Costó 30 libras.") == "pass"
    assert verdict("numbers", "en-es", "It is 30 miles (48 km).", "Son 30 millas (48 km).") == "pass"


@pytest.mark.parametrize("code", [code for code in HALVES if code != "fa"])
def test_two_and_a_half_is_no_two(code: str) -> None:
    """The word for two is none for a half, which Persian lists first."""
    two = dict(languages.get(code).checks.words)[2][0].rstrip("*")
    other = "fr" if code == "en" else "en"
    assert verdict("numbers", f"{other}-{code}", "x 2½ x.", f"x {two} x.") == "fail"


def test_a_dozen_is_no_score() -> None:
    """A dozen may be ten, and scores may be tens."""
    assert verdict("numbers", "en-fr", "A dozen men left.", "Une vingtaine d'hommes sont partis.") == "warn"
    assert verdict("numbers", "en-fr", "A dozen men left.", "Une dizaine d'hommes sont partis.") == "pass"
    assert verdict("numbers", "en-fr", "A dozen men left.", "Une douzaine d'hommes sont partis.") == "pass"


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        (
            "ro-en",
            "Cele două case sunt noi, iar planul e nou.",
            "Both houses are new, and the plan is too.",
            "pass",
        ),
        ("ro-en", "Au plecat nouă oameni.", "Seven people left.", "warn"),
        ("da-de", "Der faldt 25 til 51 mm regn.", "Es fielen 2,5 bis 5,1 cm Regen.", "pass"),
        ("ru-sk", "Выпало от 2,5 до 5 см осадков.", "Spadlo 25 až 50 milimetrov.", "pass"),
        ("ru-sk", "Выпало от 2,5 до 5 см осадков.", "Spadlo 25 až 90 milimetrov.", "fail"),
    ],
)
def test_words_and_lengths_that_mean_the_same(pair: str, source: str, target: str, expected: str) -> None:
    """New is no nine, and 2.5 to 5 cm are 25 to 50 mm."""
    assert verdict("numbers", pair, source, target) == expected
