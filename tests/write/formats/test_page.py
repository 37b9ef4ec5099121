"""Web pages with other words, their trees read by Python's own parser, which is not ours."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.core.records import Parsed, Translated
from pipeline.split.splitter import RuleSplitter
from pipeline.write.formats.blocks import translated_blocks
from pipeline.write.formats.keep import open_rewriter
from pipeline.write.layout.marks import join_segments
from pipeline.write.layout.segments import write_segments
from tests.conformance.test_rewriter import read
from tests.support import sources
from tests.support.documents import of_text
from tests.support.kept import translated

_VOID = ("meta", "link", "img", "br", "hr", "input")
PAGE = b"""<!DOCTYPE html><html lang=fr><head>
<meta http-equiv="content-type" content="text/html; charset=iso-8859-1">
<title>La digue c\xe8de | Le Littoral</title><meta property="og:title" content="La digue c\xe8de">
<link rel="stylesheet" href="a.css"><link rel="preload" as="script" href="a.js"></head>
<body onload="go()"><nav><a href="javascript:go()">Accueil</a></nav><article><h1>La digue c\xe8de</h1>
<p>La digue de <a href="/port" onclick="go()">Port-<b>Sauvin</b></a> a c\xe9d\xe9 jeudi matin, et la route est
ferm\xe9e.<br>Le maire<!-- ? --> a parl\xe9 &amp; <em>vite</em>.</p>
<p>Les pompiers ont <img src="p.png" alt="x">\xe9vacu\xe9 le port toute la nuit de jeudi.</p>
<iframe src="https://evil.example/"></iframe><script>go()</script></article>
<img src="https://evil.example/p.gif" width="1" height="1"></body></html>"""


class _Tree(HTMLParser):
    """Lists the elements with their attributes, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append(" ".join([tag, *(f"{name}={said}" for name, said in sorted(attrs))]))

    def handle_endtag(self, tag: str) -> None:
        """Keep where an element ends."""
        if tag not in _VOID:
            self.elements.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words += data.split()


def tree(page: bytes) -> _Tree:
    """Return the tree of a page in UTF-8."""
    found = _Tree()
    found.feed(page.decode())
    return found


def rewritten(content: bytes, parsed: Parsed, blocks: tuple[TranslatedBlock, ...]) -> Rewritten:
    """Return a page in other words."""
    rewriter = open_rewriter("html")
    assert rewriter is not None
    return rewriter.rewrite(content, blocks, language="es", encoding=parsed.encoding, where="x")


def test_the_tree_is_the_same_but_for_what_runs() -> None:
    """Elements, attributes and their order; words outside of the article stay as they are."""
    content = sources.page()
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    before, after = tree(content), tree(made.content)
    scripts = [each for each in before.elements if "script" in each]
    assert len(scripts) == 4
    kept = [each for each in before.elements if "script" not in each]
    assert [each for each in after.elements if each != "html lang=es"] == [
        each for each in kept if each != "html lang=fr-FR"
    ]
    assert made.left == ()
    assert {"Accueil", "Mentions", "LA", "DIGUE"} <= set(after.words)


def test_nothing_runs_when_the_page_is_opened() -> None:
    """No script, frame, handler or counter; it is in UTF-8, and says so."""
    parsed = read("html", PAGE)
    made = rewritten(PAGE, parsed, translated(parsed, str.upper)).content.decode()
    for active in (
        "<script",
        "onload",
        "onclick",
        "javascript:",
        "iframe",
        "evil.example",
        "preload",
        "8859",
    ):
        assert active not in made
    assert made.count("charset") == 1
    assert '<meta charset="utf-8">' in made
    assert "<title>LA DIGUE CÈDE | Le Littoral</title>" in made
    assert 'content="LA DIGUE CÈDE"' in made
    assert '<a href="/port">PORT-<b>SAUVIN</b></a>' in made
    assert "&amp; <em>VITE</em>" in made
    assert '<img src="p.png" alt="x">' in made


def test_a_language_from_the_right_turns_the_page() -> None:
    """The page says which way it is read."""
    content = sources.page()
    rewriter = open_rewriter("html")
    assert rewriter is not None
    blocks = translated(read("html", content), str)
    made = rewriter.rewrite(content, blocks, language="ar-t-fr-t0-und", encoding="utf-8", where="x")
    assert b'<html lang="ar-t-fr-t0-und" dir="rtl">' in made.content


@pytest.mark.parametrize(
    "attack",
    [
        "<svg><style><img src=x onerror=go()></style></svg>",
        "<math><style><img src=x onerror=go()></style></math>",
        "<svg><title><img src=x onerror=go()></title></svg>",
        "<svg><desc><b onclick=go()>x</b></desc></svg>",
        "<svg><foreignObject><style><img src=x onerror=go()></style></foreignObject></svg>",
        "<style></style><style><!--</style><img src=x onerror=go()>--></style>",
        "<style>@import url(//evil.example/a.css); p { background: url(https://evil.example/b) }</style>",
        '<p style="background:url(//evil.example/c)">x</p>',
        '<form action="https://evil.example/"><input></form>',
        '<a href="data:text/html,<script>go()</script>">x</a>',
        '<a href=" java\tscript:go()">x</a>',
        '<embed src="https://evil.example/d">',
    ],
)
def test_nothing_that_hides_in_markup_acts(attack: str) -> None:
    """Whatever a browser would make of it that this parser does not."""
    page = sources.PAGE.format(charset="utf-8").replace("<h2>", f"{attack}<h2>").encode()
    parsed = read("html", page)
    made = rewritten(page, parsed, translated(parsed, str.upper)).content.decode()
    for active in ("onerror", "onclick", "evil.example", "script:", "data:text", "@import"):
        assert active not in made


def test_words_after_an_element_without_content_stay() -> None:
    """libxml2 takes them for its content."""
    player = "<p>Avant la vidéo <embed src='x'> après la vidéo.</p><p>Le port<wbr>reste fermé jeudi.</p>"
    page = sources.PAGE.format(charset="utf-8").replace("<h2>", f"{player}<h2>").encode()
    parsed = read("html", page)
    for words in ("après la vidéo.", "reste fermé jeudi.", "Les pompiers ont évacué"):
        assert words in parsed.text
    made = rewritten(page, parsed, translated(parsed, str.upper))
    assert "APRÈS LA VIDÉO." in made.content.decode()
    assert made.left == ()


@pytest.mark.parametrize(
    ("inside", "words", "kept"),
    [
        ('Fermé mardi<sup><a href="#n1">1</a></sup>, dit-il.', "Fermé mardi, dit-il.", ["sup", "a href=#n1"]),
        ('Fermé mardi.<a href="#n1">[2]</a> Rouvert.', "Fermé mardi. Rouvert.", ["a href=#n1"]),
        ('<a href="#r">2</a> Fermé mardi.', "Fermé mardi.", ["a href=#r"]),
        ("Fermé mardi<sup>*</sup> et jeudi.", "Fermé mardi et jeudi.", ["sup"]),
        ("Le 1<sup>er</sup> mai, M<sup>me</sup> Roux.", "Le 1er mai, Mme Roux.", []),
        ("Le n<sup>o</sup> 3 du XX<sup>e</sup> siècle.", "Le nº 3 du XXe siècle.", ["sup"]),
        ("Les N.<sup>os</sup> 3 et 4, le f<sup>o</sup> 2.", "Les N.ºs 3 et 4, le fº 2.", ["sup"]),
        (
            "El 1.<sup>er</sup>, la 3<sup>a</sup>, el 2.<sup>o</sup> C.",
            "El 1.er, la 3ª, el 2.º C.",
            ["sup"] * 3,
        ),
        ("Le 2<sup>nd</sup>, la C<sup>ie</sup>, D<sup>r</sup>.", "Le 2nd, la Cie, Dr.", []),
        ("Un port de 20 m<sup>2</sup> et du CO<sub>2</sub>.", "Un port de 20 m² et du CO₂.", ["sup", "sub"]),
        (
            'Les <a href="/a">inondation</a>s et <a href="/b">le port</a>s.',
            "Les inondations et le ports.",
            None,
        ),
        ("Un <b>trav</b>ail de nuit.", "Un travail de nuit.", ["b"]),
    ],
)
def test_signs_of_notes_and_parts_of_words(inside: str, words: str, kept: list[str] | None) -> None:
    """A sign stays whole after its word and is no text; raised letters are of the word; links never grow."""
    content = sources.page().replace(
        b"</article>", f"<p>{inside} La ville est calme depuis.</p></article>".encode()
    )
    parsed = read("html", content)
    assert f"{words} La ville est calme depuis." in parsed.text
    made = rewritten(content, parsed, translated(parsed, str.upper))
    paragraph = made.content.decode().split("LA VILLE EST CALME")[0].rpartition("<p>")[2]
    found = [each for each in tree(paragraph.encode()).elements if not each.startswith("/")]
    assert "</a>FERM" not in paragraph
    assert found == (["a href=/b"] if kept is None else kept)
    assert made.notes == (("links on a part of a word are left out: 1",) if kept is None else ())


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>Ici <span translate=no>Le chat noir</span> joue.</p>", "ICI Le chat noir JOUE."),
        ("<p>Ici <b class='x notranslate'>Le chat</b> joue.</p>", "ICI Le chat JOUE."),
        ("<p>Tapez <code>ls</code>, puis <kbd>q</kbd>.</p>", "TAPEZ ls, PUIS q."),
        ("<p>Tapez <code translate=yes>ls</code> ici.</p>", "TAPEZ LS ICI."),
        ("<p>Le <i translate=no>port</i>ier dort.</p>", "LE portIER DORT."),
        ("<p>Le <b>grand</b><i translate=no>port</i> dort.</p>", "LE GRANDport DORT."),
        ("<p>Le <b><i translate=no>port<br>de mer</i> bleu</b>.</p>", "LE port de mer BLEU."),
        ("<p>Un <i lang=en>fact checking</i> du jour, ici.</p>", "UN fact checking DU JOUR, ICI."),
        ("<p>Un <span lang=de-AT>Heuriger</span> du jour.</p>", "UN Heuriger DU JOUR."),
        ("<p>Un <i lang=fr-CA>char</i> du jour.</p>", "UN CHAR DU JOUR."),
        ("<p><span lang=en>Le port rouvre</span> ici.</p>", "LE PORT ROUVRE ICI."),
        ("<p class=MsoNormal>Le <span lang=EN-GB>port</span> rouvre ici.</p>", "LE PORT ROUVRE ICI."),
        ("<p translate=no>Le port rouvre.</p>", "Le port rouvre."),
        ("<div class=notranslate><h2>Le port</h2></div>", "Le port"),
        ("<div translate=no><p translate=yes>Le port rouvre.</p></div>", "LE PORT ROUVRE."),
    ],
)
@pytest.mark.parametrize("with_marks", [True, False])
def test_words_that_ask_for_it_are_not_translated(markup: str, wanted: str, *, with_marks: bool) -> None:
    """They are marked in the text with and without the page's own format, and its elements keep them."""
    content = sources.page().replace(b"</article>", f"{markup}<p>La ville est calme.</p></article>".encode())
    for name in (b"<html", b"<body"):  # what a whole page asks for does not count
        content = content.replace(name, name + b" translate=no", 1)
    parsed = read("html", content, with_marks=with_marks)
    blocks = translated(parsed, str.upper)
    assert wanted in [block.words for block in blocks]
    assert "LA VILLE EST CALME." in [block.words for block in blocks]
    if with_marks:
        made = rewritten(content, parsed, blocks).content
        paragraph = made.decode().split("<p>LA VILLE")[0]
        assert "".join(tree(paragraph.encode()).words).endswith(wanted.replace(" ", ""))


@pytest.mark.parametrize(
    "inside",
    [
        "Prix <s>dix</s> <b>douze</b> euros.",
        "Prix <img src='x.png'> douze.",
        "Prix <select><option>dix</option></select> douze <img src='x.png'> euros.",
        "Le <a name='p12'></a>port rouvre.",
        "Le port<a href='#' title='t'></a> rouvre.",
        "Le <a id='p'><b></b></a> port <i> </i>rouvre.",
        "Le port<br>rouvre mardi.",
        "Le port <br>rouvre mardi.",
        "<img src='x.png'> Le port rouvre.",
        "Le port mesure 12 m<sup>2</sup>, soit 10<sup>6</sup> cm<sup>2</sup> de H<sub>2</sub>O.",
    ],
)
def test_what_has_no_words_keeps_its_spaces_and_stays_empty(inside: str) -> None:
    """With the words only set in capitals, nothing else of the paragraph changes but runs of spaces."""
    more = "La ville est calme depuis que les ouvriers de la commune ont réparé la digue du port, dit-on."
    content = sources.page().replace(b"</article>", f"<p>{inside} {more}</p></article>".encode())
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    paragraph = made.content.decode().split(" LA VILLE EST CALME")[0].rpartition("<p>")[2]
    assert " ".join(paragraph.replace('"', "'").lower().split()) == inside.lower()


def test_words_that_were_struck_out_are_counted() -> None:
    """They stay in the source's language, which a note says; a figure has none."""
    inside = (
        "<p>Prix <s>dix euros</s> <del>onze</del> <strike>12</strike> neuf euros, dit la mairie "
        "du port lundi matin devant la presse et les habitants du quartier.</p>"
    )
    content = sources.page().replace(b"</article>", f"{inside}</article>".encode())
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    assert made.notes == ("words that were struck out are in the source's language: 2",)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Lyon", "LEÓN"),
        ("  Lyon\n", "LEÓN"),
        ("Lyon | Le Littoral", "LEÓN | Le Littoral"),
        ("Le Littoral|Lyon", "Le Littoral|LEÓN"),
        ("Lyon - Lyon – Lyon — Lyon", "LEÓN - LEÓN – LEÓN — LEÓN"),
        ("Villes : Lyon · Le Littoral", "Villes : LEÓN · Le Littoral"),
        ("Le Littoral » Lyon", "Le Littoral » LEÓN"),
        ("La Lyonnaise et Lyon-Nord", "La Lyonnaise et Lyon-Nord"),
        ("Visiter Lyon | Le Littoral", "Visiter Lyon | Le Littoral"),
        ("« Lyon » hier", "« Lyon » hier"),
        ("LYON | Le Littoral", "LYON | Le Littoral"),
    ],
)
def test_a_title_is_translated_where_it_stands_by_itself(said: str, wanted: str) -> None:
    """Never as a part of other words; what separates it from the name of a site stays."""
    head = '<meta property="og:title" content="Lyon"><meta name="keywords" content="Lyon">'
    head += f'<meta name="twitter:title" content="{said}">'
    page = sources.page().decode().replace("La digue cède", "Lyon").replace("</head>", f"{head}</head>")
    parsed = read("html", page.encode())
    blocks = translated(parsed, lambda text: text.upper().replace("LYON", "LEÓN"))
    made = tree(rewritten(page.encode(), parsed, blocks).content)
    assert f"meta content={wanted} name=twitter:title" in made.elements
    assert "meta content=Lyon name=keywords" in made.elements


@pytest.mark.parametrize(
    "doctype",
    [
        "",
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">',
        '<!DOCTYPE html SYSTEM "about:legacy-compat">',
    ],
)
def test_the_document_type_is_the_page_s_own(doctype: str) -> None:
    """A page without one gets none: browsers lay it out otherwise where it has one."""
    page = sources.page().decode().replace("<!doctype html>", doctype).encode()
    parsed = read("html", page)
    made = rewritten(page, parsed, translated(parsed, str.upper)).content.decode()
    assert made.partition("<html")[0].strip() == doctype


XHTML = """<?xml version="1.0" encoding="{charset}"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" /><title>Le marché rouvre</title>
<style type="text/css">ul &gt; li {{ color: red }}</style><link rel="stylesheet" href="a.css" /></head>
<body xmlns:h="http://www.w3.org/1999/xhtml"><h:script>go()</h:script><div id="top"></div>
<h1>Le marché rouvre</h1>
<p>Le marché couvert de la ville a rouvert mardi&nbsp;matin,<br />après <em>deux mois</em> de travaux
&amp; de bruit.</p>
<p>Les marchands ont <img src="p.png" alt="" />retrouvé leurs étals, et les clients sont nombreux.</p><hr />
</body></html>"""
_IN_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _of_xml(content: bytes) -> tuple[str, ElementTree.Element]:
    """Return the translation of a page, and its tree as a parser of XML sees it."""
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    assert made.notes == ()
    return made.content.decode(), ElementTree.fromstring(made.content)  # noqa: S314 - it is our own


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_in_xml_stays_xml(charset: str) -> None:
    """A strict parser takes it; declaration, document type and namespace are there, and one language."""
    made, root = _of_xml(XHTML.format(charset=charset).encode(charset))
    assert made.startswith(
        "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0"
    )
    assert (root.tag, root.get("lang"), root.get(_XML_LANGUAGE)) == (f"{_IN_XHTML}html", "es", "es")
    assert root.findtext(f".//{_IN_XHTML}h1") == "LE MARCHÉ ROUVRE"
    assert root.findtext(f".//{_IN_XHTML}em") == "DEUX MOIS"
    assert made.count("charset") == 1
    assert "script" not in made


def test_a_page_in_xml_reads_the_same_as_html() -> None:
    """Its file is named as HTML: so what is empty and no void element has a closing tag."""
    made, root = _of_xml(XHTML.format(charset="utf-8").encode())
    assert '<div id="top"></div>' in made
    assert "<br/>" in made
    assert "ul > li { color: red }" in made
    assert "ul > li { color: red }" in (root.findtext(f".//{_IN_XHTML}style") or "")
    assert {"MARCHANDS", "TRAVAUX"} <= set(tree(made.encode()).words)


@pytest.mark.parametrize(
    "attack",
    [
        "<!-- <style>-&gt;&lt;script&gt;go()&lt;/script&gt;</style> -->",
        "<style>&lt;/style&gt;&lt;script&gt;go()&lt;/script&gt;</style>",
        "<style><![CDATA[</style><script>go()</script>]]></style>",
        "<style>&amp;lt;/style&amp;gt;&amp;lt;script&amp;gt;go()</style>",
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">go()</x:script>',
        '<x:style xmlns:x="http://www.w3.org/1999/xhtml">@import url(//evil.example/a.css);</x:style>',
        '<x:iframe xmlns:x="http://www.w3.org/1999/xhtml" src="https://evil.example/"></x:iframe>',
    ],
)
def test_nothing_acts_that_only_a_parser_of_xml_finds(attack: str) -> None:
    """Prefixes, escapes and sections mean nothing to one of HTML."""
    content = XHTML.format(charset="utf-8").replace("<hr />", f"{attack}<hr />").encode()
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper)).content.decode()
    for active in ("<script", ":script", ":iframe", "evil.example", "@import"):
        assert active not in made


def test_a_page_in_xml_needs_no_declaration() -> None:
    """The namespace says what it is."""
    _, root = _of_xml(XHTML.format(charset="utf-8").partition("?>")[2].strip().encode())
    assert root.get(_XML_LANGUAGE) == "es"


def test_drawings_in_xml_keep_their_large_letters() -> None:
    """A parser of HTML makes them small, and one of XML draws nothing then."""
    lines = '<linearGradient id="g" gradientUnits="userSpaceOnUse" xlink:href="#h"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{lines}</svg>'
    page = XHTML.format(charset="utf-8").replace("<hr />", f"{drawing}<hr />")
    page = page.replace("<body ", '<body xmlns:xlink="http://www.w3.org/1999/xlink" ')
    _, root = _of_xml(page.encode())
    svg = root.find(".//{http://www.w3.org/2000/svg}svg")
    assert svg is not None
    assert svg.attrib == {"viewBox": "0 0 9 9"}
    assert svg[0].tag == "{http://www.w3.org/2000/svg}linearGradient"
    assert (svg[0].get("id"), svg[0].get("gradientUnits")) == ("g", "userSpaceOnUse")
    assert svg[0].get("{http://www.w3.org/1999/xlink}href") == "#h"


@pytest.mark.parametrize(("name", "line_break"), [("a.xhtml", "<br/>"), ("a.html", "<br>")])
def test_a_page_without_namespace_is_xml_by_its_name(name: str, line_break: str) -> None:
    """A page in HTML that happens to be well-formed stays HTML."""
    page = XHTML.format(charset="utf-8").partition('strict.dtd">')[2].strip()
    content = page.replace(' xmlns="http://www.w3.org/1999/xhtml"', "").encode()
    parsed = read("html", content)
    rewriter = open_rewriter("html")
    assert rewriter is not None
    blocks = translated(parsed, str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where=name)
    assert line_break in made.content.decode()


def test_a_page_that_is_not_well_formed_stays_html() -> None:
    """Whatever its declaration says; both of its languages are the translation's."""
    content = XHTML.format(charset="utf-8").replace("<hr />", "<hr>").encode()
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper)).content.decode()
    assert "<?xml" not in made
    assert 'xml:lang="es" lang="es"' in made
    assert "<br>" in made


_LEDE = "Le port de pêche ferme lundi pour une semaine."


def _labelled(head: str, body: str) -> Rewritten:
    """Return a page with this in its head and its article, in capitals."""
    page = sources.page().decode().replace("</head>", f"{head}</head>")
    page = page.replace("<h2>", f"<p>{_LEDE}</p>{body}<h2>")
    parsed = read("html", page.encode())
    return rewritten(page.encode(), parsed, translated(parsed, str.upper))


@pytest.mark.parametrize("name", ["description", "og:description", "twitter:description"])
def test_a_description_that_repeats_a_paragraph_is_translated(name: str) -> None:
    """With other white space too; what is no whole paragraph stays, and is counted without its words."""
    said = _LEDE.replace(" ferme ", "\n  ferme ")
    made = _labelled(f'<meta name="{name}" content="{said}">', "")
    assert f'content="{_LEDE.upper()}"' in made.content.decode()
    assert made.notes == ()
    made = _labelled(f'<meta name="{name}" content="{_LEDE} Et après ?">', "")
    assert f'content="{_LEDE} Et après ?"' in made.content.decode()
    assert made.notes == ("titles, descriptions and attributes that stay in the source's language: 1",)


def test_attributes_that_repeat_text_are_translated_and_others_counted() -> None:
    """Those without letters and those of style sheets and feeds are none."""
    shown = f'<img src="a.png" alt="{_LEDE}" title="Évacuation"><img src="b.png" alt="Une barque">'
    field = '<input placeholder="Votre nom" aria-label="Nom"><img src="c.png" alt="1 / 3">'
    made = _labelled('<link rel="alternate" title="Le fil" href="f.xml">', f"<div>{shown}{field}</div>")
    elements = tree(made.content).elements
    assert f"img alt={_LEDE.upper()} src=a.png title=ÉVACUATION" in elements
    assert "img alt=Une barque src=b.png" in elements
    assert made.notes == ("titles, descriptions and attributes that stay in the source's language: 3",)


def test_a_title_without_the_heading_is_counted() -> None:
    """It stays in the source's language."""
    page = sources.page().replace(b"<title>La digue c\xc3\xa8de -", "<title>Crue à Port-Sauvin -".encode())
    page = page.replace(b"</head>", '<meta property="og:title" content="La digue cède"></head>'.encode())
    parsed = read("html", page)
    made = rewritten(page, parsed, translated(parsed, str.upper))
    assert "<title>Crue à Port-Sauvin - Le Littoral</title>" in made.content.decode()
    assert made.notes == ("titles, descriptions and attributes that stay in the source's language: 1",)


def test_a_description_that_repeats_a_sentence_is_translated() -> None:
    """A sentence of a longer paragraph, as the writer of a run gives it."""
    lede = "Le bac de Port-Sauvin s'arrête."
    page = sources.page().decode().replace("</head>", f'<meta name="description" content="{lede}"></head>')
    page = page.replace("<h2>", "<p>Le bac de <b>Port-Sauvin</b> s'arrête. Il repart samedi.</p><h2>")
    parsed = read("html", page.encode())
    document = replace(of_text(parsed.text, parsed.blocks), marks=parsed.marks)
    segments = join_segments(document, RuleSplitter().split(document, ["fr"] * len(document.blocks)))
    answers = {each.id: Translated(text=each.text.upper(), origin="human") for each in segments}
    written = write_segments(document, segments, answers)
    blocks = tuple(translated_blocks(document, segments, written, "es"))
    made = rewritten(page.encode(), parsed, blocks)
    assert f'content="{lede.upper()}"' in made.content.decode()
    assert made.notes == ()


def test_signs_that_no_tree_may_be_given_cost_nothing() -> None:
    """A reference in a style can make them."""
    content = PAGE.replace(b"<em>", b"<em style='color: red&#1;; background: url(//x.example/a)'>")
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    assert b'<em style="color: red ; background: ">VITE</em>' in made.content


@pytest.mark.parametrize("before", ["vite&#1;</em>", "vite</em>&#1; ou"])
def test_such_signs_beside_what_is_taken_out_cost_nothing(before: str) -> None:
    """The text behind a script is joined to the text before it, and either may have them."""
    content = PAGE.replace(b"vite</em>", f"{before}<script>x()</script>&#2;, dit".encode())
    made = rewritten(content, read("html", content), translated(read("html", content), str.upper))
    assert b"script" not in made.content
    assert b"VITE" in made.content


def test_a_comment_after_the_sign_of_a_note_costs_nothing() -> None:
    """What follows a sign is looked at, and a comment has no words."""
    content = PAGE.replace(b"vite</em>.", b"vite</em><sup><a href='#n'>1</a></sup><!-- x --> ici.")
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    assert b"<!-- x --> ICI." in made.content


def test_formulas_stay_and_hide_nothing() -> None:
    """Signs of a formula stay; what a parser could take for an element does not."""
    formula = b"<math><mi>x</mi><mo>=</mo><mn>2</mn><mtext><script>go()</script></mtext></math>"
    content = PAGE.replace(b"<em>vite</em>", b"<em>vite</em> " + formula)
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper)).content
    assert b"<mi>x</mi><mo>=</mo><mn>2</mn>" in made
    assert b"script" not in made


def test_lines_stay_lines_and_unseen_words_as_they_are() -> None:
    """Verses that a page breaks get their words line by line; what is hidden or struck out keeps its own."""
    said = "<p>The council said on Monday that the bridge over the river will be closed for two years{}.</p>"
    content = (
        "<html lang=en><head><title>The bridge</title></head><body><article><h1>The bridge</h1>"
        f"{said.format('')}<p>Roses are red<br>violets are <b>blue</b><br>bridges are closed</p>"
        "<pre>\nthe rain came down\non roofs of tin\na slow grey drum\n</pre>"
        "<p>It costs <s>two</s> <q>three</q> million<span hidden> or so</span>, they say.</p>"
        f"{said.format(' again')}</article></body></html>"
    ).encode()
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    bare = made.content.decode().replace("<span>", "").replace("</span>", "")
    assert "<p>ROSES ARE RED<br>VIOLETS ARE <b>BLUE</b><br>BRIDGES ARE CLOSED</p>" in bare
    assert "<pre>\nTHE RAIN CAME DOWN\nON ROOFS OF TIN\nA SLOW GREY DRUM\n</pre>" in bare
    assert "<s>two</s>" in bare
    assert "<q>THREE</q> MILLION<span hidden> or so" in bare
    assert made.left == ()


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<p lang="fr">{}</p>', '<p lang="es">{}</p>'),
        ('<p lang="fr" dir="ltr">{}</p>', '<p lang="es" dir="ltr">{}</p>'),
        (
            '<div lang="fr" dir="rtl"><p>{}</p></div>',
            '<div lang="fr" dir="rtl"><p lang="es" dir="ltr">{}</p></div>',
        ),
        ('<p><span lang="fr">{}</span></p>', '<p><span lang="es">{}</span></p>'),
        ("<p>{}</p>", "<p>{}</p>"),
    ],
)
def test_what_was_translated_says_its_new_language(markup: str, wanted: str) -> None:
    """The element of its words does; one around it stays, for more may stand in that."""
    words = "La digue de Port-Sauvin a cédé dans la nuit de jeudi, et la route du port est fermée."
    kept = '<blockquote lang="la">Fluctuat nec mergitur, hoc est verbum urbis.</blockquote>'
    inside = f"{markup.format(words)}{kept}<p>{words[:-1]} jeudi.</p>"
    content = f"<html lang=fr><body><article><h1>La digue</h1>{inside}</article>".encode()
    parsed = read("html", content)
    blocks = tuple(
        replace(block, pieces=None) if "mergitur" in block.text else block
        for block in translated(parsed, str.upper)
    )
    made = rewritten(content, parsed, blocks).content.decode()
    assert wanted.format(words.upper()) in made
    assert kept in made


def test_what_was_not_read_of_an_article_is_counted() -> None:
    """It may be a button; it stays in the source's language."""
    words = "La digue de Port-Sauvin a cédé dans la nuit de jeudi, et la route du port est fermée."
    link = '<div class="x"><p><a href="/a">Lire le dossier</a></p></div>'
    inside = f"<p>{words}</p><p>{words[:-1]} jeudi.</p>{link}"
    content = f'<html lang=fr><body><article class="a"><h1>La digue</h1>{inside}</article>'.encode()
    parsed = read("html", content)
    made = rewritten(content, parsed, translated(parsed, str.upper))
    assert "Lire le dossier" in made.content.decode()
    assert [note.rpartition(": ")[2] for note in made.notes if note.startswith("lines beside")] == ["1"]


@pytest.mark.parametrize(
    "parting", ["&shy;", "<wbr>", "<wbr>&shy;", "&shy;<wbr>", "&#8203;", "<wbr>ter&shy;"]
)
def test_a_word_that_may_be_parted_at_a_line_end_is_one(parting: str) -> None:
    """What has no words in it moves behind the word, for an engine is given what is between two marks."""
    words = f"The air{parting}port of the <b>north&shy;ern</b> in{parting}land is closed."
    parsed = read(
        "html", f"<html><body><article><h1>News</h1><p>{words}</p></article></body></html>".encode()
    )
    for mark in parsed.marks:
        around = parsed.text[mark.start - 1 : mark.start + 1]
        assert not around.isalpha(), around


def test_quotations_and_lists_are_as_they_were() -> None:
    """A browser draws the marks of the new language, and the numbers; the page has none of them twice."""
    said = "The mayor said <q>the bridge is <q>too old</q> for us</q>, on Monday evening in the town hall."
    rows = "<ol start=3 reversed><li>The calm one is in the north.<li value=9>The last one is here.</ol>"
    content = f"<html lang=en><body><article><h1>Bridge</h1><p>{said}</p>{rows}</article></body>".encode()
    parsed = read("html", content)
    assert "“the bridge is ‘too old’ for us”" in parsed.text
    assert "3. The calm one is in the north.\n9. The last one" in parsed.text
    made = rewritten(content, parsed, translated(parsed, lambda words: words.upper().replace("“", "«")))
    before, after = tree(content), tree(made.content)
    kept = [[each for each in page.elements if each[0] != "/"] for page in (before, after)]
    assert kept[1][kept[1].index("body") :] == kept[0][kept[0].index("body") :]
    assert after.words == " ".join(before.words).upper().split()
