"""Small and capital letters by language, and headlines in capitals in every language that has case."""

from __future__ import annotations

import pytest

import languages
from pipeline.core.text import case
from pipeline.detect.detector import LangdetectDetector
from pipeline.digest.watches.folding import fold
from pipeline.read.plain_text import is_credit
from pipeline.summarise import words
from pipeline.summarise.openings import is_furniture
from pipeline.translate.protect.glossary import Term
from pipeline.translate.protect.term_matches import TermFinder
from tests.detect.test_detector import NEWS

DETECTOR = LangdetectDetector()
CASED = [code for code in languages.codes() if NEWS[code].lower() != NEWS[code].upper()]


@pytest.mark.parametrize(
    ("language", "small", "capital"),
    [
        ("tr", "ışık istanbul", "IŞIK İSTANBUL"),
        ("de", "straße", "STRAẞE"),
        ("el", "οδός", "ΟΔΌΣ"),
        ("nl", "ijsselmeer", "IJSSELMEER"),
        ("en", "istanbul", "İSTANBUL"),
        ("uk", "її", "ЇЇ"),
    ],
)
def test_small_letters_are_those_of_the_language(language: str, small: str, capital: str) -> None:
    """Each sign gives one sign."""
    assert case.lowered(capital, language) == small


@pytest.mark.parametrize(
    ("language", "word", "first", "all_of_it"),
    [
        ("tr", "istifa", "İstifa", "İSTİFA"),
        ("en", "island", "Island", "ISLAND"),
        ("nl", "ijsselmeer", "IJsselmeer", "IJSSELMEER"),
        ("de", "ijsselmeer", "Ijsselmeer", "IJSSELMEER"),
        ("el", "άνθρωπος", "Άνθρωπος", "ΑΝΘΡΩΠΟΣ"),
        ("el", "προϊόν", "Προϊόν", "ΠΡΟΪΟΝ"),
    ],
)
def test_capitals_are_those_of_the_language(language: str, word: str, first: str, all_of_it: str) -> None:
    """Dutch begins with two, Turkish keeps the dot, Greek loses its accents and keeps its diaereses."""
    assert (case.capitalised(word, language), case.raised(word, language)) == (first, all_of_it)


@pytest.mark.parametrize("code", CASED)
def test_news_in_capitals_is_in_its_language(code: str) -> None:
    """In every language that has case, a sentence of news, in its own capitals and in Unicode's."""
    assert DETECTOR.detect(case.raised(NEWS[code], code)).language == code
    if not case.has_dotless_i(code):
        assert DETECTOR.detect(NEWS[code].upper()).language == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BAŞBAKAN İSTİFA ETTİ", "tr"),
        ("CUMHURBAŞKANI ERDOĞAN ANKARA'DA KONUŞTU", "tr"),
        ("DIŞİŞLERİ BAKANI AÇIKLADI: HAZIRLIKLAR TAMAMLANDI", "tr"),
        ("YAĞIŞ VE FIRTINA BEKLENİYOR", "tr"),
        ("THE PRIME MINISTER HAS RESIGNED AFTER THE VOTE", "en"),
        ("LE PREMIER MINISTRE DEMISSIONNE APRES LE VOTE", "fr"),
        ("Ο ΠΡΩΘΥΠΟΥΡΓΟΣ ΠΑΡΑΙΤΗΘΗΚΕ", "el"),
        ("GROẞBRAND IN DER ALTSTADT: FEUERWEHR LÖSCHT DIE GANZE NACHT", "de"),
        ("HET IJSSELMEER IS WEER OPEN VOOR DE SCHEEPVAART", "nl"),
    ],
)
def test_headlines_in_capitals(text: str, code: str) -> None:
    """Without accents too, where writers leave them out."""
    assert DETECTOR.detect(text).language == code


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("İSTANBUL'DA IŞIKLAR SÖNDÜ", "istanbul'da ışıklar söndü", "tr"),
        ("Ο ΠΡΩΘΥΠΟΥΡΓΟΣ ΜΙΛΗΣΕ ΓΙΑ ΤΗΝ ΕΚΛΟΓΗ", "Ο πρωθυπουργός μίλησε για την εκλογή", "el"),
        ("DIE STRAẞE IST GESPERRT", "die straße ist gesperrt", "de"),
    ],
)
def test_words_count_alike_in_any_case(one: str, other: str, language: str) -> None:
    """Summaries and watches see the same words, and the same stop words."""
    assert words.stems(one, language) == words.stems(other, language)
    assert fold(one) == fold(other)


@pytest.mark.parametrize("code", CASED)
def test_credit_lines_in_capitals_are_known(code: str) -> None:
    """Every label of every language that has case."""
    for label in languages.get(code).credits.labels:
        assert is_credit(f"{case.raised(label, code)}: Reuters"), label


def test_furniture_in_capitals_is_known() -> None:
    """Of all languages, in their capitals."""
    for code in CASED:
        for words_of_it in languages.get(code).summaries.boilerplate:
            assert is_furniture(case.raised(words_of_it, code), code), (code, words_of_it)


def test_terms_are_found_and_written_in_the_case_of_their_languages() -> None:
    """A Turkish term in capitals is one, and a translation begins as its language does."""
    finder = TermFinder(
        [Term(source="tr", target="nl", term="ışık yılı", translation="ijsjaar")], target="nl"
    )
    assert [item.replacement for item in finder.find("Bir IŞIK YILI geçti").items] == ["IJSJAAR"]
    opening = TermFinder([Term(source="tr", target="nl", term="istif", translation="ijs")], target="nl")
    assert [item.replacement for item in opening.find("İstif çok").items] == ["IJs"]
