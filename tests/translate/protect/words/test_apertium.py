"""Names, dates and acronyms through Apertium: as they should come out, by pair."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import languages
from pipeline.core.records import Segment, Translated, WordReading
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.protect.protection import Protection
from pipeline.translate.protect.words.hours import halves_of_day
from pipeline.translate.protect.words.stand_ins import ACRONYM_STAND_INS, StandIns
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator

pytestmark = pytest.mark.usefixtures("apertium")

_ENGINE = ApertiumEngine()

ENGLISH = (
    ("Donald Trump met Theresa May in March 2020.", "Donald Trump; Theresa May; {March} 2020"),
    ("They said that Trump would leave by May 12.", " Trump ; 12 de {May}"),
    (
        "Jack Straw told Grant Shapps to leave on March 4, 2019.",
        "Jack Straw; Grant Shapps; 4 de {March} de 2019",
    ),
    ("Mrs May and Mr. Straw met President Bush in May.", "May; Straw; Bush; {May}"),
    ("The B.M.A. said that A.I. would change the world.", "B.M.A.; A.I."),
    (
        "Bruno Le Maire and Rose Hunt met J.K. Rowling on Oct. 3.",
        "Bruno Le Maire; Rose Hunt; J.K. Rowling; 3 {of October}",
    ),
    ("They met between March 4 and May 9, 2018.", "4 de {March}; 9 de {May} de 2018"),
    ("The Trump plan was read to Ursula von der Leyen.", "{plan} de Trump; Ursula von der Leyen"),
)
"""Sentences, and what their translations have."""
WORDS = {
    "es": {"March": "marzo", "May": "mayo", "of October": "de octubre", "plan": "plan"},
    "ca": {"March": "març", "May": "maig", "of October": "d'octubre", "plan": "pla"},
}
WRONG = "mayo de Theresa; Herrero; riunfo; riomf; Paja; Palla; Marcha; Desfila; Un.I.; Arbust; BBC; Peter"

OTHERS = (
    (
        "es>en",
        "La cantante Ariana Grande vio a Pablo Iglesias el 4 de marzo.",
        "Ariana Grande; Pablo Iglesias; 4 March",
    ),
    ("es>fr", "El ministro Pablo Casado llegó. Casado habló después.", "Pablo Casado"),
    (
        "fr>es",
        "Le ministre Bruno Le Maire a vu Michel Barnier en mars.",
        "Bruno Le Maire; Michel Barnier; marzo",
    ),
    (
        "fr>ca",
        "P. Diddy et Édouard Philippe sont venus le 4 mars 2019.",
        "P. Diddy; Édouard Philippe; 4 de març de 2019",
    ),
    ("it>es", "Il ministro Matteo Salvini ha visto Kanye West il 4 marzo.", "Matteo Salvini; Kanye West"),
    (
        "ca>es",
        "El president Quim Torra va veure Ada Colau el 4 de maig.",
        "Quim Torra; Ada Colau; 4 de mayo",
    ),
)


KEPT = (
    (
        "it>es",
        "Secondo Rosa Neri, Marco Rossi ha visto Chiara Bianchi.",
        "Rosa Neri; Marco Rossi; Chiara Bianchi",
    ),
    ("it>es", "La Croce Rossa ha scritto alla Corte Suprema.", "Cruz Roja"),
    ("es>en", "Lo dijo Marco Rubio en El País.", "Marco Rubio; El País"),
    ("es>en", "Habló con Felipe VI y con Benedicto XVI.", "Felipe VI; XVI"),
    ("es>fr", "El rey Felipe VI habló en el siglo VI.", "VI a parlé; VIe siècle"),
    ("en>es", "Will Smith met Mayor Green.", "Will Smith; alcalde Green"),
    ("en>ca", "Will Smith met Mayor Green.", "Will Smith; batlle Green"),
    ("en>es", "The visit of King Charles pleased them.", "La visita del rey Charles"),
    ("en>ca", "The visit of King Charles pleased them.", "La visita del rei Charles"),
    ("en>es", "King Charles III spoke with Prince William.", "El rey Charles III; con el príncipe William"),
    ("en>ca", "King Charles III spoke with Prince William.", "El rei Charles III; amb el príncep William"),
    ("en>es", "They spoke with Judge Kavanaugh and Mayor Khan.", "con el juez Kavanaugh y el alcalde Khan"),
    ("en>ca", "They spoke with Judge Kavanaugh and Mayor Khan.", "amb el jutge Kavanaugh i el batlle Khan"),
    ("en>es", "The former President Bush left.", "Presidente anterior Bush"),
    ("en>es", "He studied at King Edward School.", "King Edward"),
    (
        "en>es",
        "He told Air France, Save the Children and Human Rights Watch.",
        "Air France; Save the Children; Human Rights Watch",
    ),
    ("en>ca", "She told the Washington Post and The Guardian.", "el Washington Post; The Guardian"),
    ("en>es", "It cost £11million, and 12million people left.", "£11 millones; 12 millones de personas"),
    ("en>ca", "It cost £11million, and 12million people left.", "£11 milions; 12 milió"),
    ("es>en", "Costó 11millones de euros.", "11 million euros"),
    ("en>es", "It cost $3.6bn (€3.1bn), or £2m.", "$3.6 mil millones; €3.1 mil millones; £2 millones"),
    ("en>es", "A debt of $4.5tn and of $1bn.", "$4.5 billones; $1 mil millones"),
    ("en>es", "He ran 100m in 12 seconds.", "100m"),
    ("en>es", "It sold 1.2m euros of goods and 3m EUR of shares.", "1.2 millones de euros; 3 millones EUR"),
    ("fr>es", "Un plan de 3,6 Md€ et de 4,2 M€.", "3,6 mil millones €; 4,2 millones €"),
    ("fr>es", "Il coûte 3,6 Mds d'euros.", "3,6 mil millones de euros"),
    ("it>es", "Costa 3,5 mld di euro e 20 mln di dollari.", "3,5 millardos; 20 millones de dólares"),
    ("es>en", "Costó €7 mm, y el hilo mide 5 mm de largo.", "€7 millions; 5 mm"),
    ("fr>es", "Il y a 11millions de gens.", "11 millones de gente"),
    ("fr>es", "Il a parlé à Le Monde et à Human Rights Watch.", "Le Monde; Human Rights Watch"),
)
"""Names of words, kings, organisations and papers, which come out as they were; and what is translated."""


def _translated(texts: Sequence[str], source: str, target: str, *, words: bool = True) -> list[Translated]:
    translator = Translator([_ENGINE], Routes([_ENGINE]), protection=Protection(words=words))
    segments = tuple(
        Segment(id=f"b{at}.1", block=0, start=0, end=len(text), text=text, language=source)
        for at, text in enumerate(texts)
    )
    (answer,) = translator.translate([Request(target=target, segments=segments)])
    assert isinstance(answer, Rendering)
    return [*answer.texts.values()]


@pytest.mark.parametrize("target", WORDS)
def test_english_names_dates_and_acronyms_come_out_right(target: str) -> None:
    """All in one document, where a name that stands alone is known from elsewhere in it."""
    answers = _translated([text for text, _ in ENGLISH], "en", target)
    for (text, wanted), answer in zip(ENGLISH, answers, strict=True):
        forms = wanted.format_map(WORDS[target]).split("; ")
        assert [form for form in forms if form not in answer.text] == [], (text, answer.text)
        assert [wrong for wrong in WRONG.split("; ") if wrong in answer.text] == [], (text, answer.text)


def test_a_name_that_is_a_month_speaks_at_a_beginning() -> None:
    """It is known by its title elsewhere in the document; the month and the verb stay."""
    texts = ["Mrs. May resigned.", "May said that she was tired.", "May is warm.", "May she rest."]
    for target, month in (("es", "ayo"), ("it", "aggio")):
        _, said, month_of, verb = _translated(texts, "en", target)
        assert said.text.startswith("May ")
        assert month in month_of.text
        assert "May " not in verb.text[4:]


HOURS = (
    ("He left at 10:30 am.", "10:30 am."),
    ("The shop opens at 9am and closes at 5pm.", "9 am; 5 pm"),
    ("It began at 7:15AM and ended at 9:45PM.", "7:15 AM; 9:45 PM"),
    ("He left at 10:30 a.m. and came at 5 p.m. yesterday.", "10:30 a.m. ; 5 p.m. "),
    ("At 7 a. m. he woke.", "7 a. m. "),
    ("He left at nine am and came at Ten p.m. on Monday.", " am ; p.m. "),
    ("The shop runs from 9-10am daily until 8 A.M.", "9-10 am ; 8 A.M."),
)
"""Hours with their halves of the day."""


@pytest.mark.parametrize("target", ["es", "ca", "fr"])
def test_halves_of_the_day_stay_behind_their_hours(target: str) -> None:
    """However they are written. The verb *am* before a figure stays a verb."""
    answers = _translated([text for text, _ in HOURS], "en", target)
    for (_, wanted), answer in zip(HOURS, answers, strict=True):
        assert [form for form in wanted.split("; ") if form not in answer.text] == [], answer.text
    (spoken,) = _translated(["I said that I am 9, and I am here."], "en", target)
    assert " am" not in spoken.text


def test_halves_of_the_day_stay_in_english() -> None:
    """Spanish writes them with spaces, which English rules took for *to*."""
    (found,) = _translated(["Salió a las 10:30 a. m. de su casa y volvió a las 9 p.m. ayer."], "es", "en")
    assert "10:30 a. m. " in found.text
    assert "9 p.m. " in found.text


def test_the_english_verb_is_no_half_of_the_day_in_other_languages() -> None:
    """German ``um 9 am Morgen``, Romanian ``la 9 am``; an afternoon is none of their words."""
    for code, text, wanted in (
        ("de", "Er ging um 9 am Montag.", []),
        ("ro", "La ora 9 am plecat.", []),
        ("de", "Er ging um 9 a.m. und kam um 9 pm zurück.", ["a.m.", "pm"]),
        ("en", "The 31.9 am and the v2 am, and x9am.", []),
    ):
        ready = dict.fromkeys(ACRONYM_STAND_INS, WordReading(kinds=frozenset({"acronym"})))
        found = halves_of_day(text, languages.get(code), StandIns(text, ready))
        assert [text[item.start : item.end] for item in found] == wanted


@pytest.mark.parametrize(("pair", "text", "wanted"), OTHERS)
def test_names_of_other_languages_come_out_right(pair: str, text: str, wanted: str) -> None:
    """Through every pair that the tests install, names that are words too in one of its languages."""
    (answer,) = _translated([text], *pair.split(">"))
    assert [form for form in wanted.split("; ") if form not in answer.text] == [], answer.text


@pytest.mark.parametrize(("pair", "text", "wanted"), KEPT)
def test_names_that_are_words_are_kept(pair: str, text: str, wanted: str) -> None:
    """Of people, with the numbers of kings, and of organisations; and scales that touch their figure."""
    (answer,) = _translated([text], *pair.split(">"))
    assert [form for form in wanted.split("; ") if form not in answer.text] == [], answer.text


def test_what_was_protected_is_recorded_with_its_place() -> None:
    """Each with its kind and the words that stand there now."""
    (answer,) = _translated(["The B.M.A. told Theresa May on March 4."], "en", "es")
    found = {(item.kind, answer.text[item.start : item.end], item.kept) for item in answer.items}
    assert found == {
        ("acronym", "B.M.A.", "masked"),
        ("name", "Theresa May", "masked"),
        ("date", "marzo", "masked"),
    }


@pytest.mark.parametrize(("source", "target"), [("en", "es"), ("fr", "ca"), ("es", "en"), ("it", "es")])
def test_what_has_nothing_to_protect_is_translated_as_ever(source: str, target: str) -> None:
    """The engine is asked for the same words, so the answers are the same."""
    texts = ["the house is big and the garden is small.", "12 + 3 = 15", "Qui va là ?", "La casa es grande."]
    plain, found = (_translated(texts, source, target, words=words) for words in (False, True))
    assert plain == found


def test_a_protection_that_is_another_makes_documents_again() -> None:
    """What is protected is in the key of a document."""
    assert Protection().identity("en", "es") != Protection(words=False).identity("en", "es")
