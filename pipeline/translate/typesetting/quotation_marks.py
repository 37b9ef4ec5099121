"""``--quotes target``: a translation gets the quotation marks of its language.

``languages/`` says which marks of either language open and which close. A mark that can do both is judged by
the signs beside it. The second pair of marks stands inside a quotation. Single marks are left alone, because
they are apostrophes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, edited, in_items

_SINGLE = frozenset("'‘’‚‛‹›")
_BEFORE_OPENING = frozenset("([{-–—'’/")
_AFTER_CLOSING = frozenset(".,;:!?)]}…")

_Role = Literal["opens", "closes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    at: int
    role: _Role
    depth: int
    """Number of quotations around the mark."""


def typeset(restored: Restored, source: LanguageCode, target: LanguageCode) -> Restored:
    """Return a translation with the quotation marks of ``target``; items are left as they are."""
    text = restored.text
    hidden = in_items(restored)
    roles = _roles(source, target)
    edits = [_edit(text, mark, target, hidden) for mark in _marks(text, roles, hidden)]
    return edited(restored, edits)


def _roles(source: LanguageCode, target: LanguageCode) -> dict[str, set[_Role]]:
    """Return for each mark of either language whether it opens or closes. Typewriter marks do both."""
    roles: dict[str, set[_Role]] = {}
    for code in (source, target):
        for opening, closing in languages.get(code).quotes:
            if opening not in _SINGLE:
                roles.setdefault(opening, set()).add("opens")
                roles.setdefault(closing, set()).add("closes")
    return roles


def _marks(text: str, roles: dict[str, set[_Role]], hidden: frozenset[int]) -> Iterator[_Mark]:
    depth = 0
    for at, sign in enumerate(text):
        if sign not in roles or at in hidden:
            continue
        role = _role(text, at, roles[sign], inside=depth > 0)
        if role == "opens":
            yield _Mark(at=at, role=role, depth=depth)
            depth += 1
        elif role == "closes":
            depth = max(depth - 1, 0)
            yield _Mark(at=at, role=role, depth=depth)


def _role(text: str, at: int, roles: set[_Role], *, inside: bool) -> _Role | None:
    """Say whether a mark opens or closes; None if this is unclear, or the mark is an inch sign."""
    if len(roles) == 1:
        return next(iter(roles))
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    parted_before = not before or before.isspace() or before in _BEFORE_OPENING
    parted_after = not after or after.isspace() or after in _AFTER_CLOSING
    if parted_before != parted_after:
        role: _Role = "opens" if parted_before else "closes"
        return None if role == "closes" and before.isdigit() and not inside else role
    return "closes" if inside else "opens" if parted_before else None


def _edit(text: str, mark: _Mark, target: LanguageCode, hidden: frozenset[int]) -> Edit:
    """Return the span of a mark and of the spaces inside it, and the text that replaces them."""
    language = languages.get(target)
    pairs = [pair for pair in language.quotes if pair[0] not in _SINGLE]
    level = min(mark.depth, 1) if len(pairs) > 1 and pairs[1][0] != '"' else 0
    gap = language.quote_space if level == 0 else ""
    start, end = mark.at, mark.at + 1
    if mark.role == "opens":
        while end < len(text) and text[end].isspace() and end not in hidden:
            end += 1
        return start, end, pairs[level][0] + gap
    while start > 0 and text[start - 1].isspace() and start - 1 not in hidden:
        start -= 1
    return start, end, gap + pairs[level][1]
