"""The values that flow through the pipeline, one stage to the next.

All are frozen and hold tuples, so they pickle, hash and can be shared between workers. They check nothing
(``codec.py`` does, at the edge of the disk) and import nothing of ours. Spans are half-open and count
Unicode code points of ``Document.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SegmentId: TypeAlias = str
"""``b3.2`` is the second sentence of the third block; both count from 1."""

LanguageCode: TypeAlias = str
"""A code that ``languages/`` has a file for, such as ``fr``."""

BlockKind: TypeAlias = Literal[
    "title", "heading", "paragraph", "quotation", "list_item", "cell", "caption", "footnote", "code", "credit"
]
"""What a block of a document is. ``code`` and ``credit`` are kept as they are, never translated; a ``cell``
is one of a table, a ``caption`` the description of a picture that stands by itself."""

Syntax: TypeAlias = Literal[
    "text", "markdown", "cell", "plain_scalar", "single_quoted", "double_quoted", "literal"
]
"""How a block's words are written in its source: as they are, in Markdown, in a cell of its tables, or as a
value in the YAML or TOML at a Markdown file's head (``literal`` is TOML between single quotes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a document with one role: a title, a heading, a paragraph ..."""

    kind: BlockKind
    start: int
    end: int
    marker: str = ""
    """What stands before the block and is kept, never translated: ``- ``, ``3. ``, ``## ``, ``> ``."""
    syntax: Syntax = "text"


MarkRole: TypeAlias = Literal[
    "emphasis", "link", "image", "code", "autolink", "html", "note", "escape", "break"
]
"""What a mark is: ``note`` refers to a footnote, ``escape`` is a sign written otherwise (``\\*``, ``&amp;``),
``break`` a line end with what lines begin with (``> ``)."""


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
class RemovedSign:
    """An invisible sign that was taken out of a source."""

    sign: str
    """``U+202E``."""
    name: str
    """Unicode's: ``RIGHT-TO-LEFT OVERRIDE``."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source, read: its bytes, its text and the roles of its parts."""

    id: str
    """Slug of the title or file name, a hyphen, and 8 hex digits of the sha256: names the output folder."""
    origin: str
    """The input as the user named it; ``-`` for standard input."""
    extension: str
    """``txt`` or ``md``, without the dot."""
    content: bytes
    """The source as received."""
    sha256: str
    """Of ``content``, 64 hex digits."""
    encoding: str
    """The encoding that the bytes were read in, as Python names it."""
    text: str
    """Decoded, without byte order mark, line ends as ``\\n``, in NFC without invisible signs (``hygiene``),
    inline markup taken out into ``marks``."""
    title: str | None
    credit: str | None
    """The trailing credit line as it stands, if there is one."""
    blocks: tuple[Block, ...]
    """In order, not overlapping; what lies between them is white space, markers and other markup."""
    marks: tuple[Mark, ...] = ()
    """In order, not overlapping; none of them outside Markdown."""
    normalised: bool = False
    """Whether the source was in another form than NFC."""
    removed: tuple[RemovedSign, ...] = ()
    """What invisible signs the source had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """A detector's answer: this is the language."""

    language: LanguageCode
    confidence: float
    """From 0 to 1; 1 where the user named the language."""
    detector: str
    """Name and version of what decided: ``langdetect 1.0.9, py3langid 0.3.0``; ``user`` for ``--from``."""


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
    """``Document.text[start:end]`` with each run of white space made one space."""
    language: LanguageCode
    """The language it is translated from: its paragraph's own."""


FoundKind: TypeAlias = Literal[
    "url", "email", "hashtag", "mention", "file", "code", "placeholder", "tag", "date", "emoji", "term"
]
MarkupKind: TypeAlias = Literal["open", "close", "standalone"]
ItemKind: TypeAlias = FoundKind | MarkupKind
"""What must survive translation: found in the text, a glossary's ``term``, or inline markup."""

Kept: TypeAlias = Literal["masked", "remasked", "apart", "dropped"]
"""How an item came through: behind a placeholder, behind a second form of one after the first was lost, with
the text around it translated in pieces, or not at all (``Item.droppable`` alone)."""

PlaceholderForm: TypeAlias = Literal["blank", "word", "percent"]
"""What stands for an item on its way through engines: a private-use character, ``XQ1Z``, ``%1``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something in a segment's text, or at a place in it, that no engine may change.

    Half-open, in code points of the text that it belongs to: the segment's, or its translation's. One of no
    width is not in the text; it has its place between two characters, as inline markup has.
    """

    start: int
    end: int
    kind: ItemKind
    replacement: str | None = None
    """What stands in its place in the translation; None is what stands in the source."""
    pair: int | None = None
    """Number that an ``open`` shares with its ``close``; their order and nesting are kept."""
    droppable: bool = False
    """True for what may be given up rather than translate the text in pieces: emphasis, never a link."""
    kept: Kept | None = None
    """None until it is translated."""


Option: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A named option and its value, where a mapping would not hash."""

    name: str
    value: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIdentity:
    """Which engine and which model or rule package translated, exactly."""

    engine: str
    """``argos``, ``apertium`` ..."""
    engine_version: str
    """Name and version of what ran the model: ``ctranslate2 4.8.1``, ``apertium 3.8.3``."""
    package: str
    version: str
    sha256: str
    """Digest over the package's files; the engine's docstring says which and in what order."""
    licence: str
    """As the package states it; ``unknown`` where it states none."""
    method: Literal["neural", "rule-based"]
    options: tuple[Setting, ...] = ()
    """Decoding options, sorted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """A neural model as it really runs."""

    engine: str
    package: str
    device: Literal["cpu", "cuda"]
    compute_type: str
    """CTranslate2's name of the numbers that it computes with: ``int8_float32``, ``float16`` ..."""
    threads: int
    """Batches side by side on the CPU; 0 on a GPU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One direct step that an engine offers, from one language to another."""

    engine: str
    source: LanguageCode
    target: LanguageCode
    method: Literal["neural", "rule-based"]
    quality: float | None = None
    """chrF from 0 to 100 on news, where the package itself states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A chain of hops from a source to a target language."""

    hops: tuple[Hop, ...]
    quality: float
    """chrF from 0 to 100 on news, of the whole chain."""
    measured: bool
    """False where ``quality`` is an estimate from the hops'."""

    @property
    def source(self) -> LanguageCode:
        """Language that the first hop reads."""
        return self.hops[0].source

    @property
    def target(self) -> LanguageCode:
        """Language that the last hop writes."""
        return self.hops[-1].target


Origin: TypeAlias = Literal["source", "machine", "human"]
"""Whose words it is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The answer for one text: an engine's, or a person's."""

    text: str
    score: float | None = None
    """Log-probability, normalised for length as the engine does it; None where it has none."""
    origin: Origin = "machine"
    from_memory: bool = False
    failure: str = ""
    """Why the engine has no translation of this text, which then stands as it was; empty where it has."""
    items: tuple[Item, ...] = ()
    """What was protected, with its places in ``text``, in their order; those of no width are not in it."""
    dropped: tuple[Item, ...] = ()
    """Items that were given up, with their places in the source."""
    inflected: tuple[str, ...] = ()
    """Words of the source that are a glossary's term but for their endings; they were left to the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """A second translation of a text, made because the first failed a check."""

    failed: tuple[str, ...]
    """The checks that the first failed."""
    route: Route
    """What the second took."""
    careful: bool
    """Whether that is the first's route, searched with other options."""
    kept: Literal["first", "second"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a summary is to be."""

    unit: Literal["sentences", "ratio", "words", "characters"]
    value: float
    """A count of at least 1, or for ``ratio`` a share of the sentences, above 0 and at most 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a summariser may know of a document beside the sentences to choose from."""

    query: str = ""
    """What the reader wants to know, in the document's language; empty where nothing was asked."""
    headings: tuple[str, ...] = ()
    """The title and the headings."""
    quoted: tuple[SegmentId, ...] = ()
    """Sentences of paragraphs that are quotations as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Which segments make the summary, and how they were chosen."""

    method: str
    """``lexrank``, ``textrank`` ..."""
    summariser: str
    """Name and version: ``sumy 0.13.0``."""
    length: Length
    segments: tuple[SegmentId, ...]
    """In the order of the source."""
    query: str = ""
    """What the summary was steered by; empty where nothing was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A verdict on one translated segment."""

    name: str
    verdict: Literal["pass", "warn", "fail"]
    note: str = ""
    """What was found, where it is not all well: ``lost 277; new 27``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How often one check came to which verdict."""

    name: str
    passed: int
    warned: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """One file of the folder, relative to the folder of the record that lists it."""

    path: str
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A document whose folder stands whole."""

    origin: str
    id: str
    languages: tuple[LanguageCode, ...]
    segments: int
    translated: int
    """Segments that an engine translated in this run, over all languages; not those from the memory."""
    files: tuple[FileDigest, ...]
    """Every file of the document's folder."""
    checks: tuple[CheckCount, ...] = ()
    """Over all its translated segments, sorted by name."""
    untranslated: int = 0
    """Segments that no engine could translate, over all languages; they stand in the source's words."""

    @property
    def amiss(self) -> str:
        """What the user must be told, if anything."""
        if not self.untranslated:
            return ""
        count = "1 segment" if self.untranslated == 1 else f"{self.untranslated} segments"
        return f"{count} could not be translated: left in the source's words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A document that needed no work."""

    origin: str
    id: str
    languages: tuple[LanguageCode, ...]
    segments: int
    reason: str
    files: tuple[FileDigest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A document of which nothing was written."""

    origin: str
    error: str
    """Name of the error's class."""
    message: str


Outcome: TypeAlias = Done | Skipped | Failed
