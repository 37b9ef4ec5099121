"""The content of the memory's file: SQLite with a write-ahead log, so that many can read while one writes.

A committed entry survives the death of the process (``kill -9``) and of the machine.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode, LanguagePair
from pipeline.translate.memory import database
from pipeline.translate.memory.entries import Entry, Slot, Who, entry_key

_BATCH = 500
"""Keys per query. Older SQLite takes 999 parameters at most."""

_ADD = (
    "INSERT OR IGNORE INTO entry (hop, key, text, context, answer, score, run, created)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_REPLACE = _ADD.replace("OR IGNORE", "OR REPLACE")
_STATEMENTS: dict[Who, str] = {"machine": _ADD, "human": _REPLACE, "imported": _REPLACE}
_MACHINES: tuple[Who, ...] = ("machine", "imported")

_HALF = re.compile("[\ud800-\udfff]")

Element = TypeVar("Element")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that was found in the memory."""

    answer: str
    score: float | None
    run: str
    origin: Who = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The number of entries of one kind."""

    origin: Who
    maker: str
    source: LanguageCode
    target: LanguageCode
    entries: int


class Store:
    """An open memory. Every method raises ``database.StoreError`` if it cannot be read or written."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the memory at ``path``. ``create`` makes it if there is none."""
        self.path = path
        self._base = database.connect(path, create=create)

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._base.close()

    def find(self, maker: str, pair: LanguagePair, slots: Collection[Slot]) -> dict[Slot, KeptAnswer]:
        """Return earlier answers of one engine and package, by slot. Imported answers fill the gaps."""
        by_key = {entry_key(slot): slot for slot in slots}
        found: dict[Slot, KeptAnswer] = {}
        with database.reported(self.path):
            for origin in _MACHINES:
                lacking = [name for name, slot in by_key.items() if slot not in found]
                hop = self._hop(origin, maker, pair) if lacking else None
                for name, answer, score, run in self._answers(hop, lacking):
                    found[by_key[name]] = KeptAnswer(answer=answer, score=score, run=run, origin=origin)
        return found

    def people(self, wanted: Mapping[LanguagePair, Collection[str]]) -> dict[tuple[LanguagePair, str], str]:
        """Return translations by people of the texts of each pair of languages, by pair and text."""
        found = {}
        with database.reported(self.path):
            for pair, texts in wanted.items():
                hop = self._hop("human", "", pair)
                by_key = {entry_key((text, "")): text for text in texts} if hop is not None else {}
                for name, answer, _, _ in self._answers(hop, by_key):
                    found[pair, by_key[name]] = answer
        return found

    def add(self, entries: Iterable[Entry]) -> None:
        """Enter all in one transaction. An engine's first answer to a text is kept, otherwise the last."""
        with database.reported(self.path), self._transaction():
            hops: dict[tuple[str, ...], int] = {}
            for batch in batches(entries, _BATCH):
                if any(entry.origin == "imported" for entry in batch):
                    database.renew(self._base)
                for origin, statement in _STATEMENTS.items():
                    chosen = [entry for entry in batch if entry.origin == origin]
                    rows = [(self._entered(entry, hops), *_row(entry)) for entry in chosen]
                    self._base.executemany(statement, rows)

    def entries(self) -> Iterator[Entry]:
        """Yield all entries but damaged ones, in an order that depends on the content alone."""
        with database.reported(self.path):
            cursor = self._base.execute(
                "SELECT origin, maker, source, target, text, answer, context, score, run, created"
                " FROM entry JOIN hop ON hop.id = entry.hop"
                " ORDER BY source, target, origin, maker, text, context"
            )
            names = [column[0] for column in cursor.description]
            for row in cursor:
                said = dict(zip(names, row, strict=True))
                score = said.pop("score")
                if all(map(_is_text, said.values())) and said["origin"] in _STATEMENTS and _is_score(score):
                    yield Entry(**said, score=score)

    def count(self) -> int:
        """Return how many rows there are."""
        with database.reported(self.path):
            (rows,) = self._base.execute("SELECT count(*) FROM entry").fetchone()
        return int(rows)

    def groups(self) -> tuple[Group, ...]:
        """Return the number of entries of each kind, sorted."""
        with database.reported(self.path):
            rows = self._base.execute(
                "SELECT origin, maker, source, target, count(*) FROM entry JOIN hop ON hop.id = entry.hop"
                " GROUP BY hop.id ORDER BY origin, source, target, maker"
            ).fetchall()
        return tuple(
            Group(
                origin=origin,
                maker=str(maker),
                source=str(source),
                target=str(target),
                entries=entries,
            )
            for origin, maker, source, target, entries in rows
        )

    def clear(self, origin: Who) -> int:
        """Delete all entries of an origin, free their space, and return their number."""
        with database.reported(self.path), self._transaction():
            gone = self._base.execute(
                "DELETE FROM entry WHERE hop IN (SELECT id FROM hop WHERE origin = ?)", (origin,)
            ).rowcount
            self._base.execute("DELETE FROM hop WHERE origin = ?", (origin,))
        with suppress(sqlite3.OperationalError):  # a run is reading: the space is used again instead
            self._base.execute("VACUUM")
        return gone

    def _hop(self, origin: Who, maker: str, pair: LanguagePair) -> int | None:
        row = self._base.execute(
            "SELECT id FROM hop WHERE origin = ? AND maker = ? AND source = ? AND target = ?",
            (origin, maker, *pair),
        ).fetchone()
        return None if row is None else int(row[0])

    def _answers(
        self, hop: int | None, keys: Collection[bytes]
    ) -> Iterator[tuple[bytes, str, float | None, str]]:
        for batch in batches(keys if hop is not None else (), _BATCH):
            marks = ",".join("?" * len(batch))
            rows = self._base.execute(
                f"SELECT key, answer, score, run FROM entry WHERE hop = ? AND key IN ({marks})",  # noqa: S608 - question marks
                (hop, *batch),
            )
            for name, answer, score, run in rows:
                if _is_text(answer) and _is_text(run) and _is_score(score):  # a damaged row counts as missing
                    yield name, answer, score, run

    def _entered(self, entry: Entry, known: dict[tuple[str, ...], int]) -> int:
        """Return the row of an entry's engine and languages. It is made if it is new."""
        name = (entry.origin, entry.maker, entry.source, entry.target)
        if name not in known:
            self._base.execute(
                "INSERT OR IGNORE INTO hop (origin, maker, source, target) VALUES (?, ?, ?, ?)", name
            )
            known[name] = self._hop(entry.origin, entry.maker, (entry.source, entry.target)) or 0
        return known[name]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # some errors have rolled back already
                self._base.execute("ROLLBACK")
            raise


def _is_text(value: object) -> bool:
    """Say whether a value is a text of valid UTF-8. Surrogates stand for bytes that are not."""
    return isinstance(value, str) and not _HALF.search(value)


def _is_score(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isfinite(value))


def batches(items: Iterable[Element], size: int) -> Iterator[Sequence[Element]]:
    """Yield the items in tuples of ``size``. The last one may be shorter."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def _row(entry: Entry) -> tuple[bytes, str, str, str, float | None, str, str]:
    slot = (entry.text, entry.context)
    return (entry_key(slot), *slot, entry.answer, entry.score, entry.run, entry.created)
