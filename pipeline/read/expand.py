"""Opening of files that hold several documents, such as feeds and mailboxes, and of archives of files.

An archive's files are read as those of a folder are. A feed or another archive among them is opened too, to
some depth, and the limits are of all of it together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.files import streams
from pipeline.core.ports import ArchivedFile, ArchiveLimits, Detector, LostFile, Member, RecordSource
from pipeline.core.text.file_names import escaped_name
from pipeline.read.formats import sniff, table
from pipeline.read.formats.foreign import Foreign
from pipeline.read.formats.table import Format
from pipeline.read.passed_over import PassedOver
from pipeline.read.receive import is_read_once, received, with_open_file
from pipeline.read.reference import Reference

MAX_DEPTH = 3
"""So many files of several may lie in one another: a feed in an archive in an archive."""
MAX_FILES = 10_000
"""The most files in an archive and those in it, passed over ones among them."""
MAX_KEPT = 256 * 2**20
"""The most bytes that are taken of an archive and those in it: files that are read stay in memory."""
_LONGEST = 1000
_MAX_NAME = 200
"""The longest name of a document in a file, in characters: longer ones are cut."""
_BY_MEDIA_TYPE = {
    "text/html": table.WEB_PAGE,
    "application/xhtml+xml": table.WEB_PAGE,
    "application/rss+xml": table.FEED,
    "application/atom+xml": table.FEED,
    "application/rdf+xml": table.FEED,
    "text/markdown": table.MARKDOWN,
    "text/csv": table.DELIMITED,
    "text/tab-separated-values": table.DELIMITED,
    "application/csv": table.DELIMITED,
}
"""What servers call a format whose files' content does not always tell it; addresses may end in anything."""


def source_format(reference: Reference) -> Format | Foreign | None:
    """Return the format of an input, from its beginning and its name; None where it is a pipe.

    Raises ``OSError``.
    """
    if reference.content is not None and (reference.fetched is not None or reference.name):
        return _decided(reference, reference.content[: sniff.HEAD_BYTES])
    if reference.path is None or is_read_once(reference):
        return None
    with streams.open_once(reference.path) as file:
        return _decided(reference, file.read(sniff.HEAD_BYTES))


def _decided(reference: Reference, head: bytes) -> Format | Foreign:
    found = sniff.decide(head, reference.ending, has_fields=bool(reference.fields.paths))
    if found is table.PLAIN_TEXT and reference.fetched is not None:
        said = next((value for name, value in reference.fetched.headers if name == "content-type"), "")
        return _BY_MEDIA_TYPE.get(said.partition(";")[0].strip().lower(), found)
    return found


def names_text(reference: Reference, form: Format | Foreign | None) -> bool:
    """Say whether a table or JSON has a field with a usual name of a text; True for all other formats.

    Raises ``OSError``.
    """
    if form not in (table.DELIMITED, table.JSON_DATA) or reference.path is None:
        return True
    from pipeline.read.formats.data.told import head_names_text

    with streams.open_once(reference.path) as file:
        return head_names_text(file.read(sniff.HEAD_BYTES), form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What helps to open a file of several documents."""

    detector: Detector | None = None
    """Helps to tell encodings apart; without it, tables and JSON are to be in UTF-8."""
    note: Callable[[str], None] = lambda _: None
    """Called with a line about what was guessed or left out."""
    passed: Callable[[str], None] = lambda _: None
    """Called with a line about the files in an archive that hold nothing that is read."""


_PLAINLY = Opening()


def members(reference: Reference, form: Format, opening: Opening = _PLAINLY) -> list[Reference | SourceError]:
    """Return the documents in a file of several, and an error for each that is damaged.

    Nothing is returned of an archive that holds nothing that is read. Raises ``SourceError``.
    """
    room = _Room(opening=opening, files=MAX_FILES, bytes=MAX_KEPT)
    return list(_opened(reference, form, room, depth=1))


@dataclass(slots=True)
class _Room:
    """What is left of the limits of one input, with all that is in it."""

    opening: Opening
    files: int
    bytes: int

    @property
    def limits(self) -> ArchiveLimits:
        return ArchiveLimits(files=self.files, bytes=self.bytes)


def _opened(reference: Reference, form: Format, room: _Room, depth: int) -> Iterator[Reference | SourceError]:
    if depth > MAX_DEPTH:
        raise SourceError(f"{reference.where}: lies in more than {MAX_DEPTH} others; unpack them first")
    if not form.is_archive:
        yield from _documents(reference, form, room.opening)
        return
    for item in _files(reference, form, room):
        inner = None if isinstance(item, SourceError) else source_format(item)
        if isinstance(item, SourceError) or not isinstance(inner, Format) or not inner.holds_many:
            yield item
            continue
        try:
            yield from _opened(item, inner, room, depth + 1)
        except SourceError as error:
            error.origin = item.origin
            yield error


def _files(reference: Reference, form: Format, room: _Room) -> list[Reference | SourceError]:
    """Return the files in an archive that hold what is read, and errors for those that are lost."""
    where = reference.where
    if room.files <= 0 or room.bytes <= 0:
        raise SourceError(f"{where}: is left out, for what it lies in holds enough; split that first")
    archive = table.open_file_archive(form, where=where)
    if reference.path is None or reference.content is not None:
        content = received(reference)
        if not content:
            raise SourceError(f"{where}: is empty")
        held = archive.contents(
            content,
            where=where,
            stem=reference.stem,
            limits=room.limits,
            has_fields=bool(reference.fields.paths),
        )
    else:
        held = with_open_file(
            reference,
            lambda file: archive.contents(
                file,
                where=where,
                stem=reference.stem,
                limits=room.limits,
                has_fields=bool(reference.fields.paths),
            ),
        )
    passed = PassedOver()
    for name in held.passed_over:
        passed.add(name)
    room.files -= len(held.files) + passed.count
    room.bytes -= sum(len(file.content) for file in held.files if isinstance(file, ArchivedFile))
    if passed.count:
        room.opening.passed(f"{where}: {passed.line()}")
    elif not held.files:
        raise SourceError(f"{where}: is {form.words} without anything in it")
    names = _distinct([file.name for file in held.files])
    return [_reference(file, reference, name) for name, file in zip(names, held.files, strict=True)]


def _reference(file: ArchivedFile | LostFile, archive: Reference, shown: str) -> Reference | SourceError:
    origin = f"{archive.origin}#{shown}" if file.name else archive.origin
    if isinstance(file, LostFile):
        error = SourceError(f"{origin}: {file.problem}")
        error.origin = origin
        return error
    return replace(
        archive,
        origin=origin,
        content=file.content,
        name=file.file_name or file.name,
        fetched=file.fetched or archive.fetched,
    )


def _documents(reference: Reference, form: Format, opening: Opening) -> list[Reference | SourceError]:
    """Return the documents in a feed, a mailbox, a table or the like."""
    content = received(reference)
    where = reference.where
    if not content.strip():
        raise SourceError(f"{where}: is empty")
    opened: Sequence[Member | SourceError]
    if form.has_fields:
        opened = table.open_record_container(form, where=where).records(
            RecordSource(
                content=content,
                where=where,
                detector=opening.detector,
                fields=reference.fields,
                note=opening.note,
            )
        )
    else:
        opened = table.open_container(form, where=where).members(
            content,
            where=where,
            base=reference.fetched.final_url if reference.fetched is not None else "",
            note=opening.note,
        )
    if not opened:
        raise SourceError(f"{where}: is {form.words} without anything in it")
    names = _distinct(
        [
            _quoted(member.origin or "" if isinstance(member, SourceError) else member.name)
            for member in opened
        ]
    )
    rows_of = reference if form is table.DELIMITED else None
    return [_taken(reference, name, member, rows_of) for name, member in zip(names, opened, strict=True)]


def _taken(
    reference: Reference, name: str, member: Member | SourceError, rows_of: Reference | None
) -> Reference | SourceError:
    origin = f"{reference.origin}#{name}"
    if isinstance(member, SourceError):
        damaged = SourceError(f"{origin}: {member.message}")
        damaged.origin = origin
        return damaged
    return replace(
        reference,
        origin=origin,
        content=member.content,
        format=member.format,
        published=member.published,
        url=member.url,
        held_in=rows_of,
    )


def _quoted(name: str) -> str:
    """Return a name as part of an address, which most ids are."""
    return quote(name[:_MAX_NAME], safe="/:?=&;,.@+~-_!$'()*", errors="replace")


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names as they stand after ``#``; where one comes again, its number follows."""
    seen: dict[str, int] = {}
    taken: set[str] = set()
    distinct = []
    for number, name in enumerate(names, 1):
        short = whole = escaped_name(name[:_LONGEST].replace("#", "%23")) or str(number)
        while whole in taken:
            seen[short] = seen.get(short, 1) + 1
            whole = f"{short}~{seen[short]}"
        taken.add(whole)
        distinct.append(whole)
    return distinct
