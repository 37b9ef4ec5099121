"""Turns an input into a prepared document, or into its outcome if it cannot be read or can be skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import languages
from pipeline.core import codec
from pipeline.core.contract import DocumentRecord
from pipeline.core.errors import DepecheError, SourceError
from pipeline.core.failure import failed_outcome
from pipeline.core.files import beneath
from pipeline.core.records import (
    Document,
    Done,
    FileDigest,
    LanguageCode,
    MissingLanguage,
    Outcome,
    Skipped,
)
from pipeline.core.records.prepared import Prepared
from pipeline.read.deduplicate import Input
from pipeline.read.document import read_document
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal, outcome_of
from pipeline.run.steps import standing
from pipeline.run.steps.keys import Dependencies
from pipeline.run.steps.prepare import prepare
from pipeline.translate.service import Components, TranslationService
from pipeline.write.paths import DOCUMENTS, VARIANT_FILE
from pipeline.write.run_record import UNCHANGED


class Taking:
    """Reads inputs, and prepares those whose folder must be made."""

    def __init__(
        self,
        config: RunConfig,
        stages: Components,
        translation: TranslationService,
        dependencies: Dependencies,
        journal: Journal,
    ) -> None:
        """Work for ``config`` with ``stages``."""
        self._config = config
        self._stages = stages
        self._translation = translation
        self._dependencies = dependencies
        self._journal = journal
        self._anew: dict[str, str] = {}

    def take(self, item: Input) -> Prepared | Outcome:
        """Return the prepared document of an input, or its outcome."""
        if isinstance(item, SourceError):
            return failed_outcome(item.origin, item)
        if not isinstance(item, Reference):
            return item
        try:
            document = read_document(
                item,
                self._stages.detector,
                all_text=self._config.settings.all_text,
                ocr=self._config.settings.ocr,
                with_marks=self._config.settings.keep_format,
            )
            return self._unchanged(document, dict(item.listed).get(document.id, ())) or prepare(
                document,
                self._config.settings,
                detector=self._stages.detector,
                splitter=self._stages.splitter,
                summariser=self._stages.summariser,
                has_route=self._translation.has_route,
            )
        except Exception as error:  # noqa: BLE001 - a defect must not cost the other documents
            return failed_outcome(item.origin, error)

    def why_anew(self, name: str) -> str:
        """Return, once, what was wrong with a document's older folder; empty if nothing was."""
        return self._anew.pop(name, "")

    def _unchanged(self, document: Document, listed: Sequence[FileDigest]) -> Skipped | Done | None:
        """Return the outcome of a document whose folder can be kept; None if it must be made.

        The folder must be complete, and made from the same bytes in the same way. ``listed`` are its files,
        as far as the run's record has them. Raises ``SourceError`` if the folder is another document's.
        """
        run, place = self._config.folder, f"{DOCUMENTS}/{document.id}"
        record, off = standing.standing(run, document)
        if record is None:
            self._note(document, off)
            return None
        try:
            with codec.consistent(run / place):
                people = self._dependencies.people(record.segments)
                key = self._dependencies.key(document, record.segments, people or {})
            # A broken memory must not make a document lose its translations by people.
            before = record.key if people is not None else record.key.partition("+")[0]
            if before != key:
                self._note(document, standing.made_otherwise(run, record, self._translation.asked))
                return None
            is_own = self._journal.has(document.id)
            if not is_own and (off := standing.off(run, record, listed, check=self._config.check)):
                self._note(document, off)
                return None
            wanted = self._dependencies.languages(record.detection.language)
            written = [name for name in wanted if beneath.is_file(run, f"{place}/{name}/{VARIANT_FILE}")]
            missing = tuple(self._missing(record, set(wanted).difference(written)))
            if self._could_be_written(written, missing):
                self._note(document, "not in all languages yet")
                return None
            if is_own:
                return outcome_of(run, record, tuple(written), missing)
            if self._config.force:
                return None
        except (DepecheError, OSError, languages.UnknownLanguageError):
            return None
        return Skipped(
            origin=document.origin,
            id=document.id,
            languages=tuple(written),
            segments=len(record.segments),
            reason=UNCHANGED,
            files=(),
            missing=missing,
        )

    def _missing(self, record: DocumentRecord, absent: set[LanguageCode]) -> Iterator[MissingLanguage]:
        """Yield the languages that a document is not written in, each with what keeps it from being.

        Nothing keeps its own language from being written.
        """
        for language in sorted(absent):
            is_wanted = language in self._config.settings.targets
            reason = self._dependencies.no_route(record.segments, language) if is_wanted else ""
            yield MissingLanguage(language=language, reason=reason)

    def _could_be_written(self, written: Sequence[LanguageCode], missing: Sequence[MissingLanguage]) -> bool:
        """Say whether a missing language may be written now.

        A run that is not lenient also tries again, and fails, what is in no language that was asked for.
        """
        if not all(item.reason for item in missing):
            return True
        wanted = set(self._config.settings.targets)
        return bool(missing) and not self._config.lenient and wanted.isdisjoint(written)

    def _note(self, document: Document, off: str) -> None:
        """Keep what is wrong with an older folder, to report it when the folder is made again."""
        if off:
            self._anew[document.id] = off
