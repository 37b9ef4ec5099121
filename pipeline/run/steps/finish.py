"""Writes a document with its translations into its folder, and returns its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from pipeline.check.strict import require_passed
from pipeline.core import clock
from pipeline.core.errors import DepecheError, RouteError
from pipeline.core.failure import failed_outcome
from pipeline.core.records import Document, Done, Outcome
from pipeline.core.records.prepared import Prepared
from pipeline.read.formats.table import PLAIN_TEXT
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal
from pipeline.run.steps.keys import Dependencies
from pipeline.translate.memory.run_memory import Passage
from pipeline.translate.request import Answer, Rendering, Request
from pipeline.translate.service import TranslationService
from pipeline.write import run_folder
from pipeline.write.assemble import Assembled, VariantPlan, assemble, own_summary
from pipeline.write.formats.remarks import kept_remarks
from pipeline.write.on_disk import checks_in
from pipeline.write.paths import TRANSLATION_FILE

RequestAnswer: TypeAlias = tuple[Request, Answer]


class Finishing:
    """Assembles the folders of documents, and writes them."""

    def __init__(
        self,
        config: RunConfig,
        translation: TranslationService,
        dependencies: Dependencies,
        journal: Journal,
    ) -> None:
        """Write into the folder of ``config``. ``translation`` gave the answers."""
        self._config = config
        self._translation = translation
        self._dependencies = dependencies
        self._journal = journal

    def assemble(
        self,
        prepared: Prepared,
        answers: Sequence[RequestAnswer],
        people: Mapping[Passage, str],
        *,
        started: str,
        anew: str = "",
    ) -> Callable[[], Outcome]:
        """Assemble a document's folder. Returns a function that writes it and returns the outcome.

        ``started`` is the time when its batch began. ``anew`` is the reason why an older folder is replaced.
        """
        document = prepared.document
        try:
            variants = [
                self._planned(request, rendering)
                for request, rendering in answers
                if not (self._config.lenient and isinstance(rendering, RouteError))
            ]
            if prepared.language not in self._config.settings.targets and prepared.summary is not None:
                variants.append(own_summary(prepared))
            untranslated = sum(answer.untranslated for _, answer in answers if isinstance(answer, Rendering))
            is_unsettled = any(answer.is_unsettled for _, answer in answers if isinstance(answer, Rendering))
            key = self._dependencies.key(document, prepared.segments, people)
            made = assemble(
                prepared,
                variants,
                key=("!" if untranslated or is_unsettled else "") + key,
                started=started,
                finished=max(started, clock.utc_now()),  # a clock may have been put back
                keep_format=self._config.settings.keep_format,
            )
            require_passed(made.variants, self._config.settings.strict)
        except Exception as error:  # noqa: BLE001 - a defect must not cost the other documents
            return partial(failed_outcome, document.origin, error)
        done = Done(
            origin=document.origin,
            id=document.id,
            languages=tuple(sorted(plan.language for plan in variants)),
            segments=len(prepared.segments),
            translated=sum(answer.translated for _, answer in answers if isinstance(answer, Rendering)),
            recalled=sum(answer.recalled for _, answer in answers if isinstance(answer, Rendering)),
            untranslated=untranslated,
            files=tuple(
                run_folder.file_digest(path, content) for path, content in sorted(made.files.items())
            ),
            checks=checks_in(made.variants),
            anew=anew,
            kept=kept_remarks(made.variants),
            unkept=self._unkept(document, made),
        )
        return partial(self._write, done, made.files)

    def _unkept(self, document: Document, made: Assembled) -> str:
        """Return the format of a document that has translations, but none in it; empty where all is well."""
        if not self._config.settings.keep_format or document.format == PLAIN_TEXT.name:
            return ""
        is_translated = any(path.endswith(f"/{TRANSLATION_FILE}") for path in made.files)
        is_unkept = is_translated and all(variant.kept is None for variant in made.variants)
        return document.format if is_unkept else ""

    def _write(self, done: Done, files: Mapping[str, bytes]) -> Outcome:
        try:
            self._journal.enter(done.id, files)
            run_folder.write_document(self._config.folder, done.id, files)
        except Exception as error:  # noqa: BLE001 - as above
            return failed_outcome(done.origin, error)
        return done

    def _planned(self, request: Request, rendering: Answer) -> VariantPlan:
        if isinstance(rendering, DepecheError):
            raise rendering
        return VariantPlan(
            language=request.target,
            kinds=self._config.settings.kinds,
            segments=request.segments,
            texts=rendering.texts,
            routes=self._translation.taken(rendering),
            retries=self._translation.retries(rendering),
            checks=rendering.checks,
        )
