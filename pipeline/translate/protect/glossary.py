"""``--glossary FILE``: terms and names with their prescribed translations.

A file is for one pair of languages; ``*`` stands for any language. The first line of a CSV file (comma,
semicolon or tab) names the two languages. Every other line is a term and its translation, or ``keep`` if the
term must not be translated::

    fr,es
    Union européenne,Unión Europea
    Agence Littorale,keep

The same in TOML::

    source = "fr"
    target = "es"
    keep = ["Agence Littorale"]

    [terms]
    "Union européenne" = "Unión Europea"
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import languages
from pipeline.core import codec, limits
from pipeline.core.contract import GlossaryFile
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError, printable
from pipeline.core.files import streams
from pipeline.core.records import LanguageCode
from pipeline.core.text.normalise import normalise

ANY = "*"
KEEP = "keep"

_DELIMITERS = (",", ";", "\t")

_Line: TypeAlias = Callable[[], int]
"""A function that returns the line of an entry. It searches the whole file for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry."""

    source: str
    """The source language; ``*`` is any, as in ``target``."""
    target: str
    term: str
    translation: str | None
    """The translation; None is ``keep``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The entries of all files. Later files outrank earlier ones."""

    terms: tuple[Term, ...] = ()
    files: tuple[GlossaryFile, ...] = ()

    def of(self, source: LanguageCode, target: LanguageCode) -> tuple[Term, ...]:
        """Return the entries of a pair, one per term, sorted. Entries of the pair outrank those of any."""
        found: dict[str, Term] = {}
        ranked = sorted(self.terms, key=lambda term: (term.source != ANY) + (term.target != ANY))
        for term in ranked:
            if term.source in (source, ANY) and term.target in (target, ANY):
                found[term.term] = term
        return tuple(found[name] for name in sorted(found))

    def digest(self, source: LanguageCode, target: LanguageCode) -> str:
        """Return the sha256 of a pair's entries; empty if there are none."""
        entries = [[term.term, term.translation] for term in self.of(source, target)]
        return hashlib.sha256(json.dumps(entries).encode()).hexdigest() if entries else ""


def read_glossary_files(paths: Sequence[Path]) -> Glossary:
    """Read glossary files. Raises ``UsageError``, which names the line that cannot be used."""
    terms: list[Term] = []
    files: list[GlossaryFile] = []
    for path in paths:
        try:
            content = streams.read_once(path, limit=limits.GLOSSARY)
        except OSError as error:
            raise UsageError(f"--glossary {path}: cannot be read: {error.strerror}") from error
        found = _terms(path, content)
        terms.extend(found)
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(GlossaryFile(path=printable(str(path)), sha256=sha256, terms=len(found)))
    return Glossary(terms=tuple(terms), files=tuple(files))


def _terms(path: Path, content: bytes) -> tuple[Term, ...]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"--glossary {path}: line {number} is not UTF-8; save the file as UTF-8") from error
    rows = _toml(path, text) if path.suffix.lower() == ".toml" else _csv(path, text)
    seen: dict[str, tuple[_Line, Term]] = {}
    for line, term in rows:
        before = seen.setdefault(term.term, (line, term))
        if before[1].translation != term.translation:
            raise _wrong(path, line(), f"{term.term!r} is translated otherwise in line {before[0]()}")
    return tuple(term for _, term in seen.values())


def _csv(path: Path, text: str) -> Iterator[tuple[_Line, Term]]:
    head = text.partition("\n")[0]
    delimiter = next((sign for sign in _DELIMITERS if sign in head), ",")
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    pair: tuple[str, str] | None = None
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != 2:
                wanted = "the two languages, such as fr,es" if pair is None else "a term and its translation"
                raise _wrong(path, rows.line_num, f"has {len(cells)} cells; write {wanted}")
            if pair is None:
                pair = _language(path, rows.line_num, cells[0]), _language(path, rows.line_num, cells[1])
                continue
            translation = None if cells[1] == KEEP else cells[1]
            line = partial(int, rows.line_num)
            yield line, _term(path, line, pair, cells[0], translation)
    except csv.Error as error:
        raise _wrong(path, rows.line_num, f"is not CSV: {error}") from error
    if pair is None:
        raise UsageError(f"--glossary {path}: is empty; its first line names two languages, such as fr,es")


def _toml(path: Path, text: str) -> Iterator[tuple[_Line, Term]]:
    try:
        table = codec.toml_text(text)
    except ValueError as error:
        raise UsageError(f"--glossary {path}: is not TOML: {error}") from error
    unknown = sorted(set(table) - {"source", "target", "keep", "terms"})
    if unknown:
        raise _wrong(path, _line(text, unknown[0]), f"{unknown[0]!r} is not source, target, keep or terms")
    codes = []
    for name in ("source", "target"):
        code = table.get(name)
        if not isinstance(code, str):
            raise _wrong(path, _line(text, name), f'name the {name} language, such as {name} = "fr"')
        codes.append(_language(path, _line(text, code), code))
    pair = codes[0], codes[1]
    keep, terms = table.get("keep", []), table.get("terms", {})
    if not isinstance(keep, list) or not isinstance(terms, dict):
        raise _wrong(path, _line(text, "keep"), "keep is a list of terms, terms a table of them")
    for term, translation in [*((term, None) for term in keep), *terms.items()]:
        line = partial(_line, text, str(term))
        if not isinstance(term, str) or not isinstance(translation, str | None):
            raise _wrong(path, line(), f"{term!r}: terms and translations are strings")
        yield line, _term(path, line, pair, term, translation)


def _term(path: Path, line: _Line, pair: tuple[str, str], term: str, translation: str | None) -> Term:
    name, words = _words(term), None if translation is None else _words(translation)
    if not re.search(r"\w", name):
        raise _wrong(path, line(), "has no term")
    if words == "":
        raise _wrong(path, line(), f"{name!r} has no translation; write keep to leave it as it is")
    return Term(source=pair[0], target=pair[1], term=name, translation=words)


def _words(text: str) -> str:
    """Return a cell in the form of segments: on one line, in normal form, without invisible signs."""
    return " ".join(normalise(text).text.split())


def _language(path: Path, line: int, code: str) -> str:
    if code != ANY and code not in languages.codes():
        raise _wrong(path, line, f"{code!r} is no language; known: {ANY} {' '.join(languages.codes())}")
    return code


def _line(text: str, name: str) -> int:
    """Return the first line that has a name; line 1 if no line has it literally."""
    found = re.search(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start() if found else max(text.find(name), 0)) + 1


def _wrong(path: Path, line: int, what: str) -> UsageError:
    return UsageError(f"--glossary {path}: line {line}: {what}")
