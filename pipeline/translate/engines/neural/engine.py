"""Neural models on CTranslate2 behind the ``Engine`` port: each text its own answer, in whatever batch."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

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
    """Which model translates a pair."""

    package: str
    version: str
    sha256: str
    """Over all that translation reads."""
    licence: str
    settings: tuple[Setting, ...] = ()
    """What the pair asks of it."""


class ModelSource(Protocol):
    """Models of one kind: which there are, who they are, and each of them loaded once.

    What is loaded stays as it was then, whatever becomes of its files.
    """

    @property
    def name(self) -> str:
        """The engine's name, as in ``--engine``."""
        ...

    @property
    def folder(self) -> Path:
        """Where they lie."""
        ...

    @property
    def hardware(self) -> Hardware:
        """What they run on."""
        ...

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that a model serves, sorted."""
        ...

    def identity(self, source: LanguageCode, target: LanguageCode) -> ModelIdentity:
        """Name the model of a pair, as it was when it was loaded. Raises ``EngineError``."""
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
        """Translate with ``models``, which search as ``decoding`` says."""
        self.models = models
        self._decoding = decoding or Decoding()

    @property
    def name(self) -> str:
        """The models' own."""
        return self.models.name

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that a model serves, sorted."""
        return self.models.hops()

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Name the model of a pair, and all settings that a result depends on. Raises ``EngineError``."""
        found = self.models.identity(source, target)
        return EngineIdentity(
            engine=self.name,
            engine_version=f"ctranslate2 {version('ctranslate2')}",
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
        """Translate each text by itself; a text's answer does not depend on the others.

        A text for which the model finds no words at all comes back as it is, and so does one that CTranslate2
        cannot translate; the latter says so. Raises ``EngineError``.
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
        """Return the engine over the same models, with options that leave loops (``Decoding.careful``)."""
        other = copy.copy(self)
        other._decoding = self._decoding.careful
        return other

    def loaded(self) -> tuple[LoadedModel, ...]:
        """Return the models that were loaded so far, sorted by pair."""
        return tuple(loaded_model(self.name, package, model) for package, model in self.models.loaded())


def _answer(model: LoadedPair, text: str, parts: Sequence[Hypothesis | Failure]) -> Translated:
    """Put the answers for a text's pieces together."""
    found = [part for part in parts if isinstance(part, Hypothesis)]
    failures = [part.reason for part in parts if isinstance(part, Failure)]
    if failures:
        return Translated(text=text.strip(), origin="source", failure=f"CTranslate2 failed: {failures[0]}")
    words = " ".join(model.tokenizer.decode(model.frame.strip(part.tokens)).strip() for part in found).strip()
    score = round(min(part.score for part in found), 4) if words else None
    return Translated(text=words or text.strip(), score=score)
