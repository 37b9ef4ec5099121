"""Neural models on CTranslate2 behind the ``Engine`` port. A text's answer does not depend on its batch."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

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
from pipeline.translate.engines.neural.batches import Failure, Hypothesis, decode_batches
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

    @property
    def name(self) -> str:
        """The name of the models' source."""
        return self.models.name

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
        model = self.models.load(source, target)
        pieces = [cut(model.tokenizer.encode(text)) if text.strip() else [] for text in texts]
        results = iter(
            decode_batches(
                model.translator,
                [model.frame.wrap(piece) for part in pieces for piece in part],
                prefix=model.frame.target,
                max_input_length=0,
                max_decoding_length=model.max_output_tokens,
                **asdict(self._decoding),
            )
        )
        return tuple(
            _answer(model, text, [next(results) for _ in part])
            for text, part in zip(texts, pieces, strict=True)
        )

    def retry_engine(self) -> Self:
        """Return an engine over the same models, with options that avoid loops (``Decoding.careful``)."""
        other = copy.copy(self)
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
