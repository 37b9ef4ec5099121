"""Reading and checking of languages' files.

A key that is no field raises ``TypeError``, as does a value of another kind; a missing key raises
``KeyError``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from languages.fields import (
    DAY_PARTS,
    PERIODS,
    Checks,
    Confusable,
    Credits,
    Digests,
    Display,
    Language,
    Names,
    Sentences,
    Stranger,
    Summaries,
    ToolCodes,
)

_Kind = TypeVar("_Kind", bound=str)


def table(path: Path) -> dict[str, Any]:
    """Return the table of a file in TOML. Raises ``OSError``, and ``ValueError`` where it is none."""
    import tomllib

    with path.open("rb") as file:
        return tomllib.load(file)


def language(code: str, table: dict[str, Any]) -> Language:
    """Return a language by its file's table, which is used up."""
    tool_codes = {tool: _strings(value) for tool, value in table.pop("codes").items()}
    return Language(
        code=code,
        name=table.pop("name"),
        native_name=table.pop("native_name"),
        scripts=_strings(table.pop("scripts")),
        direction=table.pop("direction"),
        separator=table.pop("separator", " "),
        quotes=tuple((opening, closing) for opening, closing in table.pop("quotes")),
        nested_quotes=_pair(nested) if (nested := table.pop("nested_quotes", None)) else None,
        quote_space=table.pop("quote_space", ""),
        mark_spaces=tuple((sign, space) for sign, space in table.pop("mark_spaces", [])),
        number_signs=_pair(table.pop("number_signs", [".", ","])),
        codes=ToolCodes(**tool_codes),
        sentences=_sentences(table.pop("sentences", {})),
        credits=Credits(**{key: _strings(value) for key, value in table.pop("credits", {}).items()}),
        alphabet=table.pop("alphabet", ""),
        profile_fit=table.pop("profile_fit", None),
        confusables=tuple(_confusable(row) for row in table.pop("confusables", [])),
        summaries=Summaries(**{key: _strings(value) for key, value in table.pop("summaries", {}).items()}),
        checks=_checks(table.pop("checks", {})),
        digest=_digest(table.pop("digest", {})),
        names=_names(table.pop("names", {})),
        **{key: _strings(value) for key, value in table.items()},
    )


def display(table: dict[str, Any]) -> Display:
    """Return how a language writes days, languages and countries, by its table, which is used up."""
    return Display(
        date=table.pop("date"),
        comma=table.pop("comma"),
        months=_strings(table.pop("months")),
        names=tuple(sorted(table.pop("names").items())),
        territories=tuple(sorted(table.pop("territories", {}).items())),
        **table,
    )


def _sentences(table: dict[str, Any]) -> Sentences:
    switches = ("ordinal_stop", "capital_nouns", "speech_last")
    values: dict[str, Any] = {
        key: (_switch if key in switches else _strings)(value) for key, value in table.items()
    }
    return Sentences(**values)


def _digest(table: dict[str, Any]) -> Digests:
    checks = table.pop("checks", {})
    if not isinstance(checks, dict):
        raise TypeError(f"digest.checks: must be a table, not {checks!r}")
    for part, words in (("digest", table), ("digest.checks", checks)):
        for key, value in words.items():
            if not isinstance(value, str) or not value.strip():
                raise TypeError(f"{part}.{key}: must be words, not {value!r}")
    return Digests(**table, checks=tuple(checks.items()))


def _names(table: dict[str, Any]) -> Names:
    patterns = {key: table.pop(key, "") for key in ("day_of_month", "of_date", "of_year")}
    for key, value in patterns.items():
        if not isinstance(value, str):
            raise TypeError(f"names.{key}: must be words, not {value!r}")
    values: dict[str, Any] = {key: _strings(value) for key, value in table.items()}
    return Names(**patterns, **values)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"must be true or false, not {value!r}")
    return value


def _confusable(row: dict[str, Any]) -> Confusable:
    code = row.pop("code")
    return Confusable(code=code, **{key: _strings(value) for key, value in row.items()})


def stranger(code: str, table: dict[str, Any]) -> Stranger:
    """Return a language of ``strangers/`` by its file's table, which is used up."""
    return Stranger(
        code=code,
        name=table.pop("name"),
        passes_for=frozenset(_strings(table.pop("passes_for"))),
        words=frozenset(_strings(table.pop("words"))),
        **table,
    )


def _checks(table: dict[str, Any]) -> Checks:
    length = table.pop("length", 1.0)
    if not isinstance(length, float):
        raise TypeError(f"length must be a fraction, not {length!r}")
    words = {int(value): _strings(forms) for value, forms in table.pop("words", {}).items()}
    day_parts = _known(table.pop("day_parts", {}), DAY_PARTS)
    periods = _known(table.pop("periods", {}), PERIODS)
    mixed = {value: _strings(forms) for value, forms in table.pop("mixed", {}).items()}
    currencies = {kind: _strings(forms) for kind, forms in table.pop("currencies", {}).items()}
    return Checks(
        length=length,
        compounds=_switch(table.pop("compounds", False)),
        capital_months=_switch(table.pop("capital_months", False)),
        month_first=_switch(table.pop("month_first", False)),
        weekdays=tuple(_strings(forms) for forms in table.pop("weekdays", [])),
        months=tuple(_strings(forms) for forms in table.pop("months", [])),
        day_parts=day_parts,
        periods=periods,
        mixed=tuple(mixed.items()),
        words=tuple(sorted(words.items())),
        currencies=tuple(currencies.items()),
        **{key: _strings(value) for key, value in table.items()},
    )


def _known(table: dict[str, Any], kinds: tuple[_Kind, ...]) -> tuple[tuple[_Kind, tuple[str, ...]], ...]:
    """Return lists by their kind; raises ``TypeError`` for a kind that there is not."""
    if not table.keys() <= set(kinds):
        raise TypeError(f"may be {', '.join(kinds)}, not {', '.join(table)}")
    return tuple((kind, _strings(table[kind])) for kind in kinds if kind in table)


def _pair(value: Any) -> tuple[str, str]:
    one, other = _strings(value)
    return one, other


def _strings(value: Any) -> tuple[str, ...]:
    # A plain string would pass for a list of its letters.
    if not isinstance(value, list) or not set(map(type, value)) <= {str}:
        raise TypeError(f"must be a list of strings, not {value!r}")
    return tuple(value)
