"""How large a file may be that is read as a whole, in bytes: what is larger is refused before it is read.

What others made may be of any size, and a sparse file of terabytes takes no room to send. The limits are a
multiple of what depeche itself writes, or of what a tool in the field does.
"""

from __future__ import annotations

WHOLE = 192 * 2**20
"""Any file: a ``run.json`` of some 80,000 documents, or a variant of a source of 20 MB."""
AT_ONCE = 16 * 2**20
"""A record, or one part of a larger one, that is decoded without a look at its parts (``survey``)."""
FORM_AT_ONCE = 2**20
"""A record of more is compared with the form that depeche writes part by part: as a whole it takes ten times
its size."""
DOCUMENT_PART = 128 * 2**20
"""The text of a source, which may have 32 MiB: in UTF-8, and escaped, that can be some four times as much."""
COPIED = 2**18
"""A record of so many bytes may be copied some ten times."""
SUMS = 64 * 2**20
"""A ``SHA256SUMS`` of some 500,000 files."""
SETTINGS = 2**20
"""``depeche.toml``, cards of models, metadata and licences of packages, routes, Apertium's modes."""
INSTALL_RECORD = 4 * 2**20
"""What an installed package's files are, 10,000 at most; and a mirror's index."""
GLOSSARY = 16 * 2**20
"""Some 200,000 terms."""
VOCABULARY = 64 * 2**20
"""A model's; that of NLLB-200, with 256,206 tokens, has 6 MiB."""
BPE_CODES = 4 * 2**20
"""A tokenizer's merges; 32,000 of them have less than half a MiB."""
TEST_SET = 64 * 2**20
"""One side of a parallel test set."""
KEY = 2**16
"""A key in PEM, or a signature."""

BYTES_PER_VALUE = 24
BYTES_PER_CONTAINER = 48
"""In JSON as depeche writes it a value takes 32 bytes or more, a list or object 75. What is denser takes many
times its size in memory before it is refused, so it is counted first."""
FEW_VALUES = 20_000
"""So many are read however dense they are."""

TMX_TAG = 2**16
"""A TMX file's tag with its attributes; expat may look at all of it again with each piece that it gets."""
LANGUAGE_TAG = 64
"""Characters that are kept of one; BCP-47 asks that 35 be provided for (RFC 5646, section 4.4.1)."""
LANGUAGE_TAGS = 1_000
"""Different ones that are told apart in counts."""
UNIT_PARTS = 256
"""Properties and variants, each, of a translation unit."""
TMX_DEPTH = 64
"""Elements within one another."""


def size_words(limit: int) -> str:
    """Return a limit as messages have it."""
    return f"{limit / 2**20:g} MiB" if limit >= 2**20 else f"{limit / 2**10:g} KiB"
