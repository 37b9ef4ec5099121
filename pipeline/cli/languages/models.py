"""``depeche languages install --from``: installs CTranslate2 model folders, beside Argos's packages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pipeline.cli import output
from pipeline.core.dataclass import dataclass
from pipeline.core.option import OptionSpec, given_values
from pipeline.core.text.comma_lists import names_in

_INSTALL = ("languages",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """The options of ``install`` that describe a model. None, or an empty tuple, is "not given"."""

    kind: Annotated[
        str | None,
        OptionSpec(
            help="Kind of the model in --from: opus-mt, m2m-100 or nllb.", metavar="KIND", commands=_INSTALL
        ),
    ] = None
    pairs: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Direction of an opus-mt model, such as fr-es; may be repeated.",
            metavar="PAIR",
            flag="--pair",
            commands=_INSTALL,
        ),
    ] = ()
    only: Annotated[
        str | None,
        OptionSpec(
            help="Languages to use of a multilingual model, such as fr,es.",
            metavar="CODES",
            flag="--languages",
            default_words="all",
            commands=_INSTALL,
        ),
    ] = None
    name: Annotated[
        str | None,
        OptionSpec(
            help="Name for the model in --from.",
            metavar="NAME",
            default_words="its folder's",
            commands=_INSTALL,
        ),
    ] = None
    licence: Annotated[
        str | None,
        OptionSpec(
            help="Licence of the model in --from.",
            metavar="TEXT",
            default_words="as its README states",
            commands=_INSTALL,
        ),
    ] = None
    release: Annotated[
        str | None,
        OptionSpec(help="Version of the model in --from.", metavar="TEXT", commands=_INSTALL),
    ] = None
    quality: Annotated[
        float | None,
        OptionSpec(
            help="Quality of the model in --from on news: its chrF, 0 to 100.",
            metavar="CHRF",
            commands=_INSTALL,
        ),
    ] = None

    @property
    def anything(self) -> bool:
        """Whether an option was given that only a model has."""
        return bool(given_values(self))


def is_model(folder: Path) -> bool:
    """Say whether a folder holds a CTranslate2 model, not packages."""
    return (folder / "model.bin").is_file()


def install_model(source: Path, said: ModelOptions) -> None:
    """Install the model in ``source``. The options outrank the model's own card."""
    from pipeline.core.errors import UsageError
    from pipeline.packages import ct2_models
    from pipeline.run.configuration import places
    from pipeline.translate.engines.ct2.find import Declaration
    from pipeline.translate.engines.ct2.model import MODEL_KINDS

    folder = source.absolute()
    known = {known: known for known in MODEL_KINDS}
    if said.kind is not None and said.kind not in known:
        raise UsageError(f"--kind {said.kind}: no such kind of model; known: {' '.join(MODEL_KINDS)}")
    declared = Declaration(
        path=str(folder),
        kind=known[said.kind] if said.kind else None,
        name=said.name,
        pairs=names_in(said.pairs),
        languages=names_in([said.only or ""]),
        version=said.release,
        licence=said.licence,
        quality=said.quality,
    )
    done = ct2_models.install_model(folder, places.models_folder(), declared.card(folder))
    output.line(f"installed {done.card.name} {done.card.version} in {done.folder}")
    output.line(f"{len(done.pairs)} pairs, licence: {done.card.licence}")
