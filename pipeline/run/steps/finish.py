"""Writes a document with its translations into its folder, and returns its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from pipeline.check.strict import failed_variants
from pipeline.core import clock
from pipeline.core.errors import DepecheError, RouteError
from pipeline.core.failure import failed_outcome
from pipeline.core.records import Detected, Document, Done, LanguageCode, MissingLanguage, Outcome
from pipeline.core.records.prepared import Prepared
from pipeline.read.formats.table import PLAIN_TEXT
from pipeline.read.remarks import reading_remarks
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

        A language that failed is left out. ``started`` is the time when its batch began. ``anew`` is the
        reason why an older folder is replaced.
        """
        document = prepared.document
        errors = {request.target: answer for request, answer in answers if isinstance(answer, DepecheError)}
        try:
            made, variants = self._assembled(prepared, answers, people, started, errors)
            untranslated = sum(answer.untranslated for _, answer in answers if isinstance(answer, Rendering))
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
            noted=(*reading_remarks(document), *_with_the_document(prepared)),
            unkept=self._unkept(document, made),
            missing=tuple(
                MissingLanguage(language=language, reason=error.message)
                for language, error in sorted(errors.items())
            ),
        )
        return partial(self._write, done, made.files)

    def _assembled(
        self,
        prepared: Prepared,
        answers: Sequence[RequestAnswer],
        people: Mapping[Passage, str],
        started: str,
        errors: dict[LanguageCode, DepecheError],
    ) -> tuple[Assembled, list[VariantPlan]]:
        """Return a document's files and the plans of its variants.

        ``errors`` has the languages that failed, and gets those that do not pass the checks of ``--strict``.
        Raises ``DepecheError`` where every language failed.
        """
        settings = self._config.settings
        key = self._dependencies.key(prepared.document, prepared.segments, people)
        plans = [
            self._planned(request, answer) for request, answer in answers if isinstance(answer, Rendering)
        ]
        unsettled = any(
            answer.untranslated or answer.is_unsettled
            for _, answer in answers
            if isinstance(answer, Rendering)
        ) or any(not isinstance(error, RouteError) for error in errors.values())
        while True:
            self._require_some(plans, errors)
            variants = [plan for plan in plans if plan.language not in errors]
            if prepared.language not in settings.targets and prepared.summary is not None:
                variants.append(own_summary(prepared))
            made = assemble(
                prepared,
                variants,
                key=("!" if unsettled else "") + key,
                started=started,
                finished=max(started, clock.utc_now()),  # a clock may have been put back
                keep_format=settings.keep_format,
            )
            failing = failed_variants(made.variants, settings.strict)
            if not failing:
                return made, variants
            errors.update(failing)

    def _require_some(
        self, plans: Sequence[VariantPlan], errors: Mapping[LanguageCode, DepecheError]
    ) -> None:
        """Raise the error of a document of which no language is left.

        A lenient run keeps one that nothing translates: a digest tells it in its own words.
        """
        if not errors or any(plan.language not in errors for plan in plans):
            return
        found = [error for _, error in sorted(errors.items())]
        if not self._config.lenient or not all(isinstance(error, RouteError) for error in found):
            raise type(found[0])("; ".join(dict.fromkeys(error.message for error in found)))

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

    def _planned(self, request: Request, rendering: Rendering) -> VariantPlan:
        return VariantPlan(
            language=request.target,
            kinds=self._config.settings.kinds,
            segments=request.segments,
            texts=rendering.texts,
            routes=self._translation.taken(rendering),
            retries=self._translation.retries(rendering),
            checks=rendering.checks,
        )


def _with_the_document(prepared: Prepared) -> Iterator[str]:
    """Yield what is to be said of sentences that are not translated from the language that they are in."""
    counts = Counter(
        found.language
        for segment in prepared.segments
        if isinstance(found := prepared.block_detections[segment.block], Detected)
        and found.language != segment.language
    )
    for language, count in sorted(counts.items()):
        sentences = "1 sentence" if count == 1 else f"{count} sentences"
        own = prepared.language
        yield f"{sentences} in {language}, which has no route here, went with the document's {own}"
