"""Loads a package's model and tokenizer and translates a letter, in a process that may die of it.

``trial`` runs this script with the package's folder and a limit of memory in bytes. It imports nothing of
depeche, so that it starts fast. If the package cannot be used, it prints one line on standard output and ends
with exit code 1.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path


def main(folder: Path, memory: int) -> None:
    """Try the package in ``folder`` with at most ``memory`` bytes of address space, and no network."""
    sys.addaudithook(_refuse_network)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import ctranslate2

    translator = ctranslate2.Translator(str(folder / "model"), device="cpu", inter_threads=1, intra_threads=1)
    prefix = json.loads((folder / "metadata.json").read_bytes()).get("target_prefix")
    translator.translate_batch(
        [_encode(folder, "a")],
        target_prefix=[[prefix]] if prefix else None,
        beam_size=1,
        max_decoding_length=4,
    )


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise PermissionError("it reached for the network")


def _encode(folder: Path, text: str) -> list[str]:
    if (folder / "sentencepiece.model").exists():
        import sentencepiece

        path = str(folder / "sentencepiece.model")
        tokens: list[str] = sentencepiece.SentencePieceProcessor(model_file=path).encode(text, out_type=str)
        return tokens
    return [text]  # a letter is one piece for any bpe.model, and ``trial`` has read the file


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]))
    except Exception as error:  # noqa: BLE001 - any error here is the package's
        sys.stdout.write(" ".join(f"{error or type(error).__name__}".split())[:300])
        sys.exit(1)
