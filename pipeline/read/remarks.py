"""What a user should know of how a source was read: what was damaged, and what lay in it unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.core.records import ContentCredentials, Repair, RepairKind

_REPLACEMENT = "\ufffd"
_DONE: dict[RepairKind, str] = {
    "replaced": "cannot be read and stand as U+FFFD",
    "single_byte": "were read in an older encoding",
    "surrogates": "were CESU-8 and were repaired",
    "overlong": "were longer forms than UTF-8 has and were repaired",
    "decoded_twice": "had been decoded twice and were repaired",
    "guessed": "alone tell its encoding, so see that they are right",
    "cut_short": "",
    "times_lost": "",
    "lost_twice": "had been decoded twice, were partly lost by that, and stand as they are",
}


class ReadSource(Protocol):
    """A source as it was read: a document, or its record."""

    @property
    def encoding(self) -> str:
        """The encoding that it was read in."""
        ...

    @property
    def text(self) -> str:
        """Its text."""
        ...

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was not valid in its encoding."""
        ...

    @property
    def credentials(self) -> tuple[ContentCredentials, ...]:
        """The manifests that lay in invisible signs."""
        ...


def reading_remarks(source: ReadSource) -> tuple[str, ...]:
    """Return what a user should know of how a source was read, a line each."""
    return tuple(_remarks(source))


def repair_remarks(encoding: str, repairs: Iterable[Repair]) -> Iterator[str]:
    """Yield what a user should know of what was not valid in an encoding."""
    for repair in repairs:
        if repair.kind == "cut_short":
            yield f"ends too early, at byte {repair.first}, so words may be missing; save it again"
            continue
        if repair.kind == "times_lost":
            lost = "1 subtitle" if repair.count == 1 else f"{repair.count} subtitles"
            where = f"the first at byte {repair.first}"
            yield f"has {lost} whose times cannot be read, {where}; mend the line of times"
            continue
        count = "1 character" if repair.count == 1 else f"{repair.count} characters"
        words = _DONE[repair.kind]
        if repair.count == 1:
            words = words.replace("were ", "was ").replace("and stand", "and stands")
        if repair.kind == "guessed":
            if repair.count == 1:
                words = words.replace("tell", "tells").replace("they are", "it is")
            yield f"was taken for {encoding}: {count} beyond ASCII {words}, the first at byte {repair.first}"
            continue
        yield f"is damaged {encoding}: {count} {words}, the first at byte {repair.first}"


def _remarks(source: ReadSource) -> Iterator[str]:
    yield from repair_remarks(source.encoding, source.repairs)
    lost = source.text.count(_REPLACEMENT)
    if lost and not any(repair.kind == "replaced" for repair in source.repairs):
        count = "1 character was" if lost == 1 else f"{lost} characters were"
        yield f"{count} lost before it was read here (U+FFFD)"
    for found in source.credentials:
        whole = "" if found.is_whole else ", which is cut short"
        yield (
            f"carries content credentials (C2PA) in invisible signs: a manifest of {found.size} bytes{whole},"
            f" sha256 {found.sha256[:16]}; translations do not carry it"
        )
