"""The tokenizer of Argos packages with a ``bpe.model``: Moses's words, cut by byte-pair encoding.

If argostranslate is installed, its own tokenizer is used. Otherwise it is the one here, which needs
sacremoses alone. A test compares the tokens and the text of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias, cast

from pipeline.core import limits
from pipeline.core.files import durable
from pipeline.translate.engines.neural.tokenizers import Tokenizer

Merge: TypeAlias = tuple[str, str]
"""A merge: two pieces that become one."""

_JOINED = "@@"
"""The end of a piece that is not the last of its word."""
_WORD_END = "</w>"
_VERSION = "#version:"
_WORDS_KEPT = 65_536
"""Number of words whose pieces are kept, because news repeats its words."""


class BytePairs:
    """Cuts words into pieces by a list of merges, in their order (Sennrich, Haddow and Birch 2016)."""

    def __init__(self, text: str) -> None:
        """Read the content of a ``bpe.model``, as subword-nmt writes them. Raises ``ValueError``."""
        lines = text.removesuffix("\n").split("\n") if text else []
        stated = bool(lines) and lines[0].startswith(_VERSION)
        version = lines.pop(0).removeprefix(_VERSION).strip() if stated else "0.1"
        if version not in {"0.1", "0.2"}:
            raise ValueError(f"BPE codes of version {version!r}; known: 0.1 0.2")
        self._end_apart = version == "0.1"
        self._ranks: dict[Merge, int] = {}
        for rank, line in enumerate(lines):
            self._ranks.setdefault(_merge(line), rank)
        self._pieces = lru_cache(maxsize=_WORDS_KEPT)(self._cut)

    def segment(self, words: Iterable[str]) -> list[str]:
        """Return the pieces of words. All pieces of a word but the last end with ``@@``."""
        return [piece for word in words if word for piece in self._pieces(word)]

    def _cut(self, word: str) -> tuple[str, ...]:
        pieces = [*word, _WORD_END] if self._end_apart else [*word[:-1], word[-1] + _WORD_END]
        while merge := self._first_merge(pieces):
            pieces = _merged(pieces, merge)
        pieces[-1] = pieces[-1].removesuffix(_WORD_END)
        *starts, last = pieces if pieces[-1] else pieces[:-1]
        return (*(piece + _JOINED for piece in starts), last)

    def _first_merge(self, pieces: list[str]) -> Merge | None:
        known = {pair for pair in pairwise(pieces) if pair in self._ranks}
        return min(known, key=self._ranks.__getitem__, default=None)


class MosesBytePairs:
    """A tokenizer: sacremoses splits and joins words, ``BytePairs`` cuts them into pieces."""

    def __init__(self, pairs: BytePairs, source: str, target: str) -> None:
        """Use ``pairs``. ``source`` and ``target`` are the languages' codes as the package has them."""
        from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer

        self._pairs = pairs
        self._normalizer = MosesPunctNormalizer(source)
        self._words = MosesTokenizer(source)
        self._text = MosesDetokenizer(target)

    def encode(self, sentence: str) -> list[str]:
        """Cut a text into pieces."""
        words: str = self._words.tokenize(self._normalizer.normalize(sentence), return_str=True)
        return self._pairs.segment(words.strip("\r\n ").split(" "))

    def decode(self, tokens: list[str]) -> str:
        """Join pieces to text."""
        words = " ".join(tokens).replace(f"{_JOINED} ", "")
        return str(self._text.detokenize(words.split(" ")))


def read_codes(path: Path) -> BytePairs:
    """Read a ``bpe.model``. Raises ``OSError``, and ``ValueError`` where it is none."""
    text = durable.read_regular(path, limit=limits.BPE_CODES).decode()
    return BytePairs(text.replace("\r\n", "\n").replace("\r", "\n"))


def bpe_tokenizer(path: Path, source: str, target: str) -> Tokenizer:
    """Return the tokenizer for a ``bpe.model`` between two languages, in the package's own codes.

    Everything is loaded now, not at the first sentence, because the package may be gone by then. Raises
    ``OSError``, and ``ValueError`` if the file is no list of merges (argostranslate would end the process).
    """
    pairs = read_codes(path)
    try:
        from argostranslate.tokenizer import BPETokenizer
    except ImportError:
        return MosesBytePairs(pairs, source, target)
    tokenizer = BPETokenizer(path, source, target)
    tokenizer.lazy_load()
    return cast("Tokenizer", tokenizer)


def _merge(line: str) -> Merge:
    pieces = line.strip(" ").split(" ")
    if len(pieces) != 2:
        raise ValueError(f"BPE codes have two pieces a line, not {len(pieces)}: {line[:40]!r}")
    return pieces[0], pieces[1]


def _merged(pieces: list[str], merge: Merge) -> list[str]:
    """Return ``pieces`` with every two neighbours that are ``merge`` joined, from the left."""
    found: list[str] = []
    for piece in pieces:
        if found and (found[-1], piece) == merge:
            found[-1] += piece
        else:
            found.append(piece)
    return found
