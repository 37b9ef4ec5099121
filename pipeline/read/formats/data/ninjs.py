"""ninjs, the JSON of news agencies by the IPTC: versions 1 and 2, whose fields are texts, and 3, of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.errors import SourceError
from pipeline.core.ports import Member, RecordSource
from pipeline.read.formats.data.dates import DateReader
from pipeline.read.formats.data.fields import DataRecord
from pipeline.read.formats.data.items import member_of, names_of, say_left_out, text_of
from pipeline.read.formats.data.markup import html_of_xml, is_html_like
from pipeline.read.formats.web.feed import OUTLET
from pipeline.read.formats.web.item import CREDIT

_OWN = frozenset(
    (
        "versioncreated",
        "versionCreated",
        "body_html",
        "body_xhtml",
        "bodies",
        "headlines",
        "pubstatus",
        "ednote",
    )
)
_TIMES = ("firstcreated", "contentcreated", "versioncreated")
_WITHDRAWN = frozenset(("canceled", "cancelled", "withheld"))
_SEEN_OR_HEARD = frozenset(("picture", "graphic", "video", "audio"))
"""Types of items whose description is a caption."""
_DESCRIPTIONS = ("description_html", "description_text", "descriptions", "description")


def is_ninjs(record: DataRecord) -> bool:
    """Say whether an object is an item of ninjs: it names the standard, or has fields of it."""
    own = _lowered(record)
    standard = own.get("standard") or own.get("$standard")
    if isinstance(standard, dict) and standard.get("name") == "ninjs":
        return True
    return isinstance(own.get("uri"), str) and bool(_OWN & own.keys())


def _lowered(record: DataRecord) -> DataRecord:
    """Return a record, its names in small letters: version 3 has ``versionCreated``, others not."""
    return {name.lower(): value for name, value in record.items()}


def as_members(
    records: Sequence[DataRecord | SourceError], source: RecordSource
) -> Sequence[Member | SourceError]:
    """Return items of ninjs as members; those that were withdrawn or hold no text are left out."""
    times = DateReader(())
    members: list[Member | SourceError] = []
    empty = withdrawn = 0
    for number, record in enumerate(records, 1):
        if isinstance(record, SourceError):
            record.origin = str(number)
            members.append(record)
            continue
        own = _lowered(record)
        item = _item(own, times)
        if str(own.get("pubstatus", "")).lower() in _WITHDRAWN:
            withdrawn += 1
        elif not item:
            empty += 1
        else:
            members.append(member_of(item, number))
    say_left_out(source, empty, "without text")
    say_left_out(source, withdrawn, "for their sender has withdrawn them")
    if all(isinstance(member, SourceError) for member in members):
        raise SourceError(f"{source.where}: is ninjs without an item that has a text")
    return members


def _item(record: DataRecord, times: DateReader) -> dict[str, Any]:
    name, text = _body(record)
    text = html_of_xml(text) if name == "content_html" else text
    if not text:
        return {}
    uri = text_of(record.get("uri"))
    source = record.get("infosources") or record.get("source") or record.get("provider")
    said = (times.read(text_of(record.get(name))) for name in _TIMES)
    return {
        "id": uri or text_of(record.get("guid")),
        "url": uri if uri.startswith(("https://", "http://")) else text_of(record.get("url")),
        "title": _of_role(record.get("headlines")) or _headline(record),
        name: text,
        "date_published": next((time for time in said if time is not None), ""),
        "authors": [{"name": name} for name in names_of(record.get("byline") or record.get("by"))],
        "language": text_of(record.get("language")).replace("_", "-"),
        OUTLET: text_of(source[:1] if isinstance(source, list) else source)
        or text_of(record.get("copyrightholder")),
        CREDIT: text_of(record.get("located")),
    }


def _body(record: DataRecord) -> tuple[str, str]:
    """Return the field of an item that the text is to stand in, and the text."""
    bodies = record.get("bodies")
    found = [each for each in bodies if isinstance(each, dict)] if isinstance(bodies, list) else []
    found = [each for each in found if text_of(each.get("value")).strip()]
    if found:
        best = max(found, key=lambda each: (_is_html(each), _is_main(each), len(text_of(each.get("value")))))
        return "content_html" if _is_html(best) else "content_text", text_of(best.get("value")).strip()
    texts = {name: text_of(record[name]).strip() for name in record if _is_body(name)}
    if any(texts.values()):
        name = max(texts, key=lambda each: ("html" in each and bool(texts[each]), len(texts[each])))
        return "content_html" if "html" in name or is_html_like(texts[name]) else "content_text", texts[name]
    if text_of(record.get("type")) in _SEEN_OR_HEARD:
        return "", ""
    said = next((text for name in _DESCRIPTIONS if (text := text_of(record.get(name), "\n\n").strip())), "")
    return "content_html" if is_html_like(said) else "content_text", said


def _is_body(name: str) -> bool:
    """Say whether a field is a body; versions 1 and 2 let senders add a word to its name."""
    return name == "body" or name.startswith("body_")


def _headline(record: DataRecord) -> str:
    added = (name for name in record if name.startswith("headline_"))
    names = ("headline", "headline_main", "title", *added)
    return next((text for name in names if (text := text_of(record.get(name)).strip())), "")


def _is_html(body: Mapping[str, Any]) -> bool:
    kind = text_of(_lowered(body).get("contenttype")).lower()
    named = any(word in kind for word in ("html", "xml", "nitf"))
    return named or (not kind and is_html_like(text_of(body.get("value"))))


def _is_main(entry: Mapping[str, Any]) -> bool:
    return text_of(entry.get("role")).lower() in ("", "main", "body")


def _of_role(entries: object) -> str:
    """Return the value of the main one of several, or of the first."""
    found = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    main = next((each for each in found if _is_main(each)), found[0] if found else {})
    return text_of(main.get("value"))
