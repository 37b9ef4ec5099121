"""``depeche run --dry-run``: says what a run would do, without doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DepecheError, RouteError, SourceError
from pipeline.core.records import MissingLanguage, Route
from pipeline.read import document as sources
from pipeline.read.deduplicate import opened_inputs
from pipeline.read.expand import Opening
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.run.inputs import InputSearch
from pipeline.run.steps.prepare import prepare
from pipeline.translate.routes.finder import Routes, describe_route
from pipeline.translate.service import Components


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One input, and the routes that it would take."""

    origin: str
    language: str = "und"
    segments: int = 0
    routes: tuple[str, ...] = ()
    error: str | None = None
    """The reason why the input would fail; None if it would not."""
    missing: tuple[MissingLanguage, ...] = ()
    """The languages that it would not be written in."""


def plan(
    config: RunConfig, stages: Components, warn: Callable[[str], None] | None = None
) -> Iterator[Planned]:
    """Yield what a run would do with each input. Every step but translation is carried out.

    ``warn`` is called with a line about what was guessed or left out, and an input that holds nothing.
    """
    routes = Routes(stages.engines, stored=stages.stored)
    told = warn or (lambda _: None)
    opening = Opening(detector=stages.detector, note=told, passed=told)
    for item in opened_inputs(InputSearch(config).all(warn), opening):
        if isinstance(item, SourceError):
            yield Planned(origin=item.origin, error=item.message)
            continue
        try:
            yield _planned(item, config, stages, routes)
        except DepecheError as error:
            yield Planned(origin=item.origin, error=error.message)


def _planned(item: Reference, config: RunConfig, stages: Components, routes: Routes) -> Planned:
    document = sources.read_document(
        item, stages.detector, all_text=config.settings.all_text, ocr=config.settings.ocr
    )
    prepared = prepare(
        document,
        config.settings,
        detector=stages.detector,
        splitter=stages.splitter,
        summariser=stages.summariser,
        has_route=routes.leads,
    )
    ways: list[Route] = []
    missing: list[MissingLanguage] = []
    for target in config.settings.targets:
        try:
            ways += [routes.find(source, target) for source in prepared.languages if source != target]
        except RouteError as error:
            missing.append(MissingLanguage(language=target, reason=error.message))
    if len(missing) == len(config.settings.targets):
        raise RouteError("; ".join(item.reason for item in missing))
    return Planned(
        origin=item.origin,
        language=" and ".join(prepared.languages),
        segments=len(prepared.segments),
        routes=tuple(describe_route(way) for way in ways),
        missing=tuple(missing),
    )
