"""Office documents, written for the tests as Word and LibreOffice write them; all in them is invented."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Mapping, Sequence

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WORD_TYPE = f"{_WORDPROCESSING}.document.main+xml"

WORD_BODY = """
<w:p><w:pPr><w:pStyle w:val="Titre"/></w:pPr><w:r><w:t>La digue c</w:t></w:r><w:proofErr w:type="spellStart"/>
 <w:r><w:rPr><w:lang w:val="fr-FR"/></w:rPr><w:t>ède</w:t></w:r></w:p>
<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>
 <w:sdtContent><w:p><w:r><w:t>Sommaire 3</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><w:t xml:space="preserve">La digue de </w:t></w:r>
 <w:hyperlink r:id="rId9"><w:r><w:t>Port</w:t></w:r><w:r><w:noBreakHyphen/><w:t>Sauvin</w:t></w:r></w:hyperlink>
 <w:r><w:t xml:space="preserve"> a cédé</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>
 <w:del w:id="1" w:author="x"><w:r><w:delText xml:space="preserve"> mardi</w:delText></w:r></w:del>
 <w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> jeudi</w:t></w:r></w:ins>
 <w:r><w:t xml:space="preserve"> mati</w:t><w:softHyphen/><w:t>n.</w:t></w:r>
 <w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Titre1"/></w:pPr><w:r><w:t>Évacuation</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Le </w:t></w:r>
 <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>
 <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9 octobre</w:t></w:r>
 <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">, le maire a</w:t><w:br/><w:t>parlé.</w:t></w:r>
 <w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>
  <w:p><w:pPr><w:pStyle w:val="Legende"/></w:pPr><w:r><w:t>La digue, jeudi.</w:t></w:r></w:p>
 </w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>
  <w:p><w:r><w:t>La digue, jeudi.</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
 </mc:AlternateContent></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Citation"/></w:pPr><w:r><w:t>Du jamais vu.</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Un gymnase.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Liste"/></w:pPr><w:r><w:t>Premier</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Liste"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:t>Dessous</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Liste"/></w:pPr><w:r><w:t>Deuxième</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Quartier</w:t></w:r></w:p></w:tc>
  <w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Maisons</w:t></w:r></w:p></w:tc></w:tr>
 <w:tr><w:tc><w:p><w:r><w:t>Bas</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>300</w:t></w:r></w:p>
  <w:p><w:r><w:t>inondées</w:t></w:r></w:p></w:tc></w:tr>
 <w:tr><w:trPr><w:del w:id="4" w:author="x"/></w:trPr><w:tc><w:p><w:r><w:t>Ôté</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Les secours</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Voir page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>4</w:t></w:r></w:fldSimple>
 <w:r><w:t>.</w:t></w:r><w:r><w:endnoteReference w:id="1"/></w:r></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId8"/></w:sectPr>
"""
"""A body with what Word makes of an edited text; rId8 is a header, rId9 a link."""

_STYLES = f"""<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-FR" w:bidi="ar-SA"/></w:rPr>
</w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Legende"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Citation"><w:name w:val="Ma citation"/>
 <w:basedOn w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>
</w:style></w:styles>"""
_NUMBERING = f"""<w:numbering {_W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""
_FOOTNOTES = f"""<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Construite en 1954.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""
_ENDNOTES = f"""<w:endnotes {_W}><w:endnote w:id="1"><w:p><w:r><w:t>Rapport de 2019.</w:t></w:r></w:p></w:endnote></w:endnotes>"""
_HEADER = f"<w:hdr {_W}><w:p><w:r><w:t>Le Littoral</w:t></w:r></w:p></w:hdr>"
_CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Modèle</dc:title>
<dc:creator>Jeanne Martin; Microsoft Office User</dc:creator>
<dcterms:created xsi:type="dcterms:W3CDTF">2019-01-02T03:04:05Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">2025-10-09T05:47:00Z</dcterms:modified></cp:coreProperties>"""


def packed(members: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    """Return a zip file of members, the one called ``stored`` not compressed; all have one time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2025, 10, 9, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return content.getvalue()


def word_members(body: str = WORD_BODY, *, main_type: str = WORD_TYPE) -> dict[str, str | bytes]:
    """Return the members of a Word document with this body."""
    roles = ("styles", "numbering", "footnotes", "endnotes")
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{role}" Target="{role}.xml"/>'
        for number, role in enumerate(roles, 1)
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relations}<Relationship Id="rId8" Type="{_RELATION}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId9" Type="{_RELATION}/hyperlink" Target="https://x.example/" TargetMode="External"/>'
        "</Relationships>",
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {_W}>'
        f"<w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/footnotes.xml": _FOOTNOTES,
        "word/endnotes.xml": _ENDNOTES,
        "word/header1.xml": _HEADER,
        "docProps/core.xml": _CORE,
    }


def word(body: str = WORD_BODY) -> bytes:
    """Return a Word document with this body."""
    return packed(word_members(body))


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"'
)
_MIMETYPE_ODT = "application/vnd.oasis.opendocument.text"
OPENDOCUMENT_BODY = """
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>Ôté.</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:p text:style-name="P1">La digue c<text:span text:style-name="T1">èd</text:span>e</text:p>
<text:table-of-content><text:index-body><text:p>Évacuation 1</text:p></text:index-body></text:table-of-content>
<text:p text:style-name="Text_20_body">La digue de <text:a xlink:href="https://x.example/"
 xmlns:xlink="http://www.w3.org/1999/xlink">Port-<text:span>Sauvin</text:span></text:a><text:s text:c="2"/>a
 cédé<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
 <text:p>Construite en 1954.</text:p></text:note-body></text:note> jeudi<text:change text:change-id="c1"/>
 mati\u00adn<text:soft-page-break/>.<office:annotation><dc:creator>x</dc:creator><text:p>Sûr ?</text:p></office:annotation></text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Évacuation</text:h>
<text:p>Le maire<text:tab/>a parlé.<draw:frame><draw:text-box><text:p text:style-name="Illustration"><draw:frame>
 <draw:image/><svg:desc>une photo</svg:desc></draw:frame>La digue, jeudi.</text:p></draw:text-box></draw:frame></text:p>
<text:p text:style-name="P2">Du jamais vu.</text:p>
<text:list text:style-name="L1"><text:list-item><text:p>Un gymnase.</text:p></text:list-item></text:list>
<text:list text:style-name="L2"><text:list-item><text:p>Premier</text:p><text:list><text:list-item>
 <text:p>Dessous</text:p></text:list-item></text:list></text:list-item>
 <text:list-item><text:p>Deuxième</text:p></text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Quartier</text:p></table:table-cell>
 <table:table-cell><text:p>Maisons</text:p></table:table-cell></table:table-row></table:table-header-rows>
 <table:table-row><table:table-cell><text:p>Bas</text:p></table:table-cell><table:table-cell><text:p>300</text:p>
 <text:p>inondées</text:p></table:table-cell></table:table-row></table:table>
<text:section><text:p>Fin.</text:p></text:section>
"""
_ODT_AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Quotations"/>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=")"
 text:start-value="3"/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix="."/>
</text:list-style>"""
_ODT_STYLES = f"""<office:document-styles {_ODF}><office:styles><style:default-style style:family="paragraph">
<style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles><office:master-styles>
<style:master-page style:name="Standard"><style:header><text:p>Le Littoral</text:p></style:header></style:master-page>
</office:master-styles></office:document-styles>"""
_ODT_META = f"""<office:document-meta {_ODF}><office:meta><dc:title>La digue cède</dc:title>
<meta:initial-creator>Jeanne Martin</meta:initial-creator><dc:creator>Autre</dc:creator>
<dc:date>2025-10-09T07:47:00.123456789</dc:date></office:meta></office:document-meta>"""


def opendocument_members(body: str = OPENDOCUMENT_BODY, *, of_manifest: str = "") -> dict[str, str | bytes]:
    """Return the members of an OpenDocument text with this body."""
    return {
        "mimetype": _MIMETYPE_ODT,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_ODF}>'
        f"<office:automatic-styles>{_ODT_AUTOMATIC}</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>",
        "styles.xml": _ODT_STYLES,
        "meta.xml": _ODT_META,
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE_ODT}">{of_manifest}'
        "</manifest:file-entry>"
        + "".join(
            f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>'
            for part in ("content.xml", "styles.xml", "meta.xml")
        )
        + "</manifest:manifest>",
    }


def opendocument(body: str = OPENDOCUMENT_BODY) -> bytes:
    """Return an OpenDocument text with this body."""
    return packed(opendocument_members(body), stored="mimetype")


BOOK_CHAPTER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Un</title>
<style>p { color: red }</style><script src="x.js"/></head><body><section epub:type="chapter">
<h1>La digue cède</h1><h2>Évacuation</h2><p>La digue de <span epub:type="pagebreak" id="p3">3</span>Port&#8209;Sauvin
 a cédé jeudi&nbsp;matin.<a epub:type="noteref" href="#n1">1</a> Les pompiers sont venus.</p>
<blockquote><p>Du jamais vu.</p></blockquote><ul><li>Un gymnase.</li></ul>
<table><tr><th>Quartier</th><th>Maisons</th></tr><tr><td>Bas</td><td>300</td></tr></table>
<figure><img src="https://tracker.example/p.gif" alt="x"/><figcaption>La digue, jeudi.</figcaption></figure>
<aside epub:type="footnote" id="n1"><p>Construite en 1954.</p></aside></section></body></html>"""
_OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>
<dc:title>La digue cède</dc:title><dc:creator>Jeanne Martin</dc:creator><dc:creator>Luz Prado</dc:creator>
<dc:language>fr</dc:language><dc:publisher>Le Littoral</dc:publisher><dc:date>2025-10-09</dc:date>
<meta property="dcterms:modified">2025-10-10T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="../../etc/passwd" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"""


def book_members(*, encryption: str = "") -> dict[str, str | bytes]:
    """Return the members of an EPUB book."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OPS/book.opf": _OPF,
        "OPS/nav.xhtml": page.format("<nav><ol><li>Évacuation</li></ol></nav>"),
        "OPS/text/one.xhtml": BOOK_CHAPTER,
        "OPS/text/two b.xhtml": page.format("<p>Fin.</p>"),
    }
    if encryption:
        members["META-INF/encryption.xml"] = (
            f'<encryption><EncryptedData><EncryptionMethod Algorithm="{encryption}"/></EncryptedData></encryption>'
        )
    return members


def book() -> bytes:
    """Return an EPUB book."""
    return packed(book_members(), stored="mimetype")


RICH_TEXT = rb"""{\rtf1\ansi\ansicpg1252\deff0\deflang1036\uc1
{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial Cyr;}{\f2\fnil\fcharset2 Symbol;}}
{\colortbl;\red0\green0\blue0;}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Title;}{\s3\sbasedon6 Ma citation;}{\s6 Quote;}{\s4 caption;}{\*\cs5 Strong;}}
{\info{\title Mod\'e8le}{\author Jeanne Martin}{\creatim\yr2019\mo1\dy2\hr3\min4}{\revtim\yr2025\mo10\dy9\hr7\min47}}
{\header\pard Le Littoral\par}{\footer\pard\chpgn\par}
\pard\plain\s2\b La digue c\'e8de\par
\pard\plain La digue de {\field{\*\fldinst{HYPERLINK "https://x.example/"}}{\fldrslt{\ul Port\_Sauvin}}} a c\'e9
d\'e9{\super\chftn}{\footnote\pard\plain{\super\chftn} Construite en 1954.}{\deleted  mardi}
{\revised  jeudi} mati\-n.{\v cach\'e9} Le prix\~: 3 \u8364?. \'93Oui\'94, {\f1 \'c4\'e0}. \u-10179?\u-8704?\par
\pard\plain\s1\outlinelevel0 \'c9vacuation\par
\pard\plain Le maire\line a parl\'e9.{\shp{\*\shpinst\shpleft0{\sp{\sn fType}{\sv 202}}{\shptxt\pard\plain\s4 La digue, jeudi.\par}}}\par
\pard\plain\s3 Du jamais vu.\par
{\listtext\pard\plain\f2\'b7\tab}\pard\plain\ls1 Un gymnase.\par
{\listtext\pard\plain 3)\tab}\pard\plain\ls2 Premier\par
\trowd\cellx100\cellx200\pard\intbl\b Quartier\cell Maisons\cell\row
\trowd\pard\plain\intbl Bas\cell 300\par inond\'e9es\cell\row
\pard\plain\b Les secours\par
\pard\plain Voir page {\field{\*\fldinst PAGE}{\fldrslt 4}}.{\pict\wmetafile8 0100090000}{\*\xxx inconnu}\par
{\pict\bin5 {{{{{}Fin.\par
}"""
"""An RTF document as Word writes it, in little."""


LOCKED = (
    f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'a1' * 32}>/U<{'b2' * 32}>>>"
    f"/ID[<{'00' * 16}><{'00' * 16}>]"
)
"""The end of a PDF file that is locked with a password that nobody knows."""


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    *,
    info: str = "",
    catalog: str = "",
    trailer: str = "",
    picture: bool = False,
) -> bytes:
    """Return a PDF file. Each page is lines: x and y of the beginning, size, words; ``*`` before them is bold."""
    objects: list[bytes] = [
        b"",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>".encode("latin-1"),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
        b"stream\n\x80\nendstream",
    ]
    numbers = []
    for lines in pages:
        drawn = [b"q 500 0 0 700 50 50 cm /P Do Q"] if picture else []
        for x, y, size, words in lines:
            font = "B" if words.startswith("*") else "A"
            said = words.removeprefix("*").encode("cp1252")
            said = said.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn.append(f"BT /{font} {size} Tf {x} {y} Td (".encode() + said + b") Tj ET")
        stream = b"\n".join(drawn)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</A 3 0 R/B 4 0 R>>"
            b"/XObject<</P 6 0 R>>>>>>" % len(objects)
        )
        numbers.append(len(objects))
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode()
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>".encode()
    return _numbered(objects, trailer)


def _numbered(objects: Sequence[bytes], trailer: str) -> bytes:
    """Return a file of objects with their table."""
    content, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        content += b"%010d 00000 n \n" % place
    content += b"trailer<</Size %d/Root 1 0 R/Info 5 0 R%s>>\n" % (len(objects) + 1, trailer.encode())
    content += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(content)


_COLUMN = (
    "La digue de Port-Sauvin a cédé dans la nuit, inon-",
    "dant plus de 300 maisons du quartier bas, dit-",
    "il, et la mairie de Port-",
    "Sauvin a ouvert un gymnase.",
)


def paper() -> bytes:
    """Return a PDF file of two pages and two columns, with what pages have around a text."""
    head = [(50, 770, 8, "Le Littoral - 9 octobre"), (290, 30, 8, "- 1 -")]
    first = [
        (50, 720, 22, "La digue cède"),
        *((50, 680 - 12 * row, 10, words) for row, words in enumerate(_COLUMN)),
        (62, 632, 10, "Les pompiers ont évacué 1 200 personnes"),
        (160, 66, 6, "1"),
        (50, 72, 7, "1 Construite en 1954."),
        (320, 680, 10, "du quartier bas, puis sont repartis."),
        (320, 650, 12, "*Évacuation"),
        (320, 630, 10, "• Un gymnase est ouvert."),
        (320, 618, 10, "• Les écoles sont fermées jusqu'à la fin"),
        (330, 606, 10, "de la semaine."),
        (320, 580, 10, "Quartier"),
        (450, 580, 10, "Maisons"),
        (320, 568, 10, "Bas"),
        (450, 568, 10, "300"),
        (320, 540, 10, "Le maire a promis une digue"),
    ]
    second = [(50, 720, 10, "plus haute."), (50, 700, 10, "Fin.")]
    return pdf(
        [[*head, *first], [*head[:1], (290, 30, 8, "- 2 -"), *second]],
        info="/Title(Microsoft Word - digue.docx)/Author(Jeanne Martin)/CreationDate(D:20251009074700+02'00')",
        catalog="/Lang(fr-FR)",
    )


def mangled(content: str | bytes, chance: random.Random) -> bytes:
    """Return the bytes of a part with tags, values and numbers changed, doubled, moved and left out."""
    own = bytearray(content.encode() if isinstance(content, str) else content)
    for _ in range(chance.randint(1, 4)):
        pieces = [match.span() for match in re.finditer(rb"<[^>]*>|\"[^\"]*\"|\\[a-z]+-?\d*|[{}]|\d+", own)]
        start, end = chance.choice(pieces or [(0, len(own))])
        other = chance.choice(pieces or [(0, len(own))])
        new = (bytes(own[slice(*other)]), b"", bytes(own[start:end]) * 2, b'"99999999"', b"-1", b'"\xc3\xa9"')
        own[start:end] = chance.choice(new)
    return bytes(own)
