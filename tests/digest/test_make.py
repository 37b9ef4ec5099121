"""A digest is made of what a run wrote, and quotes it and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core import clock, codec
from pipeline.core.contract import RunRecord
from pipeline.core.contract.digest import DigestRecord, Quote
from pipeline.core.errors import BusyError, RecordError, UsageError
from pipeline.digest.make import make_digest
from pipeline.digest.pages.view import on_page
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site
from pipeline.verify.run import verify_run
from pipeline.write.on_disk import files_on_disk
from pipeline.write.read_run import read_run
from pipeline.write.run_folder import hold_run, write_run
from tests.support.digest_runs import COURT, DAM_GERMAN, news, run_over, write

NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a run over reports of two stories, one of them in German, which no route leads from."""
    place = tmp_path_factory.mktemp("digests")
    texts = news(dam_de=DAM_GERMAN.format(credit="Quelle: Bote vom Oberland"))
    return run_over([write(place / "news", texts)], place / "out")[0]


@pytest.fixture(scope="module")
def record(folder: Path) -> DigestRecord:
    """Make the digest of that run."""
    return make_digest(folder, DigestRequest(), NOW)


def quotes(record: DigestRecord) -> list[Quote]:
    """Return all that a digest quotes."""
    return [quote for story in record.stories for quote in (*story.title, *story.sentences)]


def segments(folder: Path) -> dict[tuple[str, str, str], str]:
    """Return every text of a run by the record that has it, and the segment."""
    found = {}
    for document in read_run(folder).documents:
        place = f"documents/{document.record.id}"
        for segment in document.record.segments:
            found[f"{place}/document.json", document.record.id, segment.id] = segment.text
        for language, variant in document.variants.items():
            for aligned in variant.record.segments:
                found[f"{place}/{language}/variant.json", document.record.id, aligned.id] = aligned.target
    return found


def test_near_duplicates_and_translations_are_one_story(record: DigestRecord) -> None:
    """The dam in French twice, in English and in German; the court by itself."""
    assert [len(story.reports) for story in record.stories] == [4, 1]
    dam = record.stories[0]
    assert dam.outlets == (
        "Agence Littorale",
        "Bote vom Oberland",
        "Le Courrier de Corvanne",
        "Northbridge Wire",
    )
    assert sum(report.near is not None for report in dam.reports) == 1
    assert record.counts.near_duplicates == 1
    assert record.counts.unpivoted == 1


def test_a_digest_only_quotes(folder: Path, record: DigestRecord) -> None:
    """Every sentence stands word for word in the record that it names, and in every page of its language."""
    known = segments(folder)
    assert len(quotes(record)) >= 4
    for quote in quotes(record):
        for told in quote.texts:
            assert told.text == known[told.record, quote.document, quote.segment]
            assert told.text in (folder / "digest" / f"{told.digest}.txt").read_text()


def test_each_page_has_its_quotes_in_the_order_of_the_record(folder: Path, record: DigestRecord) -> None:
    """And a story that no report tells in a digest's language is told in the same sentences on all pages."""
    for language in record.languages:
        text = (folder / "digest" / f"{language}.txt").read_text()
        told = [t.text for quote in quotes(record) for t in quote.texts if t.digest == language]
        places = [text.index(f"{each} [") for each in told]
        assert told
        assert places == sorted(places)


def test_a_page_quotes_reports_in_its_language_before_translations(record: DigestRecord) -> None:
    """The French page of a story with French reports has no machine's French of what these say."""
    dam = record.stories[0]
    french = [t for quote in (*dam.title, *dam.sentences) for t in quote.texts if t.digest == "fr"]
    assert french[0].origin == "source"
    assert [told.origin for told in french].count("source") >= len(french) - 1


def test_at_most_one_of_near_duplicates_is_quoted(record: DigestRecord) -> None:
    """The others are named."""
    near = {report.document for story in record.stories for report in story.reports if report.near}
    assert near
    assert not near & {quote.document for quote in quotes(record)}


def test_no_sentence_points_back_at_one_that_is_not_there(folder: Path) -> None:
    """``She showed`` and ``His lawyer`` come only behind what they speak of."""
    for length in range(1, 7):
        record = make_digest(folder, DigestRequest(sentences=length), NOW)
        for story in record.stories:
            for language in record.languages:
                page = on_page(story.sentences, language)
                told = [quote.segment for quote in page if quote.document.startswith("court")]
                assert len(page) <= length
                for leaning, before in (("b3.2", "b3.1"), ("b3.3", "b3.2")):
                    assert leaning not in told or told[told.index(leaning) - 1] == before


def test_who_translated_is_said(record: DigestRecord) -> None:
    """And what was not translated stands in its own words."""
    court = next(story for story in record.stories if story.reports[0].language == "en")
    assert {(told.origin, told.method) for quote in court.sentences for told in quote.texts} == {
        ("machine", "rule-based")
    }


def test_what_no_route_leads_to_is_told_in_its_own_words(tmp_path: Path) -> None:
    """A document in a language without an engine is in the digest, marked, in the source's words."""
    texts = {"dam-de": DAM_GERMAN.format(credit="Quelle: Bote vom Oberland")}
    folder, run = run_over([write(tmp_path / "news", texts)], tmp_path / "out")
    assert run.counts.failed == 0
    record = make_digest(folder, DigestRequest(), NOW)
    assert record.counts.unpivoted == 1
    told = record.stories[0].title[0].texts[0]
    assert (told.digest, told.language, told.origin) == ("es", "de", "source")
    assert "Original: alemán, sin traducir" in (folder / "digest" / "es.txt").read_text()
    assert 'lang="de"' in (folder / "digest" / "es.html").read_text()
    assert list(verify_run(folder)) == []


def test_a_strict_run_still_fails_what_a_lenient_one_left_out(tmp_path: Path) -> None:
    """The folder that lacks a language does not pass for done; a lenient run makes nothing anew."""
    texts = news(dam_de=DAM_GERMAN.format(credit="Quelle: Bote vom Oberland"))
    place = write(tmp_path / "news", texts)
    run_over([place], tmp_path / "out")
    _, again = run_over([place], tmp_path / "out", lenient=False)
    assert (again.counts.skipped, again.counts.failed) == (4, 1)
    _, lenient = run_over([place], tmp_path / "out")
    assert (lenient.counts.skipped, lenient.counts.partial, lenient.counts.failed) == (4, 1, 0)


def test_the_same_documents_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    """With the time given, for that is all that may differ."""
    place = write(tmp_path / "news", news())
    files = sorted(place.iterdir())
    for name, inputs in (("one", files), ("two", files[::-1])):
        folder, _ = run_over(inputs, tmp_path / name)
        make_digest(folder, DigestRequest(until="2025-10-09"))
        make_digest(folder, DigestRequest(until="2025-10-09T12:00:00"))
    assert files_on_disk(tmp_path / "one" / "run" / "digest") == files_on_disk(
        tmp_path / "two" / "run" / "digest"
    )


def test_old_reports_are_left_out_and_undated_ones_kept(tmp_path: Path) -> None:
    """By their own date where they have one, by their file's otherwise."""
    texts = news()
    texts["court.md"] = f"---\ntitle: Court jails banker\ndate: 2025-10-01\n---\n\n{texts.pop('court')}"
    place = write(tmp_path / "news", texts)
    for path in place.glob("dam*"):
        os.utime(path, (NOW.timestamp() - 3600, NOW.timestamp() - 3600))
    folder, _ = run_over([place], tmp_path / "out")
    record = make_digest(folder, DigestRequest(since="24h"), NOW)
    assert (record.since, record.until) == ("2025-10-08T12:00:00Z", "2025-10-09T12:00:00Z")
    assert (record.counts.documents, record.counts.outside, record.counts.undated) == (4, 1, 0)
    moment = record.stories[0].moment
    assert moment is not None
    assert (moment.time, moment.source) == ("2025-10-09T11:00:00Z", "file")


def test_a_source_that_is_gone_or_touched_keeps_its_date(tmp_path: Path) -> None:
    """That of its file as the run saw it first: it does not come back in every digest."""
    place = write(tmp_path / "news", news())
    for path in place.iterdir():
        os.utime(path, (NOW.timestamp() - 3600,) * 2)
    folder, _ = run_over([place], tmp_path / "out")
    first = make_digest(folder, DigestRequest(since="24h"), NOW)
    (place / "dam-en.txt").unlink()
    for name in ("dam-one", "dam-two", "court"):
        (place / f"{name}.txt").touch()
    run_over([place], tmp_path / "out")
    assert replace(make_digest(folder, DigestRequest(since="24h"), NOW), files=()) == replace(first, files=())
    later = make_digest(folder, DigestRequest(since="24h"), NOW + timedelta(days=2))
    assert (later.counts.outside, later.counts.undated, later.counts.stories) == (4, 0, 0)
    assert list(verify_run(folder)) == []


def test_an_edited_source_replaces_its_older_self(tmp_path: Path) -> None:
    """The older text is not told, and the counts say so; where it comes back, the newer one is not."""
    place = write(tmp_path / "news", news())
    before = (place / "court.txt").read_text()
    folder, _ = run_over([place], tmp_path / "out")
    first = make_digest(folder, DigestRequest(), NOW)
    (place / "court.txt").write_text(before.replace("Pell", "Marl") + "\n\nAn appeal was lodged at noon.\n")
    run_over([place], tmp_path / "out")
    edited = make_digest(folder, DigestRequest(), NOW)
    assert (edited.counts.documents, edited.counts.replaced, edited.counts.used) == (5, 1, 4)
    assert len(documents_told(edited) - documents_told(first)) == 1
    run_over([place / "dam-en.txt"], tmp_path / "out")  # which the edited one is no input of
    assert documents_told(make_digest(folder, DigestRequest(), NOW)) == documents_told(edited)
    (place / "court.txt").write_text(before)
    run_over([place], tmp_path / "out")
    assert documents_told(make_digest(folder, DigestRequest(), NOW)) == documents_told(first)
    assert list(verify_run(folder)) == []


def test_stories_say_what_the_last_digest_told_of_them(tmp_path: Path) -> None:
    """A new one none of its reports, one that goes on some; the first digest says nothing."""
    place = write(tmp_path / "news", {"dam-one": news()["dam-one"]})
    folder, _ = run_over([place], tmp_path / "out")
    first = make_digest(folder, DigestRequest(), NOW)
    assert [story.known for story in first.stories] == [None]
    write(place, {name: news()[name] for name in ("dam-en", "court")})
    run_over([place], tmp_path / "out")
    second = make_digest(folder, DigestRequest(), NOW + timedelta(days=1))
    assert sorted((len(story.reports), story.known) for story in second.stories) == [(1, 0), (2, 1)]
    page = (folder / "digest" / "es.txt").read_text()
    assert "   Nuevo\n" in page
    assert "   Actualizado · artículos nuevos: 1\n" in page
    assert make_digest(folder, DigestRequest(), NOW + timedelta(days=1)) == second  # in place of itself
    third = make_digest(folder, DigestRequest(), NOW + timedelta(days=2))
    assert all(story.known == len(story.reports) for story in third.stories)
    other, _ = run_over([place], tmp_path / "other")
    again = make_digest(other, DigestRequest(), NOW + timedelta(days=3), last=folder)
    assert [story.known for story in again.stories] == [story.known for story in third.stories]
    assert list(verify_run(folder)) == []


def test_notes_lead_to_the_site_once_there_is_one(tmp_path: Path) -> None:
    """Each place that a note leads to is there: a sentence on a page, or the folder of a source."""
    texts = news(dam_de=DAM_GERMAN.format(credit="Quelle: Bote vom Oberland"))
    folder, _ = run_over([write(tmp_path / "news", texts)], tmp_path / "out")
    make_digest(folder, DigestRequest(), NOW)
    assert not any(place.startswith("../reader/") for place in led_to(folder))
    make_site(folder)
    assert any(place.startswith("../reader/") for place in led_to(folder))
    for place in led_to(folder):
        path, _, segment = place.partition("#")
        there = folder / "digest" / path
        assert there.exists()
        assert not segment or f'id="{segment}"' in there.read_text()
    assert list(verify_run(folder)) == []
    before = files_on_disk(folder, "digest")
    make_digest(folder, DigestRequest(), NOW)
    assert files_on_disk(folder, "digest") == before


def led_to(folder: Path) -> set[str]:
    """Return where the links of a digest's pages lead."""
    pages = (folder / "digest").glob("*.html")
    return {place for page in pages for place in re.findall(r'href="([^"]+)"', page.read_text())}


def documents_told(record: DigestRecord) -> set[str]:
    """Return the documents of a digest's stories."""
    return {report.document for story in record.stories for report in story.reports}


def test_what_has_no_date_is_told_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many outlets have it."""
    place = write(tmp_path / "news", news())
    real = clock.last_change
    monkeypatch.setattr(clock, "last_change", lambda path: None if "dam" in path.name else real(path))
    folder, _ = run_over([place], tmp_path / "out")
    for path in place.glob("dam*"):
        path.unlink()
    record = make_digest(folder, DigestRequest(), NOW)
    assert [len(story.reports) for story in record.stories] == [1, 3]
    assert [story.moment is None for story in record.stories] == [False, True]
    assert record.counts.undated == 3


def test_what_stands_in_an_archive_has_its_date(tmp_path: Path) -> None:
    """Also when the archive is gone; a document that came back in every digest would lead it."""
    place = write(tmp_path / "news", news())
    archive = tmp_path / "dam.zip"
    with ZipFile(archive, "w") as packed:
        for path in sorted(place.glob("dam*")):
            packed.write(path, path.name)
    os.utime(archive, (NOW.timestamp() - 48 * 3600,) * 2)
    folder, _ = run_over([archive, place / "court.txt"], tmp_path / "out")
    archive.unlink()
    (story,) = make_digest(folder, DigestRequest(since="24h"), NOW).stories
    assert [report.origin for report in story.reports] == [str(place / "court.txt")]


def test_newer_and_more_covered_stories_come_first(tmp_path: Path) -> None:
    """Two outlets outweigh one, unless that is half a day newer."""
    place = write(tmp_path / "news", news())
    ages = {"court": 0, "dam-one": 3, "dam-two": 3, "dam-en": 3}
    for name, hours in ages.items():
        os.utime(place / f"{name}.txt", (NOW.timestamp() - 3600 * hours,) * 2)
    folder, _ = run_over([place], tmp_path / "out")
    assert [len(story.reports) for story in make_digest(folder, DigestRequest(), NOW).stories] == [3, 1]
    for name in ("dam-one", "dam-two", "dam-en"):
        os.utime(place / f"{name}.txt", (NOW.timestamp() - 3600 * 48,) * 2)
    folder, _ = run_over([place], tmp_path / "later")
    assert [len(story.reports) for story in make_digest(folder, DigestRequest(), NOW).stories] == [1, 3]
    assert len(make_digest(folder, DigestRequest(top=1), NOW).stories) == 1


def test_one_sentence_is_a_digest(tmp_path: Path) -> None:
    """Its only sentence is the story's title."""
    folder, _ = run_over([write(tmp_path / "news", {"one": COURT.split("\n\n")[1]})], tmp_path / "out")
    record = make_digest(folder, DigestRequest(), NOW)
    assert [len(story.title) for story in record.stories] == [1]
    assert record.stories[0].sentences == ()
    assert list(verify_run(folder)) == []


def test_a_hundred_copies_are_one_report(tmp_path: Path) -> None:
    """Of the same bytes; those that differ in their outlet are told once, and all outlets named."""
    court = COURT.format(credit="(Northbridge Wire)")
    texts = {f"copy-{number:03}": court for number in range(50)}
    texts |= {f"own-{number:03}": f"{court}\n(Gazette {number})\n" for number in range(50)}
    folder, _ = run_over([write(tmp_path / "news", texts)], tmp_path / "out", to=("es",))
    record = make_digest(folder, DigestRequest(), NOW)
    assert (record.counts.stories, record.counts.documents, record.counts.near_duplicates) == (1, 51, 50)
    assert max(report.copies for report in record.stories[0].reports) == 50
    assert len({quote.document for quote in quotes(record)}) == 1


def test_copies_of_a_document_that_failed_are_none(tmp_path: Path) -> None:
    """The run names them by a folder that was never written."""
    unknown = (
        "Mvua kubwa yaharibu barabara\n\nHabari za asubuhi. Rais wa nchi alisema jana kwamba mvua imeharibu "
        "barabara nyingi za pwani.\n"
    )
    place = write(tmp_path / "news", {**news(), "sw-one": unknown, "sw-two": unknown})
    folder, run = run_over([place], tmp_path / "out")
    assert run.counts.failed == 1
    assert make_digest(folder, DigestRequest(), NOW).counts.documents == 4
    assert list(verify_run(folder)) == []


def test_a_document_of_megabytes_is_one_of_many(tmp_path: Path) -> None:
    """It is neither refused nor allowed to take over; read from its written folder, as that of any size."""
    folder, _ = run_over([write(tmp_path / "news", news())], tmp_path / "out", to=("es",))
    path = next(folder.glob("documents/court*/document.json"))
    tree = json.loads(path.read_text())
    last = tree["segments"][-1]
    words = " ".join(f"word{number % 5000}" for number in range(200_000))
    tree["text"] += words
    tree["segments"].append({**last, "id": "b9.1", "end": last["end"] + len(words), "text": words})
    path.write_text(json.dumps(tree))
    assert path.stat().st_size > 3_000_000
    record = make_digest(folder, DigestRequest(), NOW)
    assert record.counts.stories == 2


def test_a_run_without_documents_is_an_error(tmp_path: Path) -> None:
    """Where all inputs failed; a quiet day, on which none was named, is a digest without stories."""
    folder, run = run_over([tmp_path / "gone"], tmp_path / "out")
    assert run.counts.failed == 1
    with pytest.raises(RecordError, match="holds no document to make a digest of"):
        make_digest(folder, DigestRequest(), NOW)
    assert not (folder / "digest").exists()
    quiet, _ = run_over([], tmp_path / "quiet")
    record = make_digest(quiet, DigestRequest(since="24h"), NOW)
    assert record.stories == ()
    assert "No hay noticias." in (quiet / "digest" / "es.txt").read_text()
    assert list(verify_run(quiet)) == []


def test_what_is_no_run_is_left_alone(tmp_path: Path) -> None:
    """Not even a lock is put into it."""
    with pytest.raises(RecordError, match=r"run\.json: cannot be read"):
        make_digest(tmp_path, DigestRequest(), NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (DigestRequest(languages=("de",)), "--to de: "),
        (DigestRequest(pivot="de"), "--pivot de: "),
        (DigestRequest(top=0), "--top 0: must be 1 or more"),
        (DigestRequest(sentences=0), "--sentences 0: must be from 1 to 20"),
        (DigestRequest(since="2025-10-10"), "--since 2025-10-10: is after"),
        (DigestRequest(until="noon"), "--until noon: give a date"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(folder: Path, wanted: DigestRequest, message: str) -> None:
    """The option is named; an older digest stays."""
    before = files_on_disk(folder / "digest")
    with pytest.raises(UsageError, match=message):
        make_digest(folder, wanted, NOW)
    assert files_on_disk(folder / "digest") == before


def test_a_folder_at_work_is_not_digested(folder: Path) -> None:
    """Its documents may change at any moment."""
    with hold_run(folder), pytest.raises(BusyError):
        make_digest(folder, DigestRequest(), NOW)


@pytest.mark.usefixtures("record")
def test_a_signed_run_is_not_digested(folder: Path, tmp_path: Path) -> None:
    """Its signature would not fit any more; nothing is changed."""
    signed = Path(shutil.copytree(folder, tmp_path / "run"))
    write_run(signed, replace(codec.read_record(RunRecord, signed / "run.json"), signed_by="0" * 64))
    with pytest.raises(UsageError, match="is signed, and a digest would undo the signature"):
        make_digest(signed, DigestRequest(languages=("es",)), NOW)
    assert files_on_disk(signed / "digest") == files_on_disk(folder / "digest")


def test_some_of_the_languages_in_the_order_given(folder: Path, tmp_path: Path) -> None:
    """The others of the run need no digest; the pivot may be one of those."""
    mine = Path(shutil.copytree(folder, tmp_path / "run"))
    record = make_digest(mine, DigestRequest(languages=("fr",), pivot="es"), NOW)
    assert (record.languages, record.pivot) == (("fr",), "es")
    assert sorted(path.name for path in (mine / "digest").iterdir()) == [
        "digest.json",
        "fr.atom.xml",
        "fr.html",
        "fr.md",
        "fr.txt",
    ]


def test_the_record_is_as_its_schema_says(folder: Path, record: DigestRecord) -> None:
    """What was written reads back."""
    made = make_digest(folder, DigestRequest(), NOW)
    assert codec.read_record(DigestRecord, folder / "digest" / "digest.json") == made
    assert made == record
    assert codec.read_record(RunRecord, folder / "run.json").run_id == made.run_id


SIGNS = st.characters(codec="utf-8", exclude_characters="\0")
LINES = st.lists(st.text(SIGNS, min_size=1, max_size=60), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_any_text_is_quoted_as_it_is_read(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Whatever signs are in it: markup, controls, other scripts."""
    place = tmp_path_factory.mktemp("any")
    text = "A dam burst at Corvanne on Tuesday morning.\n\n" + "\n\n".join(lines)
    folder, _ = run_over([write(place / "news", {"any": text})], place / "out", to=("es",), source="en")
    record = make_digest(folder, DigestRequest(sentences=20), NOW)
    known = segments(folder)
    assert record.stories
    for quote in quotes(record):
        for told in quote.texts:
            assert told.text == known[told.record, quote.document, quote.segment]
            assert told.text in (folder / "digest" / "es.txt").read_text()
    assert list(verify_run(folder)) == []
