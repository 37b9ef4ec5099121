"""Finds the CTranslate2 models: installed ones, and those that ``depeche.toml`` points to."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError, UsageError
from pipeline.translate.engines.ct2.model import (
    CARD,
    Card,
    Ct2Model,
    ModelKind,
    cards,
    open_folder,
    read_card,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A ``[[model]]`` of ``depeche.toml``: where a model lies, and values that outrank those of its card."""

    path: str
    kind: ModelKind | None = None
    name: str | None = None
    pair: str | None = None
    """One direction; short for ``pairs``."""
    pairs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    version: str | None = None
    licence: str | None = None
    quality: float | None = None

    def card(self, folder: Path) -> Card:
        """Return the card for ``folder``. Raises ``PackageError``."""
        if (folder / CARD).is_file():
            card = read_card(folder)
        elif self.kind is None:
            raise PackageError(f"{folder}: has no {CARD}, so its [[model]] needs a kind, such as opus-mt")
        else:
            card = Card(kind=self.kind, name=folder.name)
        return replace(
            card,
            kind=self.kind or card.kind,
            name=self.name or card.name,
            pairs=(*self.pairs, *([self.pair] if self.pair else [])) or card.pairs,
            languages=self.languages or card.languages,
            version=self.version or card.version,
            licence=self.licence or card.licence,
            quality=card.quality if self.quality is None else self.quality,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlaces:
    """The places where models are searched."""

    folder: Path | None = None
    """The folder that ``depeche languages install --from`` fills. It may not exist."""
    declared: tuple[Declaration, ...] = ()
    """Models that the configuration declares, with absolute paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModels:
    """The models that there are."""

    models: tuple[Ct2Model, ...]
    """The models that can be used, sorted by name."""
    broken: tuple[str, ...]
    """One line for each installed model that cannot be used, with the reason."""


def find_models(places: ModelPlaces) -> FoundModels:
    """Return the models that can be used. A broken installed model does not hide the others.

    Raises ``UsageError`` if a declared model cannot be used, or two models have the same name.
    """
    models: list[Ct2Model] = []
    broken: list[str] = []
    for card in cards(places.folder) if places.folder else []:
        try:
            models.append(open_folder(card.parent, read_card(card.parent)))
        except PackageError as error:
            broken.append(error.message)
    for declaration in places.declared:
        folder = Path(declaration.path)
        try:
            models.append(open_folder(folder, declaration.card(folder)))
        except PackageError as error:
            raise UsageError(f"[[model]] {error.message}") from error
    models.sort(key=lambda model: model.card.name)
    for one, other in pairwise(models):
        if one.card.name == other.card.name:
            raise UsageError(
                f"two models are called {one.card.name}: {one.folder} and {other.folder}; "
                "give one another name in its [[model]]"
            )
    return FoundModels(models=tuple(models), broken=tuple(broken))
