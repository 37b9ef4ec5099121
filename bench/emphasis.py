"""Count marks around the right words in translations by Apertium: a table of docs/measurements/quality.md.

    PYTHONPATH=. .venv/bin/python bench/emphasis.py

``tests/gold/emphasis.toml`` has sentences with marked words in five languages, and which words belong between
the marks in each. "before" is where the engine leaves the marks.
"""

from __future__ import annotations

from unittest.mock import patch

from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from tests.support.emphasis import LANGUAGES, marked


def main() -> None:
    """Print the table, and what is still wrong."""
    engine = ApertiumEngine()
    routes = Routes([engine])
    translator = Translator([engine], routes)
    print("| pair | marks | right before | right after |\n|---|---:|---:|---:|")
    wrong: list[str] = []
    for hop in engine.hops():
        if hop.source not in LANGUAGES or hop.target not in LANGUAGES:
            continue
        with patch("pipeline.translate.translator.with_marks_moved", lambda translated, _, __: translated):
            before = list(marked(translator, hop.source, hop.target))
        after = list(marked(translator, hop.source, hop.target))
        right = [sum(is_right for _, is_right in found) for found in (before, after)]
        print(f"| {hop.source} > {hop.target} | {len(after)} | {right[0]} | {right[1]} |")
        wrong += [f"{hop.source} > {hop.target}: {words}" for words, is_right in after if not is_right]
    print("\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
