"""Installing CTranslate2 model folders: copied whole or not at all, and only what loads."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import durable
from pipeline.engines import model_files
from pipeline.engines.ct2 import Ct2Engine
from pipeline.engines.ct2_model import CARD, Card, Ct2Model, open_folder, render_card
from pipeline.errors import EngineError, PackageError

_PAPERS = ("README.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "NOTICE")
"""What a licence may ask to be kept with the model; copied, not read by translation."""


def install(source: Path, into: Path, card: Card) -> Ct2Model:
    """Copy the model in the folder ``source`` below ``into``, with ``card`` beside it.

    What CTranslate2 does not load is refused. The copy replaces an installed model of the same name, once it
    is complete and compared. Links are followed, for that is how model caches keep their files; no folder
    below ``source`` is copied. Raises ``PackageError`` where the folder is no such model or cannot be copied.
    """
    if not source.is_dir():
        raise PackageError(
            f"{source}: is no folder; --from takes the folder that CTranslate2's converter made"
        )
    model = open_folder(source, card)
    try:
        Ct2Engine(model).check()
    except EngineError as error:
        raise PackageError(error.message) from error
    card = _completed(model)
    target = into / card.name
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=into) as beside:
            copy = Path(beside) / card.name
            _copy(model, card, copy)
            if _digest(open_folder(copy, card)) != _digest(model):
                raise PackageError(
                    f"{source}: changed while it was copied, or {into} does not keep what it is given"
                )
            if target.exists():
                target.rename(Path(beside) / ".replaced")
            copy.rename(target)
            durable.sync(into)
    except OSError as error:
        raise PackageError(f"{source}: cannot be installed in {into}: {error.strerror or error}") from error
    return open_folder(target, card)


def _completed(model: Ct2Model) -> Card:
    """Return the card with what the folder itself says: its languages, and its README's licence."""
    card = model.card
    if card.licence == "unknown":
        card = replace(card, licence=model_files.stated_licence(model.folder))
    if card.kind == "opus-mt" or card.languages:
        return card
    return replace(card, languages=tuple(sorted({source for source, _ in model.pairs})))


def _copy(model: Ct2Model, card: Card, copy: Path) -> None:
    copy.mkdir()
    papers = (model.folder / name for name in _PAPERS)
    for path in (*model.files, *(paper for paper in papers if paper.is_file())):
        shutil.copyfile(path, copy / path.name)
    (copy / CARD).write_text(render_card(card), encoding="utf-8")
    durable.sync(*copy.iterdir(), copy)


def _digest(model: Ct2Model) -> str:
    return model_files.digest(model.folder, model.files)


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """Return what an option names, once or several times, with commas or without: ``fr-es,fr-ca``."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
