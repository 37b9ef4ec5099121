"""What one report is compared by: words in the language of comparison, names and numbers in any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.core.records import LanguageCode
from pipeline.detect.word_frequencies import in_one_script
from pipeline.digest.stories.doubts import claims_of
from pipeline.digest.stories.features import FeatureCount, Features, counted, feature_key
from pipeline.digest.stories.names import Feature, name_features
from pipeline.digest.stories.rarity import share_of_texts
from pipeline.summarise import words

COMPARED = 2_000
"""Number of characters of a text whose words and names are compared. News says first what it is about, and
the further a report goes on, the more it has in common with any other."""
_LEAD = 20
"""Number of words, but for stop words, from which the first sentences of a report, its title among them, are
its lead: they say what it is about."""
_WORDS = 400
_NAMES = 200
"""The most different names that count."""
_COMMON_NUMBERS = {2: 0.05, 3: 0.01}
_COMMON_NUMBER = 0.002
_COMMON_YEAR = 0.5
"""The share of reports that are expected to have a certain number, by its digits, and one that may be a year
of theirs."""
_YEAR = 4


def features_of(
    own: Sequence[str], own_language: LanguageCode, compared: Sequence[str], language: LanguageCode
) -> Features:
    """Return what a report is compared by: words of ``compared``, names of both.

    ``own`` are the report's sentences, its title first; ``compared`` the same sentences in ``language``.
    Raises ``languages.UnknownLanguageError``.
    """
    number = _compared(own)
    terms = [list(_terms(sentence, language)) for sentence in compared[:number]]
    lead = _lead(terms)
    worded: dict[str, FeatureCount] = defaultdict(FeatureCount)
    for place, row in enumerate(terms):
        for stem, word in row:
            worded[f"{language}:{stem}"].add(is_lead=place < lead, common=share_of_texts(word, language))
    named: dict[str, FeatureCount] = defaultdict(FeatureCount)
    found = list(compared_names(own[:number], own_language))
    for feature in found:
        common = _common(feature, own_language)
        named[feature.key].add(is_lead=feature.sentence < lead, common=common)
    if language != own_language:
        _add_names(named, compared[:number], language, lead)
    return Features(
        language=language,
        words=counted(worded, _WORDS),
        names=counted(named, _NAMES),
        title=_title(found, own_language),
        figures=tuple(
            sorted({feature_key(each.key) for each in found if each.sentence < lead and _counts(each)})
        ),
        claims=claims_of(own[:number], found, lead, terms, (own_language, language)),
    )


def _title(found: Sequence[Feature], language: LanguageCode) -> tuple[int, ...]:
    """Return the keys of the rarest name in the first sentence; of equals, of the first."""
    names = [each for each in found if each.sentence == 0 and not each.key.startswith("#")]
    if not names:
        return ()
    rarest = min(names, key=lambda each: share_of_texts(each.word, language)).word
    return tuple(sorted({feature_key(each.key) for each in names if each.word == rarest}))


def compared_names(own: Sequence[str], language: LanguageCode) -> Iterator[Feature]:
    """Yield the names and numbers of the sentences of a report that are compared."""
    return name_features(own[: _compared(own)], language)


def _add_names(
    named: dict[str, FeatureCount], compared: Sequence[str], language: LanguageCode, lead: int
) -> None:
    """Add names as the translation has them, by their letters: places are called otherwise abroad."""
    there = frozenset(named)
    for feature in name_features(compared, language, with_sounds=False):
        if feature.key not in there:
            common = _common(feature, language)
            named[feature.key].add(is_lead=feature.sentence < lead, common=common)


def _compared(own: Sequence[str]) -> int:
    """Return how many sentences are compared: the first ones, until they are long enough."""
    sizes = accumulate(map(len, own))
    return next((place for place, size in enumerate(sizes, 1) if size >= COMPARED), len(own))


def _terms(sentence: str, language: LanguageCode) -> Iterator[tuple[str, str]]:
    """Yield the stem and the word of each word of a sentence that is no stop word."""
    for word in words.lowered_words(in_one_script(sentence[:COMPARED], language), language):
        if word != words.STOP_WORD:
            yield words.stem(word, language) or word, word


def _lead(terms: Sequence[Sequence[tuple[str, str]]]) -> int:
    """Return the number of sentences of the lead."""
    sizes = accumulate(map(len, terms))
    return next((place for place, size in enumerate(sizes, 1) if size >= _LEAD), len(terms))


def _common(feature: Feature, language: LanguageCode) -> float:
    if not feature.key.startswith("#"):
        return share_of_texts(feature.word, language)
    if not _counts(feature):
        return _COMMON_YEAR
    return _COMMON_NUMBERS.get(len(feature.key) - 1, _COMMON_NUMBER)


def _counts(feature: Feature) -> bool:
    """Say whether a feature is a number, and no year."""
    digits = feature.key[1:]
    return feature.key.startswith("#") and not (len(digits) == _YEAR and digits[:2] in ("19", "20"))
