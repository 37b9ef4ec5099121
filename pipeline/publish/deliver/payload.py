"""A digest as one JSON object, for webhooks and commands. ``docs/guides/delivery.md`` describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pipeline.core.canonical import to_json
from pipeline.core.contract.digest import DigestRecord, Quote, Story, WatchFindings, WatchHit
from pipeline.core.errors import DeliveryError
from pipeline.core.files import tree
from pipeline.core.records import LanguageCode, Parcel
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER


def payload(parcel: Parcel, record: DigestRecord, *, name: str, key: str) -> bytes:
    """Return the object in UTF-8: the same bytes however often it is made. Raises ``DeliveryError``.

    ``name`` is the delivery's, ``key`` that of this thing to send.
    """
    try:
        own = tree.digest_below(parcel.run, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except OSError as error:
        raise DeliveryError(f"{parcel.run}: its digest cannot be read: {error.strerror}") from error
    pages = [{**asdict(file), "path": f"{DIGEST_FOLDER}/{file.path}"} for file in record.files]
    return to_json(
        {
            "schema": "depeche/delivery",
            "schema_version": 1,
            "key": key,
            "delivery": name,
            "job": parcel.job,
            "slot": parcel.slot,
            "made": parcel.made,
            "marks": list(parcel.marks),
            "languages": list(record.languages),
            "since": record.since,
            "until": record.until,
            "counts": asdict(record.counts),
            **_watches(parcel, record),
            "stories": [_story(story, record.languages) for story in record.stories],
            "files": [asdict(own), *pages],
        }
    ).encode()


def _watches(parcel: Parcel, record: DigestRecord) -> Mapping[str, Any]:
    """Return what is there only if watches have found something."""
    found = [
        {
            "name": findings.name,
            "found": findings.found,
            "hits": [_hit(hit, findings, record.languages) for hit in findings.hits],
        }
        for findings in record.watches
    ]
    return {**({"watch": parcel.watch} if parcel.watch else {}), **({"watches": found} if found else {})}


def _hit(hit: WatchHit, findings: WatchFindings, languages: Sequence[LanguageCode]) -> Mapping[str, Any]:
    report = next(report for report in findings.reports if report.document == hit.quote.document)
    return {
        "terms": list(hit.terms),
        "document": hit.quote.document,
        "segment": hit.quote.segment,
        "language": hit.quote.language,
        "outlet": report.outlet,
        "published": None if report.moment is None else report.moment.time,
        "texts": {language: _words((hit.quote,), language) for language in languages},
    }


def _story(story: Story, languages: Sequence[LanguageCode]) -> Mapping[str, Any]:
    return {
        "id": story.id,
        "published": None if story.moment is None else story.moment.time,
        "outlets": list(story.outlets),
        "reports": len(story.reports),
        "texts": {
            language: {"title": _words(story.title, language), "summary": _words(story.sentences, language)}
            for language in languages
        },
    }


def _words(quotes: Sequence[Quote], language: LanguageCode) -> str:
    return " ".join(text.text for quote in quotes for text in quote.texts if text.digest == language)
