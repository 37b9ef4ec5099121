"""Content credentials (C2PA) in invisible signs: found, told, recorded, and kept in the source."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.core.text.manifests import taken_out
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.reference import Reference
from pipeline.read.remarks import reading_remarks

MANIFEST = bytes(range(256)) * 3


def wrapped(manifest: bytes = MANIFEST, *, size: int | None = None) -> str:
    """Return a manifest as the standard wraps it."""
    length = len(manifest) if size is None else size
    content = b"C2PATXT\0\x01" + length.to_bytes(4, "big") + manifest
    return "\ufeff" + "".join(chr(0xFE00 + each if each < 16 else 0xE0100 + each - 16) for each in content)


@pytest.mark.parametrize("before", ["", "word", "前", "❤", "1", "شهر", "a "])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_manifest_is_taken_out_and_told(before: str, mark: str) -> None:
    """Wherever it stands, with and without its mark, every byte of it counts."""
    text = f"{before}{mark}{wrapped()[1:]}. After"
    cleaned = normalise(text)
    assert cleaned.text == f"{before}. After"
    assert not cleaned.removed
    (found,) = cleaned.credentials
    assert found.manifest_sha256 == hashlib.sha256(MANIFEST).hexdigest()
    assert (found.size, found.is_whole) == (len(MANIFEST), True)


def test_a_manifest_that_is_cut_short_is_told_as_such() -> None:
    """Its digest is over what is there."""
    (found,) = normalise("a" + wrapped(MANIFEST[:10], size=100)).credentials
    assert (found.size, found.is_whole) == (10, False)
    assert not normalise("a" + wrapped()[:20]).credentials[0].is_whole


def test_two_manifests_and_what_hides_behind_one() -> None:
    """Both are told; signs behind one that belong to none are told as any invisible sign."""
    cleaned = normalise(f"a{wrapped()} b{wrapped(b'x')}\ufe01")
    assert [found.size for found in cleaned.credentials] == [len(MANIFEST), 1]
    assert [sign.sign for sign in cleaned.removed] == ["U+FE01"]


def test_selectors_with_a_use_are_none() -> None:
    """Emoji and Han variants stay."""
    assert taken_out("❤\ufe0f 葛\U000e0100") == ("❤\ufe0f 葛\U000e0100", ())


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("a.txt", "{}"),
        ("a.md", "# Title\n\n{}\n"),
        ("a.html", "<html><body><article><p>{}</p><p>{}</p></article></body></html>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n{}\n"),
    ],
)
def test_every_format_records_it(tmp_path: Path, name: str, around: str) -> None:
    """The words come out clean, the bytes of the source stay, and a remark tells of it."""
    line = "The mayor said on Tuesday that the new hospital would open its doors before the end of the year."
    text = around.replace("{}", line + wrapped(), 1).replace("{}", line * 3)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    document = read_document(Reference(origin=name, path=path), LangdetectDetector())
    assert document.content == text.encode()
    assert line in document.text
    assert "\ufe00" not in document.text
    assert [found.manifest_sha256 for found in document.credentials] == [hashlib.sha256(MANIFEST).hexdigest()]
    assert any("content credentials" in remark for remark in reading_remarks(document))
