"""Prepares a document for translation: detects its languages, splits it, chooses its summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from pipeline.core.contract import RunSettings
from pipeline.core.errors import LanguageError, SourceError
from pipeline.core.ports import Detector, Splitter, Summariser
from pipeline.core.records import Detected, Detection, Document, Hints, LanguageCode, Segment, Summary
from pipeline.core.records.prepared import HEADINGS, SUMMARISED, Prepared
from pipeline.detect.blocks import detect_document
from pipeline.write.layout.marks import join_segments

HasRoute: TypeAlias = Callable[[LanguageCode, LanguageCode], bool]
"""Says whether there is a route from one language to another."""


def prepare(
    document: Document,
    settings: RunSettings,
    *,
    detector: Detector,
    splitter: Splitter,
    summariser: Summariser,
    has_route: HasRoute | None = None,
) -> Prepared:
    """Prepare a document for translation.

    ``has_route`` says whether there is a route between two languages. A paragraph without one goes with the
    document's language, if that has one, though it has none to other targets. Raises ``LanguageError`` if its
    language cannot be detected, ``SourceError`` if it has no sentence.
    """
    detection, by_block = _languages(document, settings.source, detector)
    codes = [found.language if isinstance(found, Detected) else detection.language for found in by_block]
    segments = join_segments(document, splitter.split(document, codes))
    if has_route is not None:
        segments = _with_routes(segments, detection.language, settings.targets, has_route)
    if not segments:
        raise SourceError(f"{document.origin}: holds no sentence to translate")
    summary = None
    if "summary" in settings.kinds:
        summary = _summarise(document, segments, settings, summariser, detection.language)
    return Prepared(
        document=document,
        detection=detection,
        block_detections=tuple(by_block),
        segments=segments,
        summary=summary,
    )


def _with_routes(
    segments: tuple[Segment, ...], main: LanguageCode, targets: Sequence[LanguageCode], has_route: HasRoute
) -> tuple[Segment, ...]:
    """Return segments in the document's language where their own leads nowhere and that one does.

    Detection may be wrong about a paragraph, and the others must not fail for it. Targets that the document's
    own sentences cannot reach are not asked for: those fail, whatever becomes of the paragraph.
    """
    spoken = {segment.language for segment in segments}
    reached = {each for each in targets if each == main or has_route(main, each)}

    def is_stuck(language: LanguageCode) -> bool:
        own = {each for each in targets if each == language or has_route(language, each)}
        return not reached <= own and (main in spoken or own <= reached)

    stuck = {language for language in spoken - {main} if is_stuck(language)}
    return tuple(
        replace(segment, language=main) if segment.language in stuck else segment for segment in segments
    )


def _summarise(
    document: Document,
    segments: Sequence[Segment],
    settings: RunSettings,
    summariser: Summariser,
    language: LanguageCode,
) -> Summary:
    kinds = {part.id: document.blocks[part.block].kind for part in segments}
    candidates = [part for part in segments if kinds[part.id] in SUMMARISED]
    hints = Hints(
        query=settings.query,
        headings=tuple(part.text for part in segments if kinds[part.id] in HEADINGS),
        quoted=tuple(part.id for part in candidates if kinds[part.id] == "quotation"),
    )
    return Summary(
        method=settings.method,
        summariser=summariser.identity,
        length=settings.length,
        segments=summariser.select(candidates, settings.length, language=language, hints=hints),
        query=settings.query,
    )


def _languages(document: Document, source: str, detector: Detector) -> tuple[Detected, Sequence[Detection]]:
    if source != "auto":
        given = Detected(language=source, confidence=1.0, detector="user")
        return given, [given] * len(document.blocks)
    detection, by_block = detect_document(document, detector)
    if not isinstance(detection, Detected):
        raise LanguageError(
            f"{document.origin}: its language cannot be told ({detection.reason}); name it with --from"
        )
    return detection, by_block
