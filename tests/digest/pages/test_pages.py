"""The pages show what is quoted, sign for sign, and are valid in what they are."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from pipeline.core.contract.digest import (
    Counts,
    DigestRecord,
    Moment,
    Quote,
    Story,
    StoryReport,
    ToldText,
    WatchFindings,
    WatchHit,
)
from pipeline.digest.pages import PAGES, pages

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    "<script>alert(1)</script> & \"quotes\" 'and' ]]> --> </style>",
    "# Heading *with* _marks_, [link](javascript:alert(1)) `code` ![x](y) ~~no~~ |a|b|",
    "1. first\\ and second\\",
    "![](x) <b>**bold**</b> &amp; &#60;",
    "\x1b[31mred\x1b[0m \u202eevil\u202c",
    "قال الوزير إن السد انهار",
]


def record(*texts: str, language: str = "es") -> DigestRecord:
    """Return a digest of one story that quotes these texts, the first as its title."""
    report = StoryReport(
        document="some-document-00000000",
        origin="some.txt",
        sha256="0" * 64,
        outlet="A & B <Wire>",
        language=language,
        moment=Moment(time="2025-10-09T05:47:00Z", day_only=False, source="document"),
        copies=1,
        near=None,
    )
    quotes = tuple(
        Quote(
            document=report.document,
            segment=f"b{number}.1",
            language=language,
            texts=(
                ToldText(
                    digest="es",
                    language=language,
                    text=text,
                    origin="source",
                    method=None,
                    warnings=(),
                    record="documents/some-document-00000000/document.json",
                ),
            ),
        )
        for number, text in enumerate(texts, start=1)
    )
    story = Story(
        id="urn:uuid:00000000-0000-0000-0000-000000000000",
        moment=report.moment,
        outlets=("A & B <Wire>", "Other *Wire*"),
        reports=(report,),
        title=quotes[:1],
        sentences=quotes[1:],
    )
    return DigestRecord(
        run_id="some run",
        languages=("es",),
        pivot="es",
        since="2025-10-08T12:00:00Z",
        until="2025-10-09T12:00:00Z",
        top=10,
        length=3,
        options=(),
        counts=Counts(documents=1, outside=0, undated=0, unpivoted=0, near_duplicates=0, stories=1, told=1),
        stories=(story,) if texts else (),
        software=(),
        files=(),
    )


def shown(text: str) -> str:
    """Return a text without what no page shows."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]", "", text)


class Reader(HTMLParser):
    """Reads the words, languages and elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)


def html(made: dict[str, bytes]) -> Reader:
    """Return the HTML page, read."""
    return Reader(made["es.html"].decode())


def feed(made: dict[str, bytes]) -> etree._Element:
    """Return the Atom feed after it was validated."""
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    tree = etree.fromstring(made["es.atom.xml"])
    schema.assertValid(tree)
    return tree


def markdown(text: str) -> list[str]:
    """Return the words of each block of a Markdown page, as a reader of CommonMark shows them."""
    found = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline":
            parts = token.children or []
            assert not any(part.type in ("html_inline", "image", "code_inline", "em_open") for part in parts)
            found.append("".join(part.content if part.type == "text" else "\n" for part in parts))
        assert token.type != "html_block"
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_quotation_is_shown_and_has_no_effect(text: str) -> None:
    """In any of the pages, and as a title too."""
    made = pages(record(text, text))
    expected = shown(text)
    assert f"1. {expected}\n" in made["es.txt"].decode()
    assert expected in html(made).words
    assert not any(tag == "script" for tag, _ in html(made).tags)
    assert feed(made).findtext(f"{ATOM}entry/{ATOM}title") == expected
    assert any(expected in block for block in markdown(made["es.md"].decode()))


def with_hits(text: str, *terms: str) -> DigestRecord:
    """Return a digest of one story whose title a watch has found by these terms."""
    told = record(text)
    (story,) = told.stories
    findings = WatchFindings(
        name="own",
        words=terms,
        names=(),
        phrases=(),
        query="",
        languages=(),
        found=3,
        reports=story.reports,
        hits=(WatchHit(terms=terms, quote=story.title[0]),),
    )
    return replace(told, watches=(findings,))


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_hit_and_its_terms_has_no_effect(text: str) -> None:
    """In any of the pages; what watches have found stands before the stories, as an article of its own."""
    made = pages(with_hits(text, text, "other"))
    expected, terms = shown(text), f"Hallado: {shown(text)}, other"
    page = made["es.txt"].decode()
    assert page.index("* Seguimiento: own (1 / 3)\n") < page.index(terms) < page.index(f"1. {expected}")
    reader = html(made)
    assert terms in "".join(reader.words)
    assert [found["aria-labelledby"] for tag, found in reader.tags if tag == "article"] == ["w1", "s1"]
    assert not any(tag == "script" for tag, _ in reader.tags)
    first, second = feed(made).findall(f"{ATOM}entry")
    assert (first.findtext(f"{ATOM}title"), second.findtext(f"{ATOM}title")) == (
        "Seguimiento: own (1 / 3)",
        expected,
    )
    assert terms in "".join(first.itertext())
    assert any(terms in block for block in markdown(made["es.md"].decode()))
    alone = pages(replace(with_hits(text, "x"), stories=()))["es.txt"].decode()
    assert "No hay noticias" not in alone
    assert "Noticias: " not in alone


@settings(max_examples=60)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).map(lambda text: " ".join(text.split()))
)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """As a title and as a sentence, in every page."""
    expected = shown(text)
    if not expected.strip():
        return
    made = pages(record("Title", text))
    assert f"   {expected}\n" in made["es.txt"].decode()
    assert expected in html(made).words
    content = feed(made).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert expected in list(content.itertext())
    assert any(block.startswith(expected.strip() + "\n") for block in markdown(made["es.md"].decode()))


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    """Its policy forbids all but the one style, by that style's digest; there is no script, no picture."""
    page = pages(record(*HOSTILE))["es.html"].decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page
    reader = Reader(page)
    assert not {tag for tag, _ in reader.tags} & {"script", "img", "link", "iframe", "object", "form"}
    assert not any(name == "style" or name.startswith("on") for _, found in reader.tags for name in found)
    targets = {found["href"] for tag, found in reader.tags if tag == "a"}
    assert targets == {"../documents/some-document-00000000/"}


def test_language_and_direction_are_those_of_the_quotation() -> None:
    """Of the page's words, its own; of one that was not translated, the original's."""
    reader = html(pages(record("قال", "قال الوزير", language="ar")))
    tags = dict(reader.tags)
    assert (tags["html"]["lang"], tags["html"]["dir"]) == ("es", "ltr")
    assert [found["dir"] for _, found in reader.tags if found.get("lang") == "ar"] == ["rtl", "rtl"]
    made = feed(pages(record("قال", "قال الوزير", language="ar")))
    assert made.xpath("//@dir") == ["rtl"]


def test_the_page_has_landmarks_and_headings_in_order() -> None:
    """One first heading, one second heading a story, each story named by its own."""
    reader = html(pages(record("Title", "Sentence.")))
    names = [tag for tag, _ in reader.tags]
    assert [name for name in names if name in ("header", "main", "article", "h1", "h2")] == [
        "header",
        "h1",
        "main",
        "article",
        "h2",
    ]
    label = next(found["aria-labelledby"] for tag, found in reader.tags if tag == "article")
    assert any(tag == "h2" and found["id"] == label for tag, found in reader.tags)


def test_every_sentence_names_its_outlet_and_document() -> None:
    """In every page."""
    made = pages(record("Title", "One.", "Two."))
    for name, content in made.items():
        text = content.decode().replace("\\", "")
        assert text.count("some-document-00000000 b") >= 3, name
        assert re.search(r"A (&|&amp;) B (<|&lt;)Wire", text), name


def test_feeds_keep_their_ids() -> None:
    """Of the feed and its entries, whatever else changes; languages have feeds of their own."""
    one, two = feed(pages(record("Title"))), feed(pages(record("Other title", "More.")))
    assert one.findtext(f"{ATOM}id") == two.findtext(f"{ATOM}id")
    path = f"{ATOM}entry/{ATOM}id"
    assert one.findtext(path) == two.findtext(path) != one.findtext(f"{ATOM}id")
    assert one.findtext(f"{ATOM}updated") == "2025-10-09T05:47:00Z"


def test_a_digest_without_stories_says_so() -> None:
    """In a page that is valid all the same."""
    made = pages(record())
    assert set(made) == {f"es.{ending}" for ending in PAGES}
    assert "No hay noticias." in made["es.txt"].decode()
    assert "No hay noticias." in html(made).words
    assert feed(made).find(f"{ATOM}entry") is None
