"""The language of a text.

Where the writing system alone tells the language (Japanese, Korean, Chinese), it decides. Elsewhere the
evidence of langdetect, py3langid and the languages' own words is added up (``scoring.py``) over all languages
that they know. The answer counts only where it has a file in ``languages/``, is well ahead of the next, holds
without the names, and fits.

All constants were set on 20 of the 41 documents of NTREX-128 that the project tunes on (315 sentences a
language), in 30 of our languages and 91 others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, cached_property

import languages
from pipeline.core.errors import UsageError
from pipeline.core.extras import installed_version
from pipeline.core.records import Detected, Detection, LanguageCode, Undetermined
from pipeline.core.text.case import has_dotless_i, is_in_capitals, lowered
from pipeline.detect import scripts, vocabulary, word_frequencies
from pipeline.detect.letters import ScriptCode, script_name
from pipeline.detect.lingua import LinguaVote
from pipeline.detect.scoring import Evidence, model
from pipeline.detect.shortcut import foreign, quick_guess

_SAMPLE = 400
"""Characters of a text that are looked at: they tell all 1,312 documents of NTREX, as 1,500 do at 40 % of the
speed."""
_SLICES = 4
"""Number of pieces that a sample is spread over in a longer text, so that a foreign opening does not
decide."""

_NOISE = re.compile(
    r"https?://[!-~]+|www\.[!-~]+"  # addresses on the web
    r"|(?<![\w.+-])[\w.+-]*@[\w.-]+|\#\w+"  # mail, @mentions, #tags
    r"|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[a-z]{2,})+(?:/[!-~]*)?"  # example.org/path
    r"|[0-9][0-9A-Za-z.,:%-]*",  # numbers, 19th, 4K
)

_OF_DOTLESS = frozenset("İĞŞı")
"""Letters that languages with two letters for ``I`` have, and few others."""
_OPTIONAL_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]")
"""Vowel points and stress marks: a writer may leave them out, and the profiles hardly know them."""

_LETTERS = 6
"""Letters that a text needs for an answer where several known languages share the script."""
_LETTERS_OF_ITS_OWN = 4
"""Letters that a text needs for an answer where one language alone has the script."""
_MARGIN = 5.0
"""Lead that the answer needs over the next language, in natural logarithms. With a lead of 3 to 5 two answers
in five are wrong."""
_MARGIN_AKIN = 6.0
"""Lead that the answer needs over a near relation. At 5 to 6 three answers in eight are wrong, at 6 to 8 one
in sixteen."""
_LETTERS_TO_AGREE = 20
"""Letters, in words that are no names, from which these words alone must lead to the same answer."""
_FIT_SLACK = 0.2
"""How much worse than its language's ``profile_fit`` a long text may fit."""
_FIT_SLACK_SHORT = 3.0
"""How much worse a short text may fit, on top of that, over the square root of its letters, as a mean of
fewer n-grams scatters more."""
_KNOWN_TOO_FEW = 0.25
"""Share of a language's frequent words below which a text is not in it, whatever else it fits. Shares are of
the letters in words that are no names."""
_KNOWN_WELL = 0.6
"""The share of a language's frequent words from which a text is in it, though it fits the profile badly."""
_STOP_WORD_SHARE = 0.12
"""Least share of stop words in a text where langdetect has no profile; 99 % of sentences in the right
language pass."""
_CONFIDENCE = 0.24
"""Slope of the confidence: the share of right answers over the margin, as a logistic function through a half
at 0."""


DETECTOR_NAMES = ("langdetect", "lingua")
"""Names that ``--detector`` takes; ``lingua`` is langdetect's evidence with lingua's casting vote."""


def open_detector(name: str) -> LangdetectDetector:
    """Return the detector called ``name``. Raises ``UsageError`` if it is unknown or not installed."""
    if name not in DETECTOR_NAMES:
        raise UsageError(f"--detector {name}: no such detector; known: {' '.join(DETECTOR_NAMES)}")
    return LangdetectDetector(LinguaVote() if name == "lingua" else None)


class LangdetectDetector:
    """``Detector`` by script, langdetect's profiles, py3langid and stop words.

    ``confidence`` is how often an answer with so much evidence was right on NTREX sentences. It is 1 where
    the writing system alone tells the language, or a glance at a long text does (``shortcut.py``). Nothing is
    drawn at random and nothing remembered, so answers depend on the text alone. ``vote`` decides where the
    evidence is too close to call.
    """

    def __init__(self, vote: LinguaVote | None = None) -> None:
        self._vote = vote

    @cached_property
    def identity(self) -> str:
        """Names and versions of the packages that decide."""
        own = [f"{name} {installed_version(name)}" for name in ("langdetect", "py3langid", "wordfreq")]
        return ", ".join([*own, *([self._vote.identity] if self._vote else [])])

    def detect(self, text: str) -> Detection:
        """Return the language of ``text``; never raises for any ``str``.

        Detection takes about 1 ms for a sentence, 3 ms for any text; the first call opens the models (.1 s).
        """
        cleaned = _NOISE.sub(" ", unicodedata.normalize("NFC", _sample(text)))
        script, letters = scripts.writing_system(cleaned)
        if script is None:
            return self._undetermined("no letters to tell a language by")
        writers = _written_in(script)
        if not writers:
            return self._undetermined(_unwritten(script, letters))
        if letters < (_LETTERS_OF_ITS_OWN if len(writers) == 1 else _LETTERS):
            return self._undetermined(f"too short to tell: {_plural(letters)}")
        if script in scripts.TELLING and len(writers) == 1:
            return self._by_script(cleaned, writers[0])
        plain = scripts.only(_OPTIONAL_MARKS.sub("", cleaned), script)
        if is_in_capitals(plain):
            return self._of_capitals(plain, script)
        if len(text) > _SAMPLE:
            if (found := quick_guess(plain, writers)) is not None:
                return Detected(language=found, confidence=1.0, detector=self.identity)
            if (other := foreign(plain, writers)) is not None:
                return self._undetermined(f"looks like {other}, which has no file in languages/")
        return self._by_evidence(plain, script)

    def _of_capitals(self, plain: str, script: ScriptCode) -> Detection:
        """Return the language of a text in capitals, which both models know little of, by its small letters.

        Its ``I`` may be two letters. The languages that have these are asked first, in theirs, where the text
        has another letter that they have and few others.
        """
        dotless = next(filter(has_dotless_i, _written_in(script)), None)
        if dotless is not None and not _OF_DOTLESS.isdisjoint(plain):
            found = self._by_evidence(lowered(plain, dotless), script)
            if isinstance(found, Detected) and has_dotless_i(found.language):
                return found
        return self._by_evidence(lowered(plain), script)

    def _by_script(self, text: str, language: LanguageCode) -> Detection:
        stranger = vocabulary.stranger([letter for letter in text if letter.isalpha()], language)
        if stranger is not None:
            return self._undetermined(
                f"looks like {stranger.name} ({stranger.code}), which has no file in languages/"
            )
        return Detected(language=language, confidence=1.0, detector=self.identity)

    def _by_evidence(self, text: str, script: ScriptCode) -> Detection:
        evidence = model().score(text, _not_written_in(script))
        confidence: float | None = _confidence(evidence.margin)
        if _too_close(evidence):
            vote = self._vote
            confidence = vote.confidence(text, evidence.best, evidence.rival) if vote else None
        if confidence is None:
            return self._undetermined(f"too close to call between {evidence.best} and {evidence.rival}")
        reason = _doubt(evidence, alone=len(_written_in(script)) == 1)
        if reason is not None:
            return self._undetermined(reason)
        return Detected(language=evidence.best, confidence=confidence, detector=self.identity)

    def _undetermined(self, reason: str) -> Undetermined:
        return Undetermined(reason=reason, detector=self.identity)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    length, step = _SAMPLE // _SLICES, (len(text) - _SAMPLE // _SLICES) // (_SLICES - 1)
    slices = (text[start : start + length] for start in range(0, step * _SLICES, step))
    return " ".join(_whole_words(piece) for piece in slices)


def _whole_words(piece: str) -> str:
    # The first and last words may be cut in two, so they go; without spaces, as in Chinese, the piece stays.
    return " ".join(piece.split()[1:-1]) or piece


def _too_close(evidence: Evidence) -> bool:
    akin = vocabulary.parted(evidence.best, evidence.rival)
    return evidence.margin < (_MARGIN_AKIN if akin else _MARGIN)


def _doubt(evidence: Evidence, *, alone: bool) -> str | None:
    """Return the reason why the likeliest language, however far ahead, is not the answer; None where it is.

    ``alone`` says that no other language of ours has its script.
    """
    best = evidence.best
    if best not in languages.codes():
        return f"looks like {best}, which has no file in languages/"
    plainly = vocabulary.prevails(best, evidence.words)
    if not plainly and _names_differ(evidence):
        return f"its names look like {best}, the rest like {evidence.best_without_names}"
    stranger = vocabulary.stranger(evidence.words, best)
    if stranger is not None:
        return f"looks like {stranger.name} ({stranger.code}), which has no file in languages/"
    relation = vocabulary.relation_without_file(evidence.words, best)
    if relation is not None:
        return f"looks like {relation}, which has no file in languages/"
    if not plainly and not _fits(evidence, alone=alone):
        return f"looks like no known language; the nearest is {best}"
    return None


def _names_differ(evidence: Evidence) -> bool:
    # Near relations are told apart by marks and by words other than names; these words do not count here.
    best, without = evidence.best, evidence.best_without_names
    letters = sum(map(len, evidence.words_without_names))
    return letters >= _LETTERS_TO_AGREE and without != best and not vocabulary.parted(best, without)


def _fits(evidence: Evidence, *, alone: bool) -> bool:
    if alone and _fits_profile(evidence):
        return True
    known = word_frequencies.known(evidence.words_without_names, evidence.best)
    if known is not None and known >= _KNOWN_WELL:
        return True
    if known is not None and known < _KNOWN_TOO_FEW and not alone:
        return False
    return _fits_profile(evidence)


def _fits_profile(evidence: Evidence) -> bool:
    usual = languages.get(evidence.best).profile_fit
    if evidence.fit is None or usual is None:
        return evidence.stop_words >= _STOP_WORD_SHARE
    letters = max(sum(map(len, evidence.words)), 1)
    return evidence.fit >= usual - _FIT_SLACK - _FIT_SLACK_SHORT / math.sqrt(letters)


def _confidence(margin: float) -> float:
    return round(1 / (1 + math.exp(-_CONFIDENCE * min(margin, 100.0))), 4)


@cache
def _written_in(script: ScriptCode) -> tuple[LanguageCode, ...]:
    return tuple(language.code for language in languages.everyone() if script in language.scripts)


@cache
def _not_written_in(script: ScriptCode) -> frozenset[LanguageCode]:
    return frozenset(languages.codes()) - frozenset(_written_in(script))


def _unwritten(script: ScriptCode, letters: int) -> str:
    if script == scripts.SHARED_HAN:
        return "too short to tell: Han characters that several languages share"
    return f"written in the {script_name(script)} script, which no file in languages/ uses"


def _plural(letters: int) -> str:
    return "1 letter" if letters == 1 else f"{letters} letters"
