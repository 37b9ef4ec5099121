"""Answers to texts: from the memory if it has them, otherwise from an engine, which is asked once.

An engine gets as many texts in one call as it can take. If it translates each text by itself, these are the
texts of all jobs of a hop. If the texts depend on one another, they are the texts of one job.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

from pipeline.core.errors import DepecheError, EngineError
from pipeline.core.interrupt import is_ending, map_in_threads
from pipeline.core.ports import ReportsAnswers
from pipeline.core.records import EngineIdentity, EngineNote, Hop, Translated
from pipeline.translate.memory.entries import Slot, document_slots, segment_slots
from pipeline.translate.memory.run_memory import Learned, RunMemory
from pipeline.translate.way import Way

HopTexts: TypeAlias = tuple[Hop, tuple[str, ...]]
"""A hop, and the texts of one document that are to take it."""
Answers: TypeAlias = tuple[Translated, ...]
Waiting: TypeAlias = Callable[[], AbstractContextManager[None]]
TellEngine: TypeAlias = Callable[[EngineNote], None]
_Known: TypeAlias = dict[Hop, dict[Slot, Translated]]


class EngineDispatcher:
    """Asks the memory first, then the engines. A job that fails does not affect the others."""

    def __init__(
        self,
        way: Way,
        memory: RunMemory,
        *,
        programs: threading.Semaphore | None = None,
        waiting: Waiting = nullcontext,
        tell: TellEngine = lambda _: None,
    ) -> None:
        """Ask the engines of ``way``.

        ``programs`` admits as many external programs as may translate at a time; None admits one per core.
        ``waiting`` makes the context in which engines are waited for: a thread that has the turn gives it
        away. ``tell`` is called, from any thread, when an engine is asked and when it answers.
        """
        self._engines = way.engines
        self._identities = way.identities
        self._memory = memory
        self._programs = programs or threading.Semaphore(os.cpu_count() or 1)
        self._waiting = waiting
        self._tell = tell

    def answer(
        self, jobs: Sequence[HopTexts], stood_in: Collection[str] = ()
    ) -> dict[HopTexts, Answers | DepecheError]:
        """Return for each job one answer per text, in the order of its texts, or the error.

        ``stood_in`` has the texts in which other words stand in for names and dates.
        """
        slots = {job: self._slots(job, stood_in) for job in jobs}
        known, identities = self._recall(slots)
        fresh: _Known = {hop: {} for hop in known}
        with self._waiting():
            failed = self._ask_together(slots, known, fresh, identities)
            failed.update(self._ask_alone(slots, known, fresh))
        failed.update(self._disown(slots, fresh, identities))
        self._memory.keep(
            [
                Learned(identity=identities[hop], pair=(hop.source, hop.target), answers=good)
                for hop, answers in fresh.items()
                if hop in identities and (good := _good(answers))
            ]
        )
        for hop, answers in fresh.items():
            known[hop].update(answers)
        return {
            job: failed[job] if job in failed else tuple(known[job[0]][slot] for slot in slots[job])
            for job in jobs
        }

    def _slots(self, job: HopTexts, stood_in: Collection[str]) -> tuple[Slot, ...]:
        hop, texts = job
        by_segment = self._engines[hop.engine].scope == "segment"
        return (segment_slots if by_segment else document_slots)(texts, stood_in)

    def _recall(self, slots: Mapping[HopTexts, Sequence[Slot]]) -> tuple[_Known, dict[Hop, EngineIdentity]]:
        """Ask the memory, once per hop. It is not asked about an engine that has no identity to give."""
        wanted: dict[Hop, dict[Slot, None]] = defaultdict(dict)
        for (hop, _), own in slots.items():
            wanted[hop].update(dict.fromkeys(own))
        known: _Known = {hop: {} for hop in wanted}
        identities = {}
        for hop, together in wanted.items():
            try:
                identities[hop] = self._identities.of(hop)
            except DepecheError:
                continue  # its first translation will say what is wrong
            known[hop] = self._memory.recall(identities[hop], (hop.source, hop.target), together)
        return known, identities

    def _ask_together(
        self,
        slots: Mapping[HopTexts, Sequence[Slot]],
        known: _Known,
        fresh: _Known,
        identities: Mapping[Hop, EngineIdentity],
    ) -> dict[HopTexts, DepecheError]:
        """Ask an engine in one call for the texts that several documents lack.

        If the call fails, the documents are asked for one by one.
        """
        together: dict[Hop, list[HopTexts]] = defaultdict(list)
        for job in slots:
            if self._engines[job[0].engine].scope == "segment":
                together[job[0]].append(job)
        failed: dict[HopTexts, DepecheError] = {}
        for hop, jobs in together.items():
            lacking = dict.fromkeys(slot for job in jobs for slot in slots[job] if slot not in known[hop])
            identity = identities.get(hop)
            error = self._learn(hop, tuple(lacking), fresh, identity)
            if error is None:
                continue
            for job in jobs:
                own = dict.fromkeys(slot for slot in slots[job] if slot in lacking and slot not in fresh[hop])
                error = error if len(jobs) == 1 else self._learn(hop, tuple(own), fresh, identity)
                if error is not None:
                    failed[job] = error
        return failed

    def _ask_alone(
        self, slots: Mapping[HopTexts, Sequence[Slot]], known: _Known, fresh: _Known
    ) -> dict[HopTexts, DepecheError]:
        """Ask an engine for one whole document at a time. A part of a document would get other answers."""
        jobs = [
            job
            for job, own in slots.items()
            if self._engines[job[0].engine].scope == "document" and not known[job[0]].keys() >= set(own)
        ]

        def ask(job: HopTexts) -> DepecheError | None:
            with self._programs:
                if is_ending():  # a hundred documents may wait here, and none is to begin
                    return EngineError("stopped")
                return self._learn(job[0], slots[job], fresh)

        if len(jobs) <= 1:
            errors = [ask(job) for job in jobs]
        else:  # external programs: threads only wait for them, and each has a process of its own
            errors = map_in_threads(ask, jobs, min(len(jobs), os.cpu_count() or 1))
        return {job: error for job, error in zip(jobs, errors, strict=True) if error is not None}

    def _disown(
        self,
        slots: Mapping[HopTexts, Sequence[Slot]],
        fresh: _Known,
        identities: Mapping[Hop, EngineIdentity],
    ) -> dict[HopTexts, DepecheError]:
        """Drop the answers of packages that changed meanwhile, because either version may have given them.

        The answers of an engine that had no identity to give before are dropped as well.
        """
        failed: dict[HopTexts, DepecheError] = {}
        for hop in [hop for hop, answers in fresh.items() if answers]:
            try:
                self._identities.confirm(hop, identities.get(hop))
            except DepecheError as error:
                lost = set(fresh.pop(hop))
                failed.update({job: error for job in slots if job[0] == hop and lost & set(slots[job])})
        return failed

    def _learn(
        self, hop: Hop, slots: Sequence[Slot], fresh: _Known, identity: EngineIdentity | None = None
    ) -> DepecheError | None:
        """Ask an engine and enter its answers. Returns the error, or None.

        The memory is told of each answer at once, under the engine's ``identity``, if the engine can.
        """
        if not slots:
            return None
        texts = [text for text, _ in slots]
        engine = self._engines[hop.engine]
        told = 0
        self._tell(EngineNote(hop=hop, asked=len(texts)))

        def note(index: int, answer: Translated) -> None:
            nonlocal told
            told += 1
            self._tell(EngineNote(hop=hop, answered=1))
            if identity is not None:
                self._note(hop, identity, slots[index], answer)

        try:
            if isinstance(engine, ReportsAnswers):
                answers = engine.translate_each(texts, hop.source, hop.target, note)
            else:
                answers = engine.translate(texts, hop.source, hop.target)
        except DepecheError as error:
            return error
        finally:
            self._tell(EngineNote(hop=hop, asked=-len(texts), answered=-told))
        if len(answers) != len(texts):
            return EngineError(
                f"{hop.engine} {hop.source}>{hop.target}: {len(answers)} answers for {len(texts)} segments"
            )
        fresh[hop].update(zip(slots, answers, strict=True))
        return None

    def _note(self, hop: Hop, identity: EngineIdentity, slot: Slot, answer: Translated) -> None:
        """Tell the memory of an answer before all are there, so that a kill costs no more than seconds."""

        def is_still() -> bool:
            try:
                return self._engines[hop.engine].identity(hop.source, hop.target) == identity
            except DepecheError:
                return False

        good = _good({slot: answer})
        if good:
            pair = hop.source, hop.target
            self._memory.note(Learned(identity=identity, pair=pair, answers=good), is_still)


def _good(answers: Mapping[Slot, Translated]) -> dict[Slot, Translated]:
    """Return the answers that succeeded. A failure is not kept: another run may have enough main memory."""
    return {slot: answer for slot, answer in answers.items() if not answer.failure}
