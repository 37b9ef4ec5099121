"""The verdicts of the checks on a request's translations. Protected items are taken into account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pipeline.check.case import Case
from pipeline.check.checker import Checker
from pipeline.check.glossary_terms import inflected
from pipeline.check.presence import TRANSLATED
from pipeline.check.words.names import surnames
from pipeline.core.records import Check, Item, Route, Segment, SegmentId, Translated
from pipeline.translate.protect.protection import Protection
from pipeline.translate.protect.restore import gaps
from pipeline.translate.request import Request

Verdicts: TypeAlias = Mapping[SegmentId, tuple[Check, ...]]


class Judge:
    """Checks translations of segments. Its verdicts depend on the translation and on the document's text."""

    def __init__(self, checker: Checker, protection: Protection) -> None:
        """Use ``checker``, and tell it what ``protection`` finds in the source."""
        self._checker = checker
        self._protection = protection
        self._last: tuple[tuple[Segment, ...], frozenset[str]] | None = None

    def check_request(
        self, request: Request, texts: Mapping[SegmentId, Translated], routes: Sequence[Route]
    ) -> dict[SegmentId, tuple[Check, ...]]:
        """Return the verdicts on every segment of ``request`` that was, or should have been, translated.

        ``routes`` are those that were taken.
        """
        taken = {route.source: route for route in routes}
        return {
            segment.id: self.check_segment(segment, answer, request, taken.get(segment.language))
            for segment in request.segments
            if segment.language != request.target
            and ((answer := texts[segment.id]).origin != "source" or answer.failure)
        }

    def check_segment(
        self, segment: Segment, answer: Translated, request: Request, route: Route | None = None
    ) -> tuple[Check, ...]:
        """Return the verdicts on one translation by ``route``; if it failed, only the one that says so."""
        if answer.failure:
            return (Check(name=TRANSLATED, verdict="fail", note=answer.failure),)
        found = self._protection.matches(
            segment.text, segment.language, request.target, request.items.get(segment.id, ())
        )
        case = Case(
            source=segment.text,
            target=answer.text,
            source_language=segment.language,
            target_language=request.target,
            pivots=tuple(hop.target for hop in route.hops[:-1]) if route is not None else (),
            names=self._names(request),
            source_words=_without(segment.text, found.items),
            target_words=_without(answer.text, answer.items),
            terms=tuple(
                (term, item.replacement or term)
                for item in found.items
                if item.kind == "term" and (term := segment.text[item.start : item.end])
            ),
        )
        verdicts = self._checker.check(case)
        return (*verdicts, inflected(answer.inflected)) if answer.inflected else verdicts

    def _names(self, request: Request) -> frozenset[str]:
        """Return the surnames of a request's people; those of the last request are kept."""
        last = self._last
        if last is None or last[0] is not request.segments:
            names = frozenset(name for segment in request.segments for name in surnames(segment.text))
            last = self._last = (request.segments, names)
        return last[1]


def _without(text: str, items: Sequence[Item]) -> str:
    """Return a text without its protected items, because no engine translated these.

    Names and months that words stood in for are read like others.
    """
    solid = [item for item in items if item.start < item.end and item.stand_in is None]
    return " ".join(gaps(text, solid)) if solid else text
