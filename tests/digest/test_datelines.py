"""The day that a report's dateline names, in all languages, and the year where it names none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

import languages
from pipeline.core import codec
from pipeline.core.contract import DocumentRecord
from pipeline.core.records import Detected
from pipeline.digest.datelines import dateline_day, named_day
from pipeline.digest.dates import moment
from tests.support.digest_runs import run_over, write

FILED = datetime(2025, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("code", sorted(languages.codes()))
def test_dates_of_all_languages_are_read_as_cldr_writes_them(code: str) -> None:
    """With a year, and without one, where the file's date settles it."""
    known = {"zh": "zh_Hans"}.get(code, code)
    for number in range(0, 320, 7):
        day = date(2025, 1, 1) + timedelta(days=number)
        written = {format_date(day, form, locale=known) for form in ("full", "long", "medium")}
        for skeleton in ("MMMd", "MMMMd"):
            written.add(format_skeleton(skeleton, datetime(day.year, day.month, day.day), locale=known))
        assert {each: named_day(each, code, FILED) for each in written} == dict.fromkeys(written, day)


@pytest.mark.parametrize(
    ("code", "words", "day"),
    [
        ("en", "Aug. 3 (Reuters)", date(2025, 8, 3)),
        ("en", "LONDON, 9 October (AP) - ", date(2025, 10, 9)),
        ("en", "SYDNEY, Nov 21 (Reuters) - ", date(2025, 11, 21)),
        ("en", "Nov. 22 (Reuters)", date(2024, 11, 22)),
        ("en", "Feb. 29 (Reuters)", date(2024, 2, 29)),
        ("en", "10/13/2025", date(2025, 10, 13)),
        ("en", "WASHINGTON, Dec. 1, 2025 — ", None),
        ("en", "WASHINGTON (AP) — ", None),
        ("fr", "le 3 août", date(2025, 8, 3)),
        ("fr", "PORT-SAUVIN (Vérane), 9 octobre 2025 – ", date(2025, 10, 9)),
        ("fr", "PARIS, 1er octobre – ", date(2025, 10, 1)),
        ("fr", "octobre 2025", None),
        ("de", "Berlin, 9. Oktober (dpa) - ", date(2025, 10, 9)),
        ("de", "9.10.", date(2025, 10, 9)),
        ("ru", "МОСКВА, 12 марта. /ТАСС/. ", date(2025, 3, 12)),
        ("ar", "القاهرة ٩ أكتوبر ٢٠٢٥ (رويترز) - ", date(2025, 10, 9)),
        ("fa", "تهران - ۱۷ مهر ۱۴۰۴", date(2025, 10, 9)),
        ("hi", "नई दिल्ली, 9 अक्टूबर (भाषा) ", date(2025, 10, 9)),
        ("vi", "Hà Nội, ngày 9 tháng 10 năm 2025", date(2025, 10, 9)),
        ("zh", "新华社北京10月9日电 ", date(2025, 10, 9)),
        ("ja", "【東京23日時事】", date(2025, 10, 23)),
        ("ja", "令和7年10月9日", date(2025, 10, 9)),
    ],
)
def test_datelines_of_agencies_are_read(code: str, words: str, day: date | None) -> None:
    """A day that is later than the file's, but for one day, is not that of the report."""
    assert named_day(words, code, FILED) == day


@given(st.text(max_size=80), st.sampled_from(sorted(languages.codes())), st.booleans())
def test_any_words_name_a_day_that_was_or_none(words: str, code: str, is_filed: bool) -> None:
    """And never an error."""
    found = named_day(words, code, FILED if is_filed else None)
    assert found is None or not is_filed or found <= FILED.date() + timedelta(days=1)


BODY = "The dam above the town broke before dawn, and four districts stood under water by noon.\n" * 3


@pytest.mark.parametrize(
    ("text", "time", "source"),
    [
        (f"Dam breaks\n\nWEXLEY, Oct. 9 (Reuters) - {BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\nWEXLEY, Nov. 20 (Reuters) - {BODY}", "2025-11-20T12:00:00Z", "dateline"),
        (f"Dam breaks\n\n9 October 2025\n\n{BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\nWexley, October 9, 2025\n\n{BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\nPublished: 9 October 2025, 5:47\n\n{BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\nROME (AP) — Oct. 9, 2025 — {BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\nROME (AP). 9 Oct. {BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (f"Dam breaks\n\n9 October 2025 — {BODY}", "2025-10-09T00:00:00Z", "dateline"),
        (
            f"Dam breaks\n\nPublished: 9 October 2025, 10:30 CET.\n\n{BODY}",
            "2025-10-09T00:00:00Z",
            "dateline",
        ),
        (
            f"Dam breaks\n\nUpdated 5:47 p.m. ET, October 9, 2025\n\n{BODY}",
            "2025-10-09T00:00:00Z",
            "dateline",
        ),
        (f"Dam breaks\n\nOn 9 October 2025 - as the mayor recalls - {BODY}", "2025-11-20T12:00:00Z", "file"),
        (f"Dam breaks\n\nROME (AP) — 9 October was the day of it. {BODY}", "2025-11-20T12:00:00Z", "file"),
        (f"Dam breaks\n\nThe attack of 9 October 2025\n\n{BODY}", "2025-11-20T12:00:00Z", "file"),
        (f"Dam breaks\n\n{BODY}", "2025-11-20T12:00:00Z", "file"),
    ],
)
def test_a_report_has_the_day_of_its_dateline(tmp_path: Path, text: str, time: str, source: str) -> None:
    """Before that of its file, which says the hour where it is of that day."""
    folder, _ = run_over([write(tmp_path / "news", {"dam": text})], tmp_path / "out")
    (path,) = folder.glob("documents/*/document.json")
    record = codec.decode_record(DocumentRecord, path.read_bytes(), where=str(path))
    found = moment(record, "2025-11-20T12:00:00Z")
    assert found is not None
    assert (found.time, found.source) == (time, source)
    assert (dateline_day(record, FILED) is None) == (source == "file")


@pytest.mark.parametrize(
    ("language", "opening", "stated"),
    [
        ("en", "WEXLEY, Dec. 15, 2025 (Reuters) - ", "2025-12-15T00:00:00Z"),
        ("it", "MILANO, 15 dicembre 2026 – ", "2026-12-15T00:00:00Z"),
        ("fr", "PARIS, 1er janvier 2027 – ", "2027-01-01T00:00:00Z"),
    ],
)
def test_a_dateline_of_the_future_is_said(tmp_path: Path, language: str, opening: str, stated: str) -> None:
    """The report is told by the date of its file, and what its dateline says is kept."""
    found = moment(read(tmp_path, f"Dam breaks\n\n{opening}{BODY}", language), FILED.isoformat())
    assert found is not None
    assert (found.time, found.source, found.stated) == ("2025-11-20T12:00:00Z", "file", stated)


def read(place: Path, text: str, language: str) -> DocumentRecord:
    """Return the record of a document, as if it were in ``language``."""
    folder, _ = run_over([write(place / "news", {"dam": text})], place / "out")
    (path,) = folder.glob("documents/*/document.json")
    record = codec.decode_record(DocumentRecord, path.read_bytes(), where=str(path))
    return in_language(record, language)


def in_language(record: DocumentRecord, language: str) -> DocumentRecord:
    """Return a record as if its document were in ``language``."""
    assert isinstance(record.detection, Detected)
    return replace(record, detection=replace(record.detection, language=language))


@pytest.mark.parametrize("code", sorted(languages.codes()))
def test_lines_that_say_when_a_report_was_published_are_read(code: str, tmp_path: Path) -> None:
    """In the words of all languages, with a label, an hour and a zone, and after an agency."""
    day = date(2025, 10, 9)
    written = format_date(day, "long", locale={"zh": "zh_Hans"}.get(code, code))
    labels = languages.get(code).credits.dated
    assert labels
    for number, line in enumerate((*(f"{label} {written}, 10:30 CET" for label in labels), f"{written}.")):
        record = read(tmp_path / str(number), f"Dam breaks\n\n{line}\n\n{BODY}", code)
        assert dateline_day(record, FILED) == day, line
    record = read(tmp_path / "agency", f"Dam breaks\n\nROME (AP) — {written} — {BODY}", code)
    assert dateline_day(record, FILED) == day


@pytest.mark.parametrize(
    ("code", "opening", "day"),
    [
        ("ko", "(서울=연합뉴스) 2025년 11월 5일 ", date(2025, 11, 5)),
        ("ko", "【서울=뉴시스】11월 15일 = ", date(2025, 11, 15)),
        ("ca", "Reus (ACN). 5 nov. ", date(2025, 11, 5)),
        ("it", "ROMA (ANSA) - 12 nov. 2025 - ", date(2025, 11, 12)),
        ("de", "Berlin (dpa). 12. November 2025 – ", date(2025, 11, 12)),
        ("ru", "МОСКВА (ТАСС). 12 ноября. ", date(2025, 11, 12)),
    ],
)
def test_a_date_may_come_after_the_agency(code: str, opening: str, day: date, tmp_path: Path) -> None:
    """Ended by a dash, a full stop, another sign of the language, or the sign for a day."""
    assert dateline_day(read(tmp_path, f"Dam breaks\n\n{opening}{BODY}", code), FILED) == day


@pytest.mark.parametrize(
    ("code", "words", "time"),
    [
        ("fr", "5 novembre 2025", "2025-11-05T00:00:00Z"),
        ("de", "'5. November 2025'", "2025-11-05T00:00:00Z"),
        ("es", "5/11/2025", "2025-11-05T00:00:00Z"),
        ("ja", "2025年11月5日", "2025-11-05T00:00:00Z"),
        ("fr", "3 août", "2025-08-03T00:00:00Z"),
        ("fr", "03/04/2025", "2025-04-03T00:00:00Z"),
        ("en", "03/04/2025", "2025-04-03T00:00:00Z"),
        ("en", "04/13/2025", "2025-04-13T00:00:00Z"),
        ("en", "11/12/2025", "2025-11-12T00:00:00Z"),
        ("fr", "bientôt", FILED.isoformat()),
    ],
)
def test_the_head_of_a_document_may_have_its_date_in_words(
    code: str, words: str, time: str, tmp_path: Path
) -> None:
    """In the document's language; the hour of the file does not count then."""
    place = write(tmp_path / "news", {"dam.md": f"---\ndate: {words}\n---\n# Dam breaks\n\n{BODY}"})
    folder, _ = run_over([place], tmp_path / "out")
    (path,) = folder.glob("documents/*/document.json")
    record = codec.decode_record(DocumentRecord, path.read_bytes(), where=str(path))
    found = moment(in_language(record, code), FILED.isoformat())
    assert found is not None
    assert datetime.fromisoformat(found.time) == datetime.fromisoformat(time)
