"""Argos Translate's models, run on CTranslate2 directly.

argostranslate joins the tokens of all sentences before it decodes them, so which sentence became which is
lost; here each text keeps its own answer. The decoding options are argostranslate's own (1.11,
``translate.apply_packaged_translation``): beam 4, length penalty 0.2, unknown words replaced.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.engines.argos_package import ArgosPackage, Tokenizer, find_packages
from pipeline.errors import EngineError
from pipeline.records import EngineIdentity, Hop, LanguageCode, Setting, Translated

if TYPE_CHECKING:
    import ctranslate2

BEAM_SIZE = 4
LENGTH_PENALTY = 0.2
REPLACE_UNKNOWNS = True

MAX_BATCH_TOKENS = 1024
"""Tokens that CTranslate2 decodes at once a thread; more costs memory and gains little."""

MAX_INPUT_TOKENS = 250
"""A longer text is translated in pieces: the models were trained on sentences, and cut off what is longer."""

MAX_OUTPUT_TOKENS = 3 * MAX_INPUT_TOKENS
"""CTranslate2 stops here; argostranslate's 256 would cut the end of long sentences off in silence."""


@dataclass(frozen=True, slots=True)
class _Model:
    translator: ctranslate2.Translator
    tokenizer: Tokenizer
    prefix: str


class ArgosEngine:
    """Neural translation with the Argos packages in a folder; safe to use from several threads."""

    name = "argos"
    scope: Literal["segment", "document"] = "segment"

    def __init__(self, packages: Path, *, threads: int | None = None) -> None:
        """Use the packages that are unpacked in ``packages``, and ``threads`` threads (None: one a core)."""
        self._folder = packages
        self._threads = threads or os.cpu_count() or 1
        self._lock = threading.Lock()
        self._found: dict[tuple[LanguageCode, LanguageCode], ArgosPackage] | None = None
        self._models: dict[tuple[LanguageCode, LanguageCode], _Model] = {}

    def hops(self) -> tuple[Hop, ...]:
        """Return the pairs that have a package, sorted."""
        return tuple(
            Hop(engine=self.name, source=source, target=target, method="neural")
            for source, target in sorted(self._packages())
        )

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Name the package of a pair; its digest covers all files that translation reads."""
        package = self._package(source, target)
        try:
            digest = package.sha256
        except OSError as error:
            raise _gone(package, error) from error
        return EngineIdentity(
            engine=self.name,
            engine_version=f"ctranslate2 {version('ctranslate2')}",
            package=package.name,
            version=package.version,
            sha256=digest,
            licence=package.licence,
            method="neural",
            options=(
                Setting(name="beam_size", value=BEAM_SIZE),
                Setting(name="length_penalty", value=LENGTH_PENALTY),
                Setting(name="max_input_tokens", value=MAX_INPUT_TOKENS),
                Setting(name="replace_unknowns", value=REPLACE_UNKNOWNS),
            ),
        )

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Translate each text by itself; a text's answer does not depend on the others.

        A text for which the model finds no words at all comes back as it is.
        """
        model = self._model(source, target)
        pieces = [_pieces(model.tokenizer.encode(text)) for text in texts]
        flat = [piece for cut in pieces for piece in cut]
        try:
            results = iter(_decode(model, flat))
        except RuntimeError as error:
            raise EngineError(f"argos {source}>{target}: CTranslate2 failed: {error}") from error
        answers = []
        for text, cut in zip(texts, pieces, strict=True):
            parts = [next(results) for _ in cut]
            words = " ".join(_words(model, tokens) for tokens, _ in parts).strip()
            score = round(min(score for _, score in parts), 4) if words else None
            answers.append(Translated(text=words or text.strip(), score=score))
        return tuple(answers)

    def _packages(self) -> dict[tuple[LanguageCode, LanguageCode], ArgosPackage]:
        if self._found is None:
            self._found = find_packages(self._folder)
        return self._found

    def _package(self, source: LanguageCode, target: LanguageCode) -> ArgosPackage:
        try:
            return self._packages()[source, target]
        except KeyError:
            raise EngineError(
                f"argos {source}>{target}: no package in {self._folder}; "
                f"run: depeche languages install {source} {target}"
            ) from None

    def _model(self, source: LanguageCode, target: LanguageCode) -> _Model:
        with self._lock:
            if (source, target) not in self._models:
                self._models[source, target] = self._open(self._package(source, target))
            return self._models[source, target]

    def _open(self, package: ArgosPackage) -> _Model:
        import ctranslate2  # with numpy 0.2 s

        try:
            translator = ctranslate2.Translator(
                str(package.folder / "model"),
                device="cpu",
                inter_threads=self._threads,  # batches side by side: 1.7 times one batch over all cores
                intra_threads=1,
            )
            return _Model(translator, package.tokenizer(), package.target_prefix)
        except (RuntimeError, OSError, ValueError) as error:
            if not (package.folder / "model" / "model.bin").is_file():
                raise _gone(package, error) from error
            raise EngineError(
                f"argos package {package.folder.name} cannot be loaded: {error}; install it again"
            ) from error


def _gone(package: ArgosPackage, error: Exception) -> EngineError:
    return EngineError(
        f"argos package {package.folder.name} was removed or changed since it was found in "
        f"{package.folder.parent} ({error}); install it again, then run again"
    )


def _decode(model: _Model, pieces: Sequence[list[str]]) -> list[tuple[list[str], float]]:
    """Translate token lists; returns best hypothesis and score of each, in order.

    Batches hold only lists of equal length: padding changes scores, and now and then words, so that a
    sentence would come out differently beside other sentences.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        by_length[len(piece)].append(index)
    pending: list[tuple[int, Any]] = []
    for length in sorted(by_length, reverse=True):  # long ones first, so that no thread ends with one alone
        indices = by_length[length]
        results = model.translator.translate_batch(
            [pieces[index] for index in indices],
            target_prefix=[[model.prefix]] * len(indices) if model.prefix else None,
            replace_unknowns=REPLACE_UNKNOWNS,
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=BEAM_SIZE,
            length_penalty=LENGTH_PENALTY,
            max_input_length=0,
            max_decoding_length=MAX_OUTPUT_TOKENS,
            return_scores=True,
            asynchronous=True,
        )
        pending.extend(zip(indices, results, strict=True))
    answers: dict[int, tuple[list[str], float]] = {}
    for index, promise in pending:
        result = promise.result()
        answers[index] = (result.hypotheses[0], result.scores[0])
    return [answers[index] for index in range(len(pieces))]


def _pieces(tokens: list[str]) -> list[list[str]]:
    """Cut a token list that is too long: at the last comma or semicolon, else at the last word, that fits."""
    pieces = []
    while len(tokens) > MAX_INPUT_TOKENS:
        window = tokens[:MAX_INPUT_TOKENS]
        words = [at for at in range(1, MAX_INPUT_TOKENS) if window[at].startswith("▁")]
        clauses = [at for at in words if window[at - 1][-1:] in ",;:،、，；"]
        late = [at for at in clauses if at > MAX_INPUT_TOKENS // 2]
        cut = (late or words or [MAX_INPUT_TOKENS])[-1]
        pieces.append(tokens[:cut])
        tokens = tokens[cut:]
    return [*pieces, tokens]


def _words(model: _Model, tokens: list[str]) -> str:
    """Join tokens to words, without the tag that names the target language in models of several."""
    if model.prefix and tokens[:1] == [model.prefix]:
        tokens = tokens[1:]
    return model.tokenizer.decode(tokens).strip()
