"""How large a file may be that is read as a whole, in bytes: what is larger is refused before it is read.

Files from others may be of any size, and a sparse file of terabytes takes no room to send. The limits are a
multiple of what depeche itself writes, or of what a tool in the field does.
"""

from __future__ import annotations

WHOLE = 192 * 2**20
"""Limit of any file but those named below, such as a variant."""
HELD = 72 * 2**20
"""Limit of what a record larger than ``AT_ONCE`` takes in memory once it is read (``contract.weight``). The
records of a source of 4 MB in very short sentences fit, and of one of 10 MB in usual ones."""
RUN_RECORD = 2**30
"""Limit of a ``run.json``, which is read entry by entry: some 450,000 documents."""
AT_ONCE = 4 * 2**20
"""Limit of a record, or of one part of a larger one, that is decoded without a look at its parts
(``survey``). Its decoding can take eleven times as much."""
FORM_AT_ONCE = 2**20
"""Size above which a record is compared part by part with the form that depeche writes. As a whole it would
take ten times its size."""
PART = 10 * 2**20
"""Limit of one part of a large record: the text of a source, a sentence with its translation. One emoji in it
lets it take four times as much in memory, and twice while its form is checked."""
PART_LINES = 150_000
"""Limit of its lines, each of which is a value that takes some ten times its size while it is decoded. The
sentences of a summary are the most that depeche writes."""
VARIANTS_AT_ONCE = 4 * 2**20
"""Size of a document's variants, all together, up to which they are held at the same time. Of larger ones one
is."""
TEXT = 40 * 2**20
"""Limit of a variant's text file, and of what it takes in memory once it is read: four bytes a character if
it has an emoji, so ten million characters. The text of a source has that many at most (``PART``)."""
QUOTED = 2**16
"""Limit of what a sentence, and each translation of it, takes in memory to be quoted in a digest. A quotation
of ten thousand words is none."""
HEADINGS_COMPARED = 2**21
"""Limit of what the headings of a report take in memory that its sentences are compared with."""
PAGE = 64 * 2**20
"""Limit of a page of HTML, where a sign can become five. That of a source of 4 MB in very short sentences has
42 MiB."""
PAGES_HELD = 16 * 2**20
"""Size of a document's pages up to which they are held while the others are made, large ones compressed."""
PAGE_AS_IT_IS = 2**20
"""Size of a page up to which it is held as it is."""
SHARED = 10_000
"""Number of different values of a kind that are looked for in a large record, to hold equal ones once."""
COPIED = 2**18
"""Size up to which a record may be copied some ten times."""
SUMS = 2**30
"""Limit of a ``SHA256SUMS``, which is read line by line: some 8,000,000 files."""
SUMS_OF_PARTS = 64 * 2**20
"""Limit of its lines about what is made from the documents: some 500,000 pages. These are held in memory."""
SETTINGS = 2**20
"""Limit of ``depeche.toml``, cards of models, metadata and licences of packages, routes, Apertium's modes."""
INSTALL_RECORD = 4 * 2**20
"""Limit of the record of an installed package's files, 10,000 at most, and of a mirror's index."""
GLOSSARY = 16 * 2**20
"""Limit of a glossary: some 200,000 terms."""
VOCABULARY = 64 * 2**20
"""Limit of a model's vocabulary. That of NLLB-200, with 256,206 tokens, has 6 MiB."""
BPE_CODES = 4 * 2**20
"""Limit of a tokenizer's merges. 32,000 of them have less than half a MiB."""
TEST_SET = 64 * 2**20
"""Limit of one side of a parallel test set."""
KEY = 2**16
"""Limit of a key in PEM, or of a signature."""

BYTES_PER_VALUE = 24
BYTES_PER_CONTAINER = 48
"""Bytes of JSON that each list or object must have on average. As depeche writes it, a value takes 32 bytes
or more, a list or object 75. Denser JSON takes many times its size in memory before it is refused, so it is
counted first."""
FEW_VALUES = 20_000
"""Number of values that are read however dense they are."""

TMX_TAG = 2**16
"""Limit of a TMX file's tag with its attributes. expat may look at all of it again with each piece that it
gets."""
LANGUAGE_TAG = 64
"""Characters of a language tag that are kept. BCP-47 asks that 35 be provided for (RFC 5646, section
4.4.1)."""
LANGUAGE_TAGS = 1_000
"""Number of different language tags that are told apart in counts."""
UNIT_PARTS = 256
"""The most properties, and the most variants, of a translation unit."""
TMX_DEPTH = 64
"""The most levels of nested elements in a TMX file."""


def size_words(limit: int) -> str:
    """Return a limit in the words that messages use."""
    return f"{limit / 2**20:g} MiB" if limit >= 2**20 else f"{limit / 2**10:g} KiB"
