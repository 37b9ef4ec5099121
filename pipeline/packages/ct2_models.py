"""Installs CTranslate2 model folders, whole or not at all, if they load; compares them with their records."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import EngineError, PackageError
from pipeline.core.files import durable
from pipeline.packages import Verdict, record
from pipeline.packages.folder import discard_package, hold_folder, put, staging
from pipeline.translate.engines.ct2.engine import Ct2Models
from pipeline.translate.engines.ct2.model import CARD, Card, Ct2Model, cards, open_folder, render_card
from pipeline.translate.engines.neural import model_files

PREFIX = "ct2/"

_OTHERWISE = "set XDG_DATA_HOME to another place"
"""The remedy to name if the folder of models cannot be written."""

_PAPERS = ("README.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "NOTICE")
"""Files that a licence may require to be kept with the model. They are copied, not used."""


def install_model(source: Path, into: Path, card: Card) -> Ct2Model:
    """Copy the model in the folder ``source`` below ``into``, with ``card`` beside it.

    A model that CTranslate2 does not load is refused. The copy replaces an installed model of the same name
    once it is complete and compared. Until then, and if anything fails, the older model stays. Links are
    followed, because model caches keep their files behind links. Folders below ``source`` are not copied.
    Raises ``PackageError`` if the folder is no such model or cannot be copied, ``BusyError`` if another
    process installs or removes models.
    """
    if not source.is_dir():
        raise PackageError(
            f"{source}: is no folder; --from takes the folder that CTranslate2's converter made"
        )
    model = open_folder(source, card)
    try:
        Ct2Models(model).check()
    except EngineError as error:
        raise PackageError(error.message) from error
    card = _completed(model)
    target = into / card.name
    try:
        with hold_folder(into, otherwise=_OTHERWISE), staging(into) as beside:
            copy = beside / card.name
            _copy(model, card, copy)
            record.write_install_record(
                copy, record.record_of(copy, name=card.name, version=card.version, origin=str(source))
            )
            if _digest(open_folder(copy, card)) != _digest(model):
                raise PackageError(
                    f"{source}: changed while it was copied, or {into} does not keep what it is given"
                )
            put(copy, target, beside)
    except OSError as error:
        raise PackageError(f"{source}: cannot be installed in {into}: {error.strerror or error}") from error
    return open_folder(target, card)


def remove_model(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Remove installed models by their names, ``ct2/NAME``. Returns their folders.

    Raises ``PackageError``, for an unknown name before anything is removed, and ``BusyError`` as
    ``install_model`` does.
    """
    _select(folder, names)  # refuses unknown names before hold_folder makes a missing folder
    with hold_folder(folder, otherwise=_OTHERWISE):
        chosen = _select(folder, names)
        for path in chosen:
            discard_package(path)
    return chosen


def verify_model(folder: Path, names: Sequence[str] = ()) -> tuple[Verdict, ...]:
    """Compare installed models with their records: all, or those named ``ct2/NAME``.

    Raises ``PackageError`` for an unknown name, or if a file cannot be read.
    """
    return tuple(
        Verdict(folder=path, recorded=known, problems=record.package_differences(path) if known else ())
        for path in _select(folder, names)
        for known in [record.is_recorded(path)]
    )


def is_named(word: str) -> bool:
    """Say whether a word names a model, not a package."""
    return word.startswith(PREFIX)


def _select(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    installed = {f"{PREFIX}{card.parent.name}": card.parent for card in cards(folder)}
    unknown = [name for name in names if name not in installed]
    if unknown:
        raise PackageError(
            f"{unknown[0]}: no such model in {folder}; installed: {' '.join(installed) or 'none'}"
        )
    return tuple(installed[name] for name in dict.fromkeys(names)) if names else tuple(installed.values())


def _completed(model: Ct2Model) -> Card:
    """Return the card, completed from the folder: its languages, and the licence in its README."""
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
    return model_files.combined_digest(model_files.digests(model.folder, model.files))
