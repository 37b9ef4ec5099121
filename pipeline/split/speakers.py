"""Clauses that say who spoke: ``Mayor Ida Voss said.``, ``市长说。`` and the like.

Such a clause belongs to the quotation before it, whatever mark closes that, and says nothing by itself. It is
a short subject with a verb of speech. What shows that it says what was said (``that``, Korean ``-고``) makes
it a sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from languages import Language

_LONGEST = 90
"""Code points, at most, of a clause of speech; no look goes further, so that splitting stays linear."""
_LONGEST_UNSPACED = 28
"""The same in scripts without spaces."""
_SUBJECT = 7
"""Words, at most, before the verb."""
_TAIL = 4
"""Words, at most, after it: ``told reporters on Monday``."""

_LONGEST_SOURCE, _LONGEST_SOURCE_UNSPACED = 6, 16
"""Words, or signs where words are not parted, of a sentence that says where its news is from, at most."""
_MARKS = re.compile(r"[.!?…;:,。！？｡．；：，、।॥؟؛،۔\"“”„«»‹›「」『』]")
_FINAL = frozenset(".。｡．।॥۔")
"""Marks that end a clause of speech, which is neither asked nor called out."""
_COMMAS = frozenset(",，、،")
_ELISION = re.compile("['’]")
_AROUND = ".,;!?…\"'“”‘’«»„‚‹›()[]{}،؛؟।॥۔。，、；！？-–— "


_PIECES = 2
"""Parts, at most, of a clause that begins with its verb: ``said Voss, the mayor``."""
_DETERMINERS = (
    "the a an his her its their our this der die das den dem ein eine einer de het een det en et ett ei"
    " le la les l un une des el los las una els na o os as um uma unha il lo i gli uno ο η το οι τα ένας μια"
)
_SUBJECTS = (
    "he she they it we i er sie es wir il elle ils elles on él ella ellos ele ela eles ell lui lei hij zij"
    " han hun hon det"
)
_BEFORE_VERB = "a ha va van han ont hanno hat har heeft avait aveva havia s se es li le les lhe gli às au"
_ARTICLES = frozenset(_DETERMINERS.split())
"""Words that lead to a subject behind its verb, where others tell what was said: ``said the mayor``."""
_PRONOUNS = frozenset(_SUBJECTS.split())
"""Subjects that end such a clause: ``said he``."""
_AUXILIARIES = frozenset(_BEFORE_VERB.split())
"""Words that stand before the verb without a subject: ``a déclaré le maire``."""


class _Clause(NamedTuple):
    """The words up to the mark that ends a clause, parted at its commas."""

    pieces: Sequence[str]
    ends: bool
    """Whether a full stop, or the text's end, ends it; else it is longer than a clause of speech."""


class SpeechClauses:
    """Finds clauses of speech in one language."""

    def __init__(self, language: Language) -> None:
        """Take the verbs of a language's file, and the words that show what was said."""
        sentences = language.sentences
        self._is_spaced = bool(language.separator)
        self._is_last = sentences.speech_last
        verbs = "|".join(sentences.speech) or r"(?!)"
        self._verb = re.compile(f"(?:{verbs})" if self._is_spaced else f"(?:{verbs})$", re.IGNORECASE)
        self._reported = re.compile("|".join(sentences.reported) or r"(?!)", re.IGNORECASE)
        self._unspoken = re.compile("|".join(sentences.unspoken) or r"(?!)", re.IGNORECASE)
        self._source = _source_pattern(sentences.sources, r"\s" if self._is_spaced else "")
        self._abbreviations = frozenset(sentences.abbreviations) | frozenset(sentences.ending_abbreviations)
        self._longest = _LONGEST if self._is_spaced else _LONGEST_UNSPACED

    def begins(self, text: str, start: int, *, plainly: bool = False) -> bool:
        """Tell whether a clause of speech begins at ``start``; ``plainly``, whether it ends with its verb.

        More may follow after a comma: ``Voss asked, and left.``
        """
        clause = self._clause(text, start)
        return clause is not None and self._is_speech(clause, tail=0 if plainly else _TAIL, alone=plainly)

    def is_bare(self, text: str) -> bool:
        """Tell whether a text is a clause of speech and no more."""
        start = len(text) - len(text.lstrip(_AROUND))
        clause = self._clause(text, start)
        if clause is None or not clause.ends or len(text.rstrip(_AROUND)) - start > self._longest:
            return False
        at_end = text.rstrip(_AROUND).endswith(clause.pieces[-1].strip(_AROUND))
        return at_end and self._is_speech(clause, tail=_TAIL, alone=True)

    def is_source(self, text: str) -> bool:
        """Tell whether a text says where its news is from and no more (``According to the mayor.``)."""
        bare = text.strip(_AROUND).lower().replace("’", "'")
        size = len(bare.split()) if self._is_spaced else len(bare)
        longest = _LONGEST_SOURCE if self._is_spaced else _LONGEST_SOURCE_UNSPACED
        return size <= longest and _MARKS.search(bare) is None and self._source.fullmatch(bare) is not None

    def is_inverted(self, text: str) -> bool:
        """Tell whether a text is a clause of speech that begins with its verb, as ``Said the mayor.`` is."""
        start = len(text) - len(text.lstrip(_AROUND))
        clause = self._clause(text, start)
        if self._is_last or clause is None or not clause.ends or len(text) - start > self._longest:
            return False
        first, *more = clause.pieces
        is_whole = text.rstrip(_AROUND).endswith(clause.pieces[-1].strip(_AROUND))
        # "Said Voss, the mayor", but not "Asked about the dam, she left".
        return is_whole and len(more) < _PIECES and self._leads(_parts(first)) and all(map(_names, more))

    def _leads(self, words: Sequence[str]) -> bool:
        """Tell whether a verb of speech comes first, and its subject behind it."""
        verb = next((at for at, word in enumerate(words) if word not in _AUXILIARIES), len(words))
        if not 0 < len(words) - verb - 1 <= _SUBJECT or not self._verb.fullmatch(words[verb]):
            return False
        subject, *rest = words[verb + 1 :]
        if self._is_unspoken([subject]):
            return False
        if subject in _ARTICLES:
            return True
        return not rest if subject in _PRONOUNS else not self._reported.fullmatch(subject)

    def _is_speech(self, clause: _Clause, *, tail: int, alone: bool) -> bool:
        if not self._is_last:
            return self._has_verb(clause, tail, alone=alone)
        if not clause.ends:
            return False
        if self._is_spaced:
            return self._is_verb_last(" ".join(clause.pieces).split())
        return self._ends_with_verb("".join(clause.pieces))

    def _ends_with_verb(self, words: str) -> bool:
        verb = self._verb.search(words)
        if verb is None:
            return False
        before = words[: verb.start()]
        if self._unspoken.search(before):
            return False
        # Japanese "と市長は語った" goes on from the quotation; "辞任すると語った" says what was said.
        return len(before) < 2 or self._reported.search(before) is None

    def _is_verb_last(self, words: Sequence[str]) -> bool:
        plain = [word.strip(_AROUND) for word in words]
        for place in (len(plain) - 1, len(plain) - 2):  # an auxiliary may follow
            if 0 <= place <= _SUBJECT and self._verb.fullmatch(plain[place]):
                is_reported = any(self._reported.fullmatch(word) for word in plain[:place])
                return not is_reported and not self._is_unspoken(plain[:place])
        return False

    def _has_verb(self, clause: _Clause, most: int, *, alone: bool) -> bool:
        """Tell whether the verb stands after a short subject, and little after it in its part of the clause.

        ``alone`` says that no other part may follow.
        """
        words = [
            (word.strip(_AROUND), number)
            for number, piece in enumerate(clause.pieces)
            for word in piece.split()
        ]
        last = len(clause.pieces) - 1
        for place, (word, piece) in enumerate(words[: _SUBJECT + 1]):
            if self._verb.fullmatch(word) or self._verb.fullmatch(_ELISION.split(word)[-1]):  # "s'exclame"
                # "Voss, the mayor, asked", but not "The water rose, police said", nor "..., said police".
                if piece == 1 or (piece > 1 and words[place - 1][1] == piece):
                    return False
                following = words[place + 1 :]
                if following and self._reported.fullmatch(_ELISION.split(following[0][0])[0]):  # "qu'il"
                    return False
                is_whole = piece < last or clause.ends
                after = sum(number == piece for _, number in following)
                is_short = after <= most and is_whole and not (alone and piece < last)
                return is_short and not self._is_unspoken([each for each, _ in words[:place]])
        return False

    def _is_unspoken(self, words: Sequence[str]) -> bool:
        return any(self._unspoken.fullmatch(part) for word in words for part in _ELISION.split(word))

    def _clause(self, text: str, start: int) -> _Clause | None:
        """Return the clause that begins at ``start``; None if it asks, calls, quotes, or a colon ends it."""
        until = min(len(text), start + self._longest)
        pieces, begin = [], start
        for mark in _MARKS.finditer(text, start, until):
            sign, place = mark[0], mark.start()
            if sign in _COMMAS:
                pieces.append(text[begin:place])
                begin = place + 1
            elif sign not in _FINAL:
                return None
            elif sign != "." or self._stops(text, begin, place):
                return _Clause([*pieces, text[begin:place]], ends=True)
        return _Clause([*pieces, text[begin:until]], ends=until == len(text))

    def _stops(self, text: str, begin: int, place: int) -> bool:
        """Tell whether a full stop ends a sentence: no abbreviation or initial, and nothing clings to it."""
        after = text[place + 1 : place + 2]
        word = text[begin:place].split()[-1:]
        short = bool(word) and (word[0] in self._abbreviations or (len(word[0]) == 1 and word[0].isupper()))
        return not short and (not after or after.isspace() or after in _AROUND)


def _source_pattern(sources: Sequence[str], joint: str) -> re.Pattern[str]:
    """Return what matches words of ``languages/`` before, or behind, whom the news is from."""
    forms = [
        f".+{joint}?{re.escape(words[1:])}" if words.startswith("~") else f"{re.escape(words)}{joint}.+"
        for words in sources
    ]
    return re.compile("|".join(forms) or r"(?!)")


def _parts(piece: str) -> list[str]:
    """Return the words of a part of a clause in small letters, parted at elisions."""
    return [part.lower() for word in piece.split() for part in _ELISION.split(word.strip(_AROUND))]


def _names(piece: str) -> bool:
    """Tell whether a part behind a comma says who the subject is."""
    words = _parts(piece)
    return 0 < len(words) <= _SUBJECT and (words[0] in _ARTICLES or piece.strip().istitle())


@lru_cache(maxsize=256)
def speech_clauses(language: Language) -> SpeechClauses:
    """Return what finds the clauses of speech of ``language``, made once."""
    return SpeechClauses(language)
