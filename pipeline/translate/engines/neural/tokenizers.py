"""Tokenizers: text to the tokens of a model, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Tokenizer(Protocol):
    """Cuts text into the tokens of a model, and joins tokens to text."""

    def encode(self, sentence: str) -> list[str]:
        """Cut a text into tokens."""
        ...

    def decode(self, tokens: list[str]) -> str:
        """Join tokens to text."""
        ...


class SentencePiece:
    """SentencePiece, with a model for each side. An underscore in the text is kept."""

    def __init__(self, source: Path, target: Path | None = None) -> None:
        """Read the model ``source``, and ``target`` to decode with (None: the same).

        Raises ``OSError`` or ``RuntimeError`` if a file is no SentencePiece model.
        """
        import sentencepiece

        self._source = sentencepiece.SentencePieceProcessor(model_file=str(source))
        self._target = (
            sentencepiece.SentencePieceProcessor(model_file=str(target)) if target else self._source
        )

    def encode(self, sentence: str) -> list[str]:
        """Cut a text into pieces."""
        valid = sentence.encode(errors="replace").decode()  # a lone surrogate is an error to SentencePiece
        tokens: list[str] = self._source.encode(valid, out_type=str)
        return tokens

    def decode(self, tokens: list[str]) -> str:
        """Join pieces to text. A piece that the model does not know is kept as it is."""
        words: str = self._target.decode_pieces(tokens)
        return words.replace("▁", " ")
