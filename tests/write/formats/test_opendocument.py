"""OpenDocument texts with other words, read by odfdo, which is not ours."""

from __future__ import annotations

import io
import zipfile

import odfdo

from pipeline.core.ports import Received
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import named, open_reader
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
        old = [each for each in getattr(before, kind) if "Ôté" not in str(each)]  # deleted, and tracked
        new = getattr(after, kind)
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


def test_signs_of_notes_are_no_text() -> None:
    """Raised numbers after words stay as they are; powers are text."""
    raised = '<text:span text:style-name="Up">{}</text:span>'
    body = f"<text:p>Fermé mardi{raised.format(1)}, sur 20 m{raised.format(2)}.</text:p>"
    members = office_sources.opendocument_members(body)
    raising = '<style:text-properties style:text-position="super 58%"/>'
    style = f'<style:style style:name="Up" style:family="text">{raising}'
    members["styles.xml"] = str(members["styles.xml"]).replace(
        "<office:styles>", f"<office:styles>{style}</style:style>"
    )
    content = office_sources.packed(members, stored="mimetype")
    parsed = read("odt", content)
    assert parsed.text == "Fermé mardi, sur 20 m².\n"
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(parsed, str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    (paragraph,) = odfdo.Document(io.BytesIO(made.content)).body.paragraphs
    assert f"MARDI{raised.format(1)}, SUR 20 M{raised.format(2)}." in paragraph.serialize()


def test_tracked_changes_are_accepted_and_names_never_lead_out() -> None:
    """What was deleted is not in the file in the old language; this is said."""
    members = office_sources.opendocument_members()
    members.update(dict.fromkeys(("../../x", "/x", "a/..", "C:x", "a\\..\\x", "Pictures/..x.png"), b"x"))
    content = office_sources.packed(members, stored="mimetype")
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(read("odt", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    assert made.notes == (
        "changes that were tracked are accepted: 1",
        "headers and footers in the source's language: 1",
    )
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    text = archive.read("content.xml").decode()
    assert "Ôté" not in text
    assert "text:change" not in text
    assert "JEUDI" in text
    names = set(archive.namelist())
    assert names - set(office_sources.opendocument_members()) == {"Pictures/..x.png"}


def test_page_numbers_in_a_text_are_read_and_stay_what_they_are() -> None:
    """As text for who reads; as a number that counts in the kept file."""
    number = "<text:page-number>4</text:page-number>"
    content = office_sources.opendocument(f"<text:p>Voir page {number}.</text:p>")
    parsed = read("odt", content)
    assert parsed.text == "Voir page .\n"
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(parsed, str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    (paragraph,) = odfdo.Document(io.BytesIO(made.content)).body.paragraphs
    assert f"VOIR PAGE {number}." in paragraph.serialize()
    plain = Received(content=content, where="x", detector=LangdetectDetector(), with_marks=False)
    assert open_reader(named("odt"), where="x").read(plain).text == "Voir page 4.\n"


def test_headers_and_titles_that_stay_are_noted() -> None:
    """Headers with the same words count once, those that are not shown or have no words do not count."""
    members = office_sources.opendocument_members("<text:p>Le bac ferme mardi matin.</text:p>")
    edges = (
        "<style:header><text:p>Quartier du Port</text:p></style:header>"
        "<style:header-left><text:p>Quartier  du Port</text:p></style:header-left>"
        '<style:header-first style:display="false"><text:p>Brouillon</text:p></style:header-first>'
        "<style:footer><text:p>Page <text:page-number>3</text:page-number></text:p></style:footer>"
        "<style:footer-left><text:p>4</text:p></style:footer-left>"
    )
    members["styles.xml"] = str(members["styles.xml"]).replace(
        "<style:header><text:p>Le Littoral</text:p></style:header>", edges
    )
    content = office_sources.packed(members, stored="mimetype")
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(read("odt", content), str.upper)
    assert rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x").notes == (
        "headers and footers in the source's language: 2",
        "the title in the file's properties is in the source's language",
    )


def test_a_header_that_repeats_a_block_is_translated() -> None:
    """As a running title does; a paragraph with other words stays, and is counted."""
    members = office_sources.opendocument_members("<text:p>Le bac ferme mardi matin.</text:p>")
    members["styles.xml"] = str(members["styles.xml"]).replace(
        "<text:p>Le Littoral</text:p>",
        "<text:p>Le bac  ferme mardi matin.</text:p><text:p>Le Littoral</text:p>",
    )
    content = office_sources.packed(members, stored="mimetype")
    rewriter = open_rewriter("odt")
    assert rewriter is not None
    blocks = translated(read("odt", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    assert "headers and footers in the source's language: 1" in made.notes
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        styles = archive.read("styles.xml").decode()
    assert "<text:p>LE BAC FERME MARDI MATIN.</text:p><text:p>Le Littoral</text:p>" in styles
