"""What an outlet prints in report after report is quoted in no digest."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.digest.stories import repeated
from pipeline.digest.stories.disk_rows import Rows
from tests.support.digest_runs import run_over, write

NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)
STANDING = "The Northbridge Wire brings readers in forty towns what matters to their region, free of charge."
REPORTS = {
    "storm": "A storm tore the roof off the market hall of Lessing on Monday. Eleven traders lost their "
    "stalls, and the fishmonger his van. Firemen closed three streets till dawn. Insurers fear for millions.",
    "vote": "Voters in Caldermoor chose Ines Okafor as mayor by 212 ballots. Her promise of a new tram line "
    "won over the suburbs. Turnout was the highest since 1989. The council meets on the fourth of May.",
    "wolves": "Shepherds counted 31 wolves in the Orrin hills, six more than last winter. Lambs now graze "
    "behind electric fences. Hunters had asked for licences. Biologists call the pack healthy and shy.",
}


def told(folder: Path, outlets: dict[str, str]) -> DigestRecord:
    """Return the digest of the reports, each with the standing sentence in front."""
    texts = {
        name: f"{STANDING} {REPORTS[name]}\n\n({outlet})\n" if name in outlets else f"{REPORTS[name]}\n"
        for name, outlet in {**dict.fromkeys(REPORTS, ""), **outlets}.items()
    }
    place, _ = run_over([write(folder / "news", texts)], folder / "out", to=("en",))
    return make_digest(place, DigestRequest(sentences=2), NOW)


def quoted(record: DigestRecord) -> list[str]:
    """Return all sentences of a digest."""
    return [quote.texts[0].text for story in record.stories for quote in (*story.title, *story.sentences)]


def test_an_outlets_standing_sentence_is_not_quoted(tmp_path: Path) -> None:
    """Though it comes first in each of its reports; what follows is told."""
    found = quoted(told(tmp_path, dict.fromkeys(REPORTS, "Northbridge Wire")))
    assert STANDING not in found
    assert len(found) == 6


@pytest.mark.parametrize(
    "outlets",
    [
        {"storm": "Northbridge Wire"},
        {"storm": "Northbridge Wire", "vote": "Lessing Courier", "wolves": "Orrin Post"},
    ],
    ids=["in one report", "in reports of several outlets"],
)
def test_what_is_no_outlets_habit_may_be_quoted(tmp_path: Path, outlets: dict[str, str]) -> None:
    """A sentence of one report, and one that several outlets took over from a wire."""
    assert STANDING in quoted(told(tmp_path, outlets))


FOOTER = (
    "Our reporters work in nine bureaus between the coast and the mountains, and take no money from anybody "
    "they write of. If you have seen something that others should know, write to the desk in Caldermoor, "
    "whose doors are open on weekdays from nine until six."
)


def test_briefs_under_one_footer_are_not_one_text(tmp_path: Path) -> None:
    """Though most of each is the footer, word for word."""
    texts = {name: f"{text}\n\n{FOOTER} {STANDING}\n\n(Northbridge Wire)\n" for name, text in REPORTS.items()}
    place, _ = run_over([write(tmp_path / "news", texts)], tmp_path / "out", to=("en",))
    record = make_digest(place, DigestRequest(), NOW)
    assert (record.counts.near_duplicates, record.counts.stories) == (0, 3)
    assert not any(sentence in f"{FOOTER} {STANDING}" for sentence in quoted(record))


def test_what_an_outlet_prints_twice_is_one_text(tmp_path: Path) -> None:
    """With a word changed here and a sentence more there, and the footer that is under all of its reports."""
    again = REPORTS["storm"].replace("till dawn", "until morning") + " Schools stayed shut."
    texts = {**REPORTS, "storm-again": again}
    written = {name: f"{text}\n\n{FOOTER}\n\n(Northbridge Wire)\n" for name, text in texts.items()}
    place, _ = run_over([write(tmp_path / "news", written)], tmp_path / "out", to=("en",))
    record = make_digest(place, DigestRequest(), NOW)
    assert record.counts.stories == 3
    assert max(len(story.reports) for story in record.stories) == 2


def test_a_report_of_nothing_else_is_told_in_it(tmp_path: Path) -> None:
    """Rather than not at all."""
    texts = {name: f"{STANDING}\n\n{number}\n\n(Northbridge Wire)\n" for number, name in enumerate(REPORTS)}
    place, _ = run_over([write(tmp_path / "news", texts)], tmp_path / "out", to=("en",))
    assert set(quoted(make_digest(place, DigestRequest(), NOW))) == {STANDING}


def test_a_sentence_is_the_same_in_any_dress() -> None:
    """Capitals, space and punctuation are no difference; another word or outlet is."""
    plain = repeated.sentence_key("Wire", "Sign up: it is free")
    assert repeated.sentence_key("Wire", "  SIGN UP — it is free! ") == plain
    assert repeated.sentence_key("Wire", "Sign up: it is dear") != plain
    assert repeated.sentence_key("Gazette", "Sign up: it is free") != plain


def test_one_story_is_none_of_many() -> None:
    """However many of its reports have a sentence."""
    with closing(Rows(repeated.KEY_DTYPE)) as rows:
        for sentences in (["a", "b"], ["b", "c"], ["c", "a", "b"], []):
            rows.append(repeated.keys("Wire", sentences))
        assert repeated.found(rows, [[0, 1, 2, 3]]).tolist() == []
        assert repeated.found(rows, []).tolist() == []
        b = repeated.sentence_key("Wire", "b")
        assert repeated.found(rows, [[0], [1], [3]]).tolist() == [b]
        assert repeated.found(rows, [[0, 2], [1]]).tolist() == sorted([b, repeated.sentence_key("Wire", "c")])
