"""What depeche knows about each language: one TOML file a language, beside this module.

A language is added by adding one file; nothing in the code knows a language by name. The fields are
described on the classes below, and ``languages/README.md`` walks through adding one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

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
    months: tuple[str, ...] = ()
    """Month names, lower case, where the language writes dates as ``3. Oktober``; empty elsewhere."""
    ordinal_stop: bool = False
    """True where a full stop after a number makes it an ordinal (``am 3. Oktober``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """How the language names the origin of a report, for the trailing credit line."""

    labels: tuple[str, ...] = ()
    """Words before a colon, lower case: ``source``, ``crédit``, ``avec``."""


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
    codes: ToolCodes
    sentences: Sentences
    credits: Credits
    summaries: Summaries = Summaries()
    encodings: tuple[str, ...] = ()
    """Encodings beside Unicode's that texts in it are found in, the commonest first, as Python names them."""
    stop_words: tuple[str, ...] = ()
    """Lower case; only where sumy has none."""


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
        codes=ToolCodes(**tool_codes),
        sentences=_sentences(table.pop("sentences", {})),
        credits=Credits(**{key: _strings(value) for key, value in table.pop("credits", {}).items()}),
        summaries=Summaries(**{key: _strings(value) for key, value in table.pop("summaries", {}).items()}),
        **{key: _strings(value) for key, value in table.items()},
    )


def everyone() -> tuple[Language, ...]:
    """All languages, sorted by code."""
    return tuple(get(code) for code in codes())


@cache
def by_tool(
    tool: Literal["langdetect", "py3langid", "argos", "apertium", "sumy", "stopwordsiso", "nllb", "m2m100"],
) -> dict[str, str]:
    """Map every code that ``tool`` uses to the language's own code."""
    return {code: language.code for language in everyone() for code in getattr(language.codes, tool)}


def _sentences(table: dict[str, Any]) -> Sentences:
    ordinal_stop = table.pop("ordinal_stop", False)
    if not isinstance(ordinal_stop, bool):
        raise TypeError(f"ordinal_stop must be true or false, not {ordinal_stop!r}")
    return Sentences(ordinal_stop=ordinal_stop, **{key: _strings(value) for key, value in table.items()})


def _strings(value: Any) -> tuple[str, ...]:
    # A plain string would pass for a list of its letters.
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"must be a list of strings, not {value!r}")
    return tuple(value)
