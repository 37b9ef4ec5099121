"""Web pages and feeds as documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.records import Document, Fetched, Published
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import deduplicate, expand
from pipeline.read.document import read_document
from pipeline.read.find import find_inputs
from pipeline.read.formats.table import FEED
from pipeline.read.formats.web.feed import FeedContainer
from pipeline.read.reference import Reference
from tests.support import sources

DETECTOR = LangdetectDetector()


def read(path: Path, content: bytes, *, all_text: bool = False) -> list[Document]:
    """Write a file, and return the documents in it."""
    path.write_bytes(content)
    found = list(find_inputs([str(path)]))
    return [read_document(item, DETECTOR, all_text=all_text) for item in found if isinstance(item, Reference)]


def words(document: Document) -> list[tuple[str, str]]:
    """Return the kinds and words of a document's blocks."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_the_article_of_a_page_is_read_and_nothing_beside_it(tmp_path: Path) -> None:
    """Navigation, banners, teasers and scripts are left out; lists, quotations and cells are kept."""
    (document,) = read(tmp_path / "page.html", sources.page())
    assert words(document) == [
        ("title", "La digue cède"),
        (
            "paragraph",
            "La digue de Port-Sauvin a cédé dans la nuit de mercredi à jeudi, inondant plus de 300 maisons.",
        ),
        ("heading", "Évacuation"),
        (
            "paragraph",
            "Les pompiers ont évacué 1 200 personnes. « C'est inédit », a déclaré le maire de la commune.",
        ),
        ("list_item", "Un gymnase est ouvert."),
        ("list_item", "Les écoles sont fermées."),
        ("quotation", "Nous n'avons jamais vu cela, dit une habitante."),
        ("cell", "Quartier"),
        ("cell", "Maisons"),
        ("cell", "Bas"),
        ("cell", "300"),
    ]
    assert "- Un gymnase est ouvert.\n- Les écoles" in document.text
    assert "Quartier | Maisons\nBas | 300" in document.text


def test_what_a_page_says_of_itself_is_kept(tmp_path: Path) -> None:
    """Address, outlet, authors, language, and the time with the zone that the page names."""
    (document,) = read(tmp_path / "page.html", sources.page())
    about = document.metadata
    assert (about.url, about.outlet, about.language) == (
        "https://littoral.example/digue",
        "Le Littoral",
        "fr-FR",
    )
    assert about.authors == ("Jeanne Martin",)
    assert about.published == Published(time="2025-10-09T07:47:00+02:00", said_by="page")
    assert document.reader.startswith("trafilatura ")


@pytest.mark.parametrize(
    ("charset", "encoding", "name"),
    [
        ("iso-8859-1", "cp1252", "cp1252"),
        ("windows-1252", "cp1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15", "iso8859-15"),
        ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "utf-8", "utf-8"),
    ],
)
def test_the_declared_encoding_counts_unless_the_bytes_are_utf_8(
    charset: str, encoding: str, name: str, tmp_path: Path
) -> None:
    """Servers and templates often declare an encoding that the bytes are not in."""
    (document,) = read(tmp_path / "page.html", sources.page(charset, encoding))
    assert document.title == "La digue cède"
    assert document.encoding == name


def test_a_page_without_an_article_is_refused_by_name(tmp_path: Path) -> None:
    """A page of links has no news."""
    with pytest.raises(SourceError, match=r"page\.html: is a web page without an article"):
        read(tmp_path / "page.html", b"<!doctype html><html><body></body></html>")


def test_each_item_of_a_feed_is_a_document(tmp_path: Path) -> None:
    """With its own title, address, time and author; scripts and trackers are dropped."""
    first, second = read(tmp_path / "feed.xml", sources.RSS)
    assert words(first) == [
        ("title", "Le port rouvre"),
        ("paragraph", "Le port a rouvert jeudi matin après deux jours de fermeture."),
        ("paragraph", "Les ferries reprennent vendredi."),
    ]
    assert first.origin == f"{tmp_path}/feed.xml#https://littoral.example/?p=1"
    assert (first.metadata.outlet, first.metadata.authors) == ("Le Littoral", ("Anne Le Goff",))
    assert first.metadata.published == Published(time="2025-10-09T07:47:00+02:00", said_by="feed")
    assert second.origin.endswith("feed.xml#abc%202")
    assert words(second)[1:] == [
        ("heading", "Accord signé"),
        ("paragraph", "Un accord a été signé mercredi."),
        ("list_item", "Hausse de 3 %."),
    ]


@pytest.mark.parametrize(
    ("name", "content", "title", "language"),
    [
        ("a.atom", sources.ATOM, "Abre el museo", "es"),
        ("a.rdf", sources.RDF, "Le pont ferme", None),
        ("a.json", sources.JSON_FEED, "Bridge closes", "en"),
    ],
)
def test_atom_rdf_and_json_feed_are_read(
    name: str, content: bytes, title: str, language: str | None, tmp_path: Path
) -> None:
    """Whatever the form of a feed, its items are the same kind of document."""
    (document,) = read(tmp_path / name, content)
    assert (document.title, document.metadata.language) == (title, language)
    assert document.extension == "json"
    assert json.loads(document.content)["title"] == title


FETCHED = "https://cdn.example/feeds/all.xml"
BASED = """<feed xmlns="http://www.w3.org/2005/Atom" {0}><title>T</title><link href="https://site.example/"/>
<entry {1}><id>a/1</id><title>Words</title><link href="one.html"/></entry></feed>"""
CHANNEL = """<rss version="2.0"><channel><title>T</title><link>{0}</link>
<item><title>Words</title>{1}</item></channel></rss>"""


def on_json(item: str, **feed: str) -> str:
    """Return a JSON Feed with one item."""
    rows = [{"id": "1", "title": "Words", "url": item}]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": rows, **feed})


@pytest.mark.parametrize(
    ("feed", "url"),
    [
        (BASED.format("", ""), "https://cdn.example/feeds/one.html"),
        (BASED.format("xml:base='http://b.example/x/'", ""), "http://b.example/x/one.html"),
        (BASED.format("xml:base='/x/'", "xml:base='y/'"), "https://cdn.example/x/y/one.html"),
        (CHANNEL.format("https://s.example/n/", "<link>one</link>"), "https://s.example/n/one"),
        (CHANNEL.format("/n/", "<link>one</link>"), "https://cdn.example/n/one"),
        (CHANNEL.format("", "<link>/one</link>"), "https://cdn.example/one"),
        (CHANNEL.format("", "<link>/a b\nc?d e</link>"), "https://cdn.example/a%20bc?d%20e"),
        (CHANNEL.format("", "<link>//s.example/one</link>"), "https://s.example/one"),
        (CHANNEL.format("", "<guid>https://s.example/one</guid>"), "https://s.example/one"),
        (CHANNEL.format("", "<guid>abc 2</guid>"), ""),
        (CHANNEL.format("", "<link>javascript:alert(1)</link>"), ""),
        (CHANNEL.format("", "<link>file:///etc/passwd</link>"), ""),
        (on_json("/one"), "https://cdn.example/one"),
        (on_json("/one", home_page_url="https://s.example"), "https://s.example/one"),
        (on_json("one", feed_url="https://s.example/n/f"), "https://s.example/n/one"),
        (on_json("mailto:a@s.example"), ""),
    ],
)
def test_the_links_of_items_are_whole_addresses_of_the_web(feed: str, url: str) -> None:
    """From the base that the feed names, its site, or where it was fetched; ids are names, and stay."""
    said = Fetched(url="https://cdn.example/", final_url=FETCHED, time="", status=200, headers=())
    item = Reference(origin="f", path=None, content=feed.encode(), fetched=said)
    (member,) = expand.members(item, FEED)
    assert isinstance(member, Reference)
    assert member.url == url
    assert read_document(member, DETECTOR).metadata.url == (url or None)
    assert not feed.startswith("<feed") or member.origin == "f#a/1"


def test_an_item_without_words_or_a_page_is_left_out(tmp_path: Path) -> None:
    """It would fail each morning, and there is nothing to be done about it."""
    empty = b"<item></item><item><guid isPermaLink='false'>7</guid><description>&lt;br/></description></item>"
    assert len(read(tmp_path / "feed.xml", sources.RSS.replace(b"<item>", empty + b"<item>", 1))) == 2


def test_items_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Some feeds give all their items the same id."""
    twice = sources.RSS.replace(b"abc 2", b"https://littoral.example/?p=1")
    first, second = read(tmp_path / "feed.xml", twice)
    assert second.origin == f"{first.origin}~2"


def test_an_empty_or_broken_feed_is_one_error(tmp_path: Path) -> None:
    """It is named once, and costs nothing else."""
    for content in (
        b"<rss><channel></channel></rss>",
        b"<rss><channel><item><title>a",
        b'{"version": "https://jsonfeed.org/version/1", "items": 3}',
    ):
        path = tmp_path / "feed.xml"
        path.write_bytes(content)
        (found,) = find_inputs([str(path)])
        if isinstance(found, SourceError):
            assert "feed.xml: is a" in found.message
            assert found.origin == str(path)


def test_entities_and_files_are_not_followed(tmp_path: Path) -> None:
    """A feed or page that names a file, or multiplies entities, gets nothing of it."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    evil = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY s SYSTEM "file://{secret}">{bomb}]>
<rss version="2.0"><channel><title>t</title><item><title>News &s; &e11;</title>
<description>The port opens. &s;</description></item></channel></rss>"""
    for document in read(tmp_path / "feed.xml", evil.encode()):
        assert "secret word" not in document.text
        assert "&" not in document.text
        assert len(document.text) < 10_000


def test_a_feed_may_come_by_a_pipe(tmp_path: Path) -> None:
    """Standard input that holds a feed gives its items, each once."""
    both = sources.RSS
    item = Reference(origin="-", path=None, content=both)
    taken = list(deduplicate.unique_inputs([item], DETECTOR))
    assert [one.origin for one in taken] == ["-#https://littoral.example/?p=1", "-#abc%202"]


def test_all_the_words_of_a_page_can_be_read(tmp_path: Path) -> None:
    """What stands around the article too; scripts are no words."""
    (tmp_path / "a.html").write_bytes(sources.page())
    (reference,) = find_inputs([str(tmp_path / "a.html")])
    assert isinstance(reference, Reference)
    text = read_document(reference, DETECTOR, all_text=True).text
    for words_of_it in (
        "Accueil",
        "Nous utilisons des cookies.",
        "La digue de Port-Sauvin",
        "Mentions légales",
    ):
        assert words_of_it in text
    assert "track()" not in text


def test_captions_of_the_article_stand_apart(tmp_path: Path) -> None:
    """Each where its picture stands; those of teasers and of what nobody sees are none of it."""
    figure = "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>"
    page = sources.PAGE.format(charset="utf-8")
    page = page.replace("<h2>", figure.format("La digue, <b>jeudi</b>. Photo : M. T.") + "<h2>")
    page = page.replace("<ul>", "<div hidden>" + figure.format("Cachée") + "</div><ul>", 1)
    page = page.replace("<aside>", "<aside>" + figure.format("Le marché"))
    (document,) = read(tmp_path / "a.html", page.encode())
    found = words(document)
    at = found.index(("caption", "La digue, jeudi. Photo : M. T."))
    assert found[at + 1] == ("heading", "Évacuation")
    assert [kind for kind, _ in found].count("caption") == 1


SHORT = """<!doctype html><html lang="fr"><head><title>Le port rouvre</title></head><body><article>
<h1>Le port rouvre</h1><div class="byline">Par Jean Petit | Publié le 27/11/2026</div>
<div class="article-body">
<p>Le port de pêche a rouvert vendredi après deux semaines de travaux.</p><p>Les pêcheurs espèrent une bonne
saison malgré la hausse du prix.</p><p>La mairie a promis une aide.</p></div><button>Je m'abonne</button>
</article></body></html>"""


def test_a_short_article_is_no_single_paragraph(tmp_path: Path) -> None:
    """Its title, its byline and its buttons are not glued to its words."""
    (document,) = read(tmp_path / "a.html", SHORT.encode())
    found = words(document)
    assert [text for kind, text in found if kind == "paragraph"][:2] == [
        "Le port de pêche a rouvert vendredi après deux semaines de travaux.",
        "Les pêcheurs espèrent une bonne saison malgré la hausse du prix.",
    ]
    assert not any("abonne" in text for _, text in found)


def test_a_feed_that_was_cut_short_gives_its_items_and_says_so() -> None:
    """Those that are whole are read; a note after the end is no damage."""
    end = sources.RSS.index(b"</rss>")
    cut = Reference(origin="f", path=None, content=sources.RSS[:end])
    *items, error = expand.members(cut, FEED)
    assert len(items) == 2
    assert isinstance(error, SourceError)
    assert error.message == "f#end: the feed ends before its end, so that items may be missing; save it again"
    whole = Reference(origin="f", path=None, content=sources.RSS + b"\n<!-- made in 3 ms -->")
    assert all(isinstance(item, Reference) for item in expand.members(whole, FEED))


def test_a_text_of_atom_is_no_markup(tmp_path: Path) -> None:
    """Signs in it that look like elements are words; HTML is said to be HTML."""
    line = "La balise &lt;strong&gt; et le nom &lt;jean@ville.example&gt; de la mairie : a&lt;b et b&gt;c."
    content = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Le quai</title><entry><title>Un</title><id>1</id>'
        f'<content type="text">{line}</content></entry><entry><title>Deux</title><id>2</id>'
        '<content type="html">La &lt;strong&gt;digue&lt;/strong&gt; cède.</content></entry></feed>'
    )
    first, second = read(tmp_path / "a.atom", content.encode())
    assert "La balise <strong> et le nom <jean@ville.example> de la mairie : a<b et b>c." in first.text
    assert "La digue cède." in second.text


SAID = "<p>The council of the town said on Monday that the bridge over the river will be closed for {}.</p>"
PAGE = (
    "<html lang=en><head><title>The bridge is closed</title></head><body><nav><a href=/>Home</a></nav>"
    f"<article><h1>The bridge is closed</h1>{SAID.format('two years')}{{}}{SAID.format('repairs again')}"
    "</article></body></html>"
)


@pytest.mark.parametrize("all_text", [False, True])
@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (
            "<p>The mayor called it <q>a sad day</q> for all of us.</p>",
            ["The mayor called it “a sad day” for all of us."],
        ),
        (
            "<p>She ran <code>bridge</code> and <kbd>close</kbd> twice.</p>",
            ["She ran bridge and close twice."],
        ),
        ("<p>The price is <s>two</s> <del>or one</del> three million.</p>", ["The price is three million."]),
        (
            "<p>All pay <span style='display: none'>never</span>for the bridge.</p>",
            ["All pay for the bridge."],
        ),
        ("<p>All pay <span aria-hidden=true>and pay</span> for it in time.</p>", ["All pay for it in time."]),
        ("<p hidden>A secret paragraph that nobody ever sees on the page.</p>", []),
        (
            "<p>Roses are red<br>violets are blue<br>bridges are closed</p>",
            ["Roses are red", "violets are blue", "bridges are closed"],
        ),
        (
            "<p>The river rose by a metre in one night,<br>said the mayor on Monday.<br>It fell again.</p>",
            ["The river rose by a metre in one night, said the mayor on Monday. It fell again."],
        ),
        (
            "<pre>\nthe rain came down\non roofs of tin\na slow grey drum\n</pre>",
            ["the rain came down", "on roofs of tin", "a slow grey drum"],
        ),
        (
            "<pre>The rain came down,\non roofs of tin;\na slow grey drum.</pre>",
            ["The rain came down,", "on roofs of tin;", "a slow grey drum."],
        ),
        (
            "<p>The rain came down on the roofs.<br>It was a drum.<br>Slow, grey,<br>and far away.</p>",
            ["The rain came down on the roofs.", "It was a drum.", "Slow, grey,", "and far away."],
        ),
    ],
)
def test_what_stands_in_a_paragraph(tmp_path: Path, html: str, lines: list[str], *, all_text: bool) -> None:
    """Quotations and code do not part it, hidden and struck words are none; broken lines stay lines."""
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(html).encode())
    (item,) = find_inputs([str(path)])
    assert isinstance(item, Reference)
    document = read_document(item, DETECTOR, all_text=all_text)
    found = [
        text for kind, text in words(document) if kind == "paragraph" and not text.startswith("The council")
    ]
    assert [text for text in found if text != "Home"] == lines
    assert "\n".join(lines) in document.text


def test_a_fragment_without_an_article_names_the_way_out(tmp_path: Path) -> None:
    """What has no article may have words."""
    with pytest.raises(SourceError, match="--all-text"):
        read(tmp_path / "a.html", b"<div>Home</div><ul><li><a href=/a>One</a></li></ul>")


@pytest.mark.parametrize("opening", ['<blockquote lang="fr">', '<div class="highlights"><blockquote>'])
def test_a_quotation_is_no_code(tmp_path: Path, opening: str) -> None:
    """Whatever language it is in, and in whatever it stands; it says its language to who tells it."""
    words_of = ["La digue a cédé.", "Nous avons évacué le port toute la nuit."]
    html = f"<article><h1>The dyke broke</h1><p>{'The road to the harbour is closed until Monday. ' * 3}</p>"
    html += f"{opening}<p>{words_of[0]}</p><p>{words_of[1]}</p></blockquote></article>"
    (document,) = read(tmp_path / "a.html", f"<html lang=en><body>{html}</body></html>".encode())
    assert [own for kind, own in words(document) if kind == "quotation"] == words_of
    declared = [document.text[each.start : each.end] for each in document.spoken if each.language == "fr"]
    assert declared == (words_of if "lang" in opening else [])


_LONG = "Une ligne de la mer, dit le maire de Sauvin"
_MATH = (
    "<math><semantics><mrow><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac><mo>=</mo>"
    "<msqrt><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup></msqrt></mrow>"
    "<annotation>TeX</annotation></semantics></math>"
)


@pytest.mark.parametrize(
    ("html", "words_of"),
    [
        (
            f"<p>La formule {_MATH} est juste depuis jeudi.</p>",
            "La formule (a + 1)/2 = √x₁² est juste depuis jeudi.",
        ),
        ("<p>Il fait <math><mo>-</mo><mn>5</mn></math> degrés.</p>", "Il fait -5 degrés."),
        ("<p>Le mot <button>danger</button> reste affiché.</p>", "Le mot danger reste affiché."),
        ("<p>Le port rouvre.</p><button>Partager</button>", "Le port rouvre."),
        ("<p>Le port rouvre. <button>Partager</button></p>", "Le port rouvre."),
        ("<h2><button>Pourquoi la digue cède</button></h2>", "Pourquoi la digue cède"),
        ("<template><p>Un modèle de phrase.</p></template><p>Le port rouvre.</p>", "Le port rouvre."),
        ("<p>Une ligne</br>et une autre.</p>", "Une ligne et une autre."),
        ("<div>Une ligne.</p>Une autre.</div>", "Une ligne. Une autre."),
        (f"<div>{_LONG}.</p>{_LONG} hier.</div>", f"{_LONG}. | {_LONG} hier."),
        ("<p>Une ligne.</p></p><p>Une autre.</p>", "Une ligne. | Une autre."),
        ("<xmp>Du <b>texte</b> &amp; rien.</xmp>", "Du <b>texte</b> &amp; rien."),
    ],
)
@pytest.mark.parametrize("all_text", [True, False])
def test_what_a_browser_shows_is_read(tmp_path: Path, html: str, words_of: str, *, all_text: bool) -> None:
    """Formulas, buttons amid a sentence, end tags that stand for a line end; what it never shows is not."""
    lead = "La digue de Port-Sauvin a cédé jeudi matin, et la route est fermée à tous jusqu'à lundi. " * 3
    page = (
        f"<html lang=fr><body><article><h1>La digue</h1><p>{lead}</p>{html}<p>Fin de la page.</p></article>"
    )
    path = tmp_path / "a.html"
    path.write_bytes(page.encode())
    (item,) = find_inputs([str(path)])
    assert isinstance(item, Reference)
    document = read_document(item, DETECTOR, all_text=all_text)
    found = [own for _, own in words(document)]
    own = found[found.index(lead.strip()) + 1 : found.index("Fin de la page.")]
    assert own == words_of.split(" | ") or " ".join(own) == words_of


@pytest.mark.parametrize("at", ["<description>The ferry", "</title>", "<title>The market"])
def test_half_an_item_of_a_feed_is_not_told(tmp_path: Path, at: str) -> None:
    """A feed that was cut in its last item: this is missing, and it is said that items may be."""
    items = "".join(
        f"<item><title>{title}</title><description>{title} is open, the council said.</description></item>"
        for title in ("The ferry", "The market hall", "The market")
    )
    feed = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    end = feed.rindex("<item>")
    cut = feed[: feed.index(at, end) + len(at)] if at in feed[end:] else feed[: end + 20]
    found = FeedContainer().members(cut.encode(), where=str(tmp_path))
    assert [item.origin if isinstance(item, SourceError) else "item" for item in found] == [
        "item",
        "item",
        "end",
    ]
