"""Inputs that hypothesis makes for the targets of ``office``: trees of XML, RTF, pages of PDF files."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from tests.campaigns.fuzz.shapes import TEXT, Bytes, Texts, encoded
from tests.support import office_sources

_WORD = (
    *(
        "w:p",
        "w:r",
        "w:t",
        "w:tab",
        "w:br",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:ins",
        "w:del",
        "w:sdt",
        "w:sdtContent",
    ),
    *(
        "w:pPr",
        "w:rPr",
        "w:pStyle",
        "w:numPr",
        "w:numId",
        "w:ilvl",
        "w:fldChar",
        "w:instrText",
        "w:hyperlink",
    ),
    *("w:footnoteReference", "w:drawing", "w:txbxContent", "mc:AlternateContent", "mc:Choice", "w:vanish"),
)
_OPENDOCUMENT = (
    *(
        "text:p",
        "text:h",
        "text:span",
        "text:s",
        "text:list",
        "text:list-item",
        "text:note",
        "text:note-body",
    ),
    *(
        "table:table",
        "table:table-row",
        "table:table-cell",
        "draw:frame",
        "draw:text-box",
        "office:annotation",
    ),
)
_BOOK = (
    "p",
    "h1",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "aside",
    "blockquote",
    "nav",
    "span",
    "br",
    "figure",
)
_NAMES = (
    "val",
    "id",
    "style-name",
    "c",
    "type",
    "start-value",
    "class",
    "fldCharType",
    "ilvl",
    "outline-level",
)
_VALUES: Texts = st.one_of(
    st.sampled_from(
        ("begin", "separate", "end", "1", "2", "0", "Titre", "Liste", "L1", "P1", "footnote", "-1")
    ),
    TEXT,
)


def _element(name: str, attributes: dict[str, str], inside: list[str], *, prefix: str) -> str:
    said = "".join(f" {prefix}{key}={quoteattr(_plain(value))}" for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>"


def _plain(text: str) -> str:
    """Return a text without the signs that no XML may hold, so that most of what is made is XML."""
    return "".join(
        sign for sign in text if sign in "\t\n" or " " <= sign < "\ud800" or "\ue000" <= sign < "\ufffe"
    )


def _trees(names: tuple[str, ...], prefix: str) -> Texts:
    leaf = TEXT.map(_plain).map(escape)
    attributes = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=2)

    def around(inner: Texts) -> Texts:
        inside = st.lists(inner, max_size=4)
        return st.builds(_element, st.sampled_from(names), attributes, inside, prefix=st.just(prefix))

    return st.recursive(leaf, around, max_leaves=12)


def _document(tree: str) -> bytes:
    members = office_sources.word_members(tree)
    return bytes([sorted(members).index("word/document.xml")]) + encoded(str(members["word/document.xml"]))


def _content(tree: str) -> bytes:
    members = office_sources.opendocument_members(tree)
    return bytes([sorted(members).index("content.xml")]) + encoded(str(members["content.xml"]))


def _page(tree: str) -> bytes:
    at = sorted(office_sources.book_members()).index("OPS/text/one.xhtml")
    return bytes([at]) + encoded(
        f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{tree}</body></html>'
    )


_RTF: Texts = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *(
                    "{",
                    "}",
                    "{\\*",
                    "\\par ",
                    "\\pard",
                    "\\intbl ",
                    "\\cell ",
                    "\\row ",
                    "\\b ",
                    "\\v ",
                    "\\deleted ",
                ),
                *(
                    "{\\footnote ",
                    "{\\field{\\*\\fldinst PAGE}{\\fldrslt ",
                    "{\\stylesheet{\\s1 heading 1;}}",
                    "\\s1 ",
                ),
                *(
                    "\\u8364?",
                    "\\u-10179?",
                    "\\uc2 ",
                    "\\'e8",
                    "\\bin3 ",
                    "{\\info{\\author ",
                    "{\\listtext 1.\\tab}",
                ),
                *("\\ansicpg1251 ", "\\f1 ", "{\\shp{\\*\\shpinst{\\shptxt ", "\\outlinelevel0 ", "\\line "),
            )
        ),
        TEXT,
    ),
    max_size=30,
).map("".join)

_LINE = st.tuples(
    st.floats(-50, 700),
    st.floats(-50, 900),
    st.floats(0, 40),
    TEXT.map(lambda text: text.encode("cp1252", "ignore")),
).map(lambda row: (*row[:3], row[3].decode("cp1252", "ignore")))
_PDF: Bytes = st.lists(st.lists(_LINE, max_size=8), max_size=4).map(office_sources.pdf)

SHAPES: dict[str, Bytes] = {
    "word": _trees(_WORD, "w:").map(_document),
    "opendocument": _trees(_OPENDOCUMENT, "text:").map(_content),
    "epub": _trees(_BOOK, "").map(_page),
    "rtf": _RTF.map(encoded),
    "pdf": _PDF,
}
"""By the targets' names."""
