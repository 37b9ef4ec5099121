"""One text through one stage, without a folder: what the command line's filters do."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import sources
from pipeline.contract import RunSettings
from pipeline.detect_blocks import detect_document
from pipeline.errors import DepecheError, SourceError
from pipeline.prepare import Prepared, prepare
from pipeline.protect.glossary import Glossary
from pipeline.protect.protection import Protection
from pipeline.records import Detection, LanguageCode
from pipeline.routes import Routes
from pipeline.translate import Rendering, Request, Translator
from pipeline.variant import summary_text, translation_text
from pipeline.window import Stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text in another language, and what it was made from."""

    prepared: Prepared
    rendering: Rendering
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A summary in the source's own words."""

    prepared: Prepared
    text: str


def find_one(name: str) -> sources.Reference:
    """Return the one source that a name leads to. Raises ``SourceError`` where there is none, or several."""
    found = list(sources.find([name]))
    if len(found) != 1:
        raise SourceError(f"{name}: names {len(found)} files; give one, or use depeche run")
    if isinstance(found[0], SourceError):
        raise found[0]
    return found[0]


def detect(name: str, stages: Stages) -> Detection:
    """Tell the language of one source. Raises ``SourceError``."""
    return detect_document(sources.read(find_one(name), stages.detector), stages.detector)[0]


def translate(
    name: str,
    target: LanguageCode,
    settings: RunSettings,
    stages: Stages,
    *,
    glossary: Glossary | None = None,
) -> Translation:
    """Translate one source, with the terms of ``glossary``. Raises ``DepecheError``."""
    prepared = _prepare(name, settings, stages)
    translator = Translator(
        stages.engines,
        Routes(stages.engines, stored=stages.stored),
        protection=Protection(glossary),
        target_quotes=settings.quotes == "target",
    )
    rendering = translator.translate([Request(target=target, segments=prepared.segments)])[0]
    if isinstance(rendering, DepecheError):
        raise rendering
    text = translation_text(
        text=prepared.document.text,
        blocks=prepared.document.blocks,
        segments=prepared.segments,
        texts={segment: answer.text for segment, answer in rendering.texts.items()},
        language=target,
    )
    return Translation(prepared=prepared, rendering=rendering, text=text)


def summarise(name: str, settings: RunSettings, stages: Stages) -> Extract:
    """Summarise one source in its own language. Raises ``DepecheError``."""
    prepared = _prepare(name, settings, stages)
    texts = {segment.id: segment.text for segment in prepared.segments}
    text = summary_text(summary=prepared.summary, texts=texts) if prepared.summary else ""
    return Extract(prepared=prepared, text=text)


def _prepare(name: str, settings: RunSettings, stages: Stages) -> Prepared:
    return prepare(
        sources.read(find_one(name), stages.detector),
        settings,
        detector=stages.detector,
        splitter=stages.splitter,
        summariser=stages.summariser,
    )
