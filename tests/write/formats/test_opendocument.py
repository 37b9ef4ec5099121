"""OpenDocument texts with other words, read by odfdo, which is not ours."""

from __future__ import annotations

import io
import zipfile

import odfdo

from pipeline.write.formats.keep import open_rewriter
from tests.conformance.test_rewriter import read
from tests.support import office_sources
from tests.support.kept import translated


def test_structure_and_styles_stay() -> None:
    """Paragraphs, spans, links, notes, lists and tables are as many, with the same styles and other words."""
    content = office_sources.opendocument()
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(read("odt", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es-t-fr-t0-und", encoding="utf-8", where="x")
    assert made.left == ()
    before, after = (odfdo.Document(io.BytesIO(one)).body for one in (content, made.content))
    for kind in ("paragraphs", "headers", "spans", "lists", "tables"):
        old, new = getattr(before, kind), getattr(after, kind)
        assert len(old) == len(new)
        assert [each.get_attribute("text:style-name") for each in old] == [
            each.get_attribute("text:style-name") for each in new
        ]
    words = " ".join(str(each) for each in after.paragraphs)
    assert "LES " not in words
    assert "LA DIGUE CÈDE" in words.replace("\u00ad", "")
    assert "https://x.example/" in after.serialize()
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    assert archive.infolist()[0].filename == "mimetype"
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert b'fo:language="es"' in archive.read("styles.xml")
    assert b"LA DIGUE C" in archive.read("meta.xml")
