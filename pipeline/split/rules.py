"""Decides whether a mark ends a sentence, from the characters around it and the language's data.

Where neither decides, the rest of the text does. A word with a capital that the text also has in lower case
("the") begins a sentence after ``U.S.``. One that it does not have in lower case ("Senate") continues the
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from languages import Language
from pipeline.split.abbreviations import COMPANIES, FIRMS
from pipeline.split.candidates import REACH, WORD, Candidate, MarkKind, NextCase, clusters, has_case
from pipeline.split.dates import ShortDates
from pipeline.split.speakers import speech_clauses
from pipeline.split.text_words import TextWords
from pipeline.split.token import Token, is_acronym, token_before

_STARTER = 3
"""Letters, at most, of words that count as sentence starters after an acronym because the text has them in
lower case too. Longer ones are as often the second half of a name: ``U.S. House``, ``U.S. Open``."""
_WHOLE = 5
"""Number of letters from which a lower-case word that is on no list is hardly an abbreviation."""
_HOST_ENDINGS = frozenset(
    {"com", "net", "org", "edu", "gov", "info", "biz", "js", "io", "ai", "co", "uk", "eu", "tv"}
)
"""Last parts of host and product names, which some write with a capital: ``Booking.Com``."""
_ADDRESS = re.compile(r"[/@:=&#%_\\]|^www\.", re.IGNORECASE)
_CLOSING = ")]\"'”’»"
_ROMAN = re.compile(r"[IVXLC]+")
_SOUNDS = frozenset("ILC")
"""Single letters that are words or initials as often as Roman numerals."""
_LONGEST_PHRASE = 7
"""Words of a phrase that begins a sentence and has no verb yet."""
_NEVER = frozenset({"Ch", "Chr", "Ph", "St"})
"""Initials of two letters, and saints, in names that are written alike in every language."""
_ENDING = frozenset({"al"})
"""Of ``et al.``, in every language."""
_NUMBERED = ("No", "Nos", "p", "pp", "vol", "fig", "art")
"""Abbreviations before numbers that news in every language has, in any script."""
_ENUMERATOR = re.compile(r"\d{1,3}|(?=[\x00-\u303f])[^\W\d_]|[IVX]{1,4}")
"""A number or letter of a list item; not Han, kana or Hangul, which write whole words with one character."""


class Rules:
    """Rules for the ends of one language's sentences, from its data and Unicode."""

    def __init__(self, language: Language) -> None:
        sentences = language.sentences
        self.marks = clusters(language)
        self._has_case = has_case(language)
        self._never = frozenset(map(_joined, sentences.abbreviations)) | _NEVER | FIRMS
        self._ending = frozenset(map(_joined, sentences.ending_abbreviations)) | _ENDING | COMPANIES
        self._spaced = frozenset(_joined(each) for each in sentences.ending_abbreviations if ". " in each)
        self._numbered = _with_capitals((*sentences.numbered, *_NUMBERED))
        self._numbered_ends = tuple(word[1:] for word in sentences.numbered if word.startswith("*"))
        self._clipped = frozenset(sentences.clipped)
        self._rests = _rests(self._never | self._ending)
        self._starters = frozenset(sentences.starters)
        self._finals = frozenset(sentences.finals)
        self._months = frozenset(sentences.months)
        self._dates = ShortDates(language)
        self._small = frozenset(language.small_words)
        self._ordinal_stop = sentences.ordinal_stop
        self._capital_nouns = sentences.capital_nouns
        self._speech = speech_clauses(language)
        self._verb_last = sentences.speech_last
        self._continuations = re.compile("|".join(sentences.continuations) or r"(?!)")

    def ends(self, at: Candidate, words: TextWords) -> bool:
        """Tell whether a sentence ends at ``at.end``; ``words`` are those of the surrounding text."""
        if at.opens or at.titled or at.goes_on(self._continuations):
            return False
        kind = at.kind
        if at.closes_quotation and self._is_spoken(at, kind):
            return False
        if kind == "full" or (kind == "question" and at.ideographic):
            return True
        if at.spaced:
            return self._ends_before_space(at, kind, words)
        return not at.ideographic and at.joined and self._ends_glued(at, kind, words)

    def _is_spoken(self, at: Candidate, kind: MarkKind) -> bool:
        """Tell whether what follows a closed quotation says who spoke.

        Where a capital could begin a sentence, a full stop in the quotation makes it one unless the clause is
        as plain as can be: English has a comma there.
        """
        plainly = kind == "stop" and self._has_case and not self._verb_last
        return self._speech.begins(at.text, at.following, plainly=plainly)

    def _ends_before_space(self, at: Candidate, kind: MarkKind, words: TextWords) -> bool:
        case: NextCase = "upper" if at.is_clipped(self._clipped) else at.case
        if case == "lower" and self._has_case:
            return not at.closed and self._ends_before_small(at, kind)
        if kind == "stop":
            return self._stop_ends(at, case, words)
        # Where no capital can tell, an ellipsis is mostly a pause.
        return kind == "question" or case == "upper" or at.closed or at.text[at.mark - 1] in self._finals

    def _ends_before_small(self, at: Candidate, kind: MarkKind) -> bool:
        """Tell whether the next sentence lacks its capital."""
        if kind != "stop":
            return kind == "question" and at.informal
        token = token_before(at)
        if self._is_bound(token, at) or not self._ending.isdisjoint(token.keys) or is_acronym(token.text):
            return False
        if at.informal and len(token.text) > 1 and not (token.text.isdecimal() and self._ordinal_stop):
            return True
        whole = len(token.text) >= _WHOLE and token.text.isalpha() and token.text.islower()
        return whole and at.word in self._starters

    def _stop_ends(self, at: Candidate, case: NextCase, words: TextWords) -> bool:
        token = token_before(at)
        if self._is_bound(token, at) or self._dates.bind(token, at):
            return False
        if token.text.isdecimal() or (self._ordinal_stop and _ROMAN.fullmatch(token.text)):
            return self._number_ends(token, at, case, words)
        listed = max((key for key in token.keys if key in self._ending), key=len, default="")
        if listed in COMPANIES:
            return self._company_ends(token, at, case, words)
        if (listed or is_acronym(token.text)) and self._is_opening(at):
            return False
        if is_acronym(listed or token.text):
            return self._acronym_ends(listed, token, at, case, words)
        if listed:
            return self._abbreviation_ends(listed, token, at, case, words)
        return not token.is_initial or self._initial_ends(at, case, words)

    def _is_bound(self, token: Token, at: Candidate) -> bool:
        """Tell whether ``token`` cannot be a sentence's last word."""
        keys = token.keys
        if token.first:
            if _ENUMERATOR.fullmatch(token.text):
                return True
            keys += tuple(key[:1].lower() + key[1:] for key in keys)
        if at.kept_together and len(token.text) <= _STARTER:
            return True
        if self._is_numbering(keys, at):
            return True
        for key in sorted(keys, key=len, reverse=True):  # "т. д" ends sentences, though "д" alone does not
            if key in self._never or (key in self._rests and at.word in self._rests[key]):
                return True
            if key in self._ending:
                return token.bracketed  # "(Abb. Seite 3)"
        # "GEN. SMITH SPOKE": capitals throughout.
        return _is_capitals(token.text) and _is_capitals(at.word) and token.text.capitalize() in self._never

    def _is_numbering(self, keys: tuple[str, ...], at: Candidate) -> bool:
        """Tell whether an abbreviation belongs to the number after it: ``no. 1``, ``cap. IV``."""
        if self._numbered.isdisjoint(keys) and not keys[0].endswith(self._numbered_ends):
            return False
        return at.case == "digit" or (at.word not in _SOUNDS and _ROMAN.fullmatch(at.word) is not None)

    def _is_opening(self, at: Candidate) -> bool:
        """Tell whether a sentence has no more than a phrase with a number so far: ``In 52 B.C. Caesar``."""
        begun = WORD.findall(at.text[at.sentence : min(at.mark, at.sentence + REACH)])
        if at.mark - at.sentence > REACH or len(begun) > _LONGEST_PHRASE:
            return False
        return begun[0].lower() in self._small and any(map(str.isdecimal, begun[1:]))

    def _company_ends(self, token: Token, at: Candidate, case: NextCase, words: TextWords) -> bool:
        """Tell whether a sentence ends after the form of a company."""
        before = token.before
        is_first = before[:1].islower() or (before[-1:].isalnum() and not token.named)
        if case == "digit" or (is_first and not self._is_starter(at, words)):  # "della S.p.A. Fiat"
            return False
        # "Ford Motor Co. Chairman Bill Ford" against "Ford Motor Co. Shares fell".
        return case == "none" or self._is_starter(at, words) or at.second_lower

    def _number_ends(self, token: Token, at: Candidate, case: NextCase, words: TextWords) -> bool:
        number = token.text
        if case == "digit":
            if at.after_word == ".":  # "im Jahr 2005. 29. April", not "3. 5. 2019", "2019. 3. 5."
                return self._ordinal_stop and len(number) == 4
            return not (len(number) <= 2 and len(at.word) == 4)
        if at.word.lower() in self._months and len(number) <= 2:
            return False
        plain = number.isdecimal()
        hundreds = len(number) == 3 and number.endswith("00") and not token.before[-1:].isdecimal()
        ordinal = self._ordinal_stop and (len(number) <= 2 or hundreds or not plain)
        if not ordinal or case == "none" or at.quotes or self._begins(at, words):
            return True
        if plain and token.abbreviated and not self._capital_nouns:  # Polish "na str. 12. Ceny"
            return True
        # "Platz 2. Danach kam", not "im 19. Jahrhundert kam": a count follows a name, an ordinal an article.
        return plain and token.named and at.second_lower

    def _acronym_ends(
        self, listed: str, token: Token, at: Candidate, case: NextCase, words: TextWords
    ) -> bool:
        if case in {"digit", "none"} or _is_capitals(at.word):  # "7 p.m. ET"
            return False
        acronym = listed or token.text
        if listed and token.text != listed and listed not in self._spaced:  # "Senator J. D. Vance said"
            return self._is_starter(at, words)
        if all(len(part) == 1 and part.isupper() for part in acronym.split(".")):
            # "Washington D.C. Police said" against "the U.S. Senate said": after a name it is no adjective.
            return self._is_starter(at, words) or (token.named and at.second_lower)
        clock = acronym.islower() and token.before[-1:].isdecimal()  # "7 p.m. Monday"
        return (bool(listed) and not clock) or self._begins(at, words)

    def _abbreviation_ends(
        self, abbreviation: str, token: Token, at: Candidate, case: NextCase, words: TextWords
    ) -> bool:
        if case == "digit" or (case == "none" and "." in abbreviation):  # "Oct. 3", Hindi "यू.के. को"
            return False
        chain = at.is_initial_next or token.abbreviated
        if case == "none" and len(abbreviation) == 1 and chain:  # Arabic "م. ن. حسن"
            return False
        if len(abbreviation) == 1 and abbreviation.islower():  # Russian "в 2018 г. Потом", but "в г. Остин"
            counted = token.before[-1:].isdecimal() or token.before.isupper()
            return counted or at.word.lower() in self._starters
        if self._capital_nouns and token.before[-1:].isdecimal():  # "3 Std. Anfahrt"
            return self._begins(at, words)
        if case == "none" or not abbreviation[:1].isupper():
            return True
        # "Ford Motor Co. Chairman Bill Ford" against "Ford Motor Co. Shares fell".
        return self._is_starter(at, words) or at.second_lower

    def _initial_ends(self, at: Candidate, case: NextCase, words: TextWords) -> bool:
        """Tell whether a sentence ends after an initial: ``vitamin C. The dose``, not ``by C. De Niro``."""
        if case == "none":
            return at.word in self._starters
        return self._is_starter(at, words) and at.second_lower

    def _begins(self, at: Candidate, words: TextWords) -> bool:
        """Tell whether the next word has its capital because it begins a sentence."""
        return at.word.lower() in self._starters or at.word in words

    def _is_starter(self, at: Candidate, words: TextWords) -> bool:
        """Tell whether the next word begins a sentence, where names follow more often."""
        return at.word.lower() in self._starters or (len(at.word) <= _STARTER and at.word in words)

    def _ends_glued(self, at: Candidate, kind: MarkKind, words: TextWords) -> bool:
        """Tell whether a sentence ends without a space after it; addresses and file names have stops too."""
        token = token_before(at)
        if (
            _ADDRESS.search(token.text)
            or self._is_bound(token, at)
            or not self._ending.isdisjoint(token.keys)
        ):
            return False
        word, last = at.word, token.text.rstrip(_CLOSING)
        after_stop = kind == "stop" and not at.closed
        if at.case == "none":
            return after_stop and last.isalpha() and min(len(word), len(last)) > _STARTER
        if not word.istitle() or word.lower() in _HOST_ENDINGS or at.after_word in set("./@_:"):
            return False
        whole = last.isalpha() and len(last) >= _STARTER
        plain = whole and last.islower()
        if len(word) > 1 and (plain or not after_stop):
            return True
        # "dez mil.A cidade", "em Salvador.Foi uma fase", "os 1.500.Ele ganhou".
        counted = last.replace(",", "").replace(".", "").isdecimal()
        return (plain or ((whole or counted) and at.second_lower)) and self._begins(at, words)


@lru_cache(maxsize=256)
def rules_for(language: Language) -> Rules:
    """Return the rules of ``language``, made once."""
    return Rules(language)


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _with_capitals(words: Iterable[str]) -> frozenset[str]:
    """Return words, and each as it begins with a capital."""
    return frozenset(form for word in words for form in (word, word[:1].upper() + word[1:]))


def _joined(abbreviation: str) -> str:
    return abbreviation.replace(". ", ".")


def _rests(abbreviations: frozenset[str]) -> dict[str, set[str]]:
    """Map the beginning of each abbreviation with inner stops to the words that continue it."""
    rests: dict[str, set[str]] = {}
    for abbreviation in abbreviations:
        for stop in re.finditer(r"\.", abbreviation):
            rest = WORD.match(abbreviation, stop.end())
            if rest:
                rests.setdefault(abbreviation[: stop.start()], set()).add(rest[0])
    return rests
