"""Token lists through CTranslate2: together where that changes nothing, apart where something goes wrong.

On the CPU a batch holds only lists of equal length: padding changes scores, and now and then words, so that
a sentence would come out differently beside other sentences, while batches of equal length give bitwise the
same tokens and scores as each list alone. That is so of 8-bit models, whose products are sums of whole
numbers; those of floats depend on how many rows are multiplied at once, so that a list in floats goes
alone. On CUDA no batch is exact, and small ones waste the device; so there they hold lists of about equal
length (``docs/measurements/performance.md`` has the figures).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import ctranslate2

MAX_BATCH_TOKENS = {"cpu": 1024, "cuda": 16_384}
"""Tokens that CTranslate2 decodes at once a thread, by device; more costs memory and gains little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """The best answer for a token list."""

    tokens: tuple[str, ...]
    score: float
    """Log-probability, normalised for length as CTranslate2 does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What CTranslate2 said where it could not decode a token list, even alone."""

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
    """Translate token lists; one result for each, in order.

    ``prefix`` is what every answer is made to begin with, ``options`` are those of CTranslate2's
    ``translate_batch`` that the answers depend on. Where a batch fails, for want of memory or because of one
    list in it, it is halved until what fails stands alone.
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
    """Return which lists may share batches: long ones first, so that no thread ends with one alone."""
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
    """Enter what came out; return what failed."""
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
    """Try again in halves, one after the other; a list that was alone already gets one more try by itself."""
    middle = len(indices) // 2
    for half in (indices[:middle], indices[middle:]):
        failed = _collect(submit(half), results) if half else []
        if len(failed) > 1:
            _halve(failed, submit, results)
