"""The table of source formats: their names, the endings of their files, and where their code is.

A format is read by a ``Reader``, which gives one document, or opened by a ``Container``, which gives the
documents in it, each in a format of its own, or by an ``Archive``, which gives files. Code and libraries are
loaded at first use.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from pipeline.core.dataclass import dataclass
from pipeline.core.extras import Extra
from pipeline.core.ports import Archive, Container, Reader, RecordContainer
from pipeline.read.formats.libraries import require_extra


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A source format."""

    name: str
    """Short name, as ``--format`` takes it: the ending of the copy of a source in the run's folder."""
    words: str
    """What a file of this format is called in a message: ``a web page``."""
    endings: tuple[str, ...]
    """Endings of its files' names, without the dot, in lower case."""
    code: str
    """Module and class that read it, below ``pipeline.read``."""
    holds_many: bool = False
    """Whether a file holds several documents, so that the code is a ``Container`` or an ``Archive``."""
    is_archive: bool = False
    """Whether it holds files of any format, so that the code is an ``Archive``."""
    has_fields: bool = False
    """Whether these are records with fields, so that the code is a ``RecordContainer``."""
    extra: Extra | None = None
    """The extra that brings the libraries, if it needs any."""


PLAIN_TEXT = Format(
    name="txt", words="plain text", endings=("txt", "text"), code="formats.text_formats:PlainTextReader"
)
MARKDOWN = Format(
    name="md", words="Markdown", endings=("md", "markdown"), code="formats.text_formats:MarkdownReader"
)
WEB_PAGE = Format(
    name="html",
    words="a web page",
    endings=("html", "htm", "xhtml"),
    code="formats.web.page:PageReader",
    extra="web",
)
FEED = Format(
    name="feed",
    words="a feed",
    endings=("rss", "atom", "rdf", "feed", "xml"),
    code="formats.web.feed:FeedContainer",
    holds_many=True,
    extra="web",
)
FEED_ITEM = Format(
    name="json", words="an item of a feed", endings=("json",), code="formats.web.item:ItemReader"
)
DELIMITED = Format(
    name="csv",
    words="a table",
    endings=("csv", "tsv", "tab"),
    code="formats.data.delimited:TableContainer",
    holds_many=True,
    has_fields=True,
)
JSON_DATA = Format(
    name="jsonl",
    words="JSON",
    endings=("jsonl", "ndjson"),
    code="formats.data.json_data:JsonContainer",
    holds_many=True,
    has_fields=True,
)
NEWSML = Format(
    name="newsml",
    words="NewsML-G2",
    endings=("newsml", "nml"),
    code="formats.data.newsml:NewsmlContainer",
    holds_many=True,
    has_fields=True,
)
MESSAGE = Format(
    name="eml", words="an e-mail message", endings=("eml",), code="formats.mail.message:MessageReader"
)
MAILBOX = Format(
    name="mbox",
    words="a mailbox",
    endings=("mbox",),
    code="formats.mail.mailbox:MailboxContainer",
    holds_many=True,
)

WORD_DOCUMENT = Format(
    name="docx",
    words="a Word document",
    endings=("docx", "dotx"),
    code="formats.office.readers:WordReader",
)
OPEN_TEXT = Format(
    name="odt",
    words="an OpenDocument text",
    endings=("odt", "ott"),
    code="formats.office.readers:OpenTextReader",
)
RICH_TEXT = Format(
    name="rtf", words="Rich Text", endings=("rtf",), code="formats.office.readers:RichTextReader"
)
PDF = Format(
    name="pdf", words="a PDF file", endings=("pdf",), code="formats.office.readers:PdfReader", extra="office"
)
BOOK = Format(
    name="epub",
    words="an EPUB book",
    endings=("epub",),
    code="formats.office.readers:EpubReader",
)

SUBRIP = Format(name="srt", words="subtitles", endings=("srt",), code="formats.subtitles.reader:SubRipReader")
WEB_VTT = Format(
    name="vtt", words="subtitles (WebVTT)", endings=("vtt",), code="formats.subtitles.reader:WebVttReader"
)


def _archive(name: str, words: str, *endings: str) -> Format:
    return Format(
        name=name,
        words=words,
        endings=(name, *endings),
        code="formats.archives.archive:ConfinedArchive",
        holds_many=True,
        is_archive=True,
    )


ZIP = _archive("zip", "a zip archive", "wacz")
TAR = _archive("tar", "a tar archive")
GZIP = _archive("gz", "a gzip archive", "tgz")
BZIP2 = _archive("bz2", "a bzip2 archive", "tbz", "tbz2")
XZ = _archive("xz", "an xz archive", "txz")
ZSTD = _archive("zst", "a zstd archive", "tzst")
WARC = _archive("warc", "a web archive (WARC)")
ARCHIVES = (ZIP, TAR, GZIP, BZIP2, XZ, ZSTD, WARC)

FORMATS = (
    *(PLAIN_TEXT, MARKDOWN, WEB_PAGE, FEED, FEED_ITEM, MESSAGE, MAILBOX),
    *(WORD_DOCUMENT, OPEN_TEXT, RICH_TEXT, PDF, BOOK),
    *(SUBRIP, WEB_VTT),
    *(DELIMITED, JSON_DATA, NEWSML),
    *ARCHIVES,
)
"""All formats. The first is what a text is read as that is none of the others."""

NAMES = tuple(form.name for form in FORMATS)
ENDINGS = {ending: form for form in FORMATS for ending in form.endings}
"""The formats by the endings of file names."""


def named(name: str) -> Format:
    """Return the format of a name, as ``--format`` takes it, or of an ending. Raises ``KeyError``."""
    return next((form for form in FORMATS if form.name == name), None) or ENDINGS[name]


def open_reader(form: Format, *, where: str) -> Reader:
    """Return what reads a format of one document. Raises ``SourceError`` where its libraries are missing."""
    return cast("Reader", _opened(form, where))


def open_container(form: Format, *, where: str) -> Container:
    """Return what opens a format of several documents. Raises ``SourceError`` as ``open_reader`` does."""
    return cast("Container", _opened(form, where))


def open_file_archive(form: Format, *, where: str) -> Archive:
    """Return what opens a format of archives. Raises ``SourceError`` as ``open_reader`` does."""
    return cast("Archive", _opened(form, where))


def open_record_container(form: Format, *, where: str) -> RecordContainer:
    """Return what opens a format of several records. Raises ``SourceError`` as ``open_reader`` does."""
    return cast("RecordContainer", _opened(form, where))


def _opened(form: Format, where: str) -> object:
    if form.extra is not None:
        require_extra(form.extra, form.words, where=where)
    return _made(form.code)


@cache
def _made(code: str) -> object:
    module, _, name = code.partition(":")
    return getattr(import_module(f"pipeline.read.{module}"), name)()
