"""Text on single line ends stays line by line; what was filled to a width is one paragraph."""

from __future__ import annotations

import textwrap

import pytest

import languages
from pipeline.read.lines import with_own_line_ends
from pipeline.read.plain_text import find_blocks
from tests.detect.test_detector import NEWS

CASED = [code for code in languages.codes() if NEWS[code].lower() != NEWS[code].upper()]
SPACED = [code for code in languages.codes() if languages.get(code).separator == " "]


def blocks(text: str) -> list[tuple[str, str]]:
    """Return kind and words of each block."""
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text)]


def verses(code: str) -> list[str]:
    """Return four lines of about one length in a language, none of which ends a sentence."""
    words = NEWS[code].rstrip(".").rstrip("。।").split()
    if len(words) < 4:
        return [NEWS[code][start : start + 12] for start in (0, 3, 6, 9)]
    lines = [" ".join(words[at : at + 7]) for at in range(4)]
    return [line[:1].upper() + line[1:] for line in (each.strip(",،-– ") for each in lines)]


@pytest.mark.parametrize("code", languages.codes())
def test_verses_stay_lines(code: str) -> None:
    """In every language: four lines of much the same length, without stops."""
    lines = verses(code)
    found = blocks("\n".join(lines) + "\n")
    assert [words for _, words in found] == lines
    assert {kind for kind, _ in found} == {"paragraph"}


def test_a_couplet_beside_a_stanza_is_no_heading() -> None:
    """Two lines among longer groups of lines."""
    text = "The river runs\nThe wind is low\nThe night is long\n\nAnd we go home\nAnd do not speak\n"
    assert [kind for kind, _ in blocks(text)] == ["paragraph"] * 5


@pytest.mark.parametrize("width", [45, 60, 72, 78])
@pytest.mark.parametrize("code", CASED)
def test_a_paragraph_that_was_filled_is_one(code: str, width: int) -> None:
    """At the widths that mail programs and people fill to, in every language with small letters."""
    text = f"{NEWS[code]} {NEWS[code]} {NEWS[code]}"
    filled = textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
    assert blocks(f"{filled}\n") == [("paragraph", filled)]


@pytest.mark.parametrize("code", [code for code in SPACED if code not in CASED])
def test_a_filled_paragraph_without_small_letters_is_one(code: str) -> None:
    """Arabic, Hebrew, Hindi, Korean and Persian are filled to wider lines than verses have."""
    text = f"{NEWS[code]} {NEWS[code]} {NEWS[code]}"
    filled = textwrap.fill(text, 72, break_long_words=False)
    assert blocks(f"{filled}\n") == [("paragraph", filled)]


@pytest.mark.parametrize("code", ["zh", "ja"])
def test_a_filled_paragraph_without_spaces_is_one(code: str) -> None:
    """Its lines are equally long."""
    text = (NEWS[code] * 5)[:110]
    filled = "\n".join(text[at : at + 30] for at in range(0, len(text), 30))
    assert blocks(f"{filled}\n") == [("paragraph", filled)]


def test_a_paragraph_filled_as_the_others_is_one_however_its_lines_begin() -> None:
    """Names may open all its lines."""
    other = textwrap.fill(f"{NEWS['en']} {NEWS['en']}", 60)
    names = "The council met in the hall on Tuesday and thanked Ms Anna\nMarsh Williams of Port Sauvin."
    assert [line[0].isupper() for line in names.split("\n")[1:]] == [True]
    assert [words for _, words in blocks(f"{other}\n\n{names}\n")] == [other, names]


@pytest.mark.parametrize(
    "text",
    [
        "Mairie de Brévance\n12, rue des Tilleuls\n44120 Brévance\nFrance",
        "Great win last night for the whole team\nThanks to everyone who came to the old ground\n"
        "See you all on Saturday at Port Sauvin\n#football",
        "Sieg für den Verein in der letzten Minute\nDank an alle Freunde im Stadion am Hafen\n"
        "Nächstes Spiel am Samstag in Hamburg",
        "昨晚的比赛我们赢了谢谢大家\n下周六我们去上海比赛\n欢迎来看",
    ],
)
def test_posts_and_addresses_stay_lines(text: str) -> None:
    """No line of them is a heading, so that a summary can have them."""
    assert [words for _, words in blocks(text)] == text.split("\n")
    assert {kind for kind, _ in blocks(text)} == {"paragraph"}


@pytest.mark.parametrize(
    "rows",
    [
        "Name          Town        Votes\nAnne Maret    Brévance    1204\nPaul Sénéchal Port-Sauvin  987",
        "Name\tTown\tVotes\nAnne Maret\tBrévance\t1204\nPaul Sénéchal\tPort-Sauvin\t987",
        "| Name | Town | Votes |\n| Anne Maret | Brévance | 1204 |\n| Paul Sénéchal | Port-Sauvin | 987 |",
        "名前　　　 町　　　 票\n山田太郎    東京    1204\n佐藤花子    大阪    987",
    ],
)
def test_a_table_stays_rows_and_cells(rows: str) -> None:
    """Each cell is translated by itself, and what stands between them stays."""
    text = f"Results of the election\n\n{rows}\n\n{NEWS['en']}\n"
    found = blocks(text)
    assert found[0][0] == "title"
    assert found[-1] == ("paragraph", NEWS["en"])
    cells = [words for kind, words in found if kind == "cell"]
    assert {"1204", "987"} <= set(cells)
    assert all("\n" not in words and "\t" not in words and "|" not in words for words in cells)
    assert len(find_blocks(text)) == 2 + len(cells)


def test_two_spaces_after_a_stop_make_no_table() -> None:
    """As typists write, in filled paragraphs too."""
    said = "The storm was over.  Nobody was hurt in the old town.  The ships could leave.  All was well.  "
    text = textwrap.fill(said * 2, 46)
    assert [kind for kind, _ in blocks(text)] == ["paragraph"]


NARROW = (
    (
        "en",
        "The council decided on Monday that the old bridge over the river has to be closed for two years.",
    ),
    (
        "fr",
        "Le conseil municipal a décidé lundi soir que le vieux pont sur la rivière doit être fermé deux ans.",
    ),
    (
        "es",
        "El ayuntamiento decidió el lunes que el viejo puente sobre el río quede cerrado dos años.",
    ),
    (
        "ru",
        "Городской совет решил поздно вечером в понедельник, что старый мост через реку закроют на два года.",
    ),
    (
        "pl",
        "Rada miasta zdecydowała późnym wieczorem, że stary most na rzece trzeba będzie zamknąć na dwa lata.",
    ),
    (
        "tr",
        "Belediye meclisi gece nehrin üzerindeki eski köprünün iki yıl kapatılmasına karar verdi.",
    ),
)


@pytest.mark.parametrize(("code", "text"), NARROW)
def test_a_narrow_column_is_one_paragraph(code: str, text: str) -> None:
    """Where its lines are full and go on inside a sentence; such short lines were taken for verses."""
    for width in (26, 30, 32, 36, 39):
        filled = textwrap.fill(f"{text} {text}", width)
        assert [words for _, words in blocks(f"{filled}\n\n{NEWS[code]}\n")] == [filled, NEWS[code]], width


def test_verses_in_small_letters_stay_lines() -> None:
    """Such lines end where their sense does, not where they are full."""
    lines = [
        "the rain came down",
        "on roofs of tin and slate,",
        "a slow grey drum,",
        "and nobody ran",
        "for home",
    ]
    assert [words for _, words in blocks("\n".join(lines) + "\n")] == lines


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Town Hall\nHarbour Street 5", "Town Hall\nHarbour Street 5"),
        ("The bridge over the\nriver is closed", "The bridge over the river is closed"),
        ("He left.\nand came back", "He left.\nand came back"),
        ("Contact:\nthe desk", "Contact:\nthe desk"),
        ("One\n\nTwo", "One\n\nTwo"),
        ("\nOne\n", "\nOne\n"),
        ("\n", "\n"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("He said:\n«the port»", "He said:\n«the port»"),
        ("He said that\n«the port» was shut", "He said that «the port» was shut"),
    ],
)
def test_line_ends_of_office_programs_stay_where_they_end_something(text: str, wanted: str) -> None:
    """People part lines of addresses with them, and break long sentences."""
    assert with_own_line_ends(text) == wanted


@pytest.mark.parametrize("code", CASED)
def test_a_sentence_that_was_filled_is_one_in_each_language(code: str) -> None:
    """Whatever its words begin with: nouns have capitals in German."""
    filled = textwrap.fill(NEWS[code], 45)
    assert with_own_line_ends(filled) == NEWS[code] or "\n" not in filled
