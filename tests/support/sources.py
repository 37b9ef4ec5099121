"""Sources of each format, written for the tests: events, places and people are invented."""

from __future__ import annotations

import json

PAGE = """<!doctype html>
<html lang="fr-FR"><head><meta charset="{charset}"><title>La digue cède - Le Littoral</title>
<meta property="og:site_name" content="Le Littoral">
<link rel="canonical" href="https://littoral.example/digue">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
 "headline": "La digue cède", "datePublished": "2025-10-09T07:47:00+02:00",
 "author": [{{"@type": "Person", "name": "Jeanne Martin"}}]}}]}}</script></head>
<body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<div class="cookie-banner">Nous utilisons des cookies. <button>Accepter</button></div>
<article><h1>La digue cède</h1>
<p>La digue de Port-Sauvin a cédé dans la nuit de mercredi à jeudi,
inondant <b>plus de 300</b> maisons.</p>
<h2>Évacuation</h2>
<p>Les pompiers ont évacué 1 200 personnes. « C’est inédit », a déclaré le maire de la commune.</p>
<ul><li>Un gymnase est ouvert.</li><li>Les écoles sont fermées.</li></ul>
<blockquote><p>Nous n’avons jamais vu cela, dit une habitante.</p></blockquote>
<table><tr><th>Quartier</th><th>Maisons</th></tr><tr><td>Bas</td><td>300</td></tr></table></article>
<aside><h3>À lire aussi</h3><a href="/x">Le marché ferme</a></aside>
<footer>Mentions légales</footer><script>track()</script></body></html>"""
"""A page of an invented newspaper; ``charset`` is to be filled in."""


def page(charset: str = "utf-8", encoding: str | None = None) -> bytes:
    """Return the page with a declared charset, in an encoding (that charset, unless another is given)."""
    return PAGE.format(charset=charset).replace("’", "'").encode(encoding or charset)


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Le Littoral</title><link>https://littoral.example/</link><language>fr</language>
<item><title>Le port rouvre</title><link>https://littoral.example/port</link>
<guid>https://littoral.example/?p=1</guid><pubDate>Thu, 09 Oct 2025 07:47:00 +0200</pubDate>
<dc:creator>Anne Le Goff</dc:creator>
<description><![CDATA[<p>Le port a rouvert jeudi matin après deux jours de fermeture.</p><p>Les ferries
reprennent vendredi.</p><script>alert(1)</script>
<img src="https://tracker.example/p.gif">]]></description></item>
<item><title>Fin du conflit</title><guid isPermaLink="false">abc 2</guid>
<description>Résumé court.</description><content:encoded><![CDATA[<h2>Accord signé</h2>
<p>Un accord a été signé
mercredi.</p><ul><li>Hausse de 3 %.</li></ul>]]></content:encoded></item>
</channel></rss>""".encode()

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>El Faro</title><id>urn:x:1</id>
<updated>2025-10-09T06:00:00Z</updated>
<entry><title>Abre el museo</title><id>urn:x:1:1</id><link href="https://faro.example/museo"/>
<updated>2025-10-09T06:00:00Z</updated><author><name>Luz Prado</name></author>
<content type="html">&lt;p&gt;El museo abrió sus puertas el jueves.&lt;/p&gt;</content></entry>
</feed>""".encode()

RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://quai.example/"><title>Le Quai</title><link>https://quai.example/</link></channel>
<item rdf:about="https://quai.example/1"><title>Le pont ferme</title><link>https://quai.example/1</link>
<description>Le pont fermera lundi pour travaux.</description></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Pier",
        "language": "en",
        "items": [
            {
                "id": "1",
                "url": "https://pier.example/1",
                "title": "Bridge closes",
                "content_text": "The bridge closes on Monday.\n\nIt opens again in May.",
                "date_published": "2025-10-08T10:00:00+01:00",
            }
        ],
    }
).encode()

MESSAGE = """From: "The Pier" <news@pier.example>
To: reader@example.org
Subject: =?utf-8?q?Le_march=C3=A9_ferme?=
Date: Thu, 09 Oct 2025 07:47:00 +0200
Message-ID: <abc@pier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

Le marché couvert fermera ses portes en décembre.

Les commerçants seront relogés.

> On avait dit en novembre.

--{space}
La rédaction
""".replace("{space}", " ").encode("latin-1")

NEWSLETTER = b"""From: news@pier.example
Subject: The week
Date: Thu, 09 Oct 2025 07:47:00 -0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="XX"

--XX
Content-Type: text/plain; charset=utf-8

See this letter in your browser.

--XX
Content-Type: text/html; charset=utf-8

<html><head><style>p{color:red}</style></head><body><div style="display:none">Preview text</div>
<table><tr><td><h1>Harbour grows</h1><p>The harbour grew by a tenth this year, the port authority said.</p>
<p>It will need two more cranes before the spring, its head added on Thursday.</p></td></tr></table>
<img src="https://tracker.example/open.gif"></body></html>
--XX--
"""

MAILBOX = (
    b"From news@pier.example Thu Oct  9 07:47:00 2025\n"
    + MESSAGE
    + b"\nFrom news@pier.example Thu Oct  9 08:47:00 2025\n"
    + MESSAGE.replace(b"abc@", b"def@").replace(b"\nLes comm", b"\n>From now on, no more.\n\nLes comm")
    + b"\n"
)


ITEM = json.dumps(
    {
        "id": "pier-1",
        "title": "Le march&eacute; couvert ferme",
        "content_html": "Le march&eacute; <b>couvert</b> ferme en décembre.<p>Les commerçants "
        "seront <a href='/r'>relogés</a>.</p>La mairie a promis<br>une date.<br><br>"
        "Une <i>réunion</i> est prévue lundi.",
        "language": "fr",
        "tags": ["marché"],
        "_credit": "Source : Agence Littorale",
    }
).encode()
"""An item of a feed, with lines that no element holds alone."""


DISCLAIMER = "The views in this mail are its author's."
"""A plain text beside a message in HTML."""


def beside_html(other_form: str = "", *, comes_first: bool = False) -> bytes:
    """Return a message of a text in HTML, perhaps with another form of it, and a plain text beside both."""
    text = f"--A\nContent-Type: text/plain\n\n{DISCLAIMER}\n"
    both = (
        f"--A\nContent-Type: multipart/alternative; boundary=B\n\n{other_form}"
        "--B\nContent-Type: text/html\n\n<p>The bridge is closed.</p>\n--B--\n"
    )
    head = "From: a@pier.example\nSubject: News\nContent-Type: multipart/mixed; boundary=A\n\n"
    return f"{head}{text + both if comes_first else both + text}--A--\n".encode()
