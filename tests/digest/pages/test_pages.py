"""The pages show what is quoted, sign for sign, and are valid in what they are."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

import languages
from pipeline.check.glossary_terms import GLOSSARY_CHECK
from pipeline.check.presence import TRANSLATED
from pipeline.check.rules import CHECKS
from pipeline.core.contract.digest import (
    Counts,
    DigestRecord,
    Joined,
    Moment,
    Quote,
    Story,
    StoryReport,
    ToldText,
    WatchFindings,
    WatchHit,
)
from pipeline.digest.pages import PAGES, pages
from pipeline.digest.pages.view import Line, view

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
    assert f"1. {expected} [1]\n" in made["es.txt"].decode()
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
    assert page.index("* Seguimiento: own (1 / 3)\n") < page.index(terms) < page.index(f"1. {expected} [1]")
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


@settings(max_examples=60, deadline=None)  # the first one compiles the templates
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).map(lambda text: " ".join(text.split()))
)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """As a title and as a sentence, in every page."""
    expected = shown(text)
    if not expected.strip():
        return
    made = pages(record("Title", text))
    assert f"   {expected} [1]\n" in made["es.txt"].decode()
    assert expected in html(made).words
    content = feed(made).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert expected in list(content.itertext())
    blocks = [block.partition("\n[1]") for block in markdown(made["es.md"].decode())]
    assert any(words.strip() == expected.strip() and number for words, number, _ in blocks)


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
    assert made.xpath("//@dir") == ["ltr", "rtl"]


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


@pytest.mark.parametrize("has_reader", [False, True])
def test_a_note_after_every_sentence_leads_to_it(has_reader: bool) -> None:
    """Its number is that of the outlet below; it leads to the sentence on the site, or to the source."""
    told = replace(record("Title", "One.", "Two."), has_reader=has_reader)
    variant = "documents/some-document-00000000/es/variant.json"
    (story,) = told.stories
    quotes = [replace(q, texts=(replace(q.texts[0], record=variant),)) for q in story.sentences]
    made = pages(replace(told, stories=(replace(story, sentences=tuple(quotes)),)))
    places = ["reader/some-document-00000000.es.html#b2.1", "reader/some-document-00000000.es.html#b3.1"]
    source = "documents/some-document-00000000/"
    for name, content in made.items():
        text = content.decode().replace("\\", "")
        assert re.search(r"\[1\](</a>|\]\(\S+\))? (<cite><bdi>)?A (&|&amp;) B (<|&lt;)Wire", text), name
        if not name.endswith("txt"):
            for place in places if has_reader else [source]:
                assert f"../{place}" in text, name
            assert has_reader or "reader" not in text, name


def test_no_identifiers_stand_in_the_running_text() -> None:
    """Neither ids of documents and segments nor the name of the run; links have them."""
    made = pages(record("Title", "One.", "Two."))
    words = {name: content.decode() for name, content in made.items()}
    words["es.html"] = "".join(html(made).words)
    words["es.atom.xml"] = "".join(
        "".join(part.itertext()) for part in feed(made).iter(f"{ATOM}title", f"{ATOM}content")
    )
    words["es.md"] = "\n".join(markdown(made["es.md"].decode()))
    for name, text in words.items():
        for identifier in ("some-document", "00000000", "urn:", "b2.1", "some run"):
            assert identifier not in text, (name, identifier)


@pytest.mark.parametrize(
    ("code", "day", "time", "french"),
    [
        ("en", "October 9, 2025", "October 9, 2025, 05:47 UTC", "French"),
        ("fr", "9 octobre 2025", "9 octobre 2025, 05:47 UTC", "français"),
        ("ar", "9 أكتوبر 2025", "9 أكتوبر 2025، 05:47 UTC", "الفرنسية"),
        ("ja", "2025年10月9日", "2025年10月9日、05:47 UTC", "フランス語"),
        ("ru", "9 октября 2025\u202fг.", "9 октября 2025\u202fг., 05:47 UTC", "французский"),
    ],
)
def test_days_and_languages_are_written_as_the_page_s_language_does(
    code: str, day: str, time: str, french: str
) -> None:
    """The day of the digest, the time of a report, the original's language."""
    made = pages(translated(code))
    for name, content in made.items():
        assert day in content.decode(), name
        assert time in content.decode(), name
        assert french in content.decode(), name


def translated(code: str) -> DigestRecord:
    """Return a digest in a language of what was French."""
    told = record("Title", "One.", language="fr")
    (story,) = told.stories

    def into(quote: Quote) -> Quote:
        text = replace(quote.texts[0], digest=code, language=code, origin="machine", method="neural")
        return replace(quote, texts=(text,))

    title, sentences = (tuple(map(into, part)) for part in (story.title, story.sentences))
    return replace(told, languages=(code,), stories=(replace(story, title=title, sentences=sentences),))


@pytest.mark.parametrize(
    ("known", "reports", "mark"),
    [(0, 1, "Nuevo"), (1, 3, "Actualizado · artículos nuevos: 2"), (1, 1, ""), (None, 1, "")],
)
def test_what_is_new_since_the_last_digest_is_marked(known: int | None, reports: int, mark: str) -> None:
    """In every page: a new story, and how many reports an older one has more."""
    told = record("Title", "One.")
    (story,) = told.stories
    story = replace(story, known=known, reports=story.reports * reports)
    for name, content in pages(replace(told, stories=(story,))).items():
        assert bool(mark) == any(each in content.decode() for each in ("Nuevo", "Actualizado")), name
        assert mark in content.decode(), name


def test_what_several_sources_have_in_common_is_said_once() -> None:
    """How they were translated, by their numbers; what one alone has stands beside it."""
    told = translated("es")
    (story,) = told.stories
    quote, report = story.sentences[0], story.reports[0]
    others = [replace(report, document=f"other-{number}", outlet=f"Outlet {number}") for number in (2, 3)]
    own = replace(quote.texts[0], origin="source", method=None)
    quotes = (
        quote,
        replace(quote, document="other-2"),
        replace(quote, document="other-3", language="es", texts=(own,)),
    )
    story = replace(story, reports=(report, *others), sentences=quotes)
    made = pages(replace(told, stories=(story,)))
    remark = "Original: francés, traducido por un modelo neuronal"
    for name, content in made.items():
        assert content.decode().count(remark) == 1, name
    assert f"[3] Outlet 3, 9 de octubre de 2025, 05:47 UTC; [1, 2] {remark}; " in made["es.txt"].decode()


def test_a_report_without_a_date_is_marked_in_a_story_that_has_one() -> None:
    """And a date that cannot be right is said beside that of the file."""
    told = record("Title", "One.")
    (story,) = told.stories
    report = story.reports[0]
    for name, content in pages(
        replace(told, stories=(replace(story, reports=(replace(report, moment=None),)),))
    ).items():
        assert content.decode().count("Sin fecha") == 1, name
    late = Moment(time="2025-10-09T05:47:00Z", day_only=False, source="file", stated="2031-01-02T00:00:00Z")
    for name, content in pages(
        replace(told, stories=(replace(story, reports=(replace(report, moment=late),)),))
    ).items():
        words = content.decode().replace("\\", "")
        assert "archivo del 9 de octubre de 2025 (con fecha futura: 2 de enero de 2031)" in words, name


def test_what_a_story_s_reports_share_stands_below_it() -> None:
    """In every page."""
    told = record("Title", "One.")
    (story,) = told.stories
    joined = Joined(likeness=1.0, names=("Ada Marl",), numbers=("340",))
    for name, content in pages(replace(told, stories=(replace(story, joined=joined),))).items():
        words = re.sub("<[^>]+>", "", content.decode())
        assert words.count("En común: Ada Marl, 340") == 1, name


def test_what_a_story_quotes_a_watch_names_and_does_not_quote() -> None:
    """With the terms that it was found by; sentences that no story has are quoted."""
    told = with_hits("Title", "dam")
    (findings,) = told.watches
    (story,) = told.stories
    hits = [replace(findings.hits[0], quote=quote) for quote in (*story.title, *story.sentences)]
    quoted = replace(findings, hits=tuple(hits), reports=story.reports)
    made = pages(replace(told, watches=(quoted,)))
    assert "\n   → 1. Title [Hallado: dam" in made["es.txt"].decode()
    assert made["es.txt"].decode().count("Fuentes: ") == 1
    assert '<a href="#s1">1. <span' in made["es.html"].decode()
    for name, content in made.items():
        assert content.decode().count("Hallado: ") == 1, name
    alone = pages(replace(told, watches=(quoted,), stories=()))["es.txt"].decode()
    assert "→" not in alone
    assert "Title [1; Hallado: dam" in alone


def test_stories_without_a_date_are_listed_as_such() -> None:
    """Behind the others, under a word that says so, once."""
    told = record("Title", "One.")
    (story,) = told.stories
    undated = replace(story, moment=None, reports=(replace(story.reports[0], moment=None),))
    made = pages(replace(told, stories=(story, undated, undated)))
    text = made["es.txt"].decode()
    assert text.index("1. Title") < text.index("\n\nSin fecha\n\n2. Title") < text.index("3. Title")
    assert html(made).words.count("Sin fecha") == 1
    assert made["es.md"].decode().count("## Sin fecha") == 1
    assert "".join(feed(made).itertext()).count("Sin fecha") == 2


def test_feeds_keep_their_ids() -> None:
    """Of the feed and its entries, whatever else changes; languages have feeds of their own."""
    one, two = feed(pages(record("Title"))), feed(pages(record("Other title", "More.")))
    assert one.findtext(f"{ATOM}id") == two.findtext(f"{ATOM}id")
    path = f"{ATOM}entry/{ATOM}id"
    assert one.findtext(path) == two.findtext(path) != one.findtext(f"{ATOM}id")
    assert one.findtext(f"{ATOM}updated") == "2025-10-09T05:47:00Z"


def test_a_digest_without_stories_says_so() -> None:
    """In one plain sentence and with nothing else but its time, in pages that are valid all the same."""
    made = pages(record())
    assert set(made) == {f"es.{ending}" for ending in PAGES}
    assert made["es.txt"].decode() == (
        "Resumen – 9 de octubre de 2025\n"
        "Periodo: 8 de octubre de 2025, 12:00 UTC – 9 de octubre de 2025, 12:00 UTC\n\nNo hay noticias.\n"
    )
    assert "No hay noticias." in html(made).words
    assert [tag for tag, _ in html(made).tags if tag in ("h2", "article", "footer")] == []
    assert made["es.md"].decode().count("#") == 1
    assert feed(made).findtext(f"{ATOM}subtitle") == "No hay noticias."
    assert feed(made).find(f"{ATOM}entry") is None


@pytest.mark.parametrize("code", sorted(languages.codes()))
def test_every_language_has_words_for_a_digest(code: str) -> None:
    """Of its own, so that no page is half in English."""
    own, english = languages.get(code).digest, languages.get("en").digest
    if code != "en":
        names = [field.name for field in fields(own)]
        same = {name for name in names if getattr(own, name) == getattr(english, name)}
        assert {name for name, _ in own.checks} == {*CHECKS, TRANSLATED, GLOSSARY_CHECK}
        assert same <= {"documents", "period", "original", "sources"}
    text = pages(replace(record(), languages=(code,)))[f"{code}.txt"].decode()
    assert text.endswith(f"\n\n{own.nothing}\n")


def test_the_checks_that_a_translation_did_not_pass_are_named_in_the_page_s_language() -> None:
    """English has the names of the reference."""
    for code, words in (("fr", "À vérifier\u00a0: nombres, noms"), ("en", "Check: numbers, names")):
        told = translated(code)
        (story,) = told.stories
        text = replace(story.sentences[0].texts[0], warnings=("numbers", "names"))
        story = replace(story, sentences=(replace(story.sentences[0], texts=(text,)),))
        for name, content in pages(replace(told, stories=(story,))).items():
            assert words in content.decode(), name


def test_a_digest_without_a_beginning_says_until_when_it_is() -> None:
    """A period of one moment would be none."""
    page = pages(replace(record(), since=None))["es.txt"].decode()
    assert "Periodo: … – 9 de octubre de 2025, 12:00 UTC\n" in page


@pytest.mark.parametrize(("language", "sign"), [("ar", "؛ "), ("fa", "؛ "), ("he", "; "), ("fr", "; ")])
def test_arabic_pages_have_the_arabic_semicolon(language: str, sign: str) -> None:
    """Between the facts of the head, and between a note's number and what is said of its sentence."""
    shown = view(replace(record("Title"), languages=(language,), stories=()), language)
    assert shown.semicolon == sign
    line = Line(text="", language=language, page=language, note=2, link="", remarks=("x",))
    assert line.mark == f"[2{sign}x]"
