"""Measure sentence splitting on Universal Dependencies: tables of docs/measurements/quality.md.

    .venv/bin/uv run --with sentencex==1.0.32 --with pysbd==0.3.4 python bench/split.py UD_DIR DATA
    .venv/bin/python bench/split.py UD_DIR/UD_French-GSD --part dev --show

UD_DIR holds treebanks as they are published, ``UD_English-EWT/en_ewt-ud-test.conllu`` and so on; those in
languages without a file are left out. DATA holds ``<document>/<language>.txt``, one sentence a line. The
other splitters are measured where they are installed. The rules were tuned on ``--part dev``.

The sentences of a treebank are joined as it says (``SpaceAfter=No``) to texts: a paragraph each where it
marks paragraphs, ten sentences in a row elsewhere. A boundary is the position after a sentence's last
character; the one at the end of a text is given, so it does not count. The ceiling is the F1 of finding all
sentences that end with a final mark and nothing else. Lines of DATA are joined to one text a document.
"""

from __future__ import annotations

import argparse
import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import languages
from pipeline.split.splitter import sentence_spans

ROW = 10
"""Number of sentences to a text where a treebank marks no paragraphs."""
FINAL = frozenset(".!?…。！？؟।۔")
GREEK_QUESTION = ";"
CLOSERS = "\"'”“»«’)]」』 "
CODES = {"no": "nb"}
"""Codes of languages by their codes in treebanks, where these differ."""
SUITE = (
    *(
        "Catalan-AnCora",
        "Chinese-GSD",
        "Czech-CAC",
        "Danish-DDT",
        "Dutch-Alpino",
        "English-EWT",
        "English-GUM",
    ),
    *("French-GSD", "German-GSD", "Hindi-HDTB", "Italian-ISDT", "Japanese-GSD", "Norwegian-Bokmaal"),
    *("Polish-PDB", "Portuguese-Bosque", "Russian-GSD", "Spanish-AnCora", "Swedish-Talbanken"),
    *("Turkish-IMST", "Ukrainian-IU"),
)
"""Twenty sets with a mean of their own: the languages that most news is in, a treebank or two each."""
PARALLEL = "-PUD"

Boundaries = frozenset[int]
Splitter = Callable[[str, str], Iterable[int]]
"""A splitter: from a text and a language code to the positions after each sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that is split at one go, with the ends of its sentences, the last one left out."""

    text: str
    ends: Boundaries


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Numbers of boundaries that are right, found and there."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            right=self.right + other.right, found=self.found + other.found, gold=self.gold + other.gold
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 100."""
        return 200 * self.right / max(1, self.found + self.gold)

    @property
    def recall(self) -> float:
        """Share of the boundaries there that were found, 0 to 100."""
        return 100 * self.right / max(1, self.gold)


def sentences(path: Path) -> Iterator[tuple[bool, str]]:
    """Yield whether a sentence begins a paragraph, and its text with the space that follows."""
    begins, parts, covered = False, [], 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            begins = begins or line.startswith(("# newpar", "# newdoc"))
        elif line.strip():
            number, form, *_, misc = line.split("\t")
            first, _, last = number.partition("-")
            if "." in number or int(first) <= covered:
                continue
            covered = int(last or 0)
            parts.append(form + " " * ("SpaceAfter=No" not in misc.split("|")))
        elif parts:
            yield begins, "".join(parts)
            begins, parts, covered = False, [], 0


def treebank(path: Path) -> Iterator[Text]:
    """Yield the texts of a treebank's file."""
    paragraphs = "\n# newpar" in path.read_text(encoding="utf-8")
    group: list[str] = []
    for begins, sentence in sentences(path):
        if group and (begins if paragraphs else len(group) == ROW):
            yield joined(group)
            group = []
        group.append(sentence)
    yield joined(group)


def joined(group: Iterable[str]) -> Text:
    """Return the sentences as one text."""
    text, ends = "", []
    for sentence in group:
        text += sentence
        ends.append(len(text.rstrip()))
    return Text(text=text.rstrip(), ends=frozenset(ends[:-1]))


def lines(path: Path, code: str) -> Text:
    """Return a file with one sentence a line as one text."""
    separator = languages.get(code).separator
    content = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return joined(line + separator for line in content if line)


def ends_with_mark(text: str, code: str) -> bool:
    """Tell whether the last character is a final mark, closing quotes and brackets aside."""
    last = text[-20:].rstrip(CLOSERS)[-1:]
    return last in FINAL or (last == GREEK_QUESTION and "Grek" in languages.get(code).scripts)


def ours(text: str, code: str) -> Iterable[int]:
    """Split as the pipeline does."""
    return (end for _, end in sentence_spans(text, languages.get(code)))


def by_sentencex(text: str, code: str) -> Iterable[int]:
    """Split with sentencex, which has a fallback for every language."""
    boundaries = importlib.import_module("sentencex").get_sentence_boundaries(code, text)
    return (each["end_index"] for each in boundaries)


def by_pysbd(text: str, code: str) -> Iterable[int]:
    """Split with pysbd; its English rules stand in for the languages that it lacks."""
    pysbd = importlib.import_module("pysbd")
    known = code if code in importlib.import_module("pysbd.languages").LANGUAGE_CODES else "en"
    return (each.end for each in pysbd.Segmenter(language=known, clean=False, char_span=True).segment(text))


def splitters() -> dict[str, Splitter]:
    """Return the splitters to compare: ours, and the others that are installed."""
    found: dict[str, Splitter] = {"depeche": ours}
    for name, splitter in (("sentencex", by_sentencex), ("pysbd", by_pysbd)):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        found[name] = splitter
    return found


def boundaries(splitter: Splitter, text: str, code: str) -> Boundaries:
    """Return where ``splitter`` ends sentences, white space left out, and the end of the text too."""
    found = {len(text[:end].rstrip()) for end in splitter(text, code)}
    return frozenset(found - {0, len(text)})


def score(splitter: Splitter, texts: Iterable[Text], code: str) -> Score:
    """Compare with the sentences of all texts."""
    total = Score()
    for each in texts:
        found = boundaries(splitter, each.text, code)
        total += Score(right=len(found & each.ends), found=len(found), gold=len(each.ends))
    return total


def ceiling(texts: Iterable[Text], code: str) -> float:
    """Return the F1 of finding exactly the sentences that end with a mark."""
    total = Score()
    for each in texts:
        marked = sum(ends_with_mark(each.text[:end], code) for end in each.ends)
        total += Score(right=marked, found=marked, gold=len(each.ends))
    return total.f1


def show(texts: Iterable[Text], code: str) -> None:
    """Print each boundary that is wrong (+), missed (-), or missed where no mark shows it, in its place."""
    for each in texts:
        found = boundaries(ours, each.text, code)
        for end in sorted(found ^ each.ends):
            missed = "-" if ends_with_mark(each.text[:end], code) else "(-)"
            sign = "+" if end in found else missed
            print(f"{sign} {each.text[max(0, end - 60) : end]} ‖ {each.text[end : end + 50]}")


def files(folder: Path, part: str) -> Iterator[tuple[Path, str]]:
    """Yield the treebanks' files in a folder, or in its folders, with the languages' codes."""
    for path in sorted((*folder.glob(f"*-ud-{part}.conllu"), *folder.glob(f"*/*-ud-{part}.conllu"))):
        code = path.name.partition("_")[0]
        code = CODES.get(code, code)
        if code in languages.codes():
            yield path, code


def treebanks(folder: Path, part: str, compared: dict[str, Splitter]) -> None:
    """Print F1 for each treebank, and means."""
    print("| treebank | boundaries | ceiling |", " | ".join(compared), "|")
    print("|---|---|---|" + "---|" * len(compared))
    rows: dict[str, list[float]] = {}
    for path, code in files(folder, part):
        texts = list(treebank(path))
        name = path.parent.name.removeprefix("UD_")
        gold = sum(len(each.ends) for each in texts)
        rows[name] = [ceiling(texts, code)]
        rows[name] += (score(splitter, texts, code).f1 for splitter in compared.values())
        print(f"| {name} | {gold:,} |", " | ".join(f"{value:.2f}" for value in rows[name]), "|", flush=True)
    groups = {
        "mean of the suite": [values for name, values in rows.items() if name in SUITE],
        "mean of all but PUD": [values for name, values in rows.items() if not name.endswith(PARALLEL)],
        "mean of PUD": [values for name, values in rows.items() if name.endswith(PARALLEL)],
    }
    for label, group in groups.items():
        means = (fmean(column) for column in zip(*group, strict=True))
        print(f"| {label} | {len(group)} sets |", " | ".join(f"{mean:.2f}" for mean in means), "|")


def documents(data: Path, compared: dict[str, Splitter]) -> None:
    """Print how many line ends with a final mark are found, and how many cuts fall inside lines."""
    print("| language | line ends with a final mark | found | cuts inside lines |")
    print("|---|---|---|---|")
    paths = [(path.stem.partition("-")[0], path) for path in sorted(data.glob("*/*.txt"))]
    texts = [(code, lines(path, code)) for code, path in paths if code in languages.codes()]
    for name, splitter in compared.items():
        scores: dict[str, Score] = {}
        inside: Counter[str] = Counter()
        for code, each in texts:
            found = boundaries(splitter, each.text, code)
            marked = {end for end in each.ends if ends_with_mark(each.text[:end], code)}
            own = Score(right=len(found & marked), found=len(found), gold=len(marked))
            scores[code] = scores.get(code, Score()) + own
            inside[code] += len(found - each.ends)
        if splitter is ours:
            for code, own in sorted(scores.items()):
                print(f"| {code} | {own.gold:,} | {own.recall:.2f} | {inside[code]} |")
        total = sum(scores.values(), Score())
        print(f"| all, {name} | {total.gold:,} | {total.recall:.2f} | {inside.total():,} |", flush=True)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ud", type=Path)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--part", choices=["dev", "test"], default="test")
    parser.add_argument("--show", action="store_true", help="print what is wrong instead of the tables")
    options = parser.parse_args()
    if options.show:
        for path, code in files(options.ud, options.part):
            show(treebank(path), code)
        return
    compared = splitters()
    treebanks(options.ud, options.part, compared)
    if options.data:
        print()
        documents(options.data, compared)


if __name__ == "__main__":
    main()
