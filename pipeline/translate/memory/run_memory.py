"""The memory as a run uses it. A problem with its file never stops a run.

A memory that cannot be read is not used for the rest of the run. One that cannot be written is still read.
The user is told once. A damaged file is moved aside, so that the next run begins a new one.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias, TypeVar

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.records import EngineIdentity, LanguageCode, LanguagePair, Translated
from pipeline.translate.memory.database import StoreError, move_aside
from pipeline.translate.memory.entries import Entry, Slot, maker
from pipeline.translate.memory.store import KeptAnswer, Store

Result = TypeVar("Result")

Passage: TypeAlias = tuple[LanguageCode, LanguageCode, str]
"""A text with its languages: source language, target language, text."""


NOTE_SECONDS = 1.0
"""How long answers are collected before they are kept together: what a kill may cost of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The answers of an engine in one language pair."""

    identity: EngineIdentity
    pair: LanguagePair
    answers: Mapping[Slot, Translated]


_Noted: TypeAlias = dict[
    tuple[EngineIdentity, LanguagePair], tuple[dict[Slot, Translated], Callable[[], bool]]
]


class RunMemory:
    """The memory of one run. Without a file it finds nothing and keeps nothing."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        run: Path | None = None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Use the memory at ``path`` for the run in the folder ``run``. It is made if it does not exist.

        ``warn`` gets one line with the reason if the memory cannot be used, at most once for reading and once
        for writing. The file is opened at its first use.
        """
        self._path = path
        self._run = "" if run is None else hashlib.sha256(os.fsencode(run.resolve())).hexdigest()[:16]
        self._warn = warn
        self._store: Store | None = None
        self._readable = self._writable = True
        self._lock = threading.Lock()
        self._noted: _Noted = {}
        self._noted_until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. It is opened again if the memory is used again."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def recall(
        self, identity: EngineIdentity, pair: LanguagePair, slots: Collection[Slot]
    ) -> dict[Slot, Translated]:
        """Return earlier answers of this very engine and package to ``slots``, imported ones included."""
        nothing: dict[Slot, KeptAnswer] = {}
        found = self._read(lambda store: store.find(maker(identity), pair, slots), nothing)
        return {
            slot: Translated(
                text=kept.answer,
                score=kept.score,
                origin="imported" if kept.origin == "imported" else "machine",
                from_memory=kept.run != self._run,
            )
            for slot, kept in (found or {}).items()
        }

    def people(self, wanted: Iterable[Passage]) -> Mapping[Passage, str] | None:
        """Return translations of the texts by people; None if the memory is broken."""
        texts: dict[LanguagePair, set[str]] = {}
        for source, target, text in wanted:
            texts.setdefault((source, target), set()).add(text)
        nothing: dict[tuple[LanguagePair, str], str] = {}
        found = self._read(lambda store: store.people(texts), nothing)
        return None if found is None else {(*pair, text): answer for (pair, text), answer in found.items()}

    def keep(self, learned: Sequence[Learned]) -> None:
        """Remember answers, all in one transaction."""
        entries = [entry for part in learned for entry in self._entries(part)]
        if self._path is None or not entries or not self._writable:
            return
        with self._lock:
            try:
                self._opened(self._path, create=True).add(entries)
            except StoreError as error:
                self._give_up(error, writing=True)

    def note(self, learned: Learned, is_still: Callable[[], bool]) -> None:
        """Remember an answer soon, with others.

        ``is_still`` says whether the engine is the one that answered. It is asked before the answers are
        kept, for the package may have been replaced meanwhile.
        """
        if self._path is None or not self._writable:
            return
        with self._lock:
            answers, _ = self._noted.setdefault((learned.identity, learned.pair), ({}, is_still))
            answers.update(learned.answers)
            if time.monotonic() < self._noted_until:
                return
            noted, self._noted = self._noted, {}
            self._noted_until = time.monotonic() + NOTE_SECONDS
        self.keep(
            [
                Learned(identity=identity, pair=pair, answers=found)
                for (identity, pair), (found, still) in noted.items()
                if still()
            ]
        )

    def _entries(self, part: Learned) -> Iterable[Entry]:
        name, created = maker(part.identity), clock.utc_now()
        for (text, context), answer in part.answers.items():
            if _is_storable(text + answer.text):
                yield Entry(
                    origin="machine",
                    maker=name,
                    source=part.pair[0],
                    target=part.pair[1],
                    text=text,
                    context=context,
                    answer=answer.text,
                    score=answer.score,
                    run=self._run,
                    created=created,
                )

    def _read(self, question: Callable[[Store], Result], nothing: Result) -> Result | None:
        """Ask the file. Returns ``nothing`` if there is none yet or none is wanted, None if it is broken."""
        if self._path is None:
            return nothing
        if not self._readable:
            return None
        with self._lock:
            try:
                return question(self._opened(self._path))
            except StoreError as error:
                if error.trouble == "absent":
                    return nothing
                self._give_up(error, writing=False)
                return None

    def _opened(self, path: Path, *, create: bool = False) -> Store:
        if self._store is None:
            self._store = Store(path, create=create)
        return self._store

    def _give_up(self, error: StoreError, *, writing: bool) -> None:
        self._writable = False
        if writing and error.trouble in ("full", "locked"):
            self._warn(f"{error.message}; the run goes on, and remembers nothing more")
            return
        self._readable = False
        if self._store is not None:
            self._store.close()
            self._store = None
        self._warn(f"{self._aside(error)}; the run goes on without the translation memory")

    def _aside(self, error: StoreError) -> str:
        """Move a damaged file aside. Returns a message about it."""
        if error.trouble != "damaged" or self._path is None:
            return error.message
        try:
            name = move_aside(self._path)
        except OSError as problem:
            return f"{error.message}; it cannot be moved aside: {problem.strerror}"
        return f"{error.message}; moved to {name}" if name else error.message


def _is_storable(text: str) -> bool:
    """Say whether a text can be encoded in UTF-8. Half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
