"""Word documents with other words, read by python-docx, which is not ours."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import etree

from pipeline.core.ports import TranslatedBlock
from pipeline.core.records import Translated
from pipeline.split.splitter import RuleSplitter
from pipeline.write.formats.blocks import translated_blocks
from pipeline.write.formats.keep import open_rewriter
from pipeline.write.layout.marks import join_segments
from pipeline.write.layout.segments import write_segments
from tests.conformance.test_rewriter import read
from tests.support import office_sources
from tests.support.documents import of_text
from tests.support.kept import translated

BODY = """<w:p><w:r><w:t xml:space="preserve">La digue de </w:t></w:r>
<w:hyperlink r:id="rId9"><w:r><w:t>Port</w:t></w:r><w:r><w:t>-Sauvin</w:t></w:r></w:hyperlink>
<w:r><w:t xml:space="preserve"> a cédé</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>
<w:r><w:t xml:space="preserve"> dans la </w:t></w:r>
<w:r><w:rPr><w:b/><w:lang w:val="fr-FR"/></w:rPr><w:t>nu</w:t>
</w:r><w:r><w:rPr><w:b/></w:rPr><w:t>it</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>
<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>
<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bas</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>Haut</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Ligne</w:t><w:br/><w:t>deux</w:t></w:r></w:p><w:sectPr/>"""


def runs(paragraph: Any) -> list[tuple[str, str]]:
    """Return the words of a paragraph with what they look like."""
    found = []
    for item in paragraph.iter_inner_content():
        if hasattr(item, "address"):
            found.append((item.text, f"link {item.address}"))
        elif item.text:
            found.append((item.text, "bold" if item.bold else ""))
    return found


def rewritten(
    body: str, *pieces: tuple[str | int, ...] | None, language: str = "es"
) -> tuple[bytes, tuple[int, ...]]:
    """Return a document with this body in other words."""
    content = office_sources.word(body)
    parsed = read("docx", content)
    texts = [parsed.text[block.start : block.end] for block in parsed.blocks]
    blocks = [
        TranslatedBlock(text=text, pieces=own)
        for text, own in zip(texts, (*pieces, *[None] * (len(texts) - len(pieces))), strict=True)
    ]
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    made = rewriter.rewrite(content, blocks, language=language, encoding="utf-8", where="x")
    return made.content, made.left


def test_styles_links_and_notes_follow_their_words() -> None:
    """In another order too; runs that only differ in language are one."""
    content, left = rewritten(
        BODY,
        ("En la ", 3, "noche", 4, " cedió", 2, " el dique de ", 0, "Puerto-Sauvin", 1, "."),
        ("Bajo",),
        ("Alto",),
        ("Línea ", 0, "dos"),
    )
    assert left == ()
    document = docx.Document(io.BytesIO(content))
    assert runs(document.paragraphs[0]) == [
        ("En la ", ""),
        ("noche", "bold"),
        (" cedió", ""),
        (" el dique de ", ""),
        ("Puerto-Sauvin", "link https://x.example/"),
        (".", ""),
    ]
    (row,) = document.tables[0].rows
    assert [runs(cell.paragraphs[0]) for cell in row.cells] == [[("Bajo", "bold")], [("Alto", "")]]
    assert document.paragraphs[1].text == "Línea\ndos"
    assert "footnoteReference" in etree.tostring(document.paragraphs[0]._p).decode()


def test_everything_else_is_as_it_was() -> None:
    """All members but those with words, to the last byte; languages of the words are said."""
    content, _ = rewritten(BODY, ("Otra ",), language="es-t-fr-t0-und")
    before = zipfile.ZipFile(io.BytesIO(office_sources.word(BODY)))
    after = zipfile.ZipFile(io.BytesIO(content))
    assert after.namelist() == before.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed <= {"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"}
    assert b'w:lang w:val="es"' in after.read("word/document.xml")


@pytest.mark.parametrize(
    "inside",
    [
        '<w:fldSimple w:instr=" DATE "><w:r><w:t>2</w:t></w:r></w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:sdt><w:sdtContent><w:r><w:t>2</w:t></w:r></w:sdtContent></w:sdt>",
    ],
)
def test_what_cannot_be_taken_apart_is_left_and_said(inside: str) -> None:
    """Its words stay the source's, and the paragraph its own."""
    body = f"<w:p><w:r><w:t>Voir</w:t></w:r>{inside}</w:p><w:p><w:r><w:t>Fin.</w:t></w:r></w:p>"
    content, left = rewritten(body, ("Ver",), ("Final.",))
    assert left == (0,)
    document = docx.Document(io.BytesIO(content))
    assert "Voir" in etree.tostring(document.paragraphs[0]._p).decode()
    assert document.paragraphs[1].text == "Final."


def test_a_style_inside_a_word_is_one_of_the_word_or_of_none() -> None:
    """An engine must see whole words; what nobody sees and spaces after signs stay."""
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p><w:r><w:t>La di</w:t></w:r>{bold.format('gue')}<w:r><w:t xml:space='preserve"
        f"'> c</w:t></w:r>{bold.format('è')}<w:r><w:t>de</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> Note.</w:t></w:r></w:p>"
    )
    content, left = rewritten(body, ("El ", 0, "dique", 1, " cede", 2), (0, "Nota."))
    assert left == ()
    first, second = docx.Document(io.BytesIO(content)).paragraphs
    assert runs(first) == [("El ", ""), ("dique", "bold"), (" cede", ""), ("hidden", "")]
    assert second.text == " Nota."


def test_signs_of_notes_and_powers_stay_as_they_are() -> None:
    """Raised numbers after words, and links of numbers, are no text; powers and lowered numbers are."""
    high, low = (
        f"<w:r><w:rPr><w:vertAlign w:val='{side}script'/></w:rPr><w:t>{{}}</w:t></w:r>"
        for side in ("super", "sub")
    )
    say = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{say.format('Fermé mardi')}{high.format('1')}{say.format(', 20 m')}{high.format('2')}"
        f"{say.format(' de H')}{low.format('2')}{say.format('O.')}</w:p>"
        f"<w:p>{say.format('Rouvert')}<w:hyperlink w:anchor='n'>{high.format('3')}</w:hyperlink></w:p>"
    )
    parsed = read("docx", office_sources.word(body))
    assert parsed.text == "Fermé mardi, 20 m² de H₂O.\n\nRouvert\n"
    content, left = rewritten(body, ("Cerrado martes", 0, ", 20 m² de H₂O."), ("Reabierto", 0))
    assert left == ()
    first, second = docx.Document(io.BytesIO(content)).paragraphs
    assert [(run.text, run.font.superscript) for run in first.runs] == [
        ("Cerrado martes", None),
        ("1", True),
        (", 20 m", None),
        ("2", True),
        (" de H", None),
        ("2", False),
        ("O.", None),
    ]
    assert [run.text for run in first.runs if run.font.subscript] == ["2"]
    assert runs(second)[1][0] == "3"


def test_what_has_no_words_keeps_its_spaces_and_stays_empty() -> None:
    """Symbols, tabs and links without words stand as they stood between the words."""
    say = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    symbol = "<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>"
    body = (
        f"<w:p>{say.format('Le port ')}{symbol}{say.format(' rouvre')}<w:r><w:tab/></w:r>"
        f"{say.format('mardi')}<w:hyperlink w:anchor='n'></w:hyperlink>{say.format(' soir.')}</w:p>"
    )
    content, left = rewritten(body, ("El puerto ", 0, "abre ", 1, "martes", 2, " tarde."))
    assert left == ()
    (paragraph,) = docx.Document(io.BytesIO(content)).paragraphs
    assert paragraph.text == "El puerto  abre\tmartes tarde."
    assert [link.text for link in paragraph.hyperlinks] == [""]


def test_columns_that_tabs_part_are_translated_apart_and_stay_in_order() -> None:
    """Each is a segment of its own, with its styles; a tab that begins a paragraph parts nothing."""
    say = "<w:r>{}<w:t xml:space='preserve'>{}</w:t></w:r>"
    tab = "<w:r><w:tab/></w:r>"
    row = [say.format("", "Jeudi "), tab, say.format("<w:rPr><w:b/></w:rPr>", "le port"), tab, tab]
    body = f"<w:p>{''.join(row)}{say.format('', ' une route. Une mer.')}</w:p>"
    content = office_sources.word(f"{body}<w:p>{tab}{say.format('', 'La digue')}</w:p>")
    for with_marks in (True, False):
        parsed = read("docx", content, with_marks=with_marks)
        assert parsed.text == "Jeudi\tle port\t\tune route. Une mer.\n\nLa digue\n"
    parsed = read("docx", content)
    document = replace(of_text(parsed.text, parsed.blocks), marks=parsed.marks)
    segments = join_segments(document, RuleSplitter().split(document, ["fr", "fr"]))
    assert [each.text for each in segments] == ["Jeudi", "le port", "une route.", "Une mer.", "La digue"]
    answers = {each.id: Translated(text=each.text.upper()) for each in segments}
    blocks = tuple(translated_blocks(document, segments, write_segments(document, segments, answers), "es"))
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    first, second = docx.Document(io.BytesIO(made.content)).paragraphs
    assert runs(first) == [
        *(("JEUDI", ""), ("\t", ""), ("LE PORT", "bold"), ("\t", ""), ("\t", "")),
        ("UNE ROUTE. UNE MER.", ""),
    ]
    assert runs(second) == [("\t", ""), ("LA DIGUE", "")]


def test_line_breaks_stay_between_the_lines_that_they_part() -> None:
    """In the order of the source, with the styles of each line."""
    say = "<w:r>{}<w:t xml:space='preserve'>{}</w:t></w:r>"
    end = "<w:r><w:br/></w:r>"
    body = end.join(
        [
            say.format("<w:rPr><w:b/></w:rPr>", "Contact"),
            say.format("", "Le port est"),
            say.format("", "fermé. "),
            "",
        ]
    )
    content = office_sources.word(f"<w:p>{body}{say.format('', 'Une mer.')}</w:p>")
    parsed = read("docx", content)
    document = replace(of_text(parsed.text, parsed.blocks), marks=parsed.marks)
    segments = join_segments(document, RuleSplitter().split(document, ["fr"]))
    assert [each.text for each in segments] == ["Contact", "Le port est fermé.", "Une mer."]
    answers = {each.id: Translated(text=each.text.upper()) for each in segments}
    blocks = tuple(translated_blocks(document, segments, write_segments(document, segments, answers), "es"))
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    (paragraph,) = docx.Document(io.BytesIO(made.content)).paragraphs
    assert paragraph.text == "CONTACT\nLE PORT EST FERMÉ.\n\nUNE MER."
    assert runs(paragraph)[0] == ("CONTACT", "bold")


def test_copies_of_text_boxes_have_the_same_words() -> None:
    """Older programs show the copy; one that has other boxes than the first version has no words."""
    content = office_sources.word()
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    copied = b"</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    for more, times in ((b"", 2), (b"</w:txbxContent></v:textbox><v:textbox><w:txbxContent>", 1)):
        members = {name: zipfile.ZipFile(io.BytesIO(content)).read(name) for name in names(content)}
        members["word/document.xml"] = members["word/document.xml"].replace(copied, more + copied)
        source = office_sources.packed(members)
        blocks = translated(read("docx", source), str.upper)
        made = rewriter.rewrite(source, blocks, language="es", encoding="utf-8", where="x")
        text = zipfile.ZipFile(io.BytesIO(made.content)).read("word/document.xml").decode()
        assert "La digue, jeudi." not in text
        assert text.count("LA DIGUE, JEUDI.") == times


def names(content: bytes) -> list[str]:
    """Return the names of the members of a package."""
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.parametrize(
    ("title", "header", "notes"),
    [
        (
            "Compte rendu du conseil",
            "Conseil du quartier du Port",
            (
                "headers and footers in the source's language: 1",
                "the title in the file's properties is in the source's language",
            ),
        ),
        ("Le bac ferme mardi", "12", ()),
    ],
)
def test_headers_and_titles_that_stay_are_noted(title: str, header: str, notes: tuple[str, ...]) -> None:
    """Those with words; a title that the text has too is translated."""
    body = "<w:p><w:r><w:t>Le bac ferme mardi</w:t></w:r></w:p><w:sectPr/>"
    members = office_sources.word_members(body)
    members["word/header1.xml"] = str(members["word/header1.xml"]).replace("Le Littoral", header)
    about = str(members["docProps/core.xml"]).replace("Modèle", title)
    members["docProps/core.xml"] = about.replace("</cp:", "<dc:language>fr-FR</dc:language></cp:")
    content = office_sources.packed(members)
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    blocks = translated(read("docx", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    assert made.notes == notes
    about_made = zipfile.ZipFile(io.BytesIO(made.content)).read("docProps/core.xml")
    assert b"<dc:language>es</dc:language>" in about_made


def test_a_header_that_repeats_a_block_is_translated() -> None:
    """As a running title does; other paragraphs stay, and are counted."""
    members = office_sources.word_members("<w:p><w:r><w:t>Le bac ferme mardi</w:t></w:r></w:p><w:sectPr/>")
    header = str(members["word/header1.xml"]).replace("Le Littoral", "Le bac  ferme mardi")
    members["word/header1.xml"] = header
    content = office_sources.packed(members)
    rewriter = open_rewriter("docx")
    assert rewriter is not None
    blocks = translated(read("docx", content), str.upper)
    made = rewriter.rewrite(content, blocks, language="es", encoding="utf-8", where="x")
    assert not [note for note in made.notes if "headers" in note]
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        root = etree.fromstring(archive.read("word/header1.xml"))
    assert "".join(each.text or "" for each in root.iter("{*}t")) == "LE BAC FERME MARDI"
