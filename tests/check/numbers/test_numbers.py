"""Numbers, dates, times and percentages."""

from __future__ import annotations

import pytest

import languages
from pipeline.check.numbers.word_forms import Topic, find_words, normal
from tests.support.check_cases import check, verdict

SAME = [
    ("en-fr", "Some 14,000 people fled.", "Quelque 14 000 personnes ont fui."),
    ("en-fr", "Some 14,000 people fled.", "Quelque 14\u202f000 personnes ont fui."),
    ("en-de", "Some 14,000 people fled.", "Etwa 14.000 Menschen flohen."),
    ("de-en", "Etwa 14.000 Menschen flohen.", "Some 14000 people fled."),
    ("en-de", "It cost 1,234,567.89 in all.", "Es kostete insgesamt 1.234.567,89."),
    ("en-es", "It rose 3.5 percent on 9 May 2026.", "Subió un 3,5 % el 9 de mayo de 2026."),
    ("en-pl", "It rose by 3.5%.", "Wzrosło o 3,5 procent."),
    ("en-hi", "About 140,000 came.", "लगभग 1,40,000 लोग आए।"),
    ("ar-fr", "قُتل ١٢ شخصا", "12 personnes ont été tuées."),
    ("fa-en", "۱۴۰۰۰ نفر گریختند", "14,000 people fled."),
    ("en-zh", "5.5 million people fled.", "550万人逃离。"),
    ("en-ja", "It cost 3.5 billion yen.", "35億円かかった。"),
    ("en-ko", "It had 77,000 views.", "조회 수가 7만 7천을 넘었다."),
    ("es-en", "Costó 2 mil millones.", "It cost 2 billion."),
    ("en-fr", "It cost $20bn.", "Cela a coûté 20 milliards de dollars."),
    ("en-de", "He left at 7:30 p.m.", "Er ging um 19.30 Uhr."),
    ("fr-en", "Il est parti à 19 h 30.", "He left at 7:30 pm."),
    ("en-pt", "It happened on Sept. 11.", "Aconteceu em 11/9."),
    ("en-cs", "On 3 October he won.", "Vyhrál 3. 10."),
    ("en-fr", "Henry the 8th lived in the 16th century.", "Henri VIII vivait au XVIe siècle."),
    ("en-it", "27 were hurt.", "Ventisette feriti."),
    ("de-en", "Siebenundzwanzig wurden verletzt.", "27 were hurt."),
    ("fr-en", "Soixante-quatorze morts.", "74 dead."),
    ("fr-en", "Quatre-vingt-dix-neuf morts.", "99 dead."),
    ("cs-en", "Šestapadesátiletý herec.", "The 56-year-old actor."),
    ("zh-en", "二十七人受伤。", "27 were hurt."),
    ("ru-en", "Двадцать семь раненых.", "27 wounded."),
    ("tr-en", "Otuz beş kişi.", "35 people."),
    ("el-en", "Τριάντα πέντε άτομα.", "35 people."),
    ("he-en", "שלושים וחמישה איש", "35 people."),
    ("en-de", "It is 12 miles away.", "Es ist 19 Kilometer entfernt."),
    ("en-fr", "The waves were 20 feet high.", "Les vagues faisaient 6 mètres."),
    ("en-es", "800 km (497 miles) away", "a 800 km"),
    ("en-de", "In the 1990s and 2018-19.", "In den 90er Jahren und 2018/19."),
    ("en-fr", "No numbers.", "Aucun nombre."),
    ("en-es", "It cost 3.2 billion.", "Costó 3,2 miles de millones."),
    ("en-ca", "It cost 3.2 billion.", "Va costar 3,2 milers de milions."),
    ("en-pt", "It cost 3.2 billion.", "Custou 3,2 milhares de milhões."),
    ("en-gl", "It cost 3.2 billion.", "Custou 3,2 miles de millóns."),
    ("en-it", "It cost 3.2 billion.", "Costò 3,2 migliaia di milioni."),
    ("en-fr", "It cost 3.2 billion.", "Cela coûte 3,2 milliers de millions."),
    ("en-oc", "It cost 3.2 billion.", "Costèt 3,2 milièrs de milions."),
    ("en-ro", "It cost 3.2 billion.", "A costat 3,2 mii de milioane."),
    ("en-ru", "It cost 3.2 billion.", "Стоило 3,2 тысячи миллионов."),
    ("en-cs", "It cost 3.2 billion.", "Stálo to 3,2 tisíce milionů."),
    ("es-en", "Costó 3,2 miles de millones.", "It cost 3.2 thousands of millions."),
    ("en-es", "He left at 10.30 am.", "Salió a las diez y media."),
    ("en-fr", "He left at 10.15 am.", "Il est parti à dix heures et quart."),
    ("en-de", "He left at 10.30 pm.", "Er ging um halb elf."),
    ("en-da", "He left at 2:05 pm.", "Han gik klokken 14.05."),
    ("en-nb", "He left at 2:05 pm.", "Han dro klokken 14.05."),
    ("en-id", "He left at 2:05 pm.", "Dia pergi pukul 14.05."),
    ("en-it", "He left at 2:05 pm.", "Partì alle 14.05."),
    ("de-en", "Er ging um 14.05 Uhr.", "He left at 2:05 pm."),
    ("en-de", "He left at half past seven.", "Er ging um halb acht."),
    ("en-nl", "He left at half past seven.", "Hij ging om half acht weg."),
    ("en-da", "He left at half past seven.", "Han gik klokken halv otte."),
    ("en-nb", "He left at half past seven.", "Han dro klokken halv åtte."),
    ("en-sv", "He left at half past seven.", "Han gick klockan halv åtta."),
    ("en-cs", "He left at half past seven.", "Odešel v půl osmé."),
    ("en-sk", "He left at half past seven.", "Odišiel o pol ôsmej."),
    ("en-pl", "He left at half past seven.", "Wyszedł o wpół do ósmej."),
    ("en-ru", "He left at half past seven.", "Он ушёл в половине восьмого."),
    ("en-uk", "He left at half past seven.", "Він пішов о пів на восьму."),
    ("de-fr", "Er ging um halb acht.", "Il est parti à sept heures et demie."),
    ("en-oc", "He came on 2019-10-03.", "Venguèt lo 3 d'octòbre de 2019."),
]


@pytest.mark.parametrize(("pair", "source", "target"), SAME)
def test_the_same_numbers_pass_however_they_are_written(pair: str, source: str, target: str) -> None:
    """Separators, digits, scales, calendars, clocks, words and units differ; the numbers do not."""
    found = check("numbers", pair, source, target)
    assert found.verdict == "pass", found.note


OTHER = [
    ("en-es", "It cost 3.2 billion.", "Costó 3,2 miles.", "lost 3.2 billion; new 3,2 miles"),
    (
        "en-es",
        "It cost 3.2 million.",
        "Costó 3,2 miles de millones.",
        "lost 3.2 million; new 3,2 miles de millones",
    ),
    ("en-es", "He left at 10.30 am.", "Salió a las nueve y media.", "lost 10.30"),
    ("en-de", "It was 2:05 pm.", "Es war 14.06 Uhr.", "lost 05; new 14.06"),
    ("en-de", "It rose 3.05 points.", "Es stieg um 3,5 Punkte.", "lost 3.05; new 3,5"),
    ("en-es", "277 dead", "27 muertos", "lost 277; new 27"),
    ("en-es", "277 dead", "muertos", "lost 277"),
    ("en-es", "The dead were many.", "Los muertos fueron 277.", "new 277"),
    ("en-fr", "Some 14,000 people fled.", "Quelque 14 500 personnes ont fui.", "lost 14,000; new 14 500"),
    ("en-de", "5 million fled.", "5 Milliarden flohen.", "lost 5 million; new 5 milliarden"),
    ("en-zh", "5.5 million people fled.", "55万人逃离。", "lost 5.5 million; new 55万"),
    ("de-en", "Es stieg um 3,5 Prozent.", "It rose by 5.3 per cent.", "lost 3,5; new 5.3"),
    ("en-it", "It began at 7:30 p.m.", "Cominciò alle 20.30 di sera.", "lost 7; new 20.30"),
    ("ru-en", "Погибли 277 человек.", "72 people died.", "lost 277; new 72"),
    ("ar-en", "قُتل ٢٧٧ شخصا", "272 people were killed.", "lost ٢٧٧; new 272"),
    ("en-ja", "It fell 40 percent.", "400パーセント下がった。", "lost 40; new 400"),
    ("en-es", "It is 12 miles away.", "Está a 90 kilómetros.", "lost 12; new 90"),
    ("en-fr", "10 of 20 came in 2018.", "10 sur 20 sont venus en 2108.", "lost 2018; new 2108"),
]


@pytest.mark.parametrize(("pair", "source", "target", "note"), OTHER)
def test_other_numbers_fail_and_the_note_says_which(pair: str, source: str, target: str, note: str) -> None:
    """A number lost, invented or changed."""
    found = check("numbers", pair, source, target)
    assert (found.verdict, found.note) == ("fail", note)


@pytest.mark.parametrize(
    ("pair", "source", "target", "note"),
    [
        ("en-es", "2 of 9 came", "vinieron varios de 9", "lost 2"),
        ("en-fr", "The five men left.", "Les huit hommes sont partis.", "in words: lost 5; new 8"),
        ("de-en", "Die fünf Männer gingen.", "The eight men left.", "in words: lost 5; new 8"),
        ("en-es", "Some 14,000 fled.", "Unas 14,000 personas huyeron.", "14,000 as written in en"),
        ("en-fr", "It rose 40%.", "Il a augmenté de 40.", "lost per cent"),
    ],
)
def test_what_may_be_right_is_a_warning(pair: str, source: str, target: str, note: str) -> None:
    """Small numbers, numbers in words, figures that are read otherwise, and a per cent that is missing."""
    found = check("numbers", pair, source, target)
    assert (found.verdict, found.note) == ("warn", note)


@pytest.mark.parametrize("code", languages.codes())
def test_every_language_reads_its_own_figures(code: str) -> None:
    """With its own decimal sign; a digit more is another number."""
    sign = languages.get(code).checks.decimal[0]
    assert verdict("numbers", f"{code}-en", f"x 73{sign}25 x", "x 73.25 x") == "pass"
    assert verdict("numbers", f"{code}-en", f"x 73{sign}25 x", "x 73.26 x") == "fail"


@pytest.mark.parametrize("code", languages.codes())
def test_every_language_has_words_for_numbers_and_months(code: str) -> None:
    """Each listed word stands for its figure, in a translation into English and out of it."""
    checks = languages.get(code).checks
    assert len(checks.months) == 12
    assert {value for value, _ in checks.words} >= {*range(11), 100, 1000, 1_000_000_000_000}
    for value, forms in checks.words:
        if value >= 10:
            words = f"- {forms[0].removesuffix('*')} -"
            assert verdict("numbers", f"{code}-en", words, f"- {value} -") == "pass", (value, words)


@pytest.mark.parametrize("code", languages.codes())
def test_every_form_of_a_language_is_found_where_it_stands(code: str) -> None:
    """Each begins after a space or after what is written as one with it, and none begins within a word."""
    checks = languages.get(code).checks
    parts = languages.get(code).separator
    forms: dict[Topic, list[str]] = {
        "words": [form for _, own in checks.words for form in own],
        "currencies": [form for _, own in checks.currencies for form in own],
        "months": [form for own in checks.months for form in own],
        "weekdays": [form for own in checks.weekdays for form in own],
        "minus": [*checks.minus],
        "percent": [*checks.percent],
        "afternoon": [*checks.afternoon],
        "imperial": [*checks.imperial],
    }
    for topic, own in forms.items():
        for form in (normal(each.removesuffix("?").removesuffix("*")) for each in own):
            text = f". {form}."
            found = find_words(text, code, topic)
            assert found, (topic, form)
            assert found[-1].end == len(text) - 1
            assert all(text[word.start : word.end] == word.form for word in found)
            if parts:
                assert not any(word.start == 3 for word in find_words(f". q{form}", code, topic)), form
