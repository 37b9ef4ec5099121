"""EPUB books with other words."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pipeline.write.formats.keep import open_rewriter
from tests.conformance.test_rewriter import read
from tests.support import office_sources
from tests.support.kept import translated

_OPS = "{http://www.idpf.org/2007/ops}type"


def test_documents_contents_title_and_language_are_translated() -> None:
    """All of it is XML as before, with the same elements; notes keep their numbers."""
    content = office_sources.book()
    rewriter = open_rewriter("epub")
    assert rewriter is not None
    blocks = translated(read("epub", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    assert made.left == ()
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (content, made.content))
    assert after.namelist() == before.namelist()
    assert after.infolist()[0].compress_type == zipfile.ZIP_STORED
    opf, nav, page = (
        etree.fromstring(after.read(f"OPS/{name}")) for name in ("book.opf", "nav.xhtml", "text/one.xhtml")
    )
    assert [each.text for each in opf.iter("{*}title", "{*}language")] == ["LA DIGUE CÈDE", "es"]
    assert [each.text for each in nav.iter("{*}li")] == ["ÉVACUATION"]
    assert page.get("lang") == "es"
    assert [each.text for each in page.iter("{*}h1", "{*}h2")] == ["LA DIGUE CÈDE", "ÉVACUATION"]
    assert [each.get(_OPS) for each in page.iter() if each.get(_OPS)] == [
        "chapter",
        "pagebreak",
        "noteref",
        "footnote",
    ]
    assert [each.text for each in page.iter("{*}a")] == ["1"]
    assert b"<!DOCTYPE html PUBLIC" in after.read("OPS/text/one.xhtml")


def test_labels_lead_to_headings_or_have_their_words() -> None:
    """Signs and breaks make no difference; what has no heading stays, and is counted."""
    members = office_sources.book_members()
    ncx = (
        "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap><navPoint><navLabel>"
        "<text>I. La digue</text></navLabel><content src='text/one.xhtml'/></navPoint></navMap></ncx>"
    )
    members["OPS/toc.ncx"] = ncx
    members["OPS/book.opf"] = str(members["OPS/book.opf"]).replace(
        "<manifest>", "<manifest><item id='x' href='toc.ncx' media-type='application/x-dtbncx+xml'/>"
    )
    chapter = str(members["OPS/text/one.xhtml"]).replace("<title>Un<", "<title>La digue cède !<")
    members["OPS/text/one.xhtml"] = chapter.replace("<h2>", "<a id='e'/><h2>")
    links = (
        "<a href='text/one.xhtml'>La digue :<br/>cède</a>",
        "<a href='text/one.xhtml#e'>Partir</a>",
        "<a href='text/two%20b.xhtml'>La fin</a>",
        "<a href='text/one.xhtml#n1'>Note</a>",
    )
    members["OPS/nav.xhtml"] = str(members["OPS/nav.xhtml"]).replace(
        "<li>Évacuation</li>", "".join(f"<li>{link}</li>" for link in links)
    )
    members["OPS/nav.xhtml"] = str(members["OPS/nav.xhtml"]).replace(
        "</body>",
        "<nav xmlns:e='http://www.idpf.org/2007/ops' e:type='landmarks'>"
        "<a href='text/one.xhtml'>Début</a></nav></body>",
    )
    content = office_sources.packed(members, stored="mimetype")
    rewriter = open_rewriter("epub")
    assert rewriter is not None
    blocks = translated(read("epub", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    nav, ncx_made, page = (
        etree.fromstring(archive.read(f"OPS/{name}")) for name in ("nav.xhtml", "toc.ncx", "text/one.xhtml")
    )
    assert [each.text for each in nav.iter("{*}a")] == [
        "LA DIGUE CÈDE",
        "ÉVACUATION",
        "La fin",
        "Note",
        "Début",
    ]
    assert [each.text for each in ncx_made.iter("{*}text")] == ["LA DIGUE CÈDE"]
    assert [each.text for each in page.iter("{*}title")] == ["LA DIGUE CÈDE"]
    (note,) = made.notes
    assert note.startswith("2 of 5 entries of the contents are the source's")
