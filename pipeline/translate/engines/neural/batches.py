"""Translates token lists with CTranslate2: in one batch if that changes nothing, alone if a batch fails.

On the CPU a batch holds only lists of equal length. Padding changes scores, and now and then words: a
sentence would come out differently beside other sentences. A batch of equal length gives bitwise the same
tokens and scores as each list alone. This holds for 8-bit models, whose products are sums of whole numbers.
Products of floats depend on how many rows are multiplied at once, so a list in floats is translated alone.
So it does not matter whose lists share a batch, and those of several documents do: each call waits for its
own answers, and the lists of all that wait are decoded, those that have waited longest first.

On CUDA no batch is exact, and small ones waste the device. There a batch holds lists of about equal length,
of one call (``docs/measurements/performance.md`` has the figures).
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError
from pipeline.core.interrupt import ended_by

if TYPE_CHECKING:
    import ctranslate2

MAX_BATCH_TOKENS = {"cpu": 1024, "cuda": 16_384}
"""Most tokens that CTranslate2 decodes at once per thread, by device. More cost memory and gain little."""

_FIRST_BATCH_TOKENS = 96
"""The same on the CPU until one call has all its answers, so that the first document is out in seconds."""

_AHEAD = 2
"""Batches for each thread of CTranslate2 that are submitted at a time, so that none waits for the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """The best answer for a token list."""

    tokens: tuple[str, ...]
    score: float
    """Log-probability, normalised for length as CTranslate2 does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """CTranslate2's error for a token list that it could not decode, even alone."""

    reason: str


BatchItemResult: TypeAlias = Hypothesis | Failure
ResultCallback: TypeAlias = Callable[[int, BatchItemResult], None]
"""Takes the place of a token list in its call, and its result."""
_Promises: TypeAlias = list[tuple["_Item", Any]]


@dataclass(slots=True, eq=False)
class _Call:
    """One call of ``decode``, which waits for its answers."""

    left: int
    """How many token lists have no answer yet."""
    report: ResultCallback | None
    woken: threading.Event = field(default_factory=threading.Event)
    """Set when all answers are there, when the call is to lead, or when it is stopped."""
    is_stopped: bool = False


@dataclass(slots=True, eq=False)
class _Item:
    """One token list."""

    call: _Call
    index: int
    """The place in the call."""
    source: list[str]
    number: int = 0
    """The place in the order of all lists, longest waiting first."""
    result: BatchItemResult | None = None
    twins: list[_Item] = field(default_factory=list)
    """The same list of later calls."""


class BatchDecoder:
    """Decodes token lists with one model and one set of options. Several threads may call it.

    There is no thread of its own: one of the calls that wait leads. It submits batches, also of the others'
    lists, and collects their answers, until its own are complete. Then another leads.
    """

    def __init__(
        self, translator: ctranslate2.Translator, *, prefix: Sequence[str] = (), **options: Any
    ) -> None:
        """Use a loaded model.

        ``prefix`` are the tokens that every answer begins with. ``options`` are those of CTranslate2's
        ``translate_batch`` that the answers depend on.
        """
        self._translator = translator
        self._prefix = list(prefix)
        self._options = options
        self._ahead = _AHEAD * int(getattr(translator, "num_translators", 1))
        self._lock = threading.Lock()
        self._number = 0
        self._waiting: dict[int, deque[_Item]] = defaultdict(deque)
        """The lists that are not submitted yet, by their length."""
        self._unanswered: dict[tuple[str, ...], _Item] = {}
        """The lists without an answer, each once."""
        self._calls: list[_Call] = []
        """The calls that wait, the oldest first."""
        self._leader: _Call | None = None
        self._submitted: deque[_Promises] = deque()
        self._has_answered = False
        """Whether a call has had all its answers."""

    def decode(
        self, sources: Sequence[list[str]], report: ResultCallback | None = None
    ) -> list[BatchItemResult]:
        """Translate token lists. Returns one result for each, in order.

        ``report`` is called with each result as soon as it is there, from any thread, one at a time. If a
        batch fails, for lack of memory or because of one list in it, it is halved until the list that fails
        is alone. Raises ``EngineError`` if the process is told to stop meanwhile.
        """
        call = _Call(len(sources), report)
        items = [_Item(call, index, source) for index, source in enumerate(sources)]
        # Long ones first, so that no thread ends on one alone.
        ordered = sorted(items, key=lambda item: -len(item.source))
        if self._translator.device != "cpu":
            if ordered:
                self._answer(self._submit(ordered))
        elif ordered:
            with ended_by(lambda: self._stop(call)):
                self._enqueue(call, ordered)
                self._wait(call)
        return [item.result for item in items if item.result is not None]

    def _enqueue(self, call: _Call, items: Sequence[_Item]) -> None:
        with self._lock:
            for item in items:
                self._number += 1
                item.number = self._number
                first = self._unanswered.setdefault(tuple(item.source), item)
                if first is item:
                    self._waiting[len(item.source)].append(item)
                else:
                    first.twins.append(item)
            self._calls.append(call)
            if self._leader is None:
                self._appoint(call)

    def _wait(self, call: _Call) -> None:
        """Wait for the answers of a call, and lead if it is appointed. Raises ``EngineError``."""
        try:
            call.woken.wait()
            while call.left and not call.is_stopped:
                self._lead()
        finally:
            with self._lock:
                self._calls.remove(call)
                if self._leader is call:
                    self._leader = None
                    waiting = next((one for one in self._calls if one.left and not one.is_stopped), None)
                    if waiting is not None:
                        self._appoint(waiting)
                if not self._calls:  # what is left was for calls that were given up
                    self._waiting.clear()
                    self._unanswered.clear()
                    self._submitted.clear()
        if call.is_stopped:
            raise EngineError("stopped before it was translated")

    def _appoint(self, call: _Call) -> None:
        self._leader = call
        call.woken.set()

    def _stop(self, call: _Call) -> None:
        """Give up a call. Its lists stay, for others may have the same."""
        call.is_stopped = True
        call.woken.set()

    def _lead(self) -> None:
        """Submit batches as far as there is room, and collect the oldest one's answers."""
        with self._lock:
            while len(self._submitted) < self._ahead and (batch := self._next_batch()):
                self._submitted.append(self._submit(batch))
            promises = self._submitted.popleft()
        try:
            self._answer(promises)
        except BaseException:
            with self._lock:  # another call may still wait for these
                for item, _ in reversed(promises):
                    if item.result is None:
                        self._waiting[len(item.source)].appendleft(item)
            raise

    def _next_batch(self) -> list[_Item]:
        """Return the list that has waited longest, and those that may share its batch; none if none waits."""
        if not self._waiting:
            return []
        length = min(self._waiting, key=lambda length: self._waiting[length][0].number)
        items = self._waiting[length]
        is_exact = self._translator.compute_type.startswith("int")
        tokens = MAX_BATCH_TOKENS["cpu"] if self._has_answered else _FIRST_BATCH_TOKENS
        room = max(1, tokens // max(1, length)) if is_exact else 1
        batch = [items.popleft() for _ in range(min(room, len(items)))]
        if not items:
            del self._waiting[length]
        return batch

    def _submit(self, items: Sequence[_Item]) -> _Promises:
        promises = self._translator.translate_batch(
            [item.source for item in items],
            target_prefix=[self._prefix] * len(items) if self._prefix else None,
            max_batch_size=MAX_BATCH_TOKENS[self._translator.device],
            batch_type="tokens",
            return_scores=True,
            asynchronous=True,
            **self._options,
        )
        return list(zip(items, promises, strict=True))

    def _answer(self, promises: _Promises) -> None:
        """Collect the answers of a batch, and hand them out. If a batch fails, it is halved."""
        results: dict[_Item, BatchItemResult] = {}
        failed = _collect(promises, results)
        if failed:
            self._halve(failed, results)
        with self._lock:
            answered = []
            for first, result in results.items():
                self._unanswered.pop(tuple(first.source), None)
                for item in (first, *first.twins):
                    item.result = result
                    answered.append((item, result))
        for item, result in answered:
            if item.call.report is not None:
                item.call.report(item.index, result)
            item.call.left -= 1
            if not item.call.left:
                self._has_answered = True
                item.call.woken.set()

    def _halve(self, items: Sequence[_Item], results: dict[_Item, BatchItemResult]) -> None:
        """Try a failed batch again in halves. A list that was alone gets one more try."""
        middle = len(items) // 2
        for half in (items[:middle], items[middle:]):
            failed = _collect(self._submit(half), results) if half else []
            if len(failed) > 1:
                self._halve(failed, results)


def _collect(promises: _Promises, results: dict[_Item, BatchItemResult]) -> list[_Item]:
    """Enter the results that came; return the lists whose batch failed."""
    failed = []
    for item, promise in promises:
        try:
            result = promise.result()
        except (RuntimeError, MemoryError, ValueError) as error:
            results[item] = Failure(reason=" ".join(str(error).split()) or type(error).__name__)
            failed.append(item)
        else:
            results[item] = Hypothesis(tokens=tuple(result.hypotheses[0]), score=result.scores[0])
    return failed
