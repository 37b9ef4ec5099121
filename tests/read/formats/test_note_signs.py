"""Raised and lowered signs: notes are no text, powers and formulas keep their figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read.formats.note_signs import Said, settled_line
from tests.read.formats.test_office import read
from tests.support import office_sources

_LINE = (
    *("It was built in 1987", "^4", ", of 7 km", "^2", " and 10", "^9", " cells in H", "_2"),
    *("O, he said", "^12", " of the 1", "^st", " n", "^o", " 5, of 3 s", "^-1", " and 2", "^n", "."),
)
_TEXT = "It was built in 1987⁴, of 7 km² and 10⁹ cells in H₂O, he said of the 1st nº 5, of 3 s⁻¹ and 2ⁿ."


def _line(plain: str, raised: str, lowered: str) -> str:
    """Return the line in a format that writes its three kinds of words so."""
    kinds = {"^": raised, "_": lowered}
    return "".join(
        kinds[piece[0]].format(piece[1:]) if piece[0] in kinds else plain.format(piece) for piece in _LINE
    )


def test_raised_and_lowered_words_of_a_line() -> None:
    """What belongs to a figure, unit or formula is written with Unicode's signs; a note's sign is none."""
    shifts = {"^": "superscript", "_": "subscript"}
    said = [Said(piece.lstrip("^_"), shifts.get(piece[0], "")) for piece in _LINE]
    assert settled_line(said) == _TEXT


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.html", "a.eml", "a.epub"])
def test_figures_do_not_change_in_any_format(tmp_path: Path, name: str) -> None:
    """No raised sign is glued to a figure, in any format that has such signs."""
    assert _TEXT in " ".join(read(tmp_path, name, _content(name)).text.split())


def _content(name: str) -> bytes:
    html = f"<p>{_line('{}', '<sup>{}</sup>', '<sub>{}</sub>')}</p>"
    match name.rpartition(".")[2]:
        case "docx":
            run = "<w:r><w:rPr><w:vertAlign w:val='{}script'/></w:rPr><w:t>{{}}</w:t></w:r>"
            plain = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
            return office_sources.word(f"<w:p>{_line(plain, run.format('super'), run.format('sub'))}</w:p>")
        case "odt":
            spans = [f"<text:span text:style-name='{side}'>{{}}</text:span>" for side in ("Up", "Low")]
            members = office_sources.opendocument_members(f"<text:p>{_line('{}', *spans)}</text:p>")
            styles = "".join(
                f"<style:style style:name='{style}' style:family='text'>"
                f"<style:text-properties style:text-position='{place}'/></style:style>"
                for style, place in (("Up", "super 58%"), ("Low", "-33% 58%"))
            )
            members["styles.xml"] = str(members["styles.xml"]).replace(
                "<office:styles>", f"<office:styles>{styles}"
            )
            return office_sources.packed(members, stored="mimetype")
        case "rtf":
            line = _line("{}", "{{\\super {}}}", "\\sub {}\\nosupersub ")
            return b"{\\rtf1 " + line.encode() + b"\\par}"
        case "eml":
            return f"Subject: A\nContent-Type: text/html; charset=utf-8\n\n{html}\n".encode()
        case "epub":
            members = office_sources.book_members()
            page = next(each for each in members if each.endswith("html") and "<p" in str(members[each]))
            members[page] = str(members[page]).replace("</body>", f"{html}</body>")
            return office_sources.packed(members, stored="mimetype")
        case _:
            more = "<p>The workers took the samples on Monday and said that the bridge is safe.</p>" * 3
            return f"<html><body><article><h1>Bridge</h1>{html}{more}</article></body></html>".encode()
