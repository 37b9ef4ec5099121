"""``depeche languages install --from``: CTranslate2 model folders, beside Argos's packages."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import output

KindOption = Annotated[
    str | None, typer.Option(metavar="KIND", help="Kind of the model in --from: opus-mt, m2m-100 or nllb.")
]
PairOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PAIR", help="Direction of an opus-mt model, such as fr-es; may be repeated."),
]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--languages",
        metavar="CODES",
        help="Languages to use of a multilingual model, such as fr,es.  [default: all]",
    ),
]
NameOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Name for the model in --from.  [default: its folder's]")
]
LicenceOption = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Licence of the model in --from.  [default: as its README states]"),
]
ReleaseOption = Annotated[str | None, typer.Option(metavar="TEXT", help="Version of the model in --from.")]
QualityOption = Annotated[
    float | None,
    typer.Option(metavar="CHRF", help="Quality of the model in --from on news: its chrF, 0 to 100."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the options say of a model."""

    kind: str | None
    pairs: list[str] | None
    only: str | None
    name: str | None
    licence: str | None
    release: str | None
    quality: float | None

    @property
    def anything(self) -> bool:
        """Whether one of the options was given, which only a model has."""
        return any(getattr(self, field.name) is not None for field in fields(self))


def is_model(folder: Path) -> bool:
    """Say whether a folder holds a CTranslate2 model, and not packages."""
    return (folder / "model.bin").is_file()


def install_model(source: Path, said: Said) -> None:
    """Install the model in ``source`` as the options say; what they leave open its own card may say."""
    from pipeline.core.errors import UsageError
    from pipeline.packages import ct2_models
    from pipeline.run.configuration import places
    from pipeline.translate.engines.ct2.find import Declaration
    from pipeline.translate.engines.ct2.model import KINDS

    folder = source.absolute()
    known = {known: known for known in KINDS}
    if said.kind is not None and said.kind not in known:
        raise UsageError(f"--kind {said.kind}: no such kind of model; known: {' '.join(KINDS)}")
    declared = Declaration(
        path=str(folder),
        kind=known[said.kind] if said.kind else None,
        name=said.name,
        pairs=ct2_models.comma_list(said.pairs or []),
        languages=ct2_models.comma_list([said.only or ""]),
        version=said.release,
        licence=said.licence,
        quality=said.quality,
    )
    done = ct2_models.install_model(folder, places.models_folder(), declared.card(folder))
    output.line(f"installed {done.card.name} {done.card.version} in {done.folder}")
    output.line(f"{len(done.pairs)} pairs, licence: {done.card.licence}")
