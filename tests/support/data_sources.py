"""Tables, JSON and news wires, written for the tests: events, places and people are invented."""

from __future__ import annotations

import json

TABLE = (
    "titre;corps;date;auteur;lien;langue;identifiant\r\n"
    '"La digue cède";"La digue de Port-Sauvin a cédé.\r\n\r\nLes pompiers ont évacué ""1 200"" personnes.";'
    "09.10.2025 07:47;Jeanne Martin;https://littoral.example/digue;fr;a1\r\n"
    ";;;;;;\r\n"
    "\r\n"
    "Le port rouvre;Le port a rouvert jeudi matin, les ferries vendredi.;10.10.2025\r\n"
).encode()
"""Two rows with text: one with quoted line ends, one that is shorter than the header."""

RECORDS = (
    {"id": 1, "title": "Bridge closes", "body": "<p>The bridge closes on Monday.</p><p>It opens in May.</p>"},
    {"id": 2, "title": "Harbour grows", "body": "The harbour grew by a tenth.", "published_at": 1760000000},
)
JSON_LINES = b"".join(json.dumps(record).encode() + b"\n" for record in RECORDS)

NINJS_1 = {
    "uri": "urn:pier:1",
    "version": "3",
    "standard": {"name": "ninjs", "version": "1.3"},
    "type": "text",
    "language": "fr",
    "versioncreated": "2025-10-09T09:00:00+02:00",
    "firstcreated": "2025-10-09T07:47:00+02:00",
    "headline": "La digue cède",
    "byline": "Jeanne Martin",
    "located": "Port-Sauvin",
    "source": "Le Littoral",
    "body_html": "<p>La digue de Port-Sauvin a cédé.</p><ul><li>Un gymnase est ouvert.</li></ul>",
    "associations": {"featuremedia": {"type": "picture", "uri": "urn:pier:p", "body_text": "No part of it."}},
}
NINJS_3 = {
    "uri": "https://pier.example/3",
    "standard": {"name": "ninjs", "version": "3.0"},
    "language": "en-GB",
    "contentcreated": "2025-10-09T05:47:00Z",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge closes"}],
    "by": "Ann Lee; Bo Roy",
    "infosources": [{"name": "The Pier"}],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": "The plain words of the same."},
        {"role": "main", "contenttype": "text/html", "value": "<p>The bridge closes on Monday.</p>"},
    ],
}

NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-10-09T05:50:00Z</sent></header>
<itemSet><newsItem guid="urn:newsml:pier.example:1" standard="NewsML-G2" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:PIER"><name>The Pier</name></provider>
<versionCreated>2025-10-09T09:00:00Z</versionCreated><firstCreated>2025-10-09T07:47:00+02:00</firstCreated>
<pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><language tag="fr"/><headline role="hlrole:short">Digue</headline>
<headline>La digue cède</headline><by>Jeanne Martin</by><creditline>Le Littoral</creditline>
<dateline>PORT-SAUVIN, 9 oct 2025</dateline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body><h1>La digue cède</h1><p>La digue de <b>Port-Sauvin</b> a cédé.</p>
<ul><li>Un gymnase est ouvert.</li></ul><script>track()</script></body></html></inlineXML></contentSet>
</newsItem>
<newsItem guid="https://pier.example/2"><itemMeta><provider literal="Pier"/>
<versionCreated>2025-10-09T05:47:00Z</versionCreated></itemMeta><contentMeta/>
<contentSet><inlineXML contenttype="application/nitf+xml">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><docdata/></head><body><body.head>
<hedline><hl1>Bridge closes</hl1></hedline><byline>Ann Lee</byline></body.head>
<body.content><block><p>The bridge closes on <em>Monday</em>, &lt;not&gt; Tuesday.</p><hl2>Why</hl2>
<p>Its rust is deep.</p><media media-type="image"><media-reference source="x.jpg">x</media-reference>
<media-caption>The bridge.</media-caption></media></block></body.content></body></nitf>
</inlineXML></contentSet></newsItem>
<newsItem guid="urn:3"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta>
<contentSet><inlineData contenttype="text/plain">Withdrawn words.</inlineData></contentSet></newsItem>
<packageItem guid="urn:4"><itemMeta/><groupSet/></packageItem></itemSet></newsMessage>
""".encode()
