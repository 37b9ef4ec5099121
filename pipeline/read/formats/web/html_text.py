"""The text of HTML: its encoding, where the declared one counts if a text comes out, and its lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from typing import TYPE_CHECKING

from pipeline.core.ports import Received
from pipeline.read import encoding
from pipeline.read.formats.marked_tree import following
from pipeline.read.formats.note_signs import as_in_text
from pipeline.read.plain_text import is_heading

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCANNED = 4096
"""So many bytes are searched for a declaration. The standard has 1,024; saved pages put comments first."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = "<![CDATA["
_CODE_OR_CDATA = re.compile(r"</?(?:script|style)\b|<!\[CDATA\[", re.IGNORECASE)
_VOID = re.compile(r"<(embed|source|track|wbr|keygen)\b[^<>]{0,4000}>", re.IGNORECASE)
_LINE_END = re.compile(r"</br\s{0,9}/?>", re.IGNORECASE)
_PLAIN_TEXT = re.compile(r"<(/?)xmp(?:\s[^<>]{0,400})?>", re.IGNORECASE)
_PARAGRAPH_OR_BLOCK = re.compile(
    r"<(/?(?:p|address|article|aside|blockquote|center|details|dialog|dd|dir|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hgroup|hr|li|main|menu|nav|ol|pre|section|summary|table|td|th|tr|ul))(?=[\s>/])",
    re.IGNORECASE,
)
"""What begins or ends a paragraph."""
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?|\?xml\b[^>]{0,200}?)(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)

_VERSE_LENGTH, _SHORT_VERSE_LENGTH = 50, 30
"""The most signs of verses and lines of addresses, whatever they end with: of a stanza, of fewer lines."""
_STANZA = 4
_LEAST_LINES = 3
"""Lines, none of which ends a sentence, from which they are lines by themselves, as in plain text."""

_AROUND = 40
"""So many signs before a raised sign are looked at."""
_MOST_STEPS = 30
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def as_standard(html: str) -> str:
    """Return HTML in which libxml2 finds what the standard says, and browsers show.

    It knows some elements without content as elements with content, and takes all that follows for theirs. It
    leaves out end tags that stand for a line end or a new paragraph, and does not know text in ``xmp``.
    """
    html = _VOID.sub(r"\g<0></\1>", html)
    if "</" not in html:
        return html
    return _plain_text(_paragraph_ends(_LINE_END.sub("<br>", html)))


def _paragraph_ends(html: str) -> str:
    """Return HTML in which an end of a paragraph that is not open is an empty paragraph."""
    made: list[str] = []
    at, is_open = 0, False
    for found in _PARAGRAPH_OR_BLOCK.finditer(html):
        if found[1].lower() == "/p" and not is_open:
            made += [html[at : found.start()], "<p>"]
            at = found.start()
        is_open = found[1].lower() == "p"
    return "".join([*made, html[at:]]) if made else html


def _plain_text(html: str) -> str:
    """Return HTML whose text without markup in it is preformatted text."""
    made: list[str] = []
    at, start = 0, -1
    for found in _PLAIN_TEXT.finditer(html):
        if not found[1]:
            start = found.end() if start < 0 else start
        elif start >= 0:
            opening = html.rindex("<", at, start)
            made += [html[at:opening], "<pre>", escape(html[start : found.start()], quote=False), "</pre>"]
            at, start = found.end(), -1
    return "".join([*made, html[at:]]) if made else html


def plain_sections(html: str) -> str:
    """Return a page in XML without CDATA sections, their words escaped: HTML takes them for comments.

    Those in scripts and styles stay, as does all in other pages.
    """
    if _CDATA not in html or "xhtml" not in html[:_SCANNED].lower():
        return html
    made: list[str] = []
    at, is_code = 0, False
    for found in _CODE_OR_CDATA.finditer(html):
        if found.start() < at:
            continue
        if found[0] != _CDATA:
            is_code = not found[0].startswith("</")
        elif not is_code:
            end = html.find("]]>", found.end())
            if end < 0:
                break
            made += [html[at : found.start()], escape(html[found.end() : end], quote=False)]
            at = end + 3
    return "".join([*made, html[at:]])


def without_controls(text: str) -> str:
    """Return a text without signs that no tree may be given, though references (``&#1;``) make them."""
    return _CONTROLS.sub("", text)


def take_out(element: _Element) -> None:
    """Take an element out of its tree, but for the text behind it.

    That text is joined to what stands before it. lxml takes neither where a reference such as ``&#1;`` made
    a sign that no tree may be given.
    """
    before, parent = element.getprevious(), element.getparent()
    if element.tail:
        element.tail = without_controls(element.tail)
        if before is not None and before.tail:
            before.tail = without_controls(before.tail)
        elif before is None and parent is not None and parent.text:
            parent.text = without_controls(parent.text)
    element.drop_tree()


def decoded_html(received: Received) -> encoding.Decoded:
    """Return the text of a page, its encoding, and what had to be repaired.

    A byte order mark counts first, then strict UTF-8: valid UTF-8 is hardly ever anything else, whatever a
    template declares. Then what the server says and what the page declares, where a text comes out, and a
    guess. Raises ``SourceError``.
    """
    return encoding.decode(
        received.content,
        received.detector,
        where=received.where,
        declared=(received.charset, declared_label(received.content)),
    )


def declared_label(content: bytes) -> str:
    """Return the encoding that a page or another document in XML declares; empty where it declares none."""
    found = _DECLARED.search(content[:_SCANNED])
    return found[1].decode("ascii", "replace") if found else ""


def on_one_line(words: str) -> str:
    """Return words as a browser shows them, line ends as spaces; empty lines stay, which part paragraphs."""
    return "\n\n".join(part.replace("\n", " ") for part in _EMPTY_LINE.split(words))


def lines_of(text: str) -> list[str]:
    """Return the lines of a part of a page that stay lines, else one line; empty lines are left out."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    limit = _VERSE_LENGTH if len(lines) >= _STANZA else _SHORT_VERSE_LENGTH
    are_short = all(len(line) <= limit for line in lines)
    if len(lines) >= _LEAST_LINES and (are_short or all(map(is_heading, lines[:-1]))):
        return lines
    return [" ".join(lines)] if lines else []


def write_shifts(root: _Element, apart: Collection[str]) -> None:
    """Take the signs of notes out of a tree, and write powers and formulas with Unicode's own signs.

    ``apart`` has the elements that begin a line of their own.
    """
    for element in list(root.iter("sup", "sub")):
        if element.getparent() is None:
            continue
        said = "".join(element.itertext())
        words = shifted_words(element, _preceding(element, apart), apart)
        if not words:
            take_out(element)
        elif words != said:
            for child in list(element):
                element.remove(child)
            element.text = words


def shifted_words(element: _Element, before: str, apart: Collection[str]) -> str:
    """Return what a raised or lowered element is in the text: nothing, other signs, or its words."""
    line = next((each for each in element.iterancestors() if each.tag in apart), None)
    links = [*element.iter("a"), *element.iterancestors("a")]
    return as_in_text(
        "".join(element.itertext()),
        before,
        "" if line is None else following(element, line),
        is_raised=element.tag == "sup",
        is_linked=any("#" in (link.get("href") or "") for link in links),
    )


def _preceding(element: _Element, apart: Collection[str]) -> str:
    """Return some of the words before an element in its line."""
    found = ""
    at: _Element | None = element
    for _ in range(_MOST_STEPS):
        if at is None or at.tag in apart or len(found) >= _AROUND:
            break
        before = at.getprevious()
        if before is not None:
            own = "".join(before.itertext()) if isinstance(before.tag, str) and before.tag != "br" else ""
            found = own + (before.tail or "") + found
            if before.tag in apart or before.tag == "br":
                break
            at = before
        else:
            at = at.getparent()
            found = ("" if at is None else at.text or "") + found
    return found[-_AROUND:]
