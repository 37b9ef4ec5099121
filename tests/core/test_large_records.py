"""A large record is made of its parts, and is the same as one that is decoded at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import codec, limits
from pipeline.core.contract import DocumentRecord, VariantRecord
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.core.errors import RecordError
from tests.core.test_survey import Files, written
from tests.support.large_run import large_run

__all__ = ["written"]


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the record of a translation of nine sentences, three of them thrice."""
    (path,) = large_run(tmp_path_factory.mktemp("out"), times=3).glob("documents/*/es/variant.json")
    return path.read_bytes()


def read(kind: type[Any], content: bytes, folder: Path, *, is_large: bool = True) -> Any:
    """Read a record from a file, as one that is large or not."""
    (folder / "x.json").write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "AT_ONCE", len(content) - is_large)
        return codec.read_record_below(kind, folder, "x.json")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_large_record_is_the_same(written: Files, name: str, tmp_path: Path) -> None:
    """Of every kind, as if it had been decoded at once."""
    kind, content = published(name), written[name]
    found = read(kind, content, tmp_path)
    assert found == codec.decode_record(kind, content, where="x")
    assert codec.encode_record(found) == content


def test_equal_verdicts_are_held_once(translated: bytes, tmp_path: Path) -> None:
    """They are most of a translation's record. Of different ones, each sentence keeps its own."""
    for content, different in ((translated, {9}), (re.sub(b"as in b[0-9.]+", b"", translated), {1, 2, 3})):
        variant = read(VariantRecord, content, tmp_path)
        checks = [segment.checks for segment in variant.segments]
        assert len(checks) == 9
        assert len(set(checks)) == len({*map(id, checks)})
        assert len(set(checks)) in different
        each = [check for found in checks for check in found]
        assert len({*map(id, each)}) == len(set(each)) < len(each)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\n    },\n    {", b"\n    }\n    {"),
        (b'": ', b'":  '),
        (b'"title": ', b'"id": "x",\n  "title": '),
        (b"\n}\n", b"\n}"),
        (b'"size": ', b'"size": 0'),
    ],
)
def test_a_large_record_in_another_form_is_refused(
    written: Files, tmp_path: Path, before: bytes, after: bytes
) -> None:
    """By all who read it: the parts may be right, and the whole be no JSON, or be ambiguous."""
    content = written["document"]
    assert before in content
    changed = content.replace(before, after, 1)
    with pytest.raises(RecordError, match=r"not in the form in which it was|not as depeche writes|Invalid"):
        read(DocumentRecord, changed, tmp_path)


@pytest.mark.parametrize("number", [b"1e999", b"NaN", b"-Infinity", b"1" + b"0" * 400])
def test_a_number_that_is_too_large_is_refused(translated: bytes, tmp_path: Path, number: bytes) -> None:
    """In a small record and in a part of a large one, in the same words."""
    changed = translated.replace(b'"score": -0.5', b'"score": ' + number, 1)
    assert changed != translated
    said = set()
    for is_large in (True, False):
        with pytest.raises(RecordError) as told:
            read(VariantRecord, changed, tmp_path, is_large=is_large)
        said.add(told.value.message)
    assert said == {f"{tmp_path / 'x.json'}: holds a number that is too large"}
