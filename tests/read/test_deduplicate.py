"""What concerns several inputs, settled before they are shared out."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import SourceError
from pipeline.core.records import Failed, Fetched, Skipped
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import deduplicate, receive
from pipeline.read import document as sources
from pipeline.read.reference import Reference

DETECTOR = LangdetectDetector()
TEXTS = (
    b"Le pont\n\nLe vieux pont de la ville rouvre lundi.\n",
    b"# Le pont\n\nLe vieux pont de la ville rouvre lundi.\n",
    b"Le vieux pont de la ville rouvre lundi matin.\n",
    b"\n",
    b"\0",
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["le-pont", "le pont", "b", "\u6a4b"]),
            st.sampled_from(["txt", "md"]),
            st.sampled_from(TEXTS),
        ),
        max_size=10,
    )
)
def test_the_first_of_each_document_counts(files: list[tuple[str, str, bytes]]) -> None:
    """As if one reader had read them all in order, whatever titles, names and kinds they come under."""
    with tempfile.TemporaryDirectory() as place:
        found: list[Reference] = []
        for number, (stem, ending, content) in enumerate(files):
            path = Path(place) / str(number) / f"{stem}.{ending}"
            path.parent.mkdir()
            path.write_bytes(content)
            found.append(Reference(origin=str(path), path=path))
        first: dict[str, str] = {}
        expected: list[str | None] = []
        for reference in found:
            try:
                document = sources.read_document(reference, DETECTOR)
            except SourceError:
                expected.append(None)
                continue
            origin = first.setdefault(document.id, document.origin)
            expected.append(None if origin == document.origin else f"the same bytes as {origin}")
        taken = list(deduplicate.unique_inputs(found, DETECTOR))
    assert [item.reason if isinstance(item, Skipped) else None for item in taken] == expected
    assert [item for item in taken if isinstance(item, Reference)] == [
        reference for reference, reason in zip(found, expected, strict=True) if reason is None
    ]


def test_an_input_that_comes_twice_under_one_name_counts_once() -> None:
    """As an address does that two sources name; its bytes came with it, so no path tells so."""
    url = "https://littoral.example/a"
    said = Fetched(url=url, final_url=url, time="2025-10-09T07:47:00Z", status=200, headers=())
    first, again = (Reference(origin=url, path=None, content=TEXTS[0], fetched=said) for _ in "12")
    taken = list(deduplicate.unique_inputs([first, again, again], DETECTOR))
    assert taken[0] is first
    assert [item.reason for item in taken[1:] if isinstance(item, Skipped)] == [
        "the same bytes as https://littoral.example/a"
    ] * 2


def test_two_texts_that_want_the_same_folder_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their titles are the same, and their digests begin alike: the second would overwrite the first."""
    monkeypatch.setattr(deduplicate, "_DIGITS", 0)
    monkeypatch.setattr(sources, "slug", lambda _: "x")

    class Digest:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def hexdigest(self) -> str:
            return "0" * 8 + self.content.hex()

    monkeypatch.setattr(sources.hashlib, "sha256", Digest)  # type: ignore[attr-defined]
    found = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"Le vieux pont {name}.\n")
        found.append(Reference(origin=name, path=path))
    first, second = deduplicate.unique_inputs(found, DETECTOR)
    assert first == found[0]
    assert isinstance(second, Failed)
    assert second.message == "b: would be written to the same folder as a; change its title"


def test_standard_input_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes go with it; a second time there is nothing left to read."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Bonjour.")))
    item = Reference(origin="-", path=None)
    first, second = deduplicate.unique_inputs([item, item], DETECTOR)
    assert isinstance(first, Reference)
    assert isinstance(second, Reference)
    assert (first.content, second.content) == (b"Bonjour.", b"")


def test_what_cannot_be_read_is_left_to_who_works_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is gone, and an error that there was before; a flood of standard input is an error here."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 20)))
    monkeypatch.setattr(receive, "MAX_BYTES", 10)
    gone = Reference(origin="gone.txt", path=tmp_path / "gone.txt")
    error = SourceError("nowhere: no such file or folder")
    flood = Reference(origin="-", path=None)
    taken = list(deduplicate.unique_inputs([gone, error, flood], DETECTOR))
    assert taken[:2] == [gone, error]
    assert isinstance(taken[2], SourceError)
    assert taken[2].message.startswith("-: is larger than")
    assert [deduplicate.input_bytes(item) for item in taken] == [0, 0, 0]
