"""Parcels to deliver: runs' folders that have a digest with its pages, as ``depeche digest`` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract.digest import (
    Counts,
    DigestRecord,
    Moment,
    Quote,
    Story,
    StoryReport,
    ToldText,
    WatchFindings,
    WatchHit,
)
from pipeline.core.records import Parcel
from pipeline.digest.pages import pages
from pipeline.write.run_folder import file_digest
from tests.support.parcel_documents import write_documents

LANGUAGES = ("es", "fr")
MADE = "2026-11-28T06:31:07+01:00"
SLOT = "morning-2026-11-28T0630"


def make_parcel(
    folder: Path,
    *titles: str,
    slot: str = SLOT,
    job: str = "morning",
    languages: Sequence[str] = LANGUAGES,
    until: str = "2026-11-28T05:30:00Z",
    day: int = 27,
    sentence: str = "La presa se rompió el martes.",
    with_documents: bool = False,
    watches: Sequence[str] = (),
) -> Parcel:
    """Write a digest that tells a story for each title, and return its parcel.

    ``watches`` are the names of watches that have found the first story's title. ``with_documents`` writes
    the smallest run beside it, with a document for each title.

    A title stands for the story: the same title on another day is the same story, told anew.
    """
    stories = tuple(_story(title, sentence, languages, day) for title in titles)
    record = DigestRecord(
        run_id=slot,
        languages=tuple(languages),
        pivot=languages[0],
        since=None,
        until=until,
        top=10,
        length=3,
        options=(),
        counts=Counts(
            documents=len(titles),
            outside=0,
            undated=0,
            unpivoted=0,
            near_duplicates=0,
            stories=len(titles),
            told=len(titles),
        ),
        watches=tuple(_findings(name, stories[0]) for name in watches),
        stories=stories,
        software=(),
        files=(),
    )
    made = pages(record)
    record = replace(record, files=tuple(file_digest(name, made[name]) for name in sorted(made)))
    run = folder / "outputs" / slot
    (run / "digest").mkdir(parents=True)
    for name, content in {**made, "digest.json": codec.encode_record(record)}.items():
        (run / "digest" / name).write_bytes(content)
    if with_documents:
        write_documents(run, *dict.fromkeys(titles), languages=tuple(languages))
    return Parcel(job=job, slot=slot, run=run, languages=tuple(languages), made=MADE)


def _findings(name: str, story: Story) -> WatchFindings:
    return WatchFindings(
        name=name,
        words=("presa",),
        names=(),
        phrases=(),
        query="",
        languages=(),
        found=1,
        reports=story.reports,
        hits=(WatchHit(terms=("presa",), quote=story.title[0]),),
    )


def _story(title: str, sentence: str, languages: Sequence[str], day: int) -> Story:
    moment = Moment(time=f"2026-11-{day:02}T05:47:00Z", day_only=False, source="document")
    report = StoryReport(
        document="some-document-00000000",
        origin="some.txt",
        sha256="0" * 64,
        outlet="A & B <Wire>",
        language=languages[0],
        moment=moment,
        copies=1,
        near=None,
    )
    number = sum(title.encode()) % 1_000_000
    return Story(
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        moment=moment,
        outlets=("A & B <Wire>", "Other *Wire*"),
        reports=(report,),
        title=(_quote(title, "b1.1", languages),),
        sentences=(_quote(sentence, "b2.1", languages),),
    )


def _quote(text: str, segment: str, languages: Sequence[str]) -> Quote:
    return Quote(
        document="some-document-00000000",
        segment=segment,
        language=languages[0],
        texts=tuple(
            ToldText(
                digest=language,
                language=language,
                text=text if language == languages[0] else f"{text} [{language}]",
                origin="source" if language == languages[0] else "machine",
                method=None if language == languages[0] else "neural",
                warnings=(),
                record="documents/some-document-00000000/document.json",
            )
            for language in languages
        ),
    )
