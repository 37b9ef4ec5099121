"""Search for the files that the user's names stand for: files, folders, globs, standard input."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.files import durable
from pipeline.core.ports import NO_FIELDS, Detector, Fetcher, FieldMap
from pipeline.core.text.file_names import escaped_name
from pipeline.read import expand, places
from pipeline.read.fetch.address import is_address, is_foreign, without_fragment
from pipeline.read.fetch.inputs import fetched_input
from pipeline.read.formats import sniff
from pipeline.read.formats.foreign import Foreign
from pipeline.read.formats.table import ENDINGS, FORMATS, Format
from pipeline.read.passed_over import PassedOver
from pipeline.read.reference import Reference

_NOTHING = f"holds no file that can be read ({' '.join(f'.{form.endings[0]}' for form in FORMATS)})"
_NO_MATCH = "no file matches"
_NO_TEXT = "no field is named like a text"
_STRICT = "--strict-inputs makes that a failure"


def find_inputs(
    inputs: Sequence[str],
    *,
    outside: Path | None = None,
    note_empty: Callable[[str], None] | None = None,
    fetcher: Fetcher | None = None,
    strict: bool = False,
    detector: Detector | None = None,
    fields: FieldMap = NO_FIELDS,
    note_guess: Callable[[str], None] | None = None,
) -> Iterator[Reference | SourceError]:
    """Yield what the inputs name: files, folders (walked, hidden ones left out), globs, addresses, ``-``.

    Each file and address comes once, in a fixed order; of a file of several documents, such as a feed, each.
    When a folder around ``outside`` is walked, what lies below ``outside`` is left out: a run must not read
    what runs have written. An input that leads nowhere yields an error in its place. So does a folder without
    files, and a pattern that matches none in a folder that is there, unless ``note_empty`` is given, which is
    called with a line about it: an empty drop folder is no failure. It is also called with a line about the
    files in a folder that were passed over, as they hold nothing that is read.

    ``fetcher`` fetches addresses; without it they are refused. With ``strict``, files that are passed over
    are an error. ``detector`` helps to tell the encoding of tables; without it they are to be in UTF-8.
    ``fields`` says which of their fields hold what.
    ``note_guess`` is called with a line about what was guessed of them or left out; without it, so is
    ``note_empty``.
    """
    note = note_empty or (lambda _: None)
    opening = expand.Opening(detector=detector, note=note_guess or note, passed=note)
    seen: set[Path] = set()
    for name in _asked_once(inputs):
        found: Sequence[Reference | SourceError]
        try:
            passed, hollow = PassedOver(), PassedOver()
            found = (
                [fetched_input(name, fetcher, note)]
                if is_address(name) or (is_foreign(name) and not os.path.lexists(name))
                else _expand(name, outside, passed, fields)
            )
        except OSError as error:
            found = [_wrong(name, f"cannot be read: {error.strerror}")]
        line = f"{escaped_name(name)}: {passed.line()}" if passed.count else ""
        if line and strict:
            found = [*found, _error(escaped_name(name), f"{line}; {_STRICT}")]
        elif line and note_empty is not None:
            note_empty(line)
        if not found:
            empty = _wrong(name, _NOTHING if _is_folder(Path(name)) else _NO_MATCH)
            if note_empty is None or not _is_there(name):
                found = [empty]
            else:
                note_empty(empty.message)
        for each in _first_of_each(found, seen):
            item = replace(each, fields=fields) if isinstance(each, Reference) else each
            yield from _documents(item, opening, hollow if _is_folder(Path(name)) else None, strict=strict)
        if hollow.count:
            note(f"{escaped_name(name)}: {hollow.line()}, which hold nothing that is read")


def _asked_once(inputs: Sequence[str]) -> list[str]:
    """Return the inputs, of an address that comes again, such as at another place of its page, the first."""
    first: dict[str, str] = {}
    for place, name in enumerate(inputs):
        first.setdefault(without_fragment(name) if is_address(name) else f"{place} {name}", name)
    return list(first.values())


def _first_of_each(
    found: Sequence[Reference | SourceError], seen: set[Path]
) -> Iterator[Reference | SourceError]:
    """Yield what was found, without files that were ``seen`` before under any name."""
    for item in found:
        if isinstance(item, Reference) and item.path is not None:
            real = item.path.resolve()
            if real in seen:
                continue
            seen.add(real)
        yield item


def _documents(
    item: Reference | SourceError,
    opening: expand.Opening,
    hollow: PassedOver | None,
    *,
    strict: bool,
) -> Iterator[Reference | SourceError]:
    """Yield an input, or the documents in it where it is a file of several.

    An archive that holds nothing that is read is entered in ``hollow``. It is an error where that is None,
    for the user has named it.
    """
    if isinstance(item, SourceError):
        yield item
        return
    lines: list[str] = []
    documents: Sequence[Reference | SourceError] = [item]
    try:
        form = expand.source_format(item)
        if isinstance(form, Format) and form.holds_many:
            documents = expand.members(item, form, replace(opening, passed=lines.append))
    except OSError:
        pass  # the run will say what is wrong with it
    except SourceError as error:
        error.origin = item.origin
        documents = [error]
    yield from documents
    if strict:
        yield from (_error(item.origin, f"{line}; {_STRICT}") for line in lines)
    elif documents:
        for line in lines:
            opening.passed(line)
    elif hollow is None:
        yield from (_error(item.origin, line) for line in lines)
    else:
        hollow.add(item.origin)


def _expand(
    name: str, outside: Path | None, passed: PassedOver, fields: FieldMap
) -> Sequence[Reference | SourceError]:
    if name == "-":
        return [Reference(origin="-", path=None)]
    if not name:
        return [SourceError("an empty input name leads nowhere; name a file, a folder or -")]
    path = Path(name)
    found = durable.mode(path)
    if stat.S_ISDIR(found):
        return list(_readable(_walk(path, outside), passed, fields))
    if found:
        return [Reference(origin=escaped_name(name), path=path)]
    if any(sign in name for sign in "*?["):
        return _taken(places.matching(name))
    problem = "is a broken link" if path.is_symlink() else "no such file or folder"
    return [_wrong(name, problem)]


def _is_there(name: str) -> bool:
    """Say whether the folder of an input is there; of a pattern, the folder before its first sign.

    A name with brackets may be that of a file that is gone.
    """
    before_sign = re.split(r"[*?\[]", name, maxsplit=1)[0]
    return _is_folder(Path(name)) or (
        any(sign in name for sign in "*?") and _is_folder(Path(f"{before_sign}x").parent)
    )


def _is_folder(path: Path) -> bool:
    """Say whether a folder is there; a name that is too long leads to none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _reference(path: Path) -> Reference:
    return Reference(origin=escaped_name(str(path)), path=path)


def _wrong(name: str, problem: str) -> SourceError:
    """Return the error for an input that leads to no file."""
    origin = escaped_name(name)
    return _error(origin, f"{origin}: {problem}")


def _error(origin: str, message: str) -> SourceError:
    error = SourceError(message)
    error.origin = origin
    return error


def _walk(folder: Path, outside: Path | None) -> list[Reference | SourceError]:
    left_out = (
        outside.resolve() if outside is not None and folder.resolve() in outside.resolve().parents else None
    )
    return _taken(places.below(folder, besides=left_out))


def _readable(
    found: Iterable[Reference | SourceError], passed: PassedOver, fields: FieldMap
) -> Iterator[Reference | SourceError]:
    """Yield the files of a folder that hold what can be read, and the errors."""
    for item in found:
        if isinstance(item, SourceError):
            yield item
            continue
        try:
            form = expand.source_format(replace(item, fields=fields))
        except OSError as error:
            if item.ending in ENDINGS:
                yield item  # the run will say what is wrong with it
            else:
                yield _wrong(item.origin, f"cannot be read: {error.strerror}")
            continue
        if not (fields.paths or expand.names_text(item, form)):
            passed.add(item.origin, _NO_TEXT)  # such as settings and glossaries
        elif form is None or sniff.is_read(form, item.ending):  # the run will say what a text so named is
            yield item
        else:
            passed.add(item.origin, form.words if isinstance(form, Foreign) else "")


def _taken(found: Iterable[places.FoundPath]) -> list[Reference | SourceError]:
    """Return the files among what was found, and errors for names that may have been files."""
    taken: list[Reference | SourceError] = []
    for item in found:
        try:
            if isinstance(item, OSError):
                raise item
            mode = durable.mode(item)
        except OSError as error:
            taken.append(_wrong(os.fsdecode(error.filename), f"cannot be read: {error.strerror}"))
            continue
        if stat.S_ISREG(mode):
            taken.append(_reference(item))
        elif not mode and item.is_symlink():
            taken.append(_wrong(str(item), "is a broken link"))
    return taken
