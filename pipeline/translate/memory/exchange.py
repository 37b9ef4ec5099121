"""Exports the memory to TMX, and imports it.

A translation that this installation exported, and nobody changed, keeps its origin; its seal proves it
(``seal.py``). Other units that are marked as machine translations are left out. If the user trusts them, they
are taken over as ``imported``, and stay that. A machine translation of ours that was corrected meanwhile
counts as made by a person, and so does any unit that is not marked as a machine translation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import field, replace
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import languages
from languages import naming
from pipeline.core import clock, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import MemoryFileError
from pipeline.core.files import output_file, streams
from pipeline.core.records import LanguageCode
from pipeline.core.text.normalise import normalise
from pipeline.split.splitter import squeeze
from pipeline.translate.memory import tmx
from pipeline.translate.memory.entries import STOOD_IN, Entry, made_by
from pipeline.translate.memory.seal import find_key, fits, make_key, seal_of
from pipeline.translate.memory.store import Store, batches
from pipeline.translate.memory.unit_languages import code_of_tag, is_any, strange_source

_TRANSACTION = 2_000
"""Entries per transaction of an import. A run that writes meanwhile waits milliseconds, not for it all."""

_PREFIX = "x-depeche-"
_PROPERTIES = ("origin", "maker", "context", "score", "run", "created")
_WHOLE, _DRAFT = "seal", "seal-of-draft"
"""The two seals: over a whole entry, and over all but the translation, which may have been corrected."""
_UNKEYED = "sha256"
"""The digest that version 0.1.0 wrote in place of a seal. It proves nothing, as anybody can compute it."""


@dataclass(kw_only=True)
class Imported:
    """The result of an import: counts of what a TMX file held."""

    machine: int = 0
    """Machine translations with the seal of this installation."""
    human: int = 0
    imported: int = 0
    """Machine translations without the seal, taken over on trust."""
    unsealed: int = 0
    """Machine translations without the seal, left out."""
    unkeyed: int = 0
    """Machine translations without the seal, taken over or not, that version 0.1.0 sealed without a key."""
    malformed: Counter[str] = field(default_factory=Counter)
    """Machine translations that were refused, by what is wrong with them."""
    unsealable: str = ""
    """Why no seal could be checked; empty if seals could be checked, or there is no key yet."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Texts in languages that depeche does not know, by the file's name for the language."""
    strange_source: str = ""
    """The header's source language, where no unit has it: each unit was taken in all directions then."""
    found: tuple[str, ...] = ()
    """The languages that its units have instead, by our codes as far as there are some."""
    sourceless: Counter[str] = field(default_factory=Counter)
    """Units without a text in their source language, by that language and what was found."""
    unusable: int = 0
    """Units that lack two texts in different languages, with words, and no longer than a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The result of an export: counts of what was written to a TMX file."""

    entries: int
    left_out: int
    """Entries with control characters, for which XML has no form."""
    stood_in: int
    """Entries of sentences in which other words stood in for names and dates: nobody wrote these."""
    damaged: int
    """Entries whose rows in the memory are damaged."""
    unsealed: str
    """Why the export has no seals; empty if it has."""


def export_file(store: Store, path: Path) -> Exported:
    """Write the whole memory to a file. The file appears when it is complete (``output_file``).

    Raises ``MemoryFileError``.
    """
    written = left_out = stood_in = 0
    key, unsealed = _key(make_key)
    try:
        with output_file.open_output(path) as out:
            out.write(tmx.header(version=version("depeche")).encode())
            for entry in store.entries():
                if entry.context.endswith(STOOD_IN):
                    stood_in += 1
                    continue
                element = tmx.element(_unit(entry, key))
                out.write((element or "").encode())
                written, left_out = written + (element is not None), left_out + (element is None)
            out.write(tmx.FOOTER.encode())
        damaged = max(0, store.count() - written - left_out - stood_in)
    except OSError as error:
        raise MemoryFileError(f"{path}: cannot be written: {error.strerror}") from error
    return Exported(entries=written, left_out=left_out, stood_in=stood_in, damaged=damaged, unsealed=unsealed)


def import_file(path: Path, memory: Path, *, trust: bool = False) -> Imported:
    """Enter the translations of a TMX file into the memory at ``memory``, which is made if it does not exist.

    ``trust`` also takes over machine translations without the seal of this installation. The file is read
    twice, so that nothing is taken over from a truncated file. If a text has two translations, the later one
    is kept. Raises ``MemoryFileError``.
    """
    done = Imported()
    with _open(path) as file:
        done.strange_source, done.found = strange_source(tmx.read_tmx(path, file))
        file.seek(0)
        key, done.unsealable = _key(find_key)
        store = Store(memory, create=True)
        try:
            for batch in batches(_entries(tmx.read_tmx(path, file), done, key, trust=trust), _TRANSACTION):
                store.add(batch)
        finally:
            store.close()
    return done


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    """Open a file so that it can be read twice, even a pipe. Raises ``MemoryFileError``."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(streams.rereadable(path))
        except OSError as error:
            raise MemoryFileError(f"{path}: cannot be read: {error.strerror}") from error
        yield file


def _key(get: Callable[[], bytes | None]) -> tuple[bytes | None, str]:
    """Return the key, or None, and the reason why it cannot be used."""
    try:
        return get(), ""
    except MemoryFileError as error:
        return None, error.message


def _entries(units: Iterable[tmx.Unit], done: Imported, key: bytes | None, *, trust: bool) -> Iterator[Entry]:
    for unit in units:
        before = done.sourceless.total()
        said = {
            kind.removeprefix(_PREFIX): value for kind, value in unit.properties if kind.startswith(_PREFIX)
        }
        stated = _stated(unit, said)
        if isinstance(stated, Entry) and _has_seal(stated, said, key, _WHOLE):
            found = [stated]
        elif said.get("origin") in ("machine", "imported") and not (
            isinstance(stated, Entry) and _has_seal(stated, said, key, _DRAFT)
        ):
            yield from _from_machines(stated, said, done, trust=trust)
            continue
        else:
            found = _from_people(unit, done)
        done.unusable += not found and done.sourceless.total() == before
        for entry in found:
            _count(done, entry)
            yield entry


def _from_machines(
    stated: Entry | str, said: Mapping[str, str], done: Imported, *, trust: bool
) -> Iterator[Entry]:
    """Yield entries without a seal if they are trusted, else count them. Refuse malformed ones."""
    if isinstance(stated, str):
        done.malformed[stated] += 1
        return
    done.unkeyed += _UNKEYED in said
    if not trust:
        done.unsealed += 1
        return
    entry = replace(stated, origin="imported", run="", created=_time(_digits(stated.created)))
    _count(done, entry)
    yield entry


def _count(done: Imported, entry: Entry) -> None:
    setattr(done, entry.origin, getattr(done, entry.origin) + 1)


def _unit(entry: Entry, key: bytes | None) -> tmx.Unit:
    values = {name: getattr(entry, name) for name in _PROPERTIES}
    values["score"] = "" if entry.score is None else repr(entry.score)
    if key is not None:
        values |= {purpose: seal_of(key, purpose, _parts(entry, purpose)) for purpose in (_WHOLE, _DRAFT)}
    return tmx.Unit(
        srclang=entry.source,
        variants=((entry.source, entry.text), (entry.target, entry.answer)),
        properties=tuple((f"{_PREFIX}{name}", value) for name, value in values.items()),
        created=_digits(entry.created),
    )


def _parts(entry: Entry, purpose: str) -> list[str | float | None]:
    """Return the parts of an entry that a seal covers."""
    answer = [entry.answer] if purpose == _WHOLE else []
    rest = [getattr(entry, name) for name in _PROPERTIES]
    return [entry.source, entry.target, entry.text, *answer, *rest]


def _has_seal(entry: Entry, said: Mapping[str, str], key: bytes | None, purpose: str) -> bool:
    return key is not None and purpose in said and fits(key, purpose, _parts(entry, purpose), said[purpose])


def _stated(unit: tmx.Unit, said: Mapping[str, str]) -> Entry | str:
    """Return the entry that a unit was exported from, by its own statement, or a word for what is wrong."""
    if len(unit.variants) != 2 or not all(text for _, text in unit.variants):
        return "no text and its translation"
    (source, text), (target, answer) = unit.variants
    if source == target:
        return "from a language to itself"
    if not {source, target} <= set(languages.codes()):
        return "unknown language"
    origin = said.get("origin")
    if origin != "human" and made_by(said.get("maker", "")) is None:
        return "maker"
    try:
        score = float(said["score"]) if "score" in said else None
    except ValueError:
        return "score"
    if score is not None and not math.isfinite(score):
        return "score"
    return Entry(
        origin="machine" if origin == "machine" else "imported" if origin == "imported" else "human",
        source=source,
        target=target,
        text=text or "",
        answer=answer or "",
        score=score,
        **{name: said.get(name, "") for name in ("maker", "context", "run", "created")},
    )


def _from_people(unit: tmx.Unit, done: Imported) -> list[Entry]:
    """Return an entry for each language that the unit was translated into."""
    texts = _known(unit.variants, done)
    is_strange = not unit.is_own_source and bool(done.strange_source)
    sources = [*texts] if is_strange or is_any(unit.srclang) else [code_of_tag(unit.srclang)]
    if len(texts) > 1 and not set(sources) & set(texts):
        done.sourceless[f"{unit.srclang[: limits.LANGUAGE_TAG]}, found {' '.join(sorted(texts))}"] += 1
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
    """Return the usable texts by language. If a language has several regions, the first is taken."""
    texts: dict[LanguageCode, str] = {}
    for tag, text in variants:
        language = code_of_tag(tag)
        if language is None:
            tag = (naming.tag_code(tag) or tag)[: limits.LANGUAGE_TAG]
            done.unknown[tag if len(done.unknown) < limits.LANGUAGE_TAGS else "others"] += 1
        elif text is not None and (words := squeeze(normalise(text).text)):
            texts.setdefault(language, words)
    return texts


def _digits(time: str) -> str:
    """Return one of our times in TMX's form."""
    return time.replace("-", "").replace(":", "")


def _time(stamp: str) -> str:
    """Return a TMX time, such as ``20250131T120000Z``, in our form; the present time if it is malformed."""
    digits = stamp.replace("T", "").removesuffix("Z")
    if len(stamp) != 16 or len(digits) != 14 or not digits.isdecimal():
        return clock.utc_now()
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:]}"
