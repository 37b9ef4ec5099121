"""Bad input, every language, and lengths: a sensible summary or a clear error."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import languages
from pipeline.core.contract import RunSettings
from pipeline.core.records import Document, Length, Segment
from pipeline.core.records.prepared import Prepared
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.plain_text import find_blocks
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.settings import run_settings
from pipeline.run.steps.prepare import prepare
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import METHODS, Extractor


def document(text: str) -> Document:
    """Return a text as it is read from a file."""
    content = text.encode()
    return Document(
        id="a",
        origin="a.txt",
        extension="txt",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding="utf-8",
        text=text,
        title=None,
        credit=None,
        blocks=find_blocks(text),
    )


def prepared(text: str, language: str, **options: object) -> Prepared:
    """Take a text up to its summary."""
    settings: RunSettings = run_settings(Options(**options), needs_target=False)  # type: ignore[arg-type]
    return prepare(
        document(text),
        replace(settings, source=language),
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor(settings.method),
    )


def text_in(language: str) -> str:
    """Return three paragraphs of made sentences, of words that the language's own file has."""
    known = languages.get(language)
    pool = [word for label in (*known.credits.labels, *known.summaries.boilerplate) for word in label.split()]
    pool = [word for word in dict.fromkeys(pool) if word.isalpha()] + [known.native_name]
    stop = "。" if known.separator == "" else "।" if "Deva" in known.scripts else "."
    gap = "" if known.separator == "" else " "
    sentences = [
        gap.join(pool[(number * step) % len(pool)] for step in range(2, 9)).capitalize() + stop
        for number in range(1, 13)
    ]
    return "\n\n".join(known.separator.join(sentences[i : i + 4]) for i in range(0, 12, 4)) + "\n"


@pytest.mark.parametrize("language", languages.codes())
def test_every_language_summarises_a_document(language: str) -> None:
    """From the text by way of its own splitting, stop words and stems to three of its sentences."""
    for method in ("news", "textrank"):
        done = prepared(text_in(language), language, method=method, sentences=3)
        assert len(done.segments) >= 6
        assert done.summary is not None
        assert len(done.summary.segments) == 3
        assert [part.id for part in done.chosen] == list(done.summary.segments)


@pytest.mark.parametrize("method", METHODS)
def test_one_sentence_is_its_own_summary(method: str) -> None:
    """Whatever is asked for, where it fits."""
    done = prepared("The bridge over the river fell on Monday.\n", "en", method=method)
    assert [part.text for part in done.chosen] == ["The bridge over the river fell on Monday."]


@pytest.mark.parametrize("method", METHODS)
def test_a_hundred_copies_are_one_text(method: str) -> None:
    """Repeats are left out, so the summary is that of a single copy."""
    text = "\n\n".join(
        ["The bridge fell on Monday.", "Police closed the road.", "Rain had washed out the bridge."]
    )
    once = prepared(text, "en", method=method, sentences=2)
    often = prepared("\n\n".join([text] * 100), "en", method=method, sentences=2)
    assert [part.text for part in often.chosen] == [part.text for part in once.chosen]
    whole = prepared("\n\n".join([text] * 100), "en", method=method, ratio=1.0)
    assert len(whole.chosen) == 3


def test_a_text_without_end_has_a_summary() -> None:
    """6,000 sentences, by the default and by a method that takes sumy hours."""
    texts = [
        f"Number {i} in section {i % 97} names {i * 7919 % 4999} bridges, hill{i % 31}, river{i % 501}."
        for i in range(6_000)
    ]
    story = tuple(
        Segment(id=f"b{i + 1}.1", block=i, start=0, end=0, text=text, language="en")
        for i, text in enumerate(texts)
    )
    for method in ("news", "kl"):
        chosen = Extractor(method).select(story, Length(unit="sentences", value=5), language="en")
        assert len(chosen) == 5


@pytest.mark.parametrize("method", ["news", "lexrank", "lead"])
@pytest.mark.parametrize("most", [1, 40, 80, 200, 10_000])
def test_characters_are_never_exceeded(method: str, most: int) -> None:
    """Those of the file of sentences, its last line end left out."""
    text = text_in("fr")
    done = prepared(text, "fr", method=method, characters=most)
    assert len("\n".join(part.text for part in done.chosen)) <= most
    if most == 10_000:
        assert len(done.chosen) == len(done.segments)


def test_title_and_headings_tell_what_the_story_is_about() -> None:
    """With all else equal the sentence that takes up the title is chosen."""
    body = [
        "Nine farmers from the valley talked about weather on Tuesday evening.",
        "Two teachers from the village talked about football on Tuesday evening.",
        "Five workers from the harbour talked about salaries on Tuesday evening.",
    ]
    plain = prepared("\n\n".join(body) + "\n", "en", sentences=1)
    headed = prepared("\n\n".join(["Harbour workers want higher salaries", *body]) + "\n", "en", sentences=2)
    assert [part.text for part in plain.chosen] == body[:1]
    assert body[2] in [part.text for part in headed.chosen]


def test_the_query_is_in_the_record() -> None:
    """So that a summary says what it was made for."""
    done = prepared(text_in("en"), "en", query="  what  about\nphotos ")
    assert done.summary is not None
    assert done.summary.query == "what about photos"
