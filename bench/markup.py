"""How much Markdown survives: over made documents with an engine that changes nothing, and through real ones.

    .venv/bin/python bench/markup.py DATA [--pairs fr-es,en-es] [--documents 20]

DATA is a folder with ``<document>/<language>.txt``, a sentence a line. Markup is put around words of these at
random, the same at every run; what is counted is what the parser finds in the translation.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.records import Document, LanguageCode, Segment, SegmentId, Translated
from pipeline.read.markdown import inline, syntax
from pipeline.read.markdown.document import parse
from pipeline.split.splitter import RuleSplitter
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from pipeline.write.layout.document_text import translation_text
from pipeline.write.layout.marks import items, join_segments
from pipeline.write.layout.segments import write_segments

_SHAPES = (
    "*{}*",
    "**{}**",
    "[{}](https://example.org/{}_a?b=1)",
    "`{}`",
    "![{}](picture-{}.png)",
)
_KINDS = ("link", "image", "code", "note", "emphasis")


def main() -> None:
    """Print a table for each pair."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--pairs", default="fr-es,en-es")
    options.add_argument("--documents", type=int, default=20)
    given = options.parse_args()
    engine = ApertiumEngine()
    translator = Translator([engine], Routes([engine]))
    print("| pair | documents | segments | with markup | came back exactly | blocks the same | "
          + " | ".join(f"{kind} kept" for kind in _KINDS) + " |")  # fmt: skip
    print("|---" * (6 + len(_KINDS)) + "|")
    for pair in given.pairs.split(","):
        source, _, target = pair.partition("-")
        print(_row(given.data, given.documents, source, target, translator))


def _row(data: Path, most: int, source: LanguageCode, target: LanguageCode, translator: Translator) -> str:
    before: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    same = exact = documents = segments = marked = 0
    for text in _texts(data, source, most):
        document = _document(text)
        cut = join_segments(document, RuleSplitter().split(document, [source] * len(document.blocks)))
        placed = items(document, cut)
        rendering = translator.translate([Request(target=target, segments=cut, items=placed)])[0]
        if not isinstance(rendering, Rendering):
            raise rendering
        unchanged = {
            segment.id: Translated(text=segment.text, items=placed.get(segment.id, ())) for segment in cut
        }
        exact += _put_together(document, cut, unchanged, target) == text
        made = _put_together(document, cut, rendering.texts, target)
        old, new = _markup(text), _markup(made)
        before += old
        kept += old & new
        same += _blocks(text) == _blocks(made)
        documents, segments, marked = documents + 1, segments + len(cut), marked + len(placed)
    totals, found = _by_kind(before), _by_kind(kept)
    shares = " | ".join(f"{found[kind]} of {totals[kind]}" for kind in _KINDS)
    return f"| {source} > {target} | {documents} | {segments} | {marked} | {exact} | {same} | {shares} |"


def _by_kind(counts: Counter[tuple[str, str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (kind, _), count in counts.items():
        total[kind] += count
    return total


def _texts(data: Path, language: LanguageCode, most: int) -> Iterator[str]:
    """Yield Markdown documents made of the first documents in ``data``."""
    for number, path in enumerate(sorted(data.glob(f"*/{language}.txt"))[:most]):
        draw = random.Random(number)  # noqa: S311
        lines = [_marked_up(line, draw, at) for at, line in enumerate(path.read_text().splitlines()) if line]
        parts = [f"# {lines[0]}"]
        parts += [_block(lines[at : at + 3], draw) for at in range(1, len(lines), 3)]
        notes = [f"[^{at}]: {line}" for at, line in enumerate(lines[:2])]
        yield "\n\n".join([*parts, f"{lines[-1]}[^0] {lines[1]}[^1]", *notes]) + "\n"


def _block(lines: Sequence[str], draw: random.Random) -> str:
    shape = draw.choice(["paragraph", "lines", "list", "quotation", "table", "verse"])
    if shape == "table":
        rows = "\n".join(f"| {line.replace('|', '')} | 1 |" for line in lines)
        return f"| a | b |\n|---|---|\n{rows}"
    joints = {"paragraph": " ", "lines": "\n", "list": "\n- ", "quotation": "\n> ", "verse": "  \n"}
    starts = {"list": "- ", "quotation": "> "}
    return starts.get(shape, "") + joints[shape].join(lines)


def _marked_up(line: str, draw: random.Random, number: int) -> str:
    words = line.replace("*", "").replace("`", "").replace("[", "(").replace("]", ")").split()
    for _ in range(draw.choice([0, 1, 1, 2])):
        at = draw.randrange(len(words))
        until = min(len(words), at + draw.choice([1, 1, 2, 3]))
        own = " ".join(words[at:until])
        if any(sign in own for sign in "*`[]"):
            continue
        bare = own.rstrip(".,;:!?»”\"'")
        if bare:
            words[at:until] = [draw.choice(_SHAPES).format(bare, number) + own[len(bare) :]]
    return " ".join(words)


def _document(text: str) -> Document:
    parsed = parse(text)
    return replace(_EMPTY, text=parsed.text, blocks=parsed.blocks, marks=parsed.marks)


_EMPTY = Document(
    id="made-00000000", origin="made.md", extension="md", content=b"", sha256="", encoding="utf-8", text="",
    title=None, credit=None, blocks=(),
)  # fmt: skip


def _put_together(
    document: Document,
    segments: Sequence[Segment],
    answers: Mapping[SegmentId, Translated],
    language: LanguageCode,
) -> str:
    written = write_segments(document, segments, answers)
    return translation_text(
        text=document.text,
        marks=document.marks,
        segments=segments,
        texts={name: each.text for name, each in written.items()},
        language=language,
    )


def _markup(text: str) -> Counter[tuple[str, str]]:
    """Count what the parser finds: each pair once, with where it leads."""
    found: Counter[tuple[str, str]] = Counter()
    tokens, definitions = syntax.blocks(text)
    for token in tokens:
        for piece in (inline.inline_pieces(token, definitions, text) or []) if token.type == "inline" else []:
            if piece.role in _KINDS and piece.side != "open":
                found[piece.role, text[piece.start : piece.end]] += 1
    return found


def _blocks(text: str) -> list[tuple[str, str, str]]:
    tokens, _ = syntax.blocks(text)
    return [(token.type, token.tag, token.markup) for token in tokens]


if __name__ == "__main__":
    main()
