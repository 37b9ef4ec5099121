"""Neural models on CTranslate2 behind the ``Engine`` port. A text's answer does not depend on its batch."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

from pipeline.core.dataclass import dataclass
from pipeline.core.extras import installed_version
from pipeline.core.records import (
    EngineIdentity,
    Hop,
    LanguageCode,
    LoadedModel,
    PlaceholderForm,
    Setting,
    Translated,
)
from pipeline.translate.engines.neural.batches import BatchDecoder, BatchItemResult, Failure, Hypothesis
from pipeline.translate.engines.neural.decoding import PLACEHOLDERS, Decoding, LoadedPair, cut, settings
from pipeline.translate.engines.neural.hardware import Hardware, loaded_model

if TYPE_CHECKING:
    import ctranslate2


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """The identity of the model that translates a pair."""

    package: str
    version: str
    sha256: str
    """Digest of all files that translation reads."""
    licence: str
    settings: tuple[Setting, ...] = ()
    """Settings that the pair needs."""


class ModelSource(Protocol):
    """The models of one kind: lists them, names them, and loads each of them once.

    A loaded model stays as it is, even if its files change.
    """

    @property
    def name(self) -> str:
        """The engine's name, as in ``--engine``."""
        ...

    @property
    def folder(self) -> Path:
        """The folder that the models lie in."""
        ...

    @property
    def hardware(self) -> Hardware:
        """The hardware that the models run on."""
        ...

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that a model serves, sorted."""
        ...

    def identity(self, source: LanguageCode, target: LanguageCode) -> ModelIdentity:
        """Return the identity of a pair's model, as it was when it was loaded. Raises ``EngineError``."""
        ...

    def load(self, source: LanguageCode, target: LanguageCode) -> LoadedPair:
        """Return the model of a pair, loaded. Raises ``EngineError``."""
        ...

    def loaded(self) -> tuple[tuple[str, ctranslate2.Translator], ...]:
        """Return the models that were loaded so far, by the names of their packages, sorted by pair."""
        ...


class NeuralEngine:
    """An engine over neural models; safe to use from several threads."""

    scope: Literal["segment", "document"] = "segment"
    placeholders: tuple[PlaceholderForm, ...] = PLACEHOLDERS

    def __init__(self, models: ModelSource, *, decoding: Decoding | None = None) -> None:
        """Translate with ``models``; ``decoding`` says how they search."""
        self.models = models
        self._decoding = decoding or Decoding()
        self._lock = threading.Lock()
        self._decoders: dict[tuple[int, tuple[str, ...], int], BatchDecoder] = {}
        """By the model, which is never unloaded, and what else a decoder depends on."""

    @property
    def name(self) -> str:
        """The name of the models' source."""
        return self.models.name

    @property
    def is_exact(self) -> bool:
        """Whether batches are exact, as they are on the CPU (``batches.py``)."""
        return not self.hops() or self.models.hardware.used_device == "cpu"

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that a model serves, sorted."""
        return self.models.hops()

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Return a pair's model with all settings that a result depends on. Raises ``EngineError``."""
        found = self.models.identity(source, target)
        return EngineIdentity(
            engine=self.name,
            engine_version=f"ctranslate2 {installed_version('ctranslate2')}",
            package=found.package,
            version=found.version,
            sha256=found.sha256,
            licence=found.licence,
            method="neural",
            options=settings(self._decoding.settings, self.models.hardware.settings, found.settings),
        )

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate each text by itself. A text's answer does not depend on the others.

        A text comes back unchanged if the model finds no words for it, or if CTranslate2 cannot translate it;
        in the second case the answer has the failure. Raises ``EngineError``.
        """
        return self.translate_each(texts, source, target, lambda _, __: None)

    def translate_each(
        self,
        texts: Sequence[str],
        source: LanguageCode,
        target: LanguageCode,
        report: Callable[[int, Translated], None],
    ) -> tuple[Translated, ...]:
        """Translate each text, and report each answer with its place as soon as it is there.

        ``report`` is called from any thread, one call at a time. Otherwise as ``translate``.
        """
        model = self.models.load(source, target)
        pieces = [cut(model.tokenizer.encode(text)) if text.strip() else [] for text in texts]
        sources = [model.frame.wrap(piece) for part in pieces for piece in part]
        owners = [index for index, part in enumerate(pieces) for _ in part]
        parts: list[dict[int, BatchItemResult]] = [{} for _ in texts]

        def answer(index: int) -> Translated:
            found = parts[index]
            return _answer(model, texts[index], [found[at] for at in sorted(found)])

        def collect(at: int, result: BatchItemResult) -> None:
            index = owners[at]
            parts[index][at] = result
            if len(parts[index]) == len(pieces[index]):
                report(index, answer(index))

        self._decoder(model).decode(sources, collect)
        return tuple(map(answer, range(len(texts))))

    def _decoder(self, model: LoadedPair) -> BatchDecoder:
        """Return the decoder that all calls with this model and these options share."""
        prefix, most = model.frame.target, model.max_output_tokens
        key = id(model.translator), prefix, most
        with self._lock:
            if key not in self._decoders:
                self._decoders[key] = BatchDecoder(
                    model.translator,
                    prefix=prefix,
                    max_input_length=0,
                    max_decoding_length=most,
                    **asdict(self._decoding),
                )
            return self._decoders[key]

    def retry_engine(self) -> Self:
        """Return an engine over the same models, with options that avoid loops (``Decoding.careful``)."""
        other = copy.copy(self)
        other._decoders = {}
        other._decoding = self._decoding.careful
        return other

    def loaded(self) -> tuple[LoadedModel, ...]:
        """Return the models that were loaded so far, sorted by pair."""
        return tuple(loaded_model(self.name, package, model) for package, model in self.models.loaded())


def _answer(model: LoadedPair, text: str, parts: Sequence[Hypothesis | Failure]) -> Translated:
    """Join the answers to a text's pieces."""
    found = [part for part in parts if isinstance(part, Hypothesis)]
    failures = [part.reason for part in parts if isinstance(part, Failure)]
    if failures:
        return Translated(text=text.strip(), origin="source", failure=f"CTranslate2 failed: {failures[0]}")
    words = " ".join(model.tokenizer.decode(model.frame.strip(part.tokens)).strip() for part in found).strip()
    score = round(min(part.score for part in found), 4) if words else None
    return Translated(text=words or text.strip(), score=score)
