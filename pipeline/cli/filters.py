"""``depeche detect | translate | summarise``: one stage each, from standard input to standard output."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import engines, options, output
from pipeline.cli.parameters import with_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.core.records import LanguageCode
    from pipeline.run.filters import Translation

InputArgument = Annotated[str, typer.Argument(metavar="[INPUT]", help="A file, or - for standard input.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("detect")(with_options(detect, "detect"))
    app.command("translate")(with_options(translate, "translate"))
    app.command("summarise")(with_options(summarise, "summarise"))


def detect(
    name: InputArgument = "-",
    *,
    given: Options,
    form: options.FormatOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Print the language of a text: its code, or und if it cannot be told."""
    from pipeline.core import address_space
    from pipeline.core.records import Undetermined
    from pipeline.detect.detector import open_detector
    from pipeline.run import filters
    from pipeline.run.configuration import settings

    chosen = settings.detector(given)
    address_space.require_enough()
    found = filters.detect(
        name, open_detector(chosen), form=form, fetching=settings.fetching(given), note=_warn
    )
    if as_json:
        output.json(asdict(found))
    elif isinstance(found, Undetermined):
        output.line(f"und\t{found.reason}")
    else:
        output.line(f"{found.language}\t{found.confidence:.4f}")


def translate(
    name: InputArgument = "-",
    *,
    to: Annotated[str, typer.Option(metavar="CODE", help="Language to write.")],
    given: Options,
    form: options.FormatOption = None,
    file: options.ConfigOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Print a text in another language; with --json, segment by segment."""
    from pipeline.run import filters
    from pipeline.run.components import open_stages
    from pipeline.run.configuration import config, settings

    target = settings.language(to, option="--to")
    terms = config.read_glossaries(given.glossary)
    wanted = settings.run_settings(replace(given, to=(target,), variants=("full",)))
    stages = open_stages(
        engine=wanted.engine,
        method=wanted.method,
        packages=engines.packages_folder(given),
        models=config.model_places(file, note=options.say_config()),
        profile=settings.profile(given),
        hardware=settings.hardware(given),
    )
    result = filters.translate(
        name, target, wanted, stages, glossary=terms, form=form, fetching=settings.fetching(given), note=_warn
    )
    if as_json:
        _print_translation(result, target)
    else:
        output.text(result.text)
    if result.rendering.untranslated:
        output.message(f"{result.rendering.untranslated} segments could not be translated")
        sys.exit(3)


def _warn(line: str) -> None:
    output.message(f"warning  {line}")


def _print_translation(result: Translation, target: LanguageCode) -> None:
    output.json(
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
    name: InputArgument = "-",
    *,
    given: Options,
    form: options.FormatOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Print the sentences that tell a text's story, one a line, in the text's own words."""
    from pipeline.core import address_space
    from pipeline.detect.detector import open_detector
    from pipeline.run import filters
    from pipeline.run.configuration import settings
    from pipeline.split.splitter import RuleSplitter
    from pipeline.summarise.extractor import Extractor

    wanted = settings.run_settings(replace(given, variants=("summary",)), needs_target=False)
    address_space.require_enough()
    result = filters.summarise(
        name,
        wanted,
        detector=open_detector(wanted.detector),
        splitter=RuleSplitter(),
        summariser=Extractor(wanted.method),
        form=form,
        fetching=settings.fetching(given),
        note=_warn,
    )
    if not as_json:
        output.text(result.text)
        return
    summary = result.prepared.summary
    chosen = [{"id": part.id, "text": part.text} for part in result.prepared.chosen]
    output.json({**(asdict(summary) if summary else {}), "segments": chosen})
