"""Signs, scales, numbers in words, fractions, scores and names with figures, in every language."""

from __future__ import annotations

from itertools import combinations

import pytest

import languages
from tests.support.check_cases import check, verdict

IN_WORDS = {
    "ar": ("ألفان وخمسمئة", "ألفان وأربعمئة"),
    "bg": ("две хиляди и петстотин", "две хиляди и четиристотин"),
    "ca": ("dos mil cinc-cents", "dos mil quatre-cents"),
    "cs": ("dva tisíce pět set", "dva tisíce čtyři sta"),
    "da": ("to tusind fem hundrede", "to tusind fire hundrede"),
    "de": ("zweitausendfünfhundert", "zweitausendvierhundert"),
    "el": ("δύο χιλιάδες πεντακόσιοι", "δύο χιλιάδες τετρακόσιοι"),
    "en": ("two thousand five hundred", "two thousand four hundred"),
    "eo": ("du mil kvincent", "du mil kvarcent"),
    "es": ("dos mil quinientos", "dos mil cuatrocientos"),
    "fa": ("دو هزار و پانصد", "دو هزار و چهارصد"),
    "fr": ("deux mille cinq cents", "deux mille quatre cents"),
    "gl": ("dous mil cincocentos", "dous mil catrocentos"),
    "he": ("אלפיים וחמש מאות", "אלפיים וארבע מאות"),
    "hi": ("दो हजार पांच सौ", "दो हजार चार सौ"),
    "id": ("dua ribu lima ratus", "dua ribu empat ratus"),
    "it": ("duemilacinquecento", "duemilaquattrocento"),
    "ja": ("二千五百", "二千四百"),
    "ko": ("이천오백", "이천사백"),
    "nb": ("to tusen fem hundre", "to tusen fire hundre"),
    "nl": ("tweeduizendvijfhonderd", "tweeduizendvierhonderd"),
    "oc": ("dos mila cinc cents", "dos mila quatre cents"),
    "pl": ("dwa tysiące pięćset", "dwa tysiące czterysta"),
    "pt": ("dois mil e quinhentos", "dois mil e quatrocentos"),
    "ro": ("două mii cinci sute", "două mii patru sute"),
    "ru": ("две тысячи пятьсот", "две тысячи четыреста"),
    "sk": ("dvetisíc päťsto", "dvetisíc štyristo"),
    "sv": ("två tusen fem hundra", "två tusen fyra hundra"),
    "tr": ("iki bin beş yüz", "iki bin dört yüz"),
    "uk": ("дві тисячі п'ятсот", "дві тисячі чотириста"),
    "vi": ("hai nghìn năm trăm", "hai nghìn bốn trăm"),
    "zh": ("两千五百", "两千四百"),
}


@pytest.mark.parametrize("code", languages.codes())
def test_a_number_in_words_is_the_number_in_figures(code: str) -> None:
    """Its parts are multiplied and added as the language does; no part of it stands for the whole."""
    right, wrong = IN_WORDS[code]
    other = "fr" if code == "en" else "en"
    assert verdict("numbers", f"{code}-{other}", f"- {right} -", "- 2500 -") == "pass"
    assert verdict("numbers", f"{other}-{code}", "- 2500 -", f"- {right} -") == "pass"
    assert verdict("numbers", f"{code}-{other}", f"- {wrong} -", "- 2500 -") == "fail"
    assert verdict("numbers", f"{other}-{code}", "- 2500 -", f"- {wrong} -") == "fail"


@pytest.mark.parametrize("code", languages.codes())
def test_no_scale_passes_for_another(code: str) -> None:
    """A thousand, a million, lakh, crore, 万, 億 ...: each is its own value, and none is none."""
    scales = [(value, forms[0]) for value, forms in languages.get(code).checks.words if value >= 10**4]
    assert {10**6, 10**9, 10**12} <= {value for value, _ in scales} or code in ("zh", "ja", "ko")
    for (value, one), (other_value, other) in combinations(scales, 2):
        first, second = one.removesuffix("*"), other.removesuffix("*")
        assert verdict("numbers", f"{code}-en", f"- 7 {first} -", f"- {7 * value} -") == "pass", first
        assert verdict("numbers", f"{code}-en", f"- 7 {first} -", f"- {7 * other_value} -") == "fail", second
        assert verdict("numbers", f"en-{code}", f"- {7 * value} -", f"- 7 {second} -") == "fail", second
        assert verdict("numbers", f"en-{code}", f"- {7 * value} -", "- 7 -") == "fail"


@pytest.mark.parametrize("code", languages.codes())
@pytest.mark.parametrize("sign", ["-", "\u2212", "\u2013", "±"])
def test_a_sign_is_kept_or_said(code: str, sign: str) -> None:
    """A hyphen, a minus, a dash and a plus-minus before a figure; every word for minus stands for them."""
    known = languages.get(code).checks
    source = f"x {sign}14 x"
    assert verdict("numbers", f"en-{code}", source, source) == "pass"
    assert check("numbers", f"en-{code}", source, "x 14 x").verdict == "fail"
    assert check("numbers", f"{code}-en", "x 14 x", source).verdict == "fail"
    for word in known.minus:
        assert verdict("numbers", f"en-{code}", source, f"x {word.removesuffix('*')} 14 x") == "pass", word


@pytest.mark.parametrize("code", languages.codes())
def test_a_minus_in_words_is_missed(code: str) -> None:
    """The word stands right before the figure."""
    word = languages.get(code).checks.minus[0].removesuffix("*")
    other = "fr" if code == "en" else "en"
    assert verdict("numbers", f"{code}-{other}", f"{word} 14", "-14") == "pass"
    assert verdict("numbers", f"{code}-{other}", f"{word} 14", "14") == "warn"


SAME = [
    ("zh-en", "一百二十人受伤", "120 injured"),
    ("zh-en", "三亿五千万人", "350 million people"),
    ("zh-en", "二〇二四年", "in 2024"),
    ("en-fr", "½ a cup and 2½ hours", "une demi-tasse et deux heures et demie"),
    ("en-de", "2½ hours", "zweieinhalb Stunden"),
    ("en-ru", "a 3½-year-old", "3,5-летний"),
    ("en-fr", "two thirds of 12", "les deux tiers de 12"),
    ("en-es", "1.5 million", "un millón y medio"),
    ("en-de", "1.5 million", "anderthalb Millionen"),
    ("ru-en", "полтора миллиона", "1.5 million"),
    ("en-fr", "three-quarters", "75 %"),
    ("en-es", "at 6:30 a.m.", "a las seis y media"),
    ("en-es", "at 7:15", "a las siete y cuarto"),
    ("en-de", "at 7:30", "um halb acht"),
    ("en-zh", "COVID-19 spread", "新冠蔓延"),
    ("de-en", "in den 50er Jahren des 19. Jahrhunderts", "in the 1850s"),
    ("zh-en", "19世纪50年代", "in the 1850s"),
    ("fr-en", "à 12 h 00", "at 1200"),
    ("fr-en", "le 11-Septembre", "9/11"),
    ("en-es", "last 16", "octavos de final"),
    ("en-de", "the last 16", "im Achtelfinale"),
    ("ja-en", "21世紀", "the 21st century"),
    ("ko-en", "30대 남성", "a man in his thirties"),
    ("fr-en", "les trentenaires", "people in their thirties"),
    ("en-fr", "fell to 12 degrees below zero", "est tombée à −12 degrés"),
    ("zh-en", "零下12度", "minus 12 degrees"),
    ("en-es", "At least 12 came.", "Vinieron al menos 12."),
    ("en-fr", "10-12 people", "10 à 12 personnes"),
    ("en-es", "won 3-1", "ganó por 3 a 1"),
    ("en-fr", "They won 4:1, he said.", "Ils ont gagné 4 à 1, a-t-il dit."),
    ("en-de", "call +44 20 7946 0958", "Tel. +44 (0)20 79460958"),
    ("en-es", "v2.10.3 is out", "salió v2.10.3"),
    ("en-hi", "5 million", "50 लाख"),
    ("en-hi", "10 million", "1 करोड़"),
    ("en-ja", "1.2 trillion yen", "1兆2000億円"),
    ("en-zh", "1.2 trillion", "1.2万亿"),
    ("en-ko", "1.2 trillion", "1조2000억"),
    ("en-pt", "3 billion", "3 mil milhões"),
    ("en-sk", "waves of 6 m and 50 mm of rain", "vlny 6 m a 50 milimetrov dažďa"),
    ("en-de", "two-foot brim", "60 Zentimeter breite Krempe"),
    ("ja-en", "令和6年に始まった", "It began in 2024."),
    ("en-ja", "It began in 2018.", "平成30年に始まった"),
    ("zh-en", "民國113年", "in 2024"),
    ("fa-en", "در سال ۱۴۰۳", "in 2024"),
    ("ar-en", "عام 1445", "in 2023"),
    ("hi-en", "ढाई लाख लोग", "250,000 people"),
    ("en-ja", "thirtysomethings", "30代の人々"),
    ("en-de", "in the sixties", "in den 1960er Jahren"),
    ("en-es", "a 5k run", "una carrera de 5 kilómetros"),
    ("en-es", "half a dozen", "6"),
    ("en-fr", "two dozen", "24"),
    ("en-fr", "at half past six", "à 18 h 30"),
    ("fr-ja", "les octogénaires", "80代の人々"),
    ("en-ja", "30 percent", "3割"),
    ("zh-en", "三成", "30 percent"),
    ("ko-en", "6백만 명", "six million people"),
    ("zh-en", "3百万人", "3,000,000 people"),
    ("en-fr", "a fortnight", "15 jours"),
    ("da-he", "50 mm regn", '5 ס"מ של גשם'),
]


@pytest.mark.parametrize(("pair", "source", "target"), SAME)
def test_what_one_language_writes_in_figures_another_may_not(pair: str, source: str, target: str) -> None:
    """Names, decades, rounds, clock times, fractions, telephone numbers and units."""
    found = check("numbers", pair, source, target)
    assert found.verdict == "pass", found.note


OTHER = [
    ("en-de", "5 trillion", "5 Trillionen", "fail"),
    ("en-fr", "5 trillion", "5 trillions", "fail"),
    ("en-es", "5 billion", "5 billones", "fail"),
    ("en-hi", "5 million", "5 लाख", "fail"),
    ("en-es", "£11million deal", "acuerdo de £11milió", "fail"),
    ("en-fr", "2½", "2¼", "fail"),
    ("en-fr", "-12", "+12", "fail"),
    ("en-fr", "+5 points", "5 points", "warn"),
    ("en-ca", "€3.1bn ($3.6bn)", "3,1 mil milions d'euros", "warn"),
    ("en-ca", "€3.1bn ($3.6bn)", "3,1 mil milions d'euros (3,6 bilions de dòlars)", "fail"),
    ("en-fr", "open 24/7", "toujours ouvert", "warn"),
    ("en-fr", "12 below zero", "12 degrés", "warn"),
    ("en-es", "won 3-1", "ganó 1-3", "warn"),
    ("en-es", "Leeds won 3-1.", "Leeds ganó 1-3.", "warn"),
    ("en-fr", "They won 4:1, he said.", "Ils ont gagné 1 à 4, a-t-il dit.", "warn"),
    ("en-zh", "They won 3-1.", "他们1比3获胜。", "warn"),
    ("en-fr", "COVID-19", "COVID-18", "fail"),
    ("zh-en", "三亿五千万人", "35 million people", "fail"),
    ("en-es", "three weeks", "cuatro semanas", "warn"),
    ("en-de", "two weeks", "drei Wochen", "warn"),
    ("en-zh", "five people", "六个人", "warn"),
    ("en-ko", "three people", "네 명", "warn"),
    ("ja-en", "令和6年に始まった", "It began in 2023.", "fail"),
    ("en-fr", "two thousand five hundred", "deux mille quatre cents", "warn"),
]


@pytest.mark.parametrize(("pair", "source", "target", "expected"), OTHER)
def test_another_quantity_is_found(pair: str, source: str, target: str, expected: str) -> None:
    """Another scale, sign, fraction, score or word; of words both numbers must be missed."""
    found = check("numbers", pair, source, target)
    assert found.verdict == expected, found.note
    assert found.note
