"""One window of inputs through the stages, each input to its outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from pipeline.check.strict import require_passed
from pipeline.core.errors import DepecheError, RouteError, SourceError
from pipeline.core.failure import failed_outcome
from pipeline.core.files import beneath
from pipeline.core.records import (
    Document,
    Done,
    EngineIdentity,
    FileDigest,
    LanguageCode,
    LoadedModel,
    Outcome,
    Segment,
    Skipped,
)
from pipeline.core.records.prepared import Prepared
from pipeline.read import document as sources
from pipeline.read.deduplicate import Input
from pipeline.run import lost_word, skip
from pipeline.run.configuration.config import RunConfig
from pipeline.run.prepare import prepare
from pipeline.translate.memory.run_memory import Passage, RunMemory
from pipeline.translate.service import Components, TranslationService
from pipeline.translate.translator import Rendering, Request
from pipeline.write import run_folder
from pipeline.write.assemble import VariantPlan, assemble, own_summary
from pipeline.write.checksums import DOCUMENTS
from pipeline.write.layout.marks import items
from pipeline.write.on_disk import checks_in
from pipeline.write.provenance import document_key
from pipeline.write.read_run import VARIANT_FILE
from pipeline.write.run_record import UNCHANGED, utc_now

_WRITERS = 8
"""Folders that are written side by side, while the next is assembled: a disk confirms several at once."""

RequestAnswer: TypeAlias = tuple[Request, Rendering | DepecheError]


class BatchRunner:
    """Takes windows of inputs through the stages and writes their folders."""

    def __init__(self, config: RunConfig, stages: Components, *, memory: RunMemory | None = None) -> None:
        """Work for ``config`` with ``stages``."""
        self._config = config
        self._stages = stages
        self._memory = memory or RunMemory()
        self._anew: dict[str, str] = {}
        """What was off with folders that stood, by document."""
        self._ways = TranslationService(
            stages,
            glossary=config.glossary,
            memory=self._memory,
            target_quotes=config.settings.quotes == "target",
        )

    @property
    def asked(self) -> tuple[EngineIdentity, ...]:
        """All that took a hop so far."""
        return self._ways.asked

    @property
    def models(self) -> tuple[LoadedModel, ...]:
        """The neural models that were loaded so far."""
        return self._ways.models

    def window(self, items: Sequence[Input]) -> Iterator[Outcome]:
        """Yield what became of each input, in order."""
        started = utc_now()
        self._ways.refresh()
        taken = [self._take(item) for item in items]
        prepared = [item for item in taken if isinstance(item, Prepared)]
        people = self._people(part for item in prepared for part in item.segments) or {}
        requests = [(item.document.id, wish) for item in prepared for wish in self._requests(item, people)]
        renderings = self._ways.translate([request for _, request in requests])
        answers: dict[str, list[RequestAnswer]] = {}
        for (name, request), rendering in zip(requests, renderings, strict=True):
            answers.setdefault(name, []).append((request, rendering))
        with ThreadPoolExecutor(_WRITERS) as writers:
            underway: deque[Callable[[], Outcome]] = deque()
            for item in taken:
                if isinstance(item, Prepared):
                    finished = self._finish(item, answers.get(item.document.id, []), people, started)
                    underway.append(writers.submit(finished).result)
                else:
                    underway.append(partial(_itself, item))
                if len(underway) > _WRITERS:
                    yield underway.popleft()()
            while underway:
                yield underway.popleft()()

    def _take(self, item: Input) -> Prepared | Outcome:
        if isinstance(item, SourceError):
            return failed_outcome(item.origin, item)
        if not isinstance(item, sources.Reference):
            return item
        try:
            document = sources.read_document(item, self._stages.detector)
            return self._unchanged(document, dict(item.listed).get(document.id, ())) or prepare(
                document,
                self._config.settings,
                detector=self._stages.detector,
                splitter=self._stages.splitter,
                summariser=self._stages.summariser,
            )
        except Exception as error:  # noqa: BLE001 - a defect must not cost the other documents
            return failed_outcome(item.origin, error)

    def _unchanged(self, document: Document, listed: Sequence[FileDigest]) -> Skipped | Done | None:
        """Say so where the document's folder is there and whole, made of the same bytes in the same way.

        ``listed`` are its files as far as the run's record has them. Raises ``SourceError`` where the folder
        is another document's.
        """
        run, place = self._config.folder, f"{DOCUMENTS}/{document.id}"
        record, off = skip.standing(run, document)
        if record is None:
            self._note(document, off)
            return None
        try:
            people = self._people(record.segments)
            key = self._key(document, record.segments, people or {})
            # A memory that is broken today must not cost a document what people translated of it.
            before = record.key if people is not None else record.key.partition("+")[0]
            if before != key:
                self._note(document, skip.made_otherwise(run, record, self._ways.asked))
                return None
            is_own = lost_word.is_of_this_run(run, document.id)
            if not is_own and (off := skip.off(run, record, listed, check=self._config.check)):
                self._note(document, off)
                return None
            languages = self._languages(record.detection.language)
            written = [name for name in languages if beneath.is_file(run, f"{place}/{name}/{VARIANT_FILE}")]
            if len(written) < len(languages) and not self._config.lenient:
                self._note(document, "not in all languages yet")  # a lenient run left some out
                return None
            languages = tuple(written)
            if is_own:
                return lost_word.done(run, record, languages)
            if self._config.force:
                return None
        except (DepecheError, OSError):
            return None
        return Skipped(
            origin=document.origin,
            id=document.id,
            languages=languages,
            segments=len(record.segments),
            reason=UNCHANGED,
            files=(),
        )

    def _note(self, document: Document, off: str) -> None:
        """Remember what is off with a folder that stands, for who makes it anew to say so."""
        if off:
            self._anew[document.id] = off

    def _passages(self, segments: Iterable[Segment]) -> Iterator[Passage]:
        for segment in segments:
            for target in self._config.settings.targets:
                if segment.language != target:
                    yield segment.language, target, segment.text

    def _people(self, segments: Iterable[Segment]) -> Mapping[Passage, str] | None:
        """Return what people made of segments; None where the memory cannot say."""
        return self._memory.people(self._passages(segments))

    def _requests(self, prepared: Prepared, people: Mapping[Passage, str]) -> list[Request]:
        """Return what must be translated: all segments, or the summary's, into each language asked for."""
        segments = prepared.segments if "full" in self._config.settings.kinds else prepared.chosen
        markup = items(prepared.document, segments)
        return [
            Request(
                target=target,
                segments=segments,
                items=markup,
                human={
                    segment.id: people[passage]
                    for segment in segments
                    if (passage := (segment.language, target, segment.text)) in people
                },
            )
            for target in self._config.settings.targets
        ]

    def _finish(
        self,
        prepared: Prepared,
        answers: Sequence[RequestAnswer],
        people: Mapping[Passage, str],
        started: str,
    ) -> Callable[[], Outcome]:
        """Assemble a document's folder; return what writes it, and says what became of it."""
        document = prepared.document
        try:
            variants = [
                self._wanted(request, rendering)
                for request, rendering in answers
                if not (self._config.lenient and isinstance(rendering, RouteError))
            ]
            if prepared.language not in self._config.settings.targets and prepared.summary is not None:
                variants.append(own_summary(prepared))
            untranslated = sum(answer.untranslated for _, answer in answers if isinstance(answer, Rendering))
            key = ("!" if untranslated else "") + self._key(document, prepared.segments, people)
            finished = max(started, utc_now())  # clocks are put back
            made = assemble(prepared, variants, key=key, started=started, finished=finished)
            require_passed(made.variants, self._config.settings.strict)
        except Exception as error:  # noqa: BLE001 - as above
            return partial(failed_outcome, document.origin, error)
        done = Done(
            origin=document.origin,
            id=document.id,
            languages=tuple(sorted(wanted.language for wanted in variants)),
            segments=len(prepared.segments),
            translated=sum(answer.translated for _, answer in answers if isinstance(answer, Rendering)),
            untranslated=untranslated,
            files=tuple(
                run_folder.file_digest(path, content) for path, content in sorted(made.files.items())
            ),
            checks=checks_in(made.variants),
            anew=self._anew.pop(document.id, ""),
        )
        return partial(self._write, done, made.files)

    def _write(self, done: Done, files: Mapping[str, bytes]) -> Outcome:
        try:
            run_folder.write_document(self._config.folder, done.id, files)
            lost_word.sign(self._config.folder, done.id)
        except Exception as error:  # noqa: BLE001 - as above
            return failed_outcome(done.origin, error)
        return done

    def _wanted(self, request: Request, rendering: Rendering | DepecheError) -> VariantPlan:
        if isinstance(rendering, DepecheError):
            raise rendering
        return VariantPlan(
            language=request.target,
            kinds=self._config.settings.kinds,
            segments=request.segments,
            texts=rendering.texts,
            routes=self._ways.taken(rendering),
            retries=self._ways.retries(rendering),
            checks=rendering.checks,
        )

    def _languages(self, own: LanguageCode) -> tuple[LanguageCode, ...]:
        """Return the languages of a document's variants; its own is always among them for the summary."""
        extra = {own} if "summary" in self._config.settings.kinds else set()
        return tuple(sorted({*self._config.settings.targets, *extra}))

    def _key(self, document: Document, segments: Sequence[Segment], people: Mapping[Passage, str]) -> str:
        spoken = {segment.language for segment in segments}
        routes = {
            (source, target): self._ways.possible(source, target)
            for source in spoken
            for target in self._config.settings.targets
            if source != target
        }
        return document_key(
            sha256=document.sha256,
            origin=document.origin,
            settings=self._config.settings,
            detector=self._stages.detector.identity,
            summariser=self._stages.summariser.identity,
            routes=routes,
            people={passage: people[passage] for passage in self._passages(segments) if passage in people},
            protection={pair: self._ways.protected(*pair) for pair in routes},
        )


def _itself(outcome: Outcome) -> Outcome:
    return outcome
