"""Marks that can end a sentence, and what the characters around one say: facts of Unicode.

A cluster is such a mark with all that clings to it: ``?!``, ``."``, ``。」``, ``! »``. No look goes further
than ``REACH``, so judging a mark takes constant time.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from languages import Language
from pipeline.core.text.far_patterns import FarPattern

REACH = 40
"""Code points looked at on either side of a mark; no abbreviation in ``languages/`` is longer."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_FULL = "؟۔।॥։።፧፨။៕᠃᠉。｡．！？‼‽⁇⁈⁉\u037e\u061d"
"""Marks that end a sentence whatever letter follows: Sentence_Terminal in Unicode's PropList.txt, less the
ambiguous."""
_DOTS = ".…‥⋯"
_QUESTIONS = "!?;"
"""Exclamation and question marks. The last is a question mark in Greek script alone."""
_ANY_FULL = re.compile(f"[{_FULL}]")
_ANY_QUESTION = re.compile(f"[{_QUESTIONS}]")
_ONE_STOP = re.compile(rf"\.[^{_DOTS}]*")

_QUOTES = "\"'`“”„‟‘’‚‛«»‹›"
_TYPEWRITER = "\"'`"
_CLOSING_BY_DEFAULT = "”’»›"
_CLOSING_BRACKETS = ")]}）］｝】〕〉》」』〗〙〛｣"
OPENING_BRACKETS = "([{（［｛【〔〈《「『〖〘〚｢"
_PAST_BRACKET = re.compile(f"[{re.escape(_CLOSING_BRACKETS)}][{_FULL}{_DOTS}!?]")
_DASHES = "-‐‑‒–—―−~"
_OPENERS = frozenset(_QUOTES + OPENING_BRACKETS + _DASHES + "¿¡")
_QUOTATION_MARKS = frozenset(_QUOTES)
_CLOSING_QUOTES = frozenset(_QUOTES + "״＂」』｣")
_CLOSERS = frozenset(_QUOTES + _CLOSING_BRACKETS)
_COMMAS = frozenset(",;:،؛、，；：")
"""Commas and the like. After a mark inside a quotation or brackets they show that the sentence goes on."""
INVISIBLE = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
"""Code points of direction marks and the like: they cling to the mark before them."""
_INVISIBLE = "".join(map(chr, INVISIBLE))
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f300-\U0001faff"
"""Pictures, as ranges of code points: right after a mark they belong to its sentence."""
_APOSTROPHES = frozenset("'’‘`´")
_AFTER_CLIPPED = frozenset(" -‑\u00a0")
_NO_BREAK_SPACES = frozenset("\u00a0\u2007\u202f")
_TYPED_LOW_QUOTE = ",,"
"""The low quotation mark as typewriters and wire services write it: two commas."""
_JOINS = ("&", "+ ")
"""Signs that join the parts of a firm's name; none begins a sentence."""
_ADDRESSES = ("http://", "https://", "www.")

_TITLE_MARKS = re.compile("[《》]")
_CASED_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_IDEOGRAPHIC = FarPattern("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_GEORGIAN = re.compile("[\u10d0-\u10ff]")
"""Georgian letters, which are lower case by Unicode, but begin sentences."""

MarkKind: TypeAlias = Literal["full", "question", "ellipsis", "stop"]
NextCase: TypeAlias = Literal["upper", "lower", "digit", "none"]


class Candidate(NamedTuple):
    """A place where a sentence may end: after the cluster ``text[mark:end]``."""

    text: str
    sentence: int
    """Where the sentence begins; at least one letter or digit lies between it and ``mark``."""
    mark: int
    end: int
    following: int
    """Index of the next letter or digit; there is one."""

    @property
    def kind(self) -> MarkKind:
        """Kind of the cluster's marks; ``question`` stands for exclamations too."""
        cluster = self.text[self.mark : min(self.end, self.mark + REACH)]
        if _ANY_FULL.search(cluster):
            return "full"
        if _ANY_QUESTION.search(cluster):
            return "question"
        return "stop" if _ONE_STOP.fullmatch(cluster) else "ellipsis"

    @property
    def gap(self) -> str:
        """The text between the cluster and the next letter or digit, as far as we look."""
        return self.text[self.end : min(self.following, self.end + REACH)]

    @property
    def spaced(self) -> bool:
        """Whether white space stands before the next letter or digit, as far as we look."""
        return any(character.isspace() for character in self.gap)

    @property
    def kept_together(self) -> bool:
        """Whether only a no-break space follows, typed to keep ``M. Dupont`` on one line."""
        return self.gap in _NO_BREAK_SPACES

    @property
    def closed(self) -> bool:
        """Whether a quotation or bracket closes here."""
        return self.text[self.end - 1] in _CLOSERS

    @property
    def closes_quotation(self) -> bool:
        """Whether a quotation closes here, and no sign but spaces stands before the next word."""
        return self.text[self.end - 1] in _CLOSING_QUOTES and not self.gap.strip()

    @property
    def opens(self) -> bool:
        """Whether the cluster begins something (``...and``, ``.NET``, ``(...)``) and thus ends nothing."""
        before, at = self.text[self.mark - 1], self.mark - 2
        if before in OPENING_BRACKETS:  # "(...)" goes on, "(...)." may end
            return _PAST_BRACKET.search(self.text, self.mark, min(self.end, self.mark + REACH)) is None
        leading = at < self.sentence or self.text[at].isspace() or self.text[at] in OPENING_BRACKETS
        quoted = before in _QUOTES and leading
        return (quoted or before.isspace()) and not self.spaced

    @property
    def titled(self) -> bool:
        """Whether the mark stands in a title of a work, which Chinese has between ``《`` and ``》``."""
        closing = _TITLE_MARKS.search(self.text, self.mark, self.end + REACH)
        if closing is None or closing.group() != "》":
            return False
        begin = max(self.sentence, self.mark - REACH)
        return self.text.rfind("《", begin, self.mark) > self.text.rfind("》", begin, self.mark)

    @property
    def quotes(self) -> bool:
        """Whether a quotation mark stands before the next word."""
        return not _QUOTATION_MARKS.isdisjoint(self.gap)

    @property
    def joined(self) -> bool:
        """Whether the next word follows without a space, directly or after opening punctuation."""
        return _OPENERS.issuperset(self.gap)

    @property
    def ideographic(self) -> bool:
        """Whether a letter of a script without spaces and case stands on one side."""
        sides = self.text[self.mark - 1] + self.text[self.following]
        return _IDEOGRAPHIC.search(sides) is not None

    def goes_on(self, continuations: re.Pattern[str]) -> bool:
        """Tell whether what follows the mark, or the quotation that it closes, belongs to the same sentence.

        ``continuations`` matches what ties a closed quotation to the words after it.
        """
        gap = self.gap.lstrip()
        first = gap[:1]
        if gap.startswith(_JOINS):  # "Reed & Co. & Sons"
            return True
        if first in _COMMAS and not gap.startswith(_TYPED_LOW_QUOTE):  # "'Go!', he said"
            return True
        if self.text[self.end].isdigit() and self.text[self.mark - 1].isdigit():  # decimals in full width
            return True
        tied = continuations.match(self.text, self.following, self.following + REACH)
        dash = first in set(_DASHES) and not self.quotes  # "'Go!' – 'No.'" are two speakers
        return self.closed and (dash or tied is not None)

    @property
    def case(self) -> NextCase:
        """Case of the next letter; ``iPhone`` and addresses of web pages count as words with a capital."""
        letter, after = self.text[self.following], self.text[self.following + 1 : self.following + 2]
        if letter.isupper() or letter.istitle() or self.text.startswith(_ADDRESSES, self.following):
            return "upper"
        if letter.islower() and not _GEORGIAN.match(letter):
            return "upper" if after.isupper() else "lower"
        return "digit" if letter.isnumeric() and not letter.isalpha() else "none"

    @property
    def informal(self) -> bool:
        """Whether the sentence itself began without a capital, so that the next one may too."""
        return self.text[self.sentence].islower() and not self.text[self.sentence + 1].isupper()

    @property
    def word(self) -> str:
        """The next word, at most ``REACH`` long; empty where a modifier letter alone follows."""
        found = WORD.match(self.text, self.following, self.following + REACH)
        return found.group() if found else ""

    @property
    def is_initial_next(self) -> bool:
        """Whether the next word is one letter with a full stop."""
        return len(self.word) == 1 and self.word.isalpha() and self.after_word == "."

    def is_clipped(self, letters: frozenset[str]) -> bool:
        """Tell whether the next word is one of ``letters`` behind an apostrophe, before a large one."""
        if self.word not in letters or self.gap[-1:] not in _APOSTROPHES:
            return False
        begin = self.following + len(self.word)
        return self.text[begin : begin + 1] in _AFTER_CLIPPED and self.text[begin + 1 : begin + 2].isupper()

    @property
    def after_word(self) -> str:
        """The character after the next word; empty at the end of the text."""
        position = self.following + len(self.word)
        return self.text[position : position + 1]

    @property
    def second_word(self) -> str:
        """The second word after the mark; empty where there is none near."""
        position = self.following + len(self.word)
        found = WORD.search(self.text, position, position + REACH)
        return found.group() if found else ""

    @property
    def second_lower(self) -> bool:
        """Whether the second word after the mark is in lower case, as in sentences but not in names."""
        position = self.following + len(self.word)
        second = WORD.search(self.text, position, position + REACH)
        return (
            second is not None and second[0][0].islower() and self.text[position : second.start()].isspace()
        )


def has_case(language: Language) -> bool:
    """Tell whether a lower-case letter shows that a sentence goes on."""
    return not _CASED_SCRIPTS.isdisjoint(language.scripts)


def clusters(language: Language) -> re.Pattern[str]:
    """Return a pattern that finds the clusters of ``language``, in linear time on any text.

    A quotation mark that closes in the language, or by default, belongs to the cluster; any other only before
    a space. After a space (``Partez ! »``) it belongs to the cluster where another space follows, though not
    a no-break one (``« Ah ! »``).
    """
    openers = "".join(opening for opening, _ in language.quotes)
    closers = "".join(closing for _, closing in language.quotes) + _TYPEWRITER + _CLOSING_BRACKETS
    closers += "".join(mark for mark in _CLOSING_BY_DEFAULT if mark not in openers)
    marks = re.escape(_FULL + _DOTS + (_QUESTIONS if "Grek" in language.scripts else _QUESTIONS[:2]))
    footnote = r"\[\w{1,3}\]"
    cling = rf"(?:[{marks}{re.escape(closers)}{_INVISIBLE}{_EMOJI}]+|[{_QUOTES}](?=\s|$)|{footnote})*"
    apart = rf"(?<!\")\s+(?:[{re.escape(closers)}]|[{marks}](?=[\s{marks}]|$))"
    stops_there = rf"(?=[^\S\u00a0\u2007\u202f]|[{re.escape(''.join(_COMMAS))}]|$)"
    whole = _unyielding("more", cling)
    return re.compile(rf"[{marks}]{cling}(?:{apart}{whole}{stops_there})*")


def _unyielding(name: str, pattern: str) -> str:
    """Return a pattern that matches ``pattern`` once and for all, so no time goes into shorter matches.

    A look ahead does not take back what it found. Possessive quantifiers do the same since Python 3.11, but
    before 3.11.5, which includes Debian 12's release, they can match for ever (python/cpython#106052).
    """
    return f"(?=(?P<{name}>{pattern}))(?P={name})"
