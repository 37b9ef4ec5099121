"""Items of feeds and tables in other words, read by Python's own parsers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.core.ports import Rewritten
from pipeline.write.formats.keep import open_rewriter
from tests.conformance.test_rewriter import read
from tests.support import sources
from tests.support.kept import translated


def made_of(item: dict[str, Any], language: str = "es") -> tuple[dict[str, Any], Rewritten]:
    """Return an item in upper case, and what is said of it."""
    content = json.dumps(item).encode()
    rewriter = open_rewriter("json")
    assert rewriter is not None
    parsed = read("json", content)
    made = rewriter.rewrite(
        content, translated(parsed, str.upper), language=language, encoding="utf-8", where="x"
    )
    return json.loads(made.content), made


def test_words_are_translated_and_all_else_stays() -> None:
    """Tags, ids and what the program does not know stay."""
    made, told = made_of(json.loads(sources.ITEM))
    assert made == {
        "id": "pier-1",
        "title": "LE MARCHÉ COUVERT FERME",
        "content_html": "<span>LE MARCHÉ <b>COUVERT</b> FERME EN DÉCEMBRE.</span><p>LES COMMERÇANTS SERONT"
        ' <a href="/r">RELOGÉS</a>.</p><span>LA MAIRIE A PROMIS<br>UNE DATE.</span><br><br>'
        "<span>UNE <i>RÉUNION</i> EST PRÉVUE LUNDI.</span>",
        "language": "es",
        "tags": ["marché"],
        "_credit": "SOURCE : AGENCE LITTORALE",
    }
    assert (told.left, told.notes) == ((), ())


def test_nothing_runs() -> None:
    """Programs show items in pages of their own."""
    made, _ = made_of({"content_html": "<p onclick='go()'>La digue.</p><script>go()</script>"})
    assert made["content_html"] == "<p>LA DIGUE.</p>"


def test_plain_text_keeps_its_lines() -> None:
    """What stands between paragraphs is the same."""
    made, _ = made_of({"content_text": "La digue.\r\n\r\n\r\nLe port :\n- un quai\n- deux quais\n"})
    assert made["content_text"] == "LA DIGUE.\n\n\nLE PORT :\n- UN QUAI\n- DEUX QUAIS"


def test_a_title_that_the_text_repeats_is_translated_there_too() -> None:
    """It is one block of the document."""
    made, _ = made_of({"title": "La digue cède", "content_html": "<h2>La digue cède</h2><p>Au port.</p>"})
    assert made["title"] == "LA DIGUE CÈDE"
    assert made["content_html"] == "<h2>LA DIGUE CÈDE</h2><p>AU PORT.</p>"


def test_a_title_that_would_be_read_as_another_is_escaped() -> None:
    """Readers of feeds take off what stands for a sign."""
    made, _ = made_of({"title": "On écrit &amp;amp; ici", "content_text": "La digue."})
    assert made["title"] == "ON ÉCRIT &amp;AMP; ICI"


def test_a_summary_that_repeats_the_text_is_translated() -> None:
    """As many feeds have the text twice, or its first paragraph."""
    made, told = made_of(
        {
            "content_html": "<p>La digue <b>cède</b>.</p><p>Le port.</p>",
            "content_text": "La digue cède.\n\nLe port.",
            "summary": "<p>La digue cède.</p>",
        }
    )
    assert made["content_text"] == "LA DIGUE CÈDE.\n\nLE PORT."
    assert made["summary"] == "<p>LA DIGUE CÈDE.</p>"
    assert told.notes == ()


def test_other_fields_with_words_are_told() -> None:
    """They stay in the source's language."""
    made, told = made_of({"content_text": "La digue cède.", "summary": "Résumé."})
    assert made["summary"] == "Résumé."
    assert told.notes == ("in the source's language: summary",)


def test_a_text_that_is_read_from_the_right_says_so() -> None:
    """As a piece of a page has no element around it that could."""
    made, _ = made_of({"content_html": "<p>La digue.</p>"}, language="ar")
    assert made["content_html"] == '<div dir="rtl" lang="ar"><p>LA DIGUE.</p></div>'


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<p>un<br><br>deux</p>", "<p><span>UN</span><br><br><span>DEUX</span></p>"),
        ("<font>un<br> <br>deux</font>", "<font><span>UN</span><br> <br><span>DEUX</span></font>"),
        (
            "<li>un<ul><li>sous</li></ul>deux</li>",
            "<li><span>UN</span><ul><li>SOUS</li></ul><span>DEUX</span></li>",
        ),
        ("un <!-- c --><b>mot</b><hr>deux", "<span>UN <!-- c --><b>MOT</b></span><hr><span>DEUX</span>"),
        ("un\n\ndeux\n \ntrois", "<span>UN</span>\n\n<span>DEUX</span>\n \n<span>TROIS</span>"),
        ("un&#1;\n\nd&#2;eux<hr>&#3;trois", "<span>UN</span>\n\n<span>DEUX</span><hr><span>TROIS</span>"),
        ("<p>un</p>", "<p>UN</p>"),
        ("un<br>deux", "UN<br>DEUX"),
    ],
)
def test_lines_that_no_element_holds_are_written_too(source: str, wanted: str) -> None:
    """Each gets an element; what an element holds alone gets none."""
    made, told = made_of({"content_html": source})
    assert made["content_html"] == wanted
    assert told.left == ()


def test_a_line_that_begins_in_an_element_and_ends_outside_is_left() -> None:
    """It is said which blocks these are."""
    made, told = made_of({"content_html": "<p>La digue.</p>un <b>gras<br><br>suite</b> fin"})
    assert made["content_html"].startswith("<p>LA DIGUE.</p>un <b>")
    assert told.left == (1, 2)


def test_a_title_has_no_elements() -> None:
    """Programs show titles as they stand; some feeds escape theirs."""
    made, _ = made_of({"title": "La &lt;i&gt;digue&lt;/i&gt; <b>cède</b>", "content_text": "Au port."})
    assert made["title"] == "LA DIGUE CÈDE"


def test_a_body_is_not_its_own_summary() -> None:
    """What feeds with one text repeat is written once, and notes of our own are not written at all."""
    body = "<p>La <b>digue</b> cède.</p>"
    made, told = made_of({"content_html": body, "summary": body, "_of_table": True})
    assert made["content_html"] == "<p>LA <b>DIGUE</b> CÈDE.</p>"
    assert not {"summary", "_of_table"} & set(made)
    made, told = made_of({"content_html": body, "summary": "La digue cède."})
    assert made["summary"] == "LA DIGUE CÈDE."
    assert told.notes == ()
