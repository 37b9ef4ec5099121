"""Pages whose articles stand in elements that the library for articles leaves out or glues."""

from __future__ import annotations

import pytest

from pipeline.core.ports import Received
from pipeline.core.records import Parsed
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import named, open_reader

HEAD = "<h1>Le pont ferme</h1>"
LEAD = "Le maire a annoncé hier la fermeture du pont de la ville, qui sera réparé cet hiver."
REST = (
    "Les pompiers ont évacué douze familles du quartier pendant la nuit de mercredi.",
    "Le conseil municipal se réunira demain matin à huit heures pour en parler.",
    "La préfète a demandé aux habitants de ne pas approcher du port avant samedi.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in REST)


def read(form: str, content: str) -> Parsed:
    """Read a source."""
    received = Received(content=content.encode(), where="x", detector=LangdetectDetector())
    return open_reader(named(form), where="x").read(received)


def page(body: str) -> str:
    """Return a page."""
    return f"<!DOCTYPE html><html lang=fr><head><title>Le pont ferme</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("name", ["time", "output", "label", "legend", "data", "bdi", "acronym"])
def test_words_in_a_sentence_are_never_lost(name: str) -> None:
    """Whatever element they stand in."""
    line = f"Le pont sera fermé du <{name}>9 octobre</{name}> au <{name}>12 novembre</{name}> à tous."
    found = read("html", page(f"<article>{HEAD}<p>{line}</p>{PARAGRAPHS}</article>")).text
    assert "Le pont sera fermé du 9 octobre au 12 novembre à tous." in found


@pytest.mark.parametrize(
    "body",
    [
        f"{HEAD}{LEAD}<br><br>{LEAD[:-1]} aussi.<br><br>{PARAGRAPHS}",
        f"{HEAD}<b>{LEAD}</b>{PARAGRAPHS}",
        f"<article>{HEAD}{PARAGRAPHS}<h3>Les faits</h3>{LEAD}<h3>La suite</h3>{LEAD}</article>",
        f"<center>{HEAD}{LEAD}{PARAGRAPHS}</center>",
        f"<font face=Arial>{HEAD}{LEAD}{PARAGRAPHS}</font>",
        f"<table><tr><td>Accueil</td><td>{HEAD}<p>{LEAD}</p>{PARAGRAPHS}</td></tr></table>",
    ],
)
def test_words_beside_paragraphs_are_paragraphs(body: str) -> None:
    """Of old pages, and of new ones that are written so; each a block of its own."""
    found = read("html", page(body))
    blocks = [found.text[block.start : block.end] for block in found.blocks]
    for line in (LEAD, *REST):
        assert line in blocks


def test_tables_of_data_stay_tables() -> None:
    """Their cells are cells."""
    data = "<table><tr><th>Quai</th><th>Prix</th></tr><tr><td>Nord</td><td>gratuit</td></tr></table>"
    found = read("html", page(f"<article>{HEAD}<p>{LEAD}</p>{PARAGRAPHS}{data}</article>"))
    assert "Quai | Prix\nNord | gratuit" in found.text


def test_menus_and_labels_beside_paragraphs_are_none() -> None:
    """What is short, in links, or ends like no sentence is left to the library."""
    menu = "<nav>Accueil du journal de la ville et du port. <a href=/>Sport</a></nav>"
    button = "Partager cet article sur tous vos réseaux sociaux préférés"
    found = read("html", page(f"{menu}<article>{HEAD}{button}<p>{LEAD}</p>{PARAGRAPHS}</article>"))
    assert "Accueil" not in found.text
    assert LEAD in found.text


def test_sections_of_xml_in_a_page_are_words() -> None:
    """But for those in scripts and styles; another page has comments there."""
    line = f"<p><![CDATA[{LEAD} & <b>demain</b>]]></p>"
    style = "<style>/*<![CDATA[*/ p > a { color: red } /*]]>*/</style>"
    whole = page(f"<article>{HEAD}{line}{PARAGRAPHS}</article>").replace("</head>", f"{style}</head>")
    xhtml = whole.replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"')
    assert f"{LEAD} & <b>demain</b>" in read("html", xhtml).text
    assert "color" not in read("html", xhtml).text
    assert "demain</b>" not in read("html", whole).text
