"""``depeche digest`` as a whole: a run over the inputs, if they are not one already, and the digest of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline import sources
from pipeline.config import Note, RunConfig, load
from pipeline.contract.digest import Moment
from pipeline.digest import dates
from pipeline.digest.make import Bounds, Wanted, bounds, check_wanted
from pipeline.errors import SourceError, UsageError
from pipeline.folder import RUN_FILE
from pipeline.records import LanguageCode
from pipeline.settings import Options, language


def run_named(inputs: Sequence[str]) -> Path | None:
    """Return the folder of a run that the inputs name, None where they name something to be run over.

    Raises ``UsageError`` where a run is among other inputs.
    """
    runs = [Path(name) for name in inputs if name != "-" and (Path(name) / RUN_FILE).is_file()]
    if runs and len(inputs) > 1:
        raise UsageError(f"{runs[0]}: is the folder of a run, which must be the only input of a digest")
    return runs[0] if runs else None


def run_config(
    inputs: Sequence[str],
    given: Options,
    *,
    pivot: LanguageCode | None,
    file: Path | None,
    note: Note = lambda _: None,
) -> tuple[RunConfig, tuple[LanguageCode, ...]]:
    """Return the configuration of the run that a digest is made of, and the languages of the digest.

    The pivot language is written too, though it is none of them. ``file`` and ``note`` as for
    ``config.load``. Raises ``UsageError``.
    """
    config = load(inputs, given, file=file, note=note)
    told_in = language_codes(given.to) or config.settings.targets
    if pivot is not None and pivot not in config.settings.targets:
        config = load(inputs, replace(given, to=(*told_in, pivot)), file=file)
    return config, told_in


def language_codes(given: Sequence[str]) -> tuple[LanguageCode, ...]:
    """Return the languages that ``--to`` names, in its order. Raises ``UsageError``."""
    codes = [code.strip() for part in given for code in part.split(",") if code.strip()]
    return tuple(dict.fromkeys(language(code, option="--to") for code in codes))


def prepared(
    inputs: Sequence[str],
    given: Options,
    wanted: Wanted,
    now: datetime,
    *,
    file: Path | None,
    note: Note = lambda _: None,
) -> tuple[RunConfig, Wanted]:
    """Return the run that a digest needs, and the digest with its languages filled in.

    The run leaves out inputs that are too old, and fails no document for want of a route. ``file`` and
    ``note`` as for ``config.load``. Raises ``UsageError``.
    """
    check_wanted(wanted)
    window = bounds(wanted, now)
    config, told_in = run_config(inputs, given, pivot=wanted.pivot, file=file, note=note)
    if window.since is not None or window.limit is not None:
        config = replace(config, inputs=tuple(_kept(config, window)))
    # What is signed is the run with its digest: by the next run with --sign.
    return replace(config, lenient=True, sign=None), replace(wanted, languages=told_in)


def _kept(config: RunConfig, window: Bounds) -> list[str]:
    """Return inputs, folders walked, without those whose date is known and not wanted.

    What is not translated today need not be read tomorrow: a folder that grows for years costs no more.
    """
    kept: list[str] = []
    for item in sources.find(config.inputs, outside=config.out):
        if isinstance(item, SourceError):
            kept.append(item.message.partition(":")[0])
        elif item.path is None or dates.is_within(_moment(item), window.since, window.limit):
            kept.append(item.origin)
    return kept


def _moment(item: sources.Reference) -> Moment | None:
    if item.path is None:
        return None
    found = None
    if item.path.suffix.lower() in dates.WITH_HEAD:
        try:
            text = sources.received(item).decode("utf-8-sig", errors="replace")
        except SourceError:
            return None  # the run will say what is wrong with it
        found = dates.said("\n".join(text.splitlines()))
    return found if found is not None else dates.changed(item.path)
