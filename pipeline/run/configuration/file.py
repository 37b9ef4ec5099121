"""Reads ``depeche.toml``: the tables that it may have, and the options and models that it names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pipeline.core import codec, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.files import streams, trusted_file
from pipeline.core.option import declared_options, in_plain_words
from pipeline.run.configuration.cluster import CLUSTER_KEYS
from pipeline.run.configuration.options import Options, merge_options
from pipeline.run.configuration.positions import KeyPath, nearest, positions
from pipeline.translate.engines.ct2.find import Declaration

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CONFIG_FILE = "depeche.toml"
TABLES = ("run", "digest", "model", "job", "deliver", "watch", "source", "cluster")

FileNotice: TypeAlias = Callable[[Path], None]
"""A function that is told which configuration file was found and is used, if the user named none."""
_Record = TypeVar("_Record", bound="DataclassInstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """The content of a configuration file. Its values are checked when they are asked for."""

    path: Path
    tables: Mapping[str, Any]
    text: str = ""

    @property
    def folder(self) -> Path:
        """The folder that the file's paths are relative to."""
        return self.path.parent

    def run_options(self) -> Options:
        """Return the options in ``[cluster]``, and above them those in ``[run]``.

        Paths of glossaries are relative to the file's folder. Raises ``UsageError``.
        """
        found = merge_options(self.cluster_options(), self.options(Options, self.table("run"), at=("run",)))
        return replace(found, glossary=tuple(str(self.folder / name) for name in found.glossary))

    def cluster_options(self) -> Options:
        """Return the options in ``[cluster]``. Raises ``UsageError``."""
        names = {key: key for key in CLUSTER_KEYS}
        return self.read(Options, self.table("cluster"), names=names, at=("cluster",))

    def declared_models(self) -> tuple[Declaration, ...]:
        """Return the models in ``[[model]]``. Their paths are relative to the file's folder.

        Raises ``UsageError``.
        """
        rows = self.tables.get("model", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.error(("model",), "is a list of tables: write [[model]], not [model]")
        names = {field.name: field.name for field in fields(Declaration)}
        found = [
            self.read(Declaration, row, names=names, at=("model", number)) for number, row in enumerate(rows)
        ]
        if not found:
            return ()  # without asking for the working folder, which may be gone
        base = self.path.absolute().parent
        try:
            return tuple(replace(item, path=str(base / Path(item.path).expanduser())) for item in found)
        except RuntimeError as error:
            raise self.error(
                ("model",), "a path begins with the home of an unknown user; write it in full"
            ) from error

    def table(self, *keys: str) -> Mapping[str, Any]:
        """Return a table by its keys; empty if it is not there. Raises ``UsageError``."""
        table: object = self.tables
        for number, key in enumerate(keys, start=1):
            table = table.get(key, {}) if isinstance(table, Mapping) else {}
            if not isinstance(table, Mapping):
                raise self.error(keys[:number], f"is a table: write [{'.'.join(keys[:number])}]")
        return table if isinstance(table, Mapping) else {}

    def options(self, kind: type[_Record], table: Mapping[str, object], *, at: KeyPath) -> _Record:
        """Return the declared options that a table gives; ``at`` is its place. Raises ``UsageError``."""
        if not table:
            return kind()
        names = {option.key: option.name for option in declared_options(kind)}
        return self.read(kind, table, names=names, at=at)

    def read(
        self, kind: type[_Record], table: Mapping[str, object], *, names: Mapping[str, str], at: KeyPath
    ) -> _Record:
        """Return a ``kind`` from a table. ``names`` maps its keys to fields. Raises ``UsageError``."""
        for key in table:
            if key not in names:
                raise self.error((*at, key), f"is not known; {near(key, names)}")
        try:
            found = codec.from_table(kind, {names[key]: value for key, value in table.items()}, where=_HERE)
        except RecordError as error:
            raise self._explained(error, names, at) from error
        self._require_least(found, names, at)
        return found

    def error(self, at: KeyPath, message: str) -> UsageError:
        """Return the error with ``message`` about what stands at ``at``, with its line and column."""
        return UsageError(f"{self.place(at)}: {message}")

    def place(self, at: KeyPath) -> str:
        """Return the place of a key for a message: ``depeche.toml:3:1: run.sentences``."""
        found = nearest(positions(self.text), at) if self.text else None
        where = f":{found.line}:{found.column}" if found else ""
        keys = ".".join(str(key + 1) if isinstance(key, int) else key for key in at)
        return f"{self.path}{where}: {keys}"

    def _require_least(self, found: DataclassInstance, names: Mapping[str, str], at: KeyPath) -> None:
        """Raise ``UsageError`` for a number that is below what its option declares."""
        for option in declared_options(type(found)):
            value, least = getattr(found, option.name), option.option.minimum
            if least is not None and isinstance(value, int) and value < least:
                key = next(key for key, name in names.items() if name == option.name)
                raise self.error((*at, key), f"{value}: must be {least} or more")

    def _explained(self, error: RecordError, names: Mapping[str, str], at: KeyPath) -> UsageError:
        """Return an error about a field in plain words, with the key that the field has in the file."""
        field, _, reason = error.message.removeprefix(f"{_HERE}: ").partition(": ")
        first, *inner = field.split(".")
        if not reason or first not in names.values():  # of the table as a whole
            return self.error(at, in_plain_words(error.message.removeprefix(f"{_HERE}: ")))
        key = next((key for key, name in names.items() if name == first), first)
        rest = tuple(int(part) if part.isdecimal() else part for part in inner)
        return self.error((*at, key, *rest), in_plain_words(reason))


_HERE = "table"
"""What stands in the codec's messages for the place, which is put there later."""


def read_file(file: Path | None, note: FileNotice) -> ConfigFile:
    """Return the content of the configuration file; empty if there is none and none was named.

    ``file`` and ``note`` are as for ``config.load_config``. Raises ``UsageError``.
    """
    path = file or Path(CONFIG_FILE)
    text = _text(path, named=file is not None)
    if text is None:
        return ConfigFile(path=path, tables={})
    try:
        tables = codec.toml_text(text)
    except ValueError as error:
        raise UsageError(_syntax(path, str(error))) from error
    if file is None:
        note(path.absolute())
    read = ConfigFile(path=path, tables=tables, text=text)
    for key in tables:
        if key not in TABLES:
            raise read.error((key,), f"is not known; {near(key, dict.fromkeys(TABLES, ''))}")
    if any("\0" in text for text in _texts(tables)):
        raise UsageError(f"{path}: holds a NUL (\\u0000), which no name of a file can; remove it")
    return read


def _text(path: Path, *, named: bool) -> str | None:
    try:
        content = streams.read_once(path, limit=limits.SETTINGS) if named else trusted_file.read_trusted(path)
        return None if content is None else content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"--config {path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--config {path}: is not TOML: it is no UTF-8: {error.reason}") from error


def _syntax(path: Path, message: str) -> str:
    """Return the message about a text that is no TOML, with the place where editors look for it."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found is None:  # at the end of the file
        return f"{path}: is not TOML: {message}"
    return f"{path}:{found[1]}:{found[2]}: is not TOML: {message[: found.start()]}"


def near(key: str, names: Mapping[str, str]) -> str:
    """Name the known key that was meant; all known keys if none is similar."""
    words = {**{name: known for known, name in names.items() if name}, **{known: known for known in names}}
    near = difflib.get_close_matches(key.lower().replace("-", "_"), words, n=1)
    return f"did you mean {words[near[0]]}?" if near else f"known: {' '.join(names)}"


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
