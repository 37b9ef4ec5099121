"""A source as it is read: its text, its parts, their languages and sentences."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass

SegmentId: TypeAlias = str
"""Id of a segment: ``b3.2`` is the second sentence of the third block; both count from 1."""

LanguageCode: TypeAlias = str
"""Code of a language that ``languages/`` has a file for, such as ``fr``."""
LanguagePair: TypeAlias = tuple[LanguageCode, LanguageCode]
"""Source and target language."""

BlockKind: TypeAlias = Literal[
    "title", "heading", "paragraph", "quotation", "list_item", "cell", "caption", "footnote", "code", "credit"
]
"""Kind of a block. ``code`` and ``credit`` are kept as they are, never translated. A ``cell`` is one of a
table, a ``caption`` the description of a picture that stands by itself."""

Syntax: TypeAlias = Literal[
    "text", "marked", "markdown", "cell", "plain_scalar", "single_quoted", "double_quoted", "literal"
]
"""How a block's words are written in its source: as plain text, in Markdown, in a cell of its tables, or as a
value in the YAML or TOML at a Markdown file's head (``literal`` is TOML between single quotes). ``marked`` is
text with styles and links of another format, which stand in marks that ``text`` shows nothing of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a document with one role: a title, a heading, a paragraph ..."""

    kind: BlockKind
    start: int
    end: int
    marker: str = ""
    """Text before the block that is kept, never translated: ``- ``, ``3. ``, ``## ``, ``> ``."""
    syntax: Syntax = "text"


MarkRole: TypeAlias = Literal[
    "emphasis", "link", "image", "code", "autolink", "html", "note", "escape", "break"
]
"""Role of a mark. ``note`` refers to a footnote, ``escape`` is a sign written otherwise (``\\*``, ``&amp;``),
``break`` is a line end with what lines begin with (``> ``)."""


Side: TypeAlias = Literal["open", "close", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Inline markup: a stretch of a source that ``Document.text`` has other words for, or none.

    With every mark's ``raw`` in the place of its span, in order, the text is the source again.
    """

    start: int
    end: int
    raw: str
    role: MarkRole
    side: Side = "whole"
    pair: int | None = None
    """Number that an opening mark shares with its closing one, from 0 in each document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A stretch of a text that declares its language, as a quotation in another one does."""

    start: int
    end: int
    language: str
    """A BCP-47 tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedSign:
    """An invisible sign that was taken out of a source."""

    sign: str
    """Code point of the sign: ``U+202E``."""
    name: str
    """Unicode's name of the sign: ``RIGHT-TO-LEFT OVERRIDE``."""
    count: int


RepairKind: TypeAlias = Literal[
    "replaced",
    "single_byte",
    "surrogates",
    "overlong",
    "decoded_twice",
    "lost_twice",
    "guessed",
    "cut_short",
    "times_lost",
]
"""What was done to bytes that are not valid in a source's encoding. ``replaced``: they are U+FFFD.
``single_byte``: they were read in the older encoding that they are in. ``surrogates``: CESU-8.
``overlong``: longer forms than UTF-8 has. ``decoded_twice``: characters that are each the bytes of others.
``lost_twice``: the same, but some are lost, so all stay. ``guessed``: valid, but so few that another older
encoding is nearly as likely. ``cut_short``: the source ends before its format says that it may.
``times_lost``: subtitles whose line of times cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Bytes that are not valid in a source's encoding, and how they were read."""

    kind: RepairKind
    count: int
    """How many characters were made of them."""
    first: int
    """Offset of the first of them in the source, in bytes from 0; in a message, in the part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCredentials:
    """A manifest of content credentials (C2PA) that was wrapped in variation selectors in a text."""

    sha256: str
    """SHA-256 of the bytes that the signs stand for, head and manifest; 64 hex digits."""
    manifest_sha256: str
    """SHA-256 of the manifest alone, without the thirteen bytes of its head."""
    size: int
    """Size of the manifest in bytes."""
    is_whole: bool
    """Whether it has as many bytes as it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When a source says that it was published."""

    time: str
    """ISO 8601, in the zone that the source names, UTC where it names none; the day alone where no more is
    said."""
    said_by: Literal["page", "feed", "message", "document"]
    """What says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMetadata:
    """What a source says of itself, beside its text. Every part may be missing, and none is proven."""

    url: str | None = None
    """The address of the original."""
    outlet: str | None = None
    """Who published it: a newspaper, a site, a feed, a newsletter."""
    authors: tuple[str, ...] = ()
    published: Published | None = None
    language: str | None = None
    """The language that the source declares, as a BCP-47 tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Where a source was fetched from the network, and what its server said."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that gave the source, after redirects."""
    time: str
    """When the bytes came, in UTC, ISO 8601."""
    status: int
    """The status of the answer (RFC 9110); 0 where a web archive keeps the content alone."""
    headers: tuple[tuple[str, str], ...]
    """The headers that say something of the source, names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """How a text was recognised in pictures."""

    program: str
    """Name and version."""
    languages: tuple[str, ...]
    """The languages that it was told, by its own codes."""
    confidence: float
    """How sure it is of the letters, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The result of reading a source; the fields are as in ``Document``."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    encoding: str = "utf-8"
    normalised: bool = False
    removed: tuple[RemovedSign, ...] = ()
    metadata: SourceMetadata = SourceMetadata()
    recognised: Recognised | None = None
    repairs: tuple[Repair, ...] = ()
    credentials: tuple[ContentCredentials, ...] = ()
    spoken: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source, read: its bytes, its text and the roles of its parts."""

    id: str
    """Name of the output folder: a slug of the title or file name, a hyphen, and 8 hex digits of the
    sha256."""
    origin: str
    """The input as the user named it; ``-`` for standard input."""
    extension: str
    """Kind of source, as a file name's ending without the dot: ``txt``, ``md``, ``html`` ..."""
    content: bytes
    """The source as received."""
    sha256: str
    """SHA-256 of ``content``, 64 hex digits."""
    encoding: str
    """The encoding that the bytes were read in, as Python names it."""
    text: str
    """The decoded text: without byte order mark, line ends as ``\\n``, in NFC without invisible signs
    (``hygiene``), inline markup taken out into ``marks``."""
    title: str | None
    credit: str | None
    """The trailing credit line as it stands, if there is one."""
    blocks: tuple[Block, ...]
    """The blocks, in order, not overlapping; what lies between them is white space, markers and other
    markup."""
    marks: tuple[Mark, ...] = ()
    """Inline markup, in order, not overlapping; only Markdown has any."""
    normalised: bool = False
    """Whether the source was in another form than NFC."""
    removed: tuple[RemovedSign, ...] = ()
    """The invisible signs that the source had."""
    repairs: tuple[Repair, ...] = ()
    """The bytes that were not valid in ``encoding``, by what was done to them."""
    credentials: tuple[ContentCredentials, ...] = ()
    """The manifests of content credentials that were found in invisible signs, in order."""
    spoken: tuple[Spoken, ...] = ()
    """The blocks that declare a language of their own, in order."""
    metadata: SourceMetadata = SourceMetadata()
    reader: str = ""
    """Names and versions of the libraries that found the text in the source; empty where it is the source."""
    fetched: Fetched | None = None
    """How the source came over the network; None where it did not."""
    recognised: Recognised | None = None
    """How the text was recognised in pictures; None where it was there as text."""
    format: str = "txt"
    """Name of the source's format, as in ``read/formats/table.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """A detector's answer: this is the language."""

    language: LanguageCode
    confidence: float
    """Confidence from 0 to 1; 1 where the user named the language."""
    detector: str
    """Name and version of the deciding detector: ``langdetect 1.0.9, py3langid 0.3.0``; ``user`` for
    ``--from``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undetermined:
    """A detector's honest answer where the language cannot be told."""

    reason: str
    detector: str
    language: Literal["und"] = "und"


Detection: TypeAlias = Detected | Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One sentence (or title, or heading) of a document: the unit of translation and of alignment."""

    id: SegmentId
    block: int
    """Index into ``Document.blocks``."""
    start: int
    end: int
    text: str
    """The segment's text: ``Document.text[start:end]`` with each run of white space made one space."""
    language: LanguageCode
    """The language that the segment is translated from: its paragraph's own."""
