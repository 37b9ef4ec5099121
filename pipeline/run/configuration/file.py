"""Reads ``depeche.toml``: the tables that it may have, and the options and models that it names."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pipeline.core import codec
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.files import trusted_file
from pipeline.core.option import declared_options, in_plain_words
from pipeline.run.configuration.options import Options
from pipeline.translate.engines.ct2.find import Declaration

CONFIG_FILE = "depeche.toml"
TABLES = ("run", "model")

FileNotice: TypeAlias = Callable[[Path], None]
"""A function that is told which configuration file was found and is used, if the user named none."""
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """The content of a configuration file. Its values are checked when they are asked for."""

    path: Path
    tables: Mapping[str, Any]

    def run_options(self) -> Options:
        """Return the options in ``[run]``. Paths of glossaries are relative to the file's folder.

        Raises ``UsageError``.
        """
        table = self.tables.get("run", {})
        if not isinstance(table, dict):
            raise UsageError(f"--config {self.path}: run: is a table: write [run]")
        if not table:
            return Options()
        names = {option.key: option.name for option in declared_options(Options)}
        found = self._read(Options, table, names=names, where="run")
        return replace(found, glossary=tuple(str(self.path.parent / name) for name in found.glossary))

    def declared_models(self) -> tuple[Declaration, ...]:
        """Return the models in ``[[model]]``. Their paths are relative to the file's folder.

        Raises ``UsageError``.
        """
        rows = self.tables.get("model", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UsageError(
                f"--config {self.path}: model: is a list of tables: write [[model]], not [model]"
            )
        names = {field.name: field.name for field in fields(Declaration)}
        found = [
            self._read(Declaration, row, names=names, where=f"model {number}")
            for number, row in enumerate(rows, start=1)
        ]
        if not found:
            return ()  # without asking for the working folder, which may be gone
        base = self.path.absolute().parent
        try:
            return tuple(replace(item, path=str(base / Path(item.path).expanduser())) for item in found)
        except RuntimeError as error:
            raise UsageError(
                f"--config {self.path}: model: a path begins with the home of an unknown user; write it in"
                " full"
            ) from error

    def _read(
        self, kind: type[_Record], table: Mapping[str, object], *, names: Mapping[str, str], where: str
    ) -> _Record:
        """Read a ``kind`` from a table. ``names`` maps its keys to fields. Raises ``UsageError``."""
        place = f"--config {self.path}: {where}"
        for key in table:
            if key not in names:
                raise UsageError(f"{place}: {key}: is not known; {_near(key, names)}")
        try:
            return codec.from_table(kind, {names[key]: value for key, value in table.items()}, where=place)
        except RecordError as error:
            raise UsageError(_in_words(error.message, names, place)) from error


def read_file(file: Path | None, note: FileNotice) -> ConfigFile:
    """Return the content of the configuration file; empty if there is none and none was named.

    ``file`` and ``note`` are as for ``config.load_config``. Raises ``UsageError``.
    """
    path = file or Path(CONFIG_FILE)
    tables = _tables(path, note, named=file is not None)
    unknown = sorted(set(tables) - set(TABLES))
    if unknown:
        raise UsageError(f"--config {path}: unknown table {unknown[0]!r}; known: {', '.join(TABLES)}")
    if any("\0" in text for text in _texts(tables)):
        raise UsageError(f"--config {path}: holds a NUL (\\u0000), which no name of a file can; remove it")
    return ConfigFile(path=path, tables=tables)


def _tables(path: Path, note: FileNotice, *, named: bool) -> dict[str, Any]:
    try:
        if named:
            return codec.toml(path)
        content = trusted_file.read_trusted(path)
        if content is None:
            return {}
        tables = codec.toml_text(content.decode())
    except OSError as error:
        raise UsageError(f"--config {path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"--config {path}: is not TOML: {error}") from error
    note(path.absolute())
    return tables


def _near(key: str, names: Mapping[str, str]) -> str:
    """Name the known key that was meant; all known keys if none is similar."""
    words = {**{name: known for known, name in names.items()}, **{known: known for known in names}}
    near = difflib.get_close_matches(key.lower().replace("-", "_"), words, n=1)
    return f"did you mean {words[near[0]]}?" if near else f"known: {' '.join(names)}"


def _in_words(message: str, names: Mapping[str, str], place: str) -> str:
    """Return a message about a field in plain words, with the key that the field has in the file."""
    message = in_plain_words(message)
    for key, name in names.items():
        for end in (":", "."):
            if message.startswith(f"{place}: {name}{end}"):
                return f"{place}: {key}{message.removeprefix(f'{place}: {name}')}"
    return message


def _texts(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield all texts of a table, at any depth."""
    left: list[Any] = [table]
    while left:
        match left.pop():
            case str(text):
                yield text
            case dict(inner):
                left += inner.values()
            case list(items):
                left += items
