"""An input before it is read: what names it, where it lies, and its bytes where they came already."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath

from pipeline.core.dataclass import dataclass
from pipeline.core.ports import NO_FIELDS, FieldMap
from pipeline.core.records import Fetched, FileDigest, SourceMetadata
from pipeline.read.fetch.address import address_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An input that was named or found, not yet read."""

    origin: str
    """The input as the user named it; for a file in a folder, the folder as named and the path below it; for
    one of several documents in a file, the file's and ``#`` and its name there. Signs that no line must hold
    are escaped (``escaped_name``): the name stands in records and in messages."""
    path: Path | None
    """The file's path; None for standard input, and for what was fetched."""
    content: bytes | None = None
    """The bytes, where they were received already, as those of an input that can be read only once, or of
    one document of several."""
    format: str | None = None
    """The format, by its name in ``formats/table.py``, where the content and the file name's ending do not
    decide it."""
    fetched: Fetched | None = None
    """How the bytes came over the network; None where they did not."""
    name: str = ""
    """Its path in an archive, which says its ending; empty where it is in none."""
    published: str = ""
    """When it says that it was published, ISO 8601, where that is known without reading it."""
    url: str = ""
    """The address of the whole, where this is an item of a feed that names one."""
    stated: SourceMetadata | None = None
    """What the feed that led to it says of it, where it is a page of one."""
    title: str = ""
    """What that feed calls it."""
    source: str = ""
    """The name of the ``[source.NAME]`` that it comes from; empty where it was named itself."""
    fields: FieldMap = NO_FIELDS
    """Which of its fields holds what, where it is a table or JSON and the user says so."""
    held_in: Reference | None = None
    """The table that it is a row of, where it is one."""
    filed: str = ""
    """When its file was last changed, as it was when it was found first, ISO 8601; empty where only the file
    itself can say."""
    listed: tuple[tuple[str, tuple[FileDigest, ...]], ...] = ()
    """The results of earlier runs into the folder for this input: ids of documents, and their files as
    recorded."""

    @property
    def is_member(self) -> bool:
        """Whether it is one of several documents in a file."""
        return self.content is not None and (self.format is not None or bool(self.name))

    @property
    def ending(self) -> str:
        """The ending of the file's name, in lower case, without the dot."""
        path = self._named
        return "" if path is None else path.suffix.lower().lstrip(".")

    @property
    def stem(self) -> str:
        """The name without its ending, for a document without a title; that of a pipe is a number."""
        path = self._named
        if path is None or (path.parent.name == "fd" and not self.name):
            return "stdin" if self.fetched is None else ""
        return path.stem

    @property
    def where(self) -> str:
        """What the input is called in messages."""
        return "standard input" if self.origin == "-" else self.origin

    @property
    def _named(self) -> PurePath | None:
        if self.name:
            return PurePosixPath(self.name)
        return address_path(self.fetched.final_url) if self.fetched is not None else self.path
