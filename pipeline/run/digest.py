"""``depeche digest``: a run over the inputs, unless they are a run already, and the digest of that run."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord, Moment
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, SourceError, UsageError
from pipeline.core.files import durable
from pipeline.core.option import merge_given
from pipeline.core.records import LanguageCode
from pipeline.core.text.comma_lists import names_in
from pipeline.digest import dates
from pipeline.digest.make import Bounds, bounds, check_wanted
from pipeline.digest.request import DigestOptions, DigestRequest
from pipeline.digest.watches.watch import Watch
from pipeline.read import receive
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig, loaded_config, written_in_too
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.positions import KeyPath
from pipeline.run.configuration.settings import language
from pipeline.run.configuration.sources import environment_options, placed_errors
from pipeline.run.configuration.watches import read_watches
from pipeline.run.inputs import InputSearch
from pipeline.write.origins import file_time
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER, DOCUMENT_FILE, DOCUMENTS, RUN_FILE

LAST = "last"
"""What ``--since`` says for "since the last digest"."""
FoundInput: TypeAlias = Reference | SourceError
"""An input, or what is wrong with it."""


def run_named(inputs: Sequence[str]) -> Path | None:
    """Return the folder of the run that the inputs name; None if they name sources.

    Raises ``UsageError`` if a run is among other inputs.
    """
    folders = [Path(name) for name in inputs if name != "-"]
    runs = [folder for folder in folders if _is_run(folder)]
    if runs and len(inputs) > 1:
        raise UsageError(f"{runs[0]}: is the folder of a run, which must be the only input of a digest")
    return runs[0] if runs else None


def run_config(
    inputs: Sequence[str], given: Options, *, pivot: LanguageCode | None, file: ConfigFile
) -> tuple[RunConfig, tuple[LanguageCode, ...]]:
    """Return the configuration of the run that a digest is made from, and the languages of the digest.

    The run also writes the pivot language, even if it is no language of the digest. Raises ``UsageError``.
    """
    config = loaded_config(inputs, given, file)
    told_in = language_codes(given.to) or config.settings.targets
    if pivot is not None and pivot not in config.settings.targets:
        config = written_in_too(config, pivot)
    return config, told_in


def _is_run(folder: Path) -> bool:
    """Say whether a folder is a run's, even if its record is lost. A run's documents are no sources."""
    if stat.S_ISREG(durable.mode(folder / RUN_FILE)):
        return True
    return any(True for _ in folder.glob(f"{DOCUMENTS}/*/{DOCUMENT_FILE}"))


def checked_request(given: DigestOptions, file: ConfigFile) -> DigestRequest:
    """Return the request of the command line, the environment and the file's ``[digest]``.

    Its languages are codes. Raises ``UsageError``.
    """
    at = ("digest",)
    own = file.options(DigestOptions, file.table(*at), at=at)
    outranking = merge_given(environment_options(DigestOptions, at), given)
    asked = merge_given(own, outranking)
    watches = watches_of(asked, file, at=() if outranking.watches else (*at, "watches"))
    with placed_errors(file, at, given):
        return replace(request_from(asked), watches=watches)


def watches_of(asked: DigestOptions, file: ConfigFile, *, at: KeyPath) -> tuple[Watch, ...]:
    """Return the watches of a digest, all of the file unless some are named. Raises ``UsageError``.

    ``at`` is where the names stand in the file; nothing stands for the command line or the environment.
    """
    return read_watches(file, names_in(asked.watches), at=at if asked.watches else ())


def request_from(options: DigestOptions) -> DigestRequest:
    """Return the request of merged options without watches, its languages as codes. Raises ``UsageError``."""
    asked = options.request()
    check_wanted(asked)
    pivot = language(asked.pivot, option="--pivot") if asked.pivot else None
    return replace(asked, languages=language_codes(asked.languages), pivot=pivot)


def language_codes(given: Sequence[str]) -> tuple[LanguageCode, ...]:
    """Return the languages that ``--to`` names, in its order. Raises ``UsageError``."""
    return tuple(dict.fromkeys(language(code, option="--to") for code in names_in(given)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestJob:
    """The parts of the job to make a digest of inputs."""

    run: RunConfig
    """The run's configuration. It does not fail documents that have no route."""
    search: InputSearch
    """What finds the inputs."""
    found: tuple[FoundInput, ...]
    """The run's inputs as they are named, without those that are too old or too new; ``search.followed``
    gives those that are to be read."""
    digest: DigestRequest
    """The request, with its languages filled in."""


def prepared(
    inputs: Sequence[str],
    given: Options,
    wanted: DigestRequest,
    now: datetime,
    *,
    file: ConfigFile,
    sighted: Callable[[Iterable[FoundInput]], Iterable[FoundInput]] = iter,
    warn: Callable[[str], None] = lambda _: None,
) -> DigestJob:
    """Return the run that a digest needs with its inputs, and the digest's request, as ``planned`` does.

    ``sighted`` gives inputs the time of their file at first sight, where somebody knows it. ``warn`` is
    called with a line for an input without files. Raises ``UsageError``.
    """
    made, window = planned(inputs, given, wanted, now, file=file)
    found = sighted(made.search.found(warn))
    return replace(made, found=tuple(_kept(found, window, is_after_last=made.digest.is_after_last)))


def planned(
    inputs: Sequence[str], given: Options, wanted: DigestRequest, now: datetime, *, file: ConfigFile
) -> tuple[DigestJob, Bounds]:
    """Return the run that a digest needs, its inputs not found yet, and the time that they are to be of.

    ``file`` is the configuration file. Raises ``UsageError``.
    """
    check_wanted(wanted)
    config, told_in = run_config(inputs, given, pivot=wanted.pivot, file=file)
    wanted = since_last(wanted, config.folder)
    made = DigestJob(
        search=InputSearch(config),
        # The next run with --sign signs the run together with its digest.
        run=replace(config, lenient=True, sign=None),
        found=(),
        digest=replace(wanted, languages=told_in),
    )
    return made, bounds(wanted, now)


def found_within(made: DigestJob, window: Bounds, warn: Callable[[str], None]) -> Iterator[FoundInput]:
    """Yield the inputs of a run that are not too old or too new. ``warn`` is as for ``prepared``."""
    yield from _kept(made.search.found(warn), window, is_after_last=made.digest.is_after_last)


def since_last(wanted: DigestRequest, folder: Path) -> DigestRequest:
    """Return a request whose ``since`` is the end of the last digest in ``folder``, where it says ``last``.

    Without such a digest, reports of any age are wanted. Raises ``UsageError`` if it cannot be read.
    """
    if wanted.since != LAST:
        return wanted
    try:
        before = codec.read_record_below(DigestRecord, folder, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except RecordError as error:
        if not (folder / DIGEST_FOLDER / DIGEST_FILE).exists():
            return replace(wanted, since=None)
        raise UsageError(f"--since {LAST}: {error.message}; give a span or a date") from error
    return replace(wanted, since=before.until, is_after_last=True)


def _kept(found: Iterable[FoundInput], window: Bounds, *, is_after_last: bool) -> Iterator[FoundInput]:
    """Yield the inputs, without those whose known date is outside the window.

    Old inputs are not translated again, so a folder that grows for years takes no longer. The date of an
    input that can be read only once is left to the run. With ``is_after_last``, what arrived after the last
    digest is no old one, whatever its date.
    """
    any_time = window.since is None and window.limit is None
    for item in found:
        if any_time or isinstance(item, SourceError) or receive.is_read_once(item):
            yield item
            continue
        is_new = is_after_last and dates.has_arrived(file_time(item), window.since, window.limit)
        if is_new or dates.is_within(known_moment(item), window.since, window.limit):
            yield item


def known_moment(item: FoundInput) -> Moment | None:
    """Return when an input was published, as far as that is told without reading it as a document."""
    if isinstance(item, SourceError):
        return None
    if item.is_member and item.format is not None:
        said = dates.parse_moment(item.published)
        return _credible(said, item.filed) if said is not None else None
    if item.path is None and not item.name:
        return None
    found = None
    if f".{item.ending}" in dates.WITH_HEAD:
        try:
            text = receive.received(item).decode("utf-8-sig", errors="replace")
        except SourceError:
            return None  # the run will say what is wrong with it
        lines = "\n".join(text.splitlines())
        found = dates.said_moment(lines)
        if found is None and dates.said_words(lines):
            return None  # a date in words, which is read when the document's language is known
    if item.path is None or item.name:
        return _credible(found, item.filed) if found is not None else None
    filed = dates.of_file(item.filed) if item.filed else dates.changed(item.path)
    return dates.credible(found, filed) if found is not None else filed


def _credible(said: Moment, filed: str) -> Moment:
    return dates.credible(said, dates.of_file(filed))
