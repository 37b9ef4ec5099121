"""What watches find in a run stands first in its digest, is checked, and is bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord, WatchFindings
from pipeline.digest.make import make_digest
from pipeline.digest.pages.view import on_page
from pipeline.digest.request import DigestRequest
from pipeline.digest.watches import find
from pipeline.digest.watches.watch import Watch
from pipeline.verify.run import verify_run
from tests.digest.test_check import _reseal
from tests.support.digest_runs import news, run_over, write

NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)
ATOM = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "pages" / "atom.rng"))
WATCHES = (
    Watch(name="dams", words=("barrage", "ejkid"), names=("Ferrandier",)),
    Watch(name="silent", words=("xylophone",)),
    Watch(name="court", query="prison AND fraud NOT barrage"),
    Watch(name="german", words=("prison",), languages=("de",)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run over reports of two stories; its engine reverses words."""
    place = tmp_path_factory.mktemp("watched")
    return run_over([write(place / "news", news())], place / "out")[0]


@pytest.fixture
def made(folder: Path) -> DigestRecord:
    """Make its digest with watches, in place of what a test left there."""
    return make_digest(folder, DigestRequest(watches=WATCHES), NOW)


def watched(record: DigestRecord, name: str) -> WatchFindings:
    """Return what a watch has found."""
    return next(findings for findings in record.watches if findings.name == name)


def test_hits_are_quoted_with_their_source(folder: Path, made: DigestRecord) -> None:
    """Each sentence once, though two reports say the same; found in its own words or in a translation."""
    assert [findings.name for findings in made.watches] == ["dams", "court"]
    dams = watched(made, "dams")
    sources = {hit.quote.texts[1].text for hit in dams.hits}
    assert "Le barrage de Corvanne a cédé mardi, 1 250 habitants évacués" in sources
    assert {hit.terms for hit in dams.hits} == {("barrage",), ("barrage", "Ferrandier"), ("Ferrandier",)}
    assert len({(hit.quote.language, hit.quote.texts[1].text) for hit in dams.hits}) == dams.found
    assert {report.document for report in dams.reports} == {hit.quote.document for hit in dams.hits}
    assert [text.digest for text in dams.hits[0].quote.texts] == ["es", "fr"]
    court = watched(made, "court")
    assert {report.outlet for report in court.reports} == {"Northbridge Wire"}
    assert {hit.terms for hit in court.hits} == {("prison", "fraud")}
    assert list(verify_run(folder)) == []


def test_hits_stand_first_on_every_page(folder: Path, made: DigestRecord) -> None:
    """With the word for a watch in the page's language, and the terms that were found."""
    words = {"es": ("Seguimiento", "Hallado"), "fr": ("Veille", "Trouvé")}
    for language, (watch, term) in words.items():
        for ending in ("txt", "md", "html", "atom.xml"):
            page = (folder / "digest" / f"{language}.{ending}").read_text()
            title = f"{watch}: dams ({watched(made, 'dams').found})"
            plain = page.replace("\\", "")
            title = title.replace(":", "\u00a0:") if language == "fr" else title
            assert title in plain, (language, ending)
            headline = on_page(made.stories[0].title, language)[0]
            story = next(t.text for t in headline.texts if t.digest == language).split()[0]
            assert (
                plain.index(title)
                < plain.index(f"{term}{title[len(watch) : title.index(':')]}: barrage")
                < plain.rindex(story)
            )
            assert "silent" not in page
        ATOM.assertValid(etree.parse(folder / "digest" / f"{language}.atom.xml"))


def test_a_digest_without_hits_is_as_one_without_watches(folder: Path) -> None:
    """To the last byte; and a record of before watches, which has no such field, is read."""
    files = {}
    for watches in ((), (WATCHES[1],)):
        make_digest(folder, DigestRequest(watches=watches), NOW)
        files[watches] = {path.name: path.read_bytes() for path in (folder / "digest").iterdir()}
    assert files[()] == files[WATCHES[1],]
    content = files[()]["digest.json"]
    assert b"watches" not in content
    assert codec.decode_record(DigestRecord, content, where="x").watches == ()


def test_a_phrase_of_a_translation_is_found(folder: Path) -> None:
    """The engine turns words around, so this row stands in translations alone; the sentence is quoted."""
    turned = ("Voss Harlan banker",)
    record = make_digest(folder, DigestRequest(watches=(Watch(name="own", phrases=turned),)), NOW)
    hits = watched(record, "own").hits
    assert {(hit.terms, hit.quote.language) for hit in hits} == {(turned, "en")}
    only_english = Watch(name="own", phrases=turned, languages=("en",))
    assert make_digest(folder, DigestRequest(watches=(only_english,)), NOW).watches == ()


def test_what_is_quoted_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are counted; of each document and in all, so many are quoted."""
    everything = Watch(name="all", words=("de", "the", "le", "la"))
    whole = watched(make_digest(folder, DigestRequest(watches=(everything,)), NOW), "all")
    monkeypatch.setattr(find, "MOST_OF_DOCUMENT", 2)
    monkeypatch.setattr(find, "MOST_HITS", 3)
    few = watched(make_digest(folder, DigestRequest(watches=(everything,)), NOW), "all")
    assert (len(few.hits), few.found) == (3, whole.found)
    assert f"({3} / {whole.found})" in (folder / "digest" / "es.txt").read_text()


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "words": lambda watch: watch["hits"][0]["quote"]["texts"][0].update(text="Lo contrario."),
    "term that is not there": lambda watch: watch["hits"][0].update(terms=["Ferrandier", "ejkid"]),
    "no term": lambda watch: watch["hits"][0].update(terms=[]),
    "watch without terms": lambda watch: watch.update(words=[], names=[]),
    "other words": lambda watch: watch.update(words=["xylophone"]),
    "another segment": lambda watch: watch["hits"][0]["quote"].update(segment="b4.1"),
    "no such segment": lambda watch: watch["hits"][0]["quote"].update(segment="b77.1"),
    "outlet": lambda watch: watch["reports"][0].update(outlet="Gazette"),
    "languages": lambda watch: watch.update(languages=["zz"]),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_hit_is_found(folder: Path, made: DigestRecord, name: str) -> None:
    """Though all pages and digests fit it."""
    _reseal(folder, lambda tree: FORGERIES[name](tree["watches"][0]))
    lines = list(verify_run(folder))
    assert lines
    assert all(line.startswith(str(folder / "digest" / "digest.json")) for line in lines)
    assert all(line.endswith(f"make the digest again: depeche digest {folder}") for line in lines)


def test_hits_of_another_version_are_held_to_their_words_alone(folder: Path, made: DigestRecord) -> None:
    """It may fold words in another way; what it quotes must stand in the documents all the same."""

    def older(tree: dict[str, Any]) -> None:
        tree["software"][0]["version"] = "0.0.1"
        tree["watches"][0].update(words=["xylophone"])

    _reseal(folder, older)
    assert list(verify_run(folder)) == []
    _reseal(folder, lambda tree: FORGERIES["words"](tree["watches"][0]))
    assert len(list(verify_run(folder))) == 1


def test_a_hit_without_its_report_is_found(folder: Path, made: DigestRecord) -> None:
    """A page could not say whose words it quotes."""
    path = folder / "digest" / "digest.json"
    watch = made.watches[0]
    forged = replace(made, watches=(replace(watch, reports=()), *made.watches[1:]))
    path.write_bytes(codec.encode_record(forged))
    assert any("digest.json" in line for line in verify_run(folder))
