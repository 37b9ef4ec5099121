"""Brackets, quotation marks, and the terms of a glossary."""

from __future__ import annotations

import pytest

import languages
from pipeline.core.text.stop_words import for_detection
from tests.support.check_cases import check, verdict


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-fr", "“It is over for all of us now,” he said.", "« C’est fini pour nous tous », a-t-il dit."),
        ("en-de", '"It is over for all of us now," he said.', "„Es ist für uns alle vorbei“, sagte er."),
        ("en-ja", "“It is over for all of us now,” he said.", "「私たち全員にとって終わりだ」と彼は言った。"),
        ("en-ru", "“It is over for all of us now,” he said.", "«Для всех нас всё кончено», — сказал он."),
        ("en-sv", "“It is over for all of us now,” he said.", "”Det är över för oss alla”, sa han."),
        ("en-zh", "The agency (it was founded in 1990) said", "该机构（成立于1990年）表示"),
        ("en-es", "He said so :-)", "Lo dijo :-)"),
        ("fr-en", "a) le premier", "a) the first"),
        ("en-pl", "The ‘Post’ said", "Gazeta podała"),
    ],
)
def test_marks_of_any_language_pass(pair: str, source: str, target: str) -> None:
    """Each language has its own; names may lose theirs."""
    found = check("marks", pair, source, target)
    assert found.verdict == "pass", found.note


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected", "note"),
    [
        ("en-fr", "The UN (in Geneva) said", "L’ONU (à Genève a dit", "fail", "brackets that do not close"),
        ("en-de", "The UN [in Geneva] said", "Die UN [in Genf) sagte", "fail", "brackets that do not close"),
        ("en-zh", "The UN (in Geneva) said", "联合国（在日内瓦表示", "fail", "brackets that do not close"),
        ("en-ru", "The UN said", "ООН) сказала", "fail", "brackets that do not close"),
        (
            "en-es",
            "“It is over for all of us now,” he said.",
            "Se acabó para todos, dijo.",
            "warn",
            "quotation",
        ),
        (
            "ja-en",
            "「私たち全員にとって終わりであり、もう何もできない」と言った。",
            "It is over.",
            "warn",
            "quotation",
        ),
        ("en-it", "The agency (it was founded in 1990) said", "L’agenzia ha detto", "warn", "lost brackets"),
    ],
)
def test_lost_marks_are_noticed(pair: str, source: str, target: str, expected: str, note: str) -> None:
    """A bracket that stays open fails, marks that are gone are a warning."""
    found = check("marks", pair, source, target)
    assert found.verdict == expected
    assert note in found.note


ASIDES = [
    ("de-en", "Er schrieb „Guardians of the Web“ (Wächter des Netzes).", 'He wrote "Guardians of the Web".'),
    ("fr-en", "C’est le Great Barrier Reef (la grande barrière de corail).", "It is the Great Barrier Reef."),
    ("gl-en", "Foi ás 02:30 (horario de verano británico).", "It was at 02:30 BST."),
    ("es-en", "Lo dijo la agencia (BNPB, por sus siglas en indonesio).", "The agency BNPB said so."),
    ("da-de", "Det kostede 3,1 milliarder € (3,6 milliarder dollar).", "Es kostete 3,1 Milliarden €."),
    ("ru-en", "Он попросил называть себя Лав («братская любовь»).", "He asked to be called Love."),
    ("it-ro", "Il costo (incluso l’addestramento) cresce.", "Costul, inclusiv instruirea, crește."),
    ("ru-ar", "Засуха (второй по тяжести категории) идёт.", "الجفاف، من الفئة الثانية، مستمر."),
    ("ja-zh", "費用（乗員の訓練を含めたもの全体）が増えた。", "费用，包括船员培训，增加了。"),
    ("en-fr", "The cost (with all of the training) grows.", "Le coût – avec la formation – augmente."),
]


@pytest.mark.parametrize(("pair", "source", "target"), ASIDES)
def test_brackets_may_go_where_they_explain_a_name_or_other_marks_stand(
    pair: str, source: str, target: str
) -> None:
    """A gloss, an acronym, an amount in another currency; commas and dashes in their place."""
    assert verdict("marks", pair, source, target) == "pass"
    assert verdict("marks", "en-it", "The agency (founded by the town) said", "L’agenzia ha detto") == "warn"


def test_a_name_right_beside_a_quotation_may_be_inside() -> None:
    """``Inrupt's "mission`` is "the mission of Inrupt": the name moves by its own length and no more."""
    source = 'He wrote that Inrupt\'s "mission is to bring energy to all of the web" today.'
    inside = "Escribió que «la misión de Inrupt es llevar energía a toda la red» hoy."
    assert verdict("marks", "en-es", source, inside) == "pass"
    moved = "Escribió que «la misión es llevar energía a toda la red» hoy en la sede de Inrupt."
    assert verdict("marks", "en-es", source.replace("Inrupt's \"", '"Inrupt '), moved) == "warn"


@pytest.mark.parametrize("code", languages.codes())
def test_a_function_word_in_marks_by_itself_is_a_warning(code: str) -> None:
    """Whatever marks the source lost: nobody quotes ``the``. A word that is spoken of may be quoted."""
    other = "fr" if code == "en" else "en"
    opening, closing = languages.get(code).quotes[0]
    word = min(word for word in for_detection(code) if word.isalpha() and len(word) > 1)
    if not languages.get(code).separator or opening in "'‘":
        return
    source = "x xx xxxx xxx xx xxxx x."
    wrong = f"xxx {opening}{word}{closing} xxxx xxx xx xxxx x."
    assert verdict("marks", f"{other}-{code}", source, wrong) == "warn"
    assert (
        verdict("marks", f"{other}-{code}", source, wrong.replace(f"{closing} xxxx", f"{closing}, xxxx"))
        == "pass"
    )
    assert verdict("marks", f"{other}-{code}", 'x "ifs" xxx xx xxxx x.', wrong) == "pass"


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("She takes a “hard look at running” after the vote in the autumn.", "Quiere ser candidata.", "pass"),
        ("“It is over for all of us now,” he said.", "Se acabó para todos, dijo.", "warn"),
        (
            "She says that she will take “a long and hard look at running for president” after the vote.",
            "Dice que lo pensará.",
            "warn",
        ),
    ],
)
def test_marks_of_a_short_part_of_a_sentence_may_go(source: str, target: str, expected: str) -> None:
    """Translators drop these; not those of a long quotation, or of most of a sentence."""
    assert verdict("marks", "en-es", source, target) == expected


@pytest.mark.parametrize(
    ("pair", "source", "target", "term", "wanted", "expected"),
    [
        ("en-fr", "The Court ruled.", "La Cour a statué.", "court", "Cour", "pass"),
        ("en-fr", "The Court ruled.", "Le tribunal a statué.", "court", "Cour", "fail"),
        ("en-fr", "Courtyards are nice.", "Les cours sont belles.", "court", "tribunal", "pass"),
        (
            "en-ru",
            "The Security Council met.",
            "Заседание Совета Безопасности.",
            "security council",
            "Совет Безопасности",
            "pass",
        ),
        (
            "en-de",
            "The Security Council met.",
            "Der Rat tagte.",
            "Security Council",
            "Sicherheitsrat",
            "fail",
        ),
        ("en-pl", "The prosecutor spoke.", "Mówiła o prokuratorze.", "prosecutor", "prokurator", "pass"),
        ("en-zh", "The Security Council met.", "安理会开会。", "Security Council", "安理会", "pass"),
        ("zh-en", "安理会开会。", "The board met.", "安理会", "Security Council", "fail"),
        ("ja-en", "国連は言った。", "The UN said.", "国連", "UN", "pass"),
        ("es-en", "Hola.", "Hello.", "corte", "court", "pass"),
    ],
)
def test_terms_are_translated_as_the_glossary_says(
    pair: str, source: str, target: str, term: str, wanted: str, expected: str
) -> None:
    """Whole words of the source; in the translation endings may differ."""
    found = check("terms", pair, source, target, terms=((term, wanted),))
    assert found.verdict == expected
    assert bool(found.note) == (expected == "fail")


def test_without_a_glossary_there_is_nothing_to_check() -> None:
    """An empty one passes."""
    assert verdict("terms", "en-fr", "The Court ruled.", "Le tribunal a statué.") == "pass"


@pytest.mark.parametrize("code", languages.codes())
def test_a_quotation_that_is_left_open_is_a_warning(code: str) -> None:
    """The only quotation of a sentence keeps both marks, in every language's own signs."""
    other = "fr" if code == "en" else "en"
    source = "“The bridge is closed again”, said the town."
    for opening, closing in languages.get(code).quotes:
        if set(opening + closing) & set("‘’'‚＂"):
            continue
        said = "Xx xxx xxxx xx xxxx"
        assert verdict("marks", f"{other}-{code}", source, f"{opening}{said}{closing}, xxx xx xx.") == "pass"
        for half in (f"{opening}{said}, xxx xx xx.", f"{said}{closing}, xxx xx xx."):
            assert verdict("marks", f"{other}-{code}", source, half) == "warn", half


@pytest.mark.parametrize("code", languages.codes())
def test_a_quotation_that_ends_after_its_first_word_is_a_warning_in_every_language(code: str) -> None:
    """However long the sentence is around it, and where the source's has no end, or another beside it."""
    other = "fr" if code == "en" else "en"
    here, there = languages.get(other).quotes[0], languages.get(code).quotes[0]
    around, said = "x" * 60 + " " + "y" * 60, "aaaa bbbb cccc dddd eeee ffff gggg"
    for source in (
        f"{around} {here[0]}{said}{here[1]} {around} {around}.",
        f"{here[0]}{said}, {around}.",
        f"{here[0]}{said}{here[1]} bbb {here[0]}{said}{here[1]}, {around}.",
    ):
        text = source.replace(here[0], "").replace(here[1], "")
        wrong = text.replace("aaaa", f"{there[0]}aaaa{there[1]}", 1)
        assert verdict("marks", f"{other}-{code}", source, wrong) == "warn", source


@pytest.mark.parametrize(
    ("pair", "source", "target", "expected"),
    [
        (
            "he-en",
            "25 מ“מ גשם עם כמויות של עד 150 מ“מ בשולי האזור.",
            "25 mm of rain, up to 150 mm in places.",
            "pass",
        ),
        (
            "en-id",
            "He “knew that he cried, ‘I am bitten!",
            "Dia “tahu” bahwa dia berteriak, ‘saya digigit!",
            "pass",
        ),
        (
            "en-es",
            "“We lost,” said Clara Bruns in Lisbon.",
            "«Perdimos, dijo Clara Bruns» en Lisboa.",
            "warn",
        ),
        (
            "en-es",
            "“We lost,” said Clara Bruns in Lisbon.",
            "«Perdimos», dijo Clara Bruns en Lisboa.",
            "pass",
        ),
        ("nl-en", "‘De brug is alweer dicht’, zei hij.", "“The bridge is closed again, he said.", "warn"),
        (
            "nl-en",
            "‘De brug is nu alweer dicht’, zei hij.",
            "“The” bridge is closed again now, he said.",
            "warn",
        ),
        ("en-es", "“The bridge is closed, he said.", "«El puente está cerrado, dijo.", "pass"),
        ("en-he", "“It is closed,” he said.", "”זה סגור”, אמר ד”ר כהן.", "pass"),
        ("ko-en", "김민수(Kim Min-su Junior)는 떠났다.", "Kim Min-su Junior left.", "pass"),
        (
            "en-de",
            "The minister (a former state judge) resigned.",
            "Der Minister – ein früherer Richter – ging.",
            "pass",
        ),
        ("en-de", "The minister (a former state judge) resigned.", "Der Minister ging.", "warn"),
        ("en-de", "A “big” plan that is not a “small” one", "Ein großer Plan, der kein kleiner ist", "pass"),
    ],
)
def test_marks_in_sentences(pair: str, source: str, target: str, expected: str) -> None:
    """Names show where a mark moved; a name in brackets and short quotations may lose theirs."""
    found = check("marks", pair, source, target)
    assert found.verdict == expected, found.note
