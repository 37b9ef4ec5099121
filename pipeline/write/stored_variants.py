"""A document's variants on the disk. If they are large, each is read when it is asked for.

Ten translations of a long text would take ten times the memory of one, and nobody needs more than one or two
at a time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from pipeline.core import codec, limits, survey
from pipeline.core.contract import VariantRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath, tree
from pipeline.core.records import LanguageCode
from pipeline.write.paths import SUMMARY_FILE, TRANSLATION_FILE, VARIANT_FILE

FolderStamp: TypeAlias = tuple[int, int] | None
_CONTINUED = bytes(range(0x80, 0xC0))
"""Bytes that go on with a character in UTF-8."""
_FOUR_BYTES = re.compile(rb"[\xf0-\xf7]")
"""The first byte of a character that makes Python give each character of a text four bytes."""
_TWO_BYTES = re.compile(rb"[\xc4-\xef]")
"""That of one that makes it give each two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVariant:
    """One language of a document, as written."""

    path: Path
    record: VariantRecord
    translation: str | None
    """The translation; None for the source language, and if only summaries were asked for."""
    summary: str | None


class LastVariant:
    """The variant that was read last of any large document of a run: the only one that is kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self.name: tuple[object, str] | None = None
        """Which variant it is: what stands for its document, and its folder."""
        self.variant: ReadVariant | None = None


def stamp_of(run: Path, place: str) -> FolderStamp:
    """Return a stamp that distinguishes a folder from its replacement; None while neither is there."""
    try:
        found = beneath.stat(run, place)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def variant_folders(run: Path, place: str) -> list[str]:
    """Return the names of the folders with a variant in the document's folder ``place``, sorted.

    Raises ``RecordError`` if it cannot be read, or has a link in it, which no run makes.
    """
    try:
        found = tree.tree_entries(run, place)
    except OSError as error:
        raise RecordError(f"{run / place}: cannot be read: {error.strerror}") from error
    for item in found:
        if item.kind == "link":
            raise RecordError(f"{run / place / item.path}: is a symbolic link, which is not followed")
    folders = [item.path for item in found if item.kind == "folder"]
    return [name for name in folders if beneath.is_there(run, f"{place}/{name}/{VARIANT_FILE}")]


def read_variants(run: Path, place: str, last: LastVariant, *, with_texts: bool) -> Mapping[str, ReadVariant]:
    """Return the variants in the document's folder ``place``, by the names of their folders, sorted.

    Small ones are read now, large ones when they are asked for. Raises ``RecordError``.
    """
    stamp = stamp_of(run, place)
    names = variant_folders(run, place)
    if _size(run, place, names, with_texts) > limits.VARIANTS_AT_ONCE:
        return LargeVariants(run, place, names, last, stamp=stamp, with_texts=with_texts)
    return {name: _variant(run, f"{place}/{name}", with_texts) for name in names}


class LargeVariants(Mapping[str, ReadVariant]):
    """Variants that are read when they are asked for. Only the last one is kept.

    All are of one state of the document: ``RecordError`` is raised for one that is asked for after the
    document was replaced.
    """

    def __init__(
        self,
        run: Path,
        place: str,
        names: Sequence[str],
        last: LastVariant,
        *,
        stamp: FolderStamp,
        with_texts: bool,
    ) -> None:
        """Stand for the variants in the folders ``names``, as they are while ``place`` has this stamp."""
        self._run, self._place, self._names, self._stamp = run, place, tuple(names), stamp
        self._last, self._with_texts = last, with_texts
        self._token = object()
        """Stands for these variants in ``last``, which thereby does not hold its holder."""

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __repr__(self) -> str:
        return f"LargeVariants({self._place}: {', '.join(self._names)})"

    def __getitem__(self, name: str) -> ReadVariant:
        """Return a variant, read again unless it was the last. Raises ``KeyError``, ``RecordError``."""
        if name not in self._names:
            raise KeyError(name)
        last = self._last
        if last.name != (self._token, name) or last.variant is None:
            last.name = last.variant = None  # otherwise two would be in memory
            found = self._read(name)
            last.name, last.variant = (self._token, name), found
            return found
        return last.variant

    def check(self) -> None:
        """Read each variant once, and keep none. Raises ``RecordError`` for the first that is wrong."""
        for name in self._names:
            self._read(name)

    def language(self, name: str) -> LanguageCode:
        """Return the language that a variant's record names, without the rest. Raises ``RecordError``."""
        path = f"{self._place}/{name}/{VARIANT_FILE}"
        where = str(self._run / path)
        try:
            with beneath.open_below(self._run, path) as file:
                if limits.AT_ONCE < os.fstat(file.fileno()).st_size <= limits.WHOLE:
                    for part in survey.parts(VariantRecord, file, where=where, most=limits.PART):
                        if part.name == "language":
                            return str(codec.decode_part(part, where=where))
        except OSError as error:
            raise RecordError(f"{where}: cannot be read: {error.strerror}") from error
        return codec.read_record_below(VariantRecord, self._run, path).language

    def _read(self, name: str) -> ReadVariant:
        try:
            found = _variant(self._run, f"{self._place}/{name}", self._with_texts)
        except RecordError:
            if self._is_unchanged():
                raise
        else:
            if self._is_unchanged():
                return found
        raise RecordError(f"{self._run / self._place}: has changed since it was read; read the run again")

    def _is_unchanged(self) -> bool:
        return stamp_of(self._run, self._place) == self._stamp


def stated_languages(variants: Mapping[str, ReadVariant]) -> dict[str, LanguageCode]:
    """Return the language that each variant's record names. Raises ``RecordError``."""
    if isinstance(variants, LargeVariants):
        return {name: variants.language(name) for name in variants}
    return {name: variant.record.language for name, variant in variants.items()}


def _size(run: Path, place: str, names: Sequence[str], with_texts: bool) -> int:
    """Return the size of all files of variants, in bytes; what cannot be looked at counts as nothing."""
    files = (VARIANT_FILE, TRANSLATION_FILE, SUMMARY_FILE) if with_texts else (VARIANT_FILE,)
    size = 0
    for path in (f"{place}/{name}/{file}" for name in names for file in files):
        with suppress(OSError):  # reading it will say what is wrong
            size += beneath.stat(run, path).st_size
    return size


def _variant(run: Path, place: str, with_texts: bool) -> ReadVariant:
    return ReadVariant(
        path=run / place,
        record=codec.read_record_below(VariantRecord, run, f"{place}/{VARIANT_FILE}"),
        translation=_text(run, f"{place}/{TRANSLATION_FILE}") if with_texts else None,
        summary=_text(run, f"{place}/{SUMMARY_FILE}") if with_texts else None,
    )


def _text(run: Path, path: str) -> str | None:
    """Return a text file's content, its line ends as written; None if there is no such file."""
    try:
        content = beneath.read_below(run, path, limit=limits.TEXT)
        if not is_text_readable(content):
            words = limits.size_words(limits.TEXT)
            raise RecordError(f"{run / path}: would take more than {words} of memory")
        return content.decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(f"{run / path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{run / path}: cannot be read as UTF-8 text") from error


def is_text_readable(content: bytes) -> bool:
    """Say whether a text in UTF-8, read back, takes no more memory than a text may."""
    if len(content) <= limits.TEXT // 4:
        return True
    characters = len(content.translate(None, _CONTINUED))
    width = 4 if _FOUR_BYTES.search(content) else 2 if _TWO_BYTES.search(content) else 1
    return max(len(content), width * characters) <= limits.TEXT
