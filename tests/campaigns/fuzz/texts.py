"""Targets that take text: from bytes and their encoding to sentences, checks and translations written back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import languages
from pipeline.check.case import Case
from pipeline.check.checker import Checker
from pipeline.core.errors import EngineError, SourceError
from pipeline.core.records import Detected, Document, Segment, Translated
from pipeline.core.text.normalise import clean_line, normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference
from pipeline.split.splitter import RuleSplitter, sentence_spans, squeeze
from pipeline.translate.engines.apertium import stream
from pipeline.translate.protect.attempts import Whole, attempts
from pipeline.translate.protect.patterns import find_protected
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.quotation_marks import typeset
from pipeline.write.layout.document_text import translation_text
from pipeline.write.layout.marks import items, join_segments, source_of
from pipeline.write.layout.segments import write_segments
from tests.campaigns.fuzz.target import Reader, Target, is_one_line, text_of

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no clean text may hold."""


@cache
def _detector() -> LangdetectDetector:
    return LangdetectDetector()


def _detect_once() -> object:
    return _detector().detect(_TEXTS[0])


def _words(text: str) -> str:
    """Return the letters, digits, symbols and punctuation of a text, in one form: what must survive."""
    signs = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in signs if unicodedata.category(sign)[0] in "LNPS" and sign not in _FILLERS)


_FILLERS = "\u115f\u1160"
"""Letters by their category that nobody sees."""


def hygiene(data: bytes) -> None:
    """Cleaning loses no word, leaves nothing unseen, and has nothing more to do the second time."""
    text = text_of(data)
    once = normalise(text)
    assert not _UNSEEN.search(once.text)
    assert _words(once.text) == _words(text)
    again = normalise(once.text)
    assert (again.text, again.removed, again.normalised) == (once.text, (), False)
    assert "\n" not in clean_line(text)


def source(data: bytes) -> None:
    """A source is refused in one line or taken whole, and a translation word for word gives it back."""
    reader = Reader(data)
    form = reader.choose(("txt", "md"))
    language = reader.language()
    try:
        document = _read(reader.rest(), form)
    except SourceError as error:
        assert is_one_line(error)
        return
    whole = source_of(document.text, document.marks)
    if not document.repairs:
        bare = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", _decoded(document))
        assert whole == normalise(bare).text
    _check_blocks(document)
    segments = _segments(document, language)
    answers = {segment.id: Translated(text=segment.text) for segment in segments}
    assert _put_together(document, segments, answers, language) == whole
    other = {segment.id: Translated(text=segment.text.upper() + " <*_[x](y)") for segment in segments}
    changed = _put_together(document, segments, other, language)
    if segments:
        assert changed != whole
    placed = items(document, segments)
    for segment in segments:
        for item in placed.get(segment.id, ()):
            assert 0 <= item.start <= item.end <= len(segment.text)


def _read(content: bytes, form: str) -> Document:
    return read_document(Reference(origin="fuzz", path=None, content=content, format=form), _detector())


def _decoded(document: Document) -> str:
    text = document.content.decode(document.encoding)
    return text.removeprefix("\ufeff") if document.encoding.startswith("utf") else text


def _check_blocks(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
    for before, after in pairwise(document.marks):
        assert before.start <= before.end <= after.start
    assert all(0 <= mark.start <= mark.end <= len(document.text) for mark in document.marks)


def _segments(document: Document, language: str) -> tuple[Segment, ...]:
    segments = join_segments(document, RuleSplitter().split(document, [language] * len(document.blocks)))
    covered = bytearray(len(document.text))
    for segment in segments:
        assert squeeze(document.text[segment.start : segment.end]) == segment.text
        assert not any(covered[segment.start : segment.end])
        covered[segment.start : segment.end] = b"\1" * (segment.end - segment.start)
    for block in document.blocks:
        if block.kind not in ("code", "credit"):
            for at in range(block.start, block.end):
                assert covered[at] or document.text[at].isspace()
    return segments


def _put_together(
    document: Document, segments: Sequence[Segment], answers: dict[str, Translated], language: str
) -> str:
    written = write_segments(document, segments, answers)
    return translation_text(
        text=document.text,
        marks=document.marks,
        segments=segments,
        texts={name: each.text for name, each in written.items()},
        language=language,
    )


def split(data: bytes) -> None:
    """Sentences begin and end at signs that are not white space, and every such sign is in one of them."""
    reader = Reader(data)
    language = languages.get(reader.language())
    text = reader.text()
    covered = 0
    end = 0
    for start, stop in sentence_spans(text, language):
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip()
        assert not text[start].isspace()
        assert not text[stop - 1].isspace()
        covered, end = covered + 1, stop
    assert not text[end:].strip()
    assert bool(covered) == bool(text.strip())


def protect(data: bytes) -> None:
    """What is found lies in order; an engine that echoes gives it back; one that does not loses nothing."""
    reader = Reader(data)
    hostile = reader.byte() % 2
    text, _, answer = reader.text().partition("\x1e")
    text = squeeze(normalise(text).text)
    found = find_protected(text)
    for before, after in pairwise(found):
        assert before.end <= after.start
    assert all(item.start < item.end <= len(text) for item in found)
    for attempt in attempts(text, found, ("blank", "word", "percent")):
        sent = attempt.texts
        told = [squeeze(normalise(answer).text)] * len(sent) if hostile else sent
        restored = attempt.restore(told)
        if restored is None:
            assert hostile
            assert isinstance(attempt, Whole)
            continue
        _check_restored(text, restored)
        assert hostile or restored.text == text


def _check_restored(text: str, restored: Restored) -> None:
    for item in restored.items:
        assert restored.text[item.start : item.end] == item.replacement
        assert item.replacement in text


def quotes(data: bytes) -> None:
    """Other quotation marks change nothing else: neither words nor what is protected."""
    reader = Reader(data)
    source_language, target = reader.language(), reader.language()
    text = squeeze(normalise(reader.text()).text)
    before = Restored(text=text, items=find_protected(text))
    after = typeset(before, source_language, target)
    assert [after.text[item.start : item.end] for item in after.items] == [
        text[item.start : item.end] for item in before.items
    ]
    assert re.findall(r"\w+", after.text) == re.findall(r"\w+", text)


def checks(data: bytes) -> None:
    """Any two texts in any two languages get their verdicts, the same each time."""
    reader = Reader(data)
    source_language, target_language = reader.language(), reader.language()
    source_text, _, target = reader.text().partition("\x1e")
    case = Case(
        source=squeeze(normalise(source_text).text),
        target=squeeze(normalise(target).text),
        source_language=source_language,
        target_language=target_language,
        terms=((source_text[:9].strip() or "a", target[:9].strip() or "b"),),
    )
    verdicts = Checker(_detector()).check(case)
    assert verdicts
    assert verdicts == Checker(_detector()).check(case)


def detect(data: bytes) -> None:
    """Every text has an answer, which is a language that has a file, or none."""
    found = _detector().detect(text_of(data))
    if isinstance(found, Detected):
        assert found.language in languages.codes()
        assert 0 <= found.confidence <= 1


def apertium(data: bytes) -> None:
    """What is escaped comes back from programs that pass it through; answers of any kind are told apart."""
    reader = Reader(data)
    hostile = reader.byte() % 2
    given, _, answer = reader.rest().partition(b"\x1e")
    texts = [text for line in text_of(given).split("\n") if (text := stream.clean_text(line))]
    sent = stream.encode_stream(texts)
    assert sent.count(b"\0") == len(texts)
    units = sent.split(b"\0")[:-1]
    for unit, text in zip(units, texts, strict=True):
        stop = "." if text[-1].isalnum() else ""
        assert _unescaped(unit.decode()) == f"{text}{stop}"
    assert stream.decode_stream(sent + b"\0" * (reader.byte() % 3), texts) == texts
    if not hostile:
        return
    try:
        answers = stream.decode_stream(answer + (sent if len(answer) % 2 else b""), texts)
    except EngineError as error:
        assert is_one_line(error)
        return
    assert len(answers) == len(texts)
    assert all(answers)


def _unescaped(unit: str) -> str:
    """Return a text as Apertium's reformatter reads it: no special sign stands bare, blanks are whole."""
    shown: list[str] = []
    at = 0
    while at < len(unit):
        if unit[at] == "\\":
            shown.append(unit[at + 1])
            at += 2
        elif unit[at] == "[":
            end = unit.index("]", at)
            inner = unit[at + 1 : end]
            shown.append(chr(int(inner[2:], 16)) if inner.startswith(";x") else "")
            at = end + 1
        else:
            assert unit[at] not in "[]{}$/\\<>~^@\0"
            shown.append(unit[at])
            at += 1
    return "".join(shown)


_TEXTS = (
    "Le maire a annoncé lundi que les écoles de la ville resteront fermées. « Rien n'est prévu », a-t-il dit.",
    "On 3.5.2024 the U.S. paid $1,234.56 (12 %) to a@example.org; see https://example.org/a_(b)?c=d#e.",
    "Dr. Müller kam am 3. Mai 1998 um 7:30 p.m. an. »So nicht!« Z. B. 1.000.000,5 km/h, 20 °C — XIV. Jh.",
    "\u05d4\u05de\u05de\u05e9\u05dc\u05d4 \u200f(1) \u0627\u0644\u062d\u0643\u0648\u0645\u0629 \u0661\u0662\u0663\u066b\u0664",
    "政府は3日、東京で会議を開いた。「だめだ」と彼は言った。二千五百万円。北京１２月３１日电",
    "सरकार ने कहा। क\u094d\u200dष १२३ ไทย ข่าว 한국 정부는 3억 5천만 원",
    "a\u0301\u0323\u0345 \u212b \ufb01 \u1e9b\u0323 \u0958 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e007f #\ufe0f\u20e3",
    "\u202eabc\u202c \u2066x\u2069 so\u00adft z\u200bw \ufeff \x00\x1b[31m\x7f\x85 \ud800",
    "%s %1$d {name} {{x}} __PH__ `a b` <b>x</b> &amp; @who #tag C:\\a\\b ~/x/y.txt f() XQ1Z XQ 2 Z %1",
    "[1] {2} ^3$ /4\\ <5> @6 ~7 #8 *9 [;0][;x7e]\\~",
    "\"a\" 'b' “c” „d“ «e» ‹f› 「g」 5'6\" it's ((([[[",
    "very very very very very very. no no no no no no no no.",
    "1" * 60 + " " + "9" * 5000,
)
_MARKDOWN = (
    '---\ntitle: "A \\"b\\""\nx: 1\n---\n# T *e* #\n\nP **b** [l](u \'t\') ![i](s) `c` <http://a> <b>x</b>[^1]\\\n&eacute;\\* \n'
    "\n> q\n> > r\n\n- a\n  1. b\n\n     c\n- [ ] d\n\n| a | b\\|c |\n|---|---|\n| `x\\|y` | |\n\n[^1]: N.\n\n[l]: u\n\n```\nc\n```\n",
    "+++\ntitle = 'x'\n+++\nSetext\n===\n\n\ttab code\n\n<div>\n*x*\n</div>\n\n***a** b*  \nc~~d~~\n\n(AFP)\n",
    "> a\nb\n>\n> - c\n>   d\n\n* * *\n\n1) x\n2) y\n\n![a *b*](c)\n\n© 2026 Bureau\n",
)


def _texts() -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in _TEXTS]


def _sources() -> list[bytes]:
    plain = [b"\0\0\0\5" + text for text in _texts()]
    marked = [b"\0\1\0\5" + text.encode() for text in _MARKDOWN]
    coded = [
        b"\0\0\0\5" + "Le maire a annoncé que la forêt brûle près du village. ".encode(name) * 3
        for name in ("cp1252", "utf-16", "utf-16-le", "utf-32", "cp850", "utf-8-sig", "utf-7")
    ]
    mixed = [
        b"\0\0\0\5caf\xe9 caf\xc3\xa9 \xa4\xb3\xa4\xec\n\r\n\r \x1a",
        b"\0\0\0\5%PDF-1",
        b"\0\1\0\5PK\x03\x04",
    ]
    return [*plain, *marked, *coded, *mixed]


def _pairs() -> list[bytes]:
    texts = _texts()
    return [b"\0\1\0\2" + one + b"\x1e" + other for one, other in pairwise([*texts, texts[0]])]


def _behind(head: bytes) -> list[bytes]:
    return [head + text for text in (*_texts(), *(text.encode() for text in _MARKDOWN))]


TARGETS = {
    "hygiene": Target(run=hygiene, seeds=_texts, share=170, longest=600),
    "source": Target(run=source, seeds=_sources, share=30, prepare=_detect_once),
    "split": Target(run=split, seeds=lambda: _behind(b"\0\7"), share=150, longest=1024),
    "protect": Target(run=protect, seeds=lambda: [*_behind(b"\0"), *_pairs()], share=90, longest=1024),
    "quotes": Target(run=quotes, seeds=lambda: _behind(b"\0\7\0\2"), share=90, longest=1024),
    "checks": Target(run=checks, seeds=_pairs, share=25, longest=1024, prepare=_detect_once),
    "detect": Target(run=detect, seeds=_texts, share=20, longest=1024, prepare=_detect_once),
    "apertium": Target(run=apertium, seeds=lambda: [*_behind(b"\0"), *_pairs()], share=160, longest=1024),
}
