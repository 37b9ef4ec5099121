"""The fields of a language's file, each with its description."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCodes:
    """Codes of the language in each tool; empty where the tool does not know it.

    The first code is the one to give to the tool; any of them is read as this language.
    """

    langdetect: tuple[str, ...] = ()
    py3langid: tuple[str, ...] = ()
    lingua: tuple[str, ...] = ()
    argos: tuple[str, ...] = ()
    apertium: tuple[str, ...] = ()
    """ISO 639-3 codes, as in the names of Apertium's modes; regional modes (``por_BR``) come after the plain
    one."""
    sumy: tuple[str, ...] = ()
    """Names in sumy's tables of stop words and stemmers, such as ``french``."""
    stopwordsiso: tuple[str, ...] = ()
    """Codes in stopwordsiso, only where sumy has no stop words; its list is taken beside the file's own."""
    nllb: tuple[str, ...] = ()
    """FLORES-200 codes, as NLLB-200's language tokens are called: ``fra_Latn``."""
    m2m100: tuple[str, ...] = ()
    """Codes in M2M-100's language tokens, without the underscores: ``fr`` for ``__fr__``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Data for the sentence splitter."""

    abbreviations: tuple[str, ...] = ()
    """Abbreviations that more text always follows, without the final full stop: titles, units, ``p. ej``.
    Case is respected."""
    ending_abbreviations: tuple[str, ...] = ()
    """Abbreviations that may also end a sentence (``etc``, ``U.S``), without the final full stop.

    A capital after one then starts a new sentence.
    """
    numbered: tuple[str, ...] = ()
    """Abbreviations that belong to the number after them (``no``, ``art``), also where they begin with a
    capital. Before anything else they may be words. ``*str`` stands for all that end so."""
    clipped: tuple[str, ...] = ()
    """Letters behind an apostrophe that stay small where a sentence begins, and the next word has the
    capital: ``'s Avonds``."""
    starters: tuple[str, ...] = ()
    """Words, lower case, that begin sentences and seldom follow an abbreviation inside one: pronouns,
    ``but``.

    After ``U.S.`` or ``J.`` they distinguish a new sentence from the rest of a name.
    """
    finals: tuple[str, ...] = ()
    """Last letters of verbs that end sentences, where no capital tells whether one ends with an ellipsis."""
    continuations: tuple[str, ...] = ()
    """Regular expressions for words that tie a closed quotation to what follows, where no capital tells."""
    speech: tuple[str, ...] = ()
    """Regular expressions for verbs of speech in the forms of reports: whole words, lower case; the end of a
    clause where words are not parted."""
    reported: tuple[str, ...] = ()
    """Regular expressions for words that show that a clause of speech says itself what was said: ``that``
    after the verb, or forms before it where ``speech_last``."""
    unspoken: tuple[str, ...] = ()
    """Regular expressions for words before a verb of speech that show that nobody spoke: ``nobody``,
    ``not``."""
    sources: tuple[str, ...] = ()
    """Words, lower case, before whom a sentence has its news from: ``according to``; with ``~``, behind:
    ``~zufolge``."""
    speech_last: bool = False
    """True where the verb ends the clause."""
    months: tuple[str, ...] = ()
    """Month names, lower case, where the language writes dates as ``3. Oktober``; empty elsewhere."""
    calendar: tuple[str, ...] = ()
    """Short names of months and days of the week that have a full stop, lower case: ``oct``, ``mon``."""
    ordinal_stop: bool = False
    """True where a full stop after a number makes it an ordinal (``am 3. Oktober``)."""
    capital_nouns: bool = False
    """True where nouns have a capital, so that one after an abbreviation tells nothing (``3 Std. Fahrt``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """Words by which the language names the origin of a report, for the trailing credit line."""

    labels: tuple[str, ...] = ()
    """Words before a colon, lower case: ``source``, ``crédit``, ``avec``."""
    dated: tuple[str, ...] = ()
    """Words before the date of a report, lower case: ``published on``, ``mis à jour le``."""
    bylines: tuple[str, ...] = ()
    """Words before an author's name, lower case: ``by``, ``par``; with a colon where one must follow:
    ``texte:``."""
    correspondents: tuple[str, ...] = ()
    """Words before the name of a reporter of the paper's own, lower case: ``from our correspondent``. A place
    may stand between (``in Paris,``), and the name may lack; ``*`` is any one word."""
    unnamed: tuple[str, ...] = ()
    """Words, lower case, that follow one of ``bylines`` in set phrases, and begin no name: ``By Royal
    Command``."""
    conjunctions: tuple[str, ...] = ()
    """Words between the last two of several authors, lower case: ``and``."""
    roles: tuple[str, ...] = ()
    """Words, lower case, for those who write news, which stand behind a name as its description: ``writer*``,
    ``*redakteur``; a star stands for any letters."""
    byline_patterns: tuple[str, ...] = ()
    """Regular expressions of whole bylines, where no capital shows a name; ``name`` is the authors."""
    dateline_patterns: tuple[str, ...] = ()
    """Regular expressions of datelines, where no capital shows a place."""
    agencies: tuple[str, ...] = ()
    """News agencies as reports name them in a dateline: ``AFP``, ``Europa Press``."""


Forms: TypeAlias = tuple[str, ...]
"""Words, lower case; one that ends in ``*`` stands for all that begin with it."""


DayPart: TypeAlias = Literal["morning", "evening", "night", "noon"]
"""Part of the day that words put an hour into; ``evening`` is the whole afternoon too."""
DAY_PARTS: tuple[DayPart, ...] = ("morning", "evening", "night", "noon")


Period: TypeAlias = Literal["year", "month", "week", "day", "hour", "minute"]
"""Unit of time."""
PERIODS: tuple[Period, ...] = ("year", "month", "week", "day", "hour", "minute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Data for checks of translations: how numbers, dates and amounts are written."""

    length: float = 1.0
    """Number of characters of a text for each character that it has in English, the median over news."""
    decimal: tuple[str, ...] = (".",)
    """Decimal signs."""
    percent: Forms = ()
    """Words for per cent."""
    imperial: Forms = ()
    """Names of miles, feet, inches, pounds and their like, which translators convert."""
    prefixes: tuple[str, ...] = ()
    """Prefixes written as one with the following word: the Arabic and Hebrew ``and``, ``the``, ``in`` ..."""
    afternoon: Forms = ()
    """Words beside an hour of a 12-hour or 24-hour clock: ``p.m``, ``soir``, ``uhr``."""
    noon: Forms = ()
    """Words for twelve o'clock in the day."""
    midnight: Forms = ()
    """Words for the hour between two days."""
    day_parts: tuple[tuple[DayPart, Forms], ...] = ()
    """Words that say which half of the day an hour is in, by part of the day: ``p.m``, ``du soir``, 下午."""
    periods: tuple[tuple[Period, Forms], ...] = ()
    """Units of time with their words, as 18 months are a year and a half."""
    mixed: tuple[tuple[str, Forms], ...] = ()
    """Words for a whole and a part of one, by their value: ``1.5`` for ``anderthalb``. With a sign it is
    added to the number behind: ``-0.25`` for the Hindi ``पौने``."""
    vague: tuple[str, ...] = ()
    """What stands right before a scale without a number (数千), where scales are parts of other words too."""
    compounds: bool = False
    """True where number words are joined without a space: ``siebenundzwanzig``."""
    months: tuple[Forms, ...] = ()
    """Names of the months, twelve tuples. One that ends in ``?`` is another word too: ``may``."""
    weekdays: tuple[Forms, ...] = ()
    """Names of the days of the week, seven tuples, Monday's first; with ``?`` as above."""
    month_lead: Forms = ()
    """Words right before a name that ends in ``?``, by which it is a month: ``in``, ``since``."""
    capital_months: bool = False
    """True where the name of a month has a capital, and other languages' words of that form have not."""
    named_days: Forms = ()
    """Names that have a day of the week in them, or mean one: ``good friday``, ``karfreitag``."""
    month_first: bool = False
    """True where a month's name may stand before the day (``March 4``, ``3月4日``)."""
    minus: Forms = ()
    """Words that make a number negative: ``minus``, ``below zero``."""
    words: tuple[tuple[int, Forms], ...] = ()
    """Numbers with their words: cardinals, ordinals, fractions by their denominator, ``dozen``."""
    not_numbers: Forms = ()
    """Words that begin as a number's and are none, or none beside another: ``achter*``, ``mai nouă``."""
    currencies: tuple[tuple[str, Forms], ...] = ()
    """Kinds of currency (``dollar``, ``euro`` ...; one kind for all dollars) with their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Words beside names and months, by which these are told from other words; lower case."""

    titles: Forms = ()
    """Words that stand before a person's name, without the full stop: ``mrs``, ``president``, ``señor``."""
    royal_titles: tuple[str, ...] = ()
    """Words that are a title before a first name alone, and stand before other names as often: ``king``."""
    before_months: tuple[str, ...] = ()
    """Words before a month that seldom stand before a person: ``in``, ``since``."""
    determiners: tuple[str, ...] = ()
    """Words after which a name belongs to the noun behind it (``the Trump plan``, ``the March 4 vote``);
    empty where nouns have no names before them."""
    before_days: tuple[str, ...] = ()
    """Words before a date that ``day_of_month`` leaves out: ``on``."""
    day_of_month: str = ""
    """A date in other words, for languages that put the month first: ``the {day} of {month}``, which the
    rules of engines read better than ``March 4``."""
    of_date: str = ""
    """What stands between a noun and ``day_of_month``: ``of ``, as in ``the vote of the 4 of May``."""
    of_year: str = ""
    """What follows ``day_of_month`` if the year is said: `` of {year}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusable:
    """Pieces of words that separate the language from a near relation; a space is the edge of a word."""

    code: str
    """Code of the relation: its file's, or that of py3langid and langdetect where it has none."""
    ours: tuple[str, ...]
    """Pieces that this language has and the relation has not: ``" af "``, ``"hed "``, ``"øj"``."""
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A language without a file that no tool knows either, so its texts pass for another language's."""

    code: str
    name: str
    """The language's name in English."""
    passes_for: frozenset[str]
    """Codes of the languages that its texts are taken for."""
    words: frozenset[str]
    """Common words, lower case; single characters where words are not parted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summaries:
    """Data for readable summaries. All of it is lower case, with ``'`` for every apostrophe."""

    leaning: tuple[str, ...] = ()
    """Openings of sentences that cannot be understood without the sentence before: ``he``, ``according to
    this``."""
    standing: tuple[str, ...] = ()
    """Openings that look like ``leaning`` ones and are none: ``this week``."""
    boilerplate: tuple[str, ...] = ()
    """Openings of lines that are not part of the report: ``read more``, ``file photo``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """The words of a digest's pages that are not quoted; English where a language's file has none."""

    digest: str = "Digest"
    stories: str = "Stories"
    documents: str = "Documents"
    period: str = "Period"
    undated: str = "Undated"
    outside: str = "Left out by date"
    """Words before the number of documents that are not of the digest's time."""
    filed: str = "file of"
    """Words before the date of a file, where a report has none of its own."""
    ahead: str = "dated in the future"
    """Words before the date that a report states, where that is later than it was seen."""
    also: str = "Also"
    original: str = "Original"
    by_model: str = "machine-translated by a neural model"
    by_rules: str = "machine-translated by rules, for the gist only"
    by_both: str = "machine-translated"
    by_people: str = "translated by people"
    untranslated: str = "not translated"
    check: str = "Check"
    """Word before the names of checks that a translation did not pass."""
    checks: tuple[tuple[str, str], ...] = ()
    """The names of checks in the language; English has those of the reference."""
    nothing: str = "No news."
    watch: str = "Watch"
    """Word before the name of a watch, and what it has found."""
    found: str = "Found"
    """Word before the terms that a sentence was found by."""
    sources: str = "Sources"
    """Word before the reports that a story is told from."""
    new: str = "New"
    """Mark of a story that the last digest did not have."""
    updated: str = "Updated"
    """Mark of a story that has reports which the last digest did not have."""
    more: str = "new reports"
    """Words before the number of these."""
    corrected: str = "corrected reports"
    """Words before the number of reports whose text was another one in the last digest."""
    shared: str = "In common"
    """Word before the names and numbers that the reports of a story share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How a language writes days and names of languages, as Unicode's CLDR has it."""

    date: str
    """A day as ``str.format`` writes it, of ``day``, ``month``, ``number`` (the month's) and ``year``."""
    comma: str
    """What stands between the items of a list."""
    months: tuple[str, ...]
    """The twelve months as they stand in a date."""
    names: tuple[tuple[str, str], ...]
    """The names of languages, by code."""
    territories: tuple[tuple[str, str], ...] = ()
    """The names of countries and territories, by ISO 3166's codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language."""

    code: str
    """The language's code, ISO 639-1 (639-3 where there is none): names the file and the output folder."""
    name: str
    """The language's name in English."""
    native_name: str
    scripts: tuple[str, ...]
    """ISO 15924 codes of the scripts that news in the language uses: ``Latn``; ``Hans`` and ``Hant`` for
    Chinese."""
    direction: Literal["ltr", "rtl"]
    separator: str
    """Text between two sentences of a paragraph: a space, or nothing."""
    quotes: tuple[tuple[str, str], ...]
    """Pairs of quotation marks, the commonest first, nested and typewriter forms after it."""
    nested_quotes: tuple[str, str] | None = None
    """The pair inside the first one, as Unicode's CLDR has it; None where it is the second."""
    quote_space: str = ""
    """Space inside the first pair of quotation marks: a no-break space in French, nothing elsewhere."""
    mark_spaces: tuple[tuple[str, str], ...] = ()
    """Signs that have a space before them, with that space; none elsewhere. Of several signs at once the
    first has it."""
    number_signs: tuple[str, str] = (".", ",")
    """The decimal sign, and the sign between groups of three digits: ``16,5``, ``14.000``. Those of Unicode's
    CLDR, where it has the language."""
    small_words: tuple[str, ...] = ()
    """Conjunctions and prepositions, lower case, which have no capital inside a sentence or a title.
    Articles, which names begin with, are not among them. Empty where the script has no capitals."""
    codes: ToolCodes
    sentences: Sentences
    credits: Credits
    summaries: Summaries = Summaries()
    digest: Digests = Digests()
    checks: Checks = field(default_factory=Checks)
    names: Names = field(default_factory=Names)
    other_codes: tuple[str, ...] = ()
    """What else files call the language: the three letters of ISO 639, old and bibliographic codes."""
    other_names: tuple[str, ...] = ()
    """What else people call it, in English or as its speakers do."""
    encodings: tuple[str, ...] = ()
    """Legacy encodings that texts in the language are found in, the commonest first, by Python's names."""
    stop_words: tuple[str, ...] = ()
    """Stop words, lower case; only those that sumy's list, where there is one, lacks."""
    alphabet: str = ""
    """Letters of the alphabet, lower case; empty where no other language of ours shares its script."""
    capital_pairs: tuple[str, ...] = ()
    """Letters, lower case, that are both capitals where a word begins with one: ``ij`` in Dutch."""
    profile_fit: float | None = None
    """Fit of news in the language to langdetect's profile of it; None where there is no profile.

    It is the mean log-probability of the n-grams, less what the profile leads to expect; ``bench/detect.py
    --fit`` measures it.
    """
    confusables: tuple[Confusable, ...] = ()
    """Near relations of the language; of two that have files, one names the other."""
