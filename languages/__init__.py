"""Data about each language: one TOML file a language, in this module's folder.

A language is added by adding one file; nothing in the code knows a language by name. The fields are
described in ``fields.py``, and ``languages/README.md`` walks through adding one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from languages import read
from languages.fields import (
    Checks,
    Credits,
    Digests,
    Forms,
    Language,
    Sentences,
    Stranger,
    Summaries,
    ToolCodes,
)

__all__ = [
    "Checks",
    "Credits",
    "Digests",
    "Forms",
    "Language",
    "Sentences",
    "Stranger",
    "Summaries",
    "ToolCodes",
    "UnknownLanguageError",
    "by_tool",
    "codes",
    "everyone",
    "get",
    "strangers",
]

_FOLDER = Path(__file__).parent


class UnknownLanguageError(LookupError):
    """No file describes the language asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"unknown language {self.code!r}; known: {' '.join(codes())}"


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def get(code: str) -> Language:
    """Read the language whose file is ``<code>.toml``.

    Raises ``UnknownLanguageError`` where there is no such file.
    """
    if code not in codes():
        raise UnknownLanguageError(code)
    return read.language(_FOLDER / f"{code}.toml")


def everyone() -> tuple[Language, ...]:
    """Return all languages, sorted by code."""
    return tuple(get(code) for code in codes())


@cache
def strangers() -> tuple[Stranger, ...]:
    """Return the languages of ``strangers/``, sorted by code: those without a file that no tool knows."""
    return tuple(read.stranger(path) for path in sorted((_FOLDER / "strangers").glob("*.toml")))


@cache
def by_tool(
    tool: Literal[
        "langdetect", "py3langid", "lingua", "argos", "apertium", "sumy", "stopwordsiso", "nllb", "m2m100"
    ],
) -> dict[str, str]:
    """Map every code that ``tool`` uses to the language's own code."""
    return {code: language.code for language in everyone() for code in getattr(language.codes, tool)}
