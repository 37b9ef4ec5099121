"""The seams of reading: how sources are received, opened and read, and their language told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.records import Detection, Fetched, Parsed, Repair


class Detector(Protocol):
    """Tells the language of a text, or that it cannot be told."""

    @property
    def identity(self) -> str:
        """Name and version of every part that decides."""
        ...

    def detect(self, text: str) -> Detection:
        """Return the language of ``text``; deterministic, never raises for any ``str``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A source's bytes, with what a reader needs to read them."""

    content: bytes
    where: str
    """The name of the source in messages."""
    detector: Detector
    """Helps to tell encodings apart."""
    charset: str = ""
    """The encoding that the server says it is in, as it calls it; empty where none says so."""
    all_text: bool = False
    """Whether all the words of a page are wanted, not the article's alone."""
    ocr: bool = False
    """Whether letters are to be recognised in pages that are pictures."""
    with_marks: bool = False
    """Whether styles and links inside blocks are wanted as marks, so that the format can be kept."""
    repaired: Callable[[Repair], None] = lambda _: None
    """Called with what had to be repaired in a part that has an encoding of its own."""


class Reader(Protocol):
    """Reads sources of one format, one document each."""

    @property
    def identity(self) -> str:
        """Names and versions of the libraries that find the text; empty where the text is the source."""
        ...

    def read(self, received: Received) -> Parsed:
        """Return the text and its parts; deterministic.

        The text is in NFC, without invisible signs, with newlines as its only line ends. Blocks are in order
        and do not overlap. Raises ``SourceError`` where the source is not of the format, or is damaged.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedBlock:
    """A block of a document in another language."""

    text: str
    """The block's text in the source."""
    pieces: tuple[str | int, ...] | None
    """Its words in the other language, and between them the numbers of the block's marks, which count from 0
    in the source. None where nothing of it was translated."""
    sentences: tuple[tuple[str, str], ...] = ()
    """Its sentences, where it has several: each in the source and in the other language, without marks."""
    kept: tuple[tuple[int, str], ...] = ()
    """The marks that stand for words which stay as they are, by their numbers, with these words."""

    @property
    def words(self) -> str:
        """Its words in the other language, without marks; empty where nothing of it was translated."""
        kept = dict(self.kept)
        said = (piece if isinstance(piece, str) else kept.get(piece, "") for piece in self.pieces or ())
        return "".join(said).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A source in another language, in its own format."""

    content: bytes
    left: tuple[int, ...] = ()
    """The blocks that are as they were, for their words could not be put in safely; they count from 0."""
    notes: tuple[str, ...] = ()
    """What a reader of the file should know, a line each."""


class Rewriter(Protocol):
    """Writes sources of one format again, with other words."""

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return a source with the words of ``blocks``, all else as it was; deterministic.

        ``blocks`` are all that the format's reader found, with marks, in order. ``language`` is the language
        of the words as a BCP-47 tag, ``encoding`` the one that the source was read in. Raises ``SourceError``
        where the source cannot be written again.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the documents that a source of several holds."""

    name: str
    """Its name in the source, which no other member has, as part of an address is written: after ``#``."""
    format: str
    """The format that it is in."""
    content: bytes
    """Its own bytes: as they stand in the source, or the member alone in an open format."""
    published: str = ""
    """When it says that it was published, ISO 8601; empty where it does not."""
    url: str = ""
    """The address of its page, which may say more; empty where it names none."""


class Container(Protocol):
    """Opens sources of one format that hold several documents."""

    def members(
        self, content: bytes, *, where: str, base: str = "", note: Callable[[str], None] = lambda _: None
    ) -> Sequence[Member | SourceError]:
        """Return the documents in a source, in its order; deterministic.

        An error stands for those that were lost, its ``origin`` a name for them.

        ``base`` is the address that the source came from, to which what it names may be relative; empty
        where it came from none. ``note`` is called with a line about what was left out.
        Raises ``SourceError`` where the source is not of the format, or nothing of it can be read.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """A file in an archive, of any format: its content and its name decide."""

    name: str
    """Its path in the archive, with ``/``, or its address."""
    content: bytes
    fetched: Fetched | None = None
    """How it came over the network before it was archived; None where the archive does not say."""
    file_name: str = ""
    """What it would be called as a file, where its name does not say that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFile:
    """A file in an archive that cannot be read."""

    name: str
    """As for ``ArchivedFile``; empty where it is the rest of the archive."""
    problem: str
    """What is wrong, as the end of a sentence that begins with the name: ``is encrypted``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveContents:
    """What an archive holds."""

    files: tuple[ArchivedFile | LostFile, ...]
    """The files that hold what is read, in the archive's order."""
    passed_over: tuple[str, ...] = ()
    """The names of the other files, without the folders. Hidden ones and links are not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How much of an archive may be taken."""

    files: int
    """The most files, passed over ones among them."""
    bytes: int
    """The most bytes of all files that hold what is read."""


class Archive(Protocol):
    """Opens files of one format that hold files of any."""

    def contents(
        self,
        source: bytes | BinaryIO,
        *,
        where: str,
        stem: str,
        limits: ArchiveLimits,
        has_fields: bool = False,
    ) -> ArchiveContents:
        """Return what an archive holds, from its bytes or from a file that has them; deterministic.

        ``stem`` is its name without the ending, which a file that is packed alone has.
        ``has_fields`` says that the user names fields of tables and JSON: all of these hold what is read
        then, and else those with a field that is called as a text usually is.
        Raises ``SourceError`` where it is not of the format, nothing of it can be read, or it holds more than
        ``limits`` allow.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMap:
    """What the user says of the fields of records: which of them holds what."""

    paths: tuple[tuple[str, str], ...] = ()
    """What is wanted, such as ``title``, and the name of the field that holds it; empty where none does."""
    table: str = "[source.NAME.fields]"
    """The table of the configuration file that says so, or could."""


NO_FIELDS = FieldMap()
"""The user says nothing of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSource:
    """A source whose documents are records with fields, with what is needed to take them out."""

    content: bytes
    where: str
    """The name of the source in messages."""
    detector: Detector | None = None
    """Helps to tell encodings apart; without it, a text is in UTF-8, or in an encoding that a mark tells."""
    fields: FieldMap = NO_FIELDS
    note: Callable[[str], None] = lambda _: None
    """Called with a line about what was guessed or left out."""


class RecordContainer(Protocol):
    """Opens sources of one format whose documents are records with fields, such as the rows of a table."""

    def records(self, source: RecordSource) -> Sequence[Member | SourceError]:
        """Return the documents in a source, in its order, and an error for each that is damaged.

        Such an error has the record's place in the source as its origin, and says what is wrong with it.
        Deterministic. Raises ``SourceError`` where the source is not of the format, cannot be read to its
        end, or it cannot be told which of its fields is the text.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedContent:
    """What an address led to."""

    content: bytes
    fetched: Fetched
    note: str = ""
    """A line for the user, such as that the address has moved; empty where there is nothing to say."""


class Fetcher(Protocol):
    """Fetches sources from the network."""

    def fetch(self, url: str) -> FetchedContent:
        """Return what an address leads to.

        Raises ``SourceError``, in a line that names the address, where that is refused, or leads to nothing.
        """
        ...
