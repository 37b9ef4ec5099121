"""The implementation of ``ports.Summariser``: from segments to the ids of those chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import languages
from pipeline.core.errors import LanguageError, UsageError
from pipeline.core.extras import installed_version
from pipeline.core.records import Hints, LanguageCode, Length, Segment, SegmentId
from pipeline.core.text.case import folded
from pipeline.summarise.methods.table import METHODS, SUMY, rank


class Extractor:
    """A summariser by one of ``METHODS``, or by sumy itself (``sumy:lexrank``); see ``select``."""

    def __init__(self, method: str = "news") -> None:
        if method not in METHODS and not _is_sumys(method):
            known = ", ".join(METHODS)
            raise UsageError(f"unknown summary method {method!r}; choose one of: {known}; or sumy:NAME")
        self.method = method

    @property
    def identity(self) -> str:
        """Name and version of the ranking software: ``depeche`` or ``sumy``."""
        name = "sumy" if self.method.startswith(SUMY) else "depeche"
        return f"{name} {installed_version(name)}"

    def select(
        self,
        segments: Sequence[Segment],
        length: Length,
        *,
        language: LanguageCode,
        hints: Hints | None = None,
    ) -> tuple[SegmentId, ...]:
        """Return the ids of the best segments in the order of the source.

        Segments that differ in nothing but case, width or white space count as one, the first; empty ones do
        not count. Of these ``n`` segments the summary holds, by the unit of ``length``,

        * ``sentences``: that many, or all where there are fewer;
        * ``ratio``: ``round(ratio * n)`` (half to even, as Python rounds), at least 1;
        * ``words``, ``characters``: down the ranking, each that still fits, so never more than asked for.
          Words are those of the source, counted by ``count_words``; characters are the source's code
          points, with one for the line end between two sentences. Where no sentence is short enough the
          answer is empty, not an error: one long-winded document must not lose its translation.

        A sentence that begins with a reference (``He said``) is in only where the one before it is, and a
        quotation of several sentences is in as a whole or not at all. There are then fewer sentences than
        asked for where only quotations too long for the rest are left; never more.

        A text too short to be ranked (one sentence, nothing but stop words) gives its leading segments.
        ``language`` is that of the document, whatever single segments are in. Raises ``LanguageError`` where
        ``languages/`` has no file for it.
        """
        from pipeline.summarise import words
        from pipeline.summarise.material import Material
        from pipeline.summarise.selection import choose_segments
        from pipeline.summarise.units import units

        hints = hints or Hints()
        distinct = _distinct(segments)
        try:
            stems = [words.stems(segment.text, language) for segment in distinct]
        except languages.UnknownLanguageError as error:
            raise LanguageError(f"cannot summarise: {error}") from None
        material = Material(segments=distinct, stems=stems, language=language, hints=hints)
        sizes, most = _measures(distinct, length)
        chosen = choose_segments(
            rank(self.method, material), units(distinct, language, hints.quoted), sizes, most
        )
        return tuple(segment.id for position, segment in enumerate(distinct) if position in chosen)


def _is_sumys(method: str) -> bool:
    from pipeline.summarise.methods.sumy_reference import SUMY_NAMES

    return method.startswith(SUMY) and method.removeprefix(SUMY) in SUMY_NAMES


def _distinct(segments: Sequence[Segment]) -> list[Segment]:
    first: dict[str, Segment] = {}
    for segment in segments:
        key = " ".join(folded(unicodedata.normalize("NFKC", segment.text)).split())
        if key:
            first.setdefault(key, segment)
    return list(first.values())


def _measures(segments: Sequence[Segment], length: Length) -> tuple[list[float], float]:
    """Return the size of each segment, and the size that the summary may have."""
    from pipeline.summarise import words

    match length.unit:
        case "sentences":
            return [1] * len(segments), length.value
        case "ratio":
            return [1] * len(segments), max(1, round(length.value * len(segments)))
        case "words":
            return [words.count_words(segment.text) for segment in segments], length.value
        case "characters":
            return [len(segment.text) + 1 for segment in segments], length.value + 1
