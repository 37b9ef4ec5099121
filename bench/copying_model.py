"""A translation package of full size with random weights, which copies: for measuring speed, not for use.

Its shape is that of the packages of Argos Translate: a Transformer-base (6 + 6 layers, width 512, 8 heads,
feed-forward 2,048), 32,000 pieces, int8. All layers are random, but their residuals are kept small, and one
cross-attention of the decoder is wired by hand: step t of the answer looks at token t of the source and says
it. So an answer is as long as its source and ends by itself, and any program that decodes it does the same
work.

How the 512 numbers of a state are used:

    0-127     the token's code (random signs); number 0 is set for the full stop alone
    128-255   what the cross-attention copied, read by the output projection
    256-511   the position's code (random signs)

After the full stop, which every sentence ends with and no sentence has elsewhere, only the end of the
sentence is likely.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LAYERS, WIDTH, HEADS, INNER = 6, 512, 8, 2048
VOCABULARY = 32_000
POSITIONS = 1024
WORDS = 40_000
CODE = 128
NOISE = 0.05
"""Size of the noise that a random layer adds to a state, whose own numbers are 1 in size."""

_STARTS = (
    *("b", "c", "d", "f", "g", "h", "j", "l", "m", "n", "p", "r", "s", "t", "v"),
    *("br", "cr", "dr", "fr", "gr", "pl", "pr", "tr", "st", "ch"),
)
_ENDS = ("a", "e", "i", "o", "u", "ai", "ou", "an", "on", "in", "er")

LAYER_THAT_COPIES = LAYERS - 1


def sentences(seed: int, *, mean: float = 22, deviation: float = 9) -> Iterator[str]:
    """Yield sentences without end, of about ``mean`` made-up words; common words are as common as in news."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    words = _words()
    ranks = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    while True:
        chosen = draw.choices(words, cum_weights=ranks, k=max(4, round(draw.gauss(mean, deviation))))
        yield f"{' '.join([chosen[0].capitalize(), *chosen[1:]])}."


def write_package(path: Path, *, source: str = "en", target: str = "fr") -> None:
    """Write the package as an ``.argosmodel`` file; the same bytes each time."""
    pieces, tokenizer = _tokenizer()
    spec = _model(pieces)
    metadata = {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        "code": f"translate-{source}_{target}",
        "links": [],
    }
    folder = path.with_suffix("")
    model = folder / "model"
    model.mkdir(parents=True)
    spec.save(str(model))
    files = {f"model/{file.name}": file.read_bytes() for file in sorted(model.iterdir())}
    files["metadata.json"] = json.dumps(metadata).encode()
    files["sentencepiece.model"] = tokenizer
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"translate-{source}_{target}-1_0/{name}"), content)
    for file in model.iterdir():
        file.unlink()
    model.rmdir()
    folder.rmdir()


def count_tokens(package: Path, seed: int, count: int) -> int:
    """Return how many pieces the first ``count`` sentences are in a package that was written here."""
    with zipfile.ZipFile(package) as archive:
        name = next(name for name in archive.namelist() if name.endswith("sentencepiece.model"))
        processor = sentencepiece.SentencePieceProcessor(model_proto=archive.read(name))
    return sum(len(processor.encode(text)) for text in islice(sentences(seed), count))


def _words() -> list[str]:
    draw = random.Random(1)  # noqa: S311 - no secret
    words: dict[str, None] = {}
    while len(words) < WORDS:
        syllables = draw.choices((1, 2, 3, 4), (1, 5, 4, 2))[0]
        words["".join(draw.choice(_STARTS) + draw.choice(_ENDS) for _ in range(syllables))] = None
    return list(words)


def _tokenizer() -> tuple[list[str], bytes]:
    """Train on the sentences; return the pieces and the SentencePiece model."""
    text = sentences(0)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(next(text) for _ in range(60_000)),
        model_writer=model,
        vocab_size=VOCABULARY,
        num_threads=1,
        minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(index) for index in range(VOCABULARY)], model.getvalue()


def _model(pieces: list[str]) -> transformer_spec.TransformerSpec:
    draw = np.random.default_rng(1)
    spec = transformer_spec.TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    codes = _codes(draw, pieces)
    positions = np.zeros((POSITIONS, WIDTH), dtype=np.float32)
    positions[:, 2 * CODE :] = draw.choice((-1, 1), (POSITIONS, WIDTH - 2 * CODE))
    embeddings = np.zeros((VOCABULARY, WIDTH), dtype=np.float32)
    embeddings[:, :CODE] = codes / np.sqrt(WIDTH)  # CTranslate2 multiplies it again
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = positions
        _norm(side.layer_norm)
        for layer in side.layer:
            _attention(layer.self_attention, draw)
            if side is spec.decoder:
                _attention(layer.attention, draw)
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, draw, WIDTH, INNER, 1 / np.sqrt(WIDTH))
            _linear(layer.ffn.linear_1, draw, INNER, WIDTH, NOISE / np.sqrt(INNER / 2))
    spec.encoder.embeddings[0].weight = embeddings
    spec.decoder.embeddings.weight = embeddings.copy()
    _copy(spec.decoder.layer[LAYER_THAT_COPIES].attention)
    output = np.zeros((VOCABULARY, WIDTH), dtype=np.float32)
    output[:, CODE : 2 * CODE] = codes * (20 / CODE)
    end = pieces.index("</s>")
    output[end] = 0
    output[end, 0] = 4  # after the full stop, above all else
    output[end, CODE] = -4  # at the full stop itself, not yet
    spec.decoder.projection.weight = output
    spec.decoder.projection.bias = np.zeros(VOCABULARY, dtype=np.float32)
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _codes(draw: np.random.Generator, pieces: list[str]) -> Floats:
    codes = draw.choice((-1, 1), (VOCABULARY, CODE)).astype(np.float32)
    codes[:, 0] = 0
    stop = pieces.index(".")
    codes[stop, 0] = np.sqrt(CODE)
    codes[stop, 1:] = 0
    return codes


def _attention(
    spec: transformer_spec.attention_spec.MultiHeadAttentionSpec, draw: np.random.Generator
) -> None:
    """Fill an attention with random weights whose residual is small."""
    _norm(spec.layer_norm)
    *inputs, output = spec.linear
    shapes = (3 * WIDTH,) if len(inputs) == 1 else (WIDTH, 2 * WIDTH)
    for linear, size in zip(inputs, shapes, strict=True):
        _linear(linear, draw, WIDTH, size, 1 / np.sqrt(WIDTH))
    _linear(output, draw, WIDTH, WIDTH, NOISE / np.sqrt(WIDTH))


def _copy(spec: transformer_spec.attention_spec.MultiHeadAttentionSpec) -> None:
    """Have an attention look at the source token in the position's own place, and copy the token's code.

    Each of the 8 heads has 64 numbers: 32 of the position's code as query and key, 16 of the token's as
    value.
    """
    size, place, code = WIDTH // HEADS, (WIDTH - 2 * CODE) // HEADS, CODE // HEADS
    query = np.zeros((WIDTH, WIDTH), dtype=np.float32)
    key, value, output = query.copy(), query.copy(), query.copy()
    for head in range(HEADS):
        rows = np.arange(place)
        query[head * size + rows, 2 * CODE + head * place + rows] = 6
        key[head * size + rows, 2 * CODE + head * place + rows] = 1
        rows = np.arange(code)
        value[head * size + rows, head * code + rows] = 1
        output[CODE + head * code + rows, head * size + rows] = 1
    zeros = np.zeros(WIDTH, dtype=np.float32)
    spec.linear[0].weight, spec.linear[0].bias = query, zeros
    spec.linear[1].weight, spec.linear[1].bias = np.concatenate([key, value]), np.tile(zeros, 2)
    spec.linear[2].weight, spec.linear[2].bias = output, zeros.copy()


def _norm(spec: common_spec.LayerNormSpec) -> None:
    spec.gamma, spec.beta = np.ones(WIDTH, dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)


def _linear(
    spec: common_spec.LinearSpec, draw: np.random.Generator, inputs: int, outputs: int, scale: float
) -> None:
    spec.weight = (draw.standard_normal((outputs, inputs)) * scale).astype(np.float32)
    spec.bias = np.zeros(outputs, dtype=np.float32)
