"""Preparing of a document: which language each sentence goes with."""

from __future__ import annotations

from pipeline.detect.detector import LangdetectDetector
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.steps.prepare import HasRoute, prepare
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from tests.detect.test_detector import NEWS
from tests.support.documents import document

FRENCH = (
    f"{NEWS['fr']} Les travaux de l'hôpital ont coûté douze millions d'euros à la ville et au département."
)


def spoken(has_route: HasRoute, *targets: str) -> list[str]:
    """Return the languages that the sentences of a French and a Russian paragraph are translated from."""
    config = load_config(["x"], Options(to=targets))
    prepared = prepare(
        document(("paragraph", FRENCH), ("paragraph", NEWS["ru"]), ("paragraph", FRENCH)),
        config.settings,
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor("lexrank"),
        has_route=has_route,
    )
    assert prepared.block_detections[1].language == "ru"
    return list(dict.fromkeys(segment.language for segment in prepared.segments))


def test_a_paragraph_without_a_route_goes_with_its_document() -> None:
    """Its document does not fail for it; what was detected stays recorded."""
    assert spoken(lambda source, _: source == "fr", "es") == ["fr"]


def test_a_paragraph_with_a_route_goes_by_itself() -> None:
    """Whatever the document's language offers."""
    assert spoken(lambda *_: True, "es") == ["fr", "ru"]


def test_where_the_document_has_no_route_either_nothing_is_hidden() -> None:
    """The error then names the pair that is missing."""
    assert spoken(lambda *_: False, "es") == ["fr", "ru"]


def test_a_paragraph_in_the_target_language_needs_no_route() -> None:
    """It stays as it is."""
    assert spoken(lambda source, _: source == "fr", "ru") == ["fr", "ru"]
