"""Translate with Apertium, a rule-based engine: the external programs and data of its Debian packages.

Every call of ``translate`` starts a fresh tagger, because most keep state: what they answer depends on what
they were asked before. So a call must hold one document. The other programs, which load the dictionaries,
stay alive from call to call if that was proven to change nothing (``proof.py``).
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError
from pipeline.core.processes.exchange import Patience
from pipeline.core.records import (
    EngineIdentity,
    Hop,
    LanguageCode,
    LoadedModel,
    PlaceholderForm,
    Translated,
    WordReading,
)
from pipeline.translate.engines.apertium import modes, proof, stream
from pipeline.translate.engines.apertium.chain_pool import BUDGET_BYTES, ChainPool
from pipeline.translate.engines.apertium.documents import DocumentTranslator
from pipeline.translate.engines.apertium.versions import Versions
from pipeline.translate.engines.apertium.words import DictionaryReader
from pipeline.translate.engines.neural.model_files import file_stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on what is sent to Apertium, and on how long it may take."""

    token_characters: int = 10_000
    """Longest stretch without white space: Apertium's time grows with its square (3 s at this length)."""
    segment_characters: int = 100_000
    stall_seconds: float = 60.0
    """Longest wait for an answer, start-up (up to 2 s) included. The time for its length is added."""
    seconds_per_character: float = 0.005
    """Time allowed for each character: 200 characters a second.

    The slowest pair (nb-da) translates 9,500 a second, most pairs 40,000 and more.
    """


class ApertiumEngine:
    """The installed Apertium pairs, behind the ``Engine`` port."""

    def __init__(
        self,
        *,
        programs: Path = Path("/usr/bin"),
        data: Path = Path("/usr/share/apertium"),
        limits: Limits | None = None,
        proofs: Path | None = None,
        workers: int = 1,
    ) -> None:
        """Use the programs, such as ``lt-proc``, in ``programs``, and the folder ``modes/`` in ``data``.

        ``proofs`` is the folder in which the engine keeps which programs may stay alive, and which versions
        are installed; None keeps it to this engine. ``workers`` is how many such engines share the memory for
        what stays alive.
        """
        self._programs = programs.absolute()
        self._data = data.absolute()
        self._limits = limits or Limits()
        self._versions = Versions(proofs)
        self._pool = ChainPool(budget=BUDGET_BYTES // workers)
        self._documents = DocumentTranslator(proof.ProofStore(proofs), self._pool)
        self._words = DictionaryReader(self._pool, self._documents.kept)
        weakref.finalize(self, self._pool.close)

    @property
    def name(self) -> str:
        """The engine's name, ``apertium``."""
        return "apertium"

    @property
    def scope(self) -> Literal["segment", "document"]:
        """The scope ``document``, because the tagger's state carries over from one segment to the next."""
        return "document"

    @property
    def is_exact(self) -> bool:
        """True, because no document has to do with another."""
        return True

    @property
    def placeholders(self) -> tuple[PlaceholderForm, ...]:
        """All forms. Apertium takes a private-use character for a blank, and passes blanks on unchanged."""
        return ("known", "blank", "word", "percent")

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs whose programs and data are complete, sorted; none without Apertium."""
        return tuple(
            Hop(engine=self.name, source=source, target=target, method="rule-based")
            for (source, target), path in sorted(modes.find_modes(self._data).items())
            if self._is_whole(path)
        )

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Return the identity of what translates the pair. ``modes.identify`` says what ``sha256`` covers.

        Raises ``EngineError`` if the pair is not offered.
        """
        return modes.identify(self._mode(source, target), self._programs, self._versions)

    def retry_engine(self) -> None:
        """Return None, because rules have no other options to try."""

    def close(self) -> None:
        """End the programs that stay alive. The engine can still be used: it starts them again."""
        self._pool.close()

    def memory(self) -> int:
        """Return how many bytes of main memory the programs that stay alive have for themselves now."""
        return self._pool.memory()

    def notes(self) -> tuple[str, ...]:
        """Return lines for users: of how many pairs the programs stay alive, and of which they do not."""
        lines = []
        proven = untried = 0
        for hop in self.hops():
            found = self._documents.proof(self._mode(hop.source, hop.target))
            pair = f"apertium {hop.source}>{hop.target}"
            if found is None:
                untried += 1
            elif not any(found.kept):
                lines.append(f"{pair}: its programs are started for every document: {found.reason}")
            else:
                proven += 1
                if found.reason:
                    lines.append(f"{pair}: some programs are started for every document: {found.reason}")
        count = f"apertium: programs stay alive between documents for {proven} pairs"
        return (f"{count}, {untried} not tried yet", *lines)

    def loaded(self) -> tuple[LoadedModel, ...]:
        """Return an empty tuple, because rules are no neural models."""
        return ()

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate the segments of one document. Returns one text for each, in the same order.

        Unknown words stay as they are in the source, without Apertium's mark. A text that has nothing to
        translate (white space, control characters) is not sent and comes back stripped.
        Raises ``EngineError`` if the pair is not offered, if a text exceeds the ``Limits``, or if the
        programs hang, crash or do not answer with one text for each.
        """
        mode = self._mode(source, target)
        cleaned = [stream.clean_text(text) for text in texts]
        for number, text in enumerate(cleaned, start=1):
            self._check_length(number, text)
        sent = [text for text in cleaned if text]
        answers = iter(self._ask(mode, sent) if sent else ())
        return tuple(
            Translated(text=next(answers) if clean else text.strip())
            for text, clean in zip(texts, cleaned, strict=True)
        )

    def read_words(
        self, words: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[WordReading, ...]:
        """Return what the pair's dictionary has of words. Raises ``EngineError`` as ``translate`` does."""
        mode = self._mode(source, target)
        try:
            return self._words.read(mode, words, self._patience(words))
        except EngineError as error:
            raise type(error)(f"Apertium {mode.path.stem}: {error.message}") from error

    def _ask(self, mode: modes.Mode, texts: Sequence[str]) -> list[str]:
        try:
            return self._documents.translate(mode, texts, self._patience(texts))
        except EngineError as error:
            raise type(error)(f"Apertium {mode.path.stem}: {error.message}") from error

    def _patience(self, texts: Sequence[str]) -> Patience:
        limits = self._limits
        length, longest = sum(map(len, texts)), max(map(len, texts), default=0)
        return Patience(
            stall_seconds=limits.stall_seconds + limits.seconds_per_character * longest,
            total_seconds=limits.stall_seconds + limits.seconds_per_character * length,
            output_bytes=1_000_000 + 400 * length,
        )

    def _check_length(self, number: int, text: str) -> None:
        limits = self._limits
        if len(text) > limits.segment_characters:
            raise EngineError(
                f"text {number} has {len(text):,} characters; Apertium takes {limits.segment_characters:,}: "
                "break it into sentences"
            )
        longest = max(map(len, text.split()), default=0)
        if longest > limits.token_characters:
            raise EngineError(
                f"text {number} has a word of {longest:,} characters; Apertium takes "
                f"{limits.token_characters:,}: remove it from the source"
            )

    def _mode(self, source: LanguageCode, target: LanguageCode) -> modes.Mode:
        path = modes.find_modes(self._data).get((source, target))
        if path is None:
            raise EngineError(
                f"no Apertium package for {source} > {target} in {self._data}; "
                "install one (apt-cache search apertium) or choose another engine"
            )
        try:
            return modes.known_mode(path, self._programs, file_stamp(path))
        except OSError as error:
            raise EngineError(f"cannot read {path}: {error.strerror}; install its package again") from error

    def _is_whole(self, path: Path) -> bool:
        # One broken package must not hide the others. A translation with it says what is wrong.
        try:
            modes.read_mode(path, self._programs)
        except EngineError:
            return False
        return True
