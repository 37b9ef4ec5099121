"""The memory to TMX and back.

Whatever is imported counts as a person's translation, but for what depeche exported itself and nobody
touched: that comes back as what it was. A machine's translation that was corrected in between is a person's.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import languages
from pipeline import streams
from pipeline.errors import MemoryFileError
from pipeline.hygiene import clean
from pipeline.memory import tmx
from pipeline.memory.entries import Entry, now
from pipeline.memory.store import Store, batches
from pipeline.records import LanguageCode
from pipeline.split import squeeze

_TRANSACTION = 2_000
"""Entries a transaction of an import: a run that writes meanwhile waits milliseconds, not for all of it."""

_PREFIX = "x-depeche-"
_PROPERTIES = ("origin", "maker", "context", "score", "run", "created")


@dataclass(kw_only=True)
class Imported:
    """What was found in a TMX file."""

    machine: int = 0
    human: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    """Texts in languages that depeche does not know, by language as the file calls it."""
    unusable: int = 0
    """Units without two texts in different languages that have words and are no longer than a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written to a TMX file."""

    entries: int
    left_out: int
    """Entries with control characters, for which XML has no form."""


def export_file(store: Store, path: Path) -> Exported:
    """Write the whole memory to a file, which appears when it is whole.

    Raises ``MemoryFileError``.
    """
    written = left_out = 0
    beside = path.with_name(f".{path.name}.writing-{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as out:
            out.write(tmx.header(version=version("depeche")))
            for entry in store.entries():
                element = tmx.element(_unit(entry))
                out.write(element or "")
                written, left_out = written + (element is not None), left_out + (element is None)
            out.write(tmx.FOOTER)
        beside.replace(path)
    except OSError as error:
        raise MemoryFileError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    return Exported(entries=written, left_out=left_out)


def import_file(path: Path, memory: Path) -> Imported:
    """Enter what a TMX file holds into the memory at ``memory``, which is made where it is not there.

    The file is read twice, so that of one that breaks off nothing is taken over. Of two translations of the
    same text the later one stays. Raises ``MemoryFileError``.
    """
    done = Imported()
    with _open(path) as file:
        for _ in tmx.read(path, file):
            pass
        file.seek(0)
        store = Store(memory, create=True)
        try:
            for batch in batches(_entries(tmx.read(path, file), done), _TRANSACTION):
                store.add(batch)
        finally:
            store.close()
    return done


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read twice, though it be a pipe. Raises ``MemoryFileError``."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(streams.rereadable(path))
        except OSError as error:
            raise MemoryFileError(f"{path}: cannot be read: {error.strerror}") from error
        yield file


def _entries(units: Iterable[tmx.Unit], done: Imported) -> Iterator[Entry]:
    for unit in units:
        own = _own(unit)
        found = [own] if own is not None else _from_people(unit, done)
        done.unusable += not found
        for entry in found:
            done.machine += entry.origin == "machine"
            done.human += entry.origin == "human"
            yield entry


def _unit(entry: Entry) -> tmx.Unit:
    values = {name: getattr(entry, name) for name in _PROPERTIES}
    values["score"] = "" if entry.score is None else repr(entry.score)
    values["sha256"] = _seal(entry)
    return tmx.Unit(
        srclang=entry.source,
        variants=((entry.source, entry.text), (entry.target, entry.answer)),
        properties=tuple((f"{_PREFIX}{name}", value) for name, value in values.items()),
        created=entry.created.replace("-", "").replace(":", ""),
    )


def _seal(entry: Entry) -> str:
    """Return a digest over an entry: one whose words were changed since no longer has it."""
    parts = [entry.source, entry.target, entry.text, entry.answer, entry.score]
    parts += [getattr(entry, name) for name in _PROPERTIES if name != "score"]
    return hashlib.sha256(json.dumps(parts).encode(errors="surrogatepass")).hexdigest()


def _own(unit: tmx.Unit) -> Entry | None:
    """Return the entry that a unit was exported from; None where it was not, or has been changed."""
    said = {kind.removeprefix(_PREFIX): value for kind, value in unit.properties}
    if len(unit.variants) != 2 or "sha256" not in said:
        return None
    (source, text), (target, answer) = unit.variants
    try:
        entry = Entry(
            origin="machine" if said.get("origin") == "machine" else "human",
            source=source,
            target=target,
            text=text or "",
            answer=answer or "",
            score=float(said["score"]) if "score" in said else None,
            **{name: said.get(name, "") for name in ("maker", "context", "run", "created")},
        )
    except ValueError:
        return None
    known = {source, target} <= set(languages.codes())
    return entry if known and _seal(entry) == said["sha256"] else None


def _from_people(unit: tmx.Unit, done: Imported) -> list[Entry]:
    """Return an entry for each language that the unit was translated to."""
    texts = _known(unit.variants, done)
    sources = [*texts] if unit.srclang == "*all*" else [_language(unit.srclang)]
    return [
        Entry(
            origin="human",
            maker="",
            source=source,
            target=target,
            text=texts[source],
            answer=answer,
            created=_time(unit.created),
        )
        for source in sources
        for target, answer in texts.items()
        if source in texts and source is not None and source != target
    ]


def _known(variants: Sequence[tuple[str, str | None]], done: Imported) -> dict[LanguageCode, str]:
    """Return the usable texts by language; of two regions' the first."""
    texts: dict[LanguageCode, str] = {}
    for tag, text in variants:
        language = _language(tag)
        if language is None:
            done.unknown[tag] += 1
        elif text is not None and (words := squeeze(clean(text).text)):
            texts.setdefault(language, words)
    return texts


def _language(tag: str) -> LanguageCode | None:
    """Return our code for a tag such as ``fr-FR``, ``fra`` or ``zh_TW``; None where we know no such."""
    whole = tag.strip().lower().replace("_", "-")
    for name in (whole, whole.partition("-")[0]):
        if name in languages.codes():
            return name
        for tool in ("langdetect", "argos", "apertium"):
            if name in languages.by_tool(tool):
                return languages.by_tool(tool)[name]
    return None


def _time(stamp: str) -> str:
    """Return TMX's ``20250131T120000Z`` as we write times; now, where it is anything else."""
    digits = stamp.replace("T", "").removesuffix("Z")
    if len(stamp) != 16 or len(digits) != 14 or not digits.isdecimal():
        return now()
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:]}"
