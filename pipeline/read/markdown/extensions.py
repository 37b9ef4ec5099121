"""What stands in a line and is none of CommonMark.

Formulas in TeX (``$x^2$``, ``$$x^2$$``), names of a wiki's pages (``[[a page]]``), tags of templates
(``{{ page.title }}``, ``{% if %}``), attributes (``{.note}``) and names of pictures (``:smile:``).
Dollars are also money, so a formula must look like one. A bracket with a backslash is a bracket, as
CommonMark says, and begins none.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

_LONGEST = 2_000
_SIGNS = re.compile(r"[\\^_{}=+<>]")
"""Signs of which a formula has at least one, unless it is one word between dollars, such as ``$n$``."""
_NO_MONEY = re.compile(r"[^\s\d.,:;!?()-]\S{0,40}")


_VALUE = re.compile(r"\{\{(?![{%])([^\n]{1,300}?)\}\}")
"""What a template puts a value for: Jekyll, Liquid, Jinja, Hugo, Mustache."""
_SHORT_CODE = re.compile(
    r"\{\{%[^\n]{1,300}?%\}\}|\{%[^\n]{1,300}?%\}|\{#[^\n]{1,300}?#\}|\{\{\{[^\n]{1,300}?\}\}\}"
)
"""What a template does something for: conditions, inclusions, remarks."""
_ATTRIBUTES = re.compile(r"\{(?::[^\n{}]{1,200}|[.#][^\W\d_][^\n{}]{0,200}|[A-Za-z-]{1,20}=[^\n{}]{1,200})\}")
"""Classes, names and sizes, as Kramdown and Pandoc have them."""
_PICTURE = re.compile(r"(?<![\w:]):(?:[a-z][a-z0-9_+-]{0,40}|[+-]1|100):(?![\w:])")
_PAGE = re.compile(r"(?<!\[)\[\[([^\[\]|^\n][^\[\]|\n]{0,200})(?:\|([^\[\]|\n]{1,200}))?\]\](?![(\[\]])")


def formula(state: StateInline, silent: bool) -> bool:
    """Take a formula at the parser's position, as a code span is taken; False where there is none."""
    start = state.pos
    if not state.src.startswith("$", start):
        return False
    opening = "$$" if state.src.startswith("$$", start) else "$"
    first = start + len(opening)
    last = _end(state.src, opening, first, min(state.posMax, first + _LONGEST))
    if last < 0 or not _is_formula(state.src, opening, start, first, last):
        return False
    if not silent:
        token = state.push("code_inline", "code", 0)
        token.content = " ".join(state.src[first:last].split())
    state.pos = last + len(opening)
    return True


def page_name(state: StateInline, silent: bool) -> bool:
    """Take ``[[a page]]`` as a code span is taken, and ``[[a page|words]]`` as a link.

    Neither is taken that is a link of Markdown itself. The token that opens a link has the length of what
    stands before its words as ``opening``.
    """
    found = _PAGE.match(state.src, state.pos, state.posMax)
    if found is None or normalizeReference(found[1]) in state.env.get("references", {}):
        return False
    if not silent and found[2] is None:
        token = state.push("code_inline", "code", 0)
        token.content = found[1]
    elif not silent:
        last = state.posMax
        state.pos, state.posMax = found.span(2)
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": found[1]}
        token.meta = {"opening": found.start(2) - found.start()}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = last
    state.pos = found.end()
    return True


def template_tag(state: StateInline, silent: bool) -> bool:
    """Take a value of a template as a code span is taken, and its other tags as tags of HTML.

    So are attributes and names of pictures.
    """
    sign = state.src[state.pos]
    if sign not in "{:":
        return False
    value = _VALUE.match(state.src, state.pos, state.posMax)
    tags = (_SHORT_CODE, _ATTRIBUTES) if sign == "{" else (_PICTURE,)
    found = value or next(filter(None, (tag.match(state.src, state.pos, state.posMax) for tag in tags)), None)
    if found is None:
        return False
    if not silent:
        words = "" if value is None else value[1].strip("<>- ")
        token = state.push("code_inline" if words else "html_inline", "code" if words else "", 0)
        token.content = words or found[0]
    state.pos = found.end()
    return True


def _end(source: str, opening: str, first: int, limit: int) -> int:
    """Return where the sign begins that ends a formula; -1 where none does."""
    at = source.find(opening, first, limit)
    while opening == "$" and at > 0 and source[at - 1] == "\\":
        at = source.find("$", at + 1, limit)
    return at


def _is_formula(source: str, opening: str, start: int, first: int, last: int) -> bool:
    inside = source[first:last]
    if not inside.strip() or "\n\n" in inside:
        return False
    if opening == "$$":
        return True
    before, after = source[start - 1 : start] if start else "", source[last + 1 : last + 2]
    if inside[0].isspace() or inside[-1].isspace() or before.isalnum() or after.isalnum():
        return False
    return _SIGNS.search(inside) is not None or _NO_MONEY.fullmatch(inside) is not None
