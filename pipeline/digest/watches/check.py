"""The check that each hit of a digest's watches has the terms that it is said to have."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.contract.digest import DigestRecord, WatchFindings
from pipeline.digest.quotes import WrittenDocument
from pipeline.digest.watches.find import terms_of, told_terms
from pipeline.digest.watches.index import TermIndex
from pipeline.digest.watches.opened import OpenedWatch, WatchError, opened_watch
from pipeline.digest.watches.watch import Watch


class HitCheck:
    """Looks again for the terms of the watches of a record."""

    def __init__(self, record: DigestRecord) -> None:
        """Take the record of a digest. Nothing is raised for watches that cannot be used."""
        self._watches = record.watches
        self._opened: dict[int, tuple[OpenedWatch, TermIndex]] = {}

    def problems(self, watch: int, number: int, document: WrittenDocument) -> Iterator[str]:
        """Yield what is wrong with a hit, by the numbers of its watch and of the hit.

        ``document`` is the one that it quotes, in all languages that were looked through.
        """
        findings = self._watches[watch]
        hit = findings.hits[number]
        try:
            if watch not in self._opened:
                opened = opened_watch(_watch(findings))
                self._opened[watch] = (opened, TermIndex([opened]))
        except WatchError as error:
            yield f"watch {findings.name}: {error}"
            return
        opened, index = self._opened[watch]
        numbers = terms_of(document, hit.quote.segment, index)
        told = set(told_terms(opened, tuple(numbers), index))
        if not hit.terms or not set(hit.terms) <= told:
            place = f"segment {hit.quote.segment} of document {document.id}"
            yield f"watch {findings.name}: {place} has not the terms that it is said to have"


def _watch(findings: WatchFindings) -> Watch:
    return Watch(
        name=findings.name,
        words=findings.words,
        names=findings.names,
        phrases=findings.phrases,
        query=findings.query,
        languages=findings.languages,
    )
