"""Data about each language: one TOML file a language, in this module's folder.

A language is added by adding one file; nothing in the code knows a language by name. The fields are
described in ``fields.py``, and ``languages/README.md`` walks through adding one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from languages.fields import (
        Checks,
        Credits,
        Digests,
        Display,
        Forms,
        Language,
        Names,
        Sentences,
        Stranger,
        Summaries,
        ToolCodes,
    )

__all__ = [
    "Checks",
    "Credits",
    "Digests",
    "Display",
    "Forms",
    "Language",
    "Names",
    "Sentences",
    "Stranger",
    "Summaries",
    "ToolCodes",
    "UnknownLanguageError",
    "by_tool",
    "codes",
    "display",
    "everyone",
    "get",
    "read_with",
    "strangers",
]

_FOLDER = Path(__file__).parent


def __getattr__(name: str) -> Any:
    # The types are loaded when a language is read, so that whatever imports this starts fast.
    if name in __all__:
        from languages import fields

        return getattr(fields, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Reading:
    """How files are parsed. Other programs may do it faster than from TOML."""

    parse: Callable[[Path], dict[str, Any]] | None = None


def read_with(parse: Callable[[Path], dict[str, Any]]) -> None:
    """Have ``parse`` read files from now on. It returns a file's table, anew for each call."""
    _Reading.parse = parse


def _table(path: Path) -> dict[str, Any]:
    if _Reading.parse is not None:
        return _Reading.parse(path)
    from languages import read

    return read.table(path)


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
    from languages import read

    return read.language(code, _table(_FOLDER / f"{code}.toml"))


def everyone() -> tuple[Language, ...]:
    """Return all languages, sorted by code."""
    return tuple(get(code) for code in codes())


@cache
def display(code: str) -> Display:
    """Return how the language ``code`` writes days and names of languages, from ``display/<code>.toml``.

    Only pages need it, so it is read apart. Raises ``UnknownLanguageError`` where there is no such file.
    """
    path = _FOLDER / "display" / f"{code}.toml"
    if code not in codes() or not path.is_file():
        raise UnknownLanguageError(code)
    from languages import read

    return read.display(_table(path))


@cache
def strangers() -> tuple[Stranger, ...]:
    """Return the languages of ``strangers/``, sorted by code: those without a file that no tool knows."""
    from languages import read

    paths = sorted((_FOLDER / "strangers").glob("*.toml"))
    return tuple(read.stranger(path.stem, _table(path)) for path in paths)


@cache
def by_tool(
    tool: Literal[
        "langdetect", "py3langid", "lingua", "argos", "apertium", "sumy", "stopwordsiso", "nllb", "m2m100"
    ],
) -> dict[str, str]:
    """Map every code that ``tool`` uses to the language's own code."""
    return {code: language.code for language in everyone() for code in getattr(language.codes, tool)}
