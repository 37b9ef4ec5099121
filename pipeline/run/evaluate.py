"""Measures routes: a test set is translated along each, and scored against references with sacrebleu."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import languages
from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError, SourceError, UsageError
from pipeline.core.extras import install_command
from pipeline.core.files import streams
from pipeline.core.interrupt import map_in_threads
from pipeline.core.ports import Engine
from pipeline.core.records import Hop, LanguageCode, Route
from pipeline.translate.routes.identities import Identities
from pipeline.translate.routes.quality import Measurement, hop_name

Documents: TypeAlias = tuple[tuple[str, ...], ...]
"""The sentences of each document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelText:
    """Sentences and their translations by people, document by document."""

    name: str
    sha256: str
    """The digest of sources and references."""
    sources: Documents
    references: Documents

    @property
    def segments(self) -> int:
        """Number of sentences of one side."""
        return sum(map(len, self.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One figure, and the signature of the settings and the version that made it."""

    value: float
    """A number from 0 to 100, to one decimal."""
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """The scores of a route on a test set."""

    route: Route
    chrf: Score
    bleu: Score
    measurement: Measurement
    """The scores in the form that is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEvaluated:
    """A route that cannot be taken, though its packages are there."""

    route: Route
    reason: str


class Runner:
    """Translates a test set along chains of hops. Chains with the same first hops share translations."""

    def __init__(
        self,
        engines: Sequence[Engine],
        texts: Callable[[LanguageCode], Documents],
        *,
        workers: int = 1,
    ) -> None:
        """Translate the test set, which ``texts`` returns in a given language.

        ``workers`` is the number of threads for engines that take single documents.
        """
        self.failures: dict[Hop, str] = {}
        """The error of each hop that failed."""
        self._engines = {engine.name: engine for engine in engines}
        self._identities = Identities(self._engines)
        self._texts = texts
        self._workers = workers
        self._done: dict[tuple[Hop, ...], Documents] = {}

    def translate(self, chain: Sequence[Hop]) -> Documents:
        """Return the test set translated along ``chain``. Raises ``EngineError`` if a hop fails."""
        hops = tuple(chain)
        if not hops:
            raise ValueError("a chain has at least one hop")
        if hops not in self._done:
            before = self.translate(hops[:-1]) if len(hops) > 1 else self._texts(hops[0].source)
            self._done[hops] = self._step(hops[-1], before)
        return self._done[hops]

    def package(self, hop: Hop) -> str:
        """Return the package that took ``hop``. Raises ``EngineError`` if its engine cannot name it."""
        identity = self._identities.of(hop)
        return f"{identity.package} {identity.version} {identity.sha256[:12]}"

    def _step(self, hop: Hop, documents: Documents) -> Documents:
        if hop in self.failures:
            raise EngineError(self.failures[hop])
        engine = self._engines[hop.engine]

        def one(texts: Sequence[str]) -> tuple[str, ...]:
            answers = engine.translate(texts, hop.source, hop.target)
            failure = next((answer.failure for answer in answers if answer.failure), "")
            if failure:
                raise EngineError(f"{hop.engine} {hop.source}>{hop.target}: {failure}")
            return tuple(answer.text for answer in answers)

        try:
            before = self._identities.of(hop)
            if engine.scope == "segment":
                answers = iter(one([text for document in documents for text in document]))
                done = tuple(tuple(next(answers) for _ in document) for document in documents)
            else:
                done = tuple(map_in_threads(one, documents, self._workers))
            self._identities.confirm(hop, before)
        except EngineError as error:
            self.failures[hop] = error.message
            raise
        return done


def read_set(source: Path, reference: Path) -> ParallelText:
    """Read a test set: two files, or two folders with files of the same names; one sentence a line, in UTF-8.

    Each file is a document. Raises ``SourceError`` if a file cannot be read, or the two sides do not match.
    """
    paths = list(zip(_files(source), _files(reference), strict=False))
    if source.is_dir() or reference.is_dir():
        ours, theirs = ([path.name for path in _files(side)] for side in (source, reference))
        if ours != theirs:
            odd = sorted(set(ours) ^ set(theirs))
            raise SourceError(
                f"{source} and {reference}: both must hold files of the same names; {odd[0]} is in one"
                " of them alone"
            )
    sources, references = (tuple(_lines(pair[side]) for pair in paths) for side in (0, 1))
    for (ours_path, theirs_path), one, other in zip(paths, sources, references, strict=True):
        if len(one) != len(other):
            raise SourceError(
                f"{theirs_path}: has {len(other)} lines and {ours_path} has {len(one)}; "
                "line n of the one must translate line n of the other"
            )
    if not any(sources):
        raise SourceError(f"{source}: holds no sentence")
    whole = hashlib.sha256(repr((sources, references)).encode(errors="surrogatepass"))
    return ParallelText(name=source.name, sha256=whole.hexdigest(), sources=sources, references=references)


def evaluate(
    routes: Sequence[Route], engines: Sequence[Engine], test_set: ParallelText, *, workers: int = 2
) -> Iterator[Evaluated | NotEvaluated]:
    """Yield the scores of each route. All routes must have the same source and target language."""
    runner = Runner(engines, lambda _: test_set.sources, workers=workers)
    references = [text for document in test_set.references for text in document]
    for route in routes:
        try:
            answers = [text for document in runner.translate(route.hops) for text in document]
            packages = tuple(map(runner.package, route.hops))
        except EngineError as error:
            yield NotEvaluated(route=route, reason=error.message)
            continue
        chrf_score = chrf(answers, references)
        bleu_score = bleu(answers, references, language=route.target)
        yield Evaluated(
            route=route,
            chrf=chrf_score,
            bleu=bleu_score,
            measurement=Measurement(
                hops=tuple(map(hop_name, route.hops)),
                chrf=chrf_score.value,
                bleu=bleu_score.value,
                segments=test_set.segments,
                test_set=f"{test_set.name} {test_set.sha256[:12]}",
                signatures=(chrf_score.signature, bleu_score.signature),
                packages=packages,
            ),
        )


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """Return chrF2 (Popović 2015) as sacrebleu computes it by default."""
    _need_sacrebleu()
    from sacrebleu.metrics.chrf import CHRF

    metric = CHRF()
    value = metric.corpus_score(list(hypotheses), [list(references)]).score
    return Score(value=round(value, 1), signature=f"chrF2|{metric.get_signature()}")


def bleu(hypotheses: Sequence[str], references: Sequence[str], *, language: LanguageCode) -> Score:
    """Return BLEU as sacrebleu computes it by default, over characters for languages without spaces."""
    _need_sacrebleu()
    from sacrebleu.metrics.bleu import BLEU

    metric = BLEU(tokenize="13a" if languages.get(language).separator else "char")
    value = metric.corpus_score(list(hypotheses), [list(references)]).score
    return Score(value=round(value, 1), signature=f"BLEU|{metric.get_signature()}")


def _need_sacrebleu() -> None:
    try:
        import sacrebleu  # noqa: F401 - to say so in a line where it is absent
    except ImportError as error:
        raise UsageError(
            f"sacrebleu, which measures, is not installed; run: {install_command('evaluate')}"
        ) from error


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(child for child in path.iterdir() if child.is_file() and not child.name.startswith("."))


def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = streams.read_once(path, limit=limits.TEST_SET).decode("utf-8-sig")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8: {error}") from error
    return tuple(line.strip() for line in text.removesuffix("\n").split("\n")) if text else ()
