"""Stand-ins for the parts behind the seams, for tests that are not about those parts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.core.errors import EngineError
from pipeline.core.records import (
    EngineIdentity,
    Hop,
    LanguageCode,
    LoadedModel,
    PlaceholderForm,
    Translated,
)


@dataclass(kw_only=True)
class FakeEngine:
    """An engine that reverses the words and says into which language: ``es: table la sur``."""

    name: str = "fake"
    scope: Literal["segment", "document"] = "segment"
    """As told to the caller; the answers never depend on the document."""
    offered: tuple[Hop, ...] = (
        Hop(engine="fake", source="es", target="ca", method="neural"),
        Hop(engine="fake", source="fr", target="es", method="neural"),
    )
    placeholders: tuple[PlaceholderForm, ...] = ("word", "percent")
    is_exact: bool = True
    poison: str | None = None
    """A text that contains it makes the whole call fail, as a crash would."""
    stuck: str | None = None
    """A text that contains it cannot be translated, and the others can."""
    short: bool = False
    """Lose the last answer of every call, which no engine may do."""
    second: FakeEngine | None = None
    """What ``retry_engine`` returns."""
    version: str = "1.0"
    """Of its package; another one is another identity."""
    calls: list[tuple[LanguageCode, LanguageCode, tuple[str, ...]]] = field(default_factory=list)
    """Source, target and texts of every call of ``translate`` so far."""

    def hops(self) -> tuple[Hop, ...]:
        """Return the hops as given, sorted."""
        return tuple(sorted(self.offered, key=lambda hop: (hop.source, hop.target)))

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Return an identity that differs from pair to pair."""
        hop = self._hop(source, target)
        return EngineIdentity(
            engine=self.name,
            engine_version=f"{self.name} 1",
            package=f"{self.name}-{source}-{target}",
            version=self.version,
            sha256=hashlib.sha256(f"{self.name} {source} {target}".encode()).hexdigest(),
            licence="MIT",
            method=hop.method,
        )

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Reverse the words of each text; a text of white space becomes empty."""
        hop = self._hop(source, target)
        self.calls.append((source, target, tuple(texts)))
        if self.poison is not None and any(self.poison in text for text in texts):
            raise EngineError(f"{self.name} {source} > {target} crashed; translate by another engine")
        score = -0.5 if hop.method == "neural" else None
        answers = tuple(
            Translated(text=text, origin="source", failure="too long")
            if self.stuck is not None and self.stuck in text
            else Translated(
                text=f"{target}: {' '.join(reversed(text.split()))}" if text.strip() else "", score=score
            )
            for text in texts
        )
        return answers[:-1] if self.short else answers

    def retry_engine(self) -> FakeEngine | None:
        """Return what ``second`` says."""
        return self.second

    def loaded(self) -> tuple[LoadedModel, ...]:
        """Return nothing: there is no model."""
        return ()

    def _hop(self, source: LanguageCode, target: LanguageCode) -> Hop:
        for hop in self.offered:
            if (hop.source, hop.target) == (source, target):
                return hop
        raise EngineError(f"{self.name} does not offer {source} > {target}")
