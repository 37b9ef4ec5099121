"""The filters of the command line: one text through one stage, without a run's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DepecheError, SourceError, UsageError
from pipeline.detect.blocks import detect_document
from pipeline.read import document
from pipeline.read.fetch.inputs import fetcher_for
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.find import find_inputs
from pipeline.read.formats import table
from pipeline.read.reference import Reference
from pipeline.read.remarks import reading_remarks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.core.contract import RunSettings
    from pipeline.core.ports import Detector, Splitter, Summariser
    from pipeline.core.records import Detection, Document, LanguageCode, SegmentId
    from pipeline.core.records.prepared import Prepared
    from pipeline.translate.protect.glossary import Glossary
    from pipeline.translate.request import Rendering
    from pipeline.translate.service import Components
    from pipeline.write.layout.segments import WrittenSegment

Notice: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text in another language, and the data that it was made from."""

    prepared: Prepared
    rendering: Rendering
    written: Mapping[SegmentId, WrittenSegment]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A summary in the source's own words."""

    prepared: Prepared
    text: str


def find_one(
    name: str,
    form: str | None = None,
    fetching: FetchSettings | None = None,
    detector: Detector | None = None,
    note: Notice | None = None,
) -> Reference:
    """Return the only source that a name leads to. It is read as ``form``, if that is given.

    ``fetching`` says how an address is fetched; None refuses it. ``detector`` and ``note``
    are as for ``find_inputs``, ``note_guess`` there.

    Raises ``SourceError`` if there is none, or several, and ``UsageError`` if ``form`` is unknown.
    """
    known = tuple(dict.fromkeys((*table.NAMES, *table.ENDINGS)))
    if form is not None and form not in known:
        raise UsageError(f"--format {form}: no such format; known: {' '.join(known)}")
    fetcher = None if fetching is None else fetcher_for([name], fetching, None)
    found = list(find_inputs([name], fetcher=fetcher, detector=detector, note_guess=note))
    if len(found) != 1:
        raise SourceError(
            f"{name}: names {len(found)} files, where one can be read; name one file, or use depeche run"
        )
    if isinstance(found[0], SourceError):
        raise found[0]
    return replace(found[0], format=form)


def detect(
    name: str,
    detector: Detector,
    *,
    form: str | None = None,
    fetching: FetchSettings | None = None,
    note: Notice | None = None,
) -> Detection:
    """Detect the language of one source. ``note`` is as for ``find_one``. Raises ``SourceError``."""
    found = find_one(name, form, fetching, detector, note)
    read = document.read_document(found, detector)
    _tell(read, note)
    return detect_document(read, detector)[0]


def translate(
    name: str,
    target: LanguageCode,
    settings: RunSettings,
    stages: Components,
    *,
    glossary: Glossary | None = None,
    form: str | None = None,
    fetching: FetchSettings | None = None,
    note: Notice | None = None,
) -> Translation:
    """Translate one source, with the terms of ``glossary``; ``note`` is as for ``find_one``.

    Raises ``DepecheError``.
    """
    from pipeline.translate.request import Request
    from pipeline.translate.service import TranslationService
    from pipeline.translate.typesetting.typesetter import typesetter_of
    from pipeline.write.layout.document_text import translation_text
    from pipeline.write.layout.marks import items
    from pipeline.write.layout.segments import write_segments

    ways = TranslationService(stages, glossary=glossary, typesetter=typesetter_of(settings))
    prepared = _prepare(
        find_one(name, form, fetching, stages.detector, note),
        settings,
        stages.detector,
        stages.splitter,
        stages.summariser,
        note,
        has_route=ways.has_route,
    )
    request = Request(
        target=target, segments=prepared.segments, items=items(prepared.document, prepared.segments)
    )
    rendering = ways.translate([request])[0]
    if isinstance(rendering, DepecheError):
        raise rendering
    written = write_segments(prepared.document, prepared.segments, rendering.texts)
    text = translation_text(
        text=prepared.document.text,
        marks=prepared.document.marks,
        segments=prepared.segments,
        texts={segment: each.text for segment, each in written.items()},
        language=target,
    )
    return Translation(prepared=prepared, rendering=rendering, written=written, text=text)


def summarise(
    name: str,
    settings: RunSettings,
    *,
    detector: Detector,
    splitter: Splitter,
    summariser: Summariser,
    form: str | None = None,
    fetching: FetchSettings | None = None,
    note: Notice | None = None,
) -> Extract:
    """Summarise one source in its own language. ``note`` is as for ``find_one``. Raises ``DepecheError``."""
    from pipeline.write.variant import summary_text

    prepared = _prepare(
        find_one(name, form, fetching, detector, note), settings, detector, splitter, summariser, note
    )
    texts = {segment.id: segment.text for segment in prepared.segments}
    text = summary_text(summary=prepared.summary, texts=texts) if prepared.summary else ""
    return Extract(prepared=prepared, text=text)


def _tell(read: Document, note: Notice | None) -> None:
    """Tell what a user should know of how a source was read."""
    if note is not None:
        for remark in reading_remarks(read):
            note(f"{read.origin}: {remark}")


def _prepare(
    found: Reference,
    settings: RunSettings,
    detector: Detector,
    splitter: Splitter,
    summariser: Summariser,
    note: Notice | None,
    has_route: Callable[[LanguageCode, LanguageCode], bool] | None = None,
) -> Prepared:
    from pipeline.run.steps.prepare import prepare

    read = document.read_document(found, detector, all_text=settings.all_text, ocr=settings.ocr)
    _tell(read, note)
    return prepare(
        read,
        settings,
        detector=detector,
        splitter=splitter,
        summariser=summariser,
        has_route=has_route,
    )
