"""Translates token lists with CTranslate2: in one batch if that changes nothing, alone if a batch fails.

On the CPU a batch holds only lists of equal length. Padding changes scores, and now and then words: a
sentence would come out differently beside other sentences. A batch of equal length gives bitwise the same
tokens and scores as each list alone. This holds for 8-bit models, whose products are sums of whole numbers.
Products of floats depend on how many rows are multiplied at once, so a list in floats is translated alone.
On CUDA no batch is exact, and small ones waste the device. There a batch holds lists of about equal length
(``docs/measurements/performance.md`` has the figures).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import ctranslate2

MAX_BATCH_TOKENS = {"cpu": 1024, "cuda": 16_384}
"""Most tokens that CTranslate2 decodes at once per thread, by device. More cost memory and gain little."""


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
_Promises: TypeAlias = list[tuple[int, Any]]


def decode_batches(
    translator: ctranslate2.Translator,
    sources: Sequence[list[str]],
    *,
    prefix: Sequence[str] = (),
    **options: Any,
) -> list[BatchItemResult]:
    """Translate token lists. Returns one result for each, in order.

    ``prefix`` are the tokens that every answer begins with. ``options`` are those of CTranslate2's
    ``translate_batch`` that the answers depend on. If a batch fails, for lack of memory or because of one
    list in it, it is halved until the list that fails is alone.
    """

    def submit(indices: Sequence[int]) -> _Promises:
        promises = translator.translate_batch(
            [sources[index] for index in indices],
            target_prefix=[list(prefix)] * len(indices) if prefix else None,
            max_batch_size=MAX_BATCH_TOKENS[translator.device],
            batch_type="tokens",
            return_scores=True,
            asynchronous=True,
            **options,
        )
        return list(zip(indices, promises, strict=True))

    results: dict[int, BatchItemResult] = {}
    pending = [submit(indices) for indices in _groups(sources, translator)]
    for promises in pending:
        failed = _collect(promises, results)
        if failed:
            _halve(failed, submit, results)
    return [results[index] for index in range(len(sources))]


def _groups(sources: Sequence[list[str]], translator: ctranslate2.Translator) -> list[list[int]]:
    """Return groups of lists that may share batches, long ones first, so that no thread ends on one alone."""
    order = sorted(range(len(sources)), key=lambda index: -len(sources[index]))
    if translator.device != "cpu":
        return [order] if order else []
    if not translator.compute_type.startswith("int"):
        return [[index] for index in order]
    by_length: dict[int, list[int]] = defaultdict(list)
    for index in order:
        by_length[len(sources[index])].append(index)
    return list(by_length.values())


def _collect(promises: _Promises, results: dict[int, BatchItemResult]) -> list[int]:
    """Enter the results that came; return the batches that failed."""
    failed = []
    for index, promise in promises:
        try:
            result = promise.result()
        except (RuntimeError, MemoryError, ValueError) as error:
            results[index] = Failure(reason=" ".join(str(error).split()) or type(error).__name__)
            failed.append(index)
        else:
            results[index] = Hypothesis(tokens=tuple(result.hypotheses[0]), score=result.scores[0])
    return failed


def _halve(
    indices: Sequence[int], submit: Callable[[Sequence[int]], _Promises], results: dict[int, BatchItemResult]
) -> None:
    """Try a failed batch again in halves, one after the other. A list that was alone gets one more try."""
    middle = len(indices) // 2
    for half in (indices[:middle], indices[middle:]):
        failed = _collect(submit(half), results) if half else []
        if len(failed) > 1:
            _halve(failed, submit, results)
