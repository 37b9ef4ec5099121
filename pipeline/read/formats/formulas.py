"""Formulas in MathML as a line of text: ``x² + 1``, ``(a + b)/2``, ``√2``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.read.formats.note_signs import shifted

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACED = frozenset("+-−±×÷=≠<>≤≥≈≡∼→⇒⇔∈∪∩")
"""Operators with a space on both sides, unless they begin a formula or stand alone in a part of it."""
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
"""Signs that stand for an operation that nobody writes, as that between two factors."""
_UNSAID = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts"))
"""Elements that are not shown, or that say the formula again in another language."""
_LEAVES = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_JOINED = {
    "mtable": ("", "; ", ""),
    "mtr": ("", ", ", ""),
    "mfenced": ("(", ", ", ")"),
    "mspace": (" ", "", ""),
}
"""What stands before, between and behind the parts of an element."""
_DEEPEST = 60
"""What lies deeper is read as its words alone."""


def is_formula(element: _Element) -> bool:
    """Say whether an element is a formula, in HTML, or in XML with its namespace or a prefix."""
    return isinstance(element.tag, str) and _name(element) == "math"


def formula_words(formula: _Element) -> str:
    """Return a formula as a line of text.

    >>> from lxml import html
    >>> formula_words(html.fromstring("<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn></math>"))
    'x² = 4'
    """
    return " ".join(_said(formula, 0).split())


def _said(element: _Element, depth: int) -> str:
    name = _name(element)
    if name in _UNSAID:
        return ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    if name in _LEAVES:
        words = " ".join("".join(element.itertext()).translate(_INVISIBLE).split())
        return _operator(element, words) if name == "mo" else words
    parts = [_said(each, depth + 1) for each in element if isinstance(each.tag, str)]
    if name in _JOINED:
        before, between, after = _JOINED[name]
        return f"{before}{between.join(parts)}{after}"
    if name == "msqrt":
        return f"√{_held(''.join(parts))}"
    put_together = _OF_SO_MANY.get((name, len(parts)))
    if put_together is not None:
        return put_together(*map(_held, parts))
    waiting = iter(parts)
    own = ((next(waiting) if isinstance(each.tag, str) else "") + (each.tail or "") for each in element)
    return "".join([element.text or "", *own])


def _fraction(above: str, below: str) -> str:
    return f"{above}/{below}"


def _root(base: str, index: str) -> str:
    return f"{_raised(index)}√{base}"


def _power(base: str, above: str) -> str:
    return base + _raised(above)


def _indexed(base: str, below: str, above: str = "") -> str:
    return base + _lowered(below) + _raised(above)


_OF_SO_MANY: dict[tuple[str, int], Callable[..., str]] = {
    ("mfrac", 2): _fraction,
    ("mroot", 2): _root,
    ("msup", 2): _power,
    ("mover", 2): _power,
    ("msub", 2): _indexed,
    ("munder", 2): _indexed,
    ("msubsup", 3): _indexed,
    ("munderover", 3): _indexed,
}
"""What puts the parts of an element together, by its name and how many these are."""


def _operator(element: _Element, sign: str) -> str:
    is_between = element.getprevious() is not None and element.getnext() is not None
    return f" {sign} " if sign in _SPACED and is_between else sign


def _raised(words: str) -> str:
    return shifted(words, "1", is_raised=True) or (f"^{words}" if words else "")


def _lowered(words: str) -> str:
    return shifted(words, "1", is_raised=False) or (f"_{words}" if words else "")


def _held(words: str) -> str:
    """Return words in brackets where they are more than one thing."""
    own = words.strip()
    return f"({own})" if any(sign in own for sign in " /^_") else own


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
