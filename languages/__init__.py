"""What depeche knows about each language: one TOML file a language, beside this module.

A language is added by adding one file; nothing in the code knows a language by name. The fields are
described on the classes below, and ``languages/README.md`` walks through adding one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

_FOLDER = Path(__file__).parent


class UnknownLanguageError(LookupError):
    """No file describes the language asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"unknown language {self.code!r}; known: {' '.join(codes())}"


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


@cache
def codes() -> tuple[str, ...]:
    """Codes of all languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def get(code: str) -> Language:
    """Read the language whose file is ``<code>.toml``.

    Raises ``UnknownLanguageError`` where there is no such file.
    """
    if code not in codes():
        raise UnknownLanguageError(code)
    with (_FOLDER / f"{code}.toml").open("rb") as file:
        table = tomllib.load(file)
    tool_codes = {tool: _strings(value) for tool, value in table.pop("codes").items()}
    return Language(
        code=code,
        name=table.pop("name"),
        native_name=table.pop("native_name"),
        scripts=_strings(table.pop("scripts")),
        direction=table.pop("direction"),
        separator=table.pop("separator", " "),
        quotes=tuple((opening, closing) for opening, closing in table.pop("quotes")),
        quote_space=table.pop("quote_space", ""),
        codes=ToolCodes(**tool_codes),
        sentences=_sentences(table.pop("sentences", {})),
        credits=Credits(**{key: _strings(value) for key, value in table.pop("credits", {}).items()}),
        alphabet=table.pop("alphabet", ""),
        profile_fit=table.pop("profile_fit", None),
        confusables=tuple(_confusable(row) for row in table.pop("confusables", [])),
        summaries=Summaries(**{key: _strings(value) for key, value in table.pop("summaries", {}).items()}),
        checks=_checks(table.pop("checks", {})),
        **{key: _strings(value) for key, value in table.items()},
    )


def everyone() -> tuple[Language, ...]:
    """All languages, sorted by code."""
    return tuple(get(code) for code in codes())


@cache
def strangers() -> tuple[Stranger, ...]:
    """Languages without a file that no tool knows, sorted by code: one file each in ``strangers/``."""
    return tuple(_stranger(path) for path in sorted((_FOLDER / "strangers").glob("*.toml")))


@cache
def by_tool(
    tool: Literal[
        "langdetect", "py3langid", "lingua", "argos", "apertium", "sumy", "stopwordsiso", "nllb", "m2m100"
    ],
) -> dict[str, str]:
    """Map every code that ``tool`` uses to the language's own code."""
    return {code: language.code for language in everyone() for code in getattr(language.codes, tool)}


def _sentences(table: dict[str, Any]) -> Sentences:
    switches = ("ordinal_stop", "capital_nouns")
    values: dict[str, Any] = {
        key: (_switch if key in switches else _strings)(value) for key, value in table.items()
    }
    return Sentences(**values)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"must be true or false, not {value!r}")
    return value


def _confusable(row: dict[str, Any]) -> Confusable:
    code = row.pop("code")
    return Confusable(code=code, **{key: _strings(value) for key, value in row.items()})


def _stranger(path: Path) -> Stranger:
    with path.open("rb") as file:
        table = tomllib.load(file)
    return Stranger(
        code=path.stem,
        name=table.pop("name"),
        passes_for=frozenset(_strings(table.pop("passes_for"))),
        words=frozenset(_strings(table.pop("words"))),
        **table,
    )


def _checks(table: dict[str, Any]) -> Checks:
    length, compounds = table.pop("length", 1.0), table.pop("compounds", False)
    if not isinstance(length, float) or not isinstance(compounds, bool):
        raise TypeError(
            f"length must be a fraction, not {length!r}, compounds true or false, not {compounds!r}"
        )
    words = {int(value): _strings(forms) for value, forms in table.pop("words", {}).items()}
    currencies = {kind: _strings(forms) for kind, forms in table.pop("currencies", {}).items()}
    return Checks(
        length=length,
        compounds=compounds,
        months=tuple(_strings(forms) for forms in table.pop("months", [])),
        words=tuple(sorted(words.items())),
        currencies=tuple(currencies.items()),
        **{key: _strings(value) for key, value in table.items()},
    )


def _strings(value: Any) -> tuple[str, ...]:
    # A plain string would pass for a list of its letters.
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"must be a list of strings, not {value!r}")
    return tuple(value)
