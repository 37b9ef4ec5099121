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
