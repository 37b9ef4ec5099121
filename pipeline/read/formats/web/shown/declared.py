"""What elements of a page declare of their words: their language, and that they stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODE = frozenset(("code", "kbd", "samp", "var"))
"""Elements with what a machine is given or gives, as a code span of Markdown is."""


def says_kept(element: _Element) -> bool | None:
    """Say whether an element's words stay as they are in any language; None where it does not say.

    ``translate`` is the standard's attribute, ``notranslate`` the class that translators in browsers know.
    What a whole page asks for does not count: who names a page wants it translated.
    """
    if element.tag in ("html", "body"):
        return None
    if (said := element.get("translate")) is not None:
        return bool(said.strip().lower() == "no")
    if "notranslate" in (element.get("class") or "").lower().split():
        return True
    return True if element.tag in _CODE else None


def is_kept(element: _Element) -> bool:
    """Say whether an element's words stay as they are: it says so, or the nearest one around that says it."""
    around = (says_kept(each) for each in (element, *element.iterancestors()))
    return next((said for said in around if said is not None), False)


def says_language(element: _Element) -> str:
    """Return the language that an element says of itself; that of a page as a whole does not count."""
    if element.tag in ("html", "body"):
        return ""
    return str(element.get("lang") or element.get("xml:lang") or element.get(XML_LANGUAGE) or "").strip()


def own_language(element: _Element) -> str:
    """Return the language that an element says, or the nearest one around it in the page's body."""
    around = map(says_language, (element, *element.iterancestors()))
    return next((said for said in around if said), "")
