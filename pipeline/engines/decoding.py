"""Neural models on CTranslate2: each text its own answer, whatever stands beside it in a batch.

The decoding options are argostranslate's own (1.11, ``translate.apply_packaged_translation``): beam 4, length
penalty 0.2, unknown words replaced. They serve every kind of model here.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engines.tokenizers import Tokenizer
from pipeline.records import Setting, Translated

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

SETTINGS = (
    Setting(name="beam_size", value=BEAM_SIZE),
    Setting(name="length_penalty", value=LENGTH_PENALTY),
    Setting(name="max_input_tokens", value=MAX_INPUT_TOKENS),
    Setting(name="replace_unknowns", value=REPLACE_UNKNOWNS),
)
"""What a result depends on beside the model, sorted by name, for its identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The tokens that a model wants around a text's own."""

    before: tuple[str, ...] = ()
    """Before the source's: its language, or the one that is wanted."""
    after: tuple[str, ...] = ()
    """After the source's: its end, where CTranslate2 does not add it."""
    target: tuple[str, ...] = ()
    """What every answer is made to begin with: the language that is wanted."""

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """Return a source's tokens as the model wants them."""
        return [*self.before, *tokens, *self.after]

    def strip(self, tokens: Sequence[str]) -> list[str]:
        """Return an answer's own tokens.

        Those of the frame go wherever they stand: an unknown word is replaced by the source's token that the
        model looks at, which can be one of them.
        """
        special = {*self.before, *self.after, *self.target}
        return [token for token in tokens if token not in special]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that is loaded, for one pair of languages."""

    translator: ctranslate2.Translator
    tokenizer: Tokenizer
    frame: Frame
    max_output_tokens: int = MAX_OUTPUT_TOKENS


def load(folder: Path, *, threads: int | None = None) -> ctranslate2.Translator:
    """Load a CTranslate2 model on ``threads`` threads (None: one a core).

    Raises ``RuntimeError`` where it cannot be loaded.
    """
    import ctranslate2  # with numpy 0.2 s

    # Batches side by side: 1.7 times the speed of one batch over all cores.
    side_by_side = threads or os.cpu_count() or 1
    try:
        return ctranslate2.Translator(str(folder), device="cpu", inter_threads=side_by_side, intra_threads=1)
    except (IndexError, ValueError, TypeError, MemoryError) as error:
        raise RuntimeError(str(error)) from error  # broken files make CTranslate2 raise any of these


def translate(model: Model, texts: Sequence[str]) -> tuple[Translated, ...]:
    """Translate each text by itself; a text's answer does not depend on the others.

    A text for which the model finds no words at all comes back as it is. Raises ``RuntimeError`` where
    CTranslate2 fails.
    """
    pieces = [cut(model.tokenizer.encode(text)) if text.strip() else [] for text in texts]
    results = iter(_decode(model, [model.frame.wrap(piece) for part in pieces for piece in part]))
    answers = []
    for text, part in zip(texts, pieces, strict=True):
        parts = [next(results) for _ in part]
        words = " ".join(_words(model, tokens) for tokens, _ in parts).strip()
        score = round(min(score for _, score in parts), 4) if words else None
        answers.append(Translated(text=words or text.strip(), score=score))
    return tuple(answers)


def cut(tokens: list[str]) -> list[list[str]]:
    """Cut a token list that is too long: at the last comma or semicolon, else at the last word, that fits."""
    pieces = []
    while len(tokens) > MAX_INPUT_TOKENS:
        window = tokens[:MAX_INPUT_TOKENS]
        words = [at for at in range(1, MAX_INPUT_TOKENS) if window[at].startswith("▁")]
        clauses = [at for at in words if window[at - 1][-1:] in ",;:،、，；"]
        late = [at for at in clauses if at > MAX_INPUT_TOKENS // 2]
        end = (late or words or [MAX_INPUT_TOKENS])[-1]
        pieces.append(tokens[:end])
        tokens = tokens[end:]
    return [*pieces, tokens] if tokens else pieces  # a frame around nothing makes a model invent a sentence


def _decode(model: Model, sources: Sequence[list[str]]) -> list[tuple[list[str], float]]:
    """Translate token lists; returns best hypothesis and score of each, in order.

    Batches hold only lists of equal length: padding changes scores, and now and then words, so that a
    sentence would come out differently beside other sentences.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, source in enumerate(sources):
        by_length[len(source)].append(index)
    pending: list[tuple[int, Any]] = []
    for length in sorted(by_length, reverse=True):  # long ones first, so that no thread ends with one alone
        indices = by_length[length]
        prefix = list(model.frame.target)
        results = model.translator.translate_batch(
            [sources[index] for index in indices],
            target_prefix=[prefix] * len(indices) if prefix else None,
            replace_unknowns=REPLACE_UNKNOWNS,
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=BEAM_SIZE,
            length_penalty=LENGTH_PENALTY,
            max_input_length=0,
            max_decoding_length=model.max_output_tokens,
            return_scores=True,
            asynchronous=True,
        )
        pending.extend(zip(indices, results, strict=True))
    answers: dict[int, tuple[list[str], float]] = {}
    for index, promise in pending:
        result = promise.result()
        answers[index] = (result.hypotheses[0], result.scores[0])
    return [answers[index] for index in range(len(sources))]


def _words(model: Model, tokens: list[str]) -> str:
    return model.tokenizer.decode(model.frame.strip(tokens)).strip()
