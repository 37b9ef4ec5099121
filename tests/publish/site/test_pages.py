"""What the reader's pages show is what the run's folder holds, and every link leads to something."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest

from pipeline import read_run
from pipeline.core.contract import RunRecord
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site
from pipeline.publish.site.paths import PAGE_ROWS, index_file, index_pages
from tests.support.digest_runs import run_over, write
from tests.support.site_runs import Page, run_to_read


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunRecord]:
    """Make a run with a digest and its pages, once."""
    run, record = run_to_read(tmp_path_factory.mktemp("reader"))
    make_digest(run, DigestRequest())
    make_site(run)
    return run, record


def page(run: Path, path: str) -> Page:
    """Read a page of a run."""
    return Page((run / path).read_text())


def everything(run: Path) -> list[str]:
    """Return the paths of all pages."""
    return ["index.html", *(f"reader/{path.name}" for path in sorted((run / "reader").iterdir()))]


def test_every_document_has_a_page_in_every_language(made: tuple[Path, RunRecord]) -> None:
    """And the index leads to each."""
    run, _ = made
    expected = {
        f"reader/{document.record.id}.{language}.html"
        for document in read_run(run).documents
        for language in document.variants
    }
    assert expected == set(everything(run)) - {"index.html"}
    assert expected <= set(page(run, "index.html").links)


def test_every_sentence_stands_beside_its_translation(made: tuple[Path, RunRecord]) -> None:
    """Word for word, each marked with its language, each with a place of its own to link to."""
    run, _ = made
    for document in read_run(run).documents:
        for language, variant in document.variants.items():
            found = page(run, f"reader/{document.record.id}.{language}.html")
            ids = [segment.id for segment in document.record.segments]
            assert [name for name in found.ids if name in ids] == ids
            for segment in document.record.segments:
                assert segment.text in found.text(segment.language)
            for aligned in variant.record.segments:
                assert aligned.target in found.text(language)


def test_every_link_leads_to_a_file_of_the_run_or_a_place_on_the_page(made: tuple[Path, RunRecord]) -> None:
    """None leads out of it."""
    run, _ = made
    for name in everything(run):
        found = page(run, name)
        assert found.links
        assert len(set(found.ids)) == len(found.ids)
        for link in found.links:
            path, place = urldefrag(link)
            if path:
                target = ((run / name).parent / path).resolve()
                assert target.is_file(), f"{name}: {link}"
                assert target.is_relative_to(run.resolve())
            else:
                assert place in found.ids, f"{name}: {link}"


def test_pages_are_whole_and_hold_nothing_that_acts(made: tuple[Path, RunRecord]) -> None:
    """Every element is closed; there is no script, no form, nothing that loads."""
    run, _ = made
    for name in everything(run):
        found = page(run, name)
        assert found.left_open == []
        assert not found.tags & {"script", "form", "img", "iframe", "object", "embed", "link", "base", "svg"}
        assert "default-src 'none'" in (run / name).read_text()


def test_a_page_says_where_its_words_come_from(made: tuple[Path, RunRecord]) -> None:
    """The source and its digest, the route and its package, what was kept, who looked at it."""
    run, _ = made
    document = next(found for found in read_run(run).documents if "quais" in found.record.origin)
    shown = " ".join(words for _, words in page(run, f"reader/{document.record.id}.es.html").words)
    (route,) = document.variants["es"].record.routes
    for words in (
        document.record.sha256,
        document.record.origin,
        route.hops[0].identity.package,
        route.hops[0].identity.sha256,
        "es-t-fr-t0-und",
        "machine-translated",
        "kept as it was: https://corvanne.example/quais",
        "by nobody",
        "rm -rf <quais>",
        "(Northbridge Wire)",
    ):
        assert words in shown, words


def test_the_index_counts_checks_and_names_what_failed(made: tuple[Path, RunRecord]) -> None:
    """Verdicts of all documents as run.json has them, the digest, and the empty file with its reason."""
    run, record = made
    found = page(run, "index.html")
    shown = [words for _, words in found.words]
    for count in record.checks:
        place = shown.index(count.name)
        assert shown[place + 1 : place + 4] == [str(count.passed), str(count.warned), str(count.failed)]
    (failed,) = [entry for entry in record.documents if entry.outcome == "failed"]
    assert failed.message in shown
    assert "digest/es.html" in found.links


def test_a_source_page_has_its_own_words_alone(made: tuple[Path, RunRecord]) -> None:
    """No second column, nobody to thank."""
    run, _ = made
    document = next(found for found in read_run(run).documents if "court" in found.record.origin)
    found = page(run, f"reader/{document.record.id}.en.html")
    assert found.text("en").count(document.record.segments[0].text) >= 1
    assert "the source's own words" in [words for _, words in found.words]


def test_a_summary_alone_stands_beside_the_whole_source(tmp_path: Path) -> None:
    """What was not asked for has an empty cell."""
    run, _ = run_to_read(tmp_path, variants=("summary",), sentences=1)
    make_site(run)
    for document in read_run(run).documents:
        for language, variant in document.variants.items():
            found = page(run, f"reader/{document.record.id}.{language}.html")
            assert len(variant.record.segments) < len(document.record.segments)
            assert {segment.text for segment in document.record.segments} <= {
                words for _, words in found.words
            }
            assert {segment.id for segment in document.record.segments} <= set(found.ids)


def test_a_document_without_a_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    """Not too many of them, and in the page's language."""
    words = " ".join(f"chose{number}" for number in range(60))
    texts = {"long": f"Le maire parle de {words}."}
    run, _ = run_over([write(tmp_path / "news", texts)], tmp_path / "out", source="fr")
    make_site(run)
    (document,) = read_run(run).documents
    assert document.record.title is None
    title = next(words for code, words in page(run, "index.html").words if code == "es")
    assert title.endswith(" …")
    assert 150 < len(title) <= 202
    assert document.variants["es"].record.segments[0].target.startswith(title.removesuffix(" …"))


def test_an_index_of_many_documents_has_pages() -> None:
    """As many as it takes, the first one where readers look."""
    assert index_pages(0) == index_pages(1) == index_pages(PAGE_ROWS) == 1
    assert index_pages(PAGE_ROWS + 1) == 2
    assert index_file(1) == "index.html"
    assert index_file(2) == "reader/page-2.html"
