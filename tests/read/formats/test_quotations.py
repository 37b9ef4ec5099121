"""The marks that browsers draw around quotations: words of the text, and none of the page that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

import languages
from pipeline.read.formats.web.shown.quotations import take_out_quotation_marks, write_quotation_marks
from tests.read.formats.test_web import read

NESTED = "<p>So: <q>one <q>two</q> and <q>three</q></q>, and <q>four</q>.</p>"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en-GB", "So: “one ‘two’ and ‘three’”, and “four”."),
        ("fr", "So: «\u00a0one “two” and “three”\u00a0», and «\u00a0four\u00a0»."),
        ("de-AT", "So: „one ‚two‘ and ‚three‘“, and „four“."),
        ("ca", "So: «one “two” and “three”», and «four»."),
        ("ja", "So: 「one 『two』 and 『three』」, and 「four」."),
        ("sv", "So: ”one ’two’ and ’three’”, and ”four”."),
        ("ar", "So: «one “two” and “three”», and «four»."),
        ("", "So: “one ‘two’ and ‘three’”, and “four”."),
        ("tlh", "So: “one ‘two’ and ‘three’”, and “four”."),
    ],
)
def test_quotations_have_the_marks_of_their_language(language: str, wanted: str) -> None:
    """Others where one stands in another; English ones where no language is known. All can be taken out."""
    root = lxml_html.document_fromstring(f"<html><body>{NESTED}")
    write_quotation_marks(root, language=language)
    assert "".join(root.itertext()) == wanted
    take_out_quotation_marks(root)
    assert lxml_html.tostring(root[0][0], encoding="unicode") == NESTED


def test_every_language_has_two_pairs() -> None:
    """So that a quotation in another can be told from it."""
    for language in languages.everyone():
        assert (language.nested_quotes or language.quotes[1]) != language.quotes[0], language.code


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<p lang="fr"><q lang="en">No</q></p>', "«\u00a0No\u00a0»"),
        ("<p><q>“No”</q></p>", "“No”"),
        ("<p>A „<q>No</q>“.</p>", "A „No“."),
        ("<p><q style='quotes: none'>No</q></p>", "No"),
        ("<p><q></q></p>", ""),
        ("<p>a <b><q>No</q></b>!</p>", "a “No”!"),
        ("<q>No</q>", "“No”"),
    ],
)
def test_what_browsers_draw_around_an_element(html: str, wanted: str) -> None:
    """The language around it counts, and what its author has written or asked for."""
    root = lxml_html.document_fromstring(f"<html><body>{html}")
    before = lxml_html.tostring(root)
    write_quotation_marks(root)
    assert "".join(root.itertext()) == wanted
    take_out_quotation_marks(root)
    assert lxml_html.tostring(root) == before


def test_a_browser_draws_no_marks_where_the_words_have_one_left() -> None:
    """As where a translation has lost the other."""
    root = lxml_html.document_fromstring("<html><body><p>So: <q>one</q></p>")
    write_quotation_marks(root)
    root[0][0].text = "So: "
    take_out_quotation_marks(root)
    assert lxml_html.tostring(root[0][0], encoding="unicode") == '<p>So: <q style="quotes: none">one</q>”</p>'


SAID = "La maire a dit : « Le pont reste fermé », lundi soir à la presse, et personne ne l’a crue."
HTML = "<p>La maire a dit : <q>Le pont reste fermé</q>, lundi soir à la presse, et personne ne l’a crue.</p>"


@pytest.mark.parametrize("all_text", [False, True])
def test_pages_feeds_and_messages_have_them(tmp_path: Path, *, all_text: bool) -> None:
    """A feed and a message say their language outside of the words."""
    page = f"<html lang=fr><head><title>Le pont</title></head><body><article>{HTML}</article></body></html>"
    feed = (
        '<rss version="2.0"><channel><title>Port</title><language>fr</language><item><title>Le pont</title>'
        f"<description><![CDATA[{HTML}]]></description></item></channel></rss>"
    )
    mail = (
        "From: Port <a@port.example>\nSubject: Le pont\nContent-Language: fr\n"
        f"Content-Type: text/html; charset=utf-8\n\n{HTML}"
    )
    for name, content in (("a.html", page), ("a.xml", feed), ("a.eml", mail)):
        (document,) = read(tmp_path / name, content.encode(), all_text=all_text)
        assert document.text.endswith(f"\n\n{SAID}\n"), name
