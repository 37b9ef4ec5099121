"""The fields of a language's file, each described where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCodes:
    """What each tool calls the language; empty where the tool does not know it.

    The first code is the one to give to the tool; any of them is read as this language.
    """

    langdetect: tuple[str, ...] = ()
    py3langid: tuple[str, ...] = ()
    lingua: tuple[str, ...] = ()
    argos: tuple[str, ...] = ()
    apertium: tuple[str, ...] = ()
    """ISO 639-3, as in the names of Apertium's modes; regional modes (``por_BR``) after the plain one."""
    sumy: tuple[str, ...] = ()
    """Name in sumy's stop word and stemmer tables, such as ``french``."""
    stopwordsiso: tuple[str, ...] = ()
    """Only where sumy has no stop words; its list is taken beside the file's own."""
    nllb: tuple[str, ...] = ()
    """FLORES-200 code, as NLLB-200's language tokens are called: ``fra_Latn``."""
    m2m100: tuple[str, ...] = ()
    """As in M2M-100's language tokens, without the underscores: ``fr`` for ``__fr__``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What the sentence splitter must know."""

    abbreviations: tuple[str, ...] = ()
    """Without the final full stop; more text always follows: titles, units, ``p. ej``. Case is respected."""
    ending_abbreviations: tuple[str, ...] = ()
    """Without the final full stop; may also end a sentence (``etc``, ``U.S``).

    What follows with a capital then starts a new one.
    """
    starters: tuple[str, ...] = ()
    """Words, lower case, that begin sentences and seldom go on after an abbreviation: pronouns, ``but``.

    After ``U.S.`` or ``J.`` they tell a new sentence from the rest of a name.
    """
    finals: tuple[str, ...] = ()
    """Last letters of verbs that end sentences, where no capital tells whether one ends with an ellipsis."""
    continuations: tuple[str, ...] = ()
    """Regular expressions of what ties a closed quotation to the words after it, where no capital tells."""
    months: tuple[str, ...] = ()
    """Month names, lower case, where the language writes dates as ``3. Oktober``; empty elsewhere."""
    ordinal_stop: bool = False
    """True where a full stop after a number makes it an ordinal (``am 3. Oktober``)."""
    capital_nouns: bool = False
    """True where nouns have a capital, so that one after an abbreviation tells nothing (``3 Std. Fahrt``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """How the language names the origin of a report, for the trailing credit line."""

    labels: tuple[str, ...] = ()
    """Words before a colon, lower case: ``source``, ``crédit``, ``avec``."""


Forms: TypeAlias = tuple[str, ...]
"""Words, lower case; one that ends in ``*`` stands for all that begin with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What checking a translation must know: how numbers, dates and amounts are written."""

    length: float = 1.0
    """Characters of a text for each character that it has in English, the median over news."""
    decimal: tuple[str, ...] = (".",)
    """Decimal signs."""
    percent: Forms = ()
    """Words for per cent."""
    imperial: Forms = ()
    """Names of miles, feet, inches, pounds and their like, which translators convert."""
    prefixes: tuple[str, ...] = ()
    """What is written as one with a following word: the Arabic and Hebrew ``and``, ``the``, ``in`` ..."""
    afternoon: Forms = ()
    """What stands beside an hour of two rounds, or one of 24: ``p.m``, ``soir``, ``uhr``."""
    compounds: bool = False
    """True where number words are joined without a space: ``siebenundzwanzig``."""
    months: tuple[Forms, ...] = ()
    """Names of the months, twelve tuples."""
    words: tuple[tuple[int, Forms], ...] = ()
    """Values with their words: cardinals, ordinals, fractions by their denominator, ``dozen``."""
    currencies: tuple[tuple[str, Forms], ...] = ()
    """Kinds of currency (``dollar``, ``euro`` ...; one kind for all dollars) with their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusable:
    """What parts the language from a near relation, in pieces of words; a space is the edge of a word."""

    code: str
    """Of the relation: its file's, or that of py3langid and langdetect where it has none."""
    ours: tuple[str, ...]
    """What this language has and the relation has not: ``" af "``, ``"hed "``, ``"øj"``."""
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A language without a file that no tool knows either, so that its texts pass for some other's."""

    code: str
    name: str
    """In English."""
    passes_for: frozenset[str]
    """Codes of the languages that its texts are taken for."""
    words: frozenset[str]
    """Common words, lower case; single characters where words are not parted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summaries:
    """What readable summaries must know. All lower case, with ``'`` for every apostrophe."""

    leaning: tuple[str, ...] = ()
    """Openings of sentences that are not understood without the one before: ``he``, ``according to this``."""
    standing: tuple[str, ...] = ()
    """Openings that look like one of those and are none: ``this week``."""
    boilerplate: tuple[str, ...] = ()
    """Openings of lines that are not part of the report: ``read more``, ``file photo``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """The words of a digest's pages that are not quoted; in English where a language's file has none."""

    digest: str = "Digest"
    stories: str = "Stories"
    documents: str = "Documents"
    period: str = "Period"
    undated: str = "Undated"
    filed: str = "file of"
    """Before the date of a file, where a report has none of its own."""
    also: str = "Also"
    original: str = "Original"
    by_model: str = "machine-translated by a neural model"
    by_rules: str = "machine-translated by rules, for the gist only"
    by_both: str = "machine-translated"
    by_people: str = "translated by people"
    untranslated: str = "not translated"
    check: str = "Check"
    """Before the names of checks that a translation did not pass."""
    nothing: str = "No stories."


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language."""

    code: str
    """ISO 639-1 (639-3 where there is none): names the file and the output folder."""
    name: str
    """In English."""
    native_name: str
    scripts: tuple[str, ...]
    """ISO 15924 codes of the scripts that news in it uses: ``Latn``; ``Hans`` and ``Hant`` for Chinese."""
    direction: Literal["ltr", "rtl"]
    separator: str
    """What stands between two sentences of a paragraph: a space, or nothing."""
    quotes: tuple[tuple[str, str], ...]
    """Pairs of quotation marks, the commonest first, nested and typewriter forms after it."""
    quote_space: str = ""
    """What stands inside the first pair: a no-break space in French, nothing elsewhere."""
    codes: ToolCodes
    sentences: Sentences
    credits: Credits
    summaries: Summaries = Summaries()
    digest: Digests = Digests()
    checks: Checks = field(default_factory=Checks)
    encodings: tuple[str, ...] = ()
    """Encodings beside Unicode's that texts in it are found in, the commonest first, as Python names them."""
    stop_words: tuple[str, ...] = ()
    """Lower case; those that sumy's list, where there is one, lacks."""
    alphabet: str = ""
    """Its letters, lower case; empty where no other language of ours shares its script."""
    profile_fit: float | None = None
    """How well news in it fits langdetect's profile of it; None where there is none.

    The mean log-probability of its n-grams, less what the profile leads to expect; ``bench/detect.py --fit``
    measures it.
    """
    confusables: tuple[Confusable, ...] = ()
    """Near relations; of two that have files, one names the other."""
