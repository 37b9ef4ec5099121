"""Scales without a figure, letters for scales, Roman figures, ordinals and rows of figures."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict

SCALES = {
    "ar": ("مئات", "آلاف", "ملايين"),
    "bg": ("стотици", "хиляди", "милиони"),
    "ca": ("centenars", "milers", "milions"),
    "cs": ("stovky", "tisíce", "miliony"),
    "da": ("hundreder", "tusinder", "millioner"),
    "de": ("Hunderte", "Tausende", "Millionen"),
    "el": ("εκατοντάδες", "χιλιάδες", "εκατομμύρια"),
    "en": ("hundreds", "thousands", "millions"),
    "eo": ("centoj", "miloj", "milionoj"),
    "es": ("cientos", "miles", "millones"),
    "fa": ("صدها", "هزاران", "میلیون‌ها"),
    "fr": ("centaines", "milliers", "millions"),
    "gl": ("centos", "milleiros", "millóns"),
    "he": ("מאות", "אלפי", "מיליוני"),
    "hi": ("सैकड़ों", "हज़ारों", "लाखों"),
    "id": ("ratusan", "ribuan", "jutaan"),
    "it": ("centinaia", "migliaia", "milioni"),
    "ja": ("数百", "数千", "数百万"),
    "ko": ("수백", "수천", "수백만"),
    "nb": ("hundrevis", "tusenvis", "millioner"),
    "nl": ("honderden", "duizenden", "miljoenen"),
    "oc": ("centenats", "milièrs", "milions"),
    "pl": ("setki", "tysiące", "miliony"),
    "pt": ("centenas", "milhares", "milhões"),
    "ro": ("sute", "mii", "milioane"),
    "ru": ("сотни", "тысячи", "миллионы"),
    "sk": ("stovky", "tisíce", "milióny"),
    "sv": ("hundratals", "tusentals", "miljontals"),
    "tr": ("yüzlerce", "binlerce", "milyonlarca"),
    "uk": ("сотні", "тисячі", "мільйони"),
    "vi": ("hàng trăm", "hàng nghìn", "hàng triệu"),
    "zh": ("数百", "数千", "数百万"),
}
"""Hundreds, thousands and millions of people, whom nobody counted."""

ORDINALS = {
    "ar": "الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
    "bg": "третият четвъртият петият шестият седмият осмият деветият десетият",
    "ca": "tercer quart cinquè sisè setè vuitè novè desè",
    "cs": "třetí čtvrtý pátý šestý sedmý osmý devátý desátý",
    "da": "tredje fjerde femte sjette syvende ottende niende tiende",
    "de": "dritte vierte fünfte sechste siebte achte neunte zehnte",
    "el": "τρίτος τέταρτος πέμπτος έκτος έβδομος όγδοος ένατος δέκατος",
    "en": "third fourth fifth sixth seventh eighth ninth tenth",
    "eo": "tria kvara kvina sesa sepa oka naŭa deka",
    "es": "tercer cuarto quinto sexto séptimo octavo noveno décimo",
    "fa": "سوم چهارم پنجم ششم هفتم هشتم نهم دهم",
    "fr": "troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "gl": "terceiro cuarto quinto sexto sétimo oitavo noveno décimo",
    "he": "השלישי הרביעי החמישי השישי השביעי השמיני התשיעי העשירי",
    "hi": "तीसरा चौथा पांचवां छठा सातवां आठवां नौवां दसवां",
    "id": "ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh",
    "it": "terzo quarto quinto sesto settimo ottavo nono decimo",
    "ja": "三番目 四番目 五番目 六番目 七番目 八番目 九番目",
    "ko": "셋째 넷째 다섯째 여섯째 일곱째 여덟째 아홉째 열째",
    "nb": "tredje fjerde femte sjette sjuende åttende niende tiende",
    "nl": "derde vierde vijfde zesde zevende achtste negende tiende",
    "oc": "tresen quatren cinquen seisen seten ueiten noven desen",
    "pl": "trzeci czwarty piąty szósty siódmy ósmy dziewiąty dziesiąty",
    "pt": "terceiro quarto quinto sexto sétimo oitavo nono décimo",
    "ro": "treilea patrulea cincilea șaselea șaptelea optulea nouălea zecelea",
    "ru": "третий четвертый пятый шестой седьмой восьмой девятый десятый",
    "sk": "tretí štvrtý piaty šiesty siedmy ôsmy deviaty desiaty",
    "sv": "tredje fjärde femte sjätte sjunde åttonde nionde tionde",
    "tr": "üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
    "uk": "третій четвертий п'ятий шостий сьомий восьмий дев'ятий десятий",
    "vi": "thứ_ba thứ_tư thứ_năm thứ_sáu thứ_bảy thứ_tám thứ_chín thứ_mười",
    "zh": "第三 第四 第五 第六 第七 第八 第九",
}
"""Third to tenth; 十 alone means other things too often."""

SECOND_WAR = {
    "ar": ("الحرب العالمية الثانية", "الحرب العالمية الثالثة"),
    "de": ("der Zweite Weltkrieg", "der Dritte Weltkrieg"),
    "es": ("la Segunda Guerra Mundial", "la Primera Guerra Mundial"),
    "he": ("מלחמת העולם השנייה", "מלחמת העולם הראשונה"),
    "ja": ("第二次世界大戦", "第一次世界大戦"),
    "ko": ("제2차 세계대전", "제3차 세계대전"),
    "pl": ("II wojna światowa", "I wojna światowa"),
    "ro": ("al Doilea Război Mondial", "Primul Război Mondial"),
    "ru": ("Вторая мировая война", "Первая мировая война"),
    "uk": ("Друга світова війна", "Перша світова війна"),
    "vi": ("Chiến tranh thế giới thứ hai", "Chiến tranh thế giới thứ nhất"),
    "zh": ("二战", "第一次世界大战"),
}


@pytest.mark.parametrize("code", languages.codes())
def test_a_scale_without_a_figure_that_became_another_is_a_warning(code: str) -> None:
    """Hundreds, thousands, millions, both ways."""
    other = "fr" if code == "en" else "en"
    for at, here in enumerate(SCALES[code]):
        for place, there in enumerate(SCALES[other]):
            expected = "pass" if at == place else "warn"
            assert verdict("numbers", f"{code}-{other}", f"- {here} -", f"- {there} -") == expected, (
                here,
                there,
            )
            assert verdict("numbers", f"{other}-{code}", f"- {there} -", f"- {here} -") == expected, (
                here,
                there,
            )


@pytest.mark.parametrize("code", languages.codes())
def test_an_ordinal_that_became_another_is_a_warning(code: str) -> None:
    """Third to tenth, both ways."""
    other = "fr" if code == "en" else "en"
    for at, form in enumerate(ORDINALS[code].split()):
        for place, there in enumerate(ORDINALS[other].split()):
            here = f"- {form.replace('_', ' ')} -"
            expected = "pass" if at == place else "warn"
            assert verdict("numbers", f"{code}-{other}", here, f"- {there} -") == expected, (here, there)
            assert verdict("numbers", f"{other}-{code}", f"- {there} -", here) == expected, (here, there)


@pytest.mark.parametrize("code", SECOND_WAR)
def test_a_roman_figure_may_be_an_ordinal(code: str) -> None:
    """In every way of naming the Second World War; another figure or none is a warning."""
    right, wrong = SECOND_WAR[code]
    assert verdict("numbers", f"en-{code}", "after World War II", right) == "pass"
    assert verdict("numbers", f"en-{code}", "after World War II", wrong) == "warn"
    assert verdict("numbers", f"en-{code}", "after World War II", "-") == "warn"


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        ("en-es", "a billion-pound plan", "un plan de mil millones de libras", "pass"),
        ("en-es", "a billion-pound plan", "un plan de un millón de libras", "warn"),
        ("en-fr", "dozens of homes", "des dizaines de maisons", "pass"),
        ("en-fr", "dozens of homes", "des milliers de maisons", "warn"),
        ("en-zh", "tens of thousands", "数万", "pass"),
        ("en-zh", "tens of thousands", "数百万", "warn"),
        ("en-de", "hundreds of thousands", "Hunderte", "warn"),
        ("en-hi", "millions", "करोड़ों", "pass"),
        ("en-vi", "The ratio is high, hundreds say.", "Tỷ lệ cao, hàng trăm người nói.", "pass"),
        ("en-es", "a €7m loan", "un préstamo de €7 metros", "fail"),
        ("en-es", "a 7m wall", "un muro de 7 metros", "pass"),
        ("en-es", "9k voters", "9 votantes", "warn"),
        ("en-es", "a 9k race", "una carrera de 9 kilómetros", "pass"),
        ("en-es", "$40billion", "40 millones de dólares", "fail"),
        ("en-es", "4½ hours", "4 horas", "fail"),
        ("en-es", "6 1/2 hours", "6,5 horas", "pass"),
        ("en-es", "6 1/2 hours", "6,25 horas", "fail"),
        ("en-es", "a third of them", "un tercio de ellos", "pass"),
        ("en-es", "a third of them", "una cuarta parte de ellos", "warn"),
        ("en-es", "King Philip V", "el rey Felipe IV", "warn"),
        ("en-es", "King Philip V", "el rey Felipe V", "pass"),
        ("en-es", "World War I", "la Segunda Guerra Mundial", "warn"),
        ("en-es", "World War I", "la Primera Guerra Mundial", "pass"),
        ("fr-en", "Louis XIII", "Louis the Thirteenth", "pass"),
        ("fr-en", "Louis XIII", "Louis XII", "warn"),
        ("en-uk", "Article III", "Стаття ІІІ", "pass"),
        ("en-uk", "Article III", "Стаття ІІ", "warn"),
        ("en-ja", "Charles III", "チャールズ3世", "pass"),
        ("en-ja", "Charles III", "チャールズ2世", "warn"),
        ("en-ru", "Then I saw Malcolm X.", "Тогда я увидел Малкольма.", "pass"),
        ("en-es", "an IV drip", "un suero", "pass"),
        ("en-es", "won 4-2", "ganó por 2 a 4", "warn"),
        ("en-zh", "won 4-2", "4比2获胜", "pass"),
        ("en-zh", "won 4-2", "2比4获胜", "warn"),
        ("en-de", "Firmware 7.3.2", "Firmware 7.2.3", "fail"),
        ("en-de", "Firmware 7.3.2", "Firmware 7.3.2", "pass"),
        ("en-hi", "Firmware 7.3.2", "फर्मवेयर ७.३.२", "pass"),
        ("de-en", "am 7.3.2019", "on 7/3/2019", "pass"),
        ("de-en", "1.250.000 Euro", "1,250,000 euros", "pass"),
    ],
)
def test_scales_figures_and_rows_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """What stands before or behind a figure, and in which order, is part of it."""
    found = check("numbers", pair, source, target)
    assert found.verdict == expected, found.note
