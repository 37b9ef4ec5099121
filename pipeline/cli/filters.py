"""``depeche detect | translate | summarise``: one stage each, standard input to standard output."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output

if TYPE_CHECKING:
    from pipeline.core.contract import RunSettings
    from pipeline.core.records import LanguageCode
    from pipeline.run.filters import Translation
    from pipeline.translate.service import Components

Input = Annotated[str, typer.Argument(metavar="[INPUT]", help="A file, or - for standard input.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("detect")(detect)
    app.command("translate")(translate)
    app.command("summarise")(summarise)


def detect(
    name: Input = "-",
    detector: options.Detector = None,
    form: options.Form = None,
    as_json: options.Json = False,
) -> None:
    """Tell the language of a text: its code, or und where it cannot be told."""
    from pipeline.core.records import Undetermined
    from pipeline.run import filters

    found = filters.detect(name, _stages(detector=detector), form=form)
    if as_json:
        _print_json(asdict(found))
    elif isinstance(found, Undetermined):
        output.line(f"und\t{found.reason}")
    else:
        output.line(f"{found.language}\t{found.confidence:.4f}")


def translate(
    name: Input = "-",
    to: Annotated[str, typer.Option(metavar="CODE", help="Language to write.")] = ...,  # type: ignore[assignment]
    source: options.Source = None,
    engine: options.EngineName = None,
    packages: options.Packages = None,
    profile: options.Profile = None,
    device: options.Device = None,
    compute_type: options.ComputeType = None,
    threads: options.Threads = None,
    glossary: options.Glossary = None,
    quotes: options.Quotes = None,
    form: options.Form = None,
    file: options.Config = None,
    as_json: options.Json = False,
) -> None:
    """Translate a text; with --json, segment by segment."""
    from pipeline.run import config, filters
    from pipeline.run import options as settings
    from pipeline.run.components import open_stages
    from pipeline.run.options import Options

    target = settings.language(to, option="--to")
    terms = config.read_glossaries(glossary or ())
    wanted = _settings(target=target, source=source, engine=engine, quotes=quotes)
    neural = Options(profile=profile, device=device, compute_type=compute_type, threads=threads)
    stages = open_stages(
        engine=wanted.engine,
        method=wanted.method,
        packages=options.packages_folder(packages),
        models=config.model_places(file, note=options.say_config()),
        profile=settings.profile(neural),
        hardware=settings.hardware(neural),
    )
    result = filters.translate(name, target, wanted, stages, glossary=terms, form=form)
    if as_json:
        _print_translation(result, target)
    else:
        output.text(result.text)
    if result.rendering.untranslated:
        output.message(f"{result.rendering.untranslated} segments could not be translated")
        sys.exit(3)


def _print_translation(result: Translation, target: LanguageCode) -> None:
    _print_json(
        {
            "language": target,
            "routes": [asdict(route) for route in result.rendering.routes],
            "segments": [
                {
                    "id": segment.id,
                    "language": segment.language,
                    "source": segment.text,
                    "target": result.rendering.texts[segment.id].text,
                    "written": result.written[segment.id].text,
                    "score": result.rendering.texts[segment.id].score,
                    "failure": result.rendering.texts[segment.id].failure,
                }
                for segment in result.prepared.segments
            ],
        }
    )


def summarise(
    name: Input = "-",
    source: options.Source = None,
    sentences: options.Sentences = None,
    ratio: options.Ratio = None,
    words: options.Words = None,
    characters: options.Characters = None,
    query: options.Query = None,
    method: options.Method = None,
    form: options.Form = None,
    as_json: options.Json = False,
) -> None:
    """Choose the sentences that tell a text's story, one a line, in the text's own words."""
    from pipeline.run import filters

    settings = _settings(
        source=source,
        sentences=sentences,
        ratio=ratio,
        words=words,
        characters=characters,
        query=query,
        method=method,
    )
    result = filters.summarise(name, settings, _stages(method=settings.method), form=form)
    if not as_json:
        output.text(result.text)
        return
    summary = result.prepared.summary
    chosen = [{"id": part.id, "text": part.text} for part in result.prepared.chosen]
    _print_json({**(asdict(summary) if summary else {}), "segments": chosen})


def _settings(
    *,
    target: str | None = None,
    source: str | None = None,
    engine: str | None = None,
    sentences: int | None = None,
    ratio: float | None = None,
    words: int | None = None,
    characters: int | None = None,
    query: str | None = None,
    method: str | None = None,
    quotes: str | None = None,
) -> RunSettings:
    from pipeline.run.options import Options, run_settings

    return run_settings(
        Options(
            to=(target,) if target else (),
            source=source,
            engine=engine,
            variants=("full",) if target else ("summary",),
            sentences=sentences,
            ratio=ratio,
            words=words,
            characters=characters,
            query=query,
            method=method,
            quotes=quotes,
        ),
        needs_target=target is not None,
    )


def _stages(*, method: str | None = None, detector: str | None = None) -> Components:
    from pipeline.run import config
    from pipeline.run import options as settings
    from pipeline.run.components import open_stages
    from pipeline.translate.engines.ct2.find import ModelPlaces

    # No engine will be asked, so nothing that is wrong with a declared model must stand in the way.
    method = method or settings.DEFAULT_METHOD
    return open_stages(
        engine="auto",
        method=method,
        packages=config.packages_folder(),
        models=ModelPlaces(),
        detector=detector or settings.DEFAULT_DETECTOR,
    )


def _print_json(value: object) -> None:
    output.json(value)
