"""Feeds of outlets: what each published, in the reader's language, the original beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.errors import DeliveryError
from pipeline.core.records import Parcel
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.deliver.settings import SourcesSettings
from pipeline.publish.deliver.sources.deliverer import SourcesDeliverer, feed_name
from tests.publish.deliver.test_feed import ATOM, HOSTILE, SCHEMA
from tests.support.digest_runs import DAM_GERMAN, news, run_over, write
from tests.support.parcels import MADE, make_parcel

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)
DATED = """---
title: Le pont est ouvert
date: 2025-10-08T06:30:00Z
---

Le pont de Corvanne est ouvert depuis mercredi. Les trains passent de nouveau.

Source : AGENCE littorale
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run of reports by five outlets, one in a language that no route leads from, and its digest."""
    place = tmp_path_factory.mktemp("sources")
    texts = news(
        title_only="Le marché ferme\n\nSource : Le Marché\n",
        dam_de=DAM_GERMAN.format(credit="Quelle: Bote vom Oberland"),
    )
    folder, _ = run_over([write(place / "news", {**texts, "bridge.md": DATED})], place / "out")
    make_digest(folder, DigestRequest(), NOW)
    return folder


def parcel(run: Path, slot: str = "d1", watch: str = "") -> Parcel:
    """Return the run, on an occasion."""
    return Parcel(job="morning", slot=slot, run=run, languages=("es", "fr"), made=MADE, watch=watch)


def deliverer(tmp_path: Path, **more: object) -> SourcesDeliverer:
    """Return what adds to the feeds below a folder."""
    return SourcesDeliverer("own", SourcesSettings(folder=str(tmp_path / "feeds"), **more))  # type: ignore[arg-type]


def feeds(tmp_path: Path) -> dict[str, etree._Element]:
    """Return all feeds by title, each validated, with the ids of all entries different."""
    found = {}
    for path in (tmp_path / "feeds").iterdir():
        tree = etree.fromstring(path.read_bytes())
        SCHEMA.assertValid(tree)
        ids = [entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)
        found[str(tree.findtext(f"{ATOM}title"))] = tree
    return found


def test_each_outlet_has_a_feed_in_each_language(run: Path, tmp_path: Path) -> None:
    """Its name decides, whatever its case; an entry a document, in both languages, each marked."""
    made = deliverer(tmp_path, base_url="https://news.example/", feeds_url="https://news.example/f")
    assert made.items(parcel(run)) == ("es", "fr")
    said = [made.send(parcel(run), item) for item in made.items(parcel(run))]
    assert [line.rpartition(": ")[2] for line in said] == ["7 new in 5 feeds"] * 2
    found = feeds(tmp_path)
    outlets = (
        *("Agence Littorale", "Bote vom Oberland", "Le Courrier de Corvanne", "Le Marché"),
        "Northbridge Wire",
    )
    titles = {title.casefold() for title in found}
    assert titles == {
        f"{outlet} ({code})".casefold() for outlet in outlets for code in ("español", "français")
    }
    tree = found["Le Courrier de Corvanne (español)"]
    link = tree.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").startswith("https://news.example/f/le-courrier-de-corvanne-")
    (entry,) = tree.iter(f"{ATOM}entry")
    title, summary = entry.find(f"{ATOM}title"), entry.find(f"{ATOM}summary")
    assert title is not None
    assert summary is not None
    assert (title.get(LANG), summary.get(LANG), entry.get(LANG)) == ("es", "es", "es")
    assert (title.text or "").startswith("Es: ")  # as the engine says of all that it translates
    beside = {(part.get(LANG), "".join(part.itertext())) for part in entry.iter("{*}span", "{*}small")}
    assert ("es", title.text) in beside
    assert ("fr", "Le barrage de Corvanne a cédé mardi, 1 250 habitants évacués") in beside
    page = entry.find(f"{ATOM}link")
    assert page is not None
    assert page.get("href") == f"https://news.example/run/reader/{_document(run, 'le-barrage', 1)}.es.html"


def _document(run: Path, begin: str, number: int) -> str:
    names = sorted(path.name for path in (run / "documents").iterdir() if path.name.startswith(begin))
    assert len(names) == number + 1
    two = [name for name in names if "Courrier" in (run / "documents" / name / "document.json").read_text()]
    return two[0]


def test_what_is_not_translated_says_so(run: Path, tmp_path: Path) -> None:
    """German words stand in German, with a mark and without a link; French in a French feed stand once."""
    made = deliverer(tmp_path, base_url="https://news.example")
    for item in ("es", "fr"):
        made.send(parcel(run), item)
    found = feeds(tmp_path)
    (german,) = found["Bote vom Oberland (español)"].iter(f"{ATOM}entry")
    title = german.find(f"{ATOM}title")
    assert title is not None
    assert (title.get(LANG), title.text) == ("de", DAM_GERMAN.splitlines()[0])
    assert "sin traducir" in "".join(german.itertext())
    (own,) = found["Le Courrier de Corvanne (français)"].iter(f"{ATOM}entry")
    assert "".join(own.itertext()).count("Aucune victime") <= 2  # in the summary, and in the content
    assert {part.get(LANG) for part in own.iter("{*}span")} == {"fr"}


def test_feeds_are_added_to(run: Path, tmp_path: Path) -> None:
    """A document of an earlier run is not told again, nor moved; its date is the one that it states."""
    made = deliverer(tmp_path)
    made.send(parcel(run), "es")
    before = {path.name: path.read_bytes() for path in (tmp_path / "feeds").iterdir()}
    assert made.send(parcel(run), "es").endswith(": 0 new in 5 feeds")
    later = Parcel(job="noon", slot="d2", run=run, languages=("es",), made="2026-11-29T06:30:00+01:00")
    assert made.send(later, "es").endswith(": 0 new in 5 feeds")
    assert {path.name: path.read_bytes() for path in (tmp_path / "feeds").iterdir()} == before
    agency = next(tree for title, tree in feeds(tmp_path).items() if title.casefold().startswith("agence"))
    times = [entry.findtext(f"{ATOM}updated") for entry in agency.iter(f"{ATOM}entry")]
    assert times == [MADE, "2025-10-08T06:30:00Z"]
    other = make_parcel(tmp_path, "Se rompe la presa", HOSTILE, slot="d3", with_documents=True)
    assert made.send(other, "es").endswith(": 2 new in 1 feeds")
    assert "<script" not in "".join(path.read_text() for path in (tmp_path / "feeds").iterdir())
    assert len(feeds(tmp_path)) == 6


def test_hits_of_a_watch_are_no_documents(run: Path, tmp_path: Path) -> None:
    """So nothing is sent at once."""
    assert deliverer(tmp_path).items(parcel(run, watch="floods")) == ()


def test_a_damaged_document_is_told(tmp_path: Path) -> None:
    """No feed is begun, and the line names the file."""
    damaged = make_parcel(tmp_path, "one", "two", with_documents=True)
    next((damaged.run / "documents").glob("*/document.json")).write_text("{}")
    with pytest.raises(DeliveryError) as refused:
        deliverer(tmp_path).send(damaged, "es")
    assert "document.json" in refused.value.message
    assert refused.value.is_final
    assert not (tmp_path / "feeds").exists()


def test_a_feed_that_is_none_stays_as_it_is(tmp_path: Path) -> None:
    """It is an error, and the other outlets' feeds can be mended by the next start."""
    given = make_parcel(tmp_path, "one", with_documents=True)
    made = deliverer(tmp_path)
    made.send(given, "es")
    (path,) = (tmp_path / "feeds").iterdir()
    path.write_text("mine")
    with pytest.raises(DeliveryError) as refused:
        made.send(given, "es")
    assert "left as it is" in refused.value.message
    assert path.read_text() == "mine"


def test_names_of_feeds_fit_any_disk() -> None:
    """In ASCII, in lower case, and different for different outlets in any script."""
    names = [
        feed_name(outlet) for outlet in ("Новини", "ニュース", "../..", "x" * 300, "X" * 300, "É!", "E?")
    ]
    assert all(name.isascii() and len(name) < 60 and "/" not in name and name[0] != "." for name in names)
    assert len(set(names)) == len(names) - 1
    assert names[3] == names[4]
