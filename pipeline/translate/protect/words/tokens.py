"""The words of a sentence, as names are found in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.text.case import lowered

_LETTER = r"[^\W\d_]"
_MOST_LETTERS = 12
"""Most letters of an acronym."""
_NEAR = 8
"""How far before a word is looked for what it stands behind."""
_TOKEN = re.compile(
    rf"(?<!\w)(?:(?:{_LETTER}\.-?){{2,{_MOST_LETTERS}}}(?!{_LETTER})"
    rf"|{_LETTER}\.(?=\s|-{_LETTER})"
    rf"|(?:[DNO]['’](?=[^\W\d_a-z]))?{_LETTER}+(?:-{_LETTER}+)*(?!\w)"
    r"|\d+(?!\w))"
)
"""An acronym or initials with full stops, one initial, a word (``O'Brien``, ``Jean-Luc``), a number."""
_APOSTROPHES = frozenset("'’")
_ARABIC = re.compile(r"(?:a[dlrstnz]|el|ul|ibn|bin)-(?=[^\W\d_a-z])")
_OPENING = frozenset("([{«“„‹‘\"'¿¡-–—:.!?…•*#/|>\n")
_QUOTES, _FINAL = frozenset("\"'“”»«’"), frozenset(".!?…")
_SPACES = frozenset((" ", "\u00a0", "\u202f"))


@dataclass(frozen=True, slots=True)
class WordToken:
    """A word, or a number, of a sentence."""

    start: int
    end: int
    text: str
    begins: bool
    """Whether it begins a sentence or a quotation, where a capital means nothing."""
    is_joined: bool
    """Whether a space, and no sign, parts it from the token before."""
    is_capital: bool
    """Whether it has a capital at its beginning, or behind an Arabic article (``al-Assad``)."""

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter with a full stop, or several: ``J.``, ``J.K.``."""
        return self.text.endswith(".") and self.is_capital

    @property
    def is_acronym(self) -> bool:
        """Whether it has two letters or more, all capitals, with full stops or without."""
        letters = self.text.replace(".", "")
        return len(letters) > 1 and letters.isalpha() and letters.isupper()


def tokens(text: str, titles: Collection[str] = ()) -> tuple[WordToken, ...]:
    """Return the tokens of a sentence. A full stop behind one of ``titles`` parts nothing (``Mr. Straw``)."""
    found: list[WordToken] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        before = text[max(start - _NEAR, 0) : start].rstrip()
        gap = text[found[-1].end : start] if found else ""
        is_stopped = bool(found) and gap[:1] == "." and gap[1:] in _SPACES
        is_abbreviated = is_stopped and lowered(found[-1].text.rstrip(".")) in titles
        joined = gap in _SPACES or is_abbreviated or (bool(found) and found[-1].is_initial and gap == "")
        begins = not joined and (not before or before[-1] in _OPENING)
        if begins and before[-1:] in _QUOTES and text[start - 1] in _SPACES:  # it closes a quotation
            begins = before[-2:-1] in _FINAL
        if gap in _APOSTROPHES:  # ``l'Assemblée``, ``d'Emmanuel``
            begins = found[-1].begins and found[-1].is_capital
        found.append(WordToken(start, end, match[0], begins, joined, _has_capital(match[0])))
    return tuple(found)


def _has_capital(word: str) -> bool:
    return word[0].isupper() or word[0].istitle() or ("-" in word and _ARABIC.match(word) is not None)


def phrase(words: Sequence[WordToken]) -> str:
    """Return words with one space between them."""
    return " ".join(token.text for token in words)


def without_article(word: str) -> str:
    """Return a word without the Arabic article before it."""
    return _ARABIC.sub("", word, count=1)


def is_headline(text: str, found: Sequence[WordToken], common: Collection[str]) -> bool:
    """Say whether a text is a headline whose words all have a capital, so that one tells nothing.

    Only the commonest words of the language, ``common``, have none there, and it ends with no full stop.
    """
    words = [token for token in found if token.text.isalpha()]
    small = [token.text for token in words if not token.is_capital]
    is_open = text.rstrip()[-1:].isalnum()
    return (
        is_open
        and len(words) > 3
        and 2 * len(small) < len(words)
        and all(word in common or len(word) < 3 for word in small)
    )
