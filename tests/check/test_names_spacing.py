"""What engines of rules do to names, blanks and quotation marks, and the words that they leave."""

from __future__ import annotations

import pytest

import languages
from pipeline.check.case import Case
from pipeline.check.untranslated import untranslated
from pipeline.check.words.acronym_forms import meanings
from pipeline.check.words.names import check_names, surnames
from pipeline.core.extras import package_folder
from pipeline.core.records import Check
from tests.support.check_cases import check, verdict

LATIN = [code for code in languages.codes() if "Latn" in languages.get(code).scripts]
CASED = [code for code in languages.codes() if {"Latn", "Cyrl", "Grek"} & set(languages.get(code).scripts)]
SPACED = [code for code in languages.codes() if languages.get(code).separator]
_LISTS = package_folder("wordfreq") / "data"
LISTED = [code for code in LATIN if code != "en" and (_LISTS / f"small_{code}.msgpack.gz").is_file()]
"""Those with a list of words. To read the lists takes 16 MiB, so none is read while tests are collected."""


@pytest.mark.parametrize("code", LATIN)
def test_a_translated_name_is_a_warning_in_every_language_of_the_latin_script(code: str) -> None:
    """After a given name that was kept, after a title, and where a surname is a word that rules translate."""
    pair = f"{'fr' if code == 'en' else 'en'}-{code}"
    source = "x was told that Theresa May, Mr Smith and a certain Trump had left."
    assert verdict("names", pair, source, "x Theresa May x Mr Smith x Trump x.") == "pass"
    found = check("names", pair, source, "x Theresa Wort x Mr Ferrero x triunfo x.")
    assert (found.verdict, found.note) == ("warn", "May Smith Trump")


@pytest.mark.parametrize("code", LATIN)
def test_a_broken_acronym_is_a_warning(code: str) -> None:
    """A letter of it was translated, or lost its capital; an acronym that every language has is lost."""
    pair = f"{'fr' if code == 'en' else 'en'}-{code}"
    assert verdict("names", pair, "x the A.I. x and the BBC x", "x A.I. x BBC x") == "pass"
    assert verdict("names", pair, "x the A.I. x", "x AI x") == "pass"
    for broken in ("Un.I.", "A.i."):
        assert verdict("names", pair, "x the A.I. x", f"x {broken} x") == "warn"
    assert verdict("names", pair, "x the BBC x", "x CCB x") == "warn"


NAMES = [
    ("en-es", "Theresa May faces a vote", "mayo de Theresa afronta un voto", "May"),
    ("en-es", "Theresa May spoke.", "Mayo de Theresa habló.", "May"),
    ("en-es", "They may say Smith left.", "Dicen que Herrero se fue.", "Smith"),
    ("en-es", "Then he met Boris Johnson there.", "Entonces vio allí a Bori Johnson.", "Boris"),
    (
        "en-es",
        "George Bush and Gordon Brown met Boris Johnson.",
        "George Bush y Gordon Brown vieron a Bori Johnson.",
        "Boris",
    ),
    ("en-ca", "John Smith left, and Mr Smith too.", "John Smith marxa, i Mr el ferrer també.", "Smith"),
    ("it-es", "Lo ha detto ieri Rosa Neri.", "Lo dijo ayer Rosa Negra.", "Neri"),
    ("es-en", "Lo dijo ayer Margarita Robles.", "Daisy Oaks said so yesterday.", "Robles"),
    ("en-es", "It flew with Air France.", "Voló con Francia de Aire.", "Air France"),
    ("en-es", "It is owned by General Motors.", "Es de Motores Generales.", "General Motors"),
    ("en-es", "It is told by The Guardian.", "Lo dice el Guardian.", ""),
    ("en-cs", "It is told by the Washington Post.", "Píše to deník Washingtonu Post.", ""),
    ("en-es", "It fell in San Diego County.", "Cayó en el condado de San Diego.", ""),
    ("es-en", "Lo dijo ayer Julio Iglesias.", "Julio Churches said so yesterday.", "Iglesias"),
    ("en-es", "The King and the United Kingdom met.", "El Rey y el Reino Unido se reunieron.", ""),
    ("en-cs", "It was told by Nancy Pelosi.", "Řekla to Nancy Pelosiová.", ""),
    ("cs-en", "Řekla to včera Nancy Pelosiová.", "Nancy Pelosi said so yesterday.", ""),
    ("tr-en", "Bunu dün Donald Trump'ın sözcüsü söyledi.", "Donald Trump's spokesman said so yesterday.", ""),
    ("en-es", "Jack Straw met them on Monday.", "Paja de gato los vio el lunes.", "Straw"),
    ("en-es", "Grant Shapps met them on Monday.", "Concede Shapps los vio el lunes.", "Grant"),
    ("fr-en", "Bruno Le Maire les a vus lundi.", "Bruno The Mayor met them on Monday.", "Maire"),
    ("fr-en", "Bruno Le Maire les a vus lundi.", "Bruno Le Maire met them on Monday.", ""),
    ("de-en", "Helmut Kohl traf sie am Montag.", "Helmut Cabbage met them on Monday.", "Kohl"),
    ("en-es", "Prime Minister Mark Rutte spoke.", "La marca Rutte del primer ministro habló.", "Mark"),
    ("en-es", "Why Grant Will Win", "Por qué ganará la ayuda", ""),
    ("en-ru", "It was told by Theresa May.", "Об этом сказала Тереза Мэй.", ""),
    ("en-fr", "May said that it may rain.", "Mai a dit qu'il pourrait pleuvoir.", ""),
    ("tr-en", "İlk olarak Rosa Kasırgası'nın yolu değişti.", "First, Hurricane Rosa's path changed.", ""),
    ("tr-en", "Bunu dün Rosa Demirci söyledi.", "Rosa Blacksmith said so yesterday.", "Demirci"),
    ("fr-en", "Il vient de la Caroline du Sud.", "He is from South Carolina.", ""),
    ("es-fr", "Es de Carolina del Norte.", "Il est de Caroline du Nord.", ""),
    ("en-es", "It was Georgia Governor Brian Kemp.", "Fue el gobernador de Georgia, Brian Kemp.", ""),
    ("fr-en", "L’enquête demandée au FBI.", "The F.B.I. inquiry that was asked for.", ""),
    ("de-en", "Das sagte die BBC gestern.", "The B.B.C. said so yesterday.", ""),
    ("en-es", "It was said by the USA.", "Lo dijeron los EE. UU. y la ONU.", ""),
    ("en-es", "It was told by Amnesty International.", "Lo dijo Amnistía Internacional.", ""),
    ("en-de", "It was told by Al Jazeera.", "Das sagte Al-Dschasira.", ""),
    ("en-fr", "It is told by the New York Times.", "Le NYT le dit.", ""),
    ("en-es", "It was told by the Associated Press.", "Lo dijo la Prensa Unida.", "Associated Press"),
]


@pytest.mark.parametrize(("pair", "source", "target", "note"), NAMES)
def test_names_in_sentences(pair: str, source: str, target: str, note: str) -> None:
    """Declined names, other scripts, titles and places are no findings."""
    assert check("names", pair, source, target).note == note


SPELLINGS = [
    ("en-fr", "It was said by Vladimir Putin.", "Vladimir Poutine l'a dit."),
    ("en-de", "It was said by Boris Yeltsin.", "Das sagte Boris Jelzin."),
    ("fr-en", "C'est ce qu'a dit Mikhaïl Gorbatchev.", "It was said by Mikhail Gorbachev."),
    ("en-pl", "It was said by Alexei Navalny.", "Powiedział to Aleksiej Nawalny."),
    ("de-es", "Das sagte Alexander Lukaschenko.", "Lo dijo Alexander Lukashenko."),
]


@pytest.mark.parametrize(("pair", "source", "target"), SPELLINGS)
def test_a_name_may_be_spelt_as_the_language_does(pair: str, source: str, target: str) -> None:
    """The same consonants sound alike; a name that is a word is not compared by them."""
    assert verdict("names", pair, source, target) == "pass"


@pytest.mark.parametrize("code", languages.codes())
def test_an_acronym_may_have_a_form_of_its_own(code: str) -> None:
    """NATO is OTAN, НАТО, AIDS is SIDA; one that became another thing's is a warning."""
    other = "fr" if code == "en" else "en"
    forms: dict[str, list[str]] = {}
    for form, meaning in meanings(code).items():
        forms.setdefault(meaning, []).append(form)
    theirs = {meaning: form for form, meaning in meanings(other).items()}
    assert len(forms) >= 40
    things = [thing for thing in forms if thing not in ("UN", "EU")]
    for thing in things:
        for form in forms[thing]:
            assert verdict("names", f"{other}-{code}", f"x {theirs[thing]} x", f"x {form} x") == "pass", form
            assert verdict("names", f"{code}-{other}", f"x {form} x", f"x {theirs[thing]} x") == "pass", form
            assert verdict("names", f"{other}-{code}", f"x {theirs['UN']} x", f"x {form} x") == "warn", form


def test_a_surname_is_known_from_elsewhere_in_the_document() -> None:
    """``Kohl`` alone is cabbage, unless the document has ``Helmut Kohl``."""
    known = surnames("Gestern sprach Helmut Kohl. Auch Bruno Le Maire war da, und Dan Hier.")
    assert known == {"kohl", "maire"}

    def judged(names: frozenset[str]) -> str:
        case = Case(
            source="Das sagte Kohl gestern.",
            target="Cabbage said so yesterday.",
            source_language="de",
            target_language="en",
            names=names,
        )
        return check_names(case).verdict

    assert judged(known) == "warn"
    assert judged(frozenset()) == "pass"


@pytest.mark.parametrize("code", [code for code in CASED if code in SPACED])
def test_words_that_lost_their_blank_are_a_warning(code: str) -> None:
    """Before a capital and after a mark, in every script that has capitals."""
    one, two = ("слово", "Слово") if "Cyrl" in languages.get(code).scripts else ("palabra", "Reino")
    if "Grek" in languages.get(code).scripts:
        one, two = "λέξη", "Λέξη"
    pair = f"{'fr' if code == 'en' else 'en'}-{code}"
    assert verdict("spacing", pair, "x", f"{one} {two}. {two}, {one}") == "pass"
    for glued in (f"{one}{two}", f"{one}.{two}", f"{one},{one}"):
        found = check("spacing", pair, "x", f"x {glued} x")
        assert (found.verdict, found.note) == ("warn", glued)
        assert verdict("spacing", pair, f"x {glued} x", f"x {glued} x") == "pass"


@pytest.mark.parametrize(
    ("pair", "source", "target", "note"),
    [
        ("en-ca", "have they marched?", "hanmarxat?", "hanmarxat"),
        ("en-es", "based in the Kingdom", "basadaenReino", "basadaenReino"),
        ("en-es", "the £11million deal", "acuerdo de £11milió", "11milió"),
        ("en-fr", "in the house", "il est dansla maison", "dansla"),
        ("en-de", "ten years old", "zehnjährige Kinder", ""),
        ("fr-en", "la fin de la guerre", "the end ofthe war", "ofthe"),
        ("en-es", "in the house", "enla casa", "enla"),
        ("en-ca", "that the house", "diu quela casa", "quela"),
        ("en-de", "the speaker of the party", "Sprecher vonder Partei", "vonder"),
        ("en-nl", "for the parliament", "voorhet parlement", "voorhet"),
        ("en-da", "he said that", "han sagdeikke noget", "sagdeikke"),
        ("en-nl", "he went home again", "hij ging opnieuw naar huis", ""),
        ("en-de", "above all", "vor allem indem sie sodass womit", ""),
        ("en-vi", "the government said", "chínhphủ nói", "chínhphủ"),
        ("en-cs", "a 5-year-old", "5letý chlapec", ""),
        ("en-es", "YouTube and iPhone", "YouTube y iPhone", ""),
        ("en-es", "see example.org/a", "véase example.org/a", ""),
        ("en-zh", "a word", "一個字Word", ""),
    ],
)
def test_blanks_in_sentences(pair: str, source: str, target: str, note: str) -> None:
    """Two known words for an unknown one; languages that join words are left alone."""
    assert check("spacing", pair, source, target).note == note


GLUED = {
    "ar": ("إلىالحكومة", "إلى الحكومة"),
    "bg": ("чеправителството", "че правителството"),
    "ca": ("governespanyol", "govern espanyol"),
    "cs": ("prezidentaže", "prezidenta že"),
    "da": ("sagderegeringen", "sagde regeringen"),
    "de": ("sagtedass", "sagte dass"),
    "el": ("τηνκυβέρνηση", "την κυβέρνηση"),
    "en": ("governmentwill", "government will"),
    "es": ("gobiernopuede", "gobierno puede"),
    "fa": ("ازآسیب", "از آسیب"),
    "fr": ("gouvernementpeut", "gouvernement peut"),
    "he": ("ראשהממשלה", "ראש הממשלה"),
    "id": ("pemerintahakan", "pemerintah akan"),
    "it": ("governoha", "governo ha"),
    "nb": ("sierregjeringen", "sier regjeringen"),
    "nl": ("zegtminister", "zegt minister"),
    "pl": ("prezydentpowiedział", "prezydent powiedział"),
    "pt": ("governodisse", "governo disse"),
    "ro": ("guvernulva", "guvernul va"),
    "ru": ("президентсказал", "президент сказал"),
    "sk": ("žeprezident", "že prezident"),
    "sv": ("sadeatt", "sade att"),
    "tr": ("başkandedi", "başkan dedi"),
    "uk": ("президентсказав", "президент сказав"),
    "vi": ("chínhphủ", "chính phủ"),
}


@pytest.mark.parametrize("code", GLUED)
def test_two_words_in_one_are_a_warning_in_every_language_with_a_list(code: str) -> None:
    """Both are common, and neither begins or ends many others."""
    glued, parted = GLUED[code]
    pair = f"{'ja' if code == 'en' else 'en'}-{code}"
    assert check("spacing", pair, "x", f"x {glued} x").note == glued
    assert verdict("spacing", pair, "x", f"x {parted} x") == "pass"


def test_no_language_with_a_list_and_blanks_is_missing_above() -> None:
    """Korean and Hindi have endings and parts of words in their lists."""
    lists = {code for code in SPACED if (_LISTS / f"small_{code}.msgpack.gz").is_file()}
    assert lists - {"ko", "hi"} == set(GLUED)


MADE_OF_PARTS = [
    ("ca", "passarel·la reiniciar"),
    ("cs", "promyslí předvolebních"),
    ("da", "genopbygge udsendte"),
    ("de", "treibender wiederaufgebaut"),
    ("en", "headwear outdoorsman"),
    ("es", "parirlos reabrirán"),
    ("fr", "émotionnelles réouvrir"),
    ("id", "tambahnya pendekatannya dokumennya dibalikkan besarku"),
    ("it", "riaprirlo contorti"),
    ("nb", "hattene utekveld"),
    ("nl", "bijwoonde hoedencollectie"),
    ("pt", "virados servirão"),
    ("ro", "oficialul reconstruirea"),
    ("ru", "затопить предвыборный"),
    ("sk", "premyslí prevráti"),
    ("sv", "uppgått tillträda landmassa förutsäger namnger"),
    ("tr", "yeren ifadeden"),
]


@pytest.mark.parametrize(("code", "words"), MADE_OF_PARTS)
def test_words_made_of_parts_that_many_have_lack_no_blank(code: str, words: str) -> None:
    """Prefixes, endings and the parts of compounds are words too, and begin or end many others."""
    assert check("spacing", f"{'ja' if code == 'en' else 'en'}-{code}", "x", f"x {words} x").note == ""


@pytest.mark.parametrize("code", LISTED)
def test_a_word_of_the_source_or_of_the_pivot_is_a_warning(code: str) -> None:
    """``marched`` in Spanish; ``desplegó`` in Italian, where the route goes over Spanish."""

    def judged(source: str, target: str, *pivots: str) -> Check:
        return untranslated(
            Case(source=source, target=target, source_language="en", target_language=code, pivots=pivots)
        )

    assert judged("They marched home.", "x xx (marched) x").note == "marched"
    pivot, word = ("fr", "toutefois") if code in ("es", "ca", "gl", "pt") else ("es", "desplegó")
    assert judged("It was so.", f"x xx {word} x", pivot).note == word
    assert judged("It was so.", f"x xx {word} x").verdict == "pass"


@pytest.mark.parametrize("code", languages.codes())
def test_quotation_marks_that_hold_nothing_fail(code: str) -> None:
    """Every language's own marks, with or without a blank between them."""
    other = "fr" if code == "en" else "en"
    for opening, closing in languages.get(code).quotes:
        if opening in "‘’'‚＂":
            continue
        assert verdict("marks", f"{other}-{code}", "x “word” x", f"x {opening}word{closing} x") == "pass"
        for hollow in (f"{opening}{closing}", f"{opening} {closing}"):
            assert verdict("marks", f"{other}-{code}", "x “word” x", f"x {hollow} word x") == "fail", hollow


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("“We have won the vote tonight”, he said.", "«Hemos ganado la votación esta noche», dijo.", "pass"),
        ("“We have won the vote tonight”, he said.", "«Hemos» ganado la votación esta noche, dijo.", "warn"),
        ("He said “yes” to all of the reporters.", "Dijo «sí a todos los periodistas de aquí».", "warn"),
        ('"I say "ye"", he said.', '"Digo "ye"", dijo.', "pass"),
    ],
)
def test_a_quotation_holds_the_same_part_of_a_sentence(source: str, target: str, expected: str) -> None:
    """Where each text has one quotation, it is about as large a part of both."""
    assert verdict("marks", "en-es", source, target) == expected
