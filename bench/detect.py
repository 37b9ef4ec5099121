"""Measure detection, and print the tables of docs/measurements/quality.md, section "Detection".

    .venv/bin/python bench/detect.py DATA [--ntrex FOLDER] [--udhr FOLDER] [--half tuned|other]
    .venv/bin/python bench/detect.py DATA --speed
    .venv/bin/python bench/detect.py DATA --short
    .venv/bin/python bench/detect.py DATA --fit

DATA holds ``<document>/<language>.txt``, one sentence a line; ``pt-BR.txt`` counts as ``pt``. FOLDER of
``--ntrex`` is a copy of NTREX's repository, of which the languages without a file are read, in the documents
that DATA has; of ``--udhr`` a folder of ``udhr_*.xml`` (github.com/eric-muller/udhr, ``data/udhr``), each
paragraph of which counts as a sentence. ``--half`` takes every second document: those that the constants were
tuned on, or the others. ``--detector`` names one of
``depeche detect``. ``--fit`` prints ``profile_fit`` for the files in ``languages/``. ``--short`` takes the
first one, two and three words of every line: what they cost and how they are answered, with a digest of all
answers, by which two versions are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import languages
from pipeline.core.ports import Detector
from pipeline.core.records import Detected, Detection, Undetermined
from pipeline.detect.detector import LangdetectDetector, open_detector
from pipeline.detect.scoring import model

PIECES: dict[str, Callable[[list[str]], list[str]]] = {
    "sentences": lambda lines: lines,
    "first 30 characters": lambda lines: [line[:30] for line in lines],
    "documents": lambda lines: ["\n".join(lines)],
}
VARIETIES = {
    "nno": "Nynorsk",
    "prs": "Dari",
    "mey": "Hassaniya",
    "yue": "Cantonese",
    "gsw": "Swiss German",
}
"""ISO 639-3 codes of languages that one of ours could justly be taken for; they are counted separately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document in one language."""

    language: str
    """The text's language: our code, or the source's own."""
    lines: list[str]

    @property
    def known(self) -> bool:
        """Whether the language has a file."""
        return self.language in languages.codes()


def news(data: Path, half: str | None) -> list[Text]:
    """Read the documents of ``data``."""
    chosen = documents(data, half)
    return [
        Text(language=path.stem.partition("-")[0], lines=_lines(path.read_text(encoding="utf-8")))
        for path in sorted(data.glob("*/*.txt"))
        if path.parent.name in chosen
    ]


def documents(data: Path, half: str | None) -> set[str]:
    """Return the names of the documents, or of every second one."""
    names = sorted(path.name for path in data.iterdir() if path.is_dir())
    return set(names if half is None else names[half == "other" :: 2])


def ntrex_others(folder: Path, wanted: set[str]) -> list[Text]:
    """Read the languages without a file of NTREX, in the documents ``wanted``."""
    ids = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split("\n")
    found = []
    for path in sorted(folder.glob("NTREX-*/newstest2019-ref.*.txt")):
        code = path.stem.partition(".")[2].partition("-")[0]
        if code not in _iso():
            parts = defaultdict(list)
            for name, line in zip(ids, path.read_text(encoding="utf-8").split("\n"), strict=False):
                if name.strip() in wanted and line.strip():
                    parts[name].append(line.strip())
            found += [Text(language=code, lines=lines) for lines in parts.values()]
    return found


def declarations(folder: Path) -> list[Text]:
    """Read the translations of the Universal Declaration of Human Rights."""
    found = []
    for path in sorted(folder.glob("udhr_*.xml")):
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - a file that the user names
        code = root.get("iso639-3", "")
        lines = [
            " ".join("".join(each.itertext()).split()) for each in root.iter() if each.tag.endswith("para")
        ]
        found.append(Text(language=_iso().get(code, code), lines=[line for line in lines if line]))
    return found


def quality(texts: Iterable[Text], detector: Detector) -> None:
    """Print coverage and accuracy in our languages, and how much of the others is accepted."""
    kept = list(texts)
    print("| | n | coverage | accuracy of what is accepted | others | accepted | varieties | accepted |")
    print("|---|---|---|---|---|---|---|---|")
    pairs: Counter[str] = Counter()
    for kind, cut in PIECES.items():
        counts: Counter[str] = Counter()
        for text in kept:
            group = "own" if text.known else "variety" if text.language in VARIETIES else "other"
            for piece in cut(text.lines):
                answer = detector.detect(piece).language
                right = group == "own" and answer == text.language
                counts[group] += 1
                counts[f"{group} accepted"] += answer != "und"
                counts["right"] += right
                if kind == "sentences" and not right and answer != "und":
                    pairs[f"{text.language}→{answer}"] += 1
        own, all_own = counts["own accepted"], counts["own"]
        print(
            f"| {kind} | {all_own:,} | {_share(own, all_own)} | {_share(counts['right'], own, 2)} "
            f"| {counts['other']:,} | {_share(counts['other accepted'], counts['other'], 2)} "
            f"| {counts['variety']:,} | {_share(counts['variety accepted'], counts['variety'])} |"
        )
    print("\nmost often wrong, in sentences:", ", ".join(f"{pair} {n}" for pair, n in pairs.most_common(12)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What langdetect and depeche took for the same texts, in CPU seconds, and their answers."""

    theirs: float
    ours: float
    pairs: tuple[tuple[str, str], ...]
    """langdetect's own code and our answer, for each text."""


def compare(wanted: Sequence[tuple[str, str]]) -> Speed:
    """Compare speed on texts, each with its language, with langdetect called as its own page shows.

    Both have seen a document of each language before: langdetect loads all its data with its first text,
    depeche the data of a language when it comes up.
    """
    import langdetect

    langdetect.DetectorFactory.seed = 0
    detector = LangdetectDetector()
    for warm in (detector.detect, langdetect.detect):
        for text in {language: text for text, language in wanted}.values():
            warm(text)
    started = time.process_time()
    theirs = [langdetect.detect(text) for text, _ in wanted]
    middle = time.process_time()
    ours = [detector.detect(text).language for text, _ in wanted]
    return Speed(
        theirs=middle - started,
        ours=time.process_time() - middle,
        pairs=tuple(zip(theirs, ours, strict=True)),
    )


def speed(texts: Iterable[Text]) -> None:
    """Print how documents a second, and answers, compare with langdetect's."""
    wanted = [("\n".join(text.lines), text.language) for text in texts]
    found = compare(wanted)
    codes = languages.by_tool("langdetect")
    same = sum(codes.get(one, "und") == other for one, other in found.pairs)
    both = [(codes.get(one, one), other) for one, other in found.pairs if other != "und"]
    print(f"{len(wanted):,} documents of {statistics.mean(len(text) for text, _ in wanted):,.0f} characters")
    theirs, ours = (len(wanted) / seconds for seconds in (found.theirs, found.ours))
    print(f"langdetect {theirs:,.1f} a CPU-second, depeche {ours:,.1f}")
    print(f"{ours / theirs:.1f} times as many; the same answer for {_share(same, len(wanted), 2)}")
    print(f"of those that depeche tells: {_share(sum(one == other for one, other in both), len(both), 2)}")
    differing = Counter(
        f"{wanted_code}: langdetect {codes.get(one, one)}, depeche {other}"
        for (_, wanted_code), (one, other) in zip(wanted, found.pairs, strict=True)
        if codes.get(one, "und") != other
    )
    for line, number in differing.most_common(20):
        print(f"  {number:>4}  {line}")


def short(texts: Iterable[Text], detector: Detector) -> None:
    """Print the CPU time of short texts by how they are answered, and the quality of the answers."""
    detector.detect("The mayor said on Monday that the schools will stay closed.")  # loads the models
    starts = [(text, " ".join(words)) for text in texts for line in text.lines for words in _starts(line)]
    spent: defaultdict[str, list[float]] = defaultdict(list)
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    for text, start in starts:
        answer, took = _timed(detector, start)
        spent[_outcome(answer)].append(took)
        said = answer.reason if isinstance(answer, Undetermined) else answer.confidence
        digest.update(f"{start}\t{answer.language}\t{said}\n".encode())
        counts["known"] += text.known
        counts["told"] += text.known and answer.language != "und"
        counts["right"] += answer.language == text.language
        counts["accepted"] += not text.known and answer.language != "und"
    print("| answer | texts | share | ms each | longest |")
    print("|---|---:|---:|---:|---:|")
    spent["all"] = [one for times in spent.values() for one in times]
    some = random.Random(1).sample(starts, len(starts) // 20)  # noqa: S311 - an order, no secret
    spent["one in twenty, in any order"] = [_timed(detector, start)[1] for _, start in some]
    for outcome, times in spent.items():
        mean, share = statistics.mean(times), _share(len(times), len(starts))
        print(f"| {outcome} | {len(times):,} | {share} | {mean:.3f} | {max(times):.1f} |")
    known, told, others = counts["known"], counts["told"], len(starts) - counts["known"]
    print(f"\nours: of {known:,} {_share(told, known)} told, {_share(counts['right'], told)} rightly")
    print(f"others: of {others:,} {_share(counts['accepted'], others)} accepted")
    print(f"digest of the answers: {digest.hexdigest()[:16]}")


def _timed(detector: Detector, text: str) -> tuple[Detection, float]:
    """Return the answer, and the CPU time that it took in milliseconds."""
    began = time.process_time_ns()
    answer = detector.detect(text)
    return answer, (time.process_time_ns() - began) / 1e6


def _starts(line: str) -> list[list[str]]:
    words = line.split()
    return [words[:number] for number in range(1, min(len(words), 3) + 1)]


def _outcome(answer: Detection) -> str:
    if isinstance(answer, Detected):
        return "told"
    unweighed = answer.reason.startswith(("no letters", "too short", "written in"))
    close = "too close to call" if answer.reason.startswith("too close") else "refused for other reasons"
    return "refused unweighed" if unweighed else close


def fits(texts: Iterable[Text]) -> None:
    """Print the median fit of the sentences of each language."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for text in texts:
        for line in text.lines:
            evidence = model().score(line) if text.known else None
            if evidence and evidence.best == text.language and evidence.fit is not None and len(line) >= 30:
                found[text.language].append(evidence.fit)
    for code, values in sorted(found.items()):
        spread = statistics.pstdev(values)
        print(
            f"{code}: profile_fit = {statistics.median(values):.2f} (scatter {spread:.2f}, n {len(values)})"
        )


def _iso() -> dict[str, str]:
    """Map ISO 639-3 codes to our languages, by NLLB's codes and by codes that stand for several scripts."""
    own = {code.partition("_")[0]: each.code for each in languages.everyone() for code in each.codes.nllb}
    return {**own, "arb": "ar", "fas": "fa", "pes": "fa", "zho": "zh", "cmn": "zh"}


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _share(part: int, whole: int, digits: int = 1) -> str:
    return f"{part / whole:.{digits}%}" if whole else "-"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--ntrex", type=Path)
    parser.add_argument("--udhr", type=Path)
    parser.add_argument("--half", choices=("tuned", "other"))
    parser.add_argument("--detector", default="langdetect")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    texts = news(given.data, given.half)
    if given.ntrex:
        texts = [text for text in texts if text.known]  # the others are in NTREX as well
        texts += ntrex_others(given.ntrex, documents(given.data, given.half))
    if given.speed:
        speed(texts)
    elif given.short:
        short(texts, open_detector(given.detector))
    elif given.fit:
        fits(texts)
    elif given.udhr:
        quality(declarations(given.udhr), open_detector(given.detector))
    else:
        quality(texts, open_detector(given.detector))


if __name__ == "__main__":
    main()
