"""The requests for the translation of a document, or of its summary, into each target language."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.contract import RunSettings
from pipeline.core.records.prepared import Prepared
from pipeline.translate.memory.run_memory import Passage
from pipeline.translate.request import Request
from pipeline.write.layout.marks import items


def requests(prepared: Prepared, settings: RunSettings, people: Mapping[Passage, str]) -> list[Request]:
    """Return one request per language. Translations in ``people`` go with it, and are kept."""
    segments = prepared.segments if "full" in settings.kinds else prepared.chosen
    markup = items(prepared.document, segments)
    return [
        Request(
            target=target,
            segments=segments,
            items=markup,
            human={
                segment.id: people[passage]
                for segment in segments
                if (passage := (segment.language, target, segment.text)) in people
            },
        )
        for target in settings.targets
    ]
