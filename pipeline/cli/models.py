"""``depeche languages install --from``: CTranslate2 model folders, beside Argos's packages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="Install the CTranslate2 model in this folder instead."),
]
Kind = Annotated[
    str | None, typer.Option(metavar="KIND", help="Of --from's model: opus-mt, m2m-100 or nllb.")
]
Pair = Annotated[
    list[str] | None,
    typer.Option(metavar="PAIR", help="A direction of an opus-mt model, such as fr-es; may be repeated."),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--languages",
        metavar="CODES",
        help="Languages to use of a multilingual model, such as fr,es.  [default: all]",
    ),
]
Name = Annotated[
    str | None, typer.Option(metavar="NAME", help="What to call --from's model.  [default: its folder's]")
]
Licence = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Of --from's model.  [default: as its README states]")
]
Release = Annotated[str | None, typer.Option(metavar="TEXT", help="Version of --from's model.")]
Quality = Annotated[
    float | None, typer.Option(metavar="CHRF", help="Quality of --from's model on news, 0 to 100.")
]


def install_model(
    source: Path,
    *,
    kind: str | None,
    pairs: list[str] | None,
    only: str | None,
    name: str | None,
    licence: str | None,
    release: str | None,
    quality: float | None,
) -> None:
    """Install the model in ``source`` as the options say; what they leave open its own card may say."""
    from pipeline import config, models
    from pipeline.engines.ct2_find import Declaration
    from pipeline.engines.ct2_model import KINDS
    from pipeline.errors import UsageError

    folder = source.absolute()
    known = {known: known for known in KINDS}
    if kind is not None and kind not in known:
        raise UsageError(f"--kind {kind}: no such kind of model; known: {' '.join(KINDS)}")
    said = Declaration(
        path=str(folder),
        kind=known[kind] if kind else None,
        name=name,
        pairs=models.listed(pairs or []),
        languages=models.listed([only or ""]),
        version=release,
        licence=licence,
        quality=quality,
    )
    done = models.install(folder, config.models_folder(), said.card(folder))
    typer.echo(f"installed {done.card.name} {done.card.version} in {done.folder}")
    typer.echo(f"{len(done.pairs)} pairs, licence: {done.card.licence}")
