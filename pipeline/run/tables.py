"""Writes the tables that a run read, with the words of their rows in each language.

A row is a document of its own; its translation is kept as an item. When all are done, the table is read once
more, and the rows take their words from there. So a table is whole whichever run translated its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.core.errors import SourceError
from pipeline.core.files import beneath
from pipeline.core.ports import Detector, RecordSource
from pipeline.core.records import LanguageCode
from pipeline.read import expand
from pipeline.read.document import slug
from pipeline.read.formats.data.fields import shown_name
from pipeline.read.formats.table import DELIMITED, FEED_ITEM
from pipeline.read.receive import received
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.write import run_folder
from pipeline.write.paths import DOCUMENTS, TABLES_FOLDER, TRANSLATION_FILE, kept_file

_Item = TypeVar("_Item")
_DIGITS = 8


class TableWriter:
    """The tables of one run."""

    def __init__(self, config: RunConfig, detector: Detector) -> None:
        """Write into the folder of ``config``, where it asks for that. ``detector`` read the tables."""
        self._config = config
        self._detector = detector
        self._tables: dict[str, Reference] = {}

    def noted(self, inputs: Iterable[_Item]) -> Iterator[_Item | Reference]:
        """Yield the inputs, rows without their tables, which are noted."""
        for item in inputs:
            if isinstance(item, Reference) and item.held_in is not None:
                if self._config.settings.keep_format:
                    self._tables[item.held_in.origin] = item.held_in
                yield replace(item, held_in=None)
            else:
                yield item

    def write(self, ids: Mapping[str, str], warn: Callable[[str], None]) -> None:
        """Write the tables that were noted. ``ids`` has the ids of documents by the origins of their rows.

        ``warn`` is called with a line about a table that has rows without a translation, or cannot be
        written. Raises ``WriteError``.
        """
        for origin, table in self._tables.items():
            if "full" not in self._config.settings.kinds:
                warn(f"{origin}: not written in its own format: --variants asks for no translation")
                continue
            try:
                rows = expand.members(table, DELIMITED, expand.Opening(detector=self._detector))
                for language in self._config.settings.targets:
                    self._write(table, [self._item(row, ids, language) for row in rows], language, warn)
            except SourceError as error:
                warn(f"{origin}: not written in its own format: {error.message.removeprefix(f'{origin}: ')}")

    def _write(
        self,
        table: Reference,
        found: Sequence[tuple[bytes | None, bool]],
        language: LanguageCode,
        warn: Callable[[str], None],
    ) -> None:
        from pipeline.write.formats.data.table import translated_table

        items = [item for item, _ in found]
        if not any(item is not None for item in items):
            return
        source = RecordSource(
            content=received(table), where=table.where, detector=self._detector, fields=table.fields
        )
        made = translated_table(source, items, language)
        name = f"{_name(table)}.{language}.{table.ending if table.ending in DELIMITED.endings else 'csv'}"
        run_folder.write_table(self._config.folder, name, made.content)
        left = made.unread + sum(is_left for _, is_left in found)
        if left:
            rows = len(found) + made.unread
            warn(f"{table.where}: {left} of {rows} rows are as they were in {TABLES_FOLDER}/{name}")
        if made.columns and language == self._config.settings.targets[0]:
            columns = ", ".join(map(shown_name, made.columns))
            warn(f"{table.where}: columns with sentences that stay in their language: {columns}")

    def _item(
        self, row: Reference | SourceError, ids: Mapping[str, str], language: LanguageCode
    ) -> tuple[bytes | None, bool]:
        """Return a row's item in a language, and whether it is missing and should be there.

        A row that has changed since the run read it has none.
        """
        if isinstance(row, SourceError):
            return None, True
        digest = hashlib.sha256(row.content or b"").hexdigest()[:_DIGITS]
        name = ids.get(row.origin, "")
        if not name.endswith(f"{digest}-{FEED_ITEM.name}"):
            return None, True
        folder = f"{DOCUMENTS}/{name}/{language}"
        try:
            return beneath.read_below(self._config.folder, f"{folder}/{kept_file(FEED_ITEM.name)}"), False
        except OSError:  # a row in that language already has no translation
            return None, beneath.is_there(self._config.folder, f"{folder}/{TRANSLATION_FILE}") or not (
                beneath.is_folder(self._config.folder, folder)
            )


def _name(table: Reference) -> str:
    """Return the name of a table's files, without the language and the ending."""
    digest = hashlib.sha256(table.origin.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
    return f"{slug(table.stem) or 'table'}-{digest}"
